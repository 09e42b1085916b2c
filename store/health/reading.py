"""Health assessments and checks as lists and pages show them: a few queries for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from store import child_file, children, people
from store.calendars import working_days
from store.children import Child, Period, period_for
from store.children.reading import in_conflict
from store.clock import WorkingDays
from store.health.codes import HealthStatus
from store.health.counting import due_of, exempts
from store.health.models import HealthRecord
from store.health.records import Assessment
from store.journal import Journal
from store.plans.names import short_ids


def assessments(journal: Journal, child_id: str | None = None) -> list[Assessment]:
    """The assessments and checks of every child (or one), newest first."""
    if child_id is None:
        every = {child.id: child for child in children.children(journal)}
    else:
        one = children.child(journal, child_id)
        every = {} if one is None else {one.id: one}
    found = [own for of in by_child(journal, every).values() for own in of]
    return sorted(found, key=lambda own: (own.on or date.max, own.id), reverse=True)


def assessment(journal: Journal, record: str) -> Assessment | None:
    """One assessment by id; None where there is none or it was withdrawn."""
    row = journal.get(HealthRecord, record)
    if row is None or row["child"] is None:
        return None
    return next((own for own in assessments(journal, row["child"]) if own.id == record), None)


def by_child(journal: Journal, every: Mapping[str, Child]) -> dict[str, list[Assessment]]:
    """The assessments of these children by child, in the order in which they were held."""
    rows = [row for row in child_file.rows(journal, HealthRecord, only=every) if row["type"]]
    if not rows:
        return {}
    reading = _Reading(
        short_ids("HA", (row["id"] for row in rows)),
        people.names(journal),
        in_conflict(journal, HealthRecord.kind),
        working_days(journal),
        journal.today(),
    )
    of: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        of.setdefault(row["child"], []).append(row)
    return {child: reading.read(every[child], own) for child, own in of.items()}


def period_of(child: Child, row: Mapping[str, Any]) -> Period | None:
    """The period of being looked after that an assessment belongs to."""
    day = row["held"] or row["appointment"]
    found = period_for(child.periods, day, row["period"])
    return found or (child.period if day is None or row["assessed_before"] else None)


@dataclass(frozen=True)
class _Reading:
    """What reading the rows of any child needs."""

    refs: Mapping[str, str]
    names: Mapping[str, str]
    disputed: set[str]
    calendar: WorkingDays
    today: date

    def read(self, child: Child, rows: Iterable[dict[str, Any]]) -> list[Assessment]:
        """The assessments of one child, each due by those held before it."""
        found: list[Assessment] = []
        for row in sorted(rows, key=_when):
            period = period_of(child, row)
            due = row["due"]
            if due is None:
                counted = due_of(row["type"], child, period, found, self.calendar)
                due = None if counted is None else counted.due
            found.append(self._one(child, row, period, due))
        return found

    def _one(
        self, child: Child, row: dict[str, Any], period: Period | None, due: date | None
    ) -> Assessment:
        before, held = row["assessed_before"], row["held"]
        exempt = exempts(before, period, self.calendar)
        status = row["status"] or (HealthStatus.COMPLETED if held else HealthStatus.PLANNED)
        on_time = None if exempt else self._on_time(period, due, held, status)
        return Assessment(
            id=row["id"],
            ref=self.refs[row["id"]],
            child_id=child.id,
            child_ref=child.ref,
            type=row["type"],
            period_id=None if period is None else period.id,
            due=due,
            consent=row["consent"],
            requested=row["requested"],
            appointment=row["appointment"],
            held=held,
            by=self.names.get(row["by"] or ""),
            received=row["received"],
            status=status,
            late_reason=row["late_reason"] or "",
            assessed_before=before,
            exempt=exempt,
            on_time=on_time,
            score=row["score"],
            up_to_date=row["up_to_date"],
            quality=row["quality"],
            quality_note=row["quality_note"] or "",
            checked_by=self.names.get(row["checked_by"] or ""),
            checked=row["checked"],
            note=row["note"] or "",
            conflict=row["id"] in self.disputed,
        )

    def _on_time(
        self, period: Period | None, due: date | None, held: date | None, status: HealthStatus
    ) -> bool | None:
        if due is None or status in (HealthStatus.REFUSED, HealthStatus.CANCELLED):
            return None
        if held is not None:
            return held <= due
        left = period is not None and period.ended is not None and period.ended < due
        return None if left or self.today <= due else False


def _when(row: Mapping[str, Any]) -> tuple[date, str]:
    return (row["held"] or row["assessed_before"] or date.max, row["id"])
