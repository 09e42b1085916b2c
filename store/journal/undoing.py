"""Undo and redo of this device's own units: fields still as the unit left them go back.

What a store saved under an id it had before, until it was restored or found to be copied, is its
own work like any other.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from store.database import roomy
from store.errors import NotFound
from store.journal import log
from store.journal.change import Change
from store.journal.change import Head as HeadName
from store.journal.door import Door
from store.journal.erasing import Erasure
from store.journal.heads import Heads, heads_of, heads_to_save
from store.journal.kinds import model_of
from store.journal.saving import UnitOfWork
from store.wording import say


class NothingToUndo(NotFound):
    """No unit of this device is left to take back, or to take back the taking back."""


@dataclass(frozen=True)
class LeftAlone:
    """A field that undo did not touch, because someone changed it since."""

    kind: str
    record: str
    field: str
    by: str


@dataclass(frozen=True)
class Undone:
    """What an undo or redo did: which unit, how many fields went back, which were left and why."""

    unit: str
    label: str
    restored: int
    left: tuple[LeftAlone, ...]


@dataclass(frozen=True)
class UnitLine:
    """One unit of work of this device, newest first in a list."""

    unit: str
    label: str
    at: str
    person: str
    saves: int
    undoes: str | None
    undone: bool


def undone_units(journal: Door) -> set[str]:
    """The units taken back, where that was not itself taken back."""
    pairs = journal.database.execute_sql(
        "SELECT DISTINCT unit, undoes FROM change WHERE undoes IS NOT NULL"
    ).fetchall()
    takes: dict[str, list[str]] = {}
    undecided: Counter[str] = Counter()
    for unit, undoes in pairs:
        takes.setdefault(unit, []).append(undoes)
        undecided[undoes] += 1
    undone: set[str] = set()
    # From those that nobody took back: not by numbers, which begin again under another id.
    known = [unit for unit in takes if not undecided[unit]]
    for unit in known:
        for earlier in takes.get(unit, ()):
            if unit not in undone:
                undone.add(earlier)
            undecided[earlier] -= 1
            if not undecided[earlier]:
                known.append(earlier)
    return undone


def units(journal: Door, limit: int) -> list[UnitLine]:
    """This device's latest units."""
    undone, (own, ids) = undone_units(journal), _own(journal)
    found = []
    for unit, undoes in _own_units(journal):
        row = journal.database.execute_sql(
            f"SELECT label, max(at), person, count(*) FROM change WHERE {own} AND unit = ?",
            (*ids, unit),
        ).fetchone()
        found.append(UnitLine(unit, row[0], row[1], row[2], row[3], undoes, unit in undone))
        if len(found) == limit:
            break
    return found


def _own_ids(journal: Door) -> tuple[str, ...]:
    """Every id under which this store writes or wrote, newest first."""
    return (journal.author.device, *journal.former_ids())


def _own(journal: Door) -> tuple[str, tuple[str, ...]]:
    """The condition that a change is this store's, by which its units are found; and its ids."""
    ids = _own_ids(journal)
    return f"device IN ({', '.join('?' * len(ids))})", ids


def _own_units(journal: Door) -> Iterator[tuple[str, str | None]]:
    ids = _own_ids(journal)
    # One unit in two ids: its end was issued again, its beginning had been sent.
    met: set[str] = set()
    for device in ids:
        for unit, undoes in _units_of(journal, device):
            if unit not in met:
                yield unit, undoes
            if len(ids) > 1:
                met.add(unit)


def _units_of(journal: Door, device: str) -> Iterator[tuple[str, str | None]]:
    below = 2**62
    while True:
        row = journal.database.execute_sql(
            "SELECT unit, undoes, seq FROM change WHERE device = ? AND seq < ? "
            "ORDER BY seq DESC LIMIT 1",
            (device, below),
        ).fetchone()
        if row is None:
            return
        yield row[0], row[1]
        # Not min(seq): SQLite would read the device's numbers from 1 on until it meets the unit.
        below = journal.database.execute_sql(
            "SELECT seq FROM change WHERE device = ? AND unit = ? ORDER BY seq LIMIT 1",
            (device, row[0]),
        ).fetchone()[0]


def can_undo(journal: Door) -> bool:
    """Whether a unit of this device still stands that could be taken back."""
    return _standing(journal, undone_units(journal)) is not None


def _standing(journal: Door, undone: set[str]) -> str | None:
    return next(
        (
            unit
            for unit, undoes in _own_units(journal)
            if undoes is None and unit not in undone and not _erases(journal, unit)
        ),
        None,
    )


