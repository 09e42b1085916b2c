"""From a typed line to an expression; whatever is wrong is said with its place in the line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from store.asking.expression import (
    FIELD_BEGINS,
    And,
    Compared,
    Everything,
    Expression,
    Not,
    Or,
    Words,
    printed,
)
from store.asking.fields import FIELDS, Field, Kind, read_day
from store.errors import Refused, WrongUse
from store.wording import plain, say

_LONGEST = 2_000
_DEEPEST = 40
_SHOWN = 120  # characters of a line that is shown with what is wrong in it


class QueryError(Refused):
    """A query that cannot be read; `position` and `length` say which part, `nearest` what may
    have been meant. `text` is the line, where it is known."""

    exit_code: ClassVar[int] = WrongUse.exit_code

    def __init__(
        self, sentence: str, position: int, length: int = 1, nearest: str | None = None
    ) -> None:
        super().__init__(sentence, field="query")
        self.position = position
        self.length = length
        self.nearest = nearest
        self.text = ""

    @property
    def pointed(self) -> list[str]:
        """The line and, under it, carets at the part that is wrong; nothing for a long line."""
        text = plain(self.text)
        # What is shown in the place of a sign that is not is as wide as the sign, or no help.
        if not 0 < len(text) <= _SHOWN or len(text) != len(self.text):
            return []
        return [text, " " * self.position + "^" * max(1, min(self.length, _SHOWN))]


@dataclass(frozen=True)
class Query:
    """A query that was read; `text` is it as it is printed."""

    expression: Expression

    @property
    def text(self) -> str:
        """The query as a line that reads back as itself."""
        return printed(self.expression)


@dataclass(frozen=True)
class _Token:
    sort: str  # "(", ")", "-", "or", "and", "part"
    position: int
    length: int
    part: Words | Compared | None = None


def parse(text: str, fields: Mapping[str, Field] = FIELDS) -> Query:
    """The query of a line; QueryError says what is wrong and where."""
    try:
        if len(text) > _LONGEST:
            raise QueryError(say("asking.too_long", limit=_LONGEST), _LONGEST)
        reader = _Reader(_tokens(text, fields), len(text))
        return Query(reader.whole())
    except QueryError as wrong:
        wrong.text = text
        raise


def _tokens(text: str, fields: Mapping[str, Field]) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    while at < len(text):
        character = text[at]
        if character.isspace():
            at += 1
        elif character in "()":
            found.append(_Token(character, at, 1))
            at += 1
        elif character == "-" and at + 1 < len(text) and not text[at + 1].isspace():
            found.append(_Token("-", at, 1))
            at += 1
        elif character == '"':
            value, end = _quoted(text, at)
            found.append(_Token("part", at, end - at, Words(value, True, at)))
            at = end
        else:
            token = _named(text, at, fields) or _word(text, at)
            found.append(token)
            at += token.length
    return found


def _quoted(text: str, at: int) -> tuple[str, int]:
    end = text.find('"', at + 1)
    if end < 0:
        raise QueryError(say("asking.open_quote"), at, len(text) - at)
    return text[at + 1 : end], end + 1


def _run(text: str, at: int) -> int:
    while at < len(text) and not text[at].isspace() and text[at] not in '"()':
        at += 1
    return at


def _word(text: str, at: int) -> _Token:
    end = _run(text, at)
    word = text[at:end]
    sort = word.casefold() if word.casefold() in ("or", "and") else "part"
    # A dash alone is no word; between quotation marks it can stand anywhere.
    part = Words(word, word == "-", at) if sort == "part" else None
    return _Token(sort, at, end - at, part)


def _named(text: str, at: int, fields: Mapping[str, Field]) -> _Token | None:
    named = FIELD_BEGINS.match(text, at)
    if named is None:
        return None
    name, operator = named[1].casefold(), named[2]
    known = fields.get(name)
    if known is None:
        nearest = next(iter(difflib.get_close_matches(name, fields, 1, 0.5)), None)
        key = "asking.no_field_near" if nearest else "asking.no_field"
        said = say(key, field=plain(named[1]), **({"nearest": nearest} if nearest else {}))
        if fields is not FIELDS:  # a few of their own, which no key lists
            said = say("asking.no_field_of", field=plain(named[1]), fields=", ".join(fields))
        raise QueryError(said, at, len(named[1]), nearest)
    begin = named.end()
    quoted = text[begin : begin + 1] == '"'
    if quoted:
        value, end = _quoted(text, begin)
    else:
        end = _run(text, begin)
        value = text[begin:end]
    if not value:
        raise QueryError(say("asking.no_value", field=name, hint=known.hint), at, end - at)
    operator = ":" if operator == "=" else operator
    if operator != ":" and known.kind not in (Kind.DAY, Kind.NUMBER):
        raise QueryError(say("asking.no_order", field=name, operator=operator), named.start(2), 1)
    part = Compared(name, operator, _checked(known, value, begin), quoted, at, begin)
    return _Token("part", at, end - at, part)


def _checked(known: Field, value: str, at: int) -> str:
    """The value as it is kept in the query; QueryError when the field cannot take it."""
    if known.kind is Kind.DAY:
        if value.casefold() in known.choices:
            return value.casefold()
        try:
            read_day(value, date(2024, 1, 1))
        except Refused as unread:
            raise QueryError(unread.sentence, at, len(value)) from None
        return value
    if known.kind is Kind.NUMBER:
        if not re.fullmatch(r"[+-]?\d{1,15}", value, re.ASCII):
            raise QueryError(say("asking.no_number", field=known.name), at, len(value))
        return value
    if known.kind is Kind.CHOICE:
        wanted = value.casefold().replace(" ", "_").replace("-", "_")
        if wanted in known.choices:
            return wanted
        nearest = next(iter(difflib.get_close_matches(wanted, known.choices, 1, 0.5)), None)
        key = "asking.no_choice_near" if nearest else "asking.no_choice"
        more = {"nearest": nearest} if nearest else {"choices": ", ".join(known.choices)}
        said = say(key, field=known.name, value=plain(value), **more)
        raise QueryError(said, at, len(value), nearest)
    return value


class _Reader:
    """Reads tokens: `or` binds least, then side by side, then `-`."""

    def __init__(self, tokens: list[_Token], end: int) -> None:
        self.tokens = tokens
        self.end = end
        self.at = 0
        self.depth = 0

    def whole(self) -> Expression:
        """The expression of all tokens."""
        if not self.tokens:
            return Everything()
        found = self.either()
        if self.at < len(self.tokens):
            raise QueryError(say("asking.stray_bracket"), self.tokens[self.at].position)
        return found

    def either(self) -> Expression:
        """Parts with `or` between them."""
        parts = [self.both()]
        while self._next("or"):
            parts.append(self.both())
        flat = [p for part in parts for p in (part.parts if isinstance(part, Or) else (part,))]
        return parts[0] if len(parts) == 1 else Or(tuple(flat))

    def both(self) -> Expression:
        """Parts side by side."""
        parts = [self.one()]
        while self.at < len(self.tokens) and self.tokens[self.at].sort not in ("or", ")"):
            self._next("and")
            parts.append(self.one())
        flat = [p for part in parts for p in (part.parts if isinstance(part, And) else (part,))]
        return parts[0] if len(parts) == 1 else And(tuple(flat))

    def one(self) -> Expression:
        """One part, or one in brackets."""
        if self.at >= len(self.tokens):
            raise QueryError(say("asking.ends_early"), max(0, self.end - 1))
        token = self.tokens[self.at]
        self.at += 1
        if token.part is not None:
            return token.part
        self.depth += 1
        if self.depth > _DEEPEST:
            raise QueryError(say("asking.too_deep"), token.position)
        if token.sort == "-":
            inner = self.one()
            self.depth -= 1
            return inner.inner if isinstance(inner, Not) else Not(inner)
        if token.sort == "(":
            inner = self.either()
            if not self._next(")"):
                raise QueryError(say("asking.open_bracket"), token.position)
            self.depth -= 1
            return inner
        raise QueryError(
            say("asking.nothing_before", word=token.sort), token.position, token.length
        )

    def _next(self, sort: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at].sort == sort:
            self.at += 1
            return True
        return False
