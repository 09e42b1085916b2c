"""Reviews on time and how children took part, over the reviews of one span."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from store.children import Child, Period, period_for
from store.clock import WorkingDays, next_review_due
from store.codes import Participation, ReviewState
from store.measures.measured import LeftOut, Measured, Ref, refs, without_nothing
from store.measures.span import Span
from store.reviews import Review, WhyLate


@dataclass(frozen=True, slots=True)
class DueReview:
    """A review that was due: held or not, with the day the child left care if that came first.

    `record` is the review; the period of care, where no review is written down yet. `passed` is
    whether the last day is over.
    """

    record: Ref
    child_id: str
    ordinal: int
    due: date
    held: date | None
    left: date | None
    passed: bool
    late_reason: WhyLate | None = None

    @property
    def left_in_time(self) -> bool:
        """Whether the child left care on or before the last day: nothing was owed then."""
        return self.left is not None and self.left <= self.due

    @property
    def on_time(self) -> bool | None:
        """Held on or before the last day; None while that day is not over and it is not held."""
        if self.held is not None:
            return self.held <= self.due
        return False if self.passed else None


def reviews_due(
    everyone: Iterable[Child],
    reviews: Iterable[Review],
    calendar: WorkingDays,
    today: date,
) -> list[DueReview]:
    """Every review that ever was due by the clock: those held, and the one each period waits for.

    A review held keeps the last day that was in force when it was logged.
    """
    own: dict[str, list[Review]] = {}
    for review in reviews:
        own.setdefault(review.child_id, []).append(review)
    return [
        due
        for child in everyone
        for period in child.periods
        for due in _of_period(child, period, own.get(child.id, ()), calendar, today)
    ]


def _of_period(
    child: Child, period: Period, reviews: Sequence[Review], calendar: WorkingDays, today: date
) -> Iterator[DueReview]:
    held = sorted(
        (
            (review.held, review.id, review)
            for review in reviews
            if review.held is not None
            and review.state is ReviewState.HELD
            and period_for(child.periods, review.held, review.period_id) == period
        ),
        key=lambda found: found[:2],
    )
    days = [day for day, _, _ in held]
    for number, (day, record, review) in enumerate(held):
        due = review.due
        if due is None:  # brought in from a list that gives no last day
            due = next_review_due(period.started, days[:number], calendar, period.rule_set).due
        yield DueReview(
            record=Ref("review", record),
            child_id=child.id,
            ordinal=number + 1,
            due=due,
            held=day,
            left=period.ended,
            passed=due < today,
            late_reason=review.late_reason,
        )
    waited_for = next_review_due(period.started, days, calendar, period.rule_set)
    begun = [
        review.id
        for review in reviews
        if review.held is None
        and review.state in (ReviewState.PLANNED, ReviewState.ADJOURNED)
        and review.period_id == period.id
        and review.ordinal == len(held) + 1
    ]
    yield DueReview(
        record=Ref("review", min(begun)) if begun else Ref("period", period.id),
        child_id=child.id,
        ordinal=waited_for.ordinal,
        due=waited_for.due,
        held=None,
        left=period.ended,
        passed=waited_for.due < today,
    )


def reviews_on_time(due: Iterable[DueReview], span: Span) -> Measured:
    """Reviews held on or before their last day, of those due in the span."""
    here = [one for one in due if span.covers(one.due)]
    counts = [one for one in here if not one.left_in_time and one.on_time is not None]
    return Measured(
        "reviews_on_time",
        counted=_records(one for one in counts if one.on_time),
        of=_records(counts),
        left_out=without_nothing(
            LeftOut("left_care", _records(one for one in here if one.left_in_time)),
            LeftOut(
                "not_over",
                _records(one for one in here if not one.left_in_time and one.on_time is None),
            ),
        ),
    )


def children_on_time(due: Iterable[DueReview], span: Span) -> Measured:
    """Children with every review on time, of those with a review due in the span."""
    counts: dict[str, bool] = {}
    for one in due:
        if span.covers(one.due) and not one.left_in_time and one.on_time is not None:
            counts[one.child_id] = counts.get(one.child_id, True) and one.on_time
    return Measured(
        "children_on_time",
        counted=refs("child", (child for child, every in counts.items() if every)),
        of=refs("child", counts),
    )


def held_in(reviews: Iterable[Review], span: Span) -> list[Review]:
    """The reviews held in the span."""
    return [
        review
        for review in reviews
        if review.state is ReviewState.HELD and span.covers(review.held)
    ]


def participation(held: Iterable[Review]) -> Measured:
    """Reviews in which the child took part (PN1, 2, 3, 5, 6), of those held."""
    return _by_code("participation", held, took_part=True)


def attendance(held: Iterable[Review]) -> Measured:
    """Reviews that the child attended (PN1 to PN4), of those held."""
    return _by_code("attendance", held, took_part=False)


def _by_code(key: str, held: Iterable[Review], *, took_part: bool) -> Measured:
    counted, of, under_four, no_code = [], [], [], []
    for review in held:
        code = review.participation
        if code is None:
            no_code.append(review.id)
        elif code is Participation.PN0:
            under_four.append(review.id)
        else:
            of.append(review.id)
            if code.took_part if took_part else code.attended:
                counted.append(review.id)
    return Measured(
        key,
        counted=refs("review", counted),
        of=refs("review", of),
        left_out=without_nothing(
            LeftOut("under_four", refs("review", under_four)),
            LeftOut("no_code", refs("review", no_code)),
        ),
    )


def _records(due: Iterable[DueReview]) -> tuple[Ref, ...]:
    return tuple(sorted({one.record for one in due}))
