"""The right pane of Today: why a line is due, three weeks of reviews, the caseload."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from store.clock import Urgency, show_date
from store.clock.statutory import Step
from store.today import Today, TodayLine
from store.wording import say
from tui.glyphs import glyph, urgency_piece
from tui.widgets.ledger import Entry, Fact, Gap, Pair, Title, Words
from tui.widgets.lines import Piece

#: IRO Handbook: 50 to 70 children for a full-time IRO.
CASELOAD_LOW, CASELOAD_HIGH = 50, 70


def why_entries(line: TodayLine, today: date) -> list[Entry]:
    """The line explained: the chain of dates, the rule, and what the primary key does."""
    dated = line.kind in ("review", "gap", "decision", "action")
    title = f"{line.ref}  {line.what}" if line.ref else line.what
    entries: list[Entry] = [
        Title(title),
        Words(say("screen_today.why" if dated else "screen_today.why_here"), "dim"),
    ]
    entries.extend(_step(step, line, last, today) for step, last in _marked(line.why))
    entries.append(Gap())
    entries.append(Words(line.rule, "dim"))
    entries.append(Gap())
    entries.append(Pair([("enter", "bold accent"), (f" {line.act}", "dim")]))
    return entries


def _marked(steps: tuple[Step, ...]) -> list[tuple[Step, bool]]:
    return [(step, index == len(steps) - 1) for index, step in enumerate(steps)]


def _step(step: Step, line: TodayLine, last: bool, today: date) -> Entry:
    if step.on is not None:
        return Fact(step.label, show_date(step.on, today=today))
    if last and line.urgency is Urgency.LATE:
        sign, role = urgency_piece(line.urgency)
        return Fact(step.label, [(f"{sign} {step.note}", f"bold {role}")])
    if len(step.label) + len(step.note) > 30:
        return Words(f"{step.label}  {step.note}" if step.label else step.note, "text")
    return Fact(step.label, step.note)


def strip_entries(days: Mapping[date, int], today: date) -> list[Entry]:
    """Three working weeks from this one; days with reviews bold and dotted, today underlined."""
    monday = today - timedelta(days=today.weekday())
    entries: list[Entry] = [
        Title(say("screen_today.reviews"), right=[(say("screen_today.three_weeks"), "dim")]),
        Pair([(_spread(say("screen_today.weekdays").split()), "dim")]),
    ]
    for week in range(3):
        pieces: list[Piece] = []
        for weekday in range(5):
            day = monday + timedelta(days=7 * week + weekday)
            count = days.get(day, 0)
            words = "bold text" if count else "dim"
            if day == today:
                words = "bold accent underline"
            pieces.append((f"{day.day:>2}", words))
            pieces.append((glyph("dot") if count else " ", "accent"))
            pieces.append((" ", "text"))
        entries.append(Pair(pieces, [(_week_total(days, monday, week), "dim")]))
    return entries


def _spread(names: list[str]) -> str:
    return "".join(f"{name:<4}" for name in names)


def _week_total(days: Mapping[date, int], monday: date, week: int) -> str:
    start = monday + timedelta(days=7 * week)
    total = sum(days.get(start + timedelta(days=n), 0) for n in range(7))
    return str(total) if total else glyph("zero")


def caseload_entries(count: int, width: int) -> list[Entry]:
    """The caseload against the Handbook's 50 to 70, as a bar with its number."""
    size = max(10, width)
    done = min(size, round(size * count / CASELOAD_HIGH))
    role = "amber" if count > CASELOAD_HIGH else "accent"
    return [
        Title(
            say("screen_today.caseload"),
            right=[(say("screen_today.caseload_of", count=count), "text")],
        ),
        Pair([(glyph("bar") * done, role), (glyph("rest") * (size - done), "rule")]),
    ]


def pane_entries(
    shown: Today, line: TodayLine | None, today: date, width: int, iro: bool
) -> list[Entry]:
    """The whole right pane for the line under the cursor."""
    entries: list[Entry] = []
    if line is not None:
        entries += [*why_entries(line, today), Gap()]
    if shown.review_days:
        entries += [*strip_entries(shown.review_days, today), Gap()]
    if iro and shown.caseload:
        entries += caseload_entries(shown.caseload, width)
    return entries
