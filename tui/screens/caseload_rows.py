"""The caseload as rows: one line for each child, and the pane that explains the one in hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from store.children import Child
from store.clock import (
    Urgency,
    WorkingDays,
    distance,
    ordinal_short,
    ordinal_word,
    show_date,
    urgency,
)
from store.codes import Participation
from store.drafts import Draft
from store.reviews import Decision, Review
from store.wording import say
from tui.glyphs import clock_piece, glyph, urgency_piece
from tui.screens.review_form.calendar_lines import month_lines, month_title
from tui.screens.steps import step_items
from tui.widgets.columns import Cell, Column, Forms, Row
from tui.widgets.ledger import Entry, Fact, Gap, Pair, Title, Words
from tui.widgets.lines import Piece

#: Working days within which a clock gets its sign; beyond, the line stays quiet.
SIGN_WITHIN = 10

COLUMNS = (
    Column("ref", width=9, strong=True),
    Column("age", say("screen_reviews.age"), width=3, align="right", drop=3),
    Column("number", say("screen_reviews.number"), width=4, align="right"),
    Column("last", say("screen_reviews.last"), width=6, align="right", drop=4),
    Column("part", say("screen_reviews.part"), width=5, drop=5),
    Column("open", say("screen_reviews.open"), width=3, align="right", gap=1),
    Column("flag", say("screen_reviews.flag")),
    Column("next", say("screen_reviews.next"), width=6, align="right"),
    Column("clock", say("screen_reviews.clock"), width=10, align="right", gap=1),
)


@dataclass(frozen=True)
class Caseload:
    """Everything the list shows, read once: children with their reviews, decisions, drafts.

    `at_home` are children who never were looked after and have another record, `missing` those
    who are missing now.
    """

    today: date
    calendar: WorkingDays
    children: Sequence[Child]
    reviews: Mapping[str, Sequence[Review]]
    decisions: Mapping[str, Sequence[Decision]]
    drafts: Mapping[str, Draft]
    conflicts: frozenset[str]
    at_home: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()

    def last_review(self, child: Child) -> Review | None:
        """The latest review held."""
        held = [review for review in self.reviews.get(child.id, ()) if review.held is not None]
        return max(held, key=lambda review: review.held or date.min, default=None)

    def urgency(self, child: Child) -> Urgency | None:
        """How the child's clock stands; None where none runs."""
        if child.next is None:
            return None
        return urgency(child.next.due, self.today, self.calendar)


def child_row(caseload: Caseload, child: Child) -> Row:
    """One child as a line of the caseload."""
    today, calendar = caseload.today, caseload.calendar
    review = caseload.last_review(child)
    cells: dict[str, Cell] = {"ref": child.ref, "flag": flag_of(caseload, child)}
    cells["age"] = (child.age_short, "dim")
    last = None if review is None else review.held
    cells["last"] = (day_short(last, today) if last else glyph("empty"), "dim")
    code = None if review is None else review.participation
    cells["part"] = participation_piece(code, review is not None)
    count = len(caseload.decisions.get(child.id, ()))
    cells["open"] = (str(count), "text") if count else (glyph("zero"), "dim")
    sign: Piece | None = None
    if child.next is None:
        cells["number"] = (glyph("empty"), "dim")
        cells["clock"] = (glyph("empty"), "dim")
    else:
        due = child.next.due
        how = urgency(due, today, calendar)
        cells["number"] = ordinal_short(child.next.ordinal)
        near = how is Urgency.LATE or calendar.between(today, due) <= SIGN_WITHIN
        cells["next"] = (day_short(due, today), "text" if near else "dim")
        cells["clock"] = clock_piece(distance(due, today, calendar), how)
        sign = urgency_piece(how) if near else None
    return Row(child.id, cells, glyph=sign, dim=not child.looked_after)


def day_short(day: date, today: date) -> str:
    """A day in six cells: "13 Sep", or "Mar 25" when it lies in another year and far away."""
    if abs((day - today).days) < 300:
        return show_date(day, weekday=False, year=False)
    month = show_date(day, weekday=False, year=False).split()[1]
    return f"{month} {day.year % 100:02d}"


def participation_piece(code: Participation | None, held: bool) -> Piece:
    """The code; amber where the child's views did not reach the review, or no code is known."""
    if code is None:
        return (glyph("empty"), "amber" if held else "dim")
    silent = not code.took_part and code is not Participation.PN0
    return (code.value, "amber" if silent else "text")


