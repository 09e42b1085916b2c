"""Finding possible duplicates: one query for each way in which records can be alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any
from weakref import WeakKeyDictionary

from store.duplicates.alike import ALIKE, Alike
from store.duplicates.models import DistinctRecord
from store.journal import Journal, TextField, WhenField, field_of, model_of, natural_id

_Found = tuple[object, tuple["Duplicate", ...]]
_kept: WeakKeyDictionary[Journal, _Found] = WeakKeyDictionary()


MOST = 9
"""More records than this that say the same are a habit of writing, not one thing twice."""


@dataclass(frozen=True)
class Duplicate:
    """Records of one kind that may be one, by id; `same` are the fields in which they agree.

    `id` is the same on every device.
    """

    id: str
    kind: str
    records: tuple[str, ...]
    same: tuple[str, ...]


def duplicates(journal: Journal) -> tuple[Duplicate, ...]:
    """Every group of records that may be one and that nobody has called different.

    Kept until anything is written.
    """
    version = journal.version()
    known = _kept.get(journal)
    if known is not None and known[0] == version:
        return known[1]
    told = [frozenset(row["records"] or ()) for row in journal.rows(_standing())]
    found: dict[frozenset[str], Duplicate] = {}
    for alike in ALIKE:
        for group in _groups(journal, alike):
            if group not in found and not _all_told(group, told):
                found[group] = _duplicate(alike, group)
    # A pair that stands within a larger group is not asked about twice.
    whole = tuple(
        one
        for group, one in sorted(found.items(), key=lambda item: item[1].id)
        if not any(group < other for other in found)
    )
    _kept[journal] = (version, whole)
    return whole


def _standing() -> Any:
    return DistinctRecord.select().where(DistinctRecord.withdrawn.is_null())


def _duplicate(alike: Alike, group: frozenset[str]) -> Duplicate:
    records = tuple(sorted(group))
    own = natural_id("duplicate", alike.kind, *records)
    same = tuple(name.partition(".")[2] or name for name in alike.same)
    return Duplicate(own[:12], alike.kind, records, same)


def _all_told(group: frozenset[str], told: Sequence[frozenset[str]]) -> bool:
    """Whether somebody said of every two of the group that they are different."""
    those = [one for one in told if len(one & group) > 1]
    if not those:
        return False
    pairs = combinations(sorted(group), 2)
    return all(any({left, right} <= one for one in those) for left, right in pairs)


def _groups(journal: Journal, alike: Alike) -> Iterator[frozenset[str]]:
    rows = journal.database.execute_sql(_query(alike)).fetchall()
    width = len(alike.same)
    by_key: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    for own, *values in rows:
        by_key.setdefault(tuple(values[:width]), []).append((own, *values[width:]))
    for own_rows in by_key.values():
        for group in _parted(alike, own_rows):
            if 1 < len(group) <= MOST:
                yield frozenset(group)


def _parted(alike: Alike, rows: Sequence[tuple[Any, ...]]) -> Iterator[list[str]]:
    """The rows of one key, those apart that differ where they must not or lie too far apart."""
    groups: list[list[tuple[Any, ...]]] = []
    for row in sorted(rows, key=lambda row: (str(row[-1] or ""), row[0])):
        home = next((g for g in groups if all(_may_be_one(alike, row, one) for one in g)), None)
        if home is None:
            groups.append([row])
        else:
            home.append(row)
    for group in groups:
        yield [row[0] for row in group]


def _may_be_one(alike: Alike, one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    for place in range(1, 1 + len(alike.unless)):
        if one[place] is not None and other[place] is not None and one[place] != other[place]:
            return False
    if alike.near is None:
        return True
    first, last = sorted((date.fromisoformat(one[-1]), date.fromisoformat(other[-1])))
    return (last - first).days <= alike.days


def _query(alike: Alike) -> str:
    """All records that agree with another in the key: id, key, `unless`, `near`."""
    columns = {name: _column(alike.kind, name) for name in (*alike.same, *alike.unless)}
    if alike.near:
        columns[alike.near] = _column(alike.kind, alike.near)
    key = [columns[name] for name in alike.same]
    needed = [*key, *([columns[alike.near]] if alike.near else [])]
    above = {name.partition(".")[0] for name in alike.same if "." in name}
    tables = f'"now_{alike.kind}" t' + "".join(
        f' JOIN "now_{name}" {name} ON {name}.id = t."{name}"' for name in sorted(above)
    )
    where = " AND ".join(["t.withdrawn IS NULL", *(f"{column} IS NOT NULL" for column in needed)])
    listed = ", ".join(key)
    return (
        f"SELECT t.id, {', '.join(columns.values())} FROM {tables} WHERE {where} "
        f"AND ({listed}) IN (SELECT {listed} FROM {tables} WHERE {where} "
        f"GROUP BY {listed} HAVING count(*) > 1)"
    )


def _column(kind: str, name: str) -> str:
    table, dot, field = name.partition(".")
    if dot:
        return f'{table}."{field}"'
    known = field_of(kind, name)
    if isinstance(known, WhenField):
        return f'substr(t."{name}", 1, 10)'
    if isinstance(known, TextField):
        return f'lower(trim(t."{name}"))'
    return f't."{name}"'


def values_of(journal: Journal, duplicate: Duplicate) -> Mapping[str, dict[str, Any]]:
    """The records of a duplicate as they stand, by id."""
    model = model_of(duplicate.kind)
    assert model is not None
    rows = {record: journal.get(model, record) for record in duplicate.records}
    return {record: row for record, row in rows.items() if row is not None}
