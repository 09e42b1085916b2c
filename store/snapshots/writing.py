"""Writing a snapshot: what the centre has not had yet, sealed to it, one whole file or none."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import metadata
from pathlib import Path

from store.database import schema_number
from store.database.private_files import explained, write_private
from store.errors import Locked, PlanReviewError, Refused
from store.journal import Journal, Range
from store.snapshots.cards import CENTRE, DEVICE, Card
from store.snapshots.enrolment import centre, own_card, own_keys, own_kind, parties
from store.snapshots.envelope import MOST_BODY_BYTES, MOST_FILE_BYTES, pack, seal
from store.snapshots.evidence_files import FilesOf
from store.snapshots.manifest import DELTA, FULL, Manifest, Part, Span
from store.snapshots.policy import OWN_SERVICE, Policy
from store.wording import plain, say

SUFFIX = ".planreview"
Progress = Callable[[int, int], None]


class NoCentre(Refused):
    """No centre's card is enrolled, so nobody could open a snapshot."""


class NothingNew(PlanReviewError):
    """The centre has been sent everything there is; no file was written."""

    exit_code = 0


class SnapshotTooLarge(Refused):
    """One snapshot would be larger than a centre reads."""


@dataclass(frozen=True)
class Written:
    """The file that was written: where, how much it holds, its size in bytes, for whom."""

    path: Path
    extent: str
    changes: int
    files: int
    size: int
    centre: str
    policy: str


def write_snapshot(
    journal: Journal,
    folder: Path,
    full: bool = False,
    policy: Policy = OWN_SERVICE,
    progress: Progress | None = None,
) -> Written:
    """Write what the centre has not been sent yet (with `full`, everything) into `folder`.

    Raises NoCentre and NothingNew in words, Locked for a folder that may not be written. Whoever
    pulls the stick finds either a whole file or none; only a whole file counts as sent.
    """
    to = centre(journal)
    if to is None:
        raise _no_centre(journal)
    spans = _spans(journal, to.card, full)
    if not spans:
        raise NothingNew(say("snapshots.nothing_new", centre=plain(to.card.name)))
    _usable(folder)
    data, manifest = _sealed(journal, to.card, spans, full, policy, progress)
    path = _free_name(folder, own_card(journal), manifest.number)
    write_private(path, data)
    _record(journal, path, data, manifest)
    return Written(
        path,
        manifest.extent,
        manifest.changes,
        len(manifest.parts),
        len(data),
        plain(to.card.name),
        policy.name,
    )


def _no_centre(journal: Journal) -> NoCentre:
    devices = [each.card.name for each in parties(journal) if each.card.kind == DEVICE]
    if devices:
        return NoCentre(say("snapshots.no_centre_but", name=plain(devices[0])))
    return NoCentre(say("snapshots.no_centre"))


def last_written(journal: Journal) -> tuple[str, datetime] | None:
    """The name of the file this store wrote last, and when (UTC)."""
    row = journal.database.execute_sql(
        "SELECT name, at FROM snapshot_written ORDER BY number DESC LIMIT 1"
    ).fetchone()
    return (str(row[0]), datetime.fromisoformat(row[1])) if row else None


def unsent(journal: Journal) -> int:
    """How many changes the centre has not been sent yet; all of them while there is no centre."""
    to = centre(journal)
    spans = _spans(journal, to.card if to else None, full=False)
    return sum(span.last - span.first + 1 for span in spans)


def _spans(journal: Journal, to: Card | None, full: bool) -> list[Range]:
    """What a snapshot would hold. A device sends its own changes; a centre passes on all it has."""
    if own_kind(journal) == CENTRE:
        ranges = journal.ranges()
    else:
        ranges = [each for each in journal.ranges() if each.device == journal.author.device]
    if full or to is None:
        return ranges
    return [part for each in ranges for part in _not_sent(journal, to, each)]


def _not_sent(journal: Journal, to: Card, whole: Range) -> Iterator[Range]:
    """The parts of `whole` that no snapshot to this centre has covered, in order."""
    rows = journal.database.execute_sql(
        "SELECT first, last FROM snapshot_span WHERE centre = ? AND device = ? ORDER BY first",
        (to.id, whole.device),
    ).fetchall()
    at = whole.first
    for first, last in [*rows, (whole.last + 1, whole.last + 1)]:
        if at < first and at <= whole.last:
            yield _cut(journal, whole, at, min(first - 1, whole.last))
        at = max(at, last + 1)


