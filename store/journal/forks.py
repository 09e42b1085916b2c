"""Two stores under one device's id: from where on they differ, and what becomes of their changes.

A clone of a laptop, or a store restored by copying files, goes on writing under the numbers that
the other one uses. Each chain is sound by itself; known together they contradict each other from
one number on, and from there no change of either counts until its writer issues it again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from store.database import Database
from store.database.dialect import many
from store.journal import asides
from store.journal.asides import Cause, Why
from store.journal.change import Change


@dataclass(frozen=True)
class Range:
    """Changes `first` to `last` of one device, unbroken, with the hash before it and at its end."""

    device: str
    first: int
    last: int
    prev: str
    head: str


class Link(NamedTuple):
    """A change as a link of its device's chain: its number, its hash, the hash before it."""

    seq: int
    hash: str
    prev: str


def held(database: Database, device: str | None = None) -> list[Range]:
    """The unbroken ranges held here on which all that is known agrees, by device and number."""
    where = "" if device is None else "WHERE device = ?"
    rows = database.execute_sql(
        f"SELECT device, first, last, prev, head FROM held {where} ORDER BY device, first",
        () if device is None else (device,),
    )
    return [Range(*row) for row in rows]


def branches(database: Database) -> list[Range]:
    """The ranges held here from each fork on, of every copy, by device, number and head."""
    rows = database.execute_sql(
        "SELECT device, seq, hash, prev FROM aside WHERE cause = ?", (Cause.FORK.value,)
    )
    links: dict[str, list[Link]] = defaultdict(list)
    for device, *link in rows.fetchall():
        links[device].append(Link(*link))
    return [each for device in sorted(links) for each in chains(device, links[device])]


def chains(device: str, links: Iterable[Link]) -> list[Range]:
    """The longest unbroken ranges of these links, by number and head.

    Where two links follow from one, the range ends and each begins its own.
    """
    links = list(links)
    names = {(link.seq, link.hash) for link in links}
    after: dict[tuple[int, str], list[Link]] = defaultdict(list)
    for link in links:
        after[link.seq - 1, link.prev].append(link)
    found = []
    for start in links:
        parent = (start.seq - 1, start.prev)
        if parent in names and len(after[parent]) == 1:
            continue
        end = start
        while len(following := after[end.seq, end.hash]) == 1:
            end = following[0]
        found.append(Range(device, start.seq, end.seq, start.prev, end.hash))
    return sorted(found, key=lambda each: (each.first, each.last, each.head))


def fork_point(links: Iterable[Link], known: int | None = None) -> int | None:
    """The least number under which two different hashes are known, or `known` when that is less."""
    hashes: dict[int, str] = {}
    point = known
    for link in links:
        for seq, own in ((link.seq, link.hash), (link.seq - 1, link.prev)):
            if hashes.setdefault(seq, own) != own and (point is None or seq < point):
                point = seq
    return point


def agree(database: Database, device: str, arrived: Iterable[Link]) -> bool:
    """Whether what arrived of a device contradicts neither itself nor anything known of it."""
    hashes: dict[int, str] = {}
    for link in arrived:
        for seq, own in ((link.seq, link.hash), (link.seq - 1, link.prev)):
            if hashes.setdefault(seq, own) != own:
                return False
    known = database.execute_sql(
        """SELECT seq, hash FROM change WHERE device = ? AND seq BETWEEN ? AND ?
        UNION ALL SELECT first - 1, prev FROM held WHERE device = ?
        UNION ALL SELECT seq, hash FROM aside WHERE device = ?
        UNION ALL SELECT seq - 1, prev FROM aside WHERE device = ?""",
        (device, min(hashes), max(hashes), device, device, device),
    )
    return all(hashes.get(seq, own) == own for seq, own in known)


def links_of(database: Database, device: str) -> list[Link]:
    """Every change of a device that is known here, in the log or aside, as links."""
    beside = database.execute_sql(
        "SELECT seq, hash, prev, cause FROM aside WHERE device = ?", (device,)
    ).fetchall()
    in_log = database.execute_sql(
        "SELECT seq, hash FROM change WHERE device = ?", (device,)
    ).fetchall()
    before = {seq + 1: own for seq, own, _, cause in beside if cause == Cause.LAW}
    before |= {seq + 1: own for seq, own in in_log}
    before |= {each.first: each.prev for each in held(database, device)}
    return [Link(seq, own, prev) for seq, own, prev, _ in beside] + [
        Link(seq, own, before[seq]) for seq, own in in_log
    ]


def part(
    database: Database, device: str, arrived: Iterable[Link] = (), told: int | None = None
) -> tuple[int | None, list[Change]]:
    """Finds from where on the copies of a device differ, and puts what is here of it aside.

    `told` is a number that another store says. Returns the number and the changes that left the
    log. What arrives is counted as held and must be written by the caller.
    """
    row = database.execute_sql("SELECT seq FROM forked WHERE device = ?", (device,)).fetchone()
    here = links_of(database, device)
    known = min((n for n in (told, row and row[0]) if n is not None), default=None)
    everything = {(link.seq, link.hash): link for link in (*here, *arrived)}
    point = fork_point(everything.values(), known)
    database.execute_sql("DELETE FROM held WHERE device = ?", (device,))
    many(
        database,
        "INSERT INTO held (device, first, last, prev, head) VALUES (?, ?, ?, ?, ?)",
        [
            (each.device, each.first, each.last, each.prev, each.head)
            for each in chains(
                device, (one for one in everything.values() if point is None or one.seq < point)
            )
        ],
    )
    if point is None:
        return None, []
    database.execute_sql(
        "INSERT INTO forked VALUES (?, ?) ON CONFLICT (device) DO UPDATE SET seq = excluded.seq",
        (device, point),
    )
    why = Why(Cause.FORK, str(point))
    database.execute_sql(
        "UPDATE aside SET cause = ?, why = ? WHERE device = ? AND seq >= ?",
        (why.cause.value, why.code, device, point),
    )
    return point, asides.take_out(
        database, {(device, link.seq): (link.prev, why) for link in here if link.seq >= point}
    )