def _erases(journal: Door, unit: str) -> bool:
    """Whether a unit erased by law: the values are gone, so nothing could be put back."""
    # By the register, which is short; a unit may hold a hundred thousand changes.
    row = journal.database.execute_sql(
        f"SELECT 1 FROM now_{Erasure.kind} e CROSS JOIN change c ON c.record = e.id "
        "WHERE c.unit = ? LIMIT 1",
        (unit,),
    ).fetchone()
    return row is not None


def undo(journal: Door, unit: str | None) -> Undone:
    """Takes back a unit of this device, the latest that still stands when none is named."""
    undone = undone_units(journal)
    if unit is None:
        unit = _standing(journal, undone)
        if unit is None:
            raise NothingToUndo(say("journal.nothing_to_undo"))
    elif unit in undone:
        raise NothingToUndo(say("journal.already_undone"))
    elif _erases(journal, unit):
        raise NothingToUndo(say("journal.erased_stays"))
    return _take_back(journal, unit, "journal.undo_of")


def redo(journal: Door) -> Undone:
    """Takes back the latest undo, unless something new was saved since."""
    undone = undone_units(journal)
    for unit, undoes in _own_units(journal):
        if undoes is None:
            break
        if unit not in undone and _is_undo(journal, undoes):
            return _take_back(journal, unit, "journal.redo_of")
    raise NothingToUndo(say("journal.nothing_to_redo"))


def _is_undo(journal: Door, undoes: str) -> bool:
    """Whether a unit that takes back `undoes` is an undo; one that takes back an undo is a redo."""
    own, ids = _own(journal)
    row = journal.database.execute_sql(
        f"SELECT undoes FROM change WHERE {own} AND unit = ? LIMIT 1", (*ids, undoes)
    ).fetchone()
    return row is not None and row[0] is None


def _take_back(journal: Door, unit: str, wording: str) -> Undone:
    changes = [
        change
        for device in reversed(_own_ids(journal))
        for change in log.read(
            journal.database, "WHERE device = ? AND unit = ? ORDER BY seq", (device, unit)
        )
    ]
    if not changes:
        raise NothingToUndo(say("journal.no_such_unit"))
    label = _first_label(journal, changes[0])
    restored, left = 0, []
    own_of: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        own_of.setdefault((change.kind, change.record), []).append(change)
    undoing = journal.unit_undoing(say(wording, label=label), None, undoes=unit)
    with roomy(journal.database), undoing as work:
        for kind in dict.fromkeys(kind for kind, _ in own_of):
            own = {record: those for (of, record), those in own_of.items() if of == kind}
            done, others = _restore_kind(journal, work, kind, own)
            restored += done
            left += others
        if not restored:
            by = ", ".join(sorted({one.by for one in left}))
            raise NothingToUndo(say("journal.all_changed_since", label=label, by=by))
    return Undone(unit, label, restored, tuple(left))


def _first_label(journal: Door, change: Change) -> str:
    """The label of what a person did, below any undo and redo of it."""
    own, ids = _own(journal)
    where = f"WHERE {own} AND unit = ? LIMIT 1"
    while change.undoes is not None:
        earlier = next(log.read(journal.database, where, (*ids, change.undoes)), None)
        if earlier is None:
            break
        change = earlier
    return change.label


def _restore_kind(
    journal: Door, work: UnitOfWork, kind: str, own: dict[str, list[Change]]
) -> tuple[int, list[LeftAlone]]:
    """Takes back what a unit did to the records of one kind, which are read all at once."""
    model = model_of(kind)
    if model is None:
        return 0, []
    names = {(c.device, c.seq) for changes in own.values() for c in changes}
    written = {name for changes in own.values() for change in changes for name in change.values}
    seen = heads_to_save(journal, list(own), kind, written)
    made = _made(journal, own)
    simple = {
        record
        for record, changes in own.items()
        if record not in made and _stands(changes, seen[record].heads, names)
    }
    # What others built on, or what the unit made, is decided over every change of the record.
    rest = [record for record in own if record not in simple]
    every, whole = log.of_records(journal.database, rest), heads_of(journal, rest, kind)
    replaced = log.wrote(
        journal.database,
        {(d, s) for record in simple for change in own[record] for _, d, s in change.replaces},
    )
    restored = 0
    left: list[LeftAlone] = []
    back: dict[str, dict[str, list[str | None]]] = {}
    for record, changes in own.items():
        if record in simple:
            saved = {name for change in changes for name in change.values}
            back[record] = {name: _before(name, changes, replaced, names) for name in saved}
            restored += len(saved)
            continue
        takes = _restorable(kind, record, changes, every[record], whole[record])
        left += takes.left
        restored += takes.fields
        if takes.made:
            work.withdraw(model, record, say("journal.made_undone"))
        elif takes.values:
            back[record] = takes.values
    if back:
        work.restore_many(model, back, seen, _knew(journal, back, own))
    return restored, left


