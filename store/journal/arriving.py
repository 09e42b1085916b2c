"""Many arrivals in one transaction: each is taken by itself, what follows is worked out once.

Most of what arrives goes on where its device's chain ended, contradicts nothing and stands
nowhere yet. That is seen from the ranges held alone, and is written down together with others
like it. Everything else goes the way `receiving` has for it, one arrival at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from store.database import roomy
from store.database.dialect import many
from store.journal import asides, derived, erasing, log, receiving
from store.journal.asides import Cause, Placed, Why
from store.journal.change import Change
from store.journal.door import Door
from store.journal.forks import Range
from store.journal.receiving import Parts, Received

_KNOWN_AT_ONCE = 200


@dataclass
class _Device:
    """What is known of a device: the ranges held, and whether nothing of it stands aside."""

    ranges: list[Range]
    plain: bool
    changed: bool = False


@dataclass
class Arrivals:
    """The arrivals of one transaction. `take` each of them; leaving the `with` settles them."""

    journal: Door
    conflicts: int = 0
    _devices: dict[str, _Device] = field(default_factory=dict)
    _new: list[Change] = field(default_factory=list)
    _beside: list[tuple[Placed, Why]] = field(default_factory=list)
    _moved: set[tuple[str, str]] = field(default_factory=set)
    _left: list[Change] = field(default_factory=list)
    _fresh: set[str] = field(default_factory=set)

    def expect(self, devices: Iterable[str]) -> None:
        """Looks up what is known of some devices at once, before their changes are taken."""
        unknown = sorted(set(devices) - self._devices.keys())
        for begin in range(0, len(unknown), _KNOWN_AT_ONCE):
            self._look_up(unknown[begin : begin + _KNOWN_AT_ONCE])

    def take(self, parts: Parts) -> Received:
        """Takes one arrival whole; DeviceForked, and then nothing of it was taken."""
        receiving.heed_own_name(self.journal, parts)
        self.expect(parts)
        if all(self._goes_on(device, own) for device, own in parts.items()):
            return self._add(parts)
        if all(self._stands_here(device, own) for device, own in parts.items()):
            return Received(0, sum(len(c) for own in parts.values() for _, c in own), 0)
        self._write()
        try:
            with self.journal.database.atomic():
                apart = receiving.take_apart(self.journal, parts)
        finally:
            self._look_up(sorted(parts))
        self._fresh |= {change.record for change in (*apart.fresh, *apart.left)}
        self._moved |= {(change.kind, change.record) for change in apart.moved}
        self._left += apart.left
        return apart.received

    def _look_up(self, devices: Sequence[str]) -> None:
        database = self.journal.database
        places = ", ".join("?" * len(devices))
        ranges: dict[str, list[Range]] = {device: [] for device in devices}
        for row in database.execute_sql(
            "SELECT device, first, last, prev, head FROM held "
            f"WHERE device IN ({places}) ORDER BY device, first",
            devices,
        ).fetchall():
            ranges[row[0]].append(Range(*row))
        troubled = {
            device
            for (device,) in database.execute_sql(
                f"SELECT device FROM forked WHERE device IN ({places}) "
                f"UNION SELECT device FROM aside WHERE device IN ({places})",
                (*devices, *devices),
            ).fetchall()
        }
        for device in devices:
            own = device == self.journal.author.device
            self._devices[device] = _Device(ranges[device], not own and device not in troubled)

    def _goes_on(self, device: str, own: Sequence[tuple[Range, Sequence[Change]]]) -> bool:
        """Whether a single range stands beside what is held, and continues it where they meet."""
        known = self._devices[device]
        if not known.plain or len(own) != 1:
            return False
        over = own[0][0]
        for near in known.ranges:
            if near.last < over.first:
                fits = near.last < over.first - 1 or near.head == over.prev
            else:
                fits = near.first > over.last and (
                    near.first > over.last + 1 or near.prev == over.head
                )
            if not fits:
                return False
        return True

    def _stands_here(self, device: str, own: Sequence[tuple[Range, Sequence[Change]]]) -> bool:
        """Whether all of it is in the log already with every value there is."""
        known = self._devices[device]
        if not known.plain or any(change.states for _, changes in own for change in changes):
            return False
        self._write()
        database = self.journal.database
        for over, _ in own:
            around = [r for r in known.ranges if r.first <= over.first and over.last <= r.last]
            # Under one hash stands one chain, so the last one says it for all before it.
            if not around or self._hash_at(around[0], over.last) != over.head:
                return False
            if database.execute_sql(
                "SELECT 1 FROM change WHERE device = ? AND seq BETWEEN ? AND ? "
                "AND states IS NOT NULL LIMIT 1",
                (device, over.first, over.last),
            ).fetchone():
                return False
        return True

    def _hash_at(self, held: Range, seq: int) -> str | None:
        if seq == held.last:
            return held.head
        row = self.journal.database.execute_sql(
            "SELECT hash FROM change WHERE device = ? AND seq = ?", (held.device, seq)
        ).fetchone()
        return None if row is None else str(row[0])

    def _add(self, parts: Parts) -> Received:
        now = self.journal.now().isoformat(timespec="milliseconds")
        count = beside = 0
        for device, ((over, changes),) in parts.items():
            known = self._devices[device]
            previous = over.prev
            law = self.journal.law_of(device)
            for change in changes:
                code = None if law is None else law(change)
                if code is None:
                    self._new.append(change)
                    self._moved.add((change.kind, change.record))
                else:
                    self._beside.append((Placed(change, previous, now), Why(Cause.LAW, code)))
                    beside += 1
                    known.plain = False
                self._fresh.add(change.record)
                previous = change.hash
            count += len(changes)
            known.ranges = _joined(known.ranges, over)
            known.changed = True
        return Received(count, 0, 0, beside)

    def _write(self) -> None:
        """Writes down what has been taken so far, so that the store can be asked about it."""
        if not self._new and not self._beside:
            return
        database = self.journal.database
        now = self.journal.now().isoformat(timespec="milliseconds")
        log.write(database, self._new, now)
        asides.put(database, self._beside)
        receiving.adopt_clocks(self.journal, [*self._new, *(p.change for p, _ in self._beside)])
        changed = {device: known for device, known in self._devices.items() if known.changed}
        many(database, "DELETE FROM held WHERE device = ?", [(device,) for device in changed])
        many(
            database,
            "INSERT INTO held (device, first, last, prev, head) VALUES (?, ?, ?, ?, ?)",
            [
                (each.device, each.first, each.last, each.prev, each.head)
                for known in changed.values()
                for each in known.ranges
            ],
        )
        for known in changed.values():
            known.changed = False
        self._new, self._beside = [], []

    def settle(self) -> None:
        """Works out what follows from all that was taken."""
        self._write()
        touched = dict.fromkeys(self._moved, derived.ANYHOW)
        self.conflicts = receiving.settle_touched(self.journal, touched, self._left)
        erased = erasing.apply_register(self.journal.database, self._fresh)
        self.journal.follow(derived.touched_anyhow(self.journal.database, erased))


@contextmanager
def arrivals(journal: Door) -> Iterator[Arrivals]:
    """One transaction for many arrivals; what follows from them is worked out at its end."""
    with roomy(journal.database), journal.database.atomic():
        taken = Arrivals(journal)
        yield taken
        taken.settle()


def receive(journal: Door, changes: Sequence[Change], ranges: Sequence[Range]) -> Received:
    """Takes in whole ranges in one transaction; the same ones again, in any order, change nothing.

    Raises ChainBroken, or DeviceForked when it holds changes under this store's own id that it
    never wrote; then nothing of it was taken.
    """
    parts = receiving.verified(changes, ranges)
    with arrivals(journal) as taken:
        received = taken.take(parts)
    return replace(received, conflicts=taken.conflicts)


def _joined(ranges: Sequence[Range], over: Range) -> list[Range]:
    """Ranges with one more, which meets them at its ends at most."""
    before = next((r for r in ranges if r.last == over.first - 1), None)
    after = next((r for r in ranges if r.first == over.last + 1), None)
    whole = Range(
        over.device,
        before.first if before else over.first,
        after.last if after else over.last,
        before.prev if before else over.prev,
        after.head if after else over.head,
    )
    rest = [each for each in ranges if each not in (before, after)]
    return sorted([*rest, whole], key=lambda each: each.first)
