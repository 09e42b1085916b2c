"""Writing a snapshot: what the centre has not had yet, sealed to it, one whole file or none."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from store.database.private_files import explained, write_private
from store.errors import Locked, PlanReviewError, Refused
from store.journal import Journal, Range
from store.snapshots.cards import CENTRE, DEVICE, Card
from store.snapshots.enrolment import centre, own_card, own_ids, own_kind, parties
from store.snapshots.manifest import DELTA, FULL
from store.snapshots.policy import OWN_SERVICE, Policy
from store.snapshots.pseudonyms import makes_key
from store.snapshots.sealing import (
    Outgoing,
    Progress,
    free_name,
    next_number,
    sealed,
    write_down,
)
from store.wording import plain, say

SUFFIX = ".planreview"


class NoCentre(Refused):
    """No centre's card is enrolled, so nobody could open a snapshot."""


class NothingNew(PlanReviewError):
    """The centre has been sent everything there is; no file was written."""

    exit_code = 0


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
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> Written:
    """Write what the centre has not been sent yet (with `full`, everything) into `folder`.

    Raises NoCentre and NothingNew in words, Locked for a folder that may not be written, Cancelled
    once `cancelled` says so. Whoever pulls the stick finds either a whole file or none; only a
    whole file counts as sent.
    """
    to = centre(journal)
    if to is None:
        raise _no_centre(journal)
    spans = _spans(journal, to.card, full)
    if not spans:
        raise NothingNew(say("snapshots.nothing_new", centre=plain(to.card.name)))
    if makes_key(journal, policy, to.card.id):
        spans = _spans(journal, to.card, full)
    usable(folder)
    extent, number = FULL if full else DELTA, next_number(journal)
    waiting = sum(s.last - s.first + 1 for s in _spans(journal, to.card, full=False))
    out = Outgoing(to.card, extent, policy, spans, number, unsent=waiting)
    changes = (change for span in spans for change in journal.sendable(span))
    data, manifest = sealed(journal, out, changes, progress, cancelled)
    path = free_name(folder, own_card(journal).short, manifest.number, SUFFIX)
    write_private(path, data)
    write_down(journal, path, data, manifest)
    own = [span.last for span in spans if span.device == journal.author.device]
    if own:
        journal.mark_sent(max(own))
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
        "SELECT name, at FROM snapshot_written WHERE extent IN (?, ?) ORDER BY number DESC LIMIT 1",
        (FULL, DELTA),
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
        ids = own_ids(journal)
        ranges = [each for each in journal.ranges() if each.device in ids]
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


def usable(folder: Path) -> None:
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
