"""Sealed files of made-up devices: one device's whole work, and the small files of a fleet."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from store.journal import Change, Journal, log
from store.simulating.fleet import Sent, devices, one_device
from store.snapshots import enrol, own_card, write_snapshot
from store.snapshots.cards import DEVICE, Card, Keys
from store.snapshots.envelope import pack, seal
from store.snapshots.manifest import DELTA, FULL, Manifest, Span
from store.snapshots.policy import OWN_SERVICE
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
    with centre.database.atomic():
        for sent in devices(count):
            keys = Keys.fresh(hashlib.sha256(sent.device.encode()).digest())
            card = card_of(sent, sent.changes[0].person, keys)
            enrol(centre, card)
            path = folder / f"{card.short}-000001{SUFFIX}"
            path.write_bytes(sealed_file(card, keys, to, sent.changes, sent.over.prev, 1))


def card_of(sent: Sent, name: str, keys: Keys) -> Card:
    """The card of the device that sent this."""
    first = sent.changes[0]
    return Card(DEVICE, sent.device, name, first.person, first.role, keys.recipient, keys.signs)


def sealed_file(
    card: Card, keys: Keys, to: Card, changes: Sequence[Change], before: str, number: int
) -> bytes:
    """A device's file number `number`: changes of its own, in order, after the hash `before`."""
    packed = pack(change.to_line() for change in changes)
    first, last = changes[0].seq, changes[-1]
    manifest = Manifest(
        extent=FULL if first == 1 else DELTA,
        policy=OWN_SERVICE.name,
        device=card.id,
        device_name=card.name,
        centre=to.id,
        number=number,
        created="2024-09-16T09:00:00+00:00",
        app="simulated",
        schema=1,
        spans=(Span(card.id, first, last.seq, before, last.hash),),
        changes=packed.lines,
        body_packed=len(packed.data),
        body_size=packed.size,
        body_sha256=packed.sha256,
        parts=(),
        previous=None,
        last=last.seq,
        unsent=len(changes),
    )
    return seal(manifest, packed.data, [], keys=keys, recipients=[to.recipient])
