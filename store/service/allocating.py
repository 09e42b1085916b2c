"""Which child was whose on a day: by what the children say now, or by the journal of that day."""

from __future__ import annotations

from datetime import date

from store.children import Child, ChildRecord
from store.children import children as every_child
from store.journal import Journal
from store.service.codes import Worker

# Read from the log itself: a table holds only what is so now.
_SAVED = """SELECT record, json_extract(vals, '$.' || ?), substr(at, 1, 10) FROM change
    WHERE kind = ? AND json_type(vals, '$.' || ?) IS NOT NULL ORDER BY hlc, device, seq"""


def allocated_on(journal: Journal, worker: Worker, on: date) -> dict[str, str | None]:
    """By child id, the id of the person whose child it was on `on`; None for nobody's.

    As authored by that day and known now. A child entered later counts as its first entry has it.
    """
    rows = journal.rows(
        ChildRecord.select(ChildRecord.id, getattr(ChildRecord, worker.value)).where(
            ChildRecord.withdrawn.is_null()
        )
    )
    now: dict[str, str | None] = {row["id"]: row[worker.value] for row in rows}
    if on >= journal.today():
        return now
    last, first = on.isoformat(), set[str]()
    then: dict[str, str | None] = {}
    saved = journal.database.execute_sql(_SAVED, (worker.value, ChildRecord.kind, worker.value))
    for record, value, day in saved.fetchall():
        if day <= last or record not in first:
            then[record] = value
        first.add(record)
    return {record: then.get(record, person) for record, person in now.items()}


def looked_after_on(journal: Journal, on: date) -> list[Child]:
    """The children looked after on a day."""
    return [
        child
        for child in every_child(journal)
        if any(period.open_on(on) for period in child.periods)
    ]
