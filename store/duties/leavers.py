"""What care leavers ask for: a worker, and being kept in touch with."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from store.calendars import working_days
from store.children import Child
from store.clock import Step, WorkingDays
from store.duties.caseload import caseload
from store.duty import UNRECORDED, Duty
from store.journal import Journal
from store.leavers import Leaver, LeaverStatus, leavers_of
from store.wording import say


def duties(journal: Journal, only: Collection[str] | None = None) -> Iterator[Duty]:
    """One for each care leaver: a worker is named, or their worker is in touch in time."""
    known = {child.id: child for child in caseload(journal, only)}
    calendar = working_days(journal)
    for leaver in leavers_of(journal, known.values()):
        if leaver.closed is not None or leaver.status is LeaverStatus.NOT:
            continue
        if leaver.worker is None:
            if leaver.status is LeaverStatus.QUALIFIES:
                yield _worker(leaver, known[leaver.child_id])
        elif leaver.next_touch is not None:
            yield _touch(leaver, known[leaver.child_id], calendar)


def _worker(leaver: Leaver, child: Child) -> Duty:
    return Duty(
        kind="leaver",
        record=leaver.id or child.id,
        record_kind="leaver" if leaver.id else "child",
        part="worker",
        child_id=child.id,
        child=child.ref,
        what=say("leavers.duty_no_worker"),
        due=None,
        owner=None,
        team=child.team,
        rule=leaver.rule.rule,
        why=(
            Step(say("leavers.step_left"), leaver.left),
            Step(say("leavers.step_rule"), None, leaver.rule.sentence),
        ),
        until=leaver.rule.until,
        status="due" if leaver.id else UNRECORDED,
        begins=leaver.rule.begins,
    )


def _touch(leaver: Leaver, child: Child, calendar: WorkingDays) -> Duty:
    start = leaver.in_touch or leaver.rule.begins or leaver.left
    limit = calendar.book.limit("leaver_contact")
    began = None if leaver.in_touch else say("leavers.step_left")
    return Duty(
        kind="leaver",
        record=leaver.id or child.id,
        record_kind="leaver",
        part="touch",
        child_id=child.id,
        child=child.ref,
        what=say("leavers.duty_touch"),
        due=leaver.next_touch,
        owner=leaver.worker,
        team=child.team,
        rule=limit.on(start).source,
        why=limit.steps(start, calendar, began),
        until=leaver.rule.until,
        begins=leaver.rule.begins,
    )