def _cut(journal: Journal, whole: Range, first: int, last: int) -> Range:
    def hash_at(seq: int) -> str:
        return next(journal.changes(replace(whole, first=seq, last=seq))).hash

    prev = whole.prev if first == whole.first else hash_at(first - 1)
    head = whole.head if last == whole.last else hash_at(last)
    return Range(whole.device, first, last, prev, head)


def _usable(folder: Path) -> None:
    """Make the last part of `folder` if it is missing; its parent must be there.

    A stick that is not plugged in must not become a folder on the disk.
    """
    try:
        folder.mkdir(exist_ok=True, mode=0o700)
        next(folder.iterdir(), None)
    except FileExistsError as why:
        raise Refused(say("snapshots.folder_is_file", folder=plain(str(folder)))) from why
    except FileNotFoundError as why:
        raise Refused(say("snapshots.no_folder", folder=plain(str(folder)))) from why
    except OSError as why:
        if why.errno == errno.EROFS:
            raise Locked(say("snapshots.read_only", folder=plain(str(folder)))) from why
        raise explained(why, folder) from why


def _sealed(
    journal: Journal,
    to: Card,
    spans: Sequence[Range],
    full: bool,
    policy: Policy,
    progress: Progress | None,
) -> tuple[bytes, Manifest]:
    files = FilesOf(journal)
    total = sum(span.last - span.first + 1 for span in spans)

    def lines() -> Iterator[str]:
        done = 0
        for span in spans:
            for change in journal.changes(span):
                files.note(change)
                yield change.to_line(policy.withholds)
                done += 1
                if progress is not None and done % 500 == 0:
                    progress(done, total)

    packed = pack(lines())
    # Half of what a centre reads: sealing adds little, but nobody should come close.
    if packed.size > MOST_BODY_BYTES or files.size() > MOST_FILE_BYTES // 2:
        raise SnapshotTooLarge(say("snapshots.too_large_to_write"))
    parts = list(files.read())
    card = own_card(journal)
    manifest = Manifest(
        extent=FULL if full else DELTA,
        policy=policy.name,
        device=card.id,
        device_name=card.name,
        centre=to.id,
        number=_next_number(journal),
        created=journal.now().isoformat(timespec="seconds"),
        app=_version(),
        schema=schema_number(journal.database),
        spans=tuple(Span(s.device, s.first, s.last, s.prev, s.head) for s in spans),
        changes=packed.lines,
        body_packed=len(packed.data),
        body_size=packed.size,
        body_sha256=packed.sha256,
        parts=tuple(
            Part(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in parts
        ),
        previous=_previous(journal, to),
    )
    recipients = [to.recipient, *([to.recovery] if to.recovery else [])]
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


def _next_number(journal: Journal) -> int:
    row = journal.database.execute_sql(
        "SELECT coalesce(max(number), 0) + 1 FROM snapshot_written"
    ).fetchone()
    return int(row[0])


def _previous(journal: Journal, to: Card) -> str | None:
    row = journal.database.execute_sql(
        "SELECT sha256 FROM snapshot_written WHERE centre = ? ORDER BY number DESC LIMIT 1",
        (to.id,),
    ).fetchone()
    return str(row[0]) if row else None


def _free_name(folder: Path, card: Card, number: int) -> Path:
    """A name that says nothing personal: the sender's fingerprint in short, and a number."""
    while (path := folder / f"{card.short}-{number:06d}{SUFFIX}").exists():
        number += 1
    return path


def _record(journal: Journal, path: Path, data: bytes, manifest: Manifest) -> None:
    database = journal.database
    with database.atomic():
        database.execute_sql(
            "INSERT INTO snapshot_written (number, sha256, name, centre, extent, policy, changes,"
            " files, size, at) VALUES ((SELECT coalesce(max(number), 0) + 1"
            " FROM snapshot_written), ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
            ),
        )
        for span in manifest.spans:
            database.execute_sql(
                "INSERT INTO snapshot_span (centre, device, first, last) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (centre, device, first)"
                " DO UPDATE SET last = max(last, excluded.last)",
                (manifest.centre, span.device, span.first, span.last),
            )
        own = [span.last for span in manifest.spans if span.device == manifest.device]
        if own:
            journal.mark_sent(max(own))
