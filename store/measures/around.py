"""Measures around the review: health, education, return interviews, midway checks, disputes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from store.disputes import Dispute
from store.education import FirstPlan
from store.feedback import Feedback
from store.health import Assessment, Initial, Quality, Upcoming
from store.measures.measured import LeftOut, Measured, Ref, refs, without_nothing
from store.measures.span import Span
from store.missing import Episode
from store.reviews import Review


@dataclass(frozen=True, slots=True)
class Owed:
    """Something owed by a day: done or not, and the day the child left care if it is known."""

    record: Ref
    due: date
    done: date | None
    left: date | None = None
    exempt: bool = False


def in_time(
    key: str, owed: Iterable[Owed], today: date, span: Span, *, left_before: bool = True
) -> Measured:
    """What was done on or before its day, of what was owed by a day of the span.

    Left out: exempt; the child left care before the day (`left_before`); the day is not over.
    """
    counted, of, exempt, gone, waiting = [], [], [], [], []
    for one in owed:
        if not span.covers(one.due):
            continue
        if one.exempt:
            exempt.append(one.record)
        elif left_before and one.left is not None and one.left < one.due:
            gone.append(one.record)
        elif one.done is None and one.due >= today:
            waiting.append(one.record)
        else:
            of.append(one.record)
            if one.done is not None and one.done <= one.due:
                counted.append(one.record)
    return Measured(
        key,
        counted=_sorted(counted),
        of=_sorted(of),
        left_out=without_nothing(
            LeftOut("exempt", _sorted(exempt)),
            LeftOut("left_before", _sorted(gone)),
            LeftOut("not_over", _sorted(waiting)),
        ),
    )


def initial_owed(initials: Iterable[Initial]) -> list[Owed]:
    """The initial health assessment of every period."""
    return [
        Owed(initial_ref(one), one.due, one.held, left=one.ended, exempt=one.exempt)
        for one in initials
    ]


def initial_ref(initial: Initial) -> Ref:
    """The assessment; the period, where nothing is written down of it."""
    if initial.record is not None:
        return Ref("health", initial.record.id)
    return Ref("period", initial.period_id)


def reviewed_owed(
    assessments: Iterable[Assessment], upcoming: Mapping[str, Iterable[Upcoming]], of: str
) -> list[Owed]:
    """The health checks of one type: those held, and the one each child waits for."""
    owed = [
        Owed(Ref("health", one.id), one.due, one.held)
        for one in assessments
        if one.type == of and one.held is not None and one.due is not None
    ]
    for child, own in upcoming.items():
        for one in own:
            if one.type == of and one.due is not None:
                record = Ref("health", one.record.id) if one.record else Ref("child", child)
                owed.append(Owed(record, one.due, None, left=one.until))
    return owed


def plans_owed(first: Iterable[FirstPlan], kind: str) -> list[Owed]:
    """The first education or pathway plan of every period that asks for one."""
    return [
        Owed(
            Ref(kind, one.record.id) if one.record else Ref("child", one.child_id),
            one.due,
            one.held,
            left=one.ended,
        )
        for one in first
    ]


def good_enough(initials: Iterable[Initial], span: Span) -> Measured:
    """Initial assessments found good enough, of those held in the span and looked at."""
    counted, of, unchecked = [], [], []
    for one in initials:
        if not span.covers(one.held):
            continue
        if one.quality is None:
            unchecked.append(initial_ref(one))
            continue
        of.append(initial_ref(one))
        if one.quality is Quality.GOOD_ENOUGH:
            counted.append(initial_ref(one))
    return Measured(
        "iha_good_enough",
        counted=_sorted(counted),
        of=_sorted(of),
        left_out=without_nothing(LeftOut("unchecked", _sorted(unchecked))),
    )


def interviews_in_time(episodes: Iterable[Episode], today: date, span: Span) -> Measured:
    """Return interviews held within their hours, of the returns whose hours end in the span."""
    counted, of, waiting = [], [], []
    for episode in episodes:
        last = episode.interview_due
        if last is None or not span.covers(last.date()):
            continue
        if episode.interviewed is None and not episode.refused and last.date() >= today:
            waiting.append(episode.id)
            continue
        of.append(episode.id)
        if episode.in_time:
            counted.append(episode.id)
    return Measured(
        "return_interview",
        counted=refs("missing", counted),
        of=refs("missing", of),
        left_out=without_nothing(LeftOut("not_over", refs("missing", waiting))),
    )


def midway_checked(held: Iterable[Review], checked: Mapping[str, bool]) -> Measured:
    """Later reviews before which a midway check was done, of the later reviews held."""
    later: list[str] = []
    first: list[str] = []
    for review in held:
        (later if review.ordinal > 1 else first).append(review.id)
    return Measured(
        "midway",
        counted=refs("review", (record for record in later if checked.get(record, False))),
        of=refs("review", later),
        left_out=without_nothing(LeftOut("first_review", refs("review", first))),
    )


def permanence_by_second(held: Iterable[Review], agreed: Mapping[str, bool]) -> Measured:
    """Second reviews at or before which a permanence plan was agreed, of those held.

    `agreed` says it of each second review; one it does not name is of short breaks.
    """
    second = [review.id for review in held if review.ordinal == 2]
    return Measured(
        "permanence",
        counted=refs("review", (record for record in second if agreed.get(record, False))),
        of=refs("review", (record for record in second if record in agreed)),
        left_out=without_nothing(
            LeftOut("short_breaks", refs("review", (r for r in second if r not in agreed)))
        ),
    )


def feedback_answered(forms: Iterable[Feedback], today: date, span: Span) -> Measured:
    """Feedback forms answered by their last day, of those whose last day is in the span."""
    owed = [
        Owed(Ref("feedback", one.id), one.due, one.answered) for one in forms if one.due is not None
    ]
    return in_time("feedback_answered", owed, today, span)


def disputes_in_time(disputes: Iterable[Dispute], today: date, span: Span) -> Measured:
    """Disputes closed by the last day of all formal stages, of those whose day is in the span."""
    owed = [
        Owed(Ref("dispute", one.id), one.total_due, one.closed)
        for one in disputes
        if one.formal is not None and one.total_due is not None
    ]
    return in_time("disputes_in_time", owed, today, span)


def _sorted(found: Iterable[Ref]) -> tuple[Ref, ...]:
    return tuple(sorted(set(found)))
