"""What was decided on this device today, newest first: each is one unit, and undo takes it back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from store.called import called, field_words
from store.conflicts.items import Decided
from store.journal import Journal
from store.journal.history import shown_value
from store.journal.undoing import undone_units
from store.shown import shown_text
from store.wording import plain, say

_MOST = 5_000
"""So many of this device's latest changes are looked through for today's decisions."""

_COLUMNS = "unit, kind, record, vals, repl, undoes, person, at, label, reason"


def decided_today(journal: Journal) -> tuple[Decided, ...]:
    """Today's decisions of this device that stand, newest first."""
    rows = list(_today(journal))
    if not rows:
        return ()
    undone = undone_units(journal)
    kept, apart = say("duplicates.unit_kept"), say("duplicates.unit_distinct")
    found: dict[tuple[str, str], tuple[Any, ...]] = {}
    for unit, kind, record, vals, repl, undoes, *rest in rows:
        if undoes is not None or unit in undone:
            continue
        label = rest[2]
        if label in (kept, apart):
            # The unit's changes come newest first: the withdrawal of the double itself leads.
            about = record if label == kept else json.loads(vals).get("records", "")
            found.setdefault((unit, ""), (kind, record, None, about, *rest))
            continue
        for name in _settled(vals, repl, label):
            found.setdefault((unit, name + record), (kind, record, name, vals, *rest))
    names = called(journal, ((kind, record) for kind, record, *_ in found.values()))
    return tuple(_decided(journal, unit, one, names) for (unit, _), one in found.items())


def _today(journal: Journal) -> Iterator[tuple[Any, ...]]:
    day = journal.now().astimezone().date()
    rows = journal.database.execute_sql(
        f"SELECT {_COLUMNS} FROM change WHERE device = ? ORDER BY seq DESC LIMIT {_MOST}",
        (journal.author.device,),
    )
    for row in rows:
        if datetime.fromisoformat(row[7]).astimezone().date() != day:
            return
        yield row


def _settled(vals: str, repl: str | None, label: str) -> list[str]:
    """The fields of a change that ended a conflict: it replaced several heads at once."""
    if label in (say("conflicts.unit_restored"), say("conflicts.unit_stays")):
        return ["withdrawn"]
    replaced = [head[0] for head in json.loads(repl or "[]")]
    return [name for name in json.loads(vals) if replaced.count(name) > 1]


def _decided(journal: Journal, unit: str, one: tuple[Any, ...], names: dict[str, Any]) -> Decided:
    kind, record, name, vals, person, at, label, reason = one
    if name is None:
        words, value = say("conflicts.possible_double"), label
    elif name == "withdrawn":
        words, value = field_words(kind, name), label
    else:
        text = json.loads(vals)[name]
        shown = shown_value(journal.database, kind, name, text)
        words = field_words(kind, name)
        value = shown_text(kind, name, text, shown, journal.today())[0]
    return Decided(
        unit=unit,
        called=names[record],
        kind=kind,
        record=record,
        words=words,
        value=plain(value),
        person=plain(person),
        at=datetime.fromisoformat(at),
        reason=reason,
    )
