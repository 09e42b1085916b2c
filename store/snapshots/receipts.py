"""What a centre sends back: to each device what arrived of it, what did not, and its slice.

A receipt is one file, sealed to the device and signed by the centre. It says how things stand, so
the newest one is enough; the changes of the slice go out once, and what went out is logged.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from store.database import get_setting, set_setting, storage_troubles
from store.database.private_files import write_private
from store.errors import Refused
from store.journal import Journal, Range
from store.snapshots.canonical import canonical
from store.snapshots.cards import DEVICE
from store.snapshots.central import place_of, settle_place
from store.snapshots.credentials import signed_credential
from store.snapshots.enrolment import Party, find_party, parties
from store.snapshots.manifest import SLICE
from store.snapshots.ranges import Name, Sent, as_ranges, changes_named, names_of
from store.snapshots.sealing import Outgoing, free_name, sealed, write_down
from store.snapshots.slices import SLICE_POLICY, Caseloads, Slice, slice_of
from store.snapshots.taking import RefusedFile, refused_files
from store.snapshots.whose import (
    About,
    about,
    people_named,
    pointing_at,
    records_since,
    writers_about,
    written_on,
)
from store.snapshots.writing import usable
from store.wording import plain

RECEIPT_SUFFIX = ".receipt"
_LAST_ROW = "snapshots.slices_row"
_OF_WHICH = "snapshots.slices_of"
Progress = Callable[[int, int], None]
Where = Callable[[Party], Path]


@dataclass(frozen=True)
class Receipts:
    """What was sent back: the files, the changes in them, and what could not be written."""

    written: tuple[Path, ...] = ()
    changes: int = 0
    troubles: tuple[str, ...] = ()
    stopped: bool = False


@dataclass
class _Round:
    """What all receipts of one round share, read once.

    `journal` knows the devices and what they were sent, `log` holds what came from them.
    """

    journal: Journal
    log: Journal
    caseloads: Caseloads
    fresh: set[str]
    fresh_writers: dict[str, set[str]]
    refused: list[RefusedFile]
    asides: dict[str, list[dict[str, Any]]]
    forked: dict[str, int]
    held: dict[str, list[list[int]]]
    _about: dict[bool, About] = field(default_factory=dict)
    _named: dict[bool, dict[str, set[str]]] = field(default_factory=dict)
    _names: dict[str, list[Name]] = field(default_factory=dict)

    @staticmethod
    def of(journal: Journal, log: Journal) -> _Round:
        fresh = records_since(log, *_seen(journal, log))
        asides, forked = _asides(log), log.forked()
        held: dict[str, list[list[int]]] = defaultdict(list)
        for over in log.ranges():
            point = forked.get(over.device)
            if point is None or over.last < point:
                held[over.device].append([over.first, over.last])
        return _Round(
            journal,
            log,
            Caseloads(log),
            fresh,
            writers_about(log, fresh),
            refused_files(log),
            asides,
            forked,
            held,
        )

    def records(self, party: Party, wanted: Slice, whole: bool) -> set[str]:
        """The records a device is sent: those with news, or (`whole`) all of its slice.

        With them go the people whom they name.
        """
        among = None if whole else self.fresh
        if whole not in self._about:
            self._about[whole] = every = about(self.log, among)
            every_one = every.shared.union(every.others, *every.by_child.values())
            self._named[whole] = people_named(self.log, every_one)
        found = wanted.of(self._about[whole])
        device = party.card.id
        if whole:
            mine = written_on(self.log, device)
            found = found | mine | pointing_at(self.log, mine)
        else:
            found = found | self.fresh_writers.get(device, set())
        named = self._named[whole]
        return found.union(*(named[record] for record in found if record in named))

    def names(self, records: set[str]) -> Iterator[Name]:
        """The changes of these records."""
        new = records - self._names.keys()
        if new:
            found = names_of(self.log, new)
            self._names |= {record: found.get(record, []) for record in new}
        for record in records:
            yield from self._names[record]

    def said_to(self, party: Party) -> dict[str, Any]:
        """What the receipt says of a device's own work, as it stands now."""
        device = party.card.id
        signed = signed_credential(self.journal, device)
        return {
            "received": self.held.get(device, []),
            "refused": [
                {"file": Path(each.file).name, "reason": each.reason, "at": each.at}
                for each in self.refused
                if each.device == plain(party.card.name)
                or Path(each.file).name.startswith(f"{party.card.short}-")
            ],
            "aside": self.asides.get(device, []),
            "forked": self.forked.get(device),
            "revoked": party.revoked.isoformat() if party.revoked else None,
            "credential": signed.decode().strip() if signed else None,
        }


def _asides(journal: Journal) -> dict[str, list[dict[str, Any]]]:
    """Per device the reasons for which changes of it stand aside, and which those are."""
    why: dict[str, dict[tuple[str, str], list[list[int]]]] = defaultdict(dict)
    for each in journal.asides():
        spans = why[each.device].setdefault((each.cause.value, each.reason), [])
        if spans and each.seq <= spans[-1][1] + 1:
            spans[-1][1] = max(each.seq, spans[-1][1])
        else:
            spans.append([each.seq, each.seq])
    return {
        device: [
            {"cause": cause, "reason": reason, "seqs": spans}
            for (cause, reason), spans in found.items()
        ]
        for device, found in why.items()
    }


