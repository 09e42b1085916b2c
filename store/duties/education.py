"""The education plan and the pathway plan that are due next of every child."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from store import education
from store.calendars import working_days
from store.children import Child
from store.duties.caseload import caseload
from store.duty import UNRECORDED, Duty
from store.education import Upcoming
from store.journal import Journal
from store.wording import say


def duties(journal: Journal, only: Collection[str] | None) -> Iterator[Duty]:
    """Plans to be made, then reviewed each term or each half-year, by the social worker."""
    known = {child.id: child for child in caseload(journal, only)}
    calendar, terms = working_days(journal), education.terms(journal)
    for kind in ("education_plan", "pathway_plan"):
        written = education.by_child(journal, kind, known)
        for child in known.values():
            due = education.upcoming(kind, child, written.get(child.id, ()), calendar, terms)
            if due is not None:
                yield _upcoming(child, due)


def _upcoming(child: Child, due: Upcoming) -> Duty:
    record = due.record
    step = "first" if due.first else "review"
    return Duty(
        kind=due.kind,
        record=record.id if record else child.id,
        record_kind=due.kind if record else "child",
        part="",
        child_id=child.id,
        child=child.ref,
        what=say(f"duties.{due.kind}_{step}"),
        due=due.due,
        owner=child.social_worker,
        team=child.team,
        rule=due.rule,
        why=due.why,
        until=due.until,
        status="due" if record else UNRECORDED,
        begins=due.begins,
    )
