"""Everything the measures look at, each subject read once and only when a measure asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from store import children, evidence, plans, reviews
from store.calendars import working_days
from store.children import Child
from store.journal import Journal
from store.measures.reviews import DueReview, held_in, reviews_due
from store.measures.span import Span
from store.reviews import Decision, Review


class Facts:
    """The frozen records of a store as known here now, on the store's today."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.today = journal.today()
        self.calendar = working_days(journal)

    @cached_property
    def children(self) -> Sequence[Child]:
        """Every child."""
        return children.children(self.journal)

    @cached_property
    def reviews(self) -> Sequence[Review]:
        """Every review, newest first."""
        return reviews.reviews(self.journal)

    @cached_property
    def decisions(self) -> Sequence[Decision]:
        """Every decision."""
        return reviews.decisions(self.journal)

    @cached_property
    def due(self) -> Sequence[DueReview]:
        """Every review that was or is due."""
        return reviews_due(self.children, self.reviews, self.calendar, self.today)

    def held(self, span: Span) -> list[Review]:
        """The reviews held in a span."""
        return held_in(self.reviews, span)

    @cached_property
    def areas(self) -> Sequence[plans.Area]:
        """The areas of every plan."""
        return plans.areas(self.journal)

    @cached_property
    def evidence(self) -> Sequence[evidence.Evidence]:
        """All evidence."""
        return evidence.evidence(self.journal)

    @cached_property
    def conflicts(self) -> int:
        """How many values two devices wrote differently and nobody has decided yet."""
        return len(self.journal.conflicts())

    @cached_property
    def changes(self) -> int:
        """How many saved changes are known here: with the day, it says what a figure rests on."""
        return sum(over.last - over.first + 1 for over in self.journal.ranges())
