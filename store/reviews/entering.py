"""Logging a review: the outcome, its decisions and what it found of earlier ones, in one unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from store.children import OccurrenceRecord, ReviewRecord, occurrence_id
from store.clock import ordinal_word, show_date
from store.codes import DecisionState, ReviewState
from store.errors import Refused
from store.journal import Journal, UnitOfWork
from store.people import ensure_person
from store.reviews.checking import FieldProblem, check_case, gaps
from store.reviews.expecting import Expected, case_file
from store.reviews.models import DecisionRecord, MeetingRecord
from store.reviews.outcome import LookedBack, Outcome, ProposedDecision
from store.reviews.points import save_points
from store.reviews.reading import Review, review_ref
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

    The due date in force is kept with it, computed from the reviews held before it. A review of
    this place that was adjourned is completed by it: one review, with one sitting more.
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
    begun = before.adjourned
    with journal.unit_of_work(label, _reason(outcome, begun)) as unit:
        record = _save_review(unit, outcome, before)
        known = {meeting.on for meeting in begun.meetings} if begun else set()
        for day in sorted((set(outcome.meetings) | ({held} if held else set())) - known):
            unit.create(MeetingRecord, child=outcome.child_id, review=record, on=day)
        made = [
            add_decision_in(unit, outcome.child_id, record, position, row)
            for position, row in enumerate(_written(outcome), case.decided(begun) + 1)
        ]
        save_points(unit, outcome.child_id, record, outcome.points)
        for found in outcome.last_time:
            _look_back(unit, record, found)
        _plan_next(unit, outcome, before)
    return LoggedReview(record, review_ref(record), made, gaps(outcome, before))


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


def _reason(outcome: Outcome, begun: Review | None) -> str | None:
    day = outcome.counts or max(outcome.meetings, default=None)
    if day is None or not (outcome.last_time or begun):
        return None
    return say("reviews.found_at", day=show_date(day, weekday=False))


def _save_review(unit: UnitOfWork, outcome: Outcome, before: Expected) -> str:
    """Saves the review itself: a new one, or what this sitting adds to an adjourned one."""
    values = _review_values(outcome, before)
    if before.adjourned is None:
        return unit.create(ReviewRecord, **values)
    kept = ("period", "occurrence", "due", "due_why")
    added = {name: value for name, value in values.items() if value and name not in kept}
    unit.save(ReviewRecord, before.adjourned.id, **added)
    return before.adjourned.id


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
