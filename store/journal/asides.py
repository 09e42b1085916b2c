"""Changes that stand aside: kept whole, counted and passed on, but part of no state.

Whether a change stands aside follows from what is known and from nothing else, so any order of
arrival comes to the same: it is one of a device of which two copies write (a fork), or the law
does not let its signer write it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from store.database import Database
from store.database.dialect import dialect_of, many
from store.journal import log
from store.journal.change import Change
from store.wording import plain, say


class Cause(StrEnum):
    """Why a change stands aside."""

    FORK = "fork"
    LAW = "law"


@dataclass(frozen=True)
class Why:
    """What makes a change stand aside; `code` is the fork's first number, or what the law said."""

    cause: Cause
    code: str

    @property
    def wording(self) -> str:
        """The reason in words."""
        if self.cause is Cause.FORK:
            return say("aside.fork", seq=self.code)
        key, _, what = self.code.partition(" ")
        return say(f"aside.{key}", what=plain(what))


@dataclass(frozen=True)
class Aside:
    """One change that stands aside, why (`reason` in words), and when it came here (UTC)."""

    device: str
    seq: int
    hash: str
    kind: str
    record: str
    cause: Cause
    reason: str
    arrived: datetime
    change: Change


@dataclass(frozen=True)
class Placed:
    """A change with the hash before it in its chain, and when it came here (ISO, UTC)."""

    change: Change
    prev: str
    arrived: str


_COLUMNS = "device, seq, hash, prev, cause, why, kind, record, line, arrived"


def asides(database: Database, device: str | None = None) -> list[Aside]:
    """The changes that stand aside, of one device or of all, by device and number."""
    where = "" if device is None else "WHERE device = ?"
    rows = database.execute_sql(
        f"SELECT {_COLUMNS} FROM aside {where} ORDER BY device, seq, hash",
        () if device is None else (device,),
    )
    return [
        Aside(
            device=of,
            seq=seq,
            hash=own,
            kind=kind,
            record=record,
            cause=Cause(cause),
            reason=Why(Cause(cause), why).wording,
            arrived=datetime.fromisoformat(arrived),
            change=Change.from_line(line),
        )
        for of, seq, own, _, cause, why, kind, record, line, arrived in rows.fetchall()
    ]


def counted(database: Database) -> dict[str, int]:
    """How many changes of each device stand aside."""
    rows = database.execute_sql("SELECT device, count(*) FROM aside GROUP BY device")
    return dict(rows.fetchall())


def forked(database: Database) -> dict[str, int]:
    """The devices of which two copies write, and the number from which on they differ."""
    return dict(database.execute_sql("SELECT device, seq FROM forked").fetchall())


def placed_of(
    database: Database, device: str, cause: Cause | None = None
) -> dict[tuple[int, str], Placed]:
    """The changes of a device that stand aside, for one cause or any, by number and hash."""
    rows = database.execute_sql(
        "SELECT seq, hash, prev, line, arrived FROM aside WHERE device = ? AND ? IN (cause, '')",
        (device, "" if cause is None else cause.value),
    )
    return {
        (seq, own): Placed(Change.from_line(line), prev, arrived)
        for seq, own, prev, line, arrived in rows.fetchall()
    }


def of_record(database: Database, record: str) -> list[Change]:
    """The changes of one record that stand aside."""
    rows = database.execute_sql("SELECT line FROM aside WHERE record = ?", (record,))
    return [Change.from_line(line) for (line,) in rows.fetchall()]


def of_kind(database: Database, kind: str, cause: Cause) -> list[Change]:
    """The changes of one kind that stand aside for one cause."""
    rows = database.execute_sql(
        "SELECT line FROM aside WHERE kind = ? AND cause = ?", (kind, cause.value)
    )
    return [Change.from_line(line) for (line,) in rows.fetchall()]


def put(database: Database, standing: Iterable[tuple[Placed, Why]]) -> None:
    """Writes down changes that stand aside, or another reason for those that do already."""
    many(
        database,
        f"INSERT INTO aside ({_COLUMNS}) VALUES ({', '.join('?' * 10)}) "
        "ON CONFLICT (device, seq, hash) DO UPDATE SET prev = excluded.prev, "
        "cause = excluded.cause, why = excluded.why, line = excluded.line",
        [
            (
                c.device, c.seq, c.hash, placed.prev, why.cause.value, why.code, c.kind, c.record,
                c.to_line(), placed.arrived,
            )
            for placed, why in standing
            for c in (placed.change,)
        ],
    )  # fmt: skip


