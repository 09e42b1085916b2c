"""Taking many sealed files in few transactions: each whole or not at all, a bad one alone.

A batch is one transaction. A kill leaves whole batches and no part of a file; the next run goes
on from there, because a file that was taken is known by its hash.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from store.database import WHOLE_STORE, roomy
from store.database.postgres import troubles_of
from store.database.private_files import NoRoom
from store.errors import Refused
from store.journal import Journal
from store.journal.arriving import Arrivals, arrivals
from store.snapshots.evidence_files import place_files
from store.snapshots.opening_beside import Found, Sealed, Unfit, opened, unfit
from store.snapshots.reading import Reader, file_bytes, sha256_of
from store.snapshots.taking import (
    mark_read,
    no_longer_refused,
    read_before,
    refused_names,
    set_aside,
)
from store.wording import plain

# The more at once, the fewer times a page is written that many files write to. The first batch is
# smaller: what came of it is soon said, while processes start that open the rest.
AT_ONCE = 500
_AT_FIRST = 125
_MOST_BYTES = 64 * 1024**2


@dataclass(frozen=True)
class Taken:
    """What became of one file: taken, known already, or refused; how many changes it brought.

    `conflicts` are those its whole batch opened, said with the last file of it.
    """

    path: Path
    taken: bool = False
    already: bool = False
    refused: bool = False
    changes: int = 0
    aside: int = 0
    conflicts: int = 0


def take_all(
    journal: Journal,
    files: Sequence[Path],
    reader: Reader,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[Taken]:
    """Take the files in their order and say of each what became of it, once that is durable.

    `cancelled` is asked before each file; what was taken by then stays.
    """
    done: list[Taken] = []
    waiting = opened(_sealed(journal, files, reader, cancelled, done), reader)
    # Ids fall anywhere in their indexes, so every batch writes all over the store.
    with roomy(journal.database, WHOLE_STORE):
        for batch in _batches(waiting):
            done += _take_batch(journal, batch, reader, cancelled)
            yield from done
            done.clear()
            if cancelled():
                return
    yield from done


def _sealed(
    journal: Journal,
    files: Iterable[Path],
    reader: Reader,
    cancelled: Callable[[], bool],
    done: list[Taken],
) -> Iterator[Sealed]:
    """The files that have to be opened; what need not be is `done`."""
    asked: set[str] = set()
    refused = refused_names(journal)
    for path in files:
        if cancelled():
            return
        try:
            data = file_bytes(path)
        except NoRoom:
            raise
        except Refused as why:
            set_aside(journal, path, None, why, reader)
            done.append(Taken(path, refused=True))
            continue
        digest = sha256_of(data)
        # The same file under two names in one batch is one file.
        if digest in asked or read_before(journal, digest):
            if digest in refused or plain(str(path)) in refused:
                no_longer_refused(journal, path, digest)
            done.append(Taken(path, already=True))
            continue
        asked.add(digest)
        yield Sealed(path, digest, data)


Opened = tuple[Sealed, Found | Unfit]


def _batches(waiting: Iterator[Opened]) -> Iterator[list[Opened]]:
    at_once = min(_AT_FIRST, AT_ONCE)
    while batch := list(islice(waiting, 1)):
        size = len(batch[0][0].data)
        for one in islice(waiting, at_once - 1):
            batch.append(one)
            size += len(one[0].data)
            if size > _MOST_BYTES:
                break
        yield batch
        at_once = min(2 * at_once, AT_ONCE)


def _take_batch(
    journal: Journal, batch: list[Opened], reader: Reader, cancelled: Callable[[], bool]
) -> list[Taken]:
    done: list[Taken] = []
    with troubles_of(journal.database, journal.folder), arrivals(journal) as taken:
        taken.expect(
            device for _, found in batch if isinstance(found, Found) for device in found.parts
        )
        for sealed, found in batch:
            if cancelled():
                break
            done.append(_take(journal, taken, sealed, found, reader))
    journal.wrote()
    if taken.conflicts:
        done[-1] = replace(done[-1], conflicts=taken.conflicts)
    return done


def _take(
    journal: Journal, taken: Arrivals, sealed: Sealed, found: Found | Unfit, reader: Reader
) -> Taken:
    if isinstance(found, Found):
        try:
            # Evidence files first: one without its record is harmless, a record without it not.
            place_files(journal, found.files)
            received = taken.take(found.parts)
        except NoRoom:  # this machine's trouble, not the file's
            raise
        except Refused as why:
            found = unfit(why)
        else:
            mark_read(journal, sealed.path, sealed.digest, found.manifest, received.new)
            return Taken(sealed.path, taken=True, changes=received.new, aside=received.aside)
    set_aside(journal, sealed.path, sealed.digest, found.refusal, reader)
    return Taken(sealed.path, refused=True)
