"""All open work in one list: actions, decisions, commitments, reviews, papers, conflicts.

To add a kind: write a `Subject` in a file of its own (`decision_work.py` is the shortest): what
a saved record may change beside how its rows are made, each row a `Work` given to
`gathering.finished`. Name it in `subjects.SUBJECTS`; name its words (`open_work.kind_…` and a
`open_work.status_…` for each status) in the catalogue, its kind in `asking.fields`, and in
`rows` the mode where `enter` leads, and the fields a bulk edit may change, if any. A row's
`due`, `owner` and `changed` work by themselves in every query, order and group; what depends on
the day must not be written down (see `Work`). Tests: what a save leaves is what a rebuild makes.
"""

from __future__ import annotations

from store.journal import Derived, derive
from store.open_work import keeping, table
from store.open_work.closed import closed
from store.open_work.findings import Finding, findings
from store.open_work.like import like
from store.open_work.lists import (
    Counts,
    Group,
    KeyList,
    asked,
    counts,
    groups,
    ids,
    read_aside,
    records,
)
from store.open_work.ordering import GROUPS, SORTED_AS, SORTS, reads_through, sort_of
from store.open_work.rows import (
    COLUMNS,
    FIELDS_OF,
    Row,
    number_of,
    numbers_of,
    page,
    provide_delivered,
    row_of,
    status_words,
    terms,
)

derive(Derived("open_work", table.DDL, table.DROP, keeping.refresh, keeping.rebuild, keeping.rows))

__all__ = [
    "COLUMNS",
    "FIELDS_OF",
    "GROUPS",
    "SORTED_AS",
    "SORTS",
    "Counts",
    "Finding",
    "Group",
    "KeyList",
    "Row",
    "asked",
    "closed",
    "counts",
    "findings",
    "groups",
    "ids",
    "like",
    "number_of",
    "numbers_of",
    "page",
    "provide_delivered",
    "read_aside",
    "reads_through",
    "records",
    "row_of",
    "sort_of",
    "status_words",
    "terms",
]
