"""The right pane of Today: why a line is due, three weeks of reviews, the caseload."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from store import plans
from store.clock import Step, Urgency, show_date
from store.journal import Journal
from store.service import Limits
from store.today import TeamLine, Today, TodayLine
from store.wording import say
from tui.glyphs import brag_pieces, glyph, urgency_piece
from tui.screens.steps import step_items
from tui.screens.today_changes import PAPERS
from tui.widgets.ledger import Entry, Fact, Gap, Pair, Title, Words
from tui.widgets.lines import Piece

BAR = 26
DATED = ("review", "gap", "decision", "action")


def why_entries(line: TodayLine, today: date) -> list[Entry]:
    """The line explained: the chain of dates, the rule, and what the primary key does."""
    dated = line.kind in DATED or line.kind in PAPERS
    entries: list[Entry] = [
        Title(f"{line.ref}  {line.kind_word}" if line.ref else line.kind_word),
        Words(line.what),
        Words(say("screen_today.why" if dated else "screen_today.why_here"), "dim"),
    ]
    for step, last in _marked(line.why):
        entries += _step(step, line, last, today)
    entries.append(Gap())
    entries.append(Words(line.rule, "dim"))
    entries.append(Gap())
    entries.append(Pair([("enter", "bold accent"), (f" {line.act}", "dim")]))
    if line.kind in PAPERS:
        entries.append(Pair([("s", "bold accent"), (f" {say('screen_today.s_sent')}", "dim")]))
    elif line.kind == "decision":
        entries.append(
            Pair([("s", "bold accent"), (f" {say('screen_today.s_carried_out')}", "dim")])
        )
    return entries


def _marked(steps: Sequence[Step]) -> list[tuple[Step, bool]]:
    return [(step, index == len(steps) - 1) for index, step in enumerate(steps)]


def _step(step: Step, line: TodayLine, last: bool, today: date) -> list[Entry]:
    if step.on is not None:
        return step_items([step], today)
    if last and line.urgency is Urgency.LATE:
        sign, role = urgency_piece(line.urgency)
        return [Fact(step.label, [(f"{sign} {step.note}", f"bold {role}")])]
    if len(step.label) + len(step.note) > 30:
        return [Words(f"{step.label}  {step.note}" if step.label else step.note, "text")]
    return [Fact(step.label, step.note)]


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


def caseload_entries(count: int, limits: Limits) -> list[Entry]:
    """The caseload against the limits for a full-time IRO, as a bar with its number."""
    size, high = BAR, limits.high
    done = min(size, round(size * count / high))
    role = "amber" if count > high else "accent"
    of = say("screen_today.caseload_of", count=count, low=limits.low, high=high)
    return [
        Title(
            say("screen_today.caseload"),
            right=[(of, "text")],
        ),
        Pair([(glyph("bar") * done, role), (glyph("rest") * (size - done), "rule")]),
    ]


def caseload_pane(shown: Today, today: date, limits: Limits) -> list[Entry]:
    """Three weeks of reviews and the caseload; nothing where there is no caseload."""
    entries: list[Entry] = []
    if shown.review_days:
        entries += [*strip_entries(shown.review_days, today), Gap()]
    if shown.caseload:
        entries += caseload_entries(shown.caseload, limits)
    return entries


def team_entries(team: Sequence[TeamLine]) -> list[Entry]:
    """Who holds how many open actions of the plan, and how many of them are late."""
    if not team:
        return []
    head = f"{say('screen_today.open'):>6}{say('screen_today.late_short'):>6}"
    entries: list[Entry] = [Title(say("screen_today.team"), right=[(head, "dim")])]
    for one in team:
        late: Piece = (f"{glyph('zero'):>6}", "dim")
        if one.late:
            late = (f"{glyph('late') + ' ' + str(one.late):>6}", "red")
        name: Piece = (one.name or say("screen_today.no_owner"), "text" if one.name else "amber")
        entries.append(Pair([name], [(f"{one.open:>6}", "text"), late]))
    return entries


def plan_entries(journal: Journal) -> list[Entry]:
    """The newest plan's areas with the worst state below each."""
    known = plans.plans(journal)
    if not known:
        return []
    areas = plans.areas(journal, known[0].id)
    due = max((area.due for area in areas if area.due), default=None)
    today = journal.today()
    right: list[Piece] = []
    if due is not None:
        day = show_date(due, today=today, weekday=False)
        right = [(say("screen_today.plan_due", day=day), "dim")]
    entries: list[Entry] = [Title(say("screen_today.plan", year=known[0].year), right=right)]
    for area in areas:
        left: list[Piece] = [(f"{area.short_ref:<6}", "dim"), (area.title, "text")]
        entries.append(Pair(left, brag_pieces(area.standing.brag, "letter")))
    return entries
