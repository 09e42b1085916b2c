"""The centre's work: take every snapshot of some folders, each whole or not at all, each once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from store.database import storage_troubles
from store.database.private_files import NoRoom, explained
from store.errors import Refused
from store.journal import DeviceForked, Journal
from store.snapshots.envelope import SnapshotRefused
from store.snapshots.evidence_files import place_files
from store.snapshots.reading import Reader, Snapshot, file_bytes, read_snapshot, sha256_of
from store.snapshots.writing import SUFFIX
from store.wording import plain, say

Progress = Callable[[int, int, int], None]


class NoFolder(Refused):
    """A folder to read is not there."""


@dataclass(frozen=True)
class Collated:
    """What reading the folders did: `changes` new here, `conflicts` opened by them."""

    files: int = 0
    taken: int = 0
    already: int = 0
    refused: int = 0
    changes: int = 0
    conflicts: int = 0
    stopped: bool = False


@dataclass(frozen=True)
class RefusedFile:
    """A file set aside: the path as it was found, why, what a person can do, when (ISO, UTC).

    `device` names the sender, by what the file says or else by the start of its name.
    """

    file: str
    reason: str
    todo: str
    device: str | None
    at: str


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
    files = list(_files(folders))
    reader = Reader.of(journal)
    done = Collated(files=len(files))
    for number, path in enumerate(files):
        if cancelled():
            return replace(done, stopped=True)
        done = _with(done, _one(journal, path, reader))
        if progress is not None:
            progress(number + 1, len(files), done.refused)
    return done


def _with(done: Collated, one: Collated) -> Collated:
    return replace(
        done,
        taken=done.taken + one.taken,
        already=done.already + one.already,
        refused=done.refused + one.refused,
        changes=done.changes + one.changes,
        conflicts=done.conflicts + one.conflicts,
    )


def _files(folders: Iterable[Path]) -> Iterable[Path]:
    """The snapshots under `folders` in name order; unfinished ones (`.part`) are left alone."""
    seen: set[Path] = set()
    for folder in folders:
        try:
            if folder.is_file():
                found = [folder]
            elif folder.is_dir():
                next(folder.iterdir(), None)  # rglob is silent about a folder it may not read
                found = sorted(p for p in folder.rglob(f"*{SUFFIX}") if p.is_file())
            else:
                raise NoFolder(say("snapshots.no_such_folder", folder=plain(str(folder))))
        except OSError as why:
            raise explained(why, folder) from why
        for path in found:
            if (real := path.resolve()) not in seen:
                seen.add(real)
                yield path


def _one(journal: Journal, path: Path, reader: Reader) -> Collated:
    digest: str | None = None
    try:
        data = file_bytes(path)
        digest = sha256_of(data)
        if _read_before(journal, digest):
            _no_longer_refused(journal, path, digest)
            return Collated(already=1)
        return _take(journal, path, digest, read_snapshot(data, reader))
    except NoRoom:  # this machine's trouble, not the file's
        raise
    except Refused as why:
        _set_aside(journal, path, digest, why, reader)
        return Collated(refused=1)


def _read_before(journal: Journal, digest: str) -> bool:
    row = journal.database.execute_sql(
        "SELECT 1 FROM snapshot_read WHERE sha256 = ?", (digest,)
    ).fetchone()
    return row is not None


def _take(journal: Journal, path: Path, digest: str, snapshot: Snapshot) -> Collated:
    """Evidence files first: one without its record is harmless, a record without it is not."""
    manifest = snapshot.manifest
    place_files(journal, snapshot.files)
    with storage_troubles(journal.folder), journal.database.atomic():
        received = journal.receive(snapshot.changes, snapshot.ranges)
        journal.database.execute_sql(
            "INSERT OR IGNORE INTO snapshot_read (sha256, file, device, number, extent, policy,"
            " created, changes, new, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                digest,
                path.name,
                manifest.device,
                manifest.number,
                manifest.extent,
                manifest.policy,
                manifest.created,
                manifest.changes,
                received.new,
                journal.now().isoformat(timespec="seconds"),
            ),
        )
        _no_longer_refused(journal, path, digest)
    return Collated(taken=1, changes=received.new, conflicts=received.conflicts)


def _set_aside(
    journal: Journal, path: Path, digest: str | None, why: Refused, reader: Reader
) -> None:
    device = why.device if isinstance(why, SnapshotRefused) else None
    with storage_troubles(journal.folder):
        journal.database.execute_sql(
            "INSERT OR REPLACE INTO snapshot_refused (file, sha256, device, reason, todo, at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                plain(str(path)),
                digest,
                device or reader.named_by(path),
                plain(why.sentence),
                plain(_advice(why)),
                journal.now().isoformat(timespec="seconds"),
            ),
        )


def _advice(why: Refused) -> str:
    if isinstance(why, SnapshotRefused):
        return why.todo
    # What was sealed and signed and still does not fit is not mended by sending it again.
    forked = isinstance(why, DeviceForked)
    return say("snapshots.todo_forked" if forked else "snapshots.todo_ask")


def _no_longer_refused(journal: Journal, path: Path, digest: str) -> None:
    journal.database.execute_sql(
        "DELETE FROM snapshot_refused WHERE file = ? OR sha256 = ?", (plain(str(path)), digest)
    )


def refused_files(journal: Journal) -> list[RefusedFile]:
    """The files set aside and not taken since, newest first."""
    rows = journal.database.execute_sql(
        "SELECT file, reason, todo, device, at FROM snapshot_refused ORDER BY at DESC, file"
    )
    return [RefusedFile(*row) for row in rows.fetchall()]


def refused_rows(journal: Journal) -> list[dict[str, Any]]:
    """The files set aside as `list refused --json` prints them; a file has no line."""
    return [
        {
            "file": each.file,
            "reason": each.reason,
            "line": None,
            "what_to_do": each.todo,
            "device": each.device,
            "at": each.at,
        }
        for each in refused_files(journal)
    ]


def verify_file(journal: Journal, path: Path) -> Snapshot:
    """The snapshot at `path`, verified as collating would and taken nowhere; SnapshotRefused."""
    return read_snapshot(file_bytes(path), Reader.of(journal))
