"""Share, measured: a snapshot written and opened, merges of all sizes, a fleet's files collated.

Each figure stands beside its baseline of the same run, on the same encrypted kind of file, and
the two take turns, so that whatever else the machine does meets both.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from hashlib import sha256
from pathlib import Path

from store.journal import Change, Journal, derived
from store.journal.arriving import arrivals
from store.journal.committing import keyed_hash
from store.journal.receiving import Parts, verified
from store.opening import close_store, init
from store.simulating import plain, sealed
from store.simulating.fleet import Sent, devices, fields_in
from store.simulating.measuring import Figure, against, median, milliseconds, within
from store.snapshots import collate
from store.snapshots.opening_beside import Found, look_into
from store.snapshots.reading import Reader
from store.wording import say

_PER_DEVICE = 212  # field values in forty saves, about
_LIMITS = {100_000: 6.0, 1_000_000: 8.0}
_AT_ONCE = 500


class Room:
    """A folder of the run's own, and stores in it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="planreview-share-"))
        self._made = 0

    def store(self, role: str = "collator") -> Journal:
        """A new empty store."""
        self._made += 1
        folder = self.folder / f"store-{self._made}"
        return init(folder, None, "Birch", role=role, device=f"Bench {self._made}")

    def __enter__(self) -> Room:
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def turns(
    times: int, ours: Callable[[], object], baseline: Callable[[], object]
) -> tuple[float, float]:
    """The middle of several runs of each, taken in turns; milliseconds."""
    first: list[float] = []
    second: list[float] = []
    for _ in range(times):
        first += milliseconds(ours, 1)
        second += milliseconds(baseline, 1)
    return median(first), median(second)


