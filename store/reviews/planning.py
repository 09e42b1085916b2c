"""The review to come: the day agreed for it, brought forward or not, and cancelling it."""

from __future__ import annotations

from datetime import date

from store.children import OccurrenceRecord, ReviewRecord, occurrence_id
from store.clock import show_date
from store.codes import BringForward, ReviewCause, ReviewState
from store.errors import Refused
from store.journal import Journal
from store.reviews.expecting import expected
from store.wording import say


def cancel_review(journal: Journal, child_id: str, reason: str) -> str:
    """Writes down that the review that is due next was cancelled, and why; the clock runs on."""
    if not reason.strip():
        raise Refused(say("reviews.cancel_reason"), field="reason")
    next_one = expected(journal, child_id)
    if next_one.period is None or next_one.due is None:
        raise Refused(say("reviews.nothing_to_cancel"), field="child_id")
    with journal.unit_of_work(say("reviews.unit_cancelled"), reason) as unit:
        return unit.create(
            ReviewRecord,
            child=child_id,
            period=next_one.period.id,
            occurrence=occurrence_id(next_one.period.id, next_one.ordinal),
            cause=ReviewCause.ROUTINE,
            state=ReviewState.CANCELLED,
            state_reason=reason.strip(),
            due=next_one.due.due,
            due_why=next_one.due.sentence,
        )


def plan_review(
    journal: Journal, child_id: str, on: date | None, ground: BringForward | None = None
) -> bool:
    """Sets (None: takes back) the day agreed for the next review; it may be before the limit.

    With a `ground` the review is brought forward: refused for a day after its last day in time.
    """
    next_one = expected(journal, child_id)
    if next_one.period is None:
        raise Refused(say("reviews.no_clock"), field="child_id")
    if on is not None and on < next_one.period.started:
        raise Refused(
            say(
                "reviews.before_care",
                day=show_date(on, weekday=False),
                started=show_date(next_one.period.started, weekday=False),
            ),
            field="planned",
        )
    if on is not None and ground is not None and next_one.due is not None:
        last = next_one.due.due
        if on > last:
            days = {"day": show_date(on, weekday=False), "last": show_date(last, weekday=False)}
            raise Refused(say("reviews.not_forward", **days), field="planned")
    record = occurrence_id(next_one.period.id, next_one.ordinal)
    with journal.unit_of_work(say("reviews.unit_planned")) as unit:
        return unit.save(
            OccurrenceRecord,
            record,
            child=child_id,
            period=next_one.period.id,
            planned=on,
            ground=ground if on is not None else None,
        )
