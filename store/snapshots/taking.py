"""Taking one sealed file in, whole or not at all; one that fails is set aside with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from store.database import storage_troubles
from store.database.dialect import later
from store.errors import Refused
from store.journal import DeviceForked, Journal, Received
from store.snapshots.envelope import SnapshotRefused
from store.snapshots.evidence_files import place_files
from store.snapshots.manifest import Manifest
from store.snapshots.reading import Reader, Snapshot
from store.wording import plain, say


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


def read_before(journal: Journal, digest: str) -> bool:
    """Whether the file of that SHA-256 was taken already."""
    row = journal.database.execute_sql(
        "SELECT 1 FROM snapshot_read WHERE sha256 = ?", (digest,)
    ).fetchone()
    return row is not None


def take(journal: Journal, path: Path, digest: str, snapshot: Snapshot) -> Received:
    """Take a verified file in one transaction, which may stand in a larger one.

    Evidence files first: one without its record is harmless, a record without it is not.
    """
    place_files(journal, snapshot.files)
    with storage_troubles(journal.folder), journal.database.atomic():
        received = journal.receive(snapshot.changes, snapshot.ranges)
        mark_read(journal, path, digest, snapshot.manifest, received.new)
    return received


def mark_read(journal: Journal, path: Path, digest: str, manifest: Manifest, new: int) -> None:
    """Write down that a file was taken and how many of its changes were new."""
    later(
        journal.database,
        "INSERT INTO snapshot_read (sha256, file, device, number, extent, policy,"
        " created, changes, new, at, last, unsent, heard)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (
            digest,
            path.name,
            manifest.device,
            manifest.number,
            manifest.extent,
            manifest.policy,
            manifest.created,
            manifest.changes,
            new,
            journal.now().isoformat(timespec="seconds"),
            manifest.last,
            manifest.unsent,
            manifest.heard,
        ),
    )
    no_longer_refused(journal, path, digest)


def set_aside(
    journal: Journal, path: Path, digest: str | None, why: Refused, reader: Reader
) -> None:
    """Write down that a file was not taken, why, and what a person can do."""
    device = why.device if isinstance(why, SnapshotRefused) else None
    with storage_troubles(journal.folder):
        journal.database.execute_sql(
            "INSERT INTO snapshot_refused (file, sha256, device, reason, todo, at)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (file) DO UPDATE SET sha256 = excluded.sha256,"
            " device = excluded.device, reason = excluded.reason, todo = excluded.todo,"
            " at = excluded.at",
            (
                plain(str(path)),
                digest,
                device or reader.named_by(path),
                plain(why.sentence),
                plain(advice(why)),
                journal.now().isoformat(timespec="seconds"),
            ),
        )


def advice(why: Refused) -> str:
    """What a person can do about a refusal."""
    if isinstance(why, SnapshotRefused):
        return why.todo
    # What was sealed and signed and still does not fit is not mended by sending it again.
    forked = isinstance(why, DeviceForked)
    return say("snapshots.todo_forked" if forked else "snapshots.todo_ask")


def no_longer_refused(journal: Journal, path: Path, digest: str) -> None:
    """Forget that a file was set aside: it was taken after all."""
    later(
        journal.database,
        "DELETE FROM snapshot_refused WHERE file = ? OR sha256 = ?",
        (plain(str(path)), digest),
    )


def refused_names(journal: Journal) -> frozenset[str]:
    """The paths, as they are shown, and the SHA-256 of the files set aside and not taken since."""
    rows = journal.database.execute_sql("SELECT file, sha256 FROM snapshot_refused").fetchall()
    return frozenset(name for row in rows for name in row if name)


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
