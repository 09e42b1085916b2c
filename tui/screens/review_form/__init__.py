"""The form in which the outcome of a review is logged, and the checklist of a saved one."""

from __future__ import annotations

from tui.screens.review_form.checklist_form import ChecklistForm
from tui.screens.review_form.screen import ReviewForm

__all__ = ["ChecklistForm", "ReviewForm"]
