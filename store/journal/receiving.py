"""Taking in changes of other devices: verify the chain, add what is new, settle what it touches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from store.database import Database
from store.errors import Refused
from store.journal import derived, erasing, hybrid_clock, log
from store.journal.change import Change
from store.journal.door import Door
from store.journal.settling import settle
from store.wording import say


class ChainBroken(Refused):
    """A range whose changes, commitments and hashes do not belong together."""


class DeviceForked(Refused):
    """Two different changes under one number: a clone or a restored backup went on writing."""


@dataclass(frozen=True)
class Range:
    """Changes `first` to `last` of one device, unbroken, with the hash before it and at its end."""

    device: str
    first: int
    last: int
    prev: str
    head: str


@dataclass(frozen=True)
class Received:
    """How many changes were new, how many stood here already, how many new conflicts there are."""

    new: int
    already: int
    conflicts: int


def held(database: Database, device: str | None = None) -> list[Range]:
    """The unbroken ranges held here, by device and number."""
    where = "" if device is None else "WHERE device = ?"
    rows = database.execute_sql(
        f"SELECT device, first, last, prev, head FROM held {where} ORDER BY device, first",
        () if device is None else (device,),
    )
    return [Range(*row) for row in rows]


def verify_chain(changes: Sequence[Change], over: Range) -> None:
    """Raises ChainBroken where a range is not whole or a hash does not follow from the last."""
    expected = over.first
    previous = over.prev
    for change in changes:
        if change.device != over.device or change.seq != expected:
            raise ChainBroken(say("journal.chain_gap", device=over.device, seq=expected))
        previous = change.chained(previous)
        if previous != change.hash:
            raise ChainBroken(say("journal.chain_broken", device=over.device, seq=expected))
        expected += 1
    if expected != over.last + 1 or previous != over.head:
        raise ChainBroken(say("journal.chain_end", device=over.device, seq=over.last))


def receive(journal: Door, changes: Sequence[Change], ranges: Sequence[Range]) -> Received:
    """Takes in whole ranges in one transaction; the same ones again, in any order, change nothing.

    Raises ChainBroken or DeviceForked, and then nothing of it was taken.
    """
    by_device: dict[str, list[Change]] = {}
    for change in changes:
        by_device.setdefault(change.device, []).append(change)
    parts: list[tuple[Range, list[Change]]] = []
    for over in ranges:
        own = sorted(
            (c for c in by_device.get(over.device, []) if over.first <= c.seq <= over.last),
            key=lambda change: change.seq,
        )
        verify_chain(own, over)
        parts.append((over, own))
    if sum(len(own) for _, own in parts) != len(changes):
        raise ChainBroken(say("journal.outside_ranges"))
    with journal.database.atomic():
        return _take(journal, parts)


def _take(journal: Door, parts: list[tuple[Range, list[Change]]]) -> Received:
    database = journal.database
    new: list[Change] = []
    filled: list[Change] = []
    already = 0
    for over, own in parts:
        known = {
            change.seq: change
            for change in log.read(
                database,
                "WHERE device = ? AND seq BETWEEN ? AND ?",
                (over.device, over.first, over.last),
            )
        }
        for change in own:
            here = known.get(change.seq)
            if here is None:
                new.append(change)
                continue
            if here.hash != change.hash:
                raise DeviceForked(say("journal.device_forked", device=over.device, seq=change.seq))
            already += 1
            whole = here.filled_from(change)
            if whole != here:
                filled.append(whole)
        _join(database, over)
    if not new and not filled:
        return Received(0, already, 0)
    log.write(database, new, journal.now().isoformat(timespec="milliseconds"))
    log.rewrite(database, filled)
    _adopt_clocks(journal, new)
    conflicts = settle(database, {change.record for change in (*new, *filled)})
    erased = erasing.apply_register(database, {change.record for change in new})
    touched = {(change.kind, change.record): derived.ANYHOW for change in (*new, *filled)}
    journal.follow(touched | derived.touched_anyhow(database, erased))
    return Received(len(new), already, conflicts)


def _join(database: Database, over: Range) -> None:
    """Adds a range to what is held; a neighbour or overlap must continue the same chain."""
    first, last, prev, head = over.first, over.last, over.prev, over.head
    for near in held(database, over.device):
        if near.last < first - 1 or near.first > last + 1:
            continue
        if (near.last == first - 1 and near.head != prev) or (
            near.first == last + 1 and near.prev != head
        ):
            raise DeviceForked(say("journal.device_forked", device=over.device, seq=first))
        if near.first <= first:
            first, prev = near.first, near.prev
        if near.last >= last:
            last, head = near.last, near.head
        database.execute_sql(
            "DELETE FROM held WHERE device = ? AND first = ?", (near.device, near.first)
        )
    database.execute_sql(
        "INSERT INTO held (device, first, last, prev, head) VALUES (?, ?, ?, ?, ?)",
        (over.device, first, last, prev, head),
    )


def _adopt_clocks(journal: Door, changes: list[Change]) -> None:
    """Moves this clock past every reading seen; one more than a day ahead is flagged instead."""
    now = journal.now()
    ahead: dict[str, int] = {}
    highest = 0
    for change in changes:
        if hybrid_clock.too_far_ahead(change.hlc, now):
            ahead[change.device] = max(change.hlc, ahead.get(change.device, 0))
        else:
            highest = max(highest, change.hlc)
    journal.database.execute_sql("UPDATE stamp SET hlc = max(hlc, ?)", (highest,))
    for device, reading in ahead.items():
        journal.database.execute_sql(
            "INSERT INTO ahead (device, hlc) VALUES (?, ?) "
            "ON CONFLICT (device) DO UPDATE SET hlc = max(hlc, excluded.hlc)",
            (device, reading),
        )
