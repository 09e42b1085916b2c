"""Receipts that were damaged or forged are refused whole, and none of them crashes."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from store.journal import Journal, natural_id
from store.snapshots import collate, own_card, receive, refused_files, told, write_receipts
from store.snapshots.enrolment import own_keys
from store.snapshots.envelope import open_sealed, seal
from store.snapshots.manifest import Manifest
from store.snapshots.reading import SENT_BACK, Reader
from tests.store.parties import enrolled, save, sent

Pair = tuple[Journal, Journal, Path]


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    """A centre, a device, and a receipt with the change of another device in it."""
    centre, [one, two] = enrolled(tmp_path, 2)
    thing, stick = natural_id("thing", "same"), tmp_path / "stick"
    for device in (one, two):
        save(device, thing, title=device.author.device)
        sent(device, stick)
    collate(centre, [stick])
    [path] = write_receipts(centre, tmp_path / "back", only=["IRO-01"]).written
    return centre, one, path


def not_taken(device: Journal, path: Path, data: bytes) -> str:
    """The reason why `data` in the place of `path` is not taken; nothing of it may be."""
    before = device.state(), device.ranges()
    path.write_bytes(data)
    had = receive(device, [path])
    assert (had.taken, had.already, had.refused + had.others, had.changes) == (0, 0, 1, 0)
    assert (device.state(), device.ranges()) == before
    assert told(device) is None
    return refused_files(device)[0].reason if had.refused else ""


def test_damage_anywhere_is_noticed(pair: Pair) -> None:
    _, device, path = pair
    whole, chance = path.read_bytes(), random.Random(5)
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 4)):
            match chance.randrange(3):
                case 0:
                    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
                case 1:
                    del data[chance.randrange(len(data)) :]
                    data += b"\0"
                case _:
                    at = chance.randrange(len(data))
                    data[at:at] = data[: chance.randrange(1, 60)]
        if bytes(data) != whole:
            not_taken(device, path, bytes(data))
    path.write_bytes(whole)
    assert receive(device, [path]).taken == 1


def forged(pair: Pair, change: Callable[[Manifest], Manifest], by: Journal | None = None) -> bytes:
    """The receipt with another manifest, signed by the centre (or by somebody else)."""
    centre, device, path = pair
    opened = open_sealed(
        path.read_bytes(),
        keys=own_keys(device),
        signer_of=Reader.of(device, SENT_BACK).signer_of,
    )
    return seal(
        change(opened.manifest),
        opened.body,
        [],
        keys=own_keys(by or centre),
        recipients=[own_card(device).recipient],
    )


def with_receipt(**parts: Any) -> Callable[[Manifest], Manifest]:
    """The manifest with other parts in what the receipt says."""
    return lambda m: replace(m, receipt={**(m.receipt or {}), **parts})


FORGERIES: tuple[Callable[[Manifest], Manifest], ...] = (
    with_receipt(received=[[3, 1]]),
    with_receipt(received="all"),
    with_receipt(received=[[True, True]]),
    with_receipt(aside=[{"cause": "law", "reason": "x", "seqs": [[0, 1]]}]),
    with_receipt(refused=[{"file": 1, "reason": "x", "at": "now"}]),
    with_receipt(forked="yes"),
    with_receipt(revoked="yesterday"),
    with_receipt(number=-1),
    lambda m: replace(m, receipt=None),
    lambda m: replace(m, extent="full", receipt=None),
    lambda m: replace(m, extent="slice of cake"),
    lambda m: replace(m, centre="02" * 16),
    lambda m: replace(m, device="02" * 16),
    lambda m: replace(m, spans=()),
    lambda m: replace(m, spans=tuple(replace(s, prev="11" * 32) for s in m.spans)),
)


def test_what_is_no_receipt_for_this_device_is_refused(pair: Pair) -> None:
    _, device, path = pair
    whole = path.read_bytes()
    for change in FORGERIES:
        path.write_bytes(whole)
        assert not_taken(device, path, forged(pair, change))


def test_a_device_cannot_write_receipts(pair: Pair, tmp_path: Path) -> None:
    _, device, path = pair
    assert "signature" in not_taken(device, path, forged(pair, lambda m: m, by=device))
