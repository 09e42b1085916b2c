"""What a query says, as a tree; two queries that ask the same in the same words are equal."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass

FIELD_BEGINS = re.compile(r"([^\W\d]\w*)(<=|>=|<|>|=|:)")
_KEYWORDS = frozenset({"or", "and"})


@dataclass(frozen=True)
class Everything:
    """The empty query: all there is."""


@dataclass(frozen=True)
class Words:
    """Text to be found: one word as it begins, or a quoted phrase as it stands."""

    text: str
    phrase: bool = False
    position: int = dataclasses.field(default=0, compare=False)


@dataclass(frozen=True)
class Compared:
    """A field compared with a value; `quoted` asks for exactly this value."""

    field: str
    operator: str
    value: str
    quoted: bool = False
    position: int = dataclasses.field(default=0, compare=False)
    value_position: int = dataclasses.field(default=0, compare=False)


@dataclass(frozen=True)
class Not:
    """All but what the inner part finds."""

    inner: Expression


@dataclass(frozen=True)
class And:
    """What all parts find."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class Or:
    """What any of the parts finds."""

    parts: tuple[Expression, ...]


Expression = Everything | Words | Compared | Not | And | Or


def printed(expression: Expression) -> str:
    """The query that reads back as this expression."""
    if isinstance(expression, Everything):
        return ""
    if isinstance(expression, Words):
        return _words(expression)
    if isinstance(expression, Compared):
        value = expression.value
        if expression.quoted or not is_plain(value):
            value = f'"{value}"'
        return f"{expression.field}{expression.operator}{value}"
    if isinstance(expression, Not):
        return f"-{_inner(expression.inner, (Words, Compared))}"
    if isinstance(expression, And):
        return " ".join(_inner(part, (Words, Compared, Not)) for part in expression.parts)
    return " or ".join(_inner(part, (Words, Compared, Not, And)) for part in expression.parts)


def is_plain(value: str) -> bool:
    """Whether a value needs no quotation marks."""
    return bool(value) and not any(c.isspace() or c in '"()' for c in value)


def _words(one: Words) -> str:
    bare = (
        not one.phrase
        and is_plain(one.text)
        and not one.text.startswith("-")
        and one.text.casefold() not in _KEYWORDS
        and not FIELD_BEGINS.match(one.text)
    )
    return one.text if bare else f'"{one.text}"'


def _inner(part: Expression, bare: tuple[type, ...]) -> str:
    text = printed(part)
    return text if isinstance(part, bare) else f"({text})"
