"""What others owe after a review: the manager's answer, and the care plan brought up to date."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from typing import Any

from store.calendars import working_days
from store.children import Child, ReviewRecord
from store.clock import WorkingDays
from store.codes import DecisionState, ReviewState
from store.duties.caseload import caseload
from store.duty import Duty
from store.journal import Journal, one_of
from store.reviews import DecisionRecord, answer_by
from store.wording import say


def duties(journal: Journal, only: Collection[str] | None = None) -> Iterator[Duty]:
    """Of each child's last review: whether its decisions arrived and were answered, the plan."""
    known = {child.id: child for child in caseload(journal, only)}
    calendar = working_days(journal)
    waiting = _waiting(journal, only)
    last: dict[str, dict[str, Any]] = {}
    for row in _held(journal, only):
        if row["child"] not in known:
            continue
        if row["held"] >= last.get(row["child"], row)["held"]:
            last[row["child"]] = row
        if row["decisions_received"] is not None and waiting.get(row["id"]):
            yield _answer(row, waiting[row["id"]], known[row["child"]], calendar)
    for row in last.values():
        child = known[row["child"]]
        sent, received = row["decisions_sent"], row["decisions_received"]
        if sent is not None and received is None and waiting.get(row["id"]):
            yield _receipt(row, child, calendar)
        if row["care_plan_updated"] is None:
            yield _care_plan(row, child, calendar)


def _held(journal: Journal, only: Collection[str] | None) -> list[dict[str, Any]]:
    query = ReviewRecord.select(
        ReviewRecord.id,
        ReviewRecord.child,
        ReviewRecord.held,
        ReviewRecord.decisions_sent,
        ReviewRecord.decisions_received,
        ReviewRecord.care_plan_updated,
    ).where(
        ReviewRecord.withdrawn.is_null(),
        ReviewRecord.held.is_null(False),
        ReviewRecord.state == ReviewState.HELD,
    )
    if only is not None:
        query = query.where(one_of(ReviewRecord.child, only))
    # Two may have been held on one day; which of them is the last must not depend on arrival.
    return sorted(journal.rows(query), key=lambda row: (row["held"], row["id"]))


def _waiting(journal: Journal, only: Collection[str] | None) -> dict[str, int]:
    """How many recommendations of each review nobody answered, by review."""
    query = DecisionRecord.select(DecisionRecord.review).where(
        DecisionRecord.withdrawn.is_null(),
        DecisionRecord.carried_out.is_null(),
        DecisionRecord.state.is_null() | (DecisionRecord.state == DecisionState.RECOMMENDED),
    )
    if only is not None:
        query = query.where(one_of(DecisionRecord.child, only))
    counts: dict[str, int] = {}
    for row in journal.rows(query):
        counts[row["review"] or ""] = counts.get(row["review"] or "", 0) + 1
    return counts


def _answer(row: Mapping[str, Any], count: int, child: Child, calendar: WorkingDays) -> Duty:
    """From the day after the limit they stand, so nobody needs to answer any more."""
    limit, received = calendar.book.limit("contest"), row["decisions_received"]
    due = answer_by(received, calendar)
    one = say("disputes.duty_answer_one")
    return Duty(
        kind="answer",
        record=row["id"],
        record_kind="review",
        part="",
        child_id=child.id,
        child=child.ref,
        what=one if count == 1 else say("disputes.duty_answer", count=count),
        due=due,
        owner=None,
        team=child.team,
        rule=limit.source,
        why=limit.steps(received, calendar, say("disputes.step_received")),
        until=due + timedelta(days=1),
        status="waiting",
    )


def _receipt(row: Mapping[str, Any], child: Child, calendar: WorkingDays) -> Duty:
    """Until the day of receipt is written down, silence says nothing."""
    limit, sent = calendar.book.limit("contest"), row["decisions_sent"]
    return Duty(
        kind="answer",
        record=row["id"],
        record_kind="review",
        part="received",
        child_id=child.id,
        child=child.ref,
        what=say("disputes.duty_received"),
        due=limit.last_day(sent, calendar),
        owner=child.iro,
        team=child.team,
        rule=limit.source,
        why=limit.steps(sent, calendar, say("disputes.step_sent")),
        status="unreceived",
    )


def _care_plan(row: Mapping[str, Any], child: Child, calendar: WorkingDays) -> Duty:
    limit, held = calendar.book.limit("care_plan_updated"), row["held"]
    ended = child.period.ended if child.period else None
    return Duty(
        kind="care_plan",
        record=row["id"],
        record_kind="review",
        part="",
        child_id=child.id,
        child=child.ref,
        what=say("disputes.duty_care_plan"),
        due=limit.last_day(held, calendar),
        owner=child.social_worker,
        team=child.team,
        rule=limit.source,
        why=limit.steps(held, calendar),
        until=ended,
    )
