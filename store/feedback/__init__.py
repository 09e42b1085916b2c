"""Feedback forms from children: what they said, what changed because of it, who told them."""

from __future__ import annotations

from store.feedback.changing import add_feedback, change_feedback, withdraw_feedback
from store.feedback.models import FeedbackRecord
from store.feedback.reading import FORMS_SINCE, Feedback, Figures, feedback, figures

__all__ = [
    "FORMS_SINCE",
    "Feedback",
    "FeedbackRecord",
    "Figures",
    "add_feedback",
    "change_feedback",
    "feedback",
    "figures",
    "withdraw_feedback",
]
