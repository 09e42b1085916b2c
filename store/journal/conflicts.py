"""Conflicts: fields with several heads that differ, shown whole until a person decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from store.database import Database
from store.errors import NotFound, Refused
from store.journal.fields import Record
from store.journal.history import shown_value
from store.journal.kinds import field_of, model_of
from store.wording import say


@dataclass(frozen=True)
class Head:
    """One of the values in conflict: who wrote it, where, when and why; `wins` until decided."""

    value: str | None
    shown: str | None
    state: str | None
    device: str
    person: str
    role: str
    at: datetime
    reason: str | None
    wins: bool


@dataclass(frozen=True)
class Conflict:
    """One field of one record with differing heads. `id` is the same on every device."""

    id: str
    record: str
    kind: str
    field: str
    protected: bool
    heads: tuple[Head, ...]


def conflicts(database: Database, record: str | None = None) -> list[Conflict]:
    """The open conflicts, of one record or of all, in a steady order."""
    where = "" if record is None else "WHERE record = ?"
    rows = database.execute_sql(
        f"SELECT record, kind, field FROM conflict {where} ORDER BY kind, record, field",
        () if record is None else (record,),
    ).fetchall()
    found = []
    for of, kind, name in rows:
        field = field_of(kind, name)
        found.append(
            Conflict(
                id=f"{of[:12]}.{name}",
                record=of,
                kind=kind,
                field=name,
                protected=bool(field and field.protected),
                heads=_heads(database, of, kind, name),
            )
        )
    return found


def _heads(database: Database, record: str, kind: str, name: str) -> tuple[Head, ...]:
    rows = database.execute_sql(
        """SELECT j.value, json_extract(c.states, '$."' || j.key || '"'), c.device, c.person,
            c.role, c.at, c.reason
        FROM change c, json_each(c.vals) j
        WHERE c.record = ? AND c.kind = ? AND j.key = ? AND NOT EXISTS (SELECT 1 FROM dead d
            WHERE d.device = c.device AND d.seq = c.seq AND d.field = j.key)
        ORDER BY c.hlc DESC, c.device DESC, c.seq DESC""",
        (record, kind, name),
    )
    return tuple(
        Head(
            value=value,
            shown=shown_value(database, kind, name, value),
            state=state,
            device=device,
            person=person,
            role=role,
            at=datetime.fromisoformat(at),
            reason=reason,
            wins=place == 0,
        )
        for place, (value, state, device, person, role, at, reason) in enumerate(rows)
    )


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
