"""Lists of row numbers: the first screenful at once, the whole list after it."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import overload

from store.asking import (
    NOTHING,
    And,
    Compared,
    Everything,
    Expression,
    Not,
    Or,
    Query,
    Sql,
    Terms,
    Words,
    condition,
    match_of,
    names_closed,
    owners_called,
    parse,
    words_by_text,
    words_sifted,
)
from store.asking.fields import ANY
from store.clock import show_date
from store.errors import WrongUse
from store.journal import Journal
from store.open_work.ordering import DUE, GROUPS, SORTS, WHAT, Order, order_of
from store.open_work.rows import terms
from store.open_work.table import GONE, TITLED
from store.wording import plain, say

# How many rows of the list's own order are looked at before it is known how common a match is.
# Where it is common the first screenful comes from going on; where it is rare, from the index.
_SAMPLE = 256
_LOOKED_THROUGH = 1_000
_AT_A_TIME = 5_000
# KB of decrypted pages for a thread that reads lists beside the keys: it passes each page once.
_PAGES_ASIDE = 4_000
# So many matches are looked up one by one; more are sifted in the order of the list.
_FEW = 1_000
# Fields with an index of their own, which finds fewer rows than reading in order would.
_SELECTIVE = ("owner", "area", "child", "ref", "due")
_SELECTED = (("is", "mine"), ("conflict", "yes"), ("has", "conflict"))
# Fields the index of the due date holds.
_NARROW = (
    *("kind", "status", "brag", "conflict", "evidence", "has", "no", "is", "owner", "due"),
    "changed",
)


class KeyList(Sequence[int]):
    """The numbers of the rows a query finds, in order. `complete` once all of them are here."""

    def __init__(self, journal: Journal, query: Sql, first: Iterable[int], complete: bool) -> None:
        self.numbers: array[int] = array("q", first)
        self.complete = complete
        self._journal = journal
        self._query = query
        self._waiting: Iterator[tuple[int]] | None = None
        self._read: array[int] = array("q")
        self._places: dict[int, int] | None = None

    def more(self, rows: int = 20_000) -> bool:
        """Reads on by `rows`; True while there is more to read. On the journal's own thread."""
        if self.complete:
            return False
        if self._waiting is None:
            self._waiting = iter(
                self._journal.database.execute_sql(self._query.text, self._query.places)
            )
        for _, (n,) in zip(range(rows), self._waiting, strict=False):
            self._read.append(n)
        if len(self._read) % rows:
            self.take(self._read)
        elif len(self._read) > len(self.numbers):
            self.numbers, self._places = self._read[:], None
        return not self.complete

    def whole(self) -> array[int]:
        """The complete list, read anew; may be called on a worker thread, then given to `take`."""
        cursor = self._journal.database.execute_sql(self._query.text, self._query.places)
        found: array[int] = array("q")
        while rows := cursor.fetchmany(_AT_A_TIME):  # never all of them as rows in memory
            found.extend(row[0] for row in rows)
        return found

    def take(self, numbers: array[int]) -> None:
        """Makes `numbers` the complete list."""
        self.numbers, self._places, self._waiting = numbers, None, None
        self.complete = True

    def rest(self) -> KeyList:
        """This list, read to its end."""
        if not self.complete:
            self.take(self.whole())
        return self

    def place(self, n: int) -> int | None:
        """Where a number stands in the list; None where it does not."""
        try:
            return self.numbers.index(n)
        except ValueError:
            return None

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> array[int]: ...
    def __getitem__(self, at: int | slice) -> int | array[int]:
        return self.numbers[at]


@dataclass(frozen=True)
class Counts:
    """How much open work there is, how much of it matches, and what is wrong with that."""

    total: int
    matching: int
    overdue: int
    no_owner: int
    no_date: int
    conflicts: int


@dataclass(frozen=True)
class Group:
    """One heading: its key, its words, and how many rows stand under it."""

    key: str
    title: str
    count: int


def asked(query: Query | str | None) -> Query:
    """The query of a line; QueryError says what is wrong with it and where."""
    return query if isinstance(query, Query) else parse(query or "")


def ids(
    journal: Journal,
    query: Query | str | None = None,
    sort: str = "due",
    *,
    descending: bool = False,
    group: str | None = None,
    first: int = 64,
) -> KeyList:
    """The rows a query finds, in order: at least the first `first` of them at once."""
    if sort not in SORTS:
        raise WrongUse(say("open_work.no_such_sort", sort=plain(sort), sorts=", ".join(SORTS)))
    if group is not None and group not in GROUPS:
        raise WrongUse(say("open_work.no_such_group", group=plain(group), groups=", ".join(GROUPS)))
    expression = asked(query).expression
    known = terms(journal)
    listing = _Listing(expression, known, order_of(known, sort, descending, group))
    whole = listing.whole(journal)
    at_once = listing.at_once(journal, first)
    if at_once is not None:
        return KeyList(journal, whole, at_once, False)
    found = _numbers(journal, Sql(f"{whole.text} LIMIT {first}", whole.places))
    return KeyList(journal, whole, found, len(found) < first)


