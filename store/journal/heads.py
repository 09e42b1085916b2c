"""The heads of records: for each field, the changes that no other of the record replaces."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from store.journal.opened import Opened


@dataclass(frozen=True, slots=True)
class LiveHead:
    """One head of a field: the value, the change that wrote it, and whether the value is here."""

    value: str | None
    device: str
    seq: int
    hlc: int
    state: str | None

    @property
    def rank(self) -> tuple[int, str, int]:
        """The order of heads: the highest is the one shown until a person decides."""
        return (self.hlc, self.device, self.seq)


Heads = dict[str, list[LiveHead]]
"""The heads of every field of a record, the shown one first."""


class Seen(NamedTuple):
    """What a save must know of a record: the heads of its fields, and whether it is there."""

    heads: Heads
    there: bool


_DEAD = """EXISTS (SELECT 1 FROM dead d
    WHERE d.device = c.device AND d.seq = c.seq AND d.field = {field}
        AND d.record = c.record AND d.kind = c.kind)"""

# A field with one head has it in the newest change that is not dead: the index is walked
# backwards to it, however many changes the record has.
_ONE_HEAD = f"""SELECT w.value, f.value, json_extract(h.vals, '$."' || f.value || '"'),
    h.device, h.seq, h.hlc, h.states
    FROM json_each(?) w CROSS JOIN json_each(?) f CROSS JOIN change h ON h.rowid = (
        SELECT c.rowid FROM change c WHERE c.record = w.value AND c.kind = ?
            AND json_type(c.vals, '$."' || f.value || '"') IS NOT NULL
            AND NOT {_DEAD.format(field="f.value")}
        ORDER BY c.rowid DESC LIMIT 1)"""

_EVERY_HEAD = f"""SELECT c.record, j.key, j.value, c.device, c.seq, c.hlc, c.states
    FROM json_each(?) w CROSS JOIN change c ON c.record = w.value AND c.kind = ?,
        json_each(c.vals) j
    WHERE NOT {_DEAD.format(field="j.key")}"""


def live_heads(journal: Opened, record: str, kind: str) -> Heads:
    """The heads of every field of a record, the shown one first."""
    return heads_of(journal, [record], kind)[record]


def heads_of(journal: Opened, records: Sequence[str], kind: str) -> dict[str, Heads]:
    """The heads of many records of a kind by one query; empty for a record that is not there."""
    rows = journal.database.execute_sql(
        _EVERY_HEAD, (json.dumps(list(dict.fromkeys(records))), kind)
    )
    found = _read(records, rows)
    for fields in found.values():
        for heads in fields.values():
            if len(heads) > 1:
                heads.sort(key=lambda head: head.rank, reverse=True)
    return found


def heads_to_save(
    journal: Opened, records: Sequence[str], kind: str, names: Collection[str]
) -> dict[str, Seen]:
    """The heads of some fields of many records, and which of them are there.

    A record that is withdrawn, or has a field of several heads, is read whole: it is settled
    whole. So is each when `withdrawn` is asked for, because a withdrawal names all it saw.
    """
    database = journal.database
    listed = json.dumps(list(dict.fromkeys(records)))
    there = dict(
        database.execute_sql(
            f'SELECT id, withdrawn FROM "now_{kind}" WHERE id IN (SELECT value FROM json_each(?))',
            (listed,),
        ).fetchall()
    )
    if "withdrawn" in names:
        found = heads_of(journal, records, kind)
    else:
        found = _read(
            records, database.execute_sql(_ONE_HEAD, (listed, json.dumps(sorted(names)), kind))
        )
        whole = [own for own, withdrawn in there.items() if withdrawn is not None]
        if database.execute_sql("SELECT 1 FROM fork LIMIT 1").fetchone():
            forked = database.execute_sql(
                "SELECT record FROM fork WHERE record IN (SELECT value FROM json_each(?))",
                (listed,),
            ).fetchall()
            whole += [own for (own,) in forked]
        if whole:
            found |= heads_of(journal, whole, kind)
    return {record: Seen(heads, record in there) for record, heads in found.items()}


def _read(records: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> dict[str, Heads]:
    found: dict[str, Heads] = {record: {} for record in records}
    for record, name, value, device, seq, hlc, states in rows:
        state = json.loads(states).get(name) if states else None
        found[record].setdefault(name, []).append(LiveHead(value, device, seq, hlc, state))
    return found
