"""Collating into PostgreSQL and answering from it killed at any moment.

As in `test_kill_exchange`: the work runs in a process that is killed (SIGKILL) when it has said
so many times that something is done, and a moment later. What it said stands, what it did not say
stands whole or not at all, and a rerun leaves what the same files leave in SQLite, to the byte.
"""

from __future__ import annotations

import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from store.database.postgres import (
    NoPostgres,
    PostgresDatabase,
    open_postgres,
    postgres_troubles,
)
from store.journal import Journal
from store.opening import close_store, init, open_central, open_store
from store.people import add_person
from store.saved_views import save_view
from store.snapshots import (
    answer,
    batches,
    collate,
    enrol,
    own_card,
    receive,
    refused_files,
    told,
    write_snapshot,
)
from store.snapshots.dump import dump
from store.snapshots.folders import files_in
from store.snapshots.receipts import RECEIPT_SUFFIX
from store.snapshots.writing import SUFFIX
from tests.faults.test_kill_exchange import _FORKS, own_views
from tests.postgres_server import new_database

DEVICES = 2
FILES = 4  # of each device, for each kill
SAVED = 4  # in each of them
VIEWS = 12
Say = Callable[[int], None]
Work = Callable[[Journal, Journal, Path, Say], object]


def take_in(journal: Journal, central: Journal, folder: Path, say: Say) -> None:
    """Collate `folder` once, two files in a transaction."""
    batches.AT_ONCE = 2
    collate(journal, [folder], lambda done, *_: say(done), into=central)


def take_and_answer(journal: Journal, central: Journal, folder: Path, say: Say) -> None:
    """Write all receipts again and again."""
    written = 0

    def one_more(*_: int) -> None:
        nonlocal written
        written += 1
        say(written)

    while True:
        answer(journal, folder, one_more, again=True, central=central)


def _at_work(said: Connection, store: Path, url: str, work: Work, folder: Path) -> None:
    journal = open_store(store)
    said.send(0)
    central = open_central(journal, url)
    work(journal, central, folder, said.send)


def killed(
    store: Path, url: str, work: Work, folder: Path, turns: int, after: float
) -> tuple[int, bool]:
    """Do `work` in a process killed `after` seconds once it said `turns`; gives what it said
    last and whether it still was at it."""
    said, telling = _FORKS.Pipe(duplex=False)
    process = _FORKS.Process(target=_at_work, args=(telling, store, url, work, folder))
    process.start()
    telling.close()
    last = -1
    try:
        while last < turns:
            last = said.recv()
        time.sleep(after)
        process.kill()
        while True:
            last = said.recv()
    except EOFError:  # it ended, or was ended
        process.join()
    assert last >= 0, "it ended before it began"
    return last, process.exitcode == -signal.SIGKILL