def read_aside(journal: Journal) -> None:
    """Tells the store that this thread only reads lists; called on it before it asks anything."""
    journal.database.execute_sql(f"PRAGMA cache_size = -{_PAGES_ASIDE}")


def _numbers(journal: Journal, query: Sql) -> list[int]:
    return [row[0] for row in journal.database.execute_sql(query.text, query.places).fetchall()]


@dataclass(frozen=True)
class _Listing:
    expression: Expression
    terms: Terms
    order: Order

    @property
    def counted(self) -> Sql:
        """Open work, or what is not gone when the query itself asks whether it is open."""
        if names_closed(self.expression):
            return Sql(f"live <> {GONE}")
        day = self.terms.today.isoformat()
        return Sql(
            "live = 1 AND (until IS NULL OR until > ?) AND (begins IS NULL OR begins <= ?)",
            (day, day),
        )

    def whole(self, journal: Journal) -> Sql:
        """All of it: few words are looked up, common ones sifted in the order of the list."""
        base = self.counted
        parts = _conjuncts(self.expression)
        few = any(_few(journal, self.terms, part) for part in parts)
        cond = condition(self.expression, self.terms, None if few else words_sifted)
        hint = ""
        if not few and not names_closed(self.expression) and not any(map(_selects, parts)):
            if self.order.narrow and _narrow(self.expression):
                hint = f"INDEXED BY {DUE} "
            elif _narrow(self.expression):
                cond = self._aside(parts)
        return Sql(
            f"SELECT n FROM open_work {hint}WHERE {base.text} AND {cond.text} "
            f"ORDER BY {self.order.by('+' if few else '')}",
            (*base.places, *cond.places, *self.order.places),
        )

    def _aside(self, parts: Sequence[Expression]) -> Sql:
        """The condition for reading in the order of another index: words from their own index,
        the rest from that of the due date, never from the rows themselves."""
        within: list[Sql] = []
        rest: list[Sql] = []
        for part in parts:
            found = condition(part, self.terms, words_sifted)
            alone = isinstance(part, Words) and not owners_called(part, self.terms)
            (within if alone or isinstance(part, Everything) else rest).append(found)
        if rest:
            inner = _all_of(rest)
            within.append(
                Sql(
                    f"+n IN (SELECT n FROM open_work INDEXED BY {DUE} "
                    f"WHERE live = 1 AND {inner.text})",
                    inner.places,
                )
            )
        return _all_of(within)

    def at_once(self, journal: Journal, first: int) -> list[int] | None:
        """The first rows, from the beginning of the order; None where they are too far in."""
        if self.order.index is None or names_closed(self.expression):
            return None
        base = self.counted
        near = [part for part in _conjuncts(self.expression) if _orders(part, self.order)]
        within = [condition(part, self.terms) for part in near]
        cond = condition(self.expression, self.terms, words_by_text)
        inner = _all_of([base, *within, *([Sql(TITLED)] if self.order.index == WHAT else [])])
        # What is looked through is found in the index alone: a day with ten thousand rows is
        # sorted by their numbers, and only the first of them are read.
        cursor = journal.database.execute_sql(
            f"SELECT n, {cond.text} FROM (SELECT n AS own FROM open_work "
            f"INDEXED BY {self.order.index} WHERE {inner.text} ORDER BY {self.order.by()} "
            f"LIMIT {_LOOKED_THROUGH}) CROSS JOIN open_work ON n = own",
            (*cond.places, *inner.places),
        )
        found: list[int] = []
        try:
            for seen, (n, hit) in enumerate(cursor, 1):
                if hit:
                    found.append(n)
                    if len(found) == first:
                        return found
                if seen == _SAMPLE and len(found) * _LOOKED_THROUGH < first * _SAMPLE:
                    return None
        finally:
            cursor.close()
        return None


def _all_of(parts: Sequence[Sql]) -> Sql:
    return Sql(
        " AND ".join(part.text for part in parts),
        tuple(place for part in parts for place in part.places),
    )


def _conjuncts(expression: Expression) -> tuple[Expression, ...]:
    return expression.parts if isinstance(expression, And) else (expression,)


def _few(journal: Journal, known: Terms, part: Expression) -> bool:
    """Whether a part asks for words that stand in few rows."""
    if isinstance(part, Or):
        return all(_few(journal, known, one) for one in part.parts)
    if isinstance(part, Words) and owners_called(part, known):
        return False
    match = match_of(part) if isinstance(part, Words) else None
    if match is None:
        return False
    found = journal.database.execute_sql(
        "SELECT 1 FROM open_words WHERE open_words MATCH ? LIMIT 1 OFFSET ?", (match, _FEW)
    ).fetchone()
    return found is None


