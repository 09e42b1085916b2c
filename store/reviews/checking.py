"""What is wrong with an outcome before it is saved, and what is merely missing, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from store.children import Child
from store.clock import show_date
from store.codes import Participation, ReviewCause, ReviewState, participation_fits
from store.journal import Journal
from store.reviews.expecting import CaseFile, Expected, case_file
from store.reviews.late_reasons import OwnReason
from store.reviews.outcome import Outcome
from store.reviews.points import problem_of
from store.reviews.reading import Review
from store.wording import say


@dataclass(frozen=True)
class FieldProblem:
    """A sentence for one field of the form; one that does not `block` only asks."""

    field: str
    sentence: str
    blocks: bool = True


def check(
    journal: Journal,
    outcome: Outcome,
    today: date | None = None,
    *,
    review_id: str | None = None,
) -> list[FieldProblem]:
    """Every problem of an outcome, in the order of the form; none that blocks: it can be saved.

    `review_id` names the review itself when a saved one is changed.
    """
    today = today or journal.today()
    return check_case(case_file(journal, outcome.child_id), outcome, today, review_id)


def check_case(
    case: CaseFile | None, outcome: Outcome, today: date, review_id: str | None = None
) -> list[FieldProblem]:
    """The same for a case file that was read already; None is no child."""
    if case is None:
        return [FieldProblem("child_id", say("reviews.needs_child"))]
    known = [found for found in case.reviews if found.id != review_id]
    held = outcome.counts
    return [
        *_held(outcome, held, case.child, known, today),
        *_late(case, outcome),
        *_cause(case, outcome, held),
        *_participation(outcome, held, case.child),
        *_decisions(case, outcome, held),
        *_next(case, outcome, held, review_id),
        *_points(outcome, held, case.child, today),
    ]


def gaps(outcome: Outcome, review: Expected | None = None) -> tuple[str, ...]:
    """What an outcome still lacks, as words for a sentence; each becomes a duty on Today."""
    return tuple(say(f"reviews.gap_{name}") for name in _gaps(outcome, review))


def _gaps(outcome: Outcome, review: Expected | None) -> Iterator[str]:
    held = outcome.counts
    if held is None:
        return
    if review is not None and review.period is None:
        yield "period"
    late = review is not None and review.due is not None and held > review.due.due
    if late and outcome.late_reason is None:
        yield "late_reason"
    code = outcome.participation
    if code is None:
        yield "participation"
    if not outcome.attended:
        yield "attended"
    if not outcome.views.strip() and code not in (Participation.PN0, Participation.PN7):
        yield "views"
    if not outcome.findings.strip():
        yield "findings"
    if any(found.carried_out is None for found in outcome.last_time):
        yield "last_time"
    written = [row for row in outcome.decisions if row.text.strip()]
    if any(not (row.owner or "").strip() for row in written):
        yield "owner"
    if any(row.due is None for row in written):
        yield "by_when"
    if outcome.next_due is None and (review is None or review.period is not None):
        yield "next_due"


def _said(day: date) -> str:
    return show_date(day, weekday=False)


def _held(
    outcome: Outcome, held: date | None, child: Child, known: list[Review], today: date
) -> Iterator[FieldProblem]:
    days = outcome.meetings if held is None else [held, *outcome.meetings]
    if not days:
        yield FieldProblem("held", say("reviews.needs_day"))
        return
    for day in dict.fromkeys(days):
        part = "held" if day == held else "meetings"
        if child.dob is not None and day < child.dob:
            born = _said(child.dob)
            yield FieldProblem(part, say("reviews.before_birth", day=_said(day), born=born))
        elif held is not None and day > today:
            yield FieldProblem(part, say("reviews.in_the_future", day=_said(day)))
        elif (outside := _outside_care(child, day, outcome.period_id)) is not None:
            yield FieldProblem(part, outside)
    if held is None:
        return
    if outcome.meetings and held not in outcome.meetings:
        yield FieldProblem("held", say("reviews.no_such_sitting", day=_said(held)))
    if any(review.held == held for review in known):
        yield FieldProblem("held", say("reviews.logged_already", day=_said(held)))


def _outside_care(child: Child, day: date, named: str | None) -> str | None:
    """The sentence for a day on which the child was not looked after; None without periods."""
    if not child.periods:
        return None
    periods = [p for p in child.periods if p.id == named] or list(child.periods)
    if any(period.covers(day) for period in periods):
        return None
    before = [period for period in periods if period.ended is not None and period.ended < day]
    if not before:
        return say("reviews.before_care", day=_said(day), started=_said(periods[0].started))
    ended = max(period.ended for period in before if period.ended is not None)
    return say("reviews.after_care", day=_said(day), ended=_said(ended))


def _late(case: CaseFile, outcome: Outcome) -> Iterator[FieldProblem]:
    reason = outcome.late_reason
    if isinstance(reason, OwnReason) and reason not in case.own_reasons:
        sentence = say("reviews.reason_not_listed", words=reason.wording)
        yield FieldProblem("late_reason", sentence)


def _points(
    outcome: Outcome, held: date | None, child: Child, today: date
) -> Iterator[FieldProblem]:
    on = held or max(outcome.meetings, default=None)
    for found in outcome.points:
        sentence = problem_of(found, child.dob, on, today)
        if sentence is not None and found.says_something:
            yield FieldProblem(f"points.{found.topic.value}", sentence)


def _cause(case: CaseFile, outcome: Outcome, held: date | None) -> Iterator[FieldProblem]:
    if outcome.cause is ReviewCause.BROUGHT_FORWARD and outcome.ground is None:
        yield FieldProblem("ground", say("reviews.needs_ground"), blocks=False)
    if outcome.cause is ReviewCause.ROUTINE and outcome.ground is not None:
        yield FieldProblem("ground", say("reviews.ground_of_routine"))
    day = held or max(outcome.meetings, default=None)
    if outcome.state is ReviewState.ADJOURNED and day is not None:
        begun = case.expected(day).adjourned
        if begun is not None and day not in {meeting.on for meeting in begun.meetings}:
            before = _said(begun.meetings[0].on)
            yield FieldProblem("state", say("reviews.adjourned_twice", day=before), blocks=False)
    if outcome.state not in (None, ReviewState.HELD, ReviewState.ADJOURNED):
        yield FieldProblem("state", say("reviews.not_by_form"))


def _participation(outcome: Outcome, held: date | None, child: Child) -> Iterator[FieldProblem]:
    code = outcome.participation
    if code is None:
        return
    unfit = participation_fits(code, child.dob, held)
    if unfit is not None:
        yield FieldProblem("participation", unfit)
    if outcome.attended:
        there = "child" in outcome.attended
        if code.attended and not there:
            sentence = say("reviews.attended_without_child", code=code.value)
            yield FieldProblem("attended", sentence, blocks=False)
        elif there and not code.attended and code is not Participation.PN0:
            sentence = say("reviews.child_without_attended", code=code.value)
            yield FieldProblem("attended", sentence, blocks=False)


def _decisions(case: CaseFile, outcome: Outcome, held: date | None) -> Iterator[FieldProblem]:
    if outcome.last_time:
        of_child = {decision.id for decision in case.decisions}
        for found in outcome.last_time:
            if found.decision_id not in of_child:
                yield FieldProblem("last_time", say("reviews.no_such_decision"))
    for number, row in enumerate(outcome.decisions, 1):
        if not row.text.strip() and ((row.owner or "").strip() or row.due is not None):
            yield FieldProblem("decisions", say("reviews.decision_without_text", number=number))
        elif held is not None and row.due is not None and row.due < held:
            sentence = say("reviews.decision_before_review", number=number, due=_said(row.due))
            yield FieldProblem("decisions", sentence, blocks=False)


def _next(
    case: CaseFile, outcome: Outcome, held: date | None, review_id: str | None
) -> Iterator[FieldProblem]:
    if outcome.next_due is None or held is None:
        return
    if outcome.next_due <= held:
        sentence = say("reviews.next_before_this", day=_said(outcome.next_due))
        yield FieldProblem("next_due", sentence)
        return
    if review_id is not None:
        return
    limit = case.expected(held).next_after(held)
    if limit is not None and outcome.next_due > limit.due:
        sentence = say("reviews.next_too_late", last=_said(limit.due), span=limit.span)
        yield FieldProblem("next_due", sentence, blocks=False)
