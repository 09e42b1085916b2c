"""What has to go out after a review: the first step that is missing, of the last review held."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from store.clock import Step, WorkingDays, after_review
from store.codes import ReviewState
from store.reviews.reading import Review

#: What the IRO sends out after a review, in order. The care plan is the social worker's duty,
#: and no one tells this store of it yet.
PAPERS: tuple[str, ...] = ("decisions_sent", "record_written", "record_distributed")


def next_paper(review: Review, calendar: WorkingDays) -> Step | None:
    """The first paper of a held review that has not gone out; None when all have."""
    if review.state is not ReviewState.HELD or review.held is None:
        return None
    return next(
        (
            step
            for step in after_review(review.held, calendar)
            if step.key in PAPERS and getattr(review, step.key) is None
        ),
        None,
    )


def last_held(reviews: Iterable[Review]) -> dict[str, Review]:
    """The last review held of each child: the papers of earlier ones are past mending."""
    found: dict[str, Review] = {}
    for review in reviews:
        if review.state is not ReviewState.HELD or review.held is None:
            continue
        known = found.get(review.child_id)
        if known is None or (known.held or date.min) < review.held:
            found[review.child_id] = review
    return found
