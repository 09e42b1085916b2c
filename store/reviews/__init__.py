"""Reviews of children looked after: what is expected, the outcome, its decisions, amendments."""

from __future__ import annotations

from store.reviews.amending import (
    NoSuchDecision,
    NoSuchReview,
    add_decision,
    amendments,
    change_decision,
    change_review,
    fill_checklist,
    outcome_of,
    withdraw_decision,
    withdraw_review,
)
from store.reviews.answering import agree, contest, standing_words
from store.reviews.checking import FieldProblem, check, gaps
from store.reviews.codes import Met, Topic, topics_at
from store.reviews.entering import LoggedReview, OutcomeRefused, log_review
from store.reviews.expecting import Expected, expected
from store.reviews.late_reasons import (
    NoSuchReason,
    OwnReason,
    WhyLate,
    add_late_reason,
    late_reasons,
    read_late_reason,
    why_late,
    withdraw_late_reason,
)
from store.reviews.models import DecisionRecord, MeetingRecord
from store.reviews.outcome import (
    FoundPoint,
    LookedBack,
    Outcome,
    ProposedDecision,
    UnreadableOutcome,
)
from store.reviews.papers import last_held, next_paper
from store.reviews.planning import cancel_review, plan_review
from store.reviews.points import (
    Point,
    change_point,
    permanence_agreed,
    permanence_by_second,
    point_id,
    points,
    set_point,
    set_points,
    set_standard,
    standards,
    withdraw_point,
)
from store.reviews.reading import (
    Decision,
    Meeting,
    Review,
    decision,
    decision_ref,
    decisions,
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
    "FoundPoint",
    "LoggedReview",
    "LookedBack",
    "Meeting",
    "MeetingRecord",
    "Met",
    "NoSuchDecision",
    "NoSuchReason",
    "NoSuchReview",
    "Outcome",
    "OutcomeRefused",
    "OwnReason",
    "Point",
    "ProposedDecision",
    "Review",
    "Topic",
    "UnreadableOutcome",
    "WhyLate",
    "add_decision",
    "add_late_reason",
    "agree",
    "amendments",
    "answer_by",
    "cancel_review",
    "change_decision",
    "change_point",
    "change_review",
    "check",
    "contest",
    "decision",
    "decision_ref",
    "decisions",
    "expected",
    "fill_checklist",
    "gaps",
    "last_heard",
    "last_held",
    "late_reasons",
    "log_review",
    "next_paper",
    "outcome_of",
    "permanence_agreed",
    "permanence_by_second",
    "plan_review",
    "point_id",
    "points",
    "read_late_reason",
    "review",
    "review_ref",
    "reviews",
    "set_point",
    "set_points",
    "set_standard",
    "standards",
    "standing_words",
    "topics_at",
    "why_late",
    "withdraw_decision",
    "withdraw_late_reason",
    "withdraw_point",
    "withdraw_review",
]
