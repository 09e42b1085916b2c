"""The table of open work: one row for each thing to do, its words in a full-text index beside it.

Everything in it follows from the records; what depends on the day is worked out at reading. A
row stays under its number when its work is closed, so that marks and lists keep their meaning.
"""

from __future__ import annotations

import dataclasses
import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from store.asking import NOTHING
from store.open_work import areas, owners

OPEN, CLOSED, GONE = 1, 0, -1


@dataclass(slots=True)
class Work:
    """One row about to be written. Days are ISO text; `turns` and `until` name the days on which
    a recommendation becomes a decision by silence, and from which the row no longer counts;
    before `begins` it does not count yet."""

    kind: str
    record: str
    part: str = ""
    live: int = OPEN
    owner_id: str | None = None
    owner: str | None = None
    owner_key: str = NOTHING
    due: str | None = None
    due_key: str = NOTHING
    first_due: str | None = None
    status: str = ""
    done: int = 0
    brag_far: str | None = None
    brag_soon: str | None = None
    brag_late: str | None = None
    evidence: int = 0
    conflict: int = 0
    changed: str | None = None
    device: str = ""
    seq: int = 0
    ref: str = ""
    what: str = ""
    words: str = ""
    area_id: str | None = None
    area: str | None = None
    area_ref: str | None = None
    area_key: str = NOTHING
    area_full: str = NOTHING
    child_id: str | None = None
    child: str | None = None
    child_key: str = NOTHING
    standard: str | None = None
    std_key: str = NOTHING
    team: str | None = None
    team_key: str = NOTHING
    ref_key: str = NOTHING
    outdated: int = 0
    turns: str | None = None
    begins: str | None = None
    until: str | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is the row of."""
        return self.kind, self.record, self.part

    @property
    def values(self) -> tuple[Any, ...]:
        """Its columns in order."""
        return _values_of(self)


COLUMNS: tuple[str, ...] = tuple(field.name for field in dataclasses.fields(Work))
_values_of: Callable[[Work], tuple[Any, ...]] = operator.attrgetter(*COLUMNS)
# Up to here stands what follows from the fields people change most: of a row in which only they
# changed the rest is not even read.
AMENDED: tuple[str, ...] = COLUMNS[: COLUMNS.index("seq") + 1]
amended_of: Callable[[Work], tuple[Any, ...]] = operator.attrgetter(*AMENDED)
_NUMBERS = {"live", "done", "evidence", "outdated", "conflict", "seq"}
_SHAPE = ", ".join(f"{name} {'INTEGER' if name in _NUMBERS else 'TEXT'}" for name in COLUMNS)

# Every order ends with the due date, so one index serves both a list by it and a query for it.
ORDERED: dict[str, str] = {
    "due": "due_key",
    "owner": "owner_key",
    "kind": "kind",
    "status": "status",
    "area": "area_key",
    "child": "child_key",
    "changed": "changed",
    "ref": "ref_key",
}

# Orders without an index that ends with the due date: each would be written at every change, and
# these are asked for seldom. "what" has one that is written only where a title is; the rest are
# read through, most of them in the index of the due date. "brag" and "delivery" depend on the day
# and on what was sent, and are worked out in `ordering`.
READ_THROUGH: dict[str, str] = {
    "what": "what COLLATE NOCASE",
    "brag": "",
    "team": "team_key",
    "standard": "std_key",
    "evidence": "evidence",
    "delivery": "",
}

TITLED = "what IS NOT NULL"

# What the index of the due date holds besides: with it most queries and every total are answered
# from entries that stand side by side, without the rows themselves.
NARROW: tuple[str, ...] = (
    *(
        "begins",
        "until",
        "kind",
        "owner_key",
        "status",
        "done",
        "conflict",
        "evidence",
        "outdated",
        "due",
    ),
    *("brag_far", "brag_soon", "brag_late", "turns", "changed", "team_key", "std_key"),
)

INDEXES: dict[str, str] = {
    "open_work_of": "CREATE UNIQUE INDEX open_work_of ON open_work (record, kind, part)",
    **{
        f"open_work_{name}": f"CREATE INDEX open_work_{name} ON open_work "
        f"({column}, due_key, until, begins) WHERE live = 1"
        for name, column in ORDERED.items()
        if column != "due_key"
    },
    "open_work_due": f"CREATE INDEX open_work_due ON open_work (due_key, {', '.join(NARROW)}) "
    "WHERE live = 1",
    # Its second condition keeps it out of every question that does not say so: the rows stand
    # nowhere in its order.
    "open_work_what": f"CREATE INDEX open_work_what ON open_work ({READ_THROUGH['what']}) "
    f"WHERE live = 1 AND {TITLED}",
    "open_work_conflict": "CREATE INDEX open_work_conflict ON open_work (due_key) "
    "WHERE live = 1 AND conflict = 1",
    "open_work_nameless": "CREATE INDEX open_work_nameless ON open_work (owner_id) "
    f"WHERE {owners.NAMELESS}",
}

DDL: tuple[str, ...] = (
    f"CREATE TABLE open_work (n INTEGER PRIMARY KEY, {_SHAPE})",
    *INDEXES.values(),
    *areas.DDL,
    *owners.DDL,
    # The words stand in the table already as the tokenizer made them; to the index each of them
    # is a word as it is.
    "CREATE VIRTUAL TABLE open_words USING fts5(words, content='open_work', content_rowid='n', "
    "tokenize='ascii', columnsize=0)",
)
DROP: tuple[str, ...] = (
    *("DROP TABLE IF EXISTS open_words", "DROP TABLE IF EXISTS open_work"),
    *areas.DROP,
    *owners.DROP,
)
