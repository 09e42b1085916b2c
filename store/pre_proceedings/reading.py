"""Pre-proceedings and planning meetings as lists and pages show them: a few queries for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from store import child_file, children, people
from store.calendars import working_days
from store.child_file import Only
from store.children.reading import in_conflict
from store.clock import Step, WorkingDays
from store.journal import Journal
from store.plans.names import short_ids
from store.pre_proceedings.codes import PreProceedingsOutcome
from store.pre_proceedings.models import PlanningMeetingRecord, PreProceedingsRecord
from store.wording import say


@dataclass(frozen=True, slots=True)
class PlanningMeeting:
    """One permanency planning meeting. `case` is the pre-proceedings it belongs to, if any.

    `reviewed` says whether it looked at the pre-proceedings; None where nobody said.
    """

    id: str
    ref: str
    child_id: str
    child_ref: str
    case: str | None
    on: date
    reviewed: bool | None
    plan: str
    by: str | None
    next: date | None
    note: str
    conflict: bool


@dataclass(frozen=True, slots=True)
class Case:
    """Pre-proceedings of a child. `aim` is the last day of the weeks they should take (practice).

    `meetings` are its planning meetings, oldest first.
    """

    id: str
    ref: str
    child_id: str
    child_ref: str
    started: date
    letter: date | None
    meeting: date | None
    lead: str | None
    outcome: PreProceedingsOutcome | None
    ended: date | None
    delay_reason: str
    note: str
    aim: date
    meetings: tuple[PlanningMeeting, ...]
    conflict: bool

    @property
    def is_open(self) -> bool:
        """Whether they go on: no day and no outcome."""
        return self.ended is None and self.outcome is None

    @property
    def in_aim(self) -> bool | None:
        """Whether they ended within the aim; None while they go on."""
        return None if self.ended is None else self.ended <= self.aim

    def days(self, on: date) -> int:
        """Calendar days they took, or have taken by `on`."""
        return ((self.ended or on) - self.started).days


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """When the next planning meeting is due, by which rule, and why."""

    due: date
    rule: str
    why: Sequence[Step]


def pre_proceedings(
    journal: Journal, child_id: str | None = None, *, only: Only = None
) -> list[Case]:
    """The pre-proceedings of one child, of some, or of all, newest first."""
    model = PreProceedingsRecord
    rows = [
        row for row in child_file.rows(journal, model, child_id, only) if row["started"] is not None
    ]
    if not rows:
        return []
    refs, names = children.references(journal, child_id), people.names(journal)
    own = short_ids("PP", (row["id"] for row in rows))
    disputed, calendar = in_conflict(journal, model.kind), working_days(journal)
    limit = calendar.book.limit("pre_proceedings")
    of: dict[str, list[PlanningMeeting]] = {}
    for one in planning_meetings(journal, child_id, only=only):
        of.setdefault(one.case or "", []).insert(0, one)
    found = [
        Case(
            id=row["id"],
            ref=own[row["id"]],
            child_id=row["child"],
            child_ref=refs.get(row["child"], ""),
            started=row["started"],
            letter=row["letter"],
            meeting=row["meeting"],
            lead=names.get(row["lead"] or ""),
            outcome=row["outcome"],
            ended=row["ended"],
            delay_reason=row["delay_reason"] or "",
            note=row["note"] or "",
            aim=limit.last_day(row["started"], calendar),
            meetings=tuple(of.get(row["id"], ())),
            conflict=row["id"] in disputed,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.started, one.id), reverse=True)


def planning_meetings(
    journal: Journal, child_id: str | None = None, *, only: Only = None
) -> list[PlanningMeeting]:
    """The permanency planning meetings of one child, of some, or of all, newest first."""
    model = PlanningMeetingRecord
    rows = [row for row in child_file.rows(journal, model, child_id, only) if row["on"] is not None]
    if not rows:
        return []
    refs, names = children.references(journal, child_id), people.names(journal)
    own, disputed = short_ids("PM", (row["id"] for row in rows)), in_conflict(journal, model.kind)
    cases = _known_cases(journal, child_id, only)
    found = [
        PlanningMeeting(
            id=row["id"],
            ref=own[row["id"]],
            child_id=row["child"],
            child_ref=refs.get(row["child"], ""),
            case=row["pre_proceedings"] if row["pre_proceedings"] in cases else None,
            on=row["on"],
            reviewed=row["reviewed"],
            plan=row["plan"] or "",
            by=names.get(row["by"] or ""),
            next=row["next"],
            note=row["note"] or "",
            conflict=row["id"] in disputed,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.on, one.id), reverse=True)


def next_meeting(case: Case, calendar: WorkingDays) -> NextMeeting:
    """The next planning meeting of a case: a fortnight after the last, or the earlier day agreed.

    The first one counts from the day the pre-proceedings started.
    """
    limit, last = calendar.book.limit("planning_meeting"), None
    if case.meetings:
        last = case.meetings[-1]
    start = last.on if last is not None else case.started
    began = None if last is not None else say("clock.from_began")
    due, why = limit.last_day(start, calendar), limit.steps(start, calendar, began)
    if last is not None and last.next is not None and last.on < last.next < due:
        due = last.next
        why = (Step(say("pre_proceedings.step_agreed"), due, key="due"),)
    return NextMeeting(due, limit.on(start).label, why)


def _known_cases(journal: Journal, child_id: str | None, only: Only) -> set[str]:
    return {row["id"] for row in child_file.rows(journal, PreProceedingsRecord, child_id, only)}
