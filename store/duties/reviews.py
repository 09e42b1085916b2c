"""What reviews leave to be done: one that was adjourned, a checklist with gaps, permanence."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from store import reviews
from store.calendars import working_days
from store.children import Child, ReviewRecord
from store.clock import Step, WorkingDays, age_on
from store.codes import ReviewState
from store.duties.caseload import caseload
from store.duty import UNRECORDED, Duty
from store.journal import Journal, one_of
from store.reviews import Point, Topic, topics_at
from store.wording import say


def duties(journal: Journal, only: Collection[str] | None) -> Iterator[Duty]:
    """Adjourned reviews, and what the checklist of each child's last review leaves open."""
    known = {child.id: child for child in caseload(journal, only)}
    calendar = working_days(journal)
    rows = [row for row in _rows(journal, only) if row["child"] in known]
    for child in dict.fromkeys(r["child"] for r in rows if r["state"] is ReviewState.ADJOURNED):
        yield from _adjourned(journal, known[child], calendar)
    answered: dict[str, list[Point]] = {}
    for point in reviews.points(journal, only=only):
        answered.setdefault(point.child_id, []).append(point)
    last: dict[str, Mapping[str, Any]] = {}
    for held in sorted((r for r in rows if r["held"]), key=lambda r: (r["held"], r["id"])):
        last[held["child"]] = held
    for child_id, review in last.items():
        child_of, own = known[child_id], answered.get(child_id, [])
        yield from _unanswered(child_of, review, own, calendar)
    period_of = {row["id"]: row["period"] for row in rows}
    for child_of in known.values():
        yield from _permanence(child_of, answered.get(child_of.id, []), period_of, calendar)


def _rows(journal: Journal, only: Collection[str] | None) -> list[dict[str, Any]]:
    query = ReviewRecord.select(
        ReviewRecord.id,
        ReviewRecord.child,
        ReviewRecord.period,
        ReviewRecord.state,
        ReviewRecord.held,
    ).where(ReviewRecord.withdrawn.is_null())
    if only is not None:
        query = query.where(one_of(ReviewRecord.child, only))
    return journal.rows(query)


def _adjourned(journal: Journal, child: Child, calendar: WorkingDays) -> Iterator[Duty]:
    begun = reviews.expected(journal, child.id).adjourned
    if begun is None or child.period is None:
        return
    limit, first = calendar.book.limit("adjournment"), begun.meetings[0].on
    yield Duty(
        kind="adjourned",
        record=begun.id,
        record_kind="review",
        part="",
        child_id=child.id,
        child=child.ref,
        what=say("duties.adjourned"),
        due=limit.last_day(first, calendar),
        owner=child.iro,
        team=child.team,
        rule=limit.source,
        why=limit.steps(first, calendar),
        until=child.period.ended,
    )


def _unanswered(
    child: Child, review: Mapping[str, Any], points: list[Point], calendar: WorkingDays
) -> Iterator[Duty]:
    """One duty for the topics of the last review that nobody answered; due with its record."""
    if child.next is None or child.period is None:
        return
    held: date = review["held"]
    here = {one.topic for one in points if one.review_id == review["id"] and one.answer}
    age = None if child.dob is None else age_on(child.dob, held)
    missing = [topic for topic in topics_at(age) if topic not in here]
    if not missing:
        return
    limit = calendar.book.limit("record_written")
    words = ", ".join(topic.wording for topic in missing[:3])
    more = len(missing) - 3
    yield Duty(
        kind="point",
        record=child.id,
        record_kind="child",
        part="",
        child_id=child.id,
        child=child.ref,
        what=say("duties.checklist", topics=words)
        if more <= 0
        else say("duties.checklist_more", topics=words, more=more),
        due=limit.last_day(held, calendar),
        owner=child.iro,
        team=child.team,
        rule=limit.source,
        why=limit.steps(held, calendar),
        until=child.period.ended,
        status="due" if points else UNRECORDED,
        given=(("topic", missing[0].value),),
    )


def _permanence(
    child: Child,
    points: list[Point],
    period_of: Mapping[str, str | None],
    calendar: WorkingDays,
) -> Iterator[Duty]:
    """The permanence plan, from the first review on until it is agreed; by the second review."""
    period = child.period
    if period is None or child.next is None or not child.held:
        return
    if period.rule_set == "short_breaks":
        return
    if any(
        one.topic is Topic.PERMANENCE and one.agreed and period_of.get(one.review_id) == period.id
        for one in points
    ):
        return
    second = child.planned or child.next.due
    due = child.held[1] if len(child.held) > 1 else second
    yield Duty(
        kind="point",
        record=child.id,
        record_kind="child",
        part="permanence",
        child_id=child.id,
        child=child.ref,
        what=say("duties.permanence"),
        due=due,
        owner=child.social_worker,
        team=child.team,
        rule=calendar.book.limit("routine.2").source,
        why=(Step(say("duties.step_second"), due),),
        until=period.ended,
        status="due" if points else UNRECORDED,
        begins=calendar.book.limit("preparation").last_day(due, calendar),
        given=(("topic", Topic.PERMANENCE.value),),
    )
