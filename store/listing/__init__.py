"""Records as plain rows, for lists and scripts: the keys of each kind stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from store import asking, open_work, references
from store.errors import NotFound, WrongUse
from store.journal import Journal
from store.listing import (
    around_child,
    children,
    clock,
    contact,
    disputes,
    measures,
    plans,
    preparing,
    reviews,
    service,
    standing_open,
)
from store.listing.row import Row, in_order
from store.listing.work import WORK, work
from store.wording import plain, say

# One file for each subject: its lists, by which the records of a kind are found again.
_SUBJECTS = (
    plans,
    children,
    reviews,
    preparing,
    contact,
    around_child,
    clock,
    disputes,
    service,
    measures,
    standing_open,
)
_WORK = {"actions": "action", "decisions": "decision"}

_given: dict[str, Callable[[Journal], list[Row]]] = {}


def list_records(
    journal: Journal, kind: str, query: str | None = None, sort: str | None = None
) -> list[Row]:
    """The records of a kind that a query finds, as rows of plain values; all without one.

    WrongUse names the kinds there are, QueryError says what is wrong with the query. `work` is
    open work of every kind, as Triage has it. It, actions and decisions take the fields of the
    query line, other kinds those of their own columns. They are sorted by a column, `due` or
    turned round `-due`: `work` by those of Triage, others by their own. Dates are ISO text and
    codes their stored form, so that rows can be written as JSON.
    """
    lists = _lists()
    if kind == WORK:
        return work(journal, query, sort or "due")
    if kind not in lists:
        raise WrongUse(
            say("listing.no_such_kind", kind=plain(kind), kinds=", ".join(sorted([*lists, WORK])))
        )
    rows = in_order(lists[kind](journal), sort)
    if not query or not query.strip():
        return rows
    if kind in _WORK:
        found = open_work.records(journal, query, _WORK[kind])
        return [row for row in rows if row["id"] in found]
    return [dict(row) for row in asking.filtered(rows, query, open_work.terms(journal))]


def kinds() -> tuple[str, ...]:
    """The kinds that can be listed."""
    return (*_lists(), WORK)


def provide(kind: str, rows: Callable[[Journal], list[Row]]) -> None:
    """Adds a list of a room above this one (devices, refused files)."""
    _given[kind] = rows


def show(journal: Journal, ref: str) -> Row:
    """One record by its reference, with what lies directly below it."""
    found = references.resolve(journal, ref)
    row = next((r for r in _rows_with_id(journal, found.kind) if r["id"] == found.id), None)
    if row is None:
        raise NotFound(say("listing.withdrawn", ref=plain(ref)))
    own: Row = {"kind": found.kind, **row}
    for subject in (plans, children, reviews, preparing, contact, around_child, disputes, service):
        own |= subject.below(journal, found.kind, found.id)
    return own


def _lists() -> dict[str, Callable[[Journal], list[Row]]]:
    own = {name: rows for subject in _SUBJECTS for name, rows in subject.LISTS.items()}
    return own | _given


def _rows_with_id(journal: Journal, kind: str) -> Iterable[Row]:
    name = next((s.LISTED[kind] for s in _SUBJECTS if kind in s.LISTED), None)
    return list_records(journal, name) if name else []
