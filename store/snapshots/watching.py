"""Watching a folder for a scheduled job: what stopped growing is collated and answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event

from store.journal import Journal
from store.snapshots.answering import answer, beside_their_files, collate_and_answer
from store.snapshots.collating import Collated
from store.snapshots.folders import files_in
from store.snapshots.receipts import Receipts
from store.snapshots.writing import SUFFIX

State = tuple[int, int]
"""Size in bytes and time of the last write, by which a file that still grows is known."""


def watch(
    journal: Journal,
    folders: Sequence[Path],
    stop: Event,
    *,
    every: float = 30.0,
    settling: float = 2.0,
    into: Path | None = None,
    central: Journal | None = None,
) -> Iterator[tuple[Collated, Receipts]]:
    """Look into `folders` every so many seconds until `stop` is set; gives each round with news.

    A file is read once it is the same at two looks, `settling` seconds apart or more. A folder
    that is not there for a while (a stick, a share) is waited for. With a `central` journal the
    files go into that and the receipts speak of it.
    """
    read: dict[Path, State] = {}
    before: dict[Path, State] = {}
    known: tuple[int, int] | None = None
    while not stop.is_set():
        now = _look(folders)
        new = {path: state for path, state in now.items() if read.get(path) != state}
        settled = sorted(path for path, state in new.items() if before.get(path) == state)
        if settled:
            done, receipts = collate_and_answer(
                journal, settled, into=into, cancelled=stop.is_set, central=central
            )
            read |= {path: now[path] for path in settled}
            known = journal.version()
            yield done, receipts
        elif known != journal.version() and now:
            # Somebody decided here, or enrolled a device: that is news for the devices too.
            known = journal.version()
            receipts = _answer(journal, folders, into, stop.is_set, central)
            if receipts.written or receipts.troubles:
                yield Collated(receipts=len(receipts.written)), receipts
        before = now
        stop.wait(settling if len(settled) < len(new) else every)


def _answer(
    journal: Journal,
    folders: Sequence[Path],
    into: Path | None,
    cancelled: Callable[[], bool],
    central: Journal | None,
) -> Receipts:
    here = [folder for folder in folders if folder.exists()]
    if into is None and not here:
        return Receipts()
    where = into or beside_their_files(here)
    return answer(journal, where, cancelled=cancelled, central=central)


def _look(folders: Sequence[Path]) -> dict[Path, State]:
    found: dict[Path, State] = {}
    for path in files_in([folder for folder in folders if folder.exists()], (SUFFIX,)):
        try:
            facts = path.stat()
        except OSError:  # gone between the two looks
            continue
        found[path] = (facts.st_size, facts.st_mtime_ns)
    return found
