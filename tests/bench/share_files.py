"""Sealed files for the bench: one device's whole work, and the small files of a fleet."""

from __future__ import annotations

import hashlib
from pathlib import Path

from store.database import schema_number
from store.journal import Journal, log
from store.simulating.fleet import Sent, devices, one_device
from store.snapshots import enrol, own_card, write_snapshot
from store.snapshots.cards import DEVICE, Card, Keys
from store.snapshots.envelope import pack, seal
from store.snapshots.manifest import DELTA, Manifest, Span
from store.snapshots.writing import SUFFIX

_FIELDS_A_SAVE = 5.3


def introduce(centre: Journal, device: Journal) -> None:
    """Each takes the other's card."""
    enrol(centre, own_card(device))
    enrol(device, own_card(centre))


def fill_own(device: Journal, fields: int) -> None:
    """Gives a device a log of its own of about that many field values; nothing follows from it."""
    own = one_device(device.author.device, int(fields / _FIELDS_A_SAVE))
    with device.database.atomic():
        log.write(device.database, own.changes, "2024-09-16T09:00:00.000+00:00")
        device.database.execute_sql(
            "INSERT INTO held (device, first, last, prev, head) VALUES (?, ?, ?, ?, ?)",
            (own.over.device, own.over.first, own.over.last, own.over.prev, own.over.head),
        )


def write_full(device: Journal, folder: Path) -> None:
    """Writes everything as one sealed file."""
    write_snapshot(device, folder, full=True)


def seal_fleet(centre: Journal, folder: Path, count: int) -> None:
    """One sealed file of each of many devices, all of which the centre knows."""
    to = own_card(centre)
    schema = schema_number(centre.database)
    with centre.database.atomic():
        for sent in devices(count):
            keys = Keys.fresh(hashlib.sha256(sent.device.encode()).digest())
            name = sent.changes[0].person
            card = Card(DEVICE, sent.device, name, name, "iro", keys.recipient, keys.signs)
            enrol(centre, card)
            path = folder / f"{card.short}-000001{SUFFIX}"
            path.write_bytes(_sealed(sent, card, to, keys, schema))


def _sealed(sent: Sent, card: Card, to: Card, keys: Keys, schema: int) -> bytes:
    packed = pack(change.to_line() for change in sent.changes)
    over = sent.over
    manifest = Manifest(
        extent=DELTA,
        policy="own_service",
        device=card.id,
        device_name=card.name,
        centre=to.id,
        number=1,
        created="2024-09-16T09:00:00+00:00",
        app="0",
        schema=schema,
        spans=(Span(over.device, over.first, over.last, over.prev, over.head),),
        changes=packed.lines,
        body_packed=len(packed.data),
        body_size=packed.size,
        body_sha256=packed.sha256,
        parts=(),
        previous=None,
        last=over.last,
        unsent=0,
    )
    return seal(manifest, packed.data, [], keys=keys, recipients=[to.recipient])
