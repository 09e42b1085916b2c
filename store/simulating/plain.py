"""What a merge is held against: the same rows, written by plain SQL that decides nothing."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from store.journal import Journal
from store.journal.kinds import kinds
from store.journal.log import COLUMNS


def copy_of_log(journal: Journal, path: Path) -> Path:
    """A plain SQLite file that holds the log's rows, for `.dump`."""
    named = [*COLUMNS.split(", "), "arrived"]
    rows = journal.database.execute_sql(f"SELECT {', '.join(named)} FROM change").fetchall()
    with closing(sqlite3.connect(path)) as plain:
        plain.execute(f"CREATE TABLE change ({', '.join(named)})")
        plain.executemany(f"INSERT INTO change VALUES ({', '.join('?' * len(named))})", rows)
        plain.commit()
    return path


def inserting(journal: Journal) -> float:
    """Milliseconds that `INSERT … SELECT` takes for the log rows and the records' rows that stand
    in this store, into empty tables with the same indices, in the same encrypted file.

    The rows wait in memory, as staged ones do.
    """
    database = journal.database
    tables = ["change", *(f"now_{kind}" for kind in kinds())]
    tables = [t for t in tables if database.execute_sql(f'SELECT 1 FROM "{t}" LIMIT 1').fetchone()]
    with database.atomic():
        for table in tables:
            database.execute_sql(f'CREATE TEMP TABLE "staged_{table}" AS SELECT * FROM "{table}"')
            for statement in _shapes(journal, table):
                database.execute_sql(statement)
    begin = time.perf_counter()
    with database.atomic():
        for table in tables:
            database.execute_sql(f'INSERT INTO "plain_{table}" SELECT * FROM "staged_{table}"')
    taken = (time.perf_counter() - begin) * 1000
    with database.atomic():
        for table in tables:
            database.execute_sql(f'DROP TABLE "staged_{table}"')
            database.execute_sql(f'DROP TABLE "plain_{table}"')
    return taken


def _shapes(journal: Journal, table: str) -> list[str]:
    """The statements that make `plain_TABLE` and its indices as those of the table are."""
    rows = journal.database.execute_sql(
        "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL", (table,)
    ).fetchall()
    made = []
    for kind, name, sql in sorted(rows, key=lambda row: row[0] != "table"):
        said = str(sql)
        if kind == "index":
            said = said.replace(name, f"plain_{name}", 1)
        for written in (f'"{table}"', f" {table} "):
            said = said.replace(written, f' "plain_{table}" ', 1)
        made.append(said)
    return made