def sent_of(fields: int, seed: int = 1) -> list[Sent]:
    """The work of as many devices as give about that many field values."""
    return list(devices(max(1, fields // _PER_DEVICE), seed=seed))


def merge(journal: Journal, staged: Sequence[Parts], at_once: int = _AT_ONCE) -> int:
    """Takes what was decoded and verified, in batches; returns how many changes were new."""
    new = 0
    for begin in range(0, len(staged), at_once):
        batch = staged[begin : begin + at_once]
        with arrivals(journal) as taken:
            taken.expect(device for parts in batch for device in parts)
            new += sum(taken.take(parts).new for parts in batch)
    return new


def staged_of(sent: Sequence[Sent]) -> list[Parts]:
    """What devices sent, verified."""
    return [verified(each.changes, [each.over]) for each in sent]


def _stand_still(touched: object) -> None:
    """Leaves the lists of open work as they are."""


def without_lists(journal: Journal) -> Journal:
    """A journal whose lists of open work stand still: their cost is a figure of its own."""
    journal.follow = _stand_still  # type: ignore[method-assign]
    return journal


def snapshot(fields: int) -> list[Figure]:
    """Writing a full snapshot against `.dump`, opening it against its hashes alone."""
    at = f"{fields:,}"
    with Room() as room:
        device = without_lists(room.store("iro"))
        centre = room.store()
        sealed.introduce(centre, device)
        sealed.fill_own(device, fields)
        log = plain.copy_of_log(device, room.folder / "plain.db")
        out = room.folder / "out"
        out.mkdir()
        written, dumped = turns(
            5,
            lambda: sealed.write_full(device, out),
            lambda: _dump(log, room.folder / "dump.sql"),
        )
        path = sorted(out.iterdir())[-1]
        data = path.read_bytes()
        reader = Reader.of(centre)
        found = look_into(data, reader)
        assert isinstance(found, Found)
        hashing = _hashing([c for own in found.parts.values() for _, cs in own for c in cs])
        opened, hashed = turns(5, lambda: look_into(data, reader), hashing)
        close_store(device)
        close_store(centre)
    return [
        against(say("simulating.figure_write", values=at), written, dumped, 5),
        against(say("simulating.figure_open", values=at), opened, hashed, 3),
    ]


def _dump(plain: Path, to: Path) -> None:
    """SQLite's own shell where there is one, else the same by Python's module."""
    shell = shutil.which("sqlite3")
    with to.open("w", encoding="utf-8") as out:
        if shell:
            subprocess.run([shell, str(plain), ".dump change"], stdout=out, check=True)
            return
        with closing(sqlite3.connect(plain)) as database:
            for line in database.iterdump():
                out.write(line + "\n")


def _hashing(changes: Sequence[Change]) -> Callable[[], None]:
    """The HMACs of every value and the hash of every link, over bytes made ready before."""
    ready: list[tuple[bytes, list[tuple[bytes, bytes]], bytes]] = []
    for change in changes:
        said = [
            (name.encode(), b"\x00" if value is None else b"\x01" + value.encode())
            for name, value in (*change.values.items(), ("@reason", change.reason))
        ]
        ready.append((bytes.fromhex(change.salt or ""), said, _link(change)))

    def act() -> None:
        for salt, said, link in ready:
            for name, value in said:
                keyed_hash(keyed_hash(salt, name), value)
            sha256(link).hexdigest()

    return act


def _link(change: Change) -> bytes:
    """Bytes as many as those a link's hash is made over."""
    facts = [
        "0" * 64, change.device, change.seq, change.hlc, change.at, change.person, change.role,
        change.kind, change.record, change.unit, change.label, change.undoes, change.replaces,
        change.saw, sorted(change.committed().items()),
    ]  # fmt: skip
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()


def merging(fields: int) -> list[Figure]:
    """A merge into an empty store, its replay, a little more into much, each with its baseline."""
    at = f"{fields:,}"
    sent = sent_of(fields)
    staged = staged_of(sent)
    times = 3 if fields <= 200_000 else 1
    firsts: list[float] = []
    plains: list[float] = []
    replays: list[float] = []
    lists: list[float] = []
    with Room() as room:
        for _ in range(times):
            journal = room.store()
            follow = journal.follow
            without_lists(journal)
            firsts += milliseconds(partial(merge, journal, staged), 1)
            plains.append(plain.inserting(journal))
            replays += milliseconds(partial(merge, journal, staged), 1)
            journal.follow = follow  # type: ignore[method-assign]
            lists.append(_lists(journal))
            without_lists(journal)
        first, inserted = median(firsts), median(plains)
        found = [
            against(
                say("simulating.figure_merge", values=f"{fields_in(sent):,}"),
                first, inserted, _LIMITS.get(fields, 8.0),
            ),
            against(
                say("simulating.figure_replay", values=at), median(replays), first, 0.05
            ),
        ]  # fmt: skip
        more = []
        for turn in range(5):
            few = staged_of(list(devices(5, seed=7, first=1_000_000 + 10 * turn)))
            more += milliseconds(partial(merge, journal, few), 1)
        most = 50 if fields >= 10**6 else None
        found.append(within(say("simulating.figure_more", values=at), median(more), most))
        found.append(within(say("simulating.figure_lists", values=at), median(lists), None))
        close_store(journal)
    return found


def _lists(journal: Journal) -> float:
    begin = time.perf_counter()
    with journal.database.atomic():
        derived.make_tables(journal.database)
        derived.rebuild(journal)
    return (time.perf_counter() - begin) * 1000


def _processor() -> tuple[float, float]:
    """Seconds of processor time: of this process, and of those it started that have ended."""
    times = os.times()
    return times.user + times.system, times.children_user + times.children_system


def fleet(
    files: int, into: Callable[[Journal], Journal] | None, least: float = 6_000
) -> list[Figure]:
    """Sealed files of forty saves each: all steps, files a minute; and the same folder again."""
    name = "PostgreSQL" if into else "SQLite"
    with Room() as room:
        centre = room.store()
        folder = room.folder / "files"
        folder.mkdir()
        sealed.seal_fleet(centre, folder, files)
        central = into(centre) if into else None
        begin, worked = time.perf_counter(), _processor()
        done = collate(centre, [folder], into=central)
        taken = time.perf_counter() - begin
        here, beside = (now - then for now, then in zip(_processor(), worked, strict=True))
        assert (done.taken, done.refused) == (files, 0), done
        begin = time.perf_counter()
        again = collate(centre, [folder], into=central)
        twice = time.perf_counter() - begin
        assert again.already == files, again
        if central is not None:
            central.close()
        close_store(centre)
    rate = files / taken * 60
    a_minute, a_file = say("simulating.unit_files_a_minute"), say("simulating.unit_ms_a_file")
    what = say("simulating.figure_files", files=f"{files:,}", engine=name)
    replay = say("simulating.figure_again", engine=name)
    return [
        Figure(what, a_minute, rate, goal=f"≥ {least:,.0f}", met=rate >= least),
        # On a machine that does other things too, this says what it would take by itself.
        within(say("simulating.figure_merging", engine=name), here * 1000 / files, None, a_file),
        within(say("simulating.figure_opening", engine=name), beside * 1000 / files, None, a_file),
        against(replay, twice * 1000, taken * 1000, 0.05),
    ]