def _selects(part: Expression) -> bool:
    """Whether an index of its own finds the rows of a part."""
    if not isinstance(part, Compared) or part.value == ANY:
        return False
    return part.field in _SELECTIVE or (part.field, part.value) in _SELECTED


def _narrow(expression: Expression) -> bool:
    """Whether the index of the due date answers it alone."""
    if isinstance(expression, And | Or):
        return all(map(_narrow, expression.parts))
    if isinstance(expression, Not):
        return _narrow(expression.inner)
    if isinstance(expression, Compared):
        if expression.field in ("has", "no"):
            return expression.value not in ("child", "area")
        return expression.field in _NARROW
    return True


def _orders(part: Expression, order: Order) -> bool:
    """Whether a part bounds the very column the list is ordered by."""
    if not isinstance(part, Compared):
        return False
    return {
        "due": "due_key", "owner": "owner_key", "kind": "kind", "child": "child_key",
        "changed": "changed", "ref": "ref_key",
    }.get(part.field) == order.keys[0][0]  # fmt: skip


def counts(journal: Journal, query: Query | str | None = None) -> Counts:
    """How much open work there is and how much a query finds; may run on a worker thread."""
    known = terms(journal)
    asked_for = asked(query)
    listing = _Listing(asked_for.expression, known, order_of(known))
    base = _Listing(parse("").expression, known, listing.order).counted
    parts = _conjuncts(asked_for.expression)
    few = any(_few(journal, known, part) for part in parts)
    cond = condition(asked_for.expression, known, None if few else words_sifted)
    in_order = not (few or names_closed(asked_for.expression) or any(map(_selects, parts)))
    hint = f"INDEXED BY {DUE} " if in_order and _narrow(asked_for.expression) else ""
    today = known.today.isoformat()
    matching = journal.database.execute_sql(
        f"SELECT count(*), sum(due < ? AND done = 0), "
        f"sum(owner_key = '{NOTHING}' AND kind IN ('action', 'decision')), "
        "sum(due IS NULL AND kind IN ('action', 'decision')), sum(conflict) "
        f"FROM open_work {hint}WHERE {listing.counted.text} AND {cond.text}",
        (today, *listing.counted.places, *cond.places),
    ).fetchone()
    total = journal.database.execute_sql(
        f"SELECT count(*) FROM open_work INDEXED BY open_work_due WHERE {base.text}", base.places
    ).fetchone()[0]
    return Counts(int(total), *(int(number or 0) for number in matching))


def groups(journal: Journal, query: Query | str | None, by: str) -> list[Group]:
    """The headings of a grouped list with their counts, in the order of `ids(…, group=by)`."""
    if by not in GROUPS:
        raise WrongUse(say("open_work.no_such_group", group=plain(by), groups=", ".join(GROUPS)))
    known = terms(journal)
    listing = _Listing(asked(query).expression, known, order_of(known))
    cond, base = condition(listing.expression, known), listing.counted
    shown = {"owner": "owner", "area": "area", "week": "due"}[by]
    rows = journal.database.execute_sql(
        f"SELECT {GROUPS[by]}, max({shown}), count(*) FROM open_work "
        f"WHERE {base.text} AND {cond.text} GROUP BY {GROUPS[by]} ORDER BY {GROUPS[by]}",
        (*base.places, *cond.places),
    ).fetchall()
    if by == "week":
        return _weeks(rows)
    return [
        Group(key, title if key != NOTHING else say(f"open_work.without_{by}"), count)
        for key, title, count in rows
    ]


def _weeks(days: Iterable[tuple[str, str | None, int]]) -> list[Group]:
    found: dict[str, int] = {}
    for key, _, count in days:
        week = key
        if key != NOTHING:
            day = date.fromisoformat(key)
            week = (day - timedelta(days=day.weekday())).isoformat()
        found[week] = found.get(week, 0) + count
    return [
        Group(
            week,
            say("open_work.without_date")
            if week == NOTHING
            else say("open_work.week", day=show_date(date.fromisoformat(week))),
            count,
        )
        for week, count in found.items()
    ]


def records(journal: Journal, query: Query | str, kind: str) -> set[str]:
    """The ids of the records of a kind that a query finds, closed work too."""
    cond = condition(asked(query).expression, terms(journal))
    cursor = journal.database.execute_sql(
        f"SELECT record FROM open_work WHERE live <> {GONE} AND kind = ? AND {cond.text}",
        (kind, *cond.places),
    )
    return {row[0] for row in cursor.fetchall()}
