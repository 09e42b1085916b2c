"""By what lists go: columns that an index serves, others for which the rows are read through."""

from __future__ import annotations

from dataclasses import dataclass

from store.asking import NOTHING, Sql, Terms, brag_sql
from store.codes import Brag
from store.errors import WrongUse
from store.open_work.table import ORDERED, READ_THROUGH
from store.wording import plain, say

SORTS: tuple[str, ...] = (*ORDERED, *READ_THROUGH)
# The clock says how far the due date is.
SORTED_AS: dict[str, str] = {"clock": "due"}
GROUPS: dict[str, str] = {"owner": "owner_key", "area": "area_key", "week": "due_key"}
# The Monday of a row's week, by which its rows stand together in any order but that of the day.
_WEEK = f"CASE due_key WHEN '{NOTHING}' THEN due_key ELSE date(due_key, '-6 days', 'weekday 1') END"
# What is nearest to being lost comes first.
_DELIVERIES = ("refused", "here", "sent", "merged", "received")
DUE = "open_work_due"
# By it the first rows alone are found: all of them are sooner read as they stand and sorted.
WHAT = "open_work_what"
# What the index of the due date holds.
_NARROW = ("brag", "evidence", "team", "standard")


@dataclass(frozen=True)
class Order:
    """By what the list goes, each key with whether it goes down; `index` is None where no index
    holds that order, so that every row found is read before the first is known."""

    keys: tuple[tuple[str, bool], ...]
    index: str | None
    places: tuple[object, ...] = ()
    narrow: bool = False

    def by(self, prefix: str = "") -> str:
        """The ORDER BY; a `+` before each column keeps an index for the order out of it."""
        return ", ".join(f"{prefix}{key}{' DESC' if down else ''}" for key, down in self.keys)


def sort_of(text: str) -> tuple[str, bool]:
    """An order as it is typed, `owner` or `-owner`: the column, and whether it is turned round.

    WrongUse names the columns there are.
    """
    typed = text.strip()
    name = typed.removeprefix("-")
    sort = SORTED_AS.get(name, name)
    if sort not in SORTS:
        raise WrongUse(say("open_work.no_such_sort", sort=plain(name), sorts=", ".join(SORTS)))
    return sort, typed.startswith("-")


def order_of(
    known: Terms, sort: str = "due", descending: bool = False, group: str | None = None
) -> Order:
    """By what a list goes that is sorted, turned round or grouped so."""
    key, index = _key(known, sort), f"open_work_{sort}" if _indexed(sort) else None
    # An index turns round whole; where the rows are sorted anyway, equals stay in order of due.
    ties = descending and sort in ORDERED
    keys = [(key.text, descending), ("due_key", ties), ("n", ties)]
    if sort == "due":
        del keys[0]
    if group is not None and (GROUPS[group] != key.text or descending):
        # Groups go up whatever the order within; an index of the group's own column ends with
        # the due date and serves that order only.
        keys.insert(0, (_WEEK if group == "week" else GROUPS[group], False))
        index = f"open_work_{group}" if sort == "due" and not descending else None
    narrow = index == DUE or (sort in _NARROW and group in (None, "owner", "week"))
    return Order(tuple(keys), index, key.places, narrow)


def _indexed(sort: str) -> bool:
    return sort in ORDERED or sort == "what"


def _key(known: Terms, sort: str) -> Sql:
    """What a row is sorted by: the worst colour first, and what no judge has coloured last."""
    if sort == "brag":
        brag = brag_sql(known)
        ranks = " ".join(f"WHEN '{one.value}' THEN {one.rank}" for one in Brag)
        return Sql(f"CASE {brag.text} {ranks} ELSE {len(Brag)} END", brag.places)
    if sort == "delivery":
        far = [known.delivered.where(word, known.device, known.sent) for word in _DELIVERIES]
        whens = " ".join(f"WHEN {text} THEN {at}" for at, (text, _) in enumerate(far))
        return Sql(f"CASE {whens} END", tuple(place for _, places in far for place in places))
    return Sql(ORDERED[sort] if sort in ORDERED else READ_THROUGH[sort])


def reads_through(sort: str, *, descending: bool = False, group: str | None = None) -> bool:
    """Whether every row found is read before the first is known: a moment for each 100,000."""
    if group is None or GROUPS[group] == ORDERED.get(sort):
        return not _indexed(sort) or (group is not None and descending)
    return sort != "due" or descending
