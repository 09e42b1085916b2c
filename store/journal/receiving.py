"""Changes of other devices: verify the chain, say what is to become of each, settle the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from store.database import Database
from store.errors import Refused
from store.journal import asides, derived, forks, hybrid_clock, log
from store.journal.asides import Cause, Placed, Why
from store.journal.change import Change
from store.journal.door import Door
from store.journal.fields import RecordField
from store.journal.forks import Link, Range, held
from store.journal.kinds import field_of, kinds
from store.journal.opened import Judge
from store.journal.settling import settle
from store.wording import say


class ChainBroken(Refused):
    """A range whose changes, commitments and hashes do not belong together."""


class DeviceForked(Refused):
    """A copy of this very device goes on writing: this store must take a new id from `seq` on."""

    def __init__(self, device: str, seq: int) -> None:
        super().__init__(say("journal.device_forked", device=device, seq=seq))
        self.device, self.seq = device, seq


@dataclass(frozen=True)
class Received:
    """What an arrival did: changes that were new (those that stand aside too), those that stood
    here already, new conflicts, and how many more changes than before stand aside."""

    new: int
    already: int
    conflicts: int
    aside: int = 0


Parts = dict[str, list[tuple[Range, list[Change]]]]
"""What arrived of each device: ranges, each with its changes in their order."""


@dataclass
class Apart:
    """What arrived, by what is to become of it, and what must leave the log for it."""

    new: list[Change] = field(default_factory=list)
    beside: list[tuple[Placed, Why]] = field(default_factory=list)
    filled: list[Change] = field(default_factory=list)
    filled_beside: list[Change] = field(default_factory=list)
    left: list[Change] = field(default_factory=list)
    already: int = 0

    @property
    def fresh(self) -> list[Change]:
        """What was not here yet, in the log or aside."""
        return [*self.new, *(placed.change for placed, _ in self.beside)]

    @property
    def moved(self) -> list[Change]:
        """What came into the log, went out of it, or has more values than before."""
        return [*self.new, *self.filled, *self.left]

    @property
    def received(self) -> Received:
        """What that was, in numbers; its conflicts are not known yet."""
        aside = len(self.beside) + len(self.left)
        return Received(len(self.fresh), self.already, 0, aside)


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


def verified(changes: Sequence[Change], ranges: Sequence[Range]) -> Parts:
    """The changes of each range in their order, once chain and commitments hold; ChainBroken.

    It asks no store, so it may be done anywhere.
    """
    if len(ranges) == 1 and _in_order(changes, ranges[0]):
        own = list(changes)
        verify_chain(own, ranges[0])
        return {ranges[0].device: [(ranges[0], own)]}
    by_device: dict[str, dict[int, dict[str, Change]]] = {}
    for change in changes:
        several = by_device.setdefault(change.device, {}).setdefault(change.seq, {})
        if change.hash in several:
            raise ChainBroken(say("journal.twice", device=change.device, seq=change.seq))
        several[change.hash] = change
    parts: Parts = {}
    for over in ranges:
        own = _chain(by_device.get(over.device, {}), over)
        verify_chain(own, over)
        parts.setdefault(over.device, []).append((over, own))
    named = {(c.device, c.seq, c.hash) for each in parts.values() for _, own in each for c in own}
    listed = sum(len(several) for own in by_device.values() for several in own.values())
    if len(named) != listed:
        raise ChainBroken(say("journal.outside_ranges"))
    return parts


def _in_order(changes: Sequence[Change], over: Range) -> bool:
    """Whether these are just the changes of a range, each once."""
    return len(changes) == over.last - over.first + 1 and all(
        change.seq == seq and change.device == over.device
        for seq, change in enumerate(changes, start=over.first)
    )


def _chain(by_number: dict[int, dict[str, Change]], over: Range) -> list[Change]:
    """The changes of a range; of several under one number, those from which its end follows."""
    own: list[Change] = []
    for seq in range(over.last, over.first - 1, -1):
        several = by_number.get(seq)
        if several is None:
            break
        found = next(iter(several.values()))
        if len(several) > 1:
            after = own[-1] if own else None
            found = next(
                (
                    change
                    for own_hash, change in several.items()
                    if (
                        own_hash == over.head
                        if after is None
                        else after.chained(own_hash) == after.hash
                    )
                ),
                found,
            )
        own.append(found)
    return own[::-1]


def heed_own_name(journal: Door, parts: Parts) -> None:
    """Raises DeviceForked when an arrival replaces what this device has not written.

    A copy of it has, or someone lies in wait for it: what is saved here under that number would
    be replaced before anyone saw it. Under another id it is not.
    """
    own = journal.author.device
    named = [
        seq
        for device, each in parts.items()
        if device != own
        for _, changes in each
        for change in changes
        if change.replaces
        for _, of, seq in change.replaces
        if of == own
    ]
    if not named:
        return
    row = journal.database.execute_sql(
        "SELECT max(seq) FROM change WHERE device = ?", (own,)
    ).fetchone()
    last = row[0] or 0
    if max(named) > last:
        raise DeviceForked(own, last + 1)


def take_apart(journal: Door, parts: Parts) -> Apart:
    """Writes down an arrival, each change where it belongs; what follows is not yet worked out.

    Raises DeviceForked when it holds changes under this store's own id that it never wrote.
    """
    database = journal.database
    found = Apart()
    now = journal.now().isoformat(timespec="milliseconds")
    for device, own in parts.items():
        _sort(journal, device, own, now, found)
    asides.put(database, found.beside)
    asides.rewrite(database, found.filled_beside)
    log.write(database, found.new, now)
    log.rewrite(database, found.filled)
    adopt_clocks(journal, found.fresh)
    return found


def settle_moved(journal: Door, moved: Iterable[Change], left: Iterable[Change]) -> int:
    """Brings what follows from the records of these changes up to date; returns new conflicts.

    `left` are those of them that went out of the log.
    """
    touched = {(change.kind, change.record): derived.ANYHOW for change in moved}
    return settle_touched(journal, touched, left)


def settle_touched(journal: Door, touched: derived.Touched, left: Iterable[Change]) -> int:
    """As `settle_moved`, for records by kind and id."""
    if not touched:
        return 0
    left = list(left)
    conflicts = settle(journal.database, {record for _, record in touched})
    asides.forget_gone(journal.database, left, kinds())
    # A record that is gone does not say any more whose it was; its change does.
    journal.follow({**dict.fromkeys(_named_by(left), derived.ANYHOW), **touched})
    return conflicts


def _named_by(changes: Iterable[Change]) -> Iterator[tuple[str, str]]:
    """The records that the values of some changes name, by kind and id."""
    for change in changes:
        for name, value in change.values.items():
            field = field_of(change.kind, name)
            if value and isinstance(field, RecordField) and field.refers_to:
                yield field.refers_to, value


def _sort(
    journal: Door, device: str, parts: list[tuple[Range, list[Change]]], now: str, into: Apart
) -> None:
    """Says of every change that arrived of one device what is to become of it."""
    database = journal.database
    arrived: dict[tuple[int, str], Placed] = {}
    in_log: dict[int, Change] = {}
    for over, own in parts:
        previous = over.prev
        for change in own:
            arrived[change.seq, change.hash] = Placed(change, previous, now)
            previous = change.hash
        for change in log.read(
            database,
            "WHERE device = ? AND seq BETWEEN ? AND ?",
            (device, over.first, over.last),
        ):
            in_log[change.seq] = change
    beside = asides.placed_of(database, device)
    fresh: list[Placed] = []
    for (seq, own_hash), placed in arrived.items():
        here = in_log.get(seq)
        if here is not None and here.hash == own_hash:
            into.already += 1
            if (whole := here.filled_from(placed.change)) != here:
                into.filled.append(whole)
        elif (known := beside.get((seq, own_hash))) is not None:
            into.already += 1
            if (whole := known.change.filled_from(placed.change)) != known.change:
                into.filled_beside.append(whole)
        else:
            fresh.append(placed)
    if fresh and device == journal.author.device:
        raise DeviceForked(device, min(placed.change.seq for placed in fresh))
    point = _place(database, device, parts, arrived, into)
    law = journal.law_of(device) if fresh else None
    for placed in fresh:
        why = _why(law, placed.change, point)
        if why is None:
            into.new.append(placed.change)
        else:
            into.beside.append((placed, why))


def _why(law: Judge | None, change: Change, point: int | None) -> Why | None:
    """Why a change must stand aside; a fork says more than what the law thinks of it."""
    if point is not None and change.seq >= point:
        return Why(Cause.FORK, str(point))
    code = None if law is None else law(change)
    return None if code is None else Why(Cause.LAW, code)


def _place(
    database: Database,
    device: str,
    parts: list[tuple[Range, list[Change]]],
    arrived: dict[tuple[int, str], Placed],
    into: Apart,
) -> int | None:
    """Counts what arrived as held; returns from where on the device is forked, if it is."""
    links = [Link(seq, own_hash, placed.prev) for (seq, own_hash), placed in arrived.items()]
    known = database.execute_sql("SELECT 1 FROM forked WHERE device = ?", (device,)).fetchone()
    if known is None and forks.agree(database, device, links):
        for over, _ in parts:
            _join(database, over)
        return None
    point, left = forks.part(database, device, links)
    # One that left the log with a value just filled in must not be written to the log again.
    gone = {(change.seq, change.hash): change for change in left}
    stays = []
    for change in into.filled:
        if change.device == device and (change.seq, change.hash) in gone:
            into.filled_beside.append(change)
        else:
            stays.append(change)
    into.filled = stays
    into.left += left
    return point


def _join(database: Database, over: Range) -> None:
    """Adds a range, which agrees with all that is known, to what is held."""
    first, last, prev, head = over.first, over.last, over.prev, over.head
    for near in held(database, over.device):
        if near.last < first - 1 or near.first > last + 1:
            continue
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


def adopt_clocks(journal: Door, changes: list[Change]) -> None:
    """Moves this clock past every reading seen; one more than a day ahead is flagged instead."""
    furthest = hybrid_clock.furthest(journal.now())
    ahead: dict[str, int] = {}
    highest = 0
    for change in changes:
        if change.hlc > furthest:
            ahead[change.device] = max(change.hlc, ahead.get(change.device, 0))
        else:
            highest = max(highest, change.hlc)
    journal.database.execute_sql("UPDATE stamp SET hlc = ? WHERE hlc < ?", (highest, highest))
    for device, reading in ahead.items():
        journal.database.execute_sql(
            "INSERT INTO ahead (device, hlc) VALUES (?, ?) ON CONFLICT (device) "
            "DO UPDATE SET hlc = excluded.hlc WHERE excluded.hlc > ahead.hlc",
            (device, reading),
        )
