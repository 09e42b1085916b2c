"""What is to be done between two reviews: midway checks, visits, telling the IRO."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta

from store import contact, rules
from store.calendars import working_days
from store.children import Child
from store.clock import Limit, Step, WorkingDays
from store.contact import Notification, Visitor
from store.duties.caseload import caseload
from store.duty import UNRECORDED, Duty
from store.journal import Journal
from store.wording import say

_SIGHT = 10
"""Working days before its last day from which a check or a visit is shown."""


def duties(journal: Journal, only: Collection[str] | None) -> Iterator[Duty]:
    """The midway check between two reviews, the next visit, and what nobody told or answered."""
    known = {child.id: child for child in caseload(journal, only)}
    calendar = working_days(journal)
    checked: dict[str, list[date]] = {}
    for check in contact.midways(journal, only=only):
        if check.on is not None:
            checked.setdefault(check.child_id, []).append(check.on)
    visited: dict[str, list[date]] = {}
    for visit in contact.visits(journal, only=only):
        if visit.on is not None and visit.visitor is Visitor.SOCIAL_WORKER:
            visited.setdefault(visit.child_id, []).append(visit.on)
    limits = {
        key: rules.limit(journal, key)
        for key in ("midway", "midway_second", "visit", "notification")
    }
    for child in known.values():
        yield from _midway(child, checked.get(child.id, ()), limits, calendar)
        yield from _visit(child, visited.get(child.id, ()), limits["visit"], calendar)
    for notice in contact.notifications(journal, only=only):
        own = known.get(notice.child_id)
        if own is not None and notice.happened is not None:
            yield from _notification(own, notice, limits["notification"], calendar)


def _midway(
    child: Child, checked: Sequence[date], limits: Mapping[str, Limit], calendar: WorkingDays
) -> Iterator[Duty]:
    """The check between the last review held and the next; none before a first review."""
    if child.next is None or child.period is None or not child.held:
        return
    last, following = child.held[-1], child.next.due
    if any(last < day for day in checked):
        return
    limit = limits["midway_second" if child.next.ordinal == 2 else "midway"]
    due = limit.last_day(last, calendar)
    why = limit.steps(last, calendar)
    if due >= following:
        # A clock shorter than the customary one is halved.
        due = last + (following - last) / 2
        why = (
            Step(say("duties.step_last_review"), last),
            Step(say("duties.step_next_review"), following),
            Step(say("duties.step_half"), due),
        )
    past = following + timedelta(days=1)
    ended = child.period.ended
    yield Duty(
        kind="midway",
        record=child.id,
        record_kind="child",
        part="",
        child_id=child.id,
        child=child.ref,
        what=say("duties.midway"),
        due=due,
        owner=child.iro,
        team=child.team,
        rule=limit.source,
        why=why,
        # Once the next review is late, it is that which is to be done.
        until=past if ended is None else min(past, ended),
        status="due" if checked else UNRECORDED,
        begins=calendar.add(due, -_SIGHT),
    )


def _visit(
    child: Child, visited: Sequence[date], limit: Limit, calendar: WorkingDays
) -> Iterator[Duty]:
    """The social worker's next visit, counted from the last one, or from the start of care."""
    if child.period is None:
        return
    here = [day for day in visited if day >= child.period.started]
    last = max(here, default=child.period.started)
    due = limit.last_day(last, calendar)
    if child.period.ended is not None and child.period.ended <= due:
        return
    began = say("duties.step_looked_after") if not here else None
    yield Duty(
        kind="visit",
        record=child.id,
        record_kind="child",
        part="",
        child_id=child.id,
        child=child.ref,
        what=say("duties.visit"),
        due=due,
        owner=child.social_worker,
        team=child.team,
        rule=limit.source,
        why=limit.steps(last, calendar, began),
        until=child.period.ended,
        status="due" if visited else UNRECORDED,
        begins=calendar.add(due, -_SIGHT),
        given=(("visitor", Visitor.SOCIAL_WORKER.value),),
    )


def _notification(
    child: Child, notice: Notification, limit: Limit, calendar: WorkingDays
) -> Iterator[Duty]:
    """Telling the IRO, and once told, what follows of it."""
    if notice.told is not None and notice.follows is not None:
        return
    of = notice.of.wording if notice.of else ""
    start = notice.told or notice.happened
    if start is None:
        return
    telling = notice.told is None
    yield Duty(
        kind="notification",
        record=notice.id,
        record_kind="notification",
        part="tell" if telling else "follow",
        child_id=child.id,
        child=child.ref,
        what=say("duties.tell" if telling else "duties.follow", of=of),
        due=limit.last_day(start, calendar),
        owner=(notice.by or child.social_worker) if telling else child.iro,
        team=child.team,
        rule=limit.source,
        why=limit.steps(start, calendar, None if telling else say("duties.step_told")),
        status="untold" if telling else "told",
    )
