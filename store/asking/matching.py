"""The same query over rows of any kind: a list's own columns are its fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from store.asking.compiling import Terms
from store.asking.expression import And, Compared, Everything, Expression, Not, Words
from store.asking.fields import ANY, DAY_WORDS, NONE, YES_NO, Field, Kind, read_day, span, text_key
from store.asking.parsing import Query, QueryError, parse
from store.asking.words import forms_of, searched
from store.errors import Refused

Row = Mapping[str, Any]
ME = "me"
# The fields that name people, of whom one may be the person who asks.
_NAMES = ("owner", "iro", "social_worker")
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)


def fields_of_rows(rows: Iterable[Row]) -> dict[str, Field]:
    """A field for each column of a list: days, numbers, yes or no, and texts."""
    values: dict[str, set[Kind]] = {}
    for row in rows:
        for name, value in row.items():
            kinds = values.setdefault(name, set())
            if value is not None:
                kinds.add(_kind(value))
    return {name: _field(name, kinds) for name, kinds in values.items() if name != "id"}


def _kind(value: object) -> Kind:
    if isinstance(value, bool):
        return Kind.CHOICE
    if isinstance(value, int):
        return Kind.NUMBER
    return Kind.DAY if isinstance(value, str) and _DAY.match(value) else Kind.TEXT


def _field(name: str, kinds: set[Kind]) -> Field:
    kind = kinds.pop() if len(kinds) == 1 else Kind.TEXT
    if kind is Kind.CHOICE:
        return Field(name, kind, (*YES_NO, NONE))
    return Field(name, kind, DAY_WORDS if kind is Kind.DAY else (NONE, ANY))


def filtered(rows: Sequence[Row], text: str, terms: Terms) -> list[Row]:
    """The rows of a list that a query finds; QueryError where it cannot be read."""
    query: Query = parse(text, fields_of_rows(rows) if rows else {})
    return [row for row in rows if matches(query.expression, row, terms)]


def matches(expression: Expression, row: Row, terms: Terms) -> bool:
    """Whether one row is what the expression asks for."""
    if isinstance(expression, Everything):
        return True
    if isinstance(expression, Words):
        return found_in(expression, searched(*_texts(row)))
    if isinstance(expression, Compared):
        return _compares(expression, row.get(expression.field), terms)
    if isinstance(expression, Not):
        return not matches(expression.inner, row, terms)
    if isinstance(expression, And):
        return all(matches(part, row, terms) for part in expression.parts)
    return any(matches(part, row, terms) for part in expression.parts)


def found_in(words: Words, held: str) -> bool:
    """Whether searched text holds the words: each as it begins, a phrase as it stands."""
    forms = forms_of(words.text)
    if not forms:
        return True
    return (f" {forms} " if words.phrase else f" {forms}") in held


def _texts(row: Row) -> Iterable[str]:
    for name, value in row.items():
        if name == "id" or value is None or isinstance(value, bool):
            continue
        if isinstance(value, list | tuple):
            yield from (str(each) for each in value)
        else:
            yield str(value)


def _compares(one: Compared, value: Any, terms: Terms) -> bool:
    wanted = one.value
    if not one.quoted and wanted == NONE:
        return value is None or value == "" or value == []
    if not one.quoted and wanted == ANY:
        return not (value is None or value == "" or value == [])
    if value is None:
        return False
    if not one.quoted and one.field in _NAMES and wanted == ME:
        return any(text_key(name) == text_key(terms.me) for name in _texts({"": value}))
    if isinstance(value, bool):
        return value == (wanted == "yes")
    if isinstance(value, int):
        return wanted.lstrip("+-").isdigit() and _ordered(one.operator, value, int(wanted))
    if isinstance(value, str) and _DAY.match(value) and one.operator != ":":
        return _ordered(one.operator, value, _bound(one, terms))
    if isinstance(value, str) and _DAY.match(value):
        return _on_day(one, value, terms)
    if isinstance(value, list | tuple):
        return any(_compares(one, each, terms) for each in value)
    key = text_key(str(value))
    return key == text_key(wanted) if one.quoted else key.startswith(text_key(wanted))


def _days(one: Compared, terms: Terms) -> tuple[str, str]:
    if one.value.casefold() in DAY_WORDS:
        first, last = span(one.value.casefold(), terms.today)
        return first.isoformat(), last.isoformat()
    try:
        day = read_day(one.value, terms.today, terms.calendar).isoformat()
    except Refused as unread:
        raise QueryError(unread.sentence, one.value_position, len(one.value)) from None
    return day, day


def _on_day(one: Compared, value: str, terms: Terms) -> bool:
    first, last = _days(one, terms)
    return first <= value <= last


def _bound(one: Compared, terms: Terms) -> str:
    first, last = _days(one, terms)
    return first if one.operator in ("<", ">=") else last


def _ordered(operator: str, value: Any, bound: Any) -> bool:
    if operator == "<":
        return bool(value < bound)
    if operator == "<=":
        return bool(value <= bound)
    if operator == ">":
        return bool(value > bound)
    return bool(value >= bound) if operator == ">=" else bool(value == bound)
