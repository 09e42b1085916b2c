"""Ending a possible duplicate: one of the records is kept, or all of them are different."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from store.duplicates.finding import Duplicate, duplicates
from store.duplicates.hanging import Hangs, hanging
from store.duplicates.models import DistinctRecord, distinct_id
from store.errors import NotFound, ReasonNeeded
from store.journal import (
    Journal,
    NumberField,
    Record,
    UnitOfWork,
    fields_of,
    model_of,
    natural_id,
)
from store.wording import say

_ONE_EACH = {"meeting": "on", "point": "topic", "dispute_stage": "stage"}
"""Kinds of which a record has one for each day, topic or stage."""

_NATURAL = frozenset({"point", "dispute_stage"})
"""Those of them whose id follows from the record they hang on."""


class NoLongerAlike(NotFound):
    """The records no longer stand as possible duplicates: somebody decided meanwhile."""


@dataclass(frozen=True)
class Moved:
    """A record that hangs on one that goes: it moves to the kept one, or goes with its double."""

    kind: str
    record: str
    goes: bool


@dataclass(frozen=True)
class Kept:
    """What keeping one record did: which went, and what became of all that hung on them."""

    kept: str
    withdrawn: tuple[str, ...]
    moved: tuple[Moved, ...]


def keep_one(journal: Journal, duplicate: Duplicate, kept: str, reason: str) -> Kept:
    """Keeps one record and withdraws the others for a reason; what hung on them moves to it.

    What the kept record has already, word for word, goes instead of moving. One unit, one undo.
    Raises ReasonNeeded without a reason, NoLongerAlike when somebody decided meanwhile.
    """
    _still(journal, duplicate)
    if not reason.strip():
        raise ReasonNeeded(say("duplicates.reason_needed"), field="reason")
    model = _model(duplicate.kind)
    others = tuple(own for own in duplicate.records if own != kept)
    moves = what_would_move(journal, duplicate, kept)
    with journal.unit_of_work(say("duplicates.unit_kept"), reason) as unit:
        _move(journal, unit, duplicate, kept, moves, reason)
        for own in others:
            unit.withdraw(model, own, reason)
    return Kept(kept, others, tuple(moves))


def not_the_same(journal: Journal, duplicate: Duplicate, reason: str = "") -> str:
    """Says that these records are different things; nobody is asked again, on any device."""
    _still(journal, duplicate)
    own = distinct_id(duplicate.records)
    label = say("duplicates.unit_distinct")
    with journal.unit_of_work(label, reason.strip() or None) as unit:
        unit.save(
            DistinctRecord,
            own,
            of=duplicate.kind,
            records=list(duplicate.records),
            withdrawn=None,
        )
    return own


def what_would_move(journal: Journal, duplicate: Duplicate, kept: str) -> list[Moved]:
    """What hangs on the records that would go, and what would become of each."""
    others = [own for own in duplicate.records if own != kept]
    seen = {_says(journal, one) for one in hanging(journal, duplicate.kind, [kept])}
    moves = []
    for one in hanging(journal, duplicate.kind, others):
        if one.record in duplicate.records:
            continue
        said = _says(journal, one)
        moves.append(Moved(one.kind, one.record, said in seen))
        seen.add(said)
    return moves


def _still(journal: Journal, duplicate: Duplicate) -> None:
    if all(duplicate.id != one.id for one in duplicates(journal)):
        raise NoLongerAlike(say("duplicates.no_longer"))


def _model(kind: str) -> type[Record]:
    model = model_of(kind)
    assert model is not None, kind
    return model


def _says(journal: Journal, one: Hangs) -> tuple[Any, ...]:
    """All that a hanging record says but on what it hangs and in which place."""
    row = journal.get(_model(one.kind), one.record) or {}
    if one.kind in _ONE_EACH:
        return (one.kind, repr(row.get(_ONE_EACH[one.kind])))
    left_out = ("id", "position", one.field)
    return (one.kind, *(repr(row[name]) for name in sorted(row) if name not in left_out))


def _move(
    journal: Journal,
    unit: UnitOfWork,
    duplicate: Duplicate,
    kept: str,
    moves: Sequence[Moved],
    reason: str,
) -> None:
    fate = {one.record: one.goes for one in moves}
    places: dict[str, int] = {}
    others = [own for own in duplicate.records if own != kept]
    for one in hanging(journal, duplicate.kind, others):
        if one.record not in fate:
            continue
        model = _model(one.kind)
        if fate[one.record]:
            unit.withdraw(model, one.record, reason)
            continue
        if one.kind in _NATURAL:
            _anew(journal, unit, one, kept, reason)
            continue
        values: dict[str, Any] = {one.field: kept}
        in_order = isinstance(fields_of(model).get("position"), NumberField)
        if in_order and one.field == duplicate.kind:
            if one.kind not in places:
                places[one.kind] = _last_place(journal, one.kind, one.field, kept)
            places[one.kind] += 1
            values["position"] = places[one.kind]
        unit.save(model, one.record, **values)


def _anew(journal: Journal, unit: UnitOfWork, one: Hangs, kept: str, reason: str) -> None:
    """The record as it stands under the id it has on the kept one; the old one goes."""
    model = _model(one.kind)
    row = journal.get(model, one.record) or {}
    own = natural_id(one.kind, kept, str(row[_ONE_EACH[one.kind]]))
    values = {name: value for name, value in row.items() if name != "id" and value is not None}
    unit.save(model, own, **{**values, one.field: kept, "withdrawn": None})
    unit.withdraw(model, one.record, reason)


def _last_place(journal: Journal, kind: str, field: str, kept: str) -> int:
    row = journal.database.execute_sql(
        f'SELECT max(position) FROM "now_{kind}" WHERE "{field}" = ? AND withdrawn IS NULL', (kept,)
    ).fetchone()
    return int(row[0] or 0)
