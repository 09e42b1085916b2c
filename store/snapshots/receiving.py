"""What comes back to a device: its centre's receipts with their slice, and caseloads handed over.

The same importer as a centre's, so each file is taken whole or not at all, in any order, once.
Files that are sealed to others are not this device's business: they are counted and left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from store.database import storage_troubles
from store.database.private_files import NoRoom
from store.errors import Refused
from store.journal import DeviceForked, Journal
from store.snapshots.acknowledged import check, keep, told
from store.snapshots.canonical import count_of, strict_object
from store.snapshots.envelope import NotForHere
from store.snapshots.folders import files_in
from store.snapshots.manifest import HANDOVER
from store.snapshots.reading import SENT_BACK, Reader, file_bytes, read_snapshot, sha256_of
from store.snapshots.receipts import RECEIPT_SUFFIX
from store.snapshots.renewing import (
    Renewed,
    another_writes,
    go_on_anew,
    own_credential,
    take_credential,
)
from store.snapshots.taking import no_longer_refused, read_before, set_aside, take

HANDOVER_SUFFIX = ".handover"
Progress = Callable[[int, int, int], None]


@dataclass(frozen=True)
class Had:
    """What receiving did: files by what became of them, and what the taken ones brought.

    `others` are files sealed to other stores; `handovers` caseloads among the files taken.
    `renewed` says that a copy of this store writes under its id, so it went on as a new device.
    """

    files: int = 0
    taken: int = 0
    already: int = 0
    others: int = 0
    refused: int = 0
    handovers: int = 0
    changes: int = 0
    conflicts: int = 0
    aside: int = 0
    stopped: bool = False
    renewed: Renewed | None = None


def receive(
    journal: Journal,
    folders: Iterable[Path],
    progress: Progress | None = None,
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> Had:
    """Read every receipt and handover under `folders` that is sealed to this store.

    A file that fails is set aside with its reason and the others go on. `progress` hears files
    done, files in all, files refused; `cancelled` is asked before each file. A kill leaves every
    file taken whole or not at all.
    """
    files = list(files_in(folders, (RECEIPT_SUFFIX, HANDOVER_SUFFIX)))
    reader = Reader.of(journal, SENT_BACK)
    done = Had(files=len(files))
    for number, path in enumerate(files, start=1):
        if cancelled():
            return replace(done, stopped=True)
        one = receive_file(journal, path, reader)
        done = _together(done, one)
        if one.renewed is not None:
            reader = Reader.of(journal, SENT_BACK)
        if progress is not None:
            progress(number, len(files), done.refused)
    return done


def _together(done: Had, one: Had) -> Had:
    names = ("taken", "already", "others", "refused", "handovers", "changes", "conflicts", "aside")
    counts = {name: getattr(done, name) + getattr(one, name) for name in names}
    return replace(done, **counts, renewed=one.renewed or done.renewed)


def receive_file(journal: Journal, path: Path, reader: Reader) -> Had:
    """Take one file whole, or set it aside with its reason; taking it again changes nothing."""
    digest: str | None = None
    try:
        data = file_bytes(path)
        digest = sha256_of(data)
        if read_before(journal, digest):
            no_longer_refused(journal, path, digest)
            return Had(already=1)
        found = read_snapshot(data, reader)
        said = found.manifest.receipt
        if said is not None:
            check(said)
        with storage_troubles(journal.folder), journal.database.atomic():
            received, renewed = take(journal, path, digest, found), None
            if said is not None:
                keep(journal, digest, found.manifest, said)
                _take_credential(journal, said)
                first = copy_writes(journal)
                renewed = None if first is None else go_on_anew(journal, first)
    except NoRoom:  # this machine's trouble, not the file's
        raise
    except NotForHere:
        return Had(others=1)
    except DeviceForked as why:
        return Had(others=1, renewed=go_on_anew(journal, why.seq))
    except Refused as why:
        set_aside(journal, path, digest, why, reader)
        return Had(refused=1)
    return Had(
        taken=1,
        handovers=int(found.manifest.extent == HANDOVER),
        changes=received.new,
        conflicts=received.conflicts,
        aside=received.aside,
        renewed=renewed,
    )


def _take_credential(journal: Journal, said: dict[str, Any]) -> None:
    """Keep what the centre lets this device do, when the receipt brings something newer."""
    given = said.get("credential")
    if not isinstance(given, str):
        return
    found, known = strict_object(given.encode("utf-8")), own_credential(journal)
    if known is None or count_of(found, "number") > known.number:
        take_credential(journal, given.encode("utf-8"))


def copy_writes(journal: Journal) -> int | None:
    """From which number on another store writes under this one's name, by the newest receipt."""
    known = told(journal)
    return another_writes(journal, known.received, known.forked) if known else None
