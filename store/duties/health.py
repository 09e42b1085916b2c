"""What is due next of every child's health, and the assessments whose quality nobody checked."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from store import health
from store.calendars import working_days
from store.children import Child
from store.clock import WorkingDays
from store.duties.caseload import caseload
from store.duty import UNRECORDED, Duty
from store.health import Assessment, HealthType, Upcoming
from store.journal import Journal
from store.wording import say


def duties(journal: Journal, only: Collection[str] | None) -> Iterator[Duty]:
    """Assessments and checks to be held, by the social worker; quality to check, by the IRO."""
    known = {child.id: child for child in caseload(journal, only)}
    calendar = working_days(journal)
    written = health.by_child(journal, known)
    for child in known.values():
        own = written.get(child.id, ())
        for due in health.upcoming(child, own, calendar):
            yield _upcoming(child, due)
        for one in own:
            if one.unchecked:
                yield _unchecked(child, one, calendar)


def _upcoming(child: Child, due: Upcoming) -> Duty:
    record = due.record
    what = due.type.wording.capitalize()
    status = UNRECORDED if record is None else "due"
    if due.type is HealthType.IMMUNISATIONS:
        what = say("duties.immunisations")
    elif record is not None and record.appointment is not None:
        status = "booked"
    return Duty(
        kind="health",
        record=record.id if record else child.id,
        record_kind="health" if record else "child",
        part=due.type.value,
        child_id=child.id,
        child=child.ref,
        what=what,
        due=due.due,
        owner=child.social_worker,
        team=child.team,
        rule=due.rule,
        why=due.why,
        until=due.until,
        status=status,
        begins=due.begins,
        given=() if record else (("type", due.type.value),),
    )


def _unchecked(child: Child, one: Assessment, calendar: WorkingDays) -> Duty:
    """Checking the quality counts from the report; while there is none, from the assessment."""
    start = one.received or one.held
    limit = calendar.book.limit("health_quality")
    words = "quality" if one.received else "report_and_quality"
    began = None if one.received else say("duties.step_assessed")
    return Duty(
        kind="health",
        record=one.id,
        record_kind="health",
        part="quality",
        child_id=child.id,
        child=child.ref,
        what=say(f"duties.{words}", what=one.type.short),
        due=None if start is None else limit.last_day(start, calendar),
        owner=child.iro,
        team=child.team,
        rule=limit.source,
        why=() if start is None else limit.steps(start, calendar, began),
        status="unchecked",
    )
