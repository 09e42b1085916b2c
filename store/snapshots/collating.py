"""The centre's work: take every snapshot of some folders, each whole or not at all, each once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from store.database.private_files import NoRoom
from store.errors import Refused
from store.journal import Journal
from store.snapshots.folders import files_in
from store.snapshots.reading import Reader, Snapshot, file_bytes, read_snapshot, sha256_of
from store.snapshots.taking import no_longer_refused, read_before, set_aside, take
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
) -> Collated:
    """Read every snapshot under `folders`; any order, any number of times, gives the same state.

    A file that fails is set aside with its reason and the others go on. `progress` hears files
    done, files in all, files refused; `cancelled` is asked before each file. A kill leaves every
    file taken whole or not at all, and the next call goes on where this one stopped.
    """
    files = list(files_in(folders, (SUFFIX,)))
    reader = Reader.of(journal)
    done = Collated(files=len(files))
    for number, path in enumerate(files):
        if cancelled():
            return replace(done, stopped=True)
        done = together(done, take_file(journal, path, reader))
        if progress is not None:
            progress(number + 1, len(files), done.refused)
    return done


def together(done: Collated, one: Collated) -> Collated:
    """What both did, over the files of `done`."""
    return replace(
        done,
        taken=done.taken + one.taken,
        already=done.already + one.already,
        refused=done.refused + one.refused,
        changes=done.changes + one.changes,
        conflicts=done.conflicts + one.conflicts,
        aside=done.aside + one.aside,
    )


def take_file(journal: Journal, path: Path, reader: Reader) -> Collated:
    """Take one file whole, or set it aside with its reason; taking it again changes nothing."""
    digest: str | None = None
    try:
        data = file_bytes(path)
        digest = sha256_of(data)
        if read_before(journal, digest):
            no_longer_refused(journal, path, digest)
            return Collated(already=1)
        received = take(journal, path, digest, read_snapshot(data, reader))
    except NoRoom:  # this machine's trouble, not the file's
        raise
    except Refused as why:
        set_aside(journal, path, digest, why, reader)
        return Collated(refused=1)
    return Collated(
        taken=1,
        changes=received.new,
        conflicts=received.conflicts,
        aside=received.aside,
    )


def verify_file(journal: Journal, path: Path) -> Snapshot:
    """The snapshot at `path`, verified as collating would and taken nowhere; SnapshotRefused."""
    return read_snapshot(file_bytes(path), Reader.of(journal))
