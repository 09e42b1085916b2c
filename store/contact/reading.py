"""Visits, midway checks and notifications as lists and reports show them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from store import people, plans
from store.children import references
from store.clock import Limit, WorkingDays
from store.contact.codes import Follows, Notified, Visitor
from store.contact.models import MidwayRecord, NotificationRecord, VisitRecord
from store.journal import Journal, Record, one_of
from store.reviews import Review

_Found = TypeVar("_Found")

Only = Collection[str] | None
"""The ids of some children; None for all."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit to a child; `alone` is None where nobody said whether the child was seen alone."""

    id: str
    ref: str
    child_id: str
    child_ref: str
    on: date | None
    by: str | None
    visitor: Visitor | None
    alone: bool | None
    what: str


@dataclass(frozen=True, slots=True)
class Midway:
    """A midway check of the IRO between two reviews, and what it found."""

    id: str
    ref: str
    child_id: str
    child_ref: str
    on: date | None
    by: str | None
    findings: str


@dataclass(frozen=True, slots=True)
class Notification:
    """A change of which the IRO was told, or is still to be told (`told` is None)."""

    id: str
    ref: str
    child_id: str
    child_ref: str
    of: Notified | None
    happened: date | None
    told: date | None
    by: str | None
    follows: Follows | None
    what: str

    def told_late(self, limit: Limit, calendar: WorkingDays) -> bool:
        """Whether the IRO was told after the last day of `limit`; not while nobody told them."""
        if self.told is None or self.happened is None:
            return False
        return self.told > limit.last_day(self.happened, calendar)


def visits(journal: Journal, child_id: str | None = None, *, only: Only = None) -> list[Visit]:
    """The visits to a child, or to all, the newest first."""

    def made(row: Mapping[str, Any], ref: str, child: str, names: Mapping[str, str]) -> Visit:
        return Visit(
            id=row["id"],
            ref=ref,
            child_id=row["child"] or "",
            child_ref=child,
            on=row["on"],
            by=names.get(row["by"] or ""),
            visitor=row["visitor"],
            alone=row["alone"],
            what=row["what"] or "",
        )

    found = _read(journal, VisitRecord, "V", child_id, only, made)
    return sorted(found, key=lambda one: (one.on or date.min, one.id), reverse=True)


def midways(journal: Journal, child_id: str | None = None, *, only: Only = None) -> list[Midway]:
    """The midway checks of a child, or of all, the newest first."""

    def made(row: Mapping[str, Any], ref: str, child: str, names: Mapping[str, str]) -> Midway:
        return Midway(
            id=row["id"],
            ref=ref,
            child_id=row["child"] or "",
            child_ref=child,
            on=row["on"],
            by=names.get(row["by"] or ""),
            findings=row["findings"] or "",
        )

    found = _read(journal, MidwayRecord, "MW", child_id, only, made)
    return sorted(found, key=lambda one: (one.on or date.min, one.id), reverse=True)


def notifications(
    journal: Journal, child_id: str | None = None, *, only: Only = None
) -> list[Notification]:
    """What the IRO was or is to be told of a child, or of all, the newest first."""

    def made(
        row: Mapping[str, Any], ref: str, child: str, names: Mapping[str, str]
    ) -> Notification:
        return Notification(
            id=row["id"],
            ref=ref,
            child_id=row["child"] or "",
            child_ref=child,
            of=row["of"],
            happened=row["happened"],
            told=row["told"],
            by=names.get(row["by"] or ""),
            follows=row["follows"],
            what=row["what"] or "",
        )

    found = _read(journal, NotificationRecord, "N", child_id, only, made)
    return sorted(found, key=lambda one: (one.happened or date.min, one.id), reverse=True)


def checked_midway(reviews: Iterable[Review], checks: Iterable[Midway]) -> dict[str, bool]:
    """Of each later review held (not a first one): was a check done between it and the one before?

    By id of the review. A check on the day of the earlier review belongs to that review, one on
    the day of the later review came too late to be midway.
    """
    done: dict[str, list[date]] = {}
    for check in checks:
        if check.on is not None:
            done.setdefault(check.child_id, []).append(check.on)
    held: dict[tuple[str, str | None], list[tuple[date, Review]]] = {}
    for review in reviews:
        if review.held is not None:
            held.setdefault((review.child_id, review.period_id), []).append((review.held, review))
    found: dict[str, bool] = {}
    for (child, _), series in held.items():
        before: date | None = None
        for day, review in sorted(series, key=lambda one: (one[0], one[1].id)):
            if review.ordinal > 1:
                found[review.id] = before is not None and any(
                    before < on < day for on in done.get(child, ())
                )
            before = day
    return found


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
