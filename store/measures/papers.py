"""What went out after a review, and what became of its decisions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from store.clock import WorkingDays, after_review
from store.codes import CarriedOut, DecisionState
from store.disputes import Dispute
from store.measures.measured import LeftOut, Measured, refs, without_nothing
from store.measures.span import Span
from store.reviews import Decision, Review

#: What is measured after a review, by the keys of the clock, in the order of the law.
PAPERS = ("decisions_sent", "care_plan_updated", "record_written", "record_distributed")


def paper_in_time(
    paper: str, held: Iterable[Review], calendar: WorkingDays, today: date, span: Span
) -> Measured:
    """Reviews whose `paper` was done by its last day, of those whose last day is in the span."""
    counted, of, waiting = [], [], []
    for review in held:
        if review.held is None:
            continue
        last = next(step.on for step in after_review(review.held, calendar) if step.key == paper)
        if last is None or not span.covers(last):
            continue
        done: date | None = getattr(review, paper)
        if done is None and last >= today:
            waiting.append(review.id)
            continue
        of.append(review.id)
        if done is not None and done <= last:
            counted.append(review.id)
    return Measured(
        paper,
        counted=refs("review", counted),
        of=refs("review", of),
        left_out=without_nothing(LeftOut("not_over", refs("review", waiting))),
    )


def decisions_carried_out(
    decisions: Iterable[Decision], disputes: Iterable[Dispute], today: date, span: Span
) -> Measured:
    """Decisions found carried out, of those whose date lies in the span."""
    about: dict[str, list[Dispute]] = {}
    for dispute in disputes:
        about.setdefault(dispute.decision_id or "", []).append(dispute)
    counted, of, disputed, waiting = [], [], [], []
    for decision in decisions:
        if not span.covers(decision.due):
            continue
        if _in_dispute(decision, about.get(decision.id, ())):
            disputed.append(decision.id)
        elif decision.carried_out is None and decision.due is not None and decision.due >= today:
            waiting.append(decision.id)
        else:
            of.append(decision.id)
            if decision.carried_out is CarriedOut.YES:
                counted.append(decision.id)
    return Measured(
        "decisions_carried_out",
        counted=refs("decision", counted),
        of=refs("decision", of),
        left_out=without_nothing(
            LeftOut("in_dispute", refs("decision", disputed)),
            LeftOut("not_over", refs("decision", waiting)),
        ),
    )


def _in_dispute(decision: Decision, about: Collection[Dispute]) -> bool:
    """Whether a dispute about the decision was open on its date."""
    if not about:
        return decision.state is DecisionState.DISPUTE
    day = decision.due
    return day is not None and any(
        one.opened <= day and (one.closed is None or one.closed >= day) for one in about
    )
