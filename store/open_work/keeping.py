"""Keeps the table up to date with the records, in the transaction that changes them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from store.database import Database
from store.journal import Journal, Touched
from store.open_work.gathering import Gathering, neighbours
from store.open_work.table import COLUMNS, GONE, Work
from store.plans.names import SHORT_ID

_ALL = "SELECT value FROM json_each(?)"
_MANY = 5_000
_BATCH = 5_000
_INSERT = f"INSERT INTO open_work ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
_INSERT_N = (
    f"INSERT INTO open_work (n, {', '.join(COLUMNS)}) VALUES (?, {', '.join('?' * len(COLUMNS))})"
)
_WORDS, _LIVE = COLUMNS.index("words"), COLUMNS.index("live")


@dataclass
class _Reach:
    """The records whose rows some saved records may change."""

    actions: set[str] = field(default_factory=set)
    commitments: set[str] = field(default_factory=set)
    decisions: set[str] = field(default_factory=set)
    children: set[str] = field(default_factory=set)
    records: set[str] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.actions | self.commitments | self.decisions | self.children | self.records)


def refresh(journal: Journal, touched: Touched) -> None:
    """Brings the rows that follow from these records up to date."""
    reach = _reach(journal, touched)
    if reach is None or len(reach) > _MANY:
        rebuild(journal)
        return
    if not len(reach):
        return
    gathering = Gathering(journal)
    found: dict[tuple[str, str, str], Work] = {}
    if reach.actions or reach.commitments:
        _add(found, gathering.plan_work(reach.actions, reach.commitments))
    _add(found, gathering.decision_work(reach.decisions))
    _add(found, gathering.review_work(reach.children))
    records = {key[1] for key in found} | _records(reach)
    records |= _papers_of(journal.database, reach.children)
    by_record = {work.record: work for work in found.values()}
    _add(found, gathering.conflict_work(records, by_record))
    _write(journal.database, found, records)


def rebuild(journal: Journal) -> None:
    """Makes every row anew; rows that are still there keep their numbers."""
    database = journal.database
    gathering = Gathering(journal)
    if database.execute_sql("SELECT 1 FROM open_work LIMIT 1").fetchone():
        found: dict[tuple[str, str, str], Work] = {}
        _add(found, _everything(gathering))
        _write(database, found, None)
        return
    # The first time nothing has to be compared, so nothing has to be held in memory.
    works = _everything(gathering)
    while batch := [work.values for work in islice(works, _BATCH)]:
        database.connection().executemany(_INSERT, batch)
    database.execute_sql("INSERT INTO open_words (open_words) VALUES ('rebuild')")


def _everything(gathering: Gathering) -> Iterator[Work]:
    disputed: dict[str, Work] = {}
    for works in (
        gathering.plan_work(None, None),
        gathering.decision_work(None),
        gathering.review_work(None),
    ):
        for work in works:
            if work.conflict:
                disputed[work.record] = work
            yield work
    if gathering.conflicts:
        yield from gathering.conflict_work(None, disputed)


def rows(database: Database) -> list[tuple[Any, ...]]:
    """Every row without its number, for comparison; what is gone is left out."""
    columns = ", ".join(COLUMNS)
    return list(
        database.execute_sql(f"SELECT {columns} FROM open_work WHERE live <> {GONE}").fetchall()
    )


def _add(found: dict[tuple[str, str, str], Work], works: Iterable[Work]) -> None:
    for work in works:
        found[work.key] = work


def _records(reach: _Reach) -> set[str]:
    return reach.actions | reach.commitments | reach.decisions | reach.children | reach.records


def _reach(journal: Journal, touched: Touched) -> _Reach | None:
    """Which rows may change; None when every one may."""
    database = journal.database
    by_kind: dict[str, set[str]] = {}
    for kind, record in touched:
        by_kind.setdefault(kind, set()).add(record)
    if by_kind.keys() & {"plan", "area", "extra_day"}:
        return None

    def ids(sql: str, of: set[str]) -> set[str]:
        if not of:
            return set()
        cursor = database.execute_sql(sql, (json.dumps(sorted(of)),))
        return {row[0] for row in cursor.fetchall() if row[0]}

    reach = _Reach()
    commitments = by_kind.get("commitment", set())
    reach.actions = by_kind.get("action", set()) | ids(
        f"SELECT id FROM now_action WHERE commitment IN ({_ALL})", commitments
    )
    reach.actions |= ids(
        "SELECT about FROM now_evidence JOIN now_action a ON a.id = about "
        f"WHERE now_evidence.id IN ({_ALL})",
        by_kind.get("evidence", set()),
    )
    # A reference is as long as it must be to differ from its neighbours'.
    saved = by_kind.get("action", set())
    begun = {own[:SHORT_ID] for own in saved}
    reach.actions |= {own for own in neighbours(journal, saved) if own[:SHORT_ID] in begun}
    reach.commitments = commitments | ids(
        f"SELECT commitment FROM now_action WHERE id IN ({_ALL})", by_kind.get("action", set())
    )
    reviews = by_kind.get("review", set())
    reach.children = by_kind.get("child", set()) | ids(
        f"SELECT child FROM now_review WHERE id IN ({_ALL})", reviews
    )
    for kind in ("period", "occurrence"):
        reach.children |= ids(
            f"SELECT child FROM now_{kind} WHERE id IN ({_ALL})", by_kind.get(kind, set())
        )
    reach.decisions = by_kind.get("decision", set()) | ids(
        f"SELECT id FROM now_decision WHERE review IN ({_ALL})", reviews
    )
    reach.decisions |= ids(
        f"SELECT id FROM now_decision WHERE child IN ({_ALL})", by_kind.get("child", set())
    )
    _reach_of_people(database, by_kind.get("person", set()), reach)
    others = by_kind.keys() - {"action", "commitment", "decision", "child", "person", "evidence"}
    for kind in (*others, "evidence", "person"):
        reach.records |= by_kind.get(kind, set())
    return reach


def _reach_of_people(database: Database, persons: set[str], reach: _Reach) -> None:
    if not persons:
        return
    rows = database.execute_sql(
        "SELECT w.kind, w.record, w.child_id FROM open_work w "
        "JOIN now_person p ON p.id = w.owner_id "
        f"WHERE w.owner_id IN ({_ALL}) AND w.owner IS NOT p.name",
        (json.dumps(sorted(persons)),),
    ).fetchall()
    # Rows whose owner's name was not known here when they were written stand without an owner.
    for kind, table in (("action", "now_action"), ("decision", "now_decision")):
        rows += [
            (kind, own, None)
            for (own,) in database.execute_sql(
                f"SELECT t.id FROM {table} t JOIN open_work w ON w.record = t.id "
                f"WHERE t.owner IN ({_ALL}) AND w.kind = '{kind}' AND w.owner_id IS NULL",
                (json.dumps(sorted(persons)),),
            ).fetchall()
        ]
    rows += [
        ("review", None, own)
        for (own,) in database.execute_sql(
            f"SELECT c.id FROM now_child c JOIN open_work w ON w.child_id = c.id "
            f"WHERE c.iro IN ({_ALL}) AND w.kind IN ('review', 'papers') AND w.owner_id IS NULL",
            (json.dumps(sorted(persons)),),
        ).fetchall()
    ]
    for kind, record, child in rows:
        if kind == "action":
            reach.actions.add(record)
        elif kind == "decision":
            reach.decisions.add(record)
        elif child:
            reach.children.add(child)


def _papers_of(database: Database, children: set[str]) -> set[str]:
    """The records of the rows a child's papers stand in now."""
    if not children:
        return set()
    return {
        row[0]
        for row in database.execute_sql(
            f"SELECT id FROM now_review WHERE child IN ({_ALL})", (json.dumps(sorted(children)),)
        ).fetchall()
    }