def flag_of(caseload: Caseload, child: Child) -> Cell:
    """What is special: a conflict, a draft, no period; the sign alone where room is short."""
    if child.id in caseload.conflicts:
        return _flag("conflict", "amber", "flag_conflict", gap="  ")
    if child.id in caseload.missing:
        return _flag("late", "red", "flag_missing")
    if child.id in caseload.drafts:
        return _flag("draft", "accent", "flag_draft")
    if child.id in caseload.at_home:
        return (say("screen_reviews.flag_at_home"), "dim")
    if not child.periods:
        return _flag("soon", "amber", "flag_no_period")
    if not child.looked_after:
        return (say("screen_reviews.flag_left"), "dim")
    return ""


def _flag(sign: str, role: str, word: str, gap: str = " ") -> Forms:
    words = say(f"screen_reviews.{word}")
    return Forms((f"{glyph(sign)}{gap}{words}", role), (glyph(sign), role))


def child_items(caseload: Caseload, child: Child) -> list[Entry]:
    """The right pane: the child's clock step by step, draft, open decisions, the month."""
    today, calendar = caseload.today, caseload.calendar
    right = " · ".join(
        part
        for part in (
            "" if child.age is None else say("screen_reviews.years", age=child.age_shown),
            child.social_worker or "",
        )
        if part
    )
    items: list[Entry] = [Title(child.ref, right=[(right, "dim")]), Gap()]
    items += clock_items(caseload, child)
    draft = caseload.drafts.get(child.id)
    if draft is not None:
        parts = draft_parts(draft)
        items.append(Fact(say("screen_reviews.draft"), [(f"{glyph('draft')} {parts}", "accent")]))
    decisions = caseload.decisions.get(child.id, ())
    if decisions:
        items += [Gap(), Title(say("screen_reviews.decisions_open"), count=len(decisions))]
        for decision in decisions[:4]:
            items += [Words(decision.text, "text", most=2), decision_fact(decision, caseload)]
    due = {other.next.due for other in caseload.children if other.next is not None}
    day = child.next.due if child.next is not None else today
    items += [
        Gap(),
        Title(month_title(day), right=[(f"{glyph('dot')} {say('screen_reviews.review')}", "dim")]),
    ]
    month = month_lines(day, today, calendar, chosen=False, marked=due, distances=False)
    items += [Pair(line) for line in month[1:]]
    return items


#: The parts of an outcome, for drafts kept as one and not by the form.
_PARTS = (
    "held",
    "participation",
    "attended",
    "views",
    "findings",
    "last_time",
    "decisions",
    "next_due",
)


def draft_parts(draft: Draft) -> str:
    """How far a draft has come: "5 of 8 parts"."""
    parts, of = draft.content.get("parts"), draft.content.get("of")
    if isinstance(parts, int) and isinstance(of, int):
        return say("screen_reviews.parts", parts=parts, of=of)
    written = sum(1 for part in _PARTS if draft.content.get(part))
    return say("screen_reviews.parts", parts=written, of=len(_PARTS))


def clock_items(caseload: Caseload, child: Child) -> list[Entry]:
    """The clock as a chain of dates, with how it stands."""
    today = caseload.today
    if child.next is None:
        why = (
            "clock_at_home"
            if child.id in caseload.at_home
            else "clock_no_period"
            if not child.periods
            else "clock_left"
            if not child.looked_after
            else "clock_ends"
        )
        return [Words(say(f"screen_reviews.{why}"), "dim")]
    items = step_items(child.next.steps, today)
    how = urgency(child.next.due, today, caseload.calendar)
    sign, role = urgency_piece(how)
    words = distance(child.next.due, today, caseload.calendar)
    items.append(
        Fact(
            [(say("screen_reviews.last_day", ordinal=ordinal_word(child.next.ordinal)), "dim")],
            [(f"{sign} {words}", f"bold {role}" if how is Urgency.LATE else role)],
        )
    )
    return items


def decision_fact(decision: Decision, caseload: Caseload) -> Entry:
    """Owner left, clock right; what is missing in amber."""
    owner: Piece = (
        (decision.owner, "dim") if decision.owner else (say("screen_reviews.no_owner"), "amber")
    )
    return Fact([owner], [decision_clock(decision, caseload.today, caseload.calendar)])


def decision_clock(decision: Decision, today: date, calendar: WorkingDays) -> Piece:
    """How an open decision stands to its date."""
    if decision.due is None:
        return (say("screen_reviews.no_date"), "amber")
    how = urgency(decision.due, today, calendar)
    sign, role = urgency_piece(how)
    return (f"{sign} {distance(decision.due, today, calendar)}", role)
