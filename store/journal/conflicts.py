"""Conflicts: fields with several heads that differ, shown whole until a person decides."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from store.database import Database
from store.database.dialect import dialect_of
from store.errors import NotFound, Refused
from store.journal.fields import Record
from store.journal.heads import live_heads
from store.journal.history import shown_value
from store.journal.kinds import field_of, model_of
from store.journal.opened import Opened
from store.wording import say

WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Head:
    """One of the values in conflict: who wrote it, where, when and why; `wins` until decided.

    `seq` numbers the change on its device, `replaces` names the changes whose value it replaced;
    `undoes` says that an undo brought the value back.
    """

    value: str | None
    shown: str | None
    state: str | None
    device: str
    person: str
    role: str
    at: datetime
    reason: str | None
    wins: bool
    seq: int = 0
    replaces: tuple[tuple[str, int], ...] = ()
    undoes: bool = False


@dataclass(frozen=True)
class Conflict:
    """One field of one record with differing heads. `id` is the same on every device."""

    id: str
    record: str
    kind: str
    field: str
    protected: bool
    heads: tuple[Head, ...]


_HEAD = "c.vals, c.states, c.device, c.seq, c.person, c.role, c.at, c.reason, c.repl, c.undoes"


def conflicts(database: Database, record: str | None = None) -> list[Conflict]:
    """The open conflicts, of one record or of all, in a steady order."""
    where, named = ("", ()) if record is None else ("WHERE k.record = ?", (record,))
    forked: dict[tuple[str, str, str], list[Sequence[Any]]] = {}
    # Every head of a field with several stands in `fork`, the one shown first.
    for kind, of, name, *head in database.execute_sql(
        f"""SELECT k.kind, k.record, k.field, {_HEAD} FROM conflict k
        LEFT JOIN fork f ON f.record = k.record AND f.field = k.field
        LEFT JOIN change c ON c.device = f.device AND c.seq = f.seq
        {where} ORDER BY k.kind, k.record, k.field, f.place""",
        named,
    ).fetchall():
        forked.setdefault((kind, of, name), []).append(head)
    found = []
    for (kind, of, name), heads in forked.items():
        field = field_of(kind, name)
        if heads[0][2] is None:  # edited after withdrawal: only the withdrawal itself is a head
            heads = _withdrawal(database, of, kind)
        found.append(
            Conflict(
                id=f"{of[:12]}.{name}",
                record=of,
                kind=kind,
                field=name,
                protected=bool(field and field.protected),
                heads=_heads(database, kind, name, heads),
            )
        )
    return found


def _withdrawal(database: Database, record: str, kind: str) -> list[Sequence[Any]]:
    dialect = dialect_of(database)
    pairs = f"{dialect.pairs}({dialect.parsed('c.vals')})"
    return list(
        database.execute_sql(
            f"""SELECT {_HEAD} FROM change c {dialect.loop} {pairs} j ON true
            WHERE c.record = ? AND c.kind = ? AND j.key = ? AND NOT EXISTS (SELECT 1 FROM dead d
                WHERE d.device = c.device AND d.seq = c.seq AND d.field = j.key
                    AND d.record = c.record AND d.kind = c.kind)
            ORDER BY c.hlc DESC, c.device DESC, c.seq DESC""",
            (record, kind, WITHDRAWN),
        )
    )


def _heads(
    database: Database, kind: str, name: str, rows: Iterable[Sequence[Any]]
) -> tuple[Head, ...]:
    found = []
    for place, (vals, states, device, seq, person, role, at, reason, repl, undoes) in enumerate(
        rows
    ):
        value = json.loads(vals).get(name)
        found.append(
            Head(
                value=value,
                shown=shown_value(database, kind, name, value),
                state=json.loads(states).get(name) if states else None,
                device=device,
                person=person,
                role=role,
                at=datetime.fromisoformat(at),
                reason=reason,
                wins=place == 0,
                seq=seq,
                replaces=tuple(
                    (of, number) for field, of, number in json.loads(repl or "[]") if field == name
                ),
                undoes=undoes is not None,
            )
        )
    return tuple(found)


def first_written(database: Database, record: str, kind: str, name: str, head: Head) -> Head:
    """The value as its author wrote it, where an undo brought it back; else the head itself."""
    if not head.undoes:
        return head
    rows = database.execute_sql(
        f"""SELECT {_HEAD} FROM change c WHERE c.record = ? AND c.kind = ? AND c.undoes IS NULL
        ORDER BY c.hlc DESC, c.device DESC, c.seq DESC""",
        (record, kind),
    ).fetchall()
    same = [row for row in rows if json.loads(row[0]).get(name, head) == head.value]
    if not same:
        return head
    return replace(_heads(database, kind, name, same[:1])[0], wins=head.wins)


def change_heads(
    database: Database, record: str, kind: str, name: str, wanted: Iterable[tuple[str, int]]
) -> list[Head]:
    """What these changes wrote into a field of a record, by device and number; those not here, or
    of another record, are left out."""
    rows = []
    for device, seq in sorted(set(wanted)):
        rows += database.execute_sql(
            f"SELECT {_HEAD} FROM change c "
            "WHERE c.device = ? AND c.seq = ? AND c.kind = ? AND c.record = ?",
            (device, seq, kind, record),
        ).fetchall()
    return list(_heads(database, kind, name, rows))


def edited_after(journal: Opened, record: str, kind: str) -> list[tuple[str, Head]]:
    """What was written into a withdrawn record by someone who did not know of the withdrawal.

    Each is a field with its head, newest first.
    """
    heads = live_heads(journal, record, kind)
    if WITHDRAWN not in heads or heads[WITHDRAWN][0].value is None:
        return []
    own = (heads[WITHDRAWN][0].device, heads[WITHDRAWN][0].seq)
    row = journal.database.execute_sql(
        "SELECT saw FROM change WHERE device = ? AND seq = ?", own
    ).fetchone()
    saw = {tuple(head) for head in json.loads(row[0] or "[]")}
    unseen = [
        (name, change_heads(journal.database, record, kind, name, [(head.device, head.seq)])[0])
        for name, standing in heads.items()
        for head in standing
        if name != WITHDRAWN
        and (head.device, head.seq) != own
        and (name, head.device, head.seq) not in saw
    ]
    return sorted(unseen, key=lambda edit: (edit[1].at, edit[0]), reverse=True)


def decision_for(database: Database, record: str, name: str) -> tuple[type[Record], bool]:
    """The model of a conflict that can be decided here, and whether its field is protected.

    NotFound where nothing is in conflict; Refused where a value of it is withheld from this store.
    """
    found = [c for c in conflicts(database, record) if c.field == name]
    model = model_of(found[0].kind) if found else None
    if not found or model is None:
        raise NotFound(say("journal.no_conflict", field=name))
    if any(head.state == "withheld" for head in found[0].heads):
        raise Refused(say("journal.withheld_conflict", field=name), field=name)
    return model, found[0].protected
