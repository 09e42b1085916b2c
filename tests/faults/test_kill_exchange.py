"""Export, collating and receiving killed at any moment: whole files or none, a rerun completes.

The work runs in a process forked from a server that has the store's code loaded, so that hundreds
of kills take a minute: it opens the store, says so, and is killed (SIGKILL) at a random moment.
"""

from __future__ import annotations

import multiprocessing
import random
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from store.journal import Journal
from store.opening import close_store, init, open_store
from store.people import add_person, people
from store.saved_views import save_view, views
from store.snapshots import (
    SUFFIX,
    collate,
    enrol,
    own_card,
    receive,
    refused_files,
    told,
    unsent,
    write_receipts,
    write_snapshot,
)

SAVED = 30
VIEWS = 30
Work = Callable[[Journal, Path], object]
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["store.opening", "store.snapshots", "store.people"])


def export(journal: Journal, folder: Path) -> None:
    """Write one full snapshot after another into `folder`."""
    while True:
        write_snapshot(journal, folder, full=True)


def take_in(journal: Journal, folder: Path) -> None:
    """Collate `folder` once."""
    collate(journal, [folder])


def take_back(journal: Journal, folder: Path) -> None:
    """Read the receipts in `folder` once."""
    receive(journal, [folder])


def own_views(journal: Journal) -> int:
    """How many saved views there are beside those that come with the program."""
    return sum(not view.shipped for view in views(journal))


def _at_work(begun: Connection, store: Path, work: Work, folder: Path) -> None:
    journal = open_store(store)
    begun.send(True)
    work(journal, folder)


def killed(store: Path, work: Work, folder: Path, after: float) -> bool:
    """Do `work` in a process that is killed `after` seconds; whether it still was at it."""
    told, begun = _FORKS.Pipe(duplex=False)
    process = _FORKS.Process(target=_at_work, args=(begun, store, work, folder))
    process.start()
    told.recv()
    time.sleep(after)
    process.kill()
    process.join()
    return process.exitcode == -signal.SIGKILL


class Exchange:
    """A device and a centre that know each other, and the folder between them."""

    def __init__(self, at: Path, seed: int) -> None:
        self.device, self.centre, self.out = at / "device", at / "centre", at / "out"
        self.chance = random.Random(seed)
        self.out.mkdir()
        self.kills = 0
        device = init(self.device, None, "Alder", role="iro")
        centre = init(self.centre, None, "Birch", role="collator")
        enrol(device, own_card(centre))
        enrol(centre, own_card(device))
        for number in range(VIEWS):
            save_view(centre, f"View {number}", "is:overdue")
        for journal in (device, centre):
            close_store(journal)

    def save(self, turn: int = 1) -> None:
        """Thirty people in one unit of work each, on the device."""
        device = open_store(self.device)
        for number in range(SAVED):
            add_person(device, f"Person {turn}.{number}")
        close_store(device)

    def kill(self, store: Path, work: Work, most: float) -> None:
        """Kill `work` at a moment of its first `most` seconds."""
        self.kills += killed(store, work, self.out, self.chance.random() * most)

    def whole(self) -> None:
        """What a kill may leave: whole files, and each of them taken whole or not at all."""
        centre = open_store(self.centre)
        assert len(people(centre)) % SAVED == 0
        assert refused_files(centre) == []
        centre.verify()
        # All of what goes back, so that a kill finds the device at work.
        write_receipts(centre, self.out, again=True)
        close_store(centre)

    def told_whole(self) -> None:
        """What a kill leaves on a device that receives: each receipt taken whole or not at all."""
        device = open_store(self.device)
        assert own_views(device) in (0, VIEWS)
        assert (told(device) is not None) == (own_views(device) > 0)
        assert refused_files(device) == []
        device.verify()
        close_store(device)

    def completes(self, saved: int) -> None:
        """A rerun of all of it, and the centre has every save once, as a rebuild has it."""
        device = open_store(self.device)
        write_snapshot(device, self.out, full=True)
        assert unsent(device) == 0
        close_store(device)
        centre = open_store(self.centre)
        done = collate(centre, [self.out])
        assert (done.files, done.refused) == (len(list(self.out.glob(f"*{SUFFIX}"))), 0)
        assert len(people(centre)) == saved
        assert centre.verify() == saved + VIEWS
        write_receipts(centre, self.out)
        state = centre.state()
        centre.rebuild()
        assert centre.state() == state
        close_store(centre)
        device = open_store(self.device)
        assert receive(device, [self.out]).refused == 0
        known = told(device)
        assert known is not None
        assert (known.received, own_views(device)) == (((1, saved),), VIEWS)
        state = device.state()
        device.rebuild()
        assert device.state() == state
        close_store(device)


def rounds(exchange: Exchange, times: int) -> None:
    """Kill an export, a collating and a receiving `times`, looking at what each leaves."""
    for _ in range(times):
        exchange.kill(exchange.device, export, 0.08)
        exchange.kill(exchange.centre, take_in, 0.05)
        exchange.whole()
        exchange.kill(exchange.device, take_back, 0.05)
        exchange.told_whole()


def test_killed_at_any_moment_every_file_is_whole_and_taken_once(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path, 2024)
    exchange.save()
    rounds(exchange, 3)
    exchange.completes(SAVED)


@pytest.mark.slow
def test_five_hundred_kills_leave_nothing_half_done(tmp_path: Path) -> None:
    number = kills = 0
    while kills < 500:
        at = tmp_path / str(number)
        at.mkdir()
        exchange = Exchange(at, number)
        for saved in range(1, 6):
            exchange.save(saved)
            rounds(exchange, 5)
            exchange.completes(saved * SAVED)
        kills, number = kills + exchange.kills, number + 1
