"""A child as the tests of reviews need one: C-0147, looked after since 28 May 2024."""

from __future__ import annotations

from datetime import date

from store import children, reviews
from store.codes import Attendee, Participation
from store.journal import Journal
from store.reviews import LoggedReview, Outcome, ProposedDecision

STARTED = date(2024, 5, 28)
BORN = date(2013, 5, 2)
FIRST = date(2024, 6, 20)
SECOND = date(2024, 9, 13)
PERIOD = children.period_id(children.child_id("JE", "C-0147"), STARTED)


def add_child(journal: Journal, ref: str = "C-0147") -> str:
    """The child with one open period."""
    return children.add_child(journal, ref, dob=BORN, iro="Alder", started=STARTED)


def whole_outcome(child: str, held: date = FIRST) -> Outcome:
    """An outcome without a gap, with three decisions."""
    return Outcome(
        child_id=child,
        held=held,
        participation=Participation.PN2,
        attended=[Attendee.CHILD, Attendee.CARER],
        views="I like it here.",
        findings="Settled in the first weeks.",
        decisions=[
            ProposedDecision("Dental check booked", "Hazel", date(2024, 8, 12)),
            ProposedDecision("Family time plan written", "Rowan", date(2024, 8, 30)),
            ProposedDecision("Passport application", "Hazel", date(2024, 9, 13)),
        ],
        next_due=date(2024, 9, 20),
    )


def log_first(journal: Journal, child: str) -> LoggedReview:
    """The first review of the child, held in time."""
    return reviews.log_review(journal, whole_outcome(child))
