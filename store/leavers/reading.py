"""Care leavers: those the rule finds and those somebody works with, in a few queries for all."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from store import children, people
from store.calendars import working_days
from store.children import Child
from store.clock import WorkingDays
from store.journal import Journal
from store.leavers.codes import Accommodation, Activity, LeaverStatus
from store.leavers.models import LeaverRecord
from store.leavers.qualifying import Qualification, qualification


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody who left care. `id` is None while nothing is written down of them.

    `next_touch` is the last day to be in touch again, counted from the last time, or from
    becoming a leaver.
    """

    id: str | None
    child_id: str
    child: str
    rule: Qualification
    worker: str | None
    in_touch: date | None
    next_touch: date | None
    accommodation: Accommodation | None
    suitable: bool | None
    activity: Activity | None
    note: str | None
    closed: date | None
    conflict: bool = False

    @property
    def status(self) -> LeaverStatus:
        """Whether the rule makes them a care leaver."""
        return self.rule.status

    @property
    def left(self) -> date:
        """The day they left care."""
        return self.rule.left


def leavers(
    journal: Journal, child_id: str | None = None, *, only: Collection[str] | None = None
) -> list[Leaver]:
    """Everybody who left care and qualifies or has a record, by reference; one child's with its id.

    Who left care without qualifying, and without a record, is not among them. `only` reads the
    leavers among these children.
    """
    if child_id is not None:
        one = children.child(journal, child_id)
        return leavers_of(journal, [one] if one else [])
    every = children.children(journal)
    return leavers_of(journal, [c for c in every if only is None or c.id in only])


def leavers_of(journal: Journal, of: Iterable[Child]) -> list[Leaver]:
    """The leavers among children that have been read already."""
    calendar, names = working_days(journal), people.names(journal)
    kept = {
        row["child"]: row
        for row in journal.rows(LeaverRecord.select().where(LeaverRecord.withdrawn.is_null()))
    }
    disputed = children.in_conflict(journal, LeaverRecord.kind)
    found = []
    for child in of:
        rule, row = qualification(child, calendar), kept.get(child.id, {})
        if rule is None or (not row and rule.status is not LeaverStatus.QUALIFIES):
            continue
        found.append(
            Leaver(
                id=row.get("id"),
                child_id=child.id,
                child=child.ref,
                rule=rule,
                worker=names.get(row.get("worker") or ""),
                in_touch=row.get("in_touch"),
                next_touch=_next_touch(rule, row.get("in_touch"), calendar),
                accommodation=row.get("accommodation"),
                suitable=row.get("suitable"),
                activity=row.get("activity"),
                note=row.get("note"),
                closed=row.get("closed"),
                conflict=row.get("id") in disputed,
            )
        )
    return sorted(found, key=lambda one: one.child)


def _next_touch(rule: Qualification, last: date | None, calendar: WorkingDays) -> date | None:
    start = last or rule.begins or rule.left
    due = calendar.book.limit("leaver_contact").on(start).last_day(start, calendar)
    return due if rule.until is None or due < rule.until else None
