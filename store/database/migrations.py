"""Numbered, forward-only steps of the store's own shape, with a backup before any of them.

Peewee's `playhouse.migrations.Runner` loads Python files from one directory. Here a step is
plain data handed in by the opener, because this room stands below the journal whose tables it
makes and must not import it; and the number stands in the file's header, where a program too
old for the store can read it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from store.database.connection import Database, checked_copy
from store.database.private_files import make_private_folder
from store.errors import Refused
from store.wording import say

BACKUPS = "backups"
KEPT = 3


class NewerStore(Refused):
    """The store was written by a newer program than this one."""


@dataclass(frozen=True)
class Migration:
    """One step: its number (from 1, without gaps), a name for people, and its statements."""

    number: int
    name: str
    statements: tuple[str, ...]


def schema_number(database: Database) -> int:
    """The number of the last step done on this store; 0 for an empty one."""
    return int(database.execute_sql("PRAGMA user_version").fetchone()[0])


def migrate(database: Database, folder: Path, migrations: Sequence[Migration]) -> tuple[str, ...]:
    """Take the store to the last of `migrations`; returns the names of the steps done.

    All of them are one transaction: a failure leaves the store as it was. A store that holds
    data is first copied into `backups/`. Raises NewerStore.
    """
    steps = sorted(migrations, key=lambda step: step.number)
    if [step.number for step in steps] != list(range(1, len(steps) + 1)):
        raise ValueError("migrations are numbered from 1 without gaps")
    before = schema_number(database)
    _refuse_newer(before, len(steps))
    if before == len(steps):
        return ()
    if before:
        _copy_first(database, folder, before)
    done: list[str] = []
    with database.atomic():
        # Another window may have done it while this one made its copy.
        before = schema_number(database)
        _refuse_newer(before, len(steps))
        for step in steps[before:]:
            for statement in step.statements:
                database.execute_sql(statement)
            database.execute_sql(
                "INSERT INTO migration (number, name, done) VALUES (?, ?, ?)",
                (step.number, step.name, datetime.now(UTC).isoformat(timespec="seconds")),
            )
            done.append(step.name)
        database.execute_sql(f"PRAGMA user_version = {len(steps)}")
    return tuple(done)


def _refuse_newer(number: int, known: int) -> None:
    if number > known:
        raise NewerStore(say("database.newer_store", number=number, known=known))


def _copy_first(database: Database, folder: Path, number: int) -> None:
    backups = folder / BACKUPS
    make_private_folder(backups)
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    checked_copy(database, backups / f"before-{number + 1:03d}-{moment}.db")
    for old in sorted(backups.glob("before-*.db"))[:-KEPT]:
        old.unlink(missing_ok=True)
