"""Logging a review: the outcome, its decisions and what it found of earlier ones, in one unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from store.children import OccurrenceRecord, ReviewRecord, occurrence_id
from store.clock import ordinal_word, show_date
from store.codes import DecisionState, ReviewCause, ReviewState
from store.errors import Refused
from store.journal import Journal, UnitOfWork
from store.people import ensure_person
from store.reviews.checking import FieldProblem, check_case, gaps
from store.reviews.expecting import Expected, case_file, expected
from store.reviews.models import DecisionRecord, MeetingRecord
from store.reviews.outcome import LookedBack, Outcome, ProposedDecision
from store.reviews.reading import review_ref
from store.wording import say


class OutcomeRefused(Refused):
    """An outcome that cannot be saved; `problems` names every field to mend, `field` the first."""

    def __init__(self, problems: list[FieldProblem]) -> None:
        super().__init__(problems[0].sentence, field=problems[0].field)
        self.problems = tuple(problems)


@dataclass(frozen=True)
class LoggedReview:
    """What was saved: the review, its decisions in order, and what is still missing, in words."""

    id: str
    ref: str
    decisions: list[str]
    gaps: tuple[str, ...]


def log_review(journal: Journal, outcome: Outcome) -> LoggedReview:
    """Saves a whole outcome as one unit of work; OutcomeRefused when a field blocks it.

    The due date in force is kept with it, computed from the reviews held before it.
    """
    case = case_file(journal, outcome.child_id)
    problems = check_case(case, outcome, journal.today())
    blocking = [problem for problem in problems if problem.blocks]
    if case is None or blocking:
        raise OutcomeRefused(blocking)
    held = outcome.counts
    before = case.expected(held)
    label = _label(outcome, before)
    # What was found of an earlier decision may replace an earlier finding; this is its reason.
    with journal.unit_of_work(label, _reason(outcome)) as unit:
        record = unit.create(ReviewRecord, **_review_values(outcome, before))
        for day in sorted(set(outcome.meetings) | ({held} if held else set())):
            unit.create(MeetingRecord, child=outcome.child_id, review=record, on=day)
        made = [
            add_decision_in(unit, outcome.child_id, record, position, row)
            for position, row in enumerate(_written(outcome), 1)
        ]
        for found in outcome.last_time:
            _look_back(unit, record, found)
        _plan_next(unit, outcome, before)
    return LoggedReview(record, review_ref(record), made, gaps(outcome, before))


def cancel_review(journal: Journal, child_id: str, reason: str) -> str:
    """Writes down that the review that is due next was cancelled, and why; the clock runs on."""
    if not reason.strip():
        raise Refused(say("reviews.cancel_reason"), field="reason")
    next_one = expected(journal, child_id)
    if next_one.period is None or next_one.due is None:
        raise Refused(say("reviews.nothing_to_cancel"), field="child_id")
    with journal.unit_of_work(say("reviews.unit_cancelled"), reason) as unit:
        return unit.create(
            ReviewRecord,
            child=child_id,
            period=next_one.period.id,
            occurrence=occurrence_id(next_one.period.id, next_one.ordinal),
            cause=ReviewCause.ROUTINE,
            state=ReviewState.CANCELLED,
            state_reason=reason.strip(),
            due=next_one.due.due,
            due_why=next_one.due.sentence,
        )


def plan_review(journal: Journal, child_id: str, on: date | None) -> bool:
    """Sets (None: takes back) the day agreed for the next review; it may be before the limit."""
    next_one = expected(journal, child_id)
    if next_one.period is None:
        raise Refused(say("reviews.no_clock"), field="child_id")
    if on is not None and on < next_one.period.started:
        raise Refused(
            say(
                "reviews.before_care",
                day=show_date(on, weekday=False),
                started=show_date(next_one.period.started, weekday=False),
            ),
            field="planned",
        )
    record = occurrence_id(next_one.period.id, next_one.ordinal)
    with journal.unit_of_work(say("reviews.unit_planned")) as unit:
        return unit.save(
            OccurrenceRecord, record, child=child_id, period=next_one.period.id, planned=on
        )


def add_decision_in(
    unit: UnitOfWork, child_id: str, review_id: str, position: int, row: ProposedDecision
) -> str:
    """Saves one decision inside a unit of work; an owner not known yet is added to the people."""
    return unit.create(
        DecisionRecord,
        child=child_id,
        review=review_id,
        position=position,
        text=row.text.strip(),
        owner=ensure_person(unit, row.owner),
        due=row.due,
        state=DecisionState.RECOMMENDED,
    )


def _written(outcome: Outcome) -> list[ProposedDecision]:
    return [row for row in outcome.decisions if row.text.strip()]


def _label(outcome: Outcome, before: Expected) -> str:
    held = outcome.counts
    if held is None:
        return say("reviews.unit_adjourned")
    word = ordinal_word(before.ordinal)
    return say("reviews.unit_logged", ordinal=word, day=show_date(held, weekday=False))


def _reason(outcome: Outcome) -> str | None:
    day = outcome.counts or max(outcome.meetings, default=None)
    if not outcome.last_time or day is None:
        return None
    return say("reviews.found_at", day=show_date(day, weekday=False))


def _review_values(outcome: Outcome, before: Expected) -> dict[str, Any]:
    held, period, due = outcome.counts, before.period, before.due
    return {
        "child": outcome.child_id,
        "period": period.id if period else None,
        "occurrence": occurrence_id(period.id, before.ordinal) if period else None,
        "cause": outcome.cause,
        "ground": outcome.ground,
        "state": ReviewState.HELD if held else ReviewState.ADJOURNED,
        "due": due.due if due else None,
        "due_why": due.sentence if due else None,
        "held": held,
        "participation": outcome.participation,
        "attended": [who.value for who in dict.fromkeys(outcome.attended)],
        "views": outcome.views.strip() or None,
        "what_changed": outcome.what_changed.strip() or None,
        "findings": outcome.findings.strip() or None,
        "late_reason": outcome.late_reason,
        "next_due": outcome.next_due,
    }


def _look_back(unit: UnitOfWork, review_id: str, found: LookedBack) -> None:
    if found.carried_out is None:
        return
    unit.save(
        DecisionRecord,
        found.decision_id,
        carried_out=found.carried_out,
        carried_out_reason=(found.reason or "").strip() or None,
        looked_back=review_id,
    )


def _plan_next(unit: UnitOfWork, outcome: Outcome, before: Expected) -> None:
    if outcome.next_due is None or before.period is None or outcome.counts is None:
        return
    unit.create(
        OccurrenceRecord,
        occurrence_id(before.period.id, before.ordinal + 1),
        child=outcome.child_id,
        period=before.period.id,
        planned=outcome.next_due,
    )
