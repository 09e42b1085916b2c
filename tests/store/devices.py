"""Devices for tests: a store each, with a clock the test moves and chance it can repeat."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from store.database import Database, Migration, create_database, migrate, new_key
from store.journal import (
    DDL,
    Author,
    DateField,
    Detail,
    Journal,
    Range,
    Received,
    Record,
    TextField,
    register,
)


@register
class Thing(Record):
    """A kind of record for the journal's own tests."""

    kind = "thing"

    title = TextField(detail=Detail.NARRATIVE)
    status = TextField(protected=True)
    due = DateField()


class Clock:
    """A wall clock that moves a second at each reading, from wherever the test put it."""

    def __init__(self, start: datetime = datetime(2024, 9, 16, 9, tzinfo=UTC)) -> None:
        self.at = start

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


def new_device(
    folder: Path, number: int = 1, *, person: str = "Alder", clock: Clock | None = None
) -> Journal:
    """A store of its own with nothing in it but the journal's tables."""
    folder.mkdir(parents=True, exist_ok=True)
    database: Database = create_database(folder, new_key())
    migrate(database, folder, (Migration(1, "journal", DDL),))
    journal = Journal(
        database,
        folder,
        Author(f"{number:02x}" * 8, f"IRO-{number:02}", person, "iro"),
        today=date(2024, 9, 16),
        now=clock or Clock(),
        entropy=random.Random(number).randbytes,
    )
    journal.prepare()
    return journal


def pass_on(giver: Journal, taker: Journal, ranges: Sequence[Range] | None = None) -> Received:
    """Hands over what one device holds, or some ranges of it, to another."""
    ranges = giver.ranges() if ranges is None else ranges
    return taker.receive([change for r in ranges for change in giver.changes(r)], ranges)
