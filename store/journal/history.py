"""What happened to a record: every saved field, what it was before, who saved it and when."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from store.database import Database
from store.journal import log
from store.journal.change import REASON, Change
from store.journal.fields import ListField, Record, RecordField
from store.journal.kinds import field_of, model_of
from store.wording import say


@dataclass(frozen=True)
class HistoryLine:
    """One field of one save. `old` and `new` are as a person would read them; None is empty."""

    at: datetime
    person: str
    role: str
    device: str
    field: str
    old: str | None
    new: str | None
    unit: str
    label: str
    reason: str | None
    kind: str
    record: str


def shown_value(database: Database, kind: str, name: str, text: str | None) -> str | None:
    """A value as a person reads it: other records by their names, everything else as written."""
    field = field_of(kind, name)
    if text is None or not isinstance(field, (RecordField, ListField)) or field.refers_to is None:
        return text
    model = model_of(field.refers_to)
    if model is None:
        return text
    if isinstance(field, RecordField):
        return _called(database, model, text)
    try:
        every = field.read(text)
    except ValueError:  # of a newer version, or damaged: as it is written
        return text
    return field.to_text([_called(database, model, one) for one in every])


def _called(database: Database, model: type[Record], record: str) -> str:
    row = database.execute_sql(
        f'SELECT "{model.titled_by}" FROM "now_{model.kind}" WHERE id = ?', (record,)
    ).fetchone()
    return str(row[0]) if row and row[0] is not None else record


def _said(database: Database, change: Change, name: str) -> str | None:
    if name in change.states:
        coarser = change.stand_ins.get(name)
        if coarser is not None and coarser[:1].isalnum():  # not the bare mark of withheld words
            return say("journal.coarser", value=coarser)
        return say(f"journal.{change.states[name]}")
    return shown_value(database, change.kind, name, change.values.get(name))


def lines_of(
    database: Database, changes: Sequence[Change], known: Iterable[Change] | None = None
) -> list[HistoryLine]:
    """The lines of these changes of one or more records, in the order given.

    What stood there before is looked up among the `known` changes, or among these.
    """
    by_name = {(c.device, c.seq): c for c in (changes if known is None else known)}
    lines = []
    for change in changes:
        replaced: dict[str, list[str]] = {}
        for name, device, seq in change.replaces:
            earlier = by_name.get((device, seq))
            own = earlier is not None and earlier.record == change.record
            said = _said(database, earlier, name) if earlier is not None and own else None
            if said is not None:
                replaced.setdefault(name, []).append(said)
        reason = (
            say(f"journal.{change.states[REASON]}") if REASON in change.states else change.reason
        )
        for name in change.values:
            lines.append(
                HistoryLine(
                    at=datetime.fromisoformat(change.at),
                    person=change.person,
                    role=change.role,
                    device=change.device,
                    field=name,
                    old=" | ".join(replaced[name]) if name in replaced else None,
                    new=_said(database, change, name),
                    unit=change.unit,
                    label=change.label,
                    reason=reason,
                    kind=change.kind,
                    record=change.record,
                )
            )
    return lines


def newest(database: Database, records: Collection[str], limit: int) -> list[HistoryLine]:
    """The newest lines of several records, newest first."""
    asked = limit
    while records:
        changes = log.newest(database, records, asked)
        own = log.of_records(database, {change.record for change in changes})
        known = [change for every in own.values() for change in every]
        lines = lines_of(database, changes[::-1], known)[::-1]
        # A change may hold no value, and then it has no line.
        if len(lines) >= limit or len(changes) < asked:
            return lines[:limit]
        asked *= 4
    return []
