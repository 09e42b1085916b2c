"""What the rows of every subject need, read once for a whole refresh."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from store.asking import NOTHING, text_key
from store.journal import Journal
from store.open_work.areas import known_areas
from store.open_work.owners import known_owners, shown_otherwise
from store.open_work.saved import Saved
from store.open_work.table import Work
from store.plans.naming import AreaName

_LISTED = "(SELECT value FROM json_each(?))"

Last = tuple[str, str, int]
"""When a record last changed: the local day, and the device and number of that change."""


@dataclass
class Gathering:
    """A refresh of some rows.

    `moved` are the areas whose references or plan changed with it, `renamed` the people shown
    by another name before, `remade` the records whose rows were made so far.
    """

    journal: Journal
    saved: Saved
    moved: Collection[str] = ()
    renamed: Collection[str] = ()
    remade: set[str] = field(default_factory=set)
    conflicts: dict[str, list[tuple[str, str]]] = field(init=False)

    def __post_init__(self) -> None:
        self.conflicts = {}
        for record, name, kind in self.sql("SELECT record, field, kind FROM conflict"):
            self.conflicts.setdefault(record, []).append((kind, name))

    @cached_property
    def owners(self) -> dict[str, str]:
        """Every person's name, by id."""
        return known_owners(self.journal)

    @cached_property
    def areas(self) -> dict[str, AreaName]:
        """Every area of a plan that stands, by id."""
        return known_areas(self.journal)

    def sql(self, text: str, places: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a select."""
        return list(self.journal.database.execute_sql(text, tuple(places)).fetchall())

    def of(self, text: str, column: str, only: Collection[str]) -> list[tuple[Any, ...]]:
        """The rows of a select that ends with a condition, for some values of a column."""
        if not only:
            return []
        return self.sql(f"{text} AND {column} IN {_LISTED}", [json.dumps(sorted(only))])

    def ids(self, text: str, column: str, only: Collection[str]) -> set[str]:
        """The first column of such a select."""
        return {row[0] for row in self.of(text, column, only) if row[0]}

    def gone(self, *kinds: str) -> set[str]:
        """The saved records of these kinds that no table holds any more: they went aside."""
        found: set[str] = set()
        for kind in kinds:
            if own := self.saved.changing(kind):
                found |= own - self.ids(f"SELECT id FROM now_{kind} WHERE 1", "id", own)
        return found

    def misnamed(self, kinds: Collection[str], column: str, persons: Collection[str]) -> set[str]:
        """A column of the rows that show one of these people by another name than they have."""
        if not persons:
            return set()
        return shown_otherwise(self.journal, kinds, column, self.renamed)

    def changed(self, kind: str | None, only: Collection[str]) -> dict[str, Last]:
        """The last change of each record, of one kind or of any."""
        latest: dict[str, tuple[Any, ...]] = {}
        found: dict[str, Last] = {}
        unknown = []
        for record in only:
            last = self.saved.last(kind, record)
            if last is None:
                unknown.append(record)
            else:
                found[record] = (_local_day(last[0]), last[1], last[2])
        for record, *at_last in self.of(
            "SELECT record, hlc, device, seq, at FROM change WHERE "
            + ("1" if kind is None else f"kind = '{kind}'"),
            "record",
            unknown,
        ):
            known = latest.get(record)
            # By the clock, then the device: two devices may have written at one reading.
            if known is None or known < tuple(at_last):
                latest[record] = tuple(at_last)
        for record, (_, device, seq, at) in latest.items():
            found[record] = (_local_day(at), device, seq)
        return found

    def finished(self, row: Work, owner: str | None, changed: dict[str, Last]) -> Work:
        """A row with what follows from its owner and its record's last change; its words come
        later, with those of all rows beside it."""
        row.ref_key = text_key(row.ref)
        row.words = ""
        return self.owned(row, owner, changed)

    def owned(self, row: Work, owner: str | None, changed: dict[str, Last]) -> Work:
        """A row with what follows from its owner, its date and its record's last change."""
        row.owner_id = owner
        name = self.owners.get(owner) if owner else None
        row.owner, row.owner_key = name, text_key(name) if name else NOTHING
        row.due_key = row.due or NOTHING
        if row.kind != "conflict":
            row.conflict = int(row.record in self.conflicts)
        last = changed.get(row.record)
        if last is not None:
            row.changed, row.device, row.seq = last
        return row


@cache
def _local_day_of_minute(at: str) -> str:
    return datetime.fromisoformat(f"{at}+00:00").astimezone().date().isoformat()


def _local_day(at: str) -> str:
    """The local day of a change's moment, which is written in UTC."""
    # An offset is a matter of whole minutes, so all moments of one minute share a day.
    return _local_day_of_minute(at[:16])
