"""Receipts written and received while somebody pulls the plug: each file whole or not at all."""

from __future__ import annotations

import itertools
import random
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.journal import Journal
from store.opening import close_store, init, open_store
from store.people import add_person
from store.saved_views import save_view
from store.snapshots import (
    collate,
    enrol,
    own_card,
    receive,
    refused_files,
    told,
    write_receipts,
    write_snapshot,
)
from store.snapshots import receipts as writing_receipts
from tests.faults.test_kill_exchange import killed, own_views, take_back

VIEWS = 40


def answer(journal: Journal, folder: Path) -> None:
    """Write the device's receipt again and again."""
    while True:
        write_receipts(journal, folder, again=True)


def killed_often(tmp_path: Path, times: int) -> None:
    """Kill the writing and the receiving of receipts so often, and see that nothing is half."""
    device = init(tmp_path / "device", None, "Alder", role="iro")
    centre = init(tmp_path / "centre", None, "Birch", role="collator")
    enrol(device, own_card(centre))
    enrol(centre, own_card(device))
    add_person(device, "Mine")
    stick, chance = tmp_path / "stick", random.Random(2024)
    write_snapshot(device, stick)
    collate(centre, [stick])
    for number in range(VIEWS):
        save_view(centre, f"View {number}", "is:overdue")
    for journal in (device, centre):
        close_store(journal)
    for _ in range(times):
        killed(tmp_path / "centre", answer, stick, chance.random() / 12)
        killed(tmp_path / "device", take_back, stick, chance.random() / 20)
        device = open_store(tmp_path / "device")
        # A receipt with its forty views is taken whole or not at all.
        assert own_views(device) in (0, VIEWS)
        assert (told(device) is not None) == (own_views(device) > 0)
        assert refused_files(device) == []
        device.verify()
        close_store(device)
    centre = open_store(tmp_path / "centre")
    write_receipts(centre, stick)
    close_store(centre)
    device = open_store(tmp_path / "device")
    assert receive(device, [stick]).refused == 0
    assert own_views(device) == VIEWS
    known = told(device)
    assert known is not None
    assert known.received == ((1, 1),)
    state = device.state()
    device.rebuild()
    assert device.state() == state
    close_store(device)


class Killed(BaseException):
    """The process ends here."""


def test_of_two_receipts_of_one_second_and_number_the_later_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    instants = itertools.count()

    def now() -> datetime:
        return datetime(2024, 9, 16, 9, tzinfo=UTC) + timedelta(microseconds=next(instants))

    device = init(tmp_path / "device", None, "Alder", role="iro", now=now)
    centre = init(tmp_path / "centre", None, "Birch", role="collator", now=now)
    enrol(device, own_card(centre))
    enrol(centre, own_card(device))
    stick = tmp_path / "stick"

    def round_trip() -> None:
        add_person(device, f"Person {next(instants)}")
        write_snapshot(device, stick)
        collate(centre, [stick])
        with suppress(Killed):
            write_receipts(centre, stick)
        assert receive(device, [stick]).refused == 0

    def ended(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(writing_receipts, "write_down", ended)
        for _ in range(7):
            round_trip()
    round_trip()
    known = told(device)
    assert known is not None
    assert (known.number, known.received) == (1, ((1, 8),))


def test_killed_while_answering_and_receiving_nothing_is_half_done(tmp_path: Path) -> None:
    killed_often(tmp_path, 2)


@pytest.mark.slow
def test_killed_while_answering_and_receiving_again_and_again(tmp_path: Path) -> None:
    killed_often(tmp_path, 250)
