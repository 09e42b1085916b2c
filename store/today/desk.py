"""Whose day it is, and the one form every line of Today has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from store.children import Child
from store.clock import Step, Urgency, WorkingDays, distance, urgency
from store.codes import Role
from store.wording import plain, say

LATE, TODAY, WEEK, NEXT, UNOWNED, CENTRE = "late", "today", "week", "next", "unowned", "centre"

#: Reviews and actions come into sight this many working days before they are due.
HORIZON = 10


@dataclass(frozen=True)
class TodayLine:
    """One duty: how urgent, whose, what, when, how long; and why, step by step.

    `duty` names a duty around a child, whose reason is asked for when it is looked at.
    """

    key: str
    group: str
    urgency: Urgency
    ref: str
    record_id: str
    kind: str
    kind_word: str
    what: str
    due: date | None
    clock: str
    why: Sequence[Step]
    rule: str
    act: str
    opens: tuple[str, str]
    duty: tuple[str, str, str] | None = None


@dataclass(frozen=True)
class Desk:
    """Whose day it is: the date, its calendar, the person and the role they act in."""

    today: date
    calendar: WorkingDays
    person: str
    role: str
    now: datetime
    team: str | None = None

    @property
    def horizon(self) -> date:
        """The last day that is in sight."""
        return self.calendar.add(self.today, HORIZON)

    @property
    def end_of_week(self) -> date:
        """The Sunday that closes this week."""
        return self.today + timedelta(days=6 - self.today.weekday())

    def group_of(self, due: date) -> str:
        """The group a duty due on `due` stands in."""
        if due < self.today:
            return LATE
        if due == self.today:
            return TODAY
        return WEEK if due <= self.end_of_week else NEXT

    def in_sight(self, due: date | None) -> bool:
        """Whether a duty due on `due` is late or within the horizon."""
        return due is not None and due <= self.horizon

    def cares_for(self, child: Child) -> bool:
        """Whether a child's duties stand on this desk, by the role at it.

        An IRO has the own caseload and what has no IRO, a social worker the own children, a
        manager the own team's and what has no team; an auditor sees every child's.
        """
        if self.role == Role.COLLATOR:
            return False
        if self.role == Role.SOCIAL_WORKER:
            return _same(child.social_worker, self.person)
        if self.role == Role.MANAGER and self.team:
            return not child.team or _same(child.team, self.team)
        return self.is_mine(child.iro)

    def is_mine(self, name: str | None) -> bool:
        """Whether a record with this IRO or owner concerns the person at the desk."""
        return self.role != Role.IRO or not name or name.casefold() == self.person.casefold()


def _same(one: str | None, other: str) -> bool:
    return (one or "").casefold() == other.casefold()


def line_of(
    desk: Desk,
    kind: str,
    record_id: str,
    ref: str,
    what: str,
    *,
    opens: tuple[str, str],
    act: str,
    rule: str,
    why: Sequence[Step] = (),
    due: date | None = None,
    group: str | None = None,
    clock: str | None = None,
    hurry: Urgency | None = None,
    still: str | None = None,
    part: str = "",
    duty: tuple[str, str, str] | None = None,
) -> TodayLine:
    """A line with everything that follows from its date filled in.

    `still` is the last word of the reason of a late line: not held, not done. `part` tells
    several lines of one record apart.
    """
    if hurry is None:
        hurry = urgency(due, desk.today, desk.calendar) if due else Urgency.SOON
    if group is None:
        group = desk.group_of(due) if due else UNOWNED
    if clock is None:
        clock = distance(due, desk.today, desk.calendar) if due else ""
    steps = tuple(why)
    if due is not None and hurry is Urgency.LATE:
        over = distance(due, desk.today, desk.calendar)
        steps = (*steps, Step(still or say("today.step_not_done"), None, over))
    return TodayLine(
        key=":".join(filter(None, (kind, record_id, part))),
        group=group,
        urgency=hurry,
        ref=ref,
        record_id=record_id,
        kind=kind,
        kind_word=say(f"today.kind_{kind}"),
        what=plain(what).replace("\n", " "),
        due=due,
        clock=clock,
        why=steps,
        rule=rule,
        act=act,
        opens=opens,
        duty=duty,
    )