def rewrite(database: Database, changes: Iterable[Change]) -> None:
    """Writes down which values of changes that stand aside are present, withheld or erased."""
    many(
        database,
        "UPDATE aside SET line = ? WHERE device = ? AND seq = ? AND hash = ?",
        [(c.to_line(), c.device, c.seq, c.hash) for c in changes],
    )


def take_out(database: Database, wanted: Mapping[tuple[str, int], tuple[str, Why]]) -> list[Change]:
    """Moves changes from the log aside, each with the hash before it and why.

    What only they replaced stands again. The records must be settled after this.
    """
    found = log.of_names(database, wanted)
    arrived = _arrivals(database, wanted)
    put(
        database,
        [
            (Placed(change, wanted[name][0], arrived[name]), wanted[name][1])
            for name, change in found.items()
        ],
    )
    many(database, "DELETE FROM change WHERE device = ? AND seq = ?", list(found))
    if replaced := log.replaced_by(found.values()):
        many(
            database,
            "DELETE FROM dead "
            "WHERE device = ? AND seq = ? AND field = ? AND record = ? AND kind = ?",
            replaced,
        )
        log.write_dead(database, {change.record for change in found.values()})
    return list(found.values())


def put_back(database: Database, placed: Collection[Placed]) -> None:
    """Takes changes that stood aside into the log, as having come when they came."""
    many(
        database,
        "DELETE FROM aside WHERE device = ? AND seq = ? AND hash = ?",
        [(p.change.device, p.change.seq, p.change.hash) for p in placed],
    )
    by_arrival: dict[str, list[Change]] = {}
    for one in placed:
        by_arrival.setdefault(one.arrived, []).append(one.change)
    for arrived, changes in by_arrival.items():
        log.write(database, changes, arrived)


def forget_gone(database: Database, changes: Iterable[Change], kinds: Collection[str]) -> None:
    """Takes the rows of records out of which every change went aside from the typed tables."""
    gone: dict[str, set[str]] = {}
    for change in changes:
        if change.kind in kinds:
            gone.setdefault(change.kind, set()).add(change.record)
    listed = f"{dialect_of(database).listed()} w"
    for kind, records in gone.items():
        database.execute_sql(
            f"""DELETE FROM "now_{kind}" WHERE id IN (SELECT value ->> 0 FROM {listed})
            AND NOT EXISTS (SELECT 1 FROM change c WHERE c.record = id AND c.kind = ?)""",
            (json.dumps([[record] for record in sorted(records)]), kind),
        )


def over(database: Database, device: str, first: int, last: int, head: str) -> Iterator[Change]:
    """The changes of a range in their order, with those of it that stand aside.

    Of several under one number it is the one from which `head` follows.
    """
    in_log = log.read(
        database,
        "WHERE device = ? AND seq BETWEEN ? AND ? ORDER BY seq",
        (device, first, last),
    )
    rows = database.execute_sql(
        "SELECT seq, hash, prev, line FROM aside WHERE device = ? AND seq BETWEEN ? AND ?",
        (device, first, last),
    ).fetchall()
    if not rows:
        return in_log
    by_number: dict[int, dict[str, tuple[Change, str]]] = {}
    for change in in_log:
        by_number[change.seq] = {change.hash: (change, "")}
    for seq, own, prev, line in rows:
        by_number.setdefault(seq, {})[own] = (Change.from_line(line), prev)
    found: list[Change] = []
    wanted = head
    for seq in sorted(by_number, reverse=True):
        several = by_number[seq]
        if len(several) > 1 and wanted not in several:
            continue
        change, wanted = several[wanted] if len(several) > 1 else next(iter(several.values()))
        found.append(change)
    return iter(reversed(found))


def _arrivals(database: Database, names: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    dialect = dialect_of(database)
    rows = database.execute_sql(
        f"SELECT c.device, c.seq, c.arrived FROM {dialect.listed()} w {dialect.loop} change c "
        "ON c.device = w.value ->> 0 AND c.seq = CAST(w.value ->> 1 AS BIGINT)",
        (json.dumps(sorted(names)),),
    )
    return {(device, seq): arrived for device, seq, arrived in rows.fetchall()}
