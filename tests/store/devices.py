"""Devices for tests: a store each, with a clock the test moves and chance it can repeat."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from store.database import Database, Migration, create_database, migrate, new_key
from store.database.connection import LOCAL_TABLES
from store.journal import (
    DDL,
    Author,
    Change,
    DateField,
    Detail,
    Journal,
    Range,
    Received,
    Record,
    TextField,
    derived,
    log,
    register,
)
from store.journal.change import Head
from store.journal.settling import settle


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
    return _device(database, folder, number, person, clock)


def device_in_memory(
    number: int = 1,
    *,
    person: str = "Alder",
    clock: Clock | None = None,
    also: tuple[str, ...] = (),
) -> Journal:
    """As `new_device`, for what is played thousands of times: its store has no file, so that
    nothing is sealed and nothing waits for a disk. `also` makes tables of other rooms."""
    database = Database(":memory:", passphrase=f"x'{new_key().hex()}'", lock_type="IMMEDIATE")
    database.connect()
    for statement in (*LOCAL_TABLES, *also):
        database.execute_sql(statement)
    return _device(database, Path(), number, person, clock)


def _device(
    database: Database, folder: Path, number: int, person: str, clock: Clock | None
) -> Journal:
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


File = tuple[Range, list[Change]]
"""A range with its changes, as a file brings it."""


def whole_chains(givers: Iterable[Journal]) -> list[File]:
    """What each of some devices wrote itself."""
    return [
        (over, list(giver.changes(over)))
        for giver in givers
        for over in giver.ranges()
        if over.device == giver.author.device
    ]


def in_pieces(files: Iterable[File], chance: random.Random) -> list[File]:
    """The same in files of any cut and order, some of them overlapping and some twice."""
    found: list[File] = []
    for over, changes in files:
        ends = sorted({0, len(changes), *(chance.randint(0, len(changes)) for _ in range(2))})
        cuts = list(pairwise(ends))
        first = chance.randrange(len(changes))
        cuts.append((first, chance.randint(first + 1, len(changes))))
        for begin, end in cuts:
            prev = changes[begin - 1].hash if begin else over.prev
            part = changes[begin:end]
            found.append((Range(over.device, part[0].seq, part[-1].seq, prev, part[-1].hash), part))
    found += [each for each in found if chance.random() < 0.2]
    chance.shuffle(found)
    return found


def forge(
    journal: Journal, record: str, values: dict[str, str | None], replaces: Sequence[Head]
) -> None:
    """Saves what no screen would: signed and chained as it must be, but with a lie about which
    values it replaces."""
    with journal.unit_of_work("forge", "a reason") as work:
        change = work._stamped(Thing.kind, record, values, list(replaces), [])
        log.write(journal.database, [change], change.at)
        settle(journal.database, {record})
        work.touched[change.kind, record] = derived.ANYHOW


def pass_on(giver: Journal, taker: Journal, ranges: Sequence[Range] | None = None) -> Received:
    """Hands over what one device holds, or some ranges of it, to another."""
    ranges = giver.ranges() if ranges is None else ranges
    return taker.receive([change for r in ranges for change in giver.changes(r)], ranges)
