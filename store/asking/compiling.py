"""From an expression to a condition in SQL over the table of open work.

Words have two renderings that find the same: by the full-text index, for rare ones, and by the
text of the row itself, for common ones while the first screenful is read in the list's order.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from store.asking.delivered import Delivered
from store.asking.expression import And, Compared, Everything, Expression, Not, Or, Words
from store.asking.fields import (
    ANY,
    DAY_WORDS,
    NONE,
    area_key,
    read_day,
    span,
    standard_key,
    text_key,
)
from store.asking.parsing import QueryError
from store.asking.words import forms_of
from store.clock import WorkingDays
from store.errors import Refused
from store.plans.standing import SOON, STALE_AFTER

_AFTER_ALL = "\U0010ffff"
# What a key holds where there is nothing: it stands last in every order, and no name begins so.
NOTHING = "\U0010fffd"
_YEAR = re.compile(r"\d{4}[a-z]*\Z", re.ASCII)


@dataclass(frozen=True)
class Terms:
    """What a query means here and now: the day, the calendar, who asks, what was sent, and the
    key and the words of every owner's name."""

    today: date
    calendar: WorkingDays = field(repr=False)
    me: str = ""
    device: str = ""
    sent: int = 0
    owners: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    delivered: Delivered = field(default_factory=Delivered)


@dataclass(frozen=True)
class Sql:
    """A condition and what stands in its places."""

    text: str
    places: tuple[object, ...] = ()


def condition(
    expression: Expression, terms: Terms, words: Callable[[Words], Sql] | None = None
) -> Sql:
    """The condition of an expression; `words` renders its words, by the index when not given."""
    if isinstance(expression, Everything):
        return Sql("1")
    if isinstance(expression, Words):
        return _or_owner(expression, terms, (words or words_by_index)(expression))
    if isinstance(expression, Compared):
        return _compared(expression, terms)
    if isinstance(expression, Not):
        inner = condition(expression.inner, terms, words)
        return Sql(f"NOT ifnull({inner.text}, 0)", inner.places)
    word = " AND " if isinstance(expression, And) else " OR "
    parts = [condition(part, terms, words) for part in expression.parts]
    return Sql(
        f"({word.join(part.text for part in parts)})",
        tuple(place for part in parts for place in part.places),
    )


def match_of(words: Words) -> str | None:
    """What the full-text index is asked for; None for text without a word in it."""
    forms = forms_of(words.text)
    if not forms:
        return None
    return f'"{forms}"' if words.phrase else f'"{forms}" *'


def owners_called(words: Words, terms: Terms) -> list[str]:
    """The keys of the owners whose names hold the words; none for text without a word in it."""
    form = _form_in_text(words)
    return [key for key, held in terms.owners if form in held] if form else []


def _or_owner(words: Words, terms: Terms, found: Sql) -> Sql:
    # A name is not among the words of the rows: people are few, and their rows change hands.
    keys = owners_called(words, terms)
    if not keys:
        return found
    called = ", ".join("?" * len(keys))
    return Sql(f"({found.text} OR owner_key IN ({called}))", (*found.places, *keys))


def _form_in_text(words: Words) -> str | None:
    forms = forms_of(words.text)
    if not forms:
        return None
    return f" {forms} " if words.phrase else f" {forms}"


def words_by_index(words: Words) -> Sql:
    """Words as the full-text index finds them."""
    match = match_of(words)
    if match is None:
        return Sql("1")
    return Sql("n IN (SELECT rowid FROM open_words WHERE open_words MATCH ?)", (match,))


def words_sifted(words: Words) -> Sql:
    """Words as the index finds them, for rows that are read in the order of the list."""
    found = words_by_index(words)
    # The + keeps the rows from being looked up one by one, as is right only for a few.
    return Sql(f"+{found.text}", found.places) if found.places else found


def words_by_text(words: Words) -> Sql:
    """Words as the row's own text shows them."""
    form = _form_in_text(words)
    return Sql("1") if form is None else Sql("instr(words, ?) > 0", (form,))


def brag_sql(terms: Terms) -> Sql:
    """How a row stands on this day: what was worked out for late, for soon and for later."""
    return Sql(
        "CASE WHEN due < ? THEN brag_late WHEN due <= ? THEN brag_soon ELSE brag_far END",
        (terms.today.isoformat(), (terms.today + SOON).isoformat()),
    )


def names_closed(expression: Expression) -> bool:
    """Whether a query asks about closed work itself, so that it is not left out."""
    if isinstance(expression, Compared):
        return expression.field == "is" and expression.value in ("open", "closed")
    if isinstance(expression, Not):
        return names_closed(expression.inner)
    return isinstance(expression, And | Or) and any(map(names_closed, expression.parts))


def _compared(one: Compared, terms: Terms) -> Sql:
    if one.field in ("due", "first_due", "changed"):
        return _day(one, terms)
    if one.field in _HELD:
        return _HELD[one.field](one, terms)
    return _TEXTS[one.field](one, terms)


