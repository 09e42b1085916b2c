"""Education and pathway plans as lists and pages show them: a few queries for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from store import child_file, children, people
from store.calendars import working_days
from store.children import Child, Period, period_for
from store.children.reading import in_conflict
from store.clock import WorkingDays
from store.education.codes import PlanStatus
from store.education.counting import due_of
from store.education.models import EducationPlanRecord, PathwayPlanRecord
from store.education.records import ChildPlan
from store.education.terms import Terms, terms
from store.journal import Journal, Record
from store.plans.names import short_ids

MODELS: Mapping[str, type[Record]] = {
    "education_plan": EducationPlanRecord,
    "pathway_plan": PathwayPlanRecord,
}
_LETTERS = {"education_plan": "EP", "pathway_plan": "PW"}


@dataclass(frozen=True, slots=True)
class FirstPlan:
    """The first plan of a kind that one period asks for, written down or not."""

    child_id: str
    child_ref: str
    iro: str | None
    team: str | None
    started: date
    ended: date | None
    due: date
    held: date | None
    record: ChildPlan | None

    @property
    def left_before(self) -> bool:
        """Whether the child left care before the last day without having it."""
        return self.held is None and self.ended is not None and self.ended < self.due


def education_plans(journal: Journal, child_id: str | None = None) -> list[ChildPlan]:
    """The personal education plans of every child (or one), newest first."""
    return _plans(journal, "education_plan", child_id)


def pathway_plans(journal: Journal, child_id: str | None = None) -> list[ChildPlan]:
    """The pathway plans of every child (or one), newest first."""
    return _plans(journal, "pathway_plan", child_id)


def first_plans(journal: Journal, kind: str) -> list[FirstPlan]:
    """The first plan of a kind for each period that asks for one, by its last day.

    A pathway plan is asked for once in a life, so in the first period that lasts beyond its start.
    """
    calendar, dates = working_days(journal), terms(journal)
    every = {child.id: child for child in children.children(journal)}
    written = by_child(journal, kind, every)
    found: list[FirstPlan] = []
    for child in every.values():
        for period in child.periods:
            one = _first(kind, child, period, written.get(child.id, ()), calendar, dates)
            if one is not None:
                found.append(one)
                if kind == "pathway_plan" and not one.left_before:
                    break
    return sorted(found, key=lambda one: (one.due, one.child_ref))


def by_child(journal: Journal, kind: str, every: Mapping[str, Child]) -> dict[str, list[ChildPlan]]:
    """The plans of a kind of these children by child, in the order in which they were held."""
    rows = child_file.rows(journal, MODELS[kind], only=every)
    if not rows:
        return {}
    reading = _Reading(
        kind,
        short_ids(_LETTERS[kind], (row["id"] for row in rows)),
        people.names(journal),
        in_conflict(journal, kind),
        working_days(journal),
        terms(journal),
        journal.today(),
    )
    of: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        of.setdefault(row["child"], []).append(row)
    return {child: reading.read(every[child], own) for child, own in of.items()}


def _plans(journal: Journal, kind: str, child_id: str | None) -> list[ChildPlan]:
    if child_id is None:
        every = {child.id: child for child in children.children(journal)}
    else:
        one = children.child(journal, child_id)
        every = {} if one is None else {one.id: one}
    found = [own for of in by_child(journal, kind, every).values() for own in of]
    return sorted(found, key=lambda own: (own.on or date.max, own.id), reverse=True)


def _first(
    kind: str,
    child: Child,
    period: Period,
    own: Sequence[ChildPlan],
    calendar: WorkingDays,
    dates: Terms,
) -> FirstPlan | None:
    counted = due_of(kind, child, period, (), calendar, dates)
    if counted is None or (period.ended is not None and period.ended <= counted.start):
        return None
    here = [one for one in own if one.period_id == period.id or kind == "pathway_plan"]
    held = [one for one in here if one.held is not None]
    record = held[0] if held else here[0] if here else None
    due = record.due if record is not None and record.first and record.due else counted.due
    return FirstPlan(
        child.id,
        child.ref,
        child.iro,
        child.team,
        period.started,
        period.ended,
        due,
        record.held if record is not None else None,
        record,
    )


@dataclass(frozen=True)
class _Reading:
    """What reading the rows of any child needs."""

    kind: str
    refs: Mapping[str, str]
    names: Mapping[str, str]
    disputed: set[str]
    calendar: WorkingDays
    terms: Terms
    today: date

    def read(self, child: Child, rows: Iterable[dict[str, Any]]) -> list[ChildPlan]:
        """The plans of one child, each due by those held before it."""
        found: list[ChildPlan] = []
        for row in sorted(rows, key=lambda row: (row["held"] or date.max, row["id"])):
            found.append(self._one(child, row, found))
        return found

    def _one(self, child: Child, row: dict[str, Any], before: Sequence[ChildPlan]) -> ChildPlan:
        held = row["held"]
        period = period_for(child.periods, held, row["period"])
        counted = due_of(self.kind, child, period, before, self.calendar, self.terms)
        due = row["due"] or (counted.due if counted is not None else None)
        status = row["status"] or (PlanStatus.COMPLETED if held else PlanStatus.PLANNED)
        return ChildPlan(
            id=row["id"],
            ref=self.refs[row["id"]],
            kind=self.kind,
            child_id=child.id,
            child_ref=child.ref,
            period_id=None if period is None else period.id,
            first=counted.first if counted is not None else not before,
            due=due,
            held=held,
            status=status,
            on_time=self._on_time(period, due, held, status),
            by=self.names.get(row["by"] or ""),
            school=row.get("school") or "",
            views=row["views"] or "",
            agreed=row["agreed"] or "",
            late_reason=row["late_reason"] or "",
            conflict=row["id"] in self.disputed,
        )

    def _on_time(
        self, period: Period | None, due: date | None, held: date | None, status: PlanStatus
    ) -> bool | None:
        if due is None or status in (PlanStatus.REFUSED, PlanStatus.CANCELLED):
            return None
        if held is not None:
            return held <= due
        left = period is not None and period.ended is not None and period.ended < due
        return None if left or self.today <= due else False