class Exchange:
    """Two devices, a centre with its log in PostgreSQL, and a twin of it that keeps its own."""

    def __init__(self, at: Path, url: str, seed: int) -> None:
        self.at, self.url, self.out, self.chance = at, url, at / "out", random.Random(seed)
        self.kills: Counter[str] = Counter()
        self.saved = 0
        self.out.mkdir()
        centre = init(at / "centre", None, "Birch", role="collator")
        for number in range(DEVICES):
            device = init(at / f"device-{number}", None, "Alder", role="iro")
            enrol(device, own_card(centre))
            enrol(centre, own_card(device))
            close_store(device)
        for number in range(VIEWS):
            save_view(centre, f"View {number}", "is:overdue")
        close_store(centre)
        shutil.copytree(at / "centre", at / "twin")

    def twin_takes_in(self) -> list[str]:
        """What the same files leave in SQLite."""
        twin = open_store(self.at / "twin")
        collate(twin, [self.out])
        lines = list(dump(twin))
        close_store(twin)
        return lines

    def save(self) -> None:
        """Some files of each device; all of them say something else of the same person too."""
        for number in range(DEVICES):
            device = open_store(self.at / f"device-{number}")
            for file in range(FILES):
                for _ in range(SAVED - 1):
                    self.saved += 1
                    add_person(device, f"Person {number}.{self.saved}")
                add_person(device, f"Shared {file}", team=f"of {number}.{self.saved}")
                write_snapshot(device, self.out)
            close_store(device)

    def kill(self, work: Work, first: int, most: int) -> int:
        """Kill `work` as it begins, or once it said a number from `first` to `most`; gives what
        it had said by then."""
        turns = self.chance.choice((0, self.chance.randint(first, most)))
        after = self.chance.random() * (0.02 if turns else 0.15)
        last, alive = killed(self.at / "centre", self.url, work, self.out, turns, after)
        self.kills[work.__name__] += alive
        return last

    def kill_taking(self) -> None:
        """Kill a collating: whole files or none of them, and all of those it spoke of."""
        count = len(self.files())
        spoken = self.kill(take_in, count - DEVICES * FILES + 1, count - 2)
        centre = open_store(self.at / "centre")
        central = open_central(centre, self.url)
        read = dict(central.database.execute_sql("SELECT file, new FROM snapshot_read").fetchall())
        assert {path.name for path in self.files()[:spoken]} <= set(read)
        assert refused_files(central) == []
        # Each file has changes of its own, so the log is as long as the files read have it.
        own = centre.author.device
        there = sum(over.last - over.first + 1 for over in central.ranges() if over.device != own)
        assert sum(read.values()) == there
        central.verify()
        state = list(dump(central))
        central.rebuild()
        assert list(dump(central)) == state
        central.close()
        close_store(centre)

    def kill_answering(self) -> None:
        """Kill the writing of receipts: each is whole, and those it spoke of are all there."""
        before = self.receipts()
        spoken = self.kill(take_and_answer, 1, 3 * DEVICES)
        assert len(self.receipts()) - len(before) >= spoken
        for number in range(DEVICES):
            device = open_store(self.at / f"device-{number}")
            assert receive(device, [self.out]).refused == 0
            # A receipt brings all of the centre's views or none.
            assert own_views(device) in (0, VIEWS)
            device.verify()
            close_store(device)

    def files(self) -> list[Path]:
        """The files of the devices in the order they are read in."""
        return list(files_in([self.out], (SUFFIX,)))

    def receipts(self) -> list[Path]:
        """The receipts written so far."""
        return list(files_in([self.out], (RECEIPT_SUFFIX,)))

    def completes(self) -> None:
        """A rerun has every file once, as SQLite has it, and every device hears of it."""
        expected = self.twin_takes_in()
        centre = open_store(self.at / "centre")
        central = open_central(centre, self.url)
        done = collate(centre, [self.out], into=central)
        assert (done.files, done.refused) == (len(self.files()), 0)
        assert done.taken + done.already == done.files
        assert central.conflicts()
        answer(centre, self.out, central=central)
        assert list(dump(central)) == expected
        central.rebuild()
        assert list(dump(central)) == expected
        assert not answer(centre, self.out, central=central).written
        central.close()
        close_store(centre)
        for number in range(DEVICES):
            device = open_store(self.at / f"device-{number}")
            assert receive(device, [self.out]).refused == 0
            known = told(device)
            assert known is not None
            assert own_views(device) == VIEWS
            [over] = [o for o in device.ranges() if o.device == device.author.device]
            assert known.received == ((1, over.last),)
            close_store(device)


def rounds(exchange: Exchange, times: int) -> None:
    """Kill a collating and an answering `times`, looking at what each leaves."""
    for _ in range(times):
        exchange.save()
        exchange.kill_taking()
        exchange.kill_answering()


def test_killed_at_any_moment_whole_files_are_there_and_what_was_said_stands(
    tmp_path: Path, server: str
) -> None:
    exchange = Exchange(tmp_path, new_database(server, "killed"), 2)
    rounds(exchange, 3)
    exchange.completes()


@pytest.mark.slow
def test_a_hundred_rounds_of_kills_leave_nothing_half_done(tmp_path: Path, server: str) -> None:
    kills: Counter[str] = Counter()
    for number in range(10):
        at = tmp_path / str(number)
        at.mkdir()
        exchange = Exchange(at, new_database(server, f"killed_{number}"), number)
        for _ in range(2):
            rounds(exchange, 5)
            exchange.completes()
        kills += exchange.kills
    print(dict(kills))
    assert min(kills["take_in"], kills["take_and_answer"]) >= 50


@pytest.mark.parametrize("moment", ["copy_rows", "commit"])
def test_a_database_that_goes_away_is_said_and_a_rerun_completes(
    tmp_path: Path, server: str, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = new_database(server, f"gone_{moment}")
    exchange = Exchange(tmp_path, url, 1)
    exchange.save()
    centre, other = open_store(tmp_path / "centre"), open_postgres(url)
    central = open_central(centre, url)
    (process,) = central.database.execute_sql("SELECT pg_backend_pid()").fetchone()
    act, ended = getattr(PostgresDatabase, moment), list[int]()

    def ended_first(database: PostgresDatabase, *given: object) -> object:
        if database is central.database and not ended:
            ended.append(process)
            other.connection().execute(f"SELECT pg_terminate_backend({process}, 5000)")
        return act(database, *given)

    monkeypatch.setattr(PostgresDatabase, moment, ended_first)
    again = pytest.raises(NoPostgres, match="do the same again")
    with again, postgres_troubles(central.database):
        collate(centre, [exchange.out], into=central)
    assert ended
    for each in (central, centre):
        each.close()
    other.close()
    exchange.completes()
