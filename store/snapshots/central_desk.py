"""What waits for a decision in a log elsewhere, brought here so that it can be decided here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from store.duplicates import duplicates, hanging
from store.journal import Journal, RecordField, field_of, fields_of, model_of
from store.snapshots.ranges import among, as_ranges, changes_named, names_of
from store.snapshots.whose import kinds_of, people_named

# What people said at a desk about what stands there.
_SAID = ("distinct", "deferral")


def fetch_desk(journal: Journal, central: Journal) -> int:
    """Brings here every record that waits for a decision there; returns how many changes are new.

    With them comes what a decision moves or is read by: what hangs on possible duplicates, what
    the records point at, the people they name, and what was put off or called different before.
    What waits here comes again too: a device may have ended it since. What is then decided here
    reaches the central journal by `bring_along`.
    """
    if central is journal:
        return 0
    waiting, named = {one.record for one in journal.conflicts()}, set[str]()
    waiting.update(record for double in duplicates(journal) for record in double.records)
    for one in central.conflicts():
        waiting.add(one.record)
        if isinstance(field_of(one.kind, one.field), RecordField):
            named.update(head.value for head in one.heads if head.value)
    for double in duplicates(central):
        waiting.update(double.records)
        waiting.update(each.record for each in hanging(central, double.kind, double.records))
    if not waiting:
        return 0
    around = _with_what_they_point_at(central, waiting | named)
    around.update(*people_named(central, around).values())
    found = names_of(central, around | _said(central))
    names = sorted({name for every in found.values() for name in every})
    return journal.receive(list(changes_named(central, names)), as_ranges(central, names)).new


def _with_what_they_point_at(journal: Journal, records: Collection[str]) -> set[str]:
    """Some records, and all that stand above them, however far up."""
    known, new = set[str](), set(records)
    while new:
        known |= new
        by_kind: dict[str, list[str]] = defaultdict(list)
        for record, kind in kinds_of(journal, new):
            by_kind[kind].append(record)
        new = set()
        for kind, of in by_kind.items():
            fields = fields_of(model) if (model := model_of(kind)) else {}
            columns = ", ".join(f'"{n}"' for n, f in fields.items() if isinstance(f, RecordField))
            if columns:
                for row in among(journal, f'SELECT {columns} FROM "now_{kind}" WHERE id IN', of):
                    new.update(value for value in row if value)
        new -= known
    return known


def _said(journal: Journal) -> set[str]:
    every = set[str]()
    for kind in _SAID:
        rows = journal.database.execute_sql(f'SELECT id FROM "now_{kind}"')
        every.update(record for (record,) in rows)
    return every
