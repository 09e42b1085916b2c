"""The centre's work: take every snapshot of some folders, each whole or not at all, each once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from store.journal import Journal
from store.snapshots.batches import take_all
from store.snapshots.folders import files_in
from store.snapshots.reading import Reader, Snapshot, file_bytes, read_snapshot
from store.snapshots.writing import SUFFIX

Progress = Callable[[int, int, int], None]


@dataclass(frozen=True)
class Collated:
    """What reading the folders did: `changes` new here, `conflicts` opened by them.

    `aside` of the new changes stand aside; `receipts` were written back afterwards.
    """

    files: int = 0
    taken: int = 0
    already: int = 0
    refused: int = 0
    changes: int = 0
    conflicts: int = 0
    aside: int = 0
    receipts: int = 0
    stopped: bool = False


def collate(
    journal: Journal,
    folders: Iterable[Path],
    progress: Progress | None = None,
    *,
    cancelled: Callable[[], bool] = lambda: False,
    into: Journal | None = None,
    recovery: str | None = None,
) -> Collated:
    """Read every snapshot under `folders`; any order, any number of times, gives the same state.

    A file that fails is set aside with its reason and the others go on. `progress` hears files
    done, files in all, files refused; `cancelled` is asked before each file. A kill leaves every
    file taken whole or not at all, and the next call goes on where this one stopped. What is
    taken goes into this store, or `into` another journal that knows the same devices. With a
    `recovery` key (the text printed) a new centre reads what was sealed to one that is lost.
    """
    files = list(files_in(folders, (SUFFIX,)))
    reader = Reader.of(journal, recovery=recovery)
    if into is not None:
        into.law_of = journal.law_of
    done = Collated(files=len(files))
    number = 0
    for number, one in enumerate(take_all(into or journal, files, reader, cancelled), start=1):
        done = replace(
            done,
            taken=done.taken + one.taken,
            already=done.already + one.already,
            refused=done.refused + one.refused,
            changes=done.changes + one.changes,
            conflicts=done.conflicts + one.conflicts,
            aside=done.aside + one.aside,
        )
        if progress is not None:
            progress(number, len(files), done.refused)
    return replace(done, stopped=number < len(files))


def verify_file(journal: Journal, path: Path) -> Snapshot:
    """The snapshot at `path`, verified as collating would and taken nowhere; SnapshotRefused."""
    return read_snapshot(file_bytes(path), Reader.of(journal))
