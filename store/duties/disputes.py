"""What disputes and contested decisions ask for: the clock that runs out first of each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from store.calendars import working_days
from store.children import Child
from store.clock import WorkingDays
from store.codes import DecisionState
from store.disputes import Dispute, Stage, Theme, disputes
from store.duties.caseload import caseload
from store.duty import Duty
from store.journal import Journal, one_of
from store.reviews import DecisionRecord
from store.wording import say


def duties(journal: Journal, only: Collection[str] | None = None) -> Iterator[Duty]:
    """Open disputes, and decisions contested without one."""
    known = {child.id: child for child in caseload(journal, only)}
    if not known:
        return
    calendar = working_days(journal)
    for one in disputes(journal, only=only):
        if one.is_open and one.child_id in known:
            yield _dispute(one, known[one.child_id], calendar)
    for row in _contested_ones(journal, known, only):
        yield _contested(row, known[row["child"]], calendar)


def _dispute(one: Dispute, child: Child, calendar: WorkingDays) -> Duty:
    about = one.about or (one.theme.wording if one.theme else "")
    if not one.stages:
        what = say("disputes.duty_informal", about=about)
    elif one.answered:
        what = say("disputes.duty_answered", stage=one.stage_name, about=about)
    else:
        what = say("disputes.duty_stage", stage=one.stage_name, about=about)
    limit = calendar.book.limit(one.stage.limit).on(one.formal or one.opened)
    return Duty(
        kind="dispute",
        record=one.id,
        record_kind="dispute",
        part="",
        child_id=child.id,
        child=child.ref,
        what=what,
        due=one.due,
        owner=one.raised_by or child.iro,
        team=child.team,
        rule=limit.source,
        why=one.why,
        status="answered" if one.answered else one.stage.value,
    )


def _contested(row: Mapping[str, Any], child: Child, calendar: WorkingDays) -> Duty:
    limit = calendar.book.limit(Stage.INFORMAL.limit)
    day: date | None = row["contested"]
    return Duty(
        kind="dispute",
        record=child.id,
        record_kind="child",
        part=row["id"],
        child_id=child.id,
        child=child.ref,
        what=say("disputes.duty_contested", text=row["text"] or ""),
        due=None if day is None else limit.last_day(day, calendar),
        owner=child.iro,
        team=child.team,
        rule=limit.source,
        why=() if day is None else limit.steps(day, calendar, say("disputes.step_contested")),
        status=DecisionState.CONTESTED.value,
        given=(("theme", Theme.DECISIONS.value), ("decision", row["id"])),
    )


def _contested_ones(
    journal: Journal, known: Mapping[str, Child], only: Collection[str] | None
) -> list[dict[str, Any]]:
    """Contested decisions of these children that no review has looked back on."""
    query = DecisionRecord.select().where(
        DecisionRecord.withdrawn.is_null(),
        DecisionRecord.carried_out.is_null(),
        DecisionRecord.state == DecisionState.CONTESTED,
    )
    if only is not None:
        query = query.where(one_of(DecisionRecord.child, only))
    return [row for row in journal.rows(query) if row["child"] in known]
