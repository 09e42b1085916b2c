"""What is to be done in the weeks before a child's next review."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

from store import rules
from store.calendars import working_days
from store.clock import Limit, Step, WorkingDays
from store.duties.caseload import caseload
from store.duty import Duty
from store.journal import Journal
from store.preparing import Checklist, Part, checklists
from store.wording import say

_ASKED = (Part.CHILD, Part.PARENT, Part.CARER)
_EXPLAINED = (Part.ADVOCACY, Part.COMPLAINT, Part.LEGAL)


def duties(journal: Journal, only: Collection[str] | None) -> Iterator[Duty]:
    """What is missing of each child's checklist; of no child before its preparation begins.

    The day after the review was due it is the review that is late, and no longer these.
    """
    begins, calendar = rules.limit(journal, "preparation"), working_days(journal)
    for found in checklists(journal, caseload(journal, only)):
        yield from _of(found, begins, calendar)


def _of(found: Checklist, begins: Limit, calendar: WorkingDays) -> Iterator[Duty]:
    missing = set(found.missing)
    asked = [part for part in _ASKED if part in missing]
    if asked:
        words = ", ".join(say(f"duties.asked_{part.value}") for part in asked)
        yield _duty(
            found,
            begins,
            calendar,
            "consultation",
            "",
            say("duties.consultation", who=words),
            given=("who", asked[0].value),
            limited=asked[0],
        )
    if Part.REPORT in missing:
        yield _duty(
            found,
            begins,
            calendar,
            "preparation",
            "report",
            say("duties.report"),
            given=("report_received", ""),
            limited=Part.REPORT,
            owner=found.child.social_worker,
        )
    if Part.PRIVATE in missing:
        what = say("duties.private")
        yield _duty(found, begins, calendar, "preparation", "private", what, given=("spoke", ""))
    elif any(part in missing for part in _EXPLAINED):
        said = [say(f"duties.explain_{p.value}") for p in _EXPLAINED if p in missing]
        what = say("duties.explain", what=", ".join(said))
        yield _duty(found, begins, calendar, "preparation", "explain", what)
    if Part.INFORMATION in missing:
        what = say("duties.information")
        yield _duty(found, begins, calendar, "information", "", what)


def _duty(
    found: Checklist,
    begins: Limit,
    calendar: WorkingDays,
    kind: str,
    part: str,
    what: str,
    *,
    given: tuple[str, str] | None = None,
    limited: Part | None = None,
    owner: str | None = None,
) -> Duty:
    child, prepared = found.child, found.preparation
    limit = found.line(limited).limit if limited else None
    due = found.review if limit is None else limit.last_day(found.review, calendar)
    recorded = kind == "preparation" and prepared is not None
    return Duty(
        kind=kind,
        record=prepared.id if recorded and prepared is not None else child.id,
        record_kind="preparation" if recorded else "child",
        part=part,
        child_id=child.id,
        child=child.ref,
        what=what,
        due=due,
        owner=owner or child.iro,
        team=child.team,
        rule=begins.source if limit is None else limit.source,
        why=_why(found, limit, calendar),
        until=_until(found),
        begins=begins.last_day(found.review, calendar),
        given=(given,) if given and given[1] else (),
    )


def _why(found: Checklist, limit: Limit | None, calendar: WorkingDays) -> Sequence[Step]:
    if limit is not None:
        return limit.steps(found.review, calendar)
    return (Step(say("duties.step_review"), found.review, ""),)


def _until(found: Checklist) -> date:
    day = found.review + timedelta(days=1)
    ended = found.child.period.ended if found.child.period else None
    return day if ended is None else min(day, ended)
