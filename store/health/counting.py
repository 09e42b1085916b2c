"""When a health assessment or check is due: by the start of care, by the last one, by age.

Every number is a limit of the service's book; none stands here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from store.children import Child, Period
from store.clock import Limit, Step, WorkingDays
from store.health.codes import HealthStatus, HealthType
from store.health.records import Assessment
from store.wording import say


@dataclass(frozen=True, slots=True)
class Counted:
    """A last day in time and why: the rule's label, and the steps that lead to the day."""

    due: date
    rule: str
    why: Sequence[Step]


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What is due next of one type for a child; `record` where something is written down of it.

    It is shown from `begins` on, and no longer counts from `until` on.
    """

    type: HealthType
    due: date | None
    rule: str
    why: Sequence[Step]
    record: Assessment | None
    begins: date | None
    until: date | None


def exempts(assessed_before: date | None, period: Period | None, calendar: WorkingDays) -> bool:
    """Whether an assessment before entering care is recent enough to make another unnecessary."""
    if assessed_before is None or period is None:
        return False
    earliest = calendar.book.limit("iha_exempt").last_day(period.started, calendar)
    return earliest <= assessed_before <= period.started


def due_of(
    of: HealthType,
    child: Child,
    period: Period | None,
    before: Sequence[Assessment],
    calendar: WorkingDays,
) -> Counted | None:
    """When the next of a type is due after those held `before` in the same period.

    None without a period to count in, for immunisations (yes or no, at no time), and for ages at
    which it is not asked for.
    """
    if period is None:
        return None
    if of is HealthType.IHA:
        return _counted(calendar.book.limit("iha"), period.started, calendar)
    if of is HealthType.RHA:
        return _review(child, period, before, calendar)
    if of is HealthType.DENTAL:
        return _again("dental", HealthType.DENTAL, period, before, calendar)
    if of is HealthType.SDQ:
        return _questionnaire(child, period, before, calendar)
    return None


def upcoming(child: Child, own: Sequence[Assessment], calendar: WorkingDays) -> Iterator[Upcoming]:
    """What is due next for a child in the latest period of being looked after, type by type."""
    period = child.period
    if period is None:
        return
    here = [one for one in own if one.period_id == period.id]
    yield from _assessment(child, period, here, calendar)
    for of in (HealthType.DENTAL, HealthType.SDQ):
        counted = due_of(of, child, period, here, calendar)
        if counted is not None:
            grown = _last_birthday(child, calendar) if of is HealthType.SDQ else None
            yield _next(of, counted, here, _first(period.ended, grown), calendar)
    jabs = [one for one in here if one.type is HealthType.IMMUNISATIONS and one.held]
    if jabs and jabs[-1].up_to_date is False:
        yield Upcoming(HealthType.IMMUNISATIONS, None, "", (), jabs[-1], None, period.ended)


def _assessment(
    child: Child, period: Period, here: Sequence[Assessment], calendar: WorkingDays
) -> Iterator[Upcoming]:
    """The initial assessment until it was held or need not be, then the next review assessment."""
    initial = due_of(HealthType.IHA, child, period, here, calendar)
    done = any(_settles(one) for one in here)
    if initial is not None and not done:
        yield _next(HealthType.IHA, initial, here, period.ended, calendar, at_once=True)
    review = due_of(HealthType.RHA, child, period, here, calendar)
    if review is not None and done:
        yield _next(HealthType.RHA, review, here, period.ended, calendar)


def _settles(one: Assessment) -> bool:
    """Whether the initial assessment is no longer waited for."""
    if one.type is HealthType.RHA:
        return one.held is not None
    refused = one.status is HealthStatus.REFUSED
    return one.type is HealthType.IHA and (one.held is not None or one.exempt or refused)


def _review(
    child: Child, period: Period, before: Sequence[Assessment], calendar: WorkingDays
) -> Counted | None:
    days = [_day(one) for one in before if one.type.assesses and one.period_id == period.id]
    known = [day for day in days if day is not None]
    if not known:
        return None
    last, book = max(known), calendar.book
    # Without a date of birth the shorter time counts: sooner is the safer mistake.
    fifth = None if child.dob is None else book.limit("rha_older").last_day(child.dob, calendar)
    key = "rha_from_5" if fifth is not None and last >= fifth else "rha_under_5"
    return _counted(book.limit(key), last, calendar)


def _day(one: Assessment) -> date | None:
    """The day the next review assessment counts from; a refused one counts from its last day."""
    if one.held is not None:
        return one.held
    if one.exempt:
        return one.assessed_before
    return one.due if one.status is HealthStatus.REFUSED else None


def _again(
    key: str, of: HealthType, period: Period, before: Sequence[Assessment], calendar: WorkingDays
) -> Counted:
    last = [one.held for one in before if one.type is of and one.held is not None]
    last += [
        one.due
        for one in before
        if one.type is of and one.status is HealthStatus.REFUSED and one.due is not None
    ]
    later = [day for day in last if day >= period.started]
    began = None if later else say("clock.from_looked_after")
    return _counted(calendar.book.limit(key), max(later, default=period.started), calendar, began)


def _questionnaire(
    child: Child, period: Period, before: Sequence[Assessment], calendar: WorkingDays
) -> Counted | None:
    if child.dob is None:
        return None
    fourth = calendar.book.limit("sdq_from").last_day(child.dob, calendar)
    counted = _again("sdq", HealthType.SDQ, period, before, calendar)
    if counted.due < fourth:
        step = Step(say("health.step_fourth_birthday"), fourth, key="due")
        counted = Counted(fourth, counted.rule, (step,))
    last = _last_birthday(child, calendar)
    return None if last is not None and counted.due >= last else counted


def _last_birthday(child: Child, calendar: WorkingDays) -> date | None:
    """The birthday from which no questionnaire is asked for."""
    if child.dob is None:
        return None
    return calendar.book.limit("sdq_until").last_day(child.dob, calendar)


def _next(
    of: HealthType,
    counted: Counted,
    here: Sequence[Assessment],
    until: date | None,
    calendar: WorkingDays,
    *,
    at_once: bool = False,
) -> Upcoming:
    planned = [one for one in here if one.type is of and one.is_open]
    record = planned[-1] if planned else None
    due, why = counted.due, counted.why
    if record is not None and record.due is not None and record.due != due:
        due = record.due
        why = (Step(say("health.step_set_by_hand"), due, key="due"),)
    begins = None if at_once else calendar.book.limit("plan_ahead").last_day(due, calendar)
    return Upcoming(of, due, counted.rule, why, record, begins, until)


def _counted(limit: Limit, start: date, calendar: WorkingDays, began: str | None = None) -> Counted:
    rule = limit.on(start)
    steps = limit.steps(start, calendar, began)
    return Counted(limit.last_day(start, calendar), rule.label, steps)


def _first(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)
