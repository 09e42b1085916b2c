"""Reviews of children looked after: what is expected, the outcome, its decisions, amendments."""

from __future__ import annotations

from store.reviews.amending import (
    NoSuchDecision,
    NoSuchReview,
    add_decision,
    change_decision,
    change_review,
    outcome_of,
    withdraw_decision,
    withdraw_review,
)
from store.reviews.answering import agree, contest, standing_words
from store.reviews.checking import FieldProblem, check, gaps
from store.reviews.entering import (
    LoggedReview,
    OutcomeRefused,
    cancel_review,
    log_review,
    plan_review,
)
from store.reviews.expecting import Expected, expected
from store.reviews.models import DecisionRecord, MeetingRecord
from store.reviews.outcome import LookedBack, Outcome, ProposedDecision, UnreadableOutcome
from store.reviews.papers import last_held, next_paper
from store.reviews.reading import (
    Decision,
    Meeting,
    Review,
    decision,
    decision_ref,
    decisions,
    possible_duplicates,
    review,
    review_ref,
    reviews,
)
from store.reviews.standing import answer_by, last_heard

__all__ = [
    "Decision",
    "DecisionRecord",
    "Expected",
    "FieldProblem",
    "LoggedReview",
    "LookedBack",
    "Meeting",
    "MeetingRecord",
    "NoSuchDecision",
    "NoSuchReview",
    "Outcome",
    "OutcomeRefused",
    "ProposedDecision",
    "Review",
    "UnreadableOutcome",
    "add_decision",
    "agree",
    "answer_by",
    "cancel_review",
    "change_decision",
    "change_review",
    "check",
    "contest",
    "decision",
    "decision_ref",
    "decisions",
    "expected",
    "gaps",
    "last_heard",
    "last_held",
    "log_review",
    "next_paper",
    "outcome_of",
    "plan_review",
    "possible_duplicates",
    "review",
    "review_ref",
    "reviews",
    "standing_words",
    "withdraw_decision",
    "withdraw_review",
]
