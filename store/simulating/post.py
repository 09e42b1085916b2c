"""What a fleet sends, as it lies in a folder: sealed files, some lost, spoiled, doubled, forked.

Nothing here knows a store: what is written is what the centre is to be tried with, and what it
must come to is kept beside it.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from store.database.private_files import write_private
from store.journal import Change
from store.journal.change import CHAIN_START
from store.simulating.fleet import Sent, devices
from store.simulating.sealed import card_of, sealed_file
from store.snapshots import SUFFIX
from store.snapshots.cards import Card, Keys

# Each of these befalls one device of so many; the places in `_Sender.writes` keep them apart.
LOST_EVERY = 50
SPOILED_EVERY = 40
FORKED_EVERY = 200
AHEAD_EVERY = 250
DOUBLED_EVERY = 10
LEAST_DEVICES = 8
YEARS_AHEAD = 10

Heard = Callable[[int, int], None]


@dataclass
class Post:
    """A folder of sealed files, and what a centre that reads them must come to.

    `found` holds the files that were lost at first; `missing` says which changes those are.
    `forked` is the first differing change of a device of which two copies wrote, `ahead` are the
    devices whose clock runs years ahead.
    """

    folder: Path
    found: Path
    cards: list[Card] = field(default_factory=list)
    files: int = 0
    spoiled: int = 0
    size: int = 0
    changes: list[Change] = field(default_factory=list)
    missing: dict[str, tuple[int, int]] = field(default_factory=dict)
    forked: dict[str, int] = field(default_factory=dict)
    ahead: set[str] = field(default_factory=set)
    revoked: Card | None = None


def written(
    folder: Path, to: Card, count: int, saves: int, seed: int, heard: Heard | None = None
) -> Post:
    """The post of `count` devices with `saves` saves each, sealed to the centre `to`."""
    post = Post(folder / "arrived", folder / "found")
    post.folder.mkdir()
    post.found.mkdir()
    chance = random.Random(seed)
    for number, sent in enumerate(devices(count, saves, seed), start=1):
        _Sender(post, to, sent, number, chance).writes()
        if heard is not None:
            heard(number, count)
    return post


class _Sender:
    """One device at its post: its keys, its card, the files it writes."""

    def __init__(
        self, post: Post, to: Card, sent: Sent, number: int, chance: random.Random
    ) -> None:
        self.post, self.to, self.number, self.chance = post, to, number, chance
        self.changes = list(sent.changes)
        self.keys = Keys.fresh(chance.randbytes(32))
        self.card = card_of(sent, f"IRO-{number:04}", self.keys)
        self.written = 0

    def _happens(self, every: int, place: int) -> bool:
        return self.number % every == place

    def writes(self) -> None:
        """Write this device's files and note what they must come to."""
        post = self.post
        post.cards.append(self.card)
        if self.number == 4:  # its owner lost it before anything came
            post.revoked = self.card
            self._file(self.changes, post.folder)
            return
        if self._happens(AHEAD_EVERY, 5):
            self._clock_ahead()
        middle = len(self.changes) // 2
        if self._happens(LOST_EVERY, 1):
            self._file(self.changes[:middle], post.found)
            post.missing[self.card.id] = (1, middle)
        else:
            self._file(self.changes[:middle], post.folder)
        self._file(self.changes[middle:], post.folder)
        if self._happens(FORKED_EVERY, 2):
            self._copy_goes_on(middle)
            return
        if self._happens(DOUBLED_EVERY, 6):
            self._file(self.changes, post.folder)
        if self._happens(SPOILED_EVERY, 3):
            self._spoil()
        post.changes += self.changes

    def _clock_ahead(self) -> None:
        now = datetime.now(UTC) + timedelta(days=366 * YEARS_AHEAD)
        far = int(now.timestamp() * 1000) << 16
        later = [replace(change, hlc=far + change.seq) for change in self.changes]
        self.changes = _chained(later, CHAIN_START)
        self.post.ahead.add(self.card.id)

    def _copy_goes_on(self, middle: int) -> None:
        """Another machine made from the same image writes on from the middle."""
        kept = self.changes[:middle]
        salt = self.chance.randbytes(16).hex()
        other = [replace(change, salt=salt) for change in self.changes[middle:]]
        self._file(_chained(other, kept[-1].hash), self.post.folder)
        self.post.forked[self.card.id] = middle + 1
        self.post.changes += kept

    def _spoil(self) -> None:
        """One more file of this device that a bad stick changed: the good ones lie beside it."""
        path = self._file(self.changes, self.post.folder)
        data = bytearray(path.read_bytes())
        data[self.chance.randrange(len(data))] ^= 1 << self.chance.randrange(8)
        path.write_bytes(data)
        self.post.spoiled += 1

    def _file(self, changes: Sequence[Change], folder: Path) -> Path:
        """Seal some changes of this device, in order, into a file of `folder`."""
        self.written += 1
        first = changes[0].seq
        before = CHAIN_START if first == 1 else self.changes[first - 2].hash
        data = sealed_file(self.card, self.keys, self.to, changes, before, self.written)
        path = folder / f"{self.card.short}-{self.written:06d}{SUFFIX}"
        write_private(path, data)
        self.post.files += 1
        self.post.size += len(data)
        return path


def _chained(changes: Sequence[Change], previous: str) -> list[Change]:
    """The changes with their hashes made anew, one after the other."""
    for change in changes:
        previous = change.take_place(previous)
    return list(changes)


def heads(changes: Sequence[Change]) -> Iterator[tuple[str, str, str, str | None, bool]]:
    """What these changes say, read the slow way: kind, record, field, value shown, in conflict.

    A change that no other replaces is a head; of several the newest clock is shown, then the
    device; they conflict when their values differ.
    """
    replaced = {
        (change.record, name, device, seq)
        for change in changes
        for name, device, seq in change.replaces
    }
    standing: dict[tuple[str, str, str], list[tuple[int, str, int, str | None]]] = {}
    for change in changes:
        for name, value in change.values.items():
            if (change.record, name, change.device, change.seq) not in replaced:
                standing.setdefault((change.kind, change.record, name), []).append(
                    (change.hlc, change.device, change.seq, value)
                )
    for (kind, record, name), found in standing.items():
        yield kind, record, name, max(found)[3], len({value for *_, value in found}) > 1


def digest(state: object) -> str:
    """A short name for a whole state, to compare it with another."""
    return hashlib.sha256(repr(state).encode()).hexdigest()
