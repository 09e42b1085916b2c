"""Going on under a new id: a device issues its own changes again, as new ones of a new chain.

Two stores under one id contradict each other, and what was written from there on counts nowhere.
Whoever learns that it is one of them takes a new id and writes those changes once more, with the
same records, values, times and people; only their names change. Nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from store.database import Database
from store.journal import log
from store.journal.change import CHAIN_START, Change
from store.journal.change import Head as HeadName
from store.journal.door import Door


@dataclass(frozen=True)
class Reissued:
    """The id before and after, and how many changes, from which number on, were issued again."""

    before: str
    after: str
    first: int
    changes: int


def reissue(journal: Door, after: str, first: int, *, forked: bool) -> Reissued:
    """Makes `after` this store's id and issues its own changes from `first` on again under it.

    `forked` says that another store writes under the id before, so that what else comes of it
    from there on must stand aside. What follows from the log must be made anew after this.
    """
    database = journal.database
    before = journal.author.device
    own = list(log.read(database, "WHERE device = ? AND seq >= ? ORDER BY seq", (before, first)))
    arrived = dict(
        database.execute_sql(
            "SELECT seq, arrived FROM change WHERE device = ? AND seq >= ?", (before, first)
        ).fetchall()
    )
    issued = _issued(own, before, after)
    database.execute_sql("DELETE FROM change WHERE device = ? AND seq >= ?", (before, first))
    by_arrival: dict[str, list[Change]] = {}
    for old, new in zip(own, issued, strict=True):
        by_arrival.setdefault(arrived[old.seq], []).append(new)
    for moment, changes in by_arrival.items():
        log.write(database, changes, moment)
    _cut_held(database, before, first)
    if issued:
        database.execute_sql(
            "INSERT INTO held (device, first, last, prev, head) VALUES (?, 1, ?, ?, ?)",
            (after, len(issued), CHAIN_START, issued[-1].hash),
        )
    if forked:
        database.execute_sql("INSERT OR REPLACE INTO forked VALUES (?, ?)", (before, first))
    database.execute_sql("UPDATE sent SET last = 0, at = NULL")
    journal.author = replace(journal.author, device=after)
    return Reissued(before, after, first, len(issued))


def _issued(own: Iterable[Change], before: str, after: str) -> list[Change]:
    """The changes as a chain of their own under the id `after`, naming each other by new names."""
    own = list(own)
    numbers = {change.seq: number for number, change in enumerate(own, start=1)}

    def named(heads: Iterable[HeadName]) -> tuple[HeadName, ...]:
        return tuple(
            (name, after, numbers[seq]) if device == before and seq in numbers else
            (name, device, seq)
            for name, device, seq in heads
        )  # fmt: skip

    issued: list[Change] = []
    previous = CHAIN_START
    for change in own:
        again = replace(
            change,
            device=after,
            seq=numbers[change.seq],
            replaces=named(change.replaces),
            saw=named(change.saw),
        )
        previous = again.take_place(previous)
        issued.append(again)
    return issued


def _cut_held(database: Database, device: str, first: int) -> None:
    database.execute_sql("DELETE FROM held WHERE device = ? AND first >= ?", (device, first))
    database.execute_sql(
        """UPDATE held SET last = ?1 - 1,
            head = (SELECT hash FROM change WHERE device = ?2 AND seq = ?1 - 1)
        WHERE device = ?2 AND first < ?1 AND last >= ?1""",
        (first, device),
    )
