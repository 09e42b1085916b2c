"""Finding possible duplicates: one query for each way in which records can be alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Any
from weakref import WeakKeyDictionary

from store.duplicates.alike import ALIKE, Alike
from store.duplicates.models import DistinctRecord
from store.journal import Journal, TextField, WhenField, field_of, natural_id

_Groups = list[frozenset[str]]


@dataclass
class _Known:
    """What was found when a store was last asked, and how much of every device it held then."""

    version: object = None
    held: dict[tuple[str, int], int] = field(default_factory=dict)
    groups: dict[Alike, _Groups] = field(default_factory=dict)
    found: tuple[Duplicate, ...] = ()


_known: WeakKeyDictionary[Journal, _Known] = WeakKeyDictionary()

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

    What was found is kept; of kinds that were written since the tables are read again.
    """
    known = _known.setdefault(journal, _Known())
    version = journal.version()
    if known.version == version:
        return known.found
    touched = _touched(journal, known)
    for alike in ALIKE:
        if alike not in known.groups or touched & alike.kinds:
            known.groups[alike] = list(_groups(journal, alike))
    told = [frozenset(row["records"] or ()) for row in journal.rows(_standing())]
    found: dict[frozenset[str], Alike] = {}
    for alike, groups in known.groups.items():
        for group in groups:
            if not _all_told(group, told):
                found.setdefault(group, alike)
    larger: dict[str, list[frozenset[str]]] = {}
    for group in found:
        for record in group:
            larger.setdefault(record, []).append(group)
    # A pair that stands within a larger group is not asked about twice.
    whole = [
        _duplicate(alike, group)
        for group, alike in found.items()
        if not any(group < other for other in larger[next(iter(group))])
    ]
    known.version, known.found = version, tuple(sorted(whole, key=lambda one: one.id))
    return known.found


def _touched(journal: Journal, known: _Known) -> set[str]:
    """The kinds of which anything was written or arrived since the store was last asked."""
    rows = journal.database.execute_sql("SELECT device, first, last FROM held").fetchall()
    held = {(device, int(first)): int(last) for device, first, last in rows}
    kinds: set[str] = set()
    for (device, first), last in held.items():
        before = known.held.get((device, first), first - 1)
        if last > before and known.groups:
            new = journal.database.execute_sql(
                "SELECT DISTINCT kind FROM change WHERE device = ? AND seq > ? AND seq <= ?",
                (device, before, last),
            ).fetchall()
            kinds |= {kind for (kind,) in new}
    known.held = held
    return kinds


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
    width = len(alike.same)
    by_key: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    for own, *values in journal.database.execute_sql(_query(alike)).fetchall():
        by_key.setdefault(tuple(values[:width]), []).append((own, *values[width:]))
    for rows in by_key.values():
        if len(rows) < 2:
            continue
        for group in _parted(alike, rows):
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
    """The records that have all of the key: id, key, `unless`, `near`.

    They are grouped here and not by SQL, which would sort them all: three times as long.
    """
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
    return f"SELECT t.id, {', '.join(columns.values())} FROM {tables} WHERE {where}"


def _column(kind: str, name: str) -> str:
    table, dot, below = name.partition(".")
    if dot:
        return f'{table}."{below}"'
    known = field_of(kind, name)
    if isinstance(known, WhenField):
        return f'substr(t."{name}", 1, 10)'
    if isinstance(known, TextField):
        return f'lower(trim(t."{name}"))'
    return f't."{name}"'
