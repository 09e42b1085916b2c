"""Opening one sealed file: everything is verified before a word of it is believed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from store.database.keys import recovery_identity
from store.errors import Refused
from store.journal import Change, Journal, Range
from store.snapshots.cards import CENTRE, DEVICE, Keys
from store.snapshots.enrolment import Party, own_ids, own_keys, parties
from store.snapshots.envelope import (
    MOST_FILE_BYTES,
    NotForHere,
    Opened,
    open_sealed,
    refused,
)
from store.snapshots.manifest import DELTA, FULL, HANDOVER, SLICE, Manifest
from store.wording import plain, say

SNAPSHOTS = (FULL, DELTA)
SENT_BACK = (SLICE, HANDOVER)


@dataclass(frozen=True)
class Reader:
    """What opening needs to know of this store: its keys, its ids, who is enrolled under which.

    `extents` are those that are read here: snapshots at a centre, what comes back on a device.
    """

    keys: Keys
    own_ids: frozenset[str]
    enrolled: dict[str, Party]
    extents: tuple[str, ...] = SNAPSHOTS
    # Files for the device this store was before: they are said again to the one it is.
    former: frozenset[str] = frozenset()
    # With a recovery key whatever it opens is read: it was sealed to a centre that is lost.
    recovering: bool = False

    @staticmethod
    def of(
        journal: Journal, extents: tuple[str, ...] = SNAPSHOTS, recovery: str | None = None
    ) -> Reader:
        """The reader of this store, as enrolment stands now; `recovery` is a recovery key (text),
        with which a new centre reads what was sealed to a lost one."""
        keys, own = own_keys(journal), own_ids(journal)
        if recovery is not None:
            keys = replace(keys, earlier=(*keys.earlier, recovery_identity(recovery)))
        return Reader(
            keys,
            own,
            {each.card.id: each for each in parties(journal)},
            extents,
            own - {journal.author.device} if extents == SENT_BACK else frozenset(),
            recovery is not None,
        )

    def named_by(self, path: Path) -> str | None:
        """The device whose fingerprint begins the file's name: a hint for people, no proof."""
        return self._names.get(path.name.partition("-")[0])

    @cached_property
    def _names(self) -> dict[str, str]:
        """What each device is called, by the start of its files' names."""
        # A hash for each of a fleet: once, however many files are set aside.
        return {each.card.short: plain(each.card.name) for each in self.enrolled.values()}

    def signer_of(self, manifest: Manifest) -> Sequence[str]:
        """The keys the sender may have signed with; refuses strangers and other centres' files."""
        sender = self.enrolled.get(manifest.device)
        name = plain(manifest.device_name)
        if manifest.device in self.own_ids:
            raise refused("own", "delete")
        if sender is None:
            raise refused("not_enrolled", "enrol", device=name)
        if sender.revoked is not None:
            day = sender.revoked.date().isoformat()
            raise refused("revoked", "enrol", device=plain(sender.card.name), day=day)
        if manifest.centre in self.former:
            raise NotForHere(
                say("snapshots.refused_other_centre"), say("snapshots.todo_other_centre")
            )
        if manifest.centre not in self.own_ids and not self.recovering:
            raise refused("other_centre", "other_centre")
        self._check_extent(manifest, sender)
        return sender.signs

    def _check_extent(self, manifest: Manifest, sender: Party) -> None:
        name, extent = plain(sender.card.name), manifest.extent
        if extent not in self.extents:
            read_by = "receive" if self.extents == SNAPSHOTS else "collate"
            raise refused(f"extent_{extent}", read_by, device=name)
        if extent == SLICE and sender.card.kind != CENTRE:
            raise refused("not_a_centre", "ask", device=name)
        # A device sends a centre its own work; what it hands over to another is of many hands.
        if sender.card.kind == DEVICE and extent != HANDOVER:
            for span in manifest.spans:
                if span.device not in sender.ids:
                    raise refused("not_its_own", "ask", device=name)


@dataclass(frozen=True)
class Snapshot:
    """A verified snapshot: what it says of itself, its changes, their ranges, evidence files."""

    manifest: Manifest
    changes: tuple[Change, ...]
    ranges: tuple[Range, ...]
    files: tuple[tuple[str, bytes], ...]


def file_bytes(path: Path) -> bytes:
    """The whole of a snapshot file; refused where it may not be read or is beyond all bounds."""
    try:
        size = path.stat().st_size
        if size > MOST_FILE_BYTES:
            raise refused("too_large", "split", size=size)
        return path.read_bytes()
    except OSError as why:
        reason = plain(why.strerror or type(why).__name__)
        raise refused("unreadable", "permission", why=reason) from why


def sha256_of(data: bytes) -> str:
    """The name under which a file is remembered as read."""
    return hashlib.sha256(data).hexdigest()


def read_snapshot(data: bytes, reader: Reader) -> Snapshot:
    """The snapshot in `data`; SnapshotRefused with the reason and what to do."""
    opened = open_sealed(data, keys=reader.keys, signer_of=reader.signer_of)
    manifest = opened.manifest
    spans: dict[str, list[range]] = {}
    for span in manifest.spans:
        spans.setdefault(span.device, []).append(range(span.first, span.last + 1))
    changes = tuple(_changes(opened))
    if len(changes) != manifest.changes:
        raise refused("count", said=manifest.changes, found=len(changes))
    for change in changes:
        if not any(change.seq in each for each in spans.get(change.device, ())):
            raise refused("outside", "ask", device=plain(manifest.device_name))
    return Snapshot(
        manifest,
        changes,
        tuple(Range(s.device, s.first, s.last, s.prev, s.head) for s in manifest.spans),
        tuple((p.name, piece) for p, piece in zip(manifest.parts, opened.parts, strict=True)),
    )


def _changes(opened: Opened) -> Iterator[Change]:
    for number, line in enumerate(opened.lines(), start=1):
        if number > opened.manifest.changes:
            raise refused("count", said=opened.manifest.changes, found=number)
        try:
            yield Change.from_line(line)
        except Refused as why:
            raise refused("line", "ask", line=number, why=why.sentence) from why
