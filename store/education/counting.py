"""When an education plan and a pathway plan are due: by the start of care, by term, by age."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from store.children import Child, Period
from store.clock import Limit, Step, WorkingDays
from store.education.codes import PlanStatus
from store.education.records import ChildPlan
from store.education.terms import Terms
from store.wording import say


@dataclass(frozen=True, slots=True)
class Counted:
    """A last day in time, the day it counts from, and why.

    `first` for the plan itself, else it is a review of it.
    """

    due: date
    start: date
    first: bool
    rule: str
    why: Sequence[Step]


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The plan or review that is due next; `record` where something is written down of it.

    It is shown from `begins` on, and no longer counts from `until` on.
    """

    kind: str
    due: date
    first: bool
    rule: str
    why: Sequence[Step]
    record: ChildPlan | None
    begins: date | None
    until: date | None


def due_of(
    kind: str,
    child: Child,
    period: Period | None,
    before: Sequence[ChildPlan],
    calendar: WorkingDays,
    terms: Terms,
) -> Counted | None:
    """When the next plan of a kind is due after those `before`; None where none is asked for."""
    if period is None:
        return None
    if kind == "education_plan":
        return _education(child, period, before, calendar, terms)
    return _pathway(child, period, before, calendar)


def upcoming(
    kind: str, child: Child, own: Sequence[ChildPlan], calendar: WorkingDays, terms: Terms
) -> Upcoming | None:
    """What is due next of a kind for a child in the latest period of being looked after."""
    period = child.period
    counted = due_of(kind, child, period, own, calendar, terms)
    if counted is None or period is None:
        return None
    grown = None if child.dob is None else _birthday("adult", child.dob, calendar)
    if grown is not None and counted.due >= grown:
        return None
    until = min((day for day in (period.ended, grown) if day is not None), default=None)
    planned = [one for one in own if one.is_open and one.period_id in (None, period.id)]
    record = planned[-1] if planned else None
    due, why = counted.due, counted.why
    if record is not None and record.due is not None and record.due != due:
        due, why = record.due, (Step(say("education.step_set_by_hand"), record.due, key="due"),)
    limit = calendar.book.limit("plan_ahead")
    at_once = counted.first and kind == "education_plan"
    begins = None if at_once else limit.last_day(due, calendar)
    return Upcoming(kind, due, counted.first, counted.rule, why, record, begins, until)


def _education(
    child: Child,
    period: Period,
    before: Sequence[ChildPlan],
    calendar: WorkingDays,
    terms: Terms,
) -> Counted:
    held = _last(before, period)
    if held is not None:
        term = terms.after(held)
        steps = (
            Step(say("education.step_last_plan"), held, key="from"),
            Step(say("education.step_term_ends", term=term.name), term.ended, key="due"),
            Step(say("clock.step_rule"), None, term.label, key="rule"),
        )
        return Counted(term.ended, held, False, term.label, steps)
    start, began = period.started, None
    if child.dob is not None:
        old_enough = _birthday("pep_from", child.dob, calendar)
        if old_enough > start:
            start, began = old_enough, say("education.step_old_enough")
    return _counted(calendar.book.limit("pep"), start, calendar, began, first=True)


def _pathway(
    child: Child, period: Period, before: Sequence[ChildPlan], calendar: WorkingDays
) -> Counted | None:
    if child.dob is None:
        return None
    # A plan made before this period is still the plan: only its review is due.
    held = _last(before, None)
    if held is not None:
        return _counted(calendar.book.limit("pathway_review"), held, calendar, None, first=False)
    start, began = _birthday("pathway_from", child.dob, calendar), None
    if period.started > start:
        start, began = period.started, say("clock.from_looked_after")
    return _counted(calendar.book.limit("pathway_plan"), start, calendar, began, first=True)


def _last(before: Sequence[ChildPlan], period: Period | None) -> date | None:
    """The last day that counts: held, or (where it was refused) the day it was due."""
    days = [
        one.due if one.status is PlanStatus.REFUSED else one.held
        for one in before
        if period is None or one.period_id == period.id
    ]
    return max((day for day in days if day is not None), default=None)


def _birthday(key: str, born: date, calendar: WorkingDays) -> date:
    return calendar.book.limit(key).last_day(born, calendar)


def _counted(
    limit: Limit, start: date, calendar: WorkingDays, began: str | None, *, first: bool
) -> Counted:
    steps = limit.steps(start, calendar, began)
    return Counted(limit.last_day(start, calendar), start, first, limit.on(start).label, steps)
