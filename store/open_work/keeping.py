"""Keeps the table up to date with the records, in the transaction that changes them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import compress, count, islice
from operator import attrgetter, ne
from typing import Any

from store.asking import searched_all
from store.database import Database
from store.journal import Journal, Touched
from store.open_work import table
from store.open_work.areas import keep_areas
from store.open_work.conflict_work import CONFLICTS
from store.open_work.gathering import Gathering
from store.open_work.owners import keep_owners
from store.open_work.saved import Saved
from store.open_work.subject import Subject
from store.open_work.subjects import SUBJECTS
from store.open_work.table import AMENDED, COLUMNS, GONE, Work, amended_of

_BATCH = 5_000
# So many records saved into an empty table are quicker to take in all at once.
_MANY = 1_000
_INSERT = (
    f"INSERT INTO open_work (n, {', '.join(COLUMNS)}) VALUES (?, {', '.join('?' * len(COLUMNS))})"
)
_WORDS, _LIVE = COLUMNS.index("words"), COLUMNS.index("live")


def refresh(journal: Journal, touched: Touched) -> None:
    """Brings the rows that follow from these records up to date."""
    if (
        len(touched) > _MANY
        and not journal.database.execute_sql("SELECT 1 FROM open_work LIMIT 1").fetchone()
    ):
        rebuild(journal)
        return
    saved = Saved(touched)
    moved = keep_areas(journal) if saved.keys() & {"plan", "area"} else ()
    renamed = keep_owners(journal) if "person" in saved else ()
    gathering = Gathering(journal, saved, moved, renamed)
    for subject in SUBJECTS:
        reached = subject.reach(gathering, saved)
        for batch in _batches(sorted(reached)):
            gathering.remade.update(_remake(gathering, subject, batch))


def rebuild(journal: Journal) -> None:
    """Fills the empty table from the records."""
    keep_areas(journal)
    keep_owners(journal)
    gathering = Gathering(journal, Saved({}))
    database = journal.database
    # An index made of a table that is there is sorted once; kept while rows come in any order it
    # is read and written all over.
    for name in table.INDEXES:
        database.execute_sql(f"DROP INDEX {name}")
    listed = 0
    for subject in SUBJECTS:
        if subject is CONFLICTS:  # which are found beside the rows of their records
            for statement in table.INDEXES.values():
                database.execute_sql(statement)
        every = (own for (own,) in database.execute_sql(subject.every))
        for batch in _batches(every):
            works = _with_words(list(subject.work(gathering, batch)))
            _add(database, works)
            listed += len(works)
            if journal.when_listed is not None:
                journal.when_listed(listed)
    database.execute_sql("INSERT INTO open_words (open_words) VALUES ('rebuild')")


def rows(database: Database) -> list[tuple[Any, ...]]:
    """Every row without its number, for comparison; what is gone is left out."""
    columns = ", ".join(COLUMNS)
    return list(
        database.execute_sql(f"SELECT {columns} FROM open_work WHERE live <> {GONE}").fetchall()
    )


def _batches(ids: Collection[str] | Iterator[str]) -> Iterator[list[str]]:
    waiting = iter(ids)
    while batch := list(islice(waiting, _BATCH)):
        yield batch


def _remake(gathering: Gathering, subject: Subject, only: list[str]) -> Collection[str]:
    """Makes the rows of some ids what they are now; returns the records they stand under.

    Only what differs is written, and what is gone keeps its number.
    """
    records = subject.records(gathering, only)
    amended = _amend(gathering, subject, only)
    rest = [own for own in only if own not in amended] if amended else only
    if rest:
        _make_anew(gathering, subject, rest, [own for own in records if own not in amended])
    return records


def _amend(gathering: Gathering, subject: Subject, only: list[str]) -> Collection[str]:
    """Brings rows that stand up to date where that is enough; the records that were."""
    if subject.amend is None or not gathering.saved.only(subject.kinds[0], subject.light):
        return ()
    standing = gathering.sql(
        f"SELECT n, {', '.join(AMENDED)} FROM open_work WHERE record IN "
        f"(SELECT value FROM json_each(?)) AND kind = ? AND live <> {GONE}",
        (json.dumps(only), subject.kinds[0]),
    )
    works = [Work(*old) for _, *old in standing]
    amended = {work.record: work for work in works}
    subject.amend(gathering, amended)
    _update(
        gathering.journal.database,
        AMENDED,
        [(n, old, amended_of(work)) for (n, *old), work in zip(standing, works, strict=True)],
    )
    return amended


def _make_anew(gathering: Gathering, subject: Subject, only: list[str], records: list[str]) -> None:
    database = gathering.journal.database
    kinds = ", ".join(f"'{kind}'" for kind in subject.kinds)
    # A record has few rows; looked for by kind, each of twenty kinds would be one search more.
    standing = database.execute_sql(
        f"SELECT n, {', '.join(COLUMNS)} FROM open_work "
        f"WHERE record IN (SELECT value FROM json_each(?)) AND +kind IN ({kinds})",
        (json.dumps(sorted(records)),),
    ).fetchall()
    found = {work.key: work for work in _with_words(list(subject.work(gathering, only)))}
    forget: list[tuple[int, str]] = []
    learn: list[tuple[int, str]] = []
    differing = []
    for n, *old in standing:
        work = found.pop((old[0], old[1], old[2]), None)
        if work is None:
            differing.append((n, old, (*old[:_LIVE], GONE, *old[_LIVE + 1 :])))
            continue
        differing.append((n, old, work.values))
        if old[_WORDS] != work.words:
            forget.append((n, old[_WORDS]))
            learn.append((n, work.words))
    connection = database.connection()
    connection.executemany(
        "INSERT INTO open_words (open_words, rowid, words) VALUES ('delete', ?, ?)", forget
    )
    _update(database, COLUMNS, differing)
    learn += _add(database, list(found.values()))
    connection.executemany("INSERT INTO open_words (rowid, words) VALUES (?, ?)", learn)


def _update(
    database: Database,
    columns: Sequence[str],
    rows: Iterable[tuple[int, list[Any], tuple[Any, ...]]],
) -> None:
    """Writes what differs between the old and the new columns of each row."""
    updates: dict[tuple[int, ...], list[tuple[Any, ...]]] = {}
    for n, old, new in rows:
        if new != tuple(old):
            # Only the columns that differ: each one named is rewritten in every index it is in.
            differing = tuple(compress(count(), map(ne, new, old)))
            updates.setdefault(differing, []).append((*(new[at] for at in differing), n))
    for differing, alike in updates.items():
        sets = ", ".join(f"{columns[at]} = ?" for at in differing)
        database.connection().executemany(f"UPDATE open_work SET {sets} WHERE n = ?", alike)


def _with_words(works: list[Work]) -> list[Work]:
    parts = [(work.what, work.ref, work.area, work.area_ref, work.child) for work in works]
    for work, words in zip(works, searched_all(parts), strict=True):
        work.words = words
    return works


def _add(database: Database, works: list[Work]) -> list[tuple[int, str]]:
    """Writes new rows; returns the words to learn under their numbers."""
    if not works:
        return []
    last = database.execute_sql("SELECT ifnull(max(n), 0) FROM open_work").fetchone()[0]
    # What falls due together is listed, and often changed, together: it stands together.
    works.sort(key=attrgetter("due_key"))
    numbered = list(enumerate(works, last + 1))
    database.connection().executemany(_INSERT, [(n, *work.values) for n, work in numbered])
    return [(n, work.words) for n, work in numbered]
