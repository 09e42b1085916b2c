"""What needs me: every open duty of the store once, grouped by when I must act.

Only duties that this product lets a person complete are listed; a line that nobody can make
go away teaches people not to read the list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from store import calendars, children, conflicts, drafts, people, plans, reviews
from store.children import Child
from store.clock import show_date
from store.codes import Role
from store.journal import Journal
from store.today.arrivals import (
    Arrival,
    arrival_lines,
    own_lines,
    provide_arrivals,
    provide_own,
)
from store.today.desk import CENTRE, LATE, NEXT, TODAY, UNOWNED, WEEK, Desk, TodayLine
from store.today.device_duties import (
    author_note_lines,
    conflict_lines,
    device_lines,
    unprotected,
)
from store.today.duty_lines import duty_lines, duty_of, explained
from store.today.plan_duties import TeamLine, days_ahead, plan_lines, team_lines
from store.today.review_duties import (
    decision_lines,
    draft_lines,
    gap_lines,
    paper_lines,
    review_lines,
)
from store.wording import say

__all__ = [
    "Arrival",
    "Desk",
    "Group",
    "TeamLine",
    "Today",
    "TodayLine",
    "duty_of",
    "explained",
    "provide_arrivals",
    "provide_own",
    "what_needs_me",
]

BESIDE_DUTIES = ("conflict", "author_note")
"""Kinds of lines that wait for whoever reads them, in every role."""

_IRO_ORDER = (LATE, TODAY, WEEK, NEXT, UNOWNED, CENTRE)
_MANAGER_ORDER = (LATE, UNOWNED, TODAY, WEEK, NEXT, CENTRE)


@dataclass(frozen=True)
class Group:
    """One heading of the list with how many lines stand under it."""

    key: str
    title: str
    count: int


@dataclass(frozen=True)
class Today:
    """The whole of what needs me, lines in the order they are shown."""

    lines: tuple[TodayLine, ...]
    groups: tuple[Group, ...]
    late: int
    drafts: int
    unowned: int
    unsent: int
    caseload: int
    review_days: Mapping[date, int] = field(default_factory=dict)
    next_on: date | None = None
    team: tuple[TeamLine, ...] = ()


def what_needs_me(journal: Journal, *, unsent: int = 0) -> Today:
    """Every open duty for the person and role of this store, in the order to act on them.

    `unsent` counts the changes that a centre waits for; 0 where no centre has been named.
    """
    desk = Desk(
        journal.today(),
        calendars.working_days(journal),
        journal.author.person,
        journal.author.role,
        journal.moment(),
        _team(journal),
    )
    everyone = {child.id: child for child in children.children(journal)}
    caseload = [c for c in everyone.values() if c.looked_after and desk.cares_for(c)]
    kept = drafts.drafts(journal)
    refs = _references(journal, kept, everyone)
    lines = [*draft_lines(desk, kept, everyone, refs)]
    in_draft = {draft.about for draft in kept if draft.form == "review"}
    lines += review_lines(desk, caseload, in_draft)
    # What a review left to do does not end with the day the child leaves care.
    cared_for = {c.id for c in everyone.values() if desk.cares_for(c)}
    of = None if len(cared_for) == len(everyone) else cared_for
    logged = [one for one in reviews.reviews(journal, of) if one.child_id in cared_for]
    lines += gap_lines(desk, logged)
    lines += paper_lines(desk, logged)
    open_ones = reviews.decisions_in_sight(
        journal, desk.today, desk.person, desk.horizon, only_own=not cared_for
    )
    lines += decision_lines(desk, open_ones, cared_for)
    lines += duty_lines(journal, desk, cared_for)
    lines += plan_lines(journal, desk)
    lines += conflict_lines(desk, conflicts.waiting_conflicts(journal))
    lines += author_note_lines(desk, conflicts.waiting_notes(journal))
    if desk.role == Role.COLLATOR:
        lines += arrival_lines(journal, desk)
    if desk.role == Role.AUDITOR:
        # Nobody waits for an auditor: what they look for is what others left late.
        lines = [line for line in lines if line.group == LATE or line.kind in BESIDE_DUTIES]
    lines += own_lines(journal, desk)
    lines += device_lines(desk, unsent, unprotected(journal))
    team = team_lines(journal, desk)
    return _arranged(desk, lines, caseload, unsent, days_ahead(journal, desk), team)


def _team(journal: Journal) -> str | None:
    """The team of the person at the desk, as the list of people has it."""
    own = people.person_id(journal.author.person)
    return next((one.team for one in people.people(journal) if one.id == own), None)


def _references(
    journal: Journal, kept: Sequence[drafts.Draft], everyone: Mapping[str, Child]
) -> dict[str, str]:
    """What the line of a draft calls the part of a plan it is about: its area."""
    if all((draft.about or "") in everyone or draft.form == "record" for draft in kept):
        return {}
    areas = {area.id: area.short_ref for area in plans.areas(journal)}
    lines = {one.id: areas.get(one.area_id, "") for one in plans.commitments(journal)}
    return areas | lines | {one.id: areas.get(one.area_id, "") for one in plans.actions(journal)}


def _arranged(
    desk: Desk,
    lines: list[TodayLine],
    caseload: Sequence[Child],
    unsent: int,
    ahead: Sequence[date],
    team: tuple[TeamLine, ...],
) -> Today:
    """The lines in the role's order of groups, each group by date, with the counts beside."""
    order = _MANAGER_ORDER if desk.role == Role.MANAGER else _IRO_ORDER
    far = date.max
    lines.sort(
        key=lambda line: (order.index(line.group), line.due or far, line.ref, line.kind, line.key)
    )
    counts = {key: sum(1 for line in lines if line.group == key) for key in order}
    days: dict[date, int] = {}
    later: list[date] = list(ahead)
    for child in caseload:
        if child.next is None or child.next.due is None:
            continue
        days[child.next.due] = days.get(child.next.due, 0) + 1
        if child.next.due > desk.today:
            later.append(child.next.due)
    return Today(
        lines=tuple(lines),
        groups=tuple(Group(key, _title(desk, key), counts[key]) for key in order if counts[key]),
        late=counts[LATE],
        drafts=sum(1 for line in lines if line.kind == "draft"),
        unowned=counts[UNOWNED],
        unsent=unsent,
        caseload=len(caseload),
        review_days=days,
        next_on=min(later, default=None),
        team=team,
    )


def _title(desk: Desk, key: str) -> str:
    if key == NEXT:
        return say("today.group_next", day=show_date(desk.horizon, today=desk.today, weekday=False))
    if key == LATE and desk.role == Role.MANAGER:
        return say("today.group_late_team")
    return say(f"today.group_{key}")
