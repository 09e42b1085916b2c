"""All open work in one list: actions, decisions, commitments, reviews, papers, conflicts."""

from __future__ import annotations

from store.journal import Derived, derive
from store.open_work import keeping, table
from store.open_work.findings import Finding, findings
from store.open_work.like import like
from store.open_work.lists import (
    GROUPS,
    SORTS,
    Counts,
    Group,
    KeyList,
    asked,
    counts,
    groups,
    ids,
    records,
)
from store.open_work.rows import (
    COLUMNS,
    FIELDS_OF,
    Row,
    number_of,
    numbers_of,
    page,
    row_of,
    status_words,
    terms,
)

derive(Derived("open_work", table.DDL, table.DROP, keeping.refresh, keeping.rebuild, keeping.rows))

__all__ = [
    "COLUMNS",
    "FIELDS_OF",
    "GROUPS",
    "SORTS",
    "Counts",
    "Finding",
    "Group",
    "KeyList",
    "Row",
    "asked",
    "counts",
    "findings",
    "groups",
    "ids",
    "like",
    "number_of",
    "numbers_of",
    "page",
    "records",
    "row_of",
    "status_words",
    "terms",
]