def write_receipts(
    journal: Journal,
    where: Path | Where,
    progress: Progress | None = None,
    *,
    cancelled: Callable[[], bool] = lambda: False,
    only: Collection[str] = (),
    again: bool = False,
    log: Journal | None = None,
) -> Receipts:
    """Write a receipt for every enrolled device that has news, into the folder `where`.

    `only` names the devices (all without it); `again` sends everything once more, for a device
    that lost what it was sent. A folder that may not be written is told and stops no other;
    what was not written counts as not sent. `progress` hears devices done and in all. With a
    `log` the receipts speak of that journal, which may lie in a database elsewhere.
    """
    settle_place(journal, log)
    log = log or journal
    everyone = [each for each in parties(journal) if each.card.kind == DEVICE]
    chosen = {find_party(journal, name).card.id for name in only}
    going = [each for each in everyone if not only or each.card.id in chosen]
    now, row = log.ranges(), _last_row(log)
    work = _Round.of(journal, log)
    done = Receipts()
    for number, party in enumerate(going, start=1):
        if cancelled():
            return replace(done, stopped=True)
        try:
            path, changes = _answer(work, party, where, again)
            if path is not None:
                done = replace(done, written=(*done.written, path), changes=done.changes + changes)
        except Refused as why:
            _look_again(journal, party)
            done = replace(done, troubles=(*done.troubles, why.sentence))
        if progress is not None:
            progress(number, len(going))
    if not only:
        _now_seen(journal, log, now, row)
    return done


def _answer(
    work: _Round, party: Party, where: Path | Where, again: bool
) -> tuple[Path | None, int]:
    """Write one device's receipt when there is news for it; gives the file and its changes."""
    journal, device = work.journal, party.card.id
    before = _given(journal, device)
    wanted = slice_of(journal, party, work.caseloads)
    known = Slice.from_text(before.slice) if before and before.slice else None
    whole = again or known is None or not wanted.within(known)
    names = [] if party.revoked else _not_sent(work, party, wanted, whole, again)
    said = work.said_to(party)
    digest = hashlib.sha256(canonical(said)).hexdigest()
    if not names and before and before.said == digest and not again:
        if before.slice != wanted.to_text():
            _write_given(journal, device, before.number, digest, wanted)
        return None, 0
    spans = as_ranges(work.log, names)
    number = before.number + 1 if before else 1
    receipt = {"number": number, **said}
    out = Outgoing(party.card, SLICE, SLICE_POLICY, spans, number, receipt=receipt)
    data, manifest = sealed(journal, out, changes_named(work.log, names))
    folder = where if isinstance(where, Path) else where(party)
    usable(folder)
    path = free_name(folder, party.card.short, number, RECEIPT_SUFFIX)
    write_private(path, data)
    with storage_troubles(journal.folder), journal.database.atomic():
        write_down(journal, path, data, manifest)
        _write_given(journal, device, number, digest, wanted)
    return path, len(names)


def _not_sent(work: _Round, party: Party, wanted: Slice, whole: bool, again: bool) -> list[Name]:
    names = work.names(work.records(party, wanted, whole))
    sent = None if again else Sent(work.journal, party.card.id)
    return sorted(
        name
        for name in set(names)
        if name[0] not in party.ids and (sent is None or not sent.holds(name))
    )


@dataclass(frozen=True)
class _Given:
    """The last receipt a device was given."""

    number: int
    said: str
    slice: str | None


def _given(journal: Journal, device: str) -> _Given | None:
    row = journal.database.execute_sql(
        "SELECT number, said, slice FROM receipt_given WHERE device = ?", (device,)
    ).fetchone()
    return _Given(*row) if row else None


def _write_given(journal: Journal, device: str, number: int, said: str, wanted: Slice) -> None:
    journal.database.execute_sql(
        "INSERT INTO receipt_given (device, number, said, slice, at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (device) DO UPDATE SET number = excluded.number, said = excluded.said,"
        " slice = excluded.slice, at = excluded.at",
        (device, number, said, wanted.to_text(), journal.now().isoformat(timespec="seconds")),
    )


def _look_again(journal: Journal, party: Party) -> None:
    """Have all of the log looked through for this device the next time."""
    journal.database.execute_sql(
        "UPDATE receipt_given SET slice = NULL WHERE device = ?", (party.card.id,)
    )


def _seen(journal: Journal, log: Journal) -> tuple[dict[str, list[tuple[int, int]]], int]:
    """What of this log was looked through for all devices already: spans, and its last row."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    if (get_setting(journal.database, _OF_WHICH) or "") != place_of(log):
        return found, 0
    rows = journal.database.execute_sql("SELECT device, first, last FROM slice_seen")
    for device, first, last in rows:
        found[device].append((first, last))
    return found, int(get_setting(journal.database, _LAST_ROW) or 0)


def _last_row(log: Journal) -> int:
    found = log.database.execute_sql("SELECT max(rowid) FROM change").fetchone()
    return int(found[0] or 0)


def _now_seen(journal: Journal, log: Journal, ranges: Sequence[Range], row: int) -> None:
    with journal.database.atomic():
        set_setting(journal.database, _OF_WHICH, place_of(log))
        set_setting(journal.database, _LAST_ROW, str(row))
        journal.database.execute_sql("DELETE FROM slice_seen")
        journal.database.connection().executemany(
            "INSERT OR REPLACE INTO slice_seen (device, first, last) VALUES (?, ?, ?)",
            [(each.device, each.first, each.last) for each in ranges],
        )
