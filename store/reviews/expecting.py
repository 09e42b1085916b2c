"""What the clock expects of a child's next review, before anything is typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from store import children
from store.calendars import working_days
from store.children import (
    Child,
    NoSuchChild,
    OccurrenceRecord,
    Period,
    occurrence_id,
    period_for,
)
from store.clock import DueDate, WorkingDays, next_review_due, ordinal_word
from store.codes import BringForward, ReviewState
from store.journal import Journal
from store.reviews.late_reasons import OwnReason, late_reasons
from store.reviews.reading import Decision, Review, decisions, reviews
from store.wording import say


@dataclass(frozen=True)
class Expected:
    """The review that comes next: which one, due when and why, and what to look back on.

    `last_decisions` are those of the review before it, then older ones nobody has looked back on.
    `ground` says why it was brought forward, `adjourned` is the review that has begun already.
    Without a period of being looked after there is no clock: `due` is None.
    """

    child_id: str
    ordinal: int
    due: DueDate | None
    last_decisions: tuple[Decision, ...]
    period: Period | None
    planned: date | None
    held: tuple[date, ...]
    calendar: WorkingDays = field(repr=False, compare=False)
    ground: BringForward | None = None
    adjourned: Review | None = None

    @property
    def ordinal_word(self) -> str:
        """ "Second"."""
        return ordinal_word(self.ordinal)

    def next_after(self, held: date) -> DueDate | None:
        """When the review after this one is due if this one is held on `held`; its last day."""
        if self.period is None:
            return None
        return next_review_due(
            self.period.started, [*self.held, held], self.calendar, self.period.rule_set
        )


@dataclass(frozen=True)
class CaseFile:
    """All that is known of one child's reviews, read once for a whole check or save."""

    child: Child
    reviews: tuple[Review, ...]
    decisions: tuple[Decision, ...]
    calendar: WorkingDays = field(repr=False)
    ground: BringForward | None = None
    own_reasons: frozenset[str] = frozenset()

    def expected(self, held: date | None = None) -> Expected:
        """What is expected next; with `held`, of a review held on that day."""
        period = period_for(self.child.periods, held)
        before = self._held_before(period, held)
        due = (
            None
            if period is None
            else next_review_due(period.started, before, self.calendar, period.rule_set)
        )
        return Expected(
            child_id=self.child.id,
            ordinal=len(before) + 1,
            due=due,
            last_decisions=self._to_look_back_on(held),
            period=period,
            planned=self.child.planned if held is None else None,
            held=tuple(before),
            calendar=self.calendar,
            ground=self.ground if held is None else None,
            adjourned=self._adjourned(period, before, held),
        )

    def _adjourned(
        self, period: Period | None, before: Sequence[date], held: date | None
    ) -> Review | None:
        """The review that was adjourned and not completed yet, after those held before it."""
        last = before[-1] if before else date.min
        begun = [
            review
            for review in self.reviews
            if review.state is ReviewState.ADJOURNED
            and review.meetings
            and last < review.meetings[0].on
            and (held is None or review.meetings[-1].on <= held)
            and period_for(self.child.periods, review.on, review.period_id) == period
        ]
        return max(begun, key=lambda review: review.meetings[-1].on, default=None)

    def decided(self, review: Review | None) -> int:
        """How many decisions of a review there are by now; none of no review."""
        own = [one.position for one in self.decisions if review and one.review_id == review.id]
        return max(own, default=0)

    def _held_before(self, period: Period | None, held: date | None) -> list[date]:
        """The days of the period's reviews before `held` (all of them without it), in order."""
        return sorted(
            review.held
            for review in self.reviews
            if review.held is not None
            and review.state is ReviewState.HELD
            and (held is None or review.held < held)
            and period_for(self.child.periods, review.held, review.period_id) == period
        )

    def _to_look_back_on(self, held: date | None) -> tuple[Decision, ...]:
        earlier = [
            review
            for review in self.reviews
            if review.held is not None and (held is None or review.held < held)
        ]
        if not earlier:
            return ()
        last, before = earlier[0].id, {review.id for review in earlier}
        return (
            *[d for d in self.decisions if d.review_id == last],
            *[d for d in self.decisions if d.review_id in before - {last} and d.is_open],
        )


def case_file(journal: Journal, child_id: str) -> CaseFile | None:
    """The case file of a child; None where there is no such child."""
    child = children.child(journal, child_id) if child_id else None
    if child is None:
        return None
    return CaseFile(
        child,
        tuple(reviews(journal, child_id)),
        tuple(decisions(journal, child_id)),
        working_days(journal),
        _ground(journal, child),
        frozenset(one for one in late_reasons(journal) if isinstance(one, OwnReason)),
    )


def _ground(journal: Journal, child: Child) -> BringForward | None:
    """Why the next review was brought forward, where that was said when it was planned."""
    if child.period is None or child.next is None:
        return None
    place = occurrence_id(child.period.id, child.next.ordinal)
    row = journal.get(OccurrenceRecord, place)
    ground: BringForward | None = row["ground"] if row and row["planned"] else None
    return ground


def expected(journal: Journal, child_id: str, held: date | None = None) -> Expected:
    """What is expected next of a child; with `held`, of a review held on that day.

    A review of an earlier day is counted among those held before it, in the period of that day.
    """
    case = case_file(journal, child_id)
    if case is None:
        raise NoSuchChild(say("children.no_such_child"), field="child_id")
    return case.expected(held)