def _write(
    database: Database, found: dict[tuple[str, str, str], Work], scope: set[str] | None
) -> None:
    """Makes the rows of some records (or of all) what was found; only what differs is written."""
    columns = ", ".join(COLUMNS)
    if scope is None:
        cursor = database.execute_sql(f"SELECT n, {columns} FROM open_work")
    else:
        cursor = database.execute_sql(
            f"SELECT n, {columns} FROM open_work WHERE record IN ({_ALL})",
            (json.dumps(sorted(scope)),),
        )
    forget: list[tuple[int, str]] = []
    learn: list[tuple[int, str]] = []
    updates: dict[tuple[int, ...], list[tuple[Any, ...]]] = {}
    gone: list[tuple[int]] = []
    seen: set[tuple[str, str, str]] = set()
    for n, *old in cursor.fetchall():
        key = (old[0], old[1], old[2])
        work = found.get(key)
        if work is None:
            if old[_LIVE] != GONE:
                gone.append((n,))
            continue
        seen.add(key)
        new = work.values
        if new == tuple(old):
            continue
        # Only the columns that differ: each one named is rewritten in every index it stands in.
        differing = tuple(at for at, value in enumerate(new) if value != old[at])
        updates.setdefault(differing, []).append((*(new[at] for at in differing), n))
        if old[_WORDS] != work.words:
            forget.append((n, old[_WORDS]))
            learn.append((n, work.words))
    connection = database.connection()
    connection.executemany(
        "INSERT INTO open_words (open_words, rowid, words) VALUES ('delete', ?, ?)", forget
    )
    for differing, alike in updates.items():
        sets = ", ".join(f"{COLUMNS[at]} = ?" for at in differing)
        connection.executemany(f"UPDATE open_work SET {sets} WHERE n = ?", alike)
    connection.executemany(f"UPDATE open_work SET live = {GONE} WHERE n = ?", gone)
    new_works = [work for key, work in found.items() if key not in seen]
    if new_works:
        last = database.execute_sql("SELECT ifnull(max(n), 0) FROM open_work").fetchone()[0]
        numbered = list(enumerate(new_works, last + 1))
        connection.executemany(_INSERT_N, [(n, *work.values) for n, work in numbered])
        learn += [(n, work.words) for n, work in numbered]
    connection.executemany("INSERT INTO open_words (rowid, words) VALUES (?, ?)", learn)
