"""What differs between the SQL of SQLite and of PostgreSQL, where the journal speaks to both.

Everything else the journal says is understood by either. A text of JSON is taken apart by
`column ->> name` in both, once `parsed` has been asked for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from store.database.connection import Database


@dataclass(frozen=True)
class Dialect:
    """The words of one engine.

    `pairs` gives the key and value of each member of a JSON object, `items` each element of a
    JSON array as `value`. `loop` joins in the order written, where the engine can be told to.
    """

    name: str
    pairs: str
    items: str
    loop: str
    parsed_as: str = ""

    def parsed(self, column: str) -> str:
        """A column of JSON text in the form that can be taken apart."""
        return f"{column}{self.parsed_as}"

    def listed(self, parameter: str = "?") -> str:
        """A parameter that is a JSON list of lists, as rows of one `value` each."""
        return f"{self.items}({self.parsed(parameter)})"

    def look_at(self, database: Database, *tables: str) -> None:
        """Lets the planner count temporary tables, where it does not see how large they are."""
        if self.name == "postgres":
            for table in tables:
                database.execute_sql(f"ANALYZE {table}")


SQLITE = Dialect("sqlite", "json_each", "json_each", "CROSS JOIN")
POSTGRES = Dialect("postgres", "jsonb_each_text", "jsonb_array_elements", "JOIN", "::jsonb")


def dialect_of(database: Database) -> Dialect:
    """The dialect a database understands."""
    found: Dialect = getattr(database, "dialect", SQLITE)
    return found


def write_rows(
    database: Database, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Adds rows to a table by the quickest way the engine has: COPY, or one statement prepared."""
    copy = getattr(database, "copy_rows", None)
    if copy is not None:
        copy(table, columns, rows)
        return
    database.connection().executemany(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
        rows,
    )


def later(database: Database, statement: str, row: Sequence[Any]) -> None:
    """Runs a statement of which nothing is asked, with others like it where each is a round trip.

    Whatever is asked of the database next finds it done; statements of one text stay in order.
    """
    run = getattr(database, "execute_later", None)
    if run is not None:
        run(statement, row)
        return
    database.execute_sql(statement, row)


def many(database: Database, statement: str, rows: Iterable[Sequence[Any]]) -> None:
    """Runs one statement for each of several rows of parameters."""
    run = getattr(database, "execute_many", None)
    if run is not None:
        run(statement, rows)
        return
    database.connection().executemany(statement, rows)
