"""Where children lived and under which legal status, period by period, oldest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from typing import Any, TypeVar

from store.children.codes import PlacementChange, PlacementKind
from store.children.models import LegalStatusRecord, PlacementRecord
from store.children.reading import Child, Period, period_for, periods_of
from store.codes import LegalStatus
from store.journal import Journal, Record


@dataclass(frozen=True, slots=True)
class Placement:
    """A place a child lived in, from `started` until the day before `ended` (None: still).

    `record_kind` is "period" where only the period's own words say it: then `id` is the period's.
    """

    id: str
    record_kind: str
    child_id: str
    period_id: str
    started: date
    ended: date | None
    kind: PlacementKind | None
    where: str | None
    why: PlacementChange | None

    @property
    def words(self) -> str:
        """Kind and place in one line."""
        said = [self.kind.wording] if self.kind else []
        return " · ".join([*said, *([self.where] if self.where else [])])


@dataclass(frozen=True, slots=True)
class LegalSpell:
    """A legal status, from `started` until the day before `ended` (None: still)."""

    id: str
    record_kind: str
    child_id: str
    period_id: str
    started: date
    ended: date | None
    status: LegalStatus | None


Spell = TypeVar("Spell", Placement, LegalSpell)


def placements_of(journal: Journal, child: str | None = None) -> dict[str, list[Placement]]:
    """The placements of every child (or one) by child id, oldest first."""
    found: dict[str, list[Placement]] = {}
    for period, rows in _by_period(journal, PlacementRecord, child):
        spells = found.setdefault(period.child_id, [])
        days = [row["started"] for row in rows]
        if period.placement and not any(day <= period.started for day in days):
            until = days[0] if days else period.ended
            spells.append(
                Placement(
                    period.id, "period", period.child_id, period.id, period.started, until,
                    None, period.placement, None,
                )
            )  # fmt: skip
        spells += [
            Placement(
                row["id"], "placement", period.child_id, period.id, row["started"], until,
                row["type"], row["where"], row["why"],
            )
            for row, until in _until(rows, period)
        ]  # fmt: skip
    return {child_id: spells for child_id, spells in found.items() if spells}


def legal_statuses_of(journal: Journal, child: str | None = None) -> dict[str, list[LegalSpell]]:
    """The legal statuses of every child (or one) by child id, oldest first."""
    found: dict[str, list[LegalSpell]] = {}
    for period, rows in _by_period(journal, LegalStatusRecord, child):
        spells = found.setdefault(period.child_id, [])
        if period.legal_status is not None:
            until = rows[0]["started"] if rows else period.ended
            spells.append(
                LegalSpell(
                    period.id, "period", period.child_id, period.id, period.started, until,
                    period.legal_status,
                )
            )  # fmt: skip
        spells += [
            LegalSpell(
                row["id"], "legal_status", period.child_id, period.id, row["started"], until,
                row["status"],
            )
            for row, until in _until(rows, period)
        ]  # fmt: skip
    return {child_id: spells for child_id, spells in found.items() if spells}


def spell_on(spells: Sequence[Spell], day: date) -> Spell | None:
    """The placement or status that held on `day`, the latest begun where two did."""
    holding = [
        one for one in spells if one.started <= day and (one.ended is None or day < one.ended)
    ]
    return holding[-1] if holding else None


def lives_now(journal: Journal, child: Child) -> list[str]:
    """Legal status and place of a child in words: as they are today, after care as they were."""
    period = child.period
    if period is None:
        return []
    day = journal.today()
    if period.ended is not None and period.ended <= day:
        day = period.ended - timedelta(days=1)
    status = spell_on(legal_statuses_of(journal, child.id).get(child.id, ()), day)
    place = spell_on(placements_of(journal, child.id).get(child.id, ()), day)
    words = [status.status.wording] if status and status.status else []
    return [*words, *([place.words] if place and place.words else [])]


def _by_period(
    journal: Journal, model: type[Record], child: str | None
) -> Iterable[tuple[Period, list[dict[str, Any]]]]:
    """Each period with the records that began in it, oldest first."""
    query = model.select().where(model.withdrawn.is_null())
    if child is not None:
        query = query.where(model.child == child)  # type: ignore[attr-defined]
    begun: dict[str, list[dict[str, Any]]] = {}
    for row in journal.rows(query):
        if row["child"] is not None and row["started"] is not None:
            begun.setdefault(row["child"], []).append(row)
    for own, periods in periods_of(journal, child).items():
        rows: Mapping[str, list[dict[str, Any]]] = _sorted_in(periods, begun.get(own, ()))
        for period in periods:
            yield period, rows.get(period.id, [])


def _sorted_in(
    periods: Sequence[Period], rows: Iterable[dict[str, Any]]
) -> Mapping[str, list[dict[str, Any]]]:
    """The records by the period they began in: the one they name, else the one of their day."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda row: (row["started"], row["id"])):
        period = period_for(periods, row["started"], row["period"])
        if period is not None:
            found.setdefault(period.id, []).append(row)
    return found


def _until(
    rows: Sequence[dict[str, Any]], period: Period
) -> Iterable[tuple[dict[str, Any], date | None]]:
    """Each record with the day it ended: its own, the next one's first, or the period's last."""
    for row, following in zip_longest(rows, rows[1:]):
        bounds = [row.get("ended"), following["started"] if following else period.ended]
        yield row, min((day for day in bounds if day is not None), default=None)