def _day(one: Compared, terms: Terms) -> Sql:
    column, value = one.field, one.value.casefold()
    if value in (NONE, ANY):
        return Sql(f"{column} IS {'' if value == NONE else 'NOT '}NULL")
    if value in DAY_WORDS:
        first, last = span(value, terms.today)
    else:
        try:
            first = last = read_day(one.value, terms.today, terms.calendar)
        except Refused as unread:
            raise QueryError(unread.sentence, one.value_position, len(one.value)) from None
    begin, end = first.isoformat(), last.isoformat()
    if column == "due":
        # The key is what every order ends with, so its indexes serve the bounds too.
        column = "due_key"
    if one.operator == ":":
        return Sql(f"({column} >= ? AND {column} <= ?)", (begin, end))
    bound = begin if one.operator in ("<", ">=") else end
    if column == "due_key" and one.operator in (">", ">="):
        return Sql(f"(due_key {one.operator} ? AND due_key < '{NOTHING}')", (bound,))
    return Sql(f"{column} {one.operator} ?", (bound,))


def _text(column: str, key: str, quoted: bool) -> Sql:
    if not quoted and key in (NONE, ANY):
        return Sql(f"{column} {'=' if key == NONE else '<>'} '{NOTHING}'")
    if quoted:
        return Sql(f"{column} = ?", (key,))
    return Sql(f"({column} >= ? AND {column} < ?)", (key, key + _AFTER_ALL))


def _owner(one: Compared, terms: Terms) -> Sql:
    if one.value == "me" and not one.quoted:
        return Sql("owner_key = ?", (text_key(terms.me),))
    return _text("owner_key", text_key(one.value), one.quoted)


def _area(one: Compared, _: Terms) -> Sql:
    key = area_key(one.value)
    if key in (NONE, ANY):
        return _text("area_key", key, False)
    column = "area_full" if _YEAR.match(key.split("/")[0]) else "area_key"
    if key.rpartition("/")[2].isdigit() and "/" in key:
        return Sql(f"{column} = ?", (key,))
    return Sql(f"({column} >= ? AND {column} < ?)", (f"{key}/", f"{key}/{_AFTER_ALL}"))


def _std(one: Compared, _: Terms) -> Sql:
    key = standard_key(one.value)
    return _text("std_key", key, one.quoted or key not in (NONE, ANY))


_TEXTS: dict[str, Callable[[Compared, Terms], Sql]] = {
    "owner": _owner,
    "area": _area,
    "std": _std,
    "child": lambda one, _: _text("child_key", text_key(one.value), one.quoted),
    "team": lambda one, _: _text("team_key", text_key(one.value), one.quoted),
    "ref": lambda one, _: (
        _text("ref_key", text_key(one.value), True)
        if one.quoted
        else Sql("(ref_key >= ? AND ref_key < ?)", _range(text_key(one.value)))
    ),
}


def _range(key: str) -> tuple[str, str]:
    return key, key + _AFTER_ALL


def _status(one: Compared, terms: Terms) -> Sql:
    today = terms.today.isoformat()
    # A recommendation becomes a decision by silence: the day is known, the row is not rewritten.
    if one.value == "recommended":
        return Sql("(status = 'recommended' AND (turns IS NULL OR turns >= ?))", (today,))
    if one.value == "decided":
        return Sql("(status = 'decided' OR (status = 'recommended' AND turns < ?))", (today,))
    return Sql("status = ?", (one.value,))


def _brag(one: Compared, terms: Terms) -> Sql:
    brag = brag_sql(terms)
    if one.value == NONE:
        return Sql(f"({brag.text}) IS NULL", brag.places)
    return Sql(f"({brag.text}) = ?", (*brag.places, one.value))


_THERE: dict[str, str] = {
    "owner": f"owner_key <> '{NOTHING}'",
    "date": "due IS NOT NULL",
    "evidence": "evidence > 0",
    "child": f"child_key <> '{NOTHING}'",
    "area": f"area_key <> '{NOTHING}'",
    "conflict": "conflict = 1",
    "action": "kind <> 'commitment'",
}


def _is(one: Compared, terms: Terms) -> Sql:
    today = terms.today.isoformat()
    stale = (terms.today - STALE_AFTER).isoformat()
    found: dict[str, Sql] = {
        "overdue": Sql("(due_key < ? AND done = 0)", (today,)),
        "stale": Sql(
            "(kind = 'action' AND status IN ('in_progress', 'blocked') AND changed < ?)", (stale,)
        ),
        "blocked": Sql("status = 'blocked'"),
        "mine": Sql("owner_key = ?", (text_key(terms.me),)),
        "done": Sql("done = 1"),
        "bare": Sql("(done = 1 AND evidence = 0)"),
        "outdated": Sql("outdated = 1"),
        "open": Sql("live = 1"),
        "closed": Sql("live = 0"),
    }
    return found[one.value]


def _delivery(one: Compared, terms: Terms) -> Sql:
    return Sql(*terms.delivered.where(one.value, terms.device, terms.sent))


_HELD: dict[str, Callable[[Compared, Terms], Sql]] = {
    "kind": lambda one, _: Sql("kind = ?", (one.value,)),
    "status": _status,
    "brag": _brag,
    "conflict": lambda one, _: Sql("conflict = ?", (int(one.value == "yes"),)),
    "evidence": lambda one, _: Sql(
        f"evidence {'=' if one.operator == ':' else one.operator} ?", (int(one.value),)
    ),
    "has": lambda one, _: Sql(_THERE[one.value]),
    "no": lambda one, _: Sql(f"NOT {_THERE[one.value]}"),
    "is": _is,
    "delivery": _delivery,
}
