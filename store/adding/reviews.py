"""Reviews and their decisions by field=value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store import reviews
from store.adding import values
from store.adding.kind import Changing, Fields, Kind
from store.codes import (
    Attendee,
    BringForward,
    CarriedOut,
    DecisionState,
    LateReason,
    ReviewCause,
    ReviewState,
)
from store.journal import Journal


def _add_review(journal: Journal, **given: Any) -> str:
    outcome = reviews.Outcome(child_id=given.pop("child"), **given)
    return reviews.log_review(journal, outcome).id


def _add_decision(journal: Journal, **given: Any) -> str:
    return reviews.add_decision(journal, given.pop("review"), **given)


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
    "late_reason": values.code(LateReason),
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
}