def _knew(
    journal: Door, back: dict[str, dict[str, list[str | None]]], own: dict[str, list[Change]]
) -> dict[str, tuple[HeadName, ...]]:
    """What the withdrawals that come back knew of their records."""
    wanted = [record for record, values in back.items() if any(values.get("withdrawn", ()))]
    named = {
        (device, seq): record
        for record in wanted
        for change in own[record]
        for name, device, seq in change.replaces
        if name == "withdrawn"
    }
    found = log.of_names(journal.database, named)
    return {
        named[name]: change.saw
        for name, change in sorted(found.items())
        if change.values.get("withdrawn") is not None
    }


def _made(journal: Door, own: dict[str, list[Change]]) -> set[str]:
    """The records whose earliest change is the unit's: it made them."""
    firsts = [
        (record, first.hlc, first.device, first.seq)
        for record, (first, *_) in own.items()
        if not first.replaces
    ]
    rows = journal.database.execute_sql(
        "SELECT w.value->>0 FROM json_each(?) w WHERE NOT EXISTS (SELECT 1 FROM change c "
        "WHERE c.record = w.value->>0 "
        "AND (c.hlc, c.device, c.seq) < (w.value->>1, w.value->>2, w.value->>3))",
        (json.dumps(firsts),),
    ).fetchall()
    return {record for (record,) in rows}


def _stands(own: list[Change], heads: Heads, names: set[tuple[str, int]]) -> bool:
    """Whether all that these changes wrote is still as they left it."""
    return all(
        (head.device, head.seq) in names
        for change in own
        for name in change.values
        for head in heads.get(name, ())
    )


@dataclass(frozen=True)
class _Takes:
    """What can be taken back of one record: it was made here, or some values go back."""

    made: bool
    fields: int
    values: dict[str, list[str | None]]
    left: list[LeftAlone]


def _restorable(
    kind: str, record: str, own: list[Change], every: list[Change], heads: Heads
) -> _Takes:
    changes = {(c.device, c.seq): c for c in every}
    names = {(c.device, c.seq) for c in own}
    values: dict[str, list[str | None]] = {}
    left: list[LeftAlone] = []
    foreign: list[Change] = []
    written = {name for change in own for name in change.values}
    for name, standing in heads.items():
        others = [
            changes[origin]
            for head in standing
            for origin in _origins(name, (head.device, head.seq), changes, names)
            if origin not in names
        ]
        if others and name in written:
            left.append(LeftAlone(kind, record, name, others[0].person))
        elif name in written:
            values[name] = _before(name, own, changes, names)
        foreign += others
    # The earliest change is the one that made the record: there is no value before it, so the
    # record leaves every list, unless someone has built on it since.
    if next(iter(changes)) in names:
        if foreign:
            by = foreign[0].person
            untouched = [LeftAlone(kind, record, name, by) for name in sorted(written)]
            return _Takes(False, 0, {}, untouched)
        return _Takes(True, len(written), {}, [])
    return _Takes(False, len(values), values, left)


def _origins(
    name: str,
    head: tuple[str, int],
    changes: dict[tuple[str, int], Change],
    names: set[tuple[str, int]],
    met: frozenset[tuple[str, int]] = frozenset(),
) -> set[tuple[str, int]]:
    """The changes whose value a head shows: itself, or what an undo or redo brought back."""
    undoes = changes[head].undoes
    # One that says it brought back what came of it does not: it stands for itself.
    if undoes is None or head in names or head in met:
        return {head}
    first = next((c for c in changes.values() if c.unit == undoes and name in c.values), None)
    if first is None:
        return {head}
    brought_back = [(d, s) for f, d, s in first.counted() if f == name and (d, s) in changes]
    return {
        origin
        for earlier in brought_back
        for origin in _origins(name, earlier, changes, names, met | {head})
    }


def _before(
    name: str,
    own: list[Change],
    all_changes: Mapping[tuple[str, int], Change | log.Wrote],
    names: set[tuple[str, int]],
) -> list[str | None]:
    """The values of the heads that the unit's first save of the field replaced, lowest first."""
    first = next(change for change in own if name in change.values)
    replaced = [
        all_changes[(d, s)]
        for f, d, s in first.replaces
        if f == name and (d, s) in all_changes and (d, s) not in names
    ]
    replaced.sort(key=lambda change: (change.hlc, change.device, change.seq))
    return list(dict.fromkeys(change.values.get(name) for change in replaced)) or [None]
