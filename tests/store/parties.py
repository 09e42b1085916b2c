"""Centres and devices for tests: stores with the exchange's tables, enrolled with each other."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from store import drafts
from store.database import Migration, create_database, migrate, new_key
from store.journal import DDL, Author, Detail, Journal, Record, TextField, register
from store.snapshots import DDL as EXCHANGE
from store.snapshots import SUFFIX, enrol, former_ids, law, own_card, write_snapshot
from tests.store.devices import Clock, Thing


@register
class Named(Record):
    """A kind with a name in it, which never leaves."""

    kind = "named"

    title = TextField(detail=Detail.NAME)
    local = TextField(detail=Detail.IDENTIFIER)


def new_store(
    folder: Path, number: int, role: str = "iro", *, clock: Clock | None = None
) -> Journal:
    """A store with nothing in it; `role` "collator" makes it a centre."""
    folder.mkdir(parents=True, exist_ok=True)
    database = create_database(folder, new_key())
    migrate(database, folder, (Migration(1, "first", (*DDL, *EXCHANGE, *drafts.DDL)),))
    name = "Centre" if role == "collator" else f"IRO-{number:02}"
    journal = Journal(
        database,
        folder,
        Author(f"{number:02x}" * 16, name, "Birch" if role == "collator" else "Alder", role),
        today=date(2024, 9, 16),
        now=clock or Clock(datetime(2024, 9, 16, 9, tzinfo=UTC)),
        entropy=random.Random(number).randbytes,
    )
    journal.law_of = partial(law, journal)
    journal.former_ids = partial(former_ids, journal)
    journal.prepare()
    return journal


def enrolled(tmp_path: Path, devices: int = 1) -> tuple[Journal, list[Journal]]:
    """A centre and some devices that have taken each other's cards."""
    centre = new_store(tmp_path / "centre", 200, "collator")
    found = []
    for number in range(1, devices + 1):
        device = new_store(tmp_path / f"device-{number}", number)
        introduce(centre, device)
        found.append(device)
    return centre, found


def introduce(centre: Journal, device: Journal) -> None:
    """Each takes the other's card."""
    enrol(centre, own_card(device))
    enrol(device, own_card(centre))


def save(journal: Journal, record: str | None = None, **values: str) -> str:
    """Save a thing, new or known, in a unit of its own."""
    with journal.unit_of_work("a thing", "a protected field may change") as work:
        if record is None:
            return work.create(Thing, **values)
        work.save(Thing, record, **values)
        return record


def sent(journal: Journal, folder: Path, full: bool = False) -> Path:
    """Write a snapshot and return its file."""
    folder.mkdir(exist_ok=True)
    return write_snapshot(journal, folder, full).path


def snapshots_in(folder: Path) -> list[Path]:
    """The snapshots that lie in a folder."""
    return sorted(folder.glob(f"*{SUFFIX}"))
