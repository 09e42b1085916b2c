"""Pre-proceedings that go on: their letter, their next planning meeting, and their aim.

They stand for every child, looked after or not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from store import pre_proceedings
from store.calendars import working_days
from store.children import Child
from store.clock import Step, WorkingDays
from store.duties.caseload import caseload
from store.duty import Duty
from store.journal import Journal
from store.pre_proceedings import Case
from store.wording import say


def duties(journal: Journal, only: Collection[str] | None) -> Iterator[Duty]:
    """What the open pre-proceedings of these children ask for, or of all."""
    going_on = [one for one in pre_proceedings.pre_proceedings(journal, only=only) if one.is_open]
    if not going_on:
        return
    calendar = working_days(journal)
    known = {child.id: child for child in caseload(journal, {one.child_id for one in going_on})}
    for case in going_on:
        child = known.get(case.child_id)
        if child is not None:
            yield from _case(child, case, calendar)


def _case(child: Child, case: Case, calendar: WorkingDays) -> Iterator[Duty]:
    if case.letter is None:
        yield _duty(child, case, "letter", say("duties.letter"), None)
    limit = calendar.book.limit("pre_proceedings")
    words = "duties.outcome" if case.delay_reason else "duties.outcome_or_reason"
    steps = limit.steps(case.started, calendar)
    yield _duty(child, case, "outcome", say(words), case.aim, limit.source, steps)
    following = pre_proceedings.next_meeting(case, calendar)
    yield Duty(
        kind="planning_meeting",
        record=case.id,
        record_kind="pre_proceedings",
        part="",
        child_id=child.id,
        child=child.ref,
        what=say("duties.planning_meeting"),
        due=following.due,
        owner=case.lead or child.social_worker,
        team=child.team,
        rule=following.rule,
        why=following.why,
        given=(("pre_proceedings", case.id),),
    )


def _duty(
    child: Child,
    case: Case,
    part: str,
    what: str,
    due: date | None,
    rule: str = "",
    why: Sequence[Step] = (),
) -> Duty:
    return Duty(
        kind="pre_proceedings",
        record=case.id,
        record_kind="pre_proceedings",
        part=part,
        child_id=child.id,
        child=child.ref,
        what=what,
        due=due,
        owner=case.lead or child.social_worker,
        team=child.team,
        rule=rule,
        why=why,
    )
