"""From changes to one sealed file: the manifest that says what is in it, the lines, the files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from store.database import schema_number
from store.errors import Refused
from store.journal import Journal, Range
from store.journal.sending import Sendable
from store.snapshots.cards import Card
from store.snapshots.enrolment import own_card, own_keys
from store.snapshots.envelope import MOST_BODY_BYTES, MOST_FILE_BYTES, pack, seal
from store.snapshots.evidence_files import FilesOf
from store.snapshots.manifest import Manifest, Part, Span
from store.snapshots.policy import Policy
from store.snapshots.pseudonyms import lines_under
from store.wording import say

Progress = Callable[[int, int], None]
_HEARD_EVERY = 500


class SnapshotTooLarge(Refused):
    """One snapshot would be larger than a centre reads."""


class Cancelled(Refused):
    """Somebody stopped the work before the file was whole; nothing of it was written."""


@dataclass(frozen=True)
class Outgoing:
    """What is about to be sealed: for whom, which ranges, under which policy.

    `number` counts the sender's files; `unsent` as in the manifest.
    """

    to: Card
    extent: str
    policy: Policy
    spans: Sequence[Range]
    number: int
    unsent: int = 0
    receipt: dict[str, Any] | None = None

    @property
    def changes(self) -> int:
        """How many changes it holds."""
        return sum(span.last - span.first + 1 for span in self.spans)


def sealed(
    journal: Journal,
    out: Outgoing,
    changes: Iterable[Sendable],
    progress: Progress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[bytes, Manifest]:
    """The bytes of the file that holds `changes` (those of `out.spans`, in any order)."""
    files = FilesOf(journal)
    total = out.changes
    # First: it may have to make a key, and then a change of its own.
    written = lines_under(journal, out.policy, out.to.id)

    def lines() -> Iterator[str]:
        for done, change in enumerate(changes, start=1):
            if out.policy.files:
                files.note(change)
            yield written(change)
            if done % _HEARD_EVERY == 0:
                if cancelled():
                    raise Cancelled(say("snapshots.cancelled"))
                if progress is not None:
                    progress(done, total)

    packed = pack(lines())
    # Half of what a centre reads: sealing adds little, but nobody should come close.
    if packed.size > MOST_BODY_BYTES or files.size() > MOST_FILE_BYTES // 2:
        raise SnapshotTooLarge(say("snapshots.too_large_to_write"))
    parts = list(files.read())
    card = own_card(journal)
    manifest = Manifest(
        extent=out.extent,
        policy=out.policy.name,
        device=card.id,
        device_name=card.name,
        centre=out.to.id,
        number=out.number,
        # Two receipts of one second may have one number, where a kill came between file and log.
        created=journal.now().isoformat(timespec="microseconds"),
        app=_version(),
        schema=schema_number(journal.database),
        spans=tuple(Span(s.device, s.first, s.last, s.prev, s.head) for s in out.spans),
        changes=packed.lines,
        body_packed=len(packed.data),
        body_size=packed.size,
        body_sha256=packed.sha256,
        parts=tuple(
            Part(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in parts
        ),
        previous=_previous(journal, out.to),
        last=_last_own(journal),
        unsent=out.unsent,
        receipt=out.receipt,
        heard=_heard(journal, out.to),
    )
    recipients = [out.to.recipient, *([out.to.recovery] if out.to.recovery else [])]
    pieces = [data for _, data in parts]
    return (
        seal(manifest, packed.data, pieces, keys=own_keys(journal), recipients=recipients),
        manifest,
    )


def _version() -> str:
    try:
        return metadata.version("planreview")
    except metadata.PackageNotFoundError:  # run from a checkout
        return "0"


def _last_own(journal: Journal) -> int:
    row = journal.database.execute_sql(
        "SELECT max(last) FROM held WHERE device = ?", (journal.author.device,)
    ).fetchone()
    return int(row[0] or 0)


def _heard(journal: Journal, to: Card) -> int:
    """The newest receipt of that store which was read here: it sees what has not arrived."""
    row = journal.database.execute_sql(
        "SELECT coalesce(max(number), 0) FROM receipt_had WHERE centre = ?", (to.id,)
    ).fetchone()
    return int(row[0])


def _previous(journal: Journal, to: Card) -> str | None:
    row = journal.database.execute_sql(
        "SELECT sha256 FROM snapshot_written WHERE centre = ? ORDER BY number DESC LIMIT 1",
        (to.id,),
    ).fetchone()
    return str(row[0]) if row else None


def next_number(journal: Journal) -> int:
    """The number of the next snapshot of this store."""
    row = journal.database.execute_sql(
        "SELECT coalesce(max(number), 0) + 1 FROM snapshot_written"
    ).fetchone()
    return int(row[0])


def free_name(folder: Path, short: str, number: int, suffix: str) -> Path:
    """A name that says nothing personal: a fingerprint in short, and a number."""
    while (path := folder / f"{short}-{number:06d}{suffix}").exists():
        number += 1
    return path


def write_down(journal: Journal, path: Path, data: bytes, manifest: Manifest) -> None:
    """Log a file that was written, and what it held for whom."""
    database, own = journal.database, journal.author.device
    with database.atomic():
        database.execute_sql(
            "INSERT INTO snapshot_written (number, sha256, name, centre, extent, policy, changes,"
            " files, size, at, own) VALUES ((SELECT coalesce(max(number), 0) + 1"
            " FROM snapshot_written), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                hashlib.sha256(data).hexdigest(),
                path.name,
                manifest.centre,
                manifest.extent,
                manifest.policy,
                manifest.changes,
                len(manifest.parts),
                len(data),
                manifest.created,
                json.dumps([(s.first, s.last) for s in manifest.spans if s.device == own]),
            ),
        )
        database.connection().executemany(
            "INSERT INTO snapshot_span (centre, device, first, last) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (centre, device, first) DO UPDATE SET last = max(last, excluded.last)",
            [(manifest.centre, span.device, span.first, span.last) for span in manifest.spans],
        )
