"""The form in which the outcome of a review is logged, one screen from top to bottom."""

from __future__ import annotations

from tui.screens.review_form.screen import ReviewForm

__all__ = ["ReviewForm"]
