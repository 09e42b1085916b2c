"""Opening many sealed files in processes of their own, while this one merges what they found.

Decrypting, checking and decoding a file asks nothing of the store, and costs most of the time.
Each process gets the keys it needs through a pipe, once it has started, and ends with this one.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Lock
from pathlib import Path

from store.errors import Refused
from store.journal.receiving import Parts, verified
from store.snapshots.envelope import SnapshotRefused
from store.snapshots.manifest import Manifest
from store.snapshots.reading import Reader, read_snapshot
from store.snapshots.taking import advice

FEWEST = 300
"""For fewer files than this, starting a process takes longer than it saves."""

_MUCH = 32 * 1024**2
_LARGEST = 4 * 1024**2
_AT_ONCE = 16
_AHEAD = 40


@dataclass(frozen=True)
class Found:
    """What a sealed file holds, verified to the last hash: manifest, changes, evidence files."""

    manifest: Manifest
    parts: Parts
    files: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True)
class Unfit:
    """Why a file is not taken, what a person can do, and whose it says it is."""

    reason: str
    todo: str
    device: str | None

    @property
    def refusal(self) -> SnapshotRefused:
        """It as the failure it was."""
        return SnapshotRefused(self.reason, self.todo, self.device)


@dataclass(frozen=True)
class Sealed:
    """A file that waits to be opened."""

    path: Path
    digest: str
    data: bytes


def unfit(why: Refused) -> Unfit:
    """A refusal as it is told."""
    device = why.device if isinstance(why, SnapshotRefused) else None
    return Unfit(why.sentence, advice(why), device)


def look_into(data: bytes, reader: Reader) -> Found | Unfit:
    """Opens and verifies one file."""
    try:
        snapshot = read_snapshot(data, reader)
        parts = verified(snapshot.changes, snapshot.ranges)
    except Refused as why:
        return unfit(why)
    return Found(snapshot.manifest, parts, snapshot.files)


def opened(sealed: Iterable[Sealed], reader: Reader) -> Iterator[tuple[Sealed, Found | Unfit]]:
    """What each file holds, in the order given."""
    waiting = iter(sealed)
    first, more = _first_of(waiting)
    workers = min(2, os.cpu_count() or 1)
    if not more or workers < 2:
        for one in chain(first, waiting):
            yield one, look_into(one.data, reader)
        return
    context = multiprocessing.get_context("spawn")
    keys, handing = context.Pipe(duplex=False)
    with ProcessPoolExecutor(workers, context, _begin, (keys, context.Lock())) as pool:
        # A process takes a second to start and stands still for its keys; nobody waits for that.
        starting = threading.Thread(
            target=_start, args=(pool, workers, keys, handing, reader), daemon=True
        )
        starting.start()
        yield from _in_turn(chain(first, waiting), reader, pool, starting)


def _first_of(waiting: Iterator[Sealed]) -> tuple[list[Sealed], bool]:
    """The first files, and whether they are so many that processes of their own are worth it."""
    first: list[Sealed] = []
    size = 0
    for one in waiting:
        first.append(one)
        size += len(one.data)
        if len(first) == FEWEST or size > _MUCH:
            return first, True
    return first, False


def _start(
    pool: ProcessPoolExecutor, workers: int, keys: Connection, handing: Connection, reader: Reader
) -> None:
    with suppress(BrokenProcessPool, OSError, RuntimeError):  # none can be had, or it is over
        for _ in range(workers):
            pool.submit(_awake)
    # The keys of a fleet are more than a pipe holds. Were they given with the start, a process that
    # dies before it has read them would be waited for without end, and the pool with it.
    keys.close()
    with handing, suppress(OSError):
        for _ in range(workers):
            handing.send(reader)


def _awake() -> None:
    """The first thing a process is asked: nothing."""


Waiting = tuple[list[Sealed], "Future[list[Found | Unfit]] | None"]


def _in_turn(
    sealed: Iterable[Sealed], reader: Reader, pool: ProcessPoolExecutor, starting: threading.Thread
) -> Iterator[tuple[Sealed, Found | Unfit]]:
    waiting: deque[Waiting] = deque()
    try:
        for group in _groups(sealed):
            if starting.is_alive():
                yield from _done((group, None), reader)
                continue
            # A large file takes longer to hand over than to open.
            large = len(group[0].data) > _LARGEST
            waiting.append((group, None if large else _handed(pool, group)))
            if len(waiting) >= _AHEAD:
                yield from _done(waiting.popleft(), reader)
        while waiting:
            yield from _done(waiting.popleft(), reader)
    finally:
        for _, future in waiting:
            if future is not None:
                future.cancel()


def _handed(pool: ProcessPoolExecutor, group: list[Sealed]) -> Future[list[Found | Unfit]] | None:
    try:
        return pool.submit(_open_all, [one.data for one in group])
    except (BrokenProcessPool, OSError):  # no process can be had: it is done here
        return None


def _done(waiting: Waiting, reader: Reader) -> Iterator[tuple[Sealed, Found | Unfit]]:
    group, future = waiting
    try:
        found = None if future is None else future.result()
    except BrokenProcessPool:  # killed, or out of memory: what it would have done is done here
        found = None
    if found is None:
        found = [look_into(one.data, reader) for one in group]
    yield from zip(group, found, strict=True)


def _groups(sealed: Iterable[Sealed]) -> Iterator[list[Sealed]]:
    group: list[Sealed] = []
    for one in sealed:
        if len(one.data) > _LARGEST:
            if group:
                yield group
            yield [one]
            group = []
            continue
        group.append(one)
        if len(group) == _AT_ONCE:
            yield group
            group = []
    if group:
        yield group


_reader: Reader | None = None


def _begin(keys: Connection, alone: Lock) -> None:
    global _reader
    # The terminal's interrupt is for the process that merges; it ends these in its own time.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    # What is decoded has no cycles, and all of it is gone once it is handed over.
    gc.disable()
    with alone, keys:
        _reader = keys.recv()


def _end_with(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(0)


def _open_all(files: list[bytes]) -> list[Found | Unfit]:
    assert _reader is not None
    return [look_into(data, _reader) for data in files]
