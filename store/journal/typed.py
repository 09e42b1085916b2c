"""The tables of records: one for each kind, made from its model, filled by settling."""

from __future__ import annotations

import peewee

from store.database import Database
from store.database.dialect import SQLITE, dialect_of
from store.journal.fields import Record
from store.journal.kinds import kinds


def make_tables(database: Database) -> None:
    """Makes the table of every kind anew, empty; those of kinds no longer known go."""
    for name in database.get_tables():
        if name.startswith("now_"):
            database.execute_sql(f'DROP TABLE "{name}"')
    for model in kinds().values():
        if dialect_of(database) is SQLITE:
            peewee.SchemaManager(model, database=database).create_all(safe=False)
        else:
            _make_strict(database, model)


def _make_strict(database: Database, model: type[Record]) -> None:
    """The table of a kind where a column refuses what is not of its type.

    All of its columns are text: a number that a newer version or a stranger wrote as words must
    not keep a whole file out, in the one engine and not in the other.
    """
    columns = [column for column in model._meta.sorted_fields if column.name != "id"]
    listed = ", ".join(f'"{column.column_name}" TEXT COLLATE "C"' for column in columns)
    database.execute_sql(
        f'CREATE TABLE "now_{model.kind}" (id TEXT COLLATE "C" PRIMARY KEY, {listed})'
    )
    for column in columns:
        if column.index:
            database.execute_sql(
                f'CREATE INDEX "now_{model.kind}_{column.column_name}" '
                f'ON "now_{model.kind}" ("{column.column_name}")'
            )
