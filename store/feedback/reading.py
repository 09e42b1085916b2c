"""Feedback forms as lists and reports have them: what was said, what changed, who was told."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from store import children, people
from store.calendars import working_days
from store.feedback.models import FeedbackRecord
from store.journal import Journal

FORMS_SINCE = date(2024, 2, 1)
"""The day from which the plan of 2023 has forms counted ("from 1 February 2024")."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """One form. `due` is the last day to say what changed, `answered` the day it was said.

    `child_id` None: it came without a name. `in_time` None while it is not answered.
    """

    id: str
    received: date | None
    child_id: str | None
    child: str
    review_id: str | None
    said: str
    changed: str | None
    due: date | None
    answered: date | None
    told: date | None
    owner: str | None
    conflict: bool = False

    @property
    def in_time(self) -> bool | None:
        """Whether what changed was said in time."""
        if self.answered is None or self.due is None:
            return None
        return self.answered <= self.due

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done: an answer, or telling a child who is known."""
        return not self.changed or (self.child_id is not None and self.told is None)


@dataclass(frozen=True, slots=True)
class Figures:
    """How many forms came in a time, and what became of them."""

    received: int
    children: int
    changed: int
    told: int
    in_time: int
    due: int


def feedback(
    journal: Journal, child_id: str | None = None, *, only: Collection[str] | None = None
) -> list[Feedback]:
    """Every form, or those of one child, the newest first.

    `only` are ids of children, and of forms that came without a name.
    """
    names, refs = people.names(journal), children.references(journal)
    disputed = children.in_conflict(journal, FeedbackRecord.kind)
    calendar = working_days(journal)
    limit = calendar.book.limit("feedback")
    query = FeedbackRecord.select().where(FeedbackRecord.withdrawn.is_null())
    if child_id is not None:
        query = query.where(FeedbackRecord.child == child_id)
    found = []
    for row in journal.rows(query):
        if only is not None and (row["child"] or row["id"]) not in only:
            continue
        received = row["received"]
        found.append(
            Feedback(
                id=row["id"],
                received=received,
                child_id=row["child"],
                child=refs.get(row["child"] or "", ""),
                review_id=row["review"],
                said=row["said"] or "",
                changed=row["changed"],
                due=limit.last_day(received, calendar) if received else None,
                answered=row["answered"],
                told=row["told"],
                owner=names.get(row["owner"] or ""),
                conflict=row["id"] in disputed,
            )
        )
    return sorted(found, key=lambda one: (one.received or date.min, one.id), reverse=True)


def figures(forms: Iterable[Feedback], start: date = FORMS_SINCE, end: date = date.max) -> Figures:
    """The forms received from `start` through `end`, by default since they are counted.

    `due` are those whose last day to answer lies in that time, `in_time` those of them answered
    by then.
    """
    every = list(forms)
    got = [one for one in every if one.received is not None and start <= one.received <= end]
    due = [one for one in every if one.due is not None and start <= one.due <= end]
    return Figures(
        received=len(got),
        children=len({one.child_id for one in got if one.child_id}),
        changed=sum(1 for one in got if one.changed),
        told=sum(1 for one in got if one.told is not None),
        in_time=sum(1 for one in due if one.in_time),
        due=len(due),
    )
