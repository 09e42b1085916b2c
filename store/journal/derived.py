"""Tables of rooms above that follow from the records, kept up to date in the same transaction.

A room says what its table is made of; the journal says when. It knows none of them by name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from store.database import Database
from store.database.dialect import SQLITE, dialect_of


@dataclass(frozen=True, slots=True)
class Touch:
    """What is known of how a record was saved, settled or erased.

    `fields` are those that may have changed, None when any may have or the record is new;
    `last` is its last change as moment, device and number, None when that must be looked up.
    """

    fields: frozenset[str] | None = None
    last: tuple[str, str, int] | None = None

    def then(self, later: Touch | None) -> Touch:
        """This and a later one together."""
        if later is None:
            return self
        both = None
        if self.fields is not None and later.fields is not None:
            both = self.fields | later.fields
        return Touch(both, later.last)


Touched = Mapping[tuple[str, str], Touch]
"""The records that were saved, settled or erased, by kind and id."""

ANYHOW = Touch()


@dataclass(frozen=True)
class Derived:
    """A derived table: how it is made, brought up to date, and compared.

    `refresh(journal, touched)` brings the rows of some records up to date, `rebuild(journal)`
    makes all of them anew, `rows(database)` gives them in a form that two equal stores share.
    """

    name: str
    ddl: tuple[str, ...]
    drop: tuple[str, ...]
    refresh: Callable[[Any, Touched], None]
    rebuild: Callable[[Any], None]
    rows: Callable[[Database], list[tuple[Any, ...]]]


_derived: dict[str, Derived] = {}


def derive(table: Derived) -> None:
    """The journal keeps this table up to date from now on."""
    _derived[table.name] = table


def derived() -> tuple[Derived, ...]:
    """Every derived table, in name order."""
    return tuple(_derived[name] for name in sorted(_derived))


def make_tables(database: Database) -> None:
    """Makes the derived tables anew, empty."""
    for table in _kept(database):
        for statement in (*table.drop, *table.ddl):
            database.execute_sql(statement)


def refresh(journal: Any, touched: Touched) -> None:
    """Brings every derived table up to date with these records."""
    if touched:
        for table in _kept(journal.database):
            table.refresh(journal, touched)


def rebuild(journal: Any) -> None:
    """Fills every derived table from the records."""
    for table in _kept(journal.database):
        table.rebuild(journal)


def _kept(database: Database) -> tuple[Derived, ...]:
    """The tables a database has: what screens need beside the records, only this store keeps."""
    return derived() if dialect_of(database) is SQLITE else ()


def touched_anyhow(database: Database, records: Collection[str]) -> dict[tuple[str, str], Touch]:
    """Records known by id alone, of which anything may have changed."""
    found: dict[tuple[str, str], Touch] = {}
    wanted = list(records)
    for begin in range(0, len(wanted), 500):
        part = wanted[begin : begin + 500]
        pairs = database.execute_sql(
            f"SELECT DISTINCT kind, record FROM change WHERE record IN "
            f"({', '.join('?' * len(part))})",
            part,
        ).fetchall()
        found.update(dict.fromkeys(pairs, ANYHOW))
    return found
