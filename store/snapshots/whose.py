"""Whose a record is: a child's, everyone's, or what it says of a person at work."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from store.children import ChildRecord
from store.database.dialect import dialect_of
from store.journal import Journal, RecordField, fields_of, kinds
from store.people import PersonRecord
from store.snapshots.ranges import among, outside

# What is about no child and belongs to everyone. An erasure too: it must reach every copy.
SHARED_KINDS = frozenset(
    {
        *("plan", "area", "commitment", "action", "lineage", "view", "post", "region"),
        *("extra_day", "rule", "term", "template", "topic", "late_reason", "dispute_rung"),
        *("erasure", "pseudonym_key"),
    }
)
# About several records, which stand as a list in one field.
LISTED_KINDS = {"distinct": "records"}
# About no child and not for everyone: an audit is of somebody's practice.
KEPT_KINDS = frozenset({"audit"})


@dataclass(frozen=True)
class About:
    """Records by what they are about; `others` are about no child and not for everyone.

    `people` are the records of those who work here.
    """

    shared: frozenset[str]
    by_child: Mapping[str, frozenset[str]]
    people: frozenset[str]
    others: frozenset[str]


def about(journal: Journal, records: Collection[str] | None = None, depth: int = 3) -> About:
    """What some records (all, without any) are about, by the kind and by what they point at."""
    shared: set[str] = set()
    others: set[str] = set()
    staff: set[str] = set()
    by_child: dict[str, set[str]] = defaultdict(set)
    pending: dict[str, list[str]] = {}
    aiming: dict[str, set[str]] = {}
    for record, kind in kinds_of(journal, records):
        if kind in SHARED_KINDS:
            shared.add(record)
        elif kind == PersonRecord.kind:
            staff.add(record)
        elif kind == ChildRecord.kind:
            by_child[record].add(record)
        else:
            pending.setdefault(kind, []).append(record)
    for kind, of in pending.items():
        pointed = {
            record: (children, aims) for record, children, aims in _points(journal, kind, of)
        }
        for record in of:
            named, aims = pointed.get(record, ((), ()))
            for child in named:
                by_child[child].add(record)
            if not named and aims:
                aiming[record] = set(aims)
            elif not named:
                others.add(record)
    if aiming and depth:
        whom = about(journal, {aim for aims in aiming.values() for aim in aims}, depth - 1)
        children_of = {record: child for child, found in whom.by_child.items() for record in found}
        for record, aimed in aiming.items():
            children = {children_of[aim] for aim in aimed if aim in children_of}
            for child in children:
                by_child[child].add(record)
            if not children:
                (shared if aimed & whom.shared else others).add(record)
    return About(
        frozenset(shared),
        {child: frozenset(found) for child, found in by_child.items()},
        frozenset(staff),
        frozenset(others),
    )


def kinds_of(journal: Journal, records: Collection[str] | None) -> Iterator[tuple[str, ...]]:
    """Some records (all, without any) with the kinds under which anything was written on them."""
    query = "SELECT DISTINCT record, kind FROM change"
    if records is None:
        yield from journal.database.execute_sql(query)
        return
    yield from among(journal, f"{query} WHERE record IN", records)


def _points(
    journal: Journal, kind: str, records: Collection[str]
) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Per record the children it names, and the records of no certain kind that it is about."""
    model = kinds().get(kind)
    if model is None:  # a newer version's kind: this one cannot say whose it is
        return
    named = [
        (name, field.refers_to)
        for name, field in fields_of(model).items()
        if isinstance(field, RecordField) and field.refers_to in (None, ChildRecord.kind)
    ]
    if kind in LISTED_KINDS:
        named.append((LISTED_KINDS[kind], None))
    if not named:
        return
    columns = ", ".join(f'"{name}"' for name, _ in named)
    rows = among(journal, f'SELECT id, {columns} FROM "now_{kind}" WHERE id IN', records)
    for record, *values in rows:
        found = list(zip(values, named, strict=True))
        aims = [value for value, (_, to) in found if value and to is None]
        if kind in LISTED_KINDS:
            aims = [one for value in aims for one in json.loads(value)]
        yield record, tuple(v for v, (_, to) in found if v and to is not None), tuple(aims)


def records_since(
    journal: Journal, seen: Mapping[str, list[tuple[int, int]]], row: int
) -> set[str]:
    """The records of the changes that are held here and were not yet `seen` (spans by device).

    And of those put into the log after its row `row`: what stood aside and counts now.
    """
    rows = journal.database.execute_sql(
        "SELECT DISTINCT record FROM change WHERE rowid > ?", (row,)
    )
    found: set[str] = {record for (record,) in rows}
    for over in journal.ranges():
        for first, last in outside(over.first, over.last, seen.get(over.device, ())):
            found.update(
                record
                for (record,) in journal.database.execute_sql(
                    "SELECT DISTINCT record FROM change WHERE device = ? AND seq BETWEEN ? AND ?",
                    (over.device, first, last),
                )
            )
    staff = about(journal, found).people
    return found | pointing_at(journal, found) | pointing_at(journal, staff, PersonRecord.kind)


def pointing_at(
    journal: Journal, records: Collection[str], refers_to: str | None = None
) -> set[str]:
    """The records of any kind that are about some records, or name these people."""
    found: set[str] = set()
    for kind, model in kinds().items():
        for name, field in fields_of(model).items():
            if isinstance(field, RecordField) and field.refers_to == refers_to:
                query = f'SELECT id FROM "now_{kind}" WHERE "{name}" IN'
                found.update(record for (record,) in among(journal, query, records))
    return found


def written_on(journal: Journal, device: str) -> set[str]:
    """The records that a device has written on."""
    rows = journal.database.execute_sql(
        "SELECT DISTINCT record FROM change WHERE device = ?", (device,)
    )
    return {record for (record,) in rows}


def writers(journal: Journal, records: Collection[str]) -> dict[str, set[str]]:
    """Which of these records each device has written on."""
    found: dict[str, set[str]] = defaultdict(set)
    query = "SELECT DISTINCT device, record FROM change WHERE record IN"
    for device, record in among(journal, query, records):
        found[device].add(record)
    return found


def writers_about(journal: Journal, records: Collection[str]) -> dict[str, set[str]]:
    """Which of these records each device has written on, or are about what it has written on."""
    aims: dict[str, set[str]] = defaultdict(set)
    by_kind: dict[str, list[str]] = defaultdict(list)
    for record, kind in kinds_of(journal, records):
        by_kind[kind].append(record)
    for kind, of in by_kind.items():
        if kind not in SHARED_KINDS:
            for record, _, targets in _points(journal, kind, of):
                for target in targets:
                    aims[target].add(record)
    found = writers(journal, {*records, *aims})
    return {
        device: {*(own & set(records)), *(one for target in own for one in aims.get(target, ()))}
        for device, own in found.items()
    }


def people_named(journal: Journal, records: Collection[str]) -> dict[str, set[str]]:
    """By record, the people whom any change of it names, as holder, owner or otherwise."""
    found: dict[str, set[str]] = defaultdict(set)
    dialect = dialect_of(journal.database)
    query = (
        f"SELECT c.record, j.value FROM change c, {dialect.pairs}({dialect.parsed('c.vals')}) j,"
        ' "now_person" p WHERE p.id = j.value AND c.record IN'
    )
    for record, person in among(journal, query, records):
        found[record].add(person)
    return found
