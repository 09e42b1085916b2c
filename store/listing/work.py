"""All open work as rows, as Triage lists it: every kind together, in its orders."""

from __future__ import annotations

from store import open_work
from store.journal import Journal
from store.listing.row import Row, text

WORK = "work"
_PAGE = 2_000


def work(journal: Journal, query: str | None = None, sort: str = "due") -> list[Row]:
    """What a query finds of all open work, in an order as it is typed (`-owner`).

    QueryError where the query cannot be read, WrongUse for an order there is not.
    """
    by, descending = open_work.sort_of(sort)
    numbers = open_work.ids(journal, query, by, descending=descending).rest()
    return [
        _row(row)
        for begin in range(0, len(numbers), _PAGE)
        for row in open_work.page(journal, numbers[begin : begin + _PAGE])
        if row is not None
    ]


def _row(row: open_work.Row) -> Row:
    return {
        "ref": row.ref,
        "kind": row.kind,
        "what": row.what,
        "owner": row.owner,
        "due": text(row.due),
        "first_due": text(row.original_due),
        "status": row.status,
        "brag": text(row.brag),
        "area": row.area_ref,
        "child": row.child,
        "standard": row.standard,
        "team": row.team,
        "changed": text(row.changed),
        "delivery": row.delivery,
        "conflict": row.conflict,
        "evidence": row.evidence,
        "flags": list(row.flags),
        "id": row.id,
    }
