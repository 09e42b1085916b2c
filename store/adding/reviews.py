"""Reviews and their decisions by field=value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store import reviews
from store.adding import values
from store.adding.kind import Changing, Fields, Kind
from store.children import occurrence_id
from store.codes import (
    Attendee,
    BringForward,
    CarriedOut,
    DecisionState,
    ReviewCause,
    ReviewState,
)
from store.errors import Refused
from store.journal import Journal, natural_id
from store.reviews import Met, Topic
from store.wording import say


def _add_review(journal: Journal, **given: Any) -> str:
    outcome = reviews.Outcome(child_id=given.pop("child"), **given)
    return reviews.log_review(journal, outcome).id


def _add_decision(journal: Journal, **given: Any) -> str:
    return reviews.add_decision(journal, given.pop("review"), **given)


def _add_point(journal: Journal, **given: Any) -> str:
    child = given.pop("child")
    review = given.pop("review", None)
    if review is None:
        held = [one for one in reviews.reviews(journal, child) if one.held is not None]
        if not held:
            raise Refused(say("adding.no_review_yet"), field="review")
        review = held[0].id
    return reviews.set_point(journal, review, **given)


def _add_late_reason(journal: Journal, **given: Any) -> str:
    return reviews.add_late_reason(journal, given["words"])


def _plan(journal: Journal, **given: Any) -> str:
    """The place of the next review in its period, with the day agreed for it."""
    child = given["child"]
    reviews.plan_review(journal, child, given["planned"], given.get("ground"))
    coming = reviews.expected(journal, child)
    return occurrence_id(coming.period.id, coming.ordinal) if coming.period else child


def _cancel(journal: Journal, **given: Any) -> str:
    return reviews.cancel_review(journal, given["child"], given["reason"])


def _label(journal: Journal, **given: Any) -> str:
    reviews.set_standard(journal, given["topic"], given.get("standard"))
    return natural_id("topic", given["topic"].value)


def _why_late(journal: Journal, field: str, text: str) -> Any:
    try:
        return reviews.read_late_reason(journal, text, field=field)
    except Refused as unknown:
        raise Refused(
            say("adding.bad_value", field=field, reason=unknown.sentence), field=field
        ) from unknown


_LATE_REASON = values.Read(values.Shape.LINE, _why_late)
_POINT: Fields = {
    "answer": values.code(Met),
    "note": values.prose,
    "agreed": values.past_day,
}
_CHILD: Fields = {"child": values.record("child")}

_REVIEW: Fields = {
    "cause": values.code(ReviewCause),
    "ground": values.code(BringForward),
    "state": values.code(ReviewState),
    "meetings": values.days,
    "held": values.past_day,
    "participation": values.participation,
    "attended": values.codes(Attendee),
    "views": values.words,
    "what_changed": values.words,
    "findings": values.words,
    "late_reason": _LATE_REASON,
    "next_due": values.day,
}

_PAPERS: Fields = {
    "state_reason": values.words,
    "due": values.day,
    "decisions_sent": values.past_day,
    "decisions_received": values.past_day,
    "care_plan_updated": values.past_day,
    "record_written": values.past_day,
    "record_distributed": values.past_day,
}

_DECISION: Fields = {
    "text": values.words,
    "owner": values.words,
    "due": values.day,
}

ADDS: Mapping[str, Kind] = {
    "review": Kind({"child": values.record("child"), **_REVIEW}, ("child",), _add_review),
    "decision": Kind(
        {"review": values.record("review"), **_DECISION}, ("review", "text"), _add_decision
    ),
    "point": Kind(
        {**_CHILD, "topic": values.code(Topic), **_POINT, "review": values.record("review")},
        ("child", "topic"),
        _add_point,
        "child",
    ),
    "occurrence": Kind(
        {**_CHILD, "planned": values.day, "ground": values.code(BringForward)},
        ("child", "planned"),
        _plan,
        "child",
    ),
    "cancellation": Kind(
        {**_CHILD, "reason": values.words}, ("child", "reason"), _cancel, "child", "review"
    ),
    "late_reason": Kind({"words": values.words}, ("words",), _add_late_reason),
    "topic": Kind({"topic": values.code(Topic), "standard": values.words}, ("topic",), _label),
}

SETS: Mapping[str, Changing] = {
    "review": ({**_REVIEW, **_PAPERS}, reviews.change_review),
    "decision": (
        {
            **_DECISION,
            "state": values.code(DecisionState),
            "agreed": values.past_day,
            "contested": values.past_day,
            "contested_reason": values.words,
            "carried_out": values.code(CarriedOut),
            "carried_out_reason": values.words,
        },
        reviews.change_decision,
    ),
    "point": (_POINT, reviews.change_point),
}
