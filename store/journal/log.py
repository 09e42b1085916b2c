"""The rows of the log: how a change is written down and read back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from store.database import Database
from store.database.dialect import dialect_of, many, write_rows
from store.journal.change import Change
from store.journal.written import written

COLUMNS = (
    "device, seq, hlc, at, person, role, kind, record, vals, repl, saw, unit, label, reason, "
    "undoes, salt, parts, states, hash"
)
_NAMES = (*COLUMNS.split(", "), "arrived")
_BY_C = ", ".join(f"c.{name}" for name in _NAMES[:-1])
_UPDATE = """UPDATE change SET vals = ?, reason = ?, salt = ?, parts = ?, states = ?
    WHERE device = ? AND seq = ?"""


def _shown(change: Change) -> str:
    """The values as the tables show them: of a withheld one, what stands in for it."""
    return written({**change.values, **change.stand_ins} if change.stand_ins else change.values)


def _parts(change: Change) -> str | None:
    if change.salt is not None:
        return None
    return written({"salts": change.salts, "commitments": change.commitments})


def _row(change: Change, arrived: str) -> tuple[Any, ...]:
    return (
        change.device, change.seq, change.hlc, change.at, change.person, change.role,
        change.kind, change.record, _shown(change),
        written(change.replaces) if change.replaces else None,
        written(change.saw) if change.saw else None,
        change.unit, change.label, change.reason, change.undoes, change.salt, _parts(change),
        written(change.states) if change.states else None, change.hash, arrived,
    )  # fmt: skip


_NO_PARTS: dict[str, dict[str, str]] = {"salts": {}, "commitments": {}}


def _heads(text: str | None) -> tuple[tuple[str, str, int], ...]:
    return tuple([(f, d, s) for f, d, s in json.loads(text)]) if text else ()


def change_of(row: tuple[Any, ...]) -> Change:
    """The change of a row with the columns of the log."""
    parts = json.loads(row[16]) if row[16] else _NO_PARTS
    values = json.loads(row[8])
    states = json.loads(row[17]) if row[17] else {}
    shown = {name: values[name] for name in states if values.get(name) is not None}
    return Change(
        device=row[0], seq=row[1], hlc=row[2], at=row[3], person=row[4], role=row[5],
        kind=row[6], record=row[7],
        values=values | dict.fromkeys(shown) if shown else values,
        replaces=_heads(row[9]), saw=_heads(row[10]),
        unit=row[11], label=row[12], reason=row[13], undoes=row[14], salt=row[15],
        salts=dict(parts["salts"]), commitments=dict(parts["commitments"]),
        states=states, hash=row[18], stand_ins=shown,
    )  # fmt: skip


def write(database: Database, changes: Iterable[Change], arrived: str) -> None:
    """Adds changes to the log, with the heads they replace."""
    changes = list(changes)
    write_rows(database, "change", _NAMES, [_row(change, arrived) for change in changes])
    if replaced := replaced_by(changes):
        many(
            database,
            "INSERT INTO dead (device, seq, field, record, kind) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            replaced,
        )


def replaced_by(changes: Iterable[Change]) -> list[tuple[str, int, str, str, str]]:
    """The rows of `dead` for some changes: each head that one replaces, with its own record."""
    return sorted(
        {
            (device, seq, name, change.record, change.kind)
            for change in changes
            if change.replaces
            for name, device, seq in change.counted()
        }
    )


def write_dead(database: Database, records: Iterable[str] | None = None) -> None:
    """Writes down the heads that the changes in the log replace, as they are counted: those
    of some records, or all."""
    dialect = dialect_of(database)
    source = "change c"
    parameters: tuple[str, ...] = ()
    if records is not None:
        source = f"{dialect.listed()} w {dialect.loop} change c ON c.record = w.value ->> 0"
        parameters = (json.dumps([[record] for record in sorted(set(records))]),)
    database.execute_sql(
        f"""INSERT INTO dead (device, seq, field, record, kind)
        SELECT r.value ->> 1, CAST(r.value ->> 2 AS BIGINT), r.value ->> 0, c.record, c.kind
        FROM {source} {dialect.loop} {dialect.items}({dialect.parsed("c.repl")}) r ON true
        WHERE c.repl IS NOT NULL
            AND (r.value ->> 1 <> c.device OR CAST(r.value ->> 2 AS BIGINT) < c.seq)
            AND EXISTS (SELECT 1 FROM {dialect.pairs}({dialect.parsed("c.vals")}) v
                WHERE v.key = r.value ->> 0)
        ORDER BY 1, 2, 3, 4, 5 ON CONFLICT DO NOTHING""",
        parameters,
    )


def rewrite(database: Database, changes: Iterable[Change]) -> None:
    """Writes down which values of known changes are present, withheld or erased."""
    many(
        database,
        _UPDATE,
        [
            (
                _shown(c), c.reason, c.salt, _parts(c),
                written(c.states) if c.states else None, c.device, c.seq,
            )
            for c in changes
        ],
    )  # fmt: skip


def read(database: Database, where: str = "", parameters: tuple[Any, ...] = ()) -> Iterator[Change]:
    """The changes for which `where` (SQL after the table's name) holds."""
    cursor = database.execute_sql(f"SELECT {COLUMNS} FROM change {where}", parameters)
    return (change_of(row) for row in cursor)


def of_record(database: Database, record: str) -> list[Change]:
    """Every change of one record, oldest by the hybrid clock first."""
    return list(read(database, "WHERE record = ? ORDER BY hlc, device, seq", (record,)))


def newest(database: Database, records: Iterable[str], limit: int) -> list[Change]:
    """The newest changes of several records, newest first."""
    dialect = dialect_of(database)
    cursor = database.execute_sql(
        f"SELECT {_BY_C} FROM {dialect.listed()} w {dialect.loop} change c "
        "ON c.record = w.value ->> 0 ORDER BY c.hlc DESC, c.device DESC, c.seq DESC LIMIT ?",
        (json.dumps([[record] for record in sorted(records)]), limit),
    )
    return [change_of(row) for row in cursor.fetchall()]


def of_records(database: Database, records: Iterable[str]) -> dict[str, list[Change]]:
    """Every change of many records by one query, each oldest by the hybrid clock first."""
    found: dict[str, list[Change]] = {record: [] for record in records}
    dialect = dialect_of(database)
    cursor = database.execute_sql(
        f"SELECT {_BY_C} FROM {dialect.listed()} w {dialect.loop} change c "
        "ON c.record = w.value ->> 0 ORDER BY c.hlc, c.device, c.seq",
        (json.dumps([[record] for record in found]),),
    )
    for row in cursor:
        change = change_of(row)
        found[change.record].append(change)
    return found


def of_names(database: Database, names: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Change]:
    """Changes by device and number; those that have not arrived are left out."""
    dialect = dialect_of(database)
    cursor = database.execute_sql(
        f"SELECT {_BY_C} FROM {dialect.listed()} w {dialect.loop} change c "
        "ON c.device = w.value ->> 0 AND c.seq = CAST(w.value ->> 1 AS BIGINT)",
        (json.dumps(sorted(names)),),
    )
    return {(row[0], row[1]): change_of(row) for row in cursor}


class Wrote(NamedTuple):
    """What a change wrote, and where it stands among others."""

    hlc: int
    device: str
    seq: int
    values: dict[str, str | None]


def wrote(database: Database, names: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Wrote]:
    """Only what changes wrote, by device and number; those that have not arrived are left out."""
    dialect = dialect_of(database)
    rows = database.execute_sql(
        "SELECT c.hlc, c.device, c.seq, c.vals, c.states "
        f"FROM {dialect.listed()} w {dialect.loop} change c "
        "ON c.device = w.value ->> 0 AND c.seq = CAST(w.value ->> 1 AS BIGINT)",
        (json.dumps(sorted(names)),),
    ).fetchall()
    found = {}
    for hlc, device, seq, vals, states in rows:
        values = json.loads(vals)
        if states:  # what stands in for a value that is not here is not what was written
            values |= dict.fromkeys(json.loads(states))
        found[device, seq] = Wrote(hlc, device, seq, values)
    return found
