"""Everything the measures look at, each subject read once and only when a measure asks for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Protocol, TypeVar

from store import (
    children,
    contact,
    disputes,
    duplicates,
    education,
    evidence,
    feedback,
    health,
    missing,
    plans,
    pre_proceedings,
    reviews,
    service,
)
from store.calendars import working_days
from store.children import Child
from store.contact import Midway, Notification, Visit
from store.disputes import Dispute
from store.education import FirstPlan
from store.feedback import Feedback
from store.health import Assessment, Initial, Upcoming
from store.journal import Journal
from store.measures.reviews import DueReview, held_in, reviews_due
from store.measures.span import Span
from store.missing import Episode, Incident
from store.pre_proceedings import Case
from store.reviews import Decision, Review, permanence_by_second


class _OfChild(Protocol):
    """A record that may say which child it is about."""

    @property
    def child_id(self) -> str | None: ...


_Own = TypeVar("_Own", bound=_OfChild)


class Facts:
    """The frozen records of a store as known here now, on the store's today.

    `among` are the ids of the only children whose records count; None for every child. What is
    about no one child (plans, posts) is never narrowed.
    """

    def __init__(self, journal: Journal, among: Collection[str] | None = None) -> None:
        self.journal = journal
        self.today = journal.today()
        self.calendar = working_days(journal)
        self.among = None if among is None else frozenset(among)

    def _own(self, found: Sequence[_Own]) -> Sequence[_Own]:
        """The records about the children that count."""
        if self.among is None:
            return found
        return [one for one in found if one.child_id in self.among]

    @cached_property
    def children(self) -> Sequence[Child]:
        """Every child that counts."""
        found = children.children(self.journal)
        return found if self.among is None else [one for one in found if one.id in self.among]

    @cached_property
    def reviews(self) -> Sequence[Review]:
        """Every review, newest first."""
        return self._own(reviews.reviews(self.journal))

    @cached_property
    def decisions(self) -> Sequence[Decision]:
        """Every decision."""
        return self._own(reviews.decisions(self.journal))

    @cached_property
    def due(self) -> Sequence[DueReview]:
        """Every review that was or is due."""
        return reviews_due(self.children, self.reviews, self.calendar, self.today)

    def held(self, span: Span) -> list[Review]:
        """The reviews held in a span."""
        return held_in(self.reviews, span)

    @cached_property
    def disputes(self) -> Sequence[Dispute]:
        """Every dispute, open ones first."""
        return self._own(disputes.disputes(self.journal))

    @cached_property
    def initials(self) -> Sequence[Initial]:
        """The initial health assessment of every period, written down or not."""
        return self._own(health.initial_assessments(self.journal))

    @cached_property
    def assessments(self) -> Sequence[Assessment]:
        """Every health assessment and check."""
        return self._own(health.assessments(self.journal))

    @cached_property
    def health_due(self) -> Mapping[str, Sequence[Upcoming]]:
        """What is due next of health, by child id."""
        own: dict[str, list[Assessment]] = {}
        for one in reversed(self.assessments):
            own.setdefault(one.child_id, []).append(one)
        return {
            child.id: list(health.upcoming(child, own.get(child.id, ()), self.calendar))
            for child in self.children
        }

    @cached_property
    def first_education_plans(self) -> Sequence[FirstPlan]:
        """The first personal education plan of every period that asks for one."""
        return self._own(education.first_plans(self.journal, "education_plan"))

    @cached_property
    def first_pathway_plans(self) -> Sequence[FirstPlan]:
        """The first pathway plan of every child that is to have one."""
        return self._own(education.first_plans(self.journal, "pathway_plan"))

    @cached_property
    def episodes(self) -> Sequence[Episode]:
        """Every missing episode."""
        return self._own(missing.episodes(self.journal))

    @cached_property
    def incidents(self) -> Sequence[Incident]:
        """Every serious incident."""
        return self._own(missing.incidents(self.journal))

    @cached_property
    def midways(self) -> Sequence[Midway]:
        """Every midway check."""
        return self._own(contact.midways(self.journal))

    @cached_property
    def visits(self) -> Sequence[Visit]:
        """Every visit."""
        return self._own(contact.visits(self.journal))

    @cached_property
    def notifications(self) -> Sequence[Notification]:
        """Everything the IRO was or is to be told."""
        return self._own(contact.notifications(self.journal))

    @cached_property
    def pre_proceedings(self) -> Sequence[Case]:
        """Every case before proceedings."""
        return self._own(pre_proceedings.pre_proceedings(self.journal))

    @cached_property
    def permanence(self) -> Mapping[str, bool]:
        """Of each second review held: was a permanence plan agreed at it or before it?"""
        return permanence_by_second(self.journal)

    @cached_property
    def feedback(self) -> Sequence[Feedback]:
        """Every feedback form."""
        return self._own(feedback.feedback(self.journal))

    def has(self, *kinds: str) -> bool:
        """Whether anything of these kinds is recorded here at all: a nought is said only then."""
        return any(
            self.journal.database.execute_sql(
                f'SELECT 1 FROM "now_{kind}" WHERE withdrawn IS NULL LIMIT 1'
            ).fetchone()
            for kind in kinds
        )

    def caseloads(self, span: Span) -> tuple[list[service.Caseload], service.Limits]:
        """The caseload of every IRO at the end of a span, with the limits that held then."""
        day = min(span.end, self.today)
        return service.caseload(self.journal, day), service.caseload_limits(self.journal, day)

    @cached_property
    def areas(self) -> Sequence[plans.Area]:
        """The areas of every plan."""
        return plans.areas(self.journal)

    @cached_property
    def actions(self) -> Sequence[plans.Action]:
        """The actions of every plan."""
        return plans.actions(self.journal)

    @cached_property
    def evidence(self) -> Sequence[evidence.Evidence]:
        """All evidence."""
        return evidence.evidence(self.journal)

    @cached_property
    def conflicts(self) -> int:
        """How many values two devices wrote differently and nobody has decided yet."""
        return len(self.journal.conflicts())

    @cached_property
    def duplicates(self) -> int:
        """How many records may be others written down twice, until somebody says."""
        return len(duplicates.duplicates(self.journal))

    @cached_property
    def changes(self) -> int:
        """How many saved changes are known here: with the day, it says what a figure rests on."""
        return sum(over.last - over.first + 1 for over in self.journal.ranges())
