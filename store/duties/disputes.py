"""What disputes and contested decisions ask for: the clock that runs out first of each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from store.calendars import working_days
from store.children import Child, ReviewRecord, children
from store.clock import WorkingDays
from store.codes import DecisionState
from store.disputes import Dispute, Stage, Theme, disputes
from store.duty import Duty
from store.journal import Journal
from store.reviews import DecisionRecord, answer_by
from store.wording import say

_FEW = 500


def duties(journal: Journal, only: Collection[str] | None = None) -> Iterator[Duty]:
    """Open disputes, decisions contested without one, and recommendations to be answered."""
    known = {child.id: child for child in children(journal) if only is None or child.id in only}
    if not known:
        return
    calendar = working_days(journal)
    for one in disputes(journal, only=only):
        if one.is_open and one.child_id in known:
            yield _dispute(one, known[one.child_id], calendar)
    open_ones = _rows(journal, known, only)
    for row in open_ones:
        if row["state"] is DecisionState.CONTESTED:
            yield _contested(row, known[row["child"]], calendar)
    yield from _answers(journal, open_ones, known, calendar)


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


def _answers(
    journal: Journal,
    open_ones: list[dict[str, Any]],
    known: Mapping[str, Child],
    calendar: WorkingDays,
) -> Iterator[Duty]:
    """One line for each review whose recommendations the manager has and has not answered.

    From the day after the limit they stand, so nobody needs to answer any more.
    """
    waiting: dict[str, int] = {}
    for row in open_ones:
        if row["state"] in (None, DecisionState.RECOMMENDED) and row["review"]:
            waiting[row["review"]] = waiting.get(row["review"], 0) + 1
    limit = calendar.book.limit("contest")
    query = ReviewRecord.select(
        ReviewRecord.id, ReviewRecord.child, ReviewRecord.decisions_received
    ).where(ReviewRecord.withdrawn.is_null(), ReviewRecord.decisions_received.is_null(False))
    for row in journal.rows(query):
        count, child = waiting.get(row["id"], 0), known.get(row["child"] or "")
        if not count or child is None:
            continue
        received = row["decisions_received"]
        last = answer_by(received, calendar)
        words = "disputes.duty_answer_one" if count == 1 else "disputes.duty_answer"
        yield Duty(
            kind="answer",
            record=row["id"],
            record_kind="review",
            part="",
            child_id=child.id,
            child=child.ref,
            what=say(words) if count == 1 else say(words, count=count),
            due=last,
            owner=None,
            team=child.team,
            rule=limit.source,
            why=limit.steps(received, calendar, say("disputes.step_received")),
            until=last + timedelta(days=1),
            status="waiting",
        )


def _rows(
    journal: Journal, known: Mapping[str, Child], only: Collection[str] | None
) -> list[dict[str, Any]]:
    """Decisions of these children that nobody settled yet, and no review has looked back on."""
    query = DecisionRecord.select().where(
        DecisionRecord.withdrawn.is_null(),
        DecisionRecord.carried_out.is_null(),
        DecisionRecord.state.is_null()
        | DecisionRecord.state.in_([DecisionState.CONTESTED, DecisionState.RECOMMENDED]),
    )
    if only is not None and len(only) <= _FEW:
        query = query.where(DecisionRecord.child.in_(list(only)))
    return [row for row in journal.rows(query) if row["child"] in known]
