"""Consultations, preparations and information packs as lists and reports show them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from store import people, plans
from store.children import references
from store.clock import Limit, WorkingDays
from store.journal import Journal, Record, one_of
from store.preparing.codes import Consulted, Pack, Way
from store.preparing.models import ConsultationRecord, InformationRecord, PreparationRecord

_Found = TypeVar("_Found")

Only = Collection[str] | None
"""The ids of some children; None for all."""


@dataclass(frozen=True, slots=True)
class Consultation:
    """One person asked before a review; `occurrence` is the place of that review."""

    id: str
    ref: str
    child_id: str
    child_ref: str
    occurrence: str | None
    who: Consulted | None
    named: str
    sent: date | None
    received: date | None
    how: Way | None
    said: str


@dataclass(frozen=True, slots=True)
class Preparation:
    """What was done before one review; `advocacy`, `complaint`, `legal`: was it explained."""

    id: str
    ref: str
    child_id: str
    child_ref: str
    occurrence: str
    ordinal: int
    report_asked: date | None
    report_received: date | None
    reports_shared: date | None
    spoke: date | None
    not_spoken: str
    advocacy: bool | None
    complaint: bool | None
    legal: bool | None

    def report_in_time(self, review: date, limit: Limit, calendar: WorkingDays) -> bool | None:
        """Whether the report came on or before the last day counted back from the review's day.

        None while it has not come.
        """
        if self.report_received is None:
            return None
        return self.report_received <= limit.last_day(review, calendar)


@dataclass(frozen=True, slots=True)
class Information:
    """An information pack that was given."""

    id: str
    ref: str
    child_id: str
    child_ref: str
    pack: Pack | None
    given: date | None
    by: str | None


def consultations(
    journal: Journal, child_id: str | None = None, *, only: Only = None
) -> list[Consultation]:
    """Everybody asked about a child, or about all, the latest first."""

    def made(row: Mapping[str, Any], ref: str, child: str, _: Mapping[str, str]) -> Consultation:
        return Consultation(
            id=row["id"],
            ref=ref,
            child_id=row["child"] or "",
            child_ref=child,
            occurrence=row["occurrence"],
            who=row["who"],
            named=row["named"] or "",
            sent=row["sent"],
            received=row["received"],
            how=row["how"],
            said=row["said"] or "",
        )

    found = _read(journal, ConsultationRecord, "CO", child_id, only, made)
    return sorted(
        found, key=lambda one: (one.received or one.sent or date.min, one.id), reverse=True
    )


def preparations(
    journal: Journal, child_id: str | None = None, *, only: Only = None
) -> list[Preparation]:
    """The preparations of a child's reviews, or of all, later reviews first."""

    def made(row: Mapping[str, Any], ref: str, child: str, _: Mapping[str, str]) -> Preparation:
        return Preparation(
            id=row["id"],
            ref=ref,
            child_id=row["child"] or "",
            child_ref=child,
            occurrence=row["occurrence"] or "",
            ordinal=row["ordinal"] or 0,
            report_asked=row["report_asked"],
            report_received=row["report_received"],
            reports_shared=row["reports_shared"],
            spoke=row["spoke"],
            not_spoken=row["not_spoken"] or "",
            advocacy=row["advocacy"],
            complaint=row["complaint"],
            legal=row["legal"],
        )

    found = _read(journal, PreparationRecord, "PR", child_id, only, made)
    return sorted(found, key=lambda one: (one.child_ref, -one.ordinal, one.id))


def information(
    journal: Journal, child_id: str | None = None, *, only: Only = None
) -> list[Information]:
    """The packs given about a child, or about all, the latest first."""

    def made(row: Mapping[str, Any], ref: str, child: str, names: Mapping[str, str]) -> Information:
        return Information(
            id=row["id"],
            ref=ref,
            child_id=row["child"] or "",
            child_ref=child,
            pack=row["pack"],
            given=row["given"],
            by=names.get(row["by"] or ""),
        )

    found = _read(journal, InformationRecord, "IP", child_id, only, made)
    return sorted(found, key=lambda one: (one.given or date.min, one.id), reverse=True)


def _read(
    journal: Journal,
    model: type[Record],
    letters: str,
    child_id: str | None,
    only: Only,
    made: Callable[[Mapping[str, Any], str, str, Mapping[str, str]], _Found],
) -> list[_Found]:
    query = model.select().where(model.withdrawn.is_null())
    if child_id is not None:
        query = query.where(model.child == child_id)  # type: ignore[attr-defined]
    elif only is not None:
        query = query.where(one_of(model.child, only))  # type: ignore[attr-defined]
    rows = journal.rows(query)
    if not rows:
        return []
    refs, names = plans.short_ids(letters, (row["id"] for row in rows)), people.names(journal)
    children = references(journal, only if child_id is None else child_id)
    return [made(row, refs[row["id"]], children.get(row["child"] or "", ""), names) for row in rows]
