"""Audits as lists, the plan and reports have them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from store import children, people, plans
from store.audits.codes import Grade
from store.audits.models import AuditRecord
from store.journal import Journal


@dataclass(frozen=True, slots=True)
class Audit:
    """One audit. `areas` are the short references of the plan's areas, `children` references.

    A gap without a training need, and a need without a day on which it was met, are open.
    """

    id: str
    on: date | None
    by: str | None
    theme: str
    cases: int | None
    child_ids: tuple[str, ...]
    children: tuple[str, ...]
    grade: Grade | None
    gap: str | None
    training: str | None
    training_for: str | None
    training_due: date | None
    training_done: date | None
    area_ids: tuple[str, ...]
    areas: tuple[str, ...]
    conflict: bool = False

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about the gap."""
        if self.training:
            return self.training_done is None
        return bool(self.gap)


def audits(journal: Journal, area_id: str | None = None) -> list[Audit]:
    """Every audit, or those linked to one area of the plan, the newest first."""
    areas = {area.id: area.short_ref for area in plans.areas(journal)}
    return _audits(journal, areas, area_id)


def unanswered(journal: Journal) -> list[Audit]:
    """The open audits, without the names of their areas: nothing of the plan is read for them."""
    return [audit for audit in _audits(journal, {}, None) if audit.is_open]


def _audits(journal: Journal, areas: dict[str, str], area_id: str | None) -> list[Audit]:
    names, refs = people.names(journal), children.references(journal)
    disputed = children.in_conflict(journal, AuditRecord.kind)
    found = [
        Audit(
            id=row["id"],
            on=row["on"],
            by=names.get(row["by"] or ""),
            theme=row["theme"] or "",
            cases=row["cases"],
            child_ids=tuple(row["children"] or ()),
            children=tuple(refs[one] for one in row["children"] or () if one in refs),
            grade=row["grade"],
            gap=row["gap"],
            training=row["training"],
            training_for=names.get(row["training_for"] or ""),
            training_due=row["training_due"],
            training_done=row["training_done"],
            area_ids=tuple(row["areas"] or ()),
            areas=tuple(areas[one] for one in row["areas"] or () if one in areas),
            conflict=row["id"] in disputed,
        )
        for row in journal.rows(AuditRecord.select().where(AuditRecord.withdrawn.is_null()))
        if area_id is None or area_id in (row["areas"] or ())
    ]
    return sorted(found, key=lambda one: (one.on or date.min, one.id), reverse=True)
