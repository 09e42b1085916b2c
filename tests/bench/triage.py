"""Triage, measured at the store: first screenful, keystrokes, bulk edit, undo, and its growth.

The rows that need a terminal (painting, scrolling) belong to the screen and are added there.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from functools import partial

from store import bulk, open_work
from store.journal import Journal
from store.simulating.measuring import Figure, against, median, milliseconds, p95, within
from tests.bench.stores import store_of

SIZES = (1_000, 10_000, 100_000, 1_000_000)
SCREENFUL = 64

# One keystroke after another of these is a query; rare, common, negated, sorted, fields.
MIX: tuple[tuple[str, str, bool], ...] = (
    ("p", "due", False),
    ("pl", "due", False),
    ("plan", "due", False),
    ("ombudsman", "due", False),
    ("orthodontist or citizenship", "due", False),
    ("-plan", "due", False),
    ("plan -school", "due", False),
    ('"care plan"', "due", False),
    ("placement school", "due", False),
    ("owner:fern", "due", False),
    ("owner:none", "due", False),
    ("status:blocked", "due", False),
    ("brag:red", "due", False),
    ("brag:green", "due", False),
    ("due<7d", "due", False),
    ("due>90d", "due", False),
    ("kind:decision plan", "owner", False),
    ("plan", "changed", True),
    ("is:overdue -visit", "area", False),
    ('"care plan" owner:oak', "due", False),
    ("", "due", False),
)
_LIMITS = {100_000: 50.0, 1_000_000: 120.0}


def figures(sizes: Sequence[int] = SIZES) -> list[Figure]:
    """Every figure, size by size."""
    found: list[Figure] = []
    for size in sizes:
        journal = store_of(size)
        found += _reading(journal, size)
        found += _writing(journal, size)
    return found


def _first(journal: Journal, query: str = "", sort: str = "due", descending: bool = False) -> None:
    numbers = open_work.ids(journal, query, sort, descending=descending, first=SCREENFUL)
    open_work.page(journal, numbers[:SCREENFUL])


def _reading(journal: Journal, size: int) -> list[Figure]:
    at = f"{size:,}"
    found = [
        within(
            f"first screenful from the store, {at}",
            median(milliseconds(lambda: _first(journal))),
            None,
        ),
        within(
            f"complete list of row numbers, {at}",
            median(milliseconds(lambda: open_work.ids(journal).rest(), 3)),
            None,
        ),
    ]
    keys: list[float] = []
    slowest = (0.0, "")
    for query, sort, descending in MIX:
        _first(journal, query, sort, descending)
        taken = milliseconds(partial(_first, journal, query, sort, descending), 5)
        keys += taken
        slowest = max(slowest, (median(taken), query))
    found += [
        within(f"query key to first page, p95, {at}", p95(keys), _LIMITS.get(size)),
        within(f"  its slowest query: {slowest[1]}, {at}", slowest[0], None),
        within(
            f"total that follows (“plan”), {at}",
            median(milliseconds(lambda: open_work.counts(journal, "plan"), 3)),
            None,
        ),
    ]
    return found


def _writing(journal: Journal, size: int) -> list[Figure]:
    at = f"{size:,}"
    numbers = list(open_work.ids(journal, "kind:action -is:done", first=1_000)[:1_000])
    owners = ("Fern", "Oak", "Sage", "Reed", "Moss")
    edits: list[float] = []
    undos: list[float] = []
    bases: list[float] = []
    for owner in owners:
        bases.append(_baseline(journal, numbers))
        seen = bulk.preview(journal, numbers, "owner", owner)
        begin = time.perf_counter()
        done = bulk.apply(journal, seen, "measured")
        edits.append((time.perf_counter() - begin) * 1000)
        begin = time.perf_counter()
        journal.undo(done.unit)
        undos.append((time.perf_counter() - begin) * 1000)
    edit, undo = median(edits), median(undos)
    return [
        against(f"bulk edit of {len(numbers)} rows, {at}", edit, median(bases), 4),
        against(f"undo of it, {at}", undo, edit, 1.5),
    ]


def _baseline(journal: Journal, numbers: Sequence[int]) -> float:
    """One transaction on the same encrypted file: a row update and a journal insert for each
    row, by executemany: into the journal itself, about these same records. Milliseconds."""
    database = journal.database
    connection = database.connection()
    titles = database.execute_sql(
        "SELECT title, id FROM now_action WHERE id IN (SELECT record FROM open_work WHERE n IN "
        f"({', '.join(map(str, numbers))}))"
    ).fetchall()
    columns = [row[1] for row in database.execute_sql("PRAGMA table_info(change)").fetchall()]
    told = {"device": "'bench'", "seq": "row_number() OVER ()", "unit": "'bench'"}
    rows = database.execute_sql(
        f"SELECT {', '.join(told.get(name, name) for name in columns)} FROM (SELECT *, max(hlc) "
        "FROM change WHERE record IN (SELECT value FROM json_each(?)) GROUP BY record)",
        (json.dumps([own for _, own in titles]),),
    ).fetchall()
    update = "UPDATE now_action SET title = ? WHERE id = ?"
    begin = time.perf_counter()
    with database.atomic():
        # A title that is what it was would not be written: SQLite leaves an equal row alone.
        connection.executemany(update, [(f"{title} again", own) for title, own in titles])
        connection.executemany(f"INSERT INTO change VALUES ({', '.join('?' * len(columns))})", rows)
    taken = (time.perf_counter() - begin) * 1000
    with database.atomic():
        connection.executemany(update, titles)
        database.execute_sql("DELETE FROM change WHERE device = 'bench'")
    return taken


def run(sizes: Sequence[int]) -> list[Figure]:
    """Every figure."""
    return figures(sizes)
