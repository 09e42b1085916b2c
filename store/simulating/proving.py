"""A service's whole exchange played on this machine, and each promise about it looked at."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from store.errors import WrongUse
from store.journal import Journal
from store.opening import close_store, init, open_store
from store.simulating.figures import merging, snapshot
from store.simulating.measuring import Figure, against
from store.simulating.post import LEAST_DEVICES, Post, digest, heads, written
from store.snapshots import collate, devices, enrol, own_card, refused_files, revoke
from store.wording import say

# The name of a step, how much of it is done, of how much.
Heard = Callable[[str, int, int], None]
_KILLS = 3
_FILES_A_MINUTE = 6_000
# More than one device writes in years.
_MOST_OF_ONE = 100_000


@dataclass(frozen=True)
class Proof:
    """One promise, what was seen of it, and whether it held."""

    claim: str
    seen: str
    held: bool


@dataclass(frozen=True)
class Simulated:
    """What playing the exchange showed, and the figures of as many field values."""

    proofs: tuple[Proof, ...]
    figures: tuple[Figure, ...]

    @property
    def held(self) -> bool:
        """Whether every promise held."""
        return all(proof.held for proof in self.proofs)


def simulate(count: int, saves: int, heard: Heard | None = None, *, seed: int = 2024) -> Simulated:
    """Play the exchange of `count` devices with `saves` saves each, in a folder gone afterwards."""
    if count < LEAST_DEVICES or saves < 2:
        raise WrongUse(say("simulating.too_few", devices=LEAST_DEVICES))
    with tempfile.TemporaryDirectory(prefix="planreview-") as folder:
        return _Played(Path(folder), count, saves, seed, heard or _silent).all()


def _silent(step: str, done: int, total: int) -> None:
    """Nobody listens."""


class _Played:
    """The exchange from the first card to the last file, and what each step showed."""

    def __init__(self, folder: Path, count: int, saves: int, seed: int, heard: Heard) -> None:
        self.folder, self.heard = folder, heard
        self.chance = random.Random(seed)
        self.proofs: list[Proof] = []
        self.figures: list[Figure] = []
        # No passphrase: everything in it is made up, and it is gone in a minute.
        centre = init(folder / "one", None, "Birch", role="collator")
        (folder / "post").mkdir()
        self.post: Post = written(
            folder / "post", own_card(centre), count, saves, seed, lambda d, t: heard("post", d, t)
        )
        with centre.database.atomic():
            for card in self.post.cards:
                enrol(centre, card)
            if self.post.revoked is not None:
                revoke(centre, self.post.revoked.id)
        close_store(centre)
        shutil.copytree(folder / "one", folder / "two")

    def all(self) -> Simulated:
        """Every step, in order."""
        centre = open_store(self.folder / "one")
        try:
            taken = self._first_reading(centre)
            self._set_aside(centre)
            self._missing(centre)
            self._replay(centre, taken)
            self._found(centre)
            self._as_read_slowly(centre)
            self._in_another_order(centre)
        finally:
            close_store(centre)
        self.heard("figures", 0, 2)
        values = sum(len(change.values) for change in self.post.changes)
        self.figures += snapshot(min(values, _MOST_OF_ONE))
        self.heard("figures", 1, 2)
        self.figures += merging(values)
        return Simulated(tuple(self.proofs), tuple(self.figures))

    def _proves(self, name: str, held: bool, **seen: object) -> None:
        claim, words = say(f"simulating.{name}"), say(f"simulating.{name}_seen", **seen)
        self.proofs.append(Proof(claim, words, held))

    def _read(self, centre: Journal, step: str) -> tuple[float, int]:
        """How long reading the post took (s), and how many changes it brought."""
        begin = time.perf_counter()
        done = collate(centre, [self.post.folder], lambda d, t, _: self.heard(step, d, t))
        return time.perf_counter() - begin, done.changes

    # The steps ---------------------------------------------------------------------------------

    def _first_reading(self, centre: Journal) -> float:
        files = sum(1 for _ in self.post.folder.iterdir())
        taken, _ = self._read(centre, "read")
        values = sum(len(change.values) for change in self.post.changes)
        rate = files / taken * 60
        what = say("simulating.files_a_minute", files=f"{files:,}", values=f"{values:,}")
        unit, goal = say("simulating.unit_files_a_minute"), f"≥ {_FILES_A_MINUTE:,}"
        self.figures.append(Figure(what, unit, rate, goal=goal, met=rate >= _FILES_A_MINUTE))
        lost = sum(last - first + 1 for first, last in self.post.missing.values())
        due, here = len(self.post.changes) - lost, _in_log(centre)
        self._proves("each_once", here == due, sent=due, here=here)
        return taken

    def _set_aside(self, centre: Journal) -> None:
        refused = refused_files(centre)
        bad = self.post.spoiled + (self.post.revoked is not None)
        told = all(each.reason and each.todo for each in refused)
        self._proves("spoiled", len(refused) == bad and told, refused=len(refused), bad=bad)
        forked = centre.forked()
        aside = {each.device for each in centre.asides()}
        self._proves(
            "forked", forked == self.post.forked and aside == set(forked), devices=len(forked)
        )
        rows = centre.database.execute_sql("SELECT device FROM ahead").fetchall()
        ahead = {row[0] for row in rows}
        self._proves("ahead", ahead == self.post.ahead, devices=len(ahead))

    def _missing(self, centre: Journal) -> None:
        missing = {line.id: line.missing for line in devices(centre) if line.missing}
        due = {device: (span,) for device, span in self.post.missing.items()}
        self._proves("missing", missing == due, devices=len(missing))

    def _replay(self, centre: Journal, first: float) -> None:
        before = digest(centre.state())
        again, changes = self._read(centre, "again")
        self.figures.append(against(say("simulating.replay"), again * 1000, first * 1000, 0.05))
        self._proves("replayed", changes == 0 and digest(centre.state()) == before, new=changes)

    def _found(self, centre: Journal) -> None:
        for path in self.post.found.iterdir():
            path.rename(self.post.folder / path.name)
        self._read(centre, "found")
        missing = [line.id for line in devices(centre) if line.missing]
        here = _in_log(centre)
        self._proves("complete", not missing and here == len(self.post.changes), changes=here)

    def _as_read_slowly(self, centre: Journal) -> None:
        """The tables against a reading of the same changes that shares no code with the merge."""
        due: dict[tuple[str, str, str], str] = {}
        conflicts = set()
        for kind, record, name, value, disputed in heads(self.post.changes):
            if value is not None:
                due[kind, record, name] = value
            if disputed:
                conflicts.add((record, name))
        shown = dict(_shown(centre))
        differ = len(shown.items() ^ due.items())
        self._proves("values", not differ, values=len(shown), differ=differ)
        here = {(each.record, each.field) for each in centre.conflicts()}
        self._proves("conflicts", here == conflicts, conflicts=len(here))

    def _in_another_order(self, centre: Journal) -> None:
        """Another centre, another order, files more than once, killed in the midst of it."""
        state = digest(centre.state())
        shuffled = self.folder / "shuffled"
        shuffled.mkdir()
        paths = sorted(self.post.folder.iterdir())
        self.chance.shuffle(paths)
        for number, path in enumerate([*paths, *paths[: len(paths) // 10]]):
            shutil.copyfile(path, shuffled / f"{number:07}{path.suffix}")
        kills = 0
        for turn in range(_KILLS):
            self.heard("kill", turn, _KILLS)
            kills += _killed(self.folder / "two", shuffled, self.chance.random() / 2)
        other = open_store(self.folder / "two")
        try:
            collate(other, [shuffled], lambda d, t, _: self.heard("order", d, t))
            same = digest(other.state()) == state
        finally:
            close_store(other)
        self._proves("same_state", same, files=len(paths), kills=kills)
        self.heard("rebuild", 0, 1)
        centre.rebuild()
        self._proves("rebuilt", digest(centre.state()) == state, changes=centre.verify())


def _in_log(centre: Journal) -> int:
    row = centre.database.execute_sql(
        "SELECT count(*) FROM change WHERE device <> ?", (centre.author.device,)
    ).fetchone()
    return int(row[0])


def _shown(centre: Journal) -> Iterator[tuple[tuple[str, str, str], str]]:
    """Every value the tables show of what devices sent, by kind, record and field."""
    kinds = centre.database.execute_sql(
        "SELECT DISTINCT kind FROM change WHERE device <> ?", (centre.author.device,)
    ).fetchall()
    for (kind,) in kinds:
        cursor = centre.database.execute_sql(f'SELECT * FROM "now_{kind}"')
        names = [column[0] for column in cursor.description]
        for row in cursor.fetchall():
            facts = dict(zip(names, row, strict=True))
            record = facts.pop("id")
            for name, value in facts.items():
                if value is not None:
                    yield (kind, record, name), str(value)


def _killed(store: Path, folder: Path, after: float) -> bool:
    """Read `folder` in a process that is killed `after` seconds; whether it was in its midst."""
    context = multiprocessing.get_context("spawn")
    told, begun = context.Pipe(duplex=False)
    process = context.Process(target=_reads, args=(begun, store, folder))
    process.start()
    begun.close()
    try:
        told.recv()
    except EOFError:  # it could not even open the store; the reading after it will say why
        return False
    process.join(after)
    busy = process.is_alive()
    process.kill()
    process.join()
    return busy


def _reads(begun: Connection, store: Path, folder: Path) -> None:
    centre = open_store(store)
    begun.send(True)
    collate(centre, [folder])
