"""What may come next in a query that is being typed: fields, then their values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from store import people
from store.asking.compiling import NOTHING
from store.asking.expression import is_plain
from store.asking.fields import FIELDS, Field, Kind
from store.journal import Journal
from store.wording import say

_MOST = 12
_UNDER_WAY = re.compile(r'(-?)(?:([^\W\d]\w*)(<=|>=|<|>|=|:))?("?)([^"()]*)\Z')


@dataclass(frozen=True)
class Completion:
    """One way to go on: `text` takes the place of the line from `start` to `end`."""

    text: str
    start: int
    end: int
    shown: str
    hint: str


def complete(
    journal: Journal, text: str, cursor: int, fields: Mapping[str, Field] = FIELDS
) -> list[Completion]:
    """What the word under the cursor may become, the likeliest first; nothing after a space."""
    cursor = max(0, min(cursor, len(text)))
    begin = _begin(text, cursor)
    typed = _UNDER_WAY.match(text[begin:cursor])
    if typed is None:
        return []
    start = begin + len(typed[1])
    if typed[2] is None:
        return _fields(fields, typed[5], start, cursor) if typed[5] and not typed[4] else []
    field = fields.get(typed[2].casefold())
    if field is None:
        return []
    wanted = typed[5].casefold()
    at = begin + typed.start(4)
    return [
        Completion(value if is_plain(value) else f'"{value}"', at, cursor, value, hint)
        for value, hint in _values(journal, field)
        if value.casefold().startswith(wanted)
    ][:_MOST]


def applied(text: str, completion: Completion) -> tuple[str, int]:
    """The line with a completion taken, and where the cursor then stands."""
    begun = text[: completion.start] + completion.text
    return begun + text[completion.end :], len(begun)


def _begin(text: str, cursor: int) -> int:
    """Where the part under the cursor begins: after the last space or bracket outside quotes."""
    begin, quoted = 0, False
    for place, character in enumerate(text[:cursor]):
        if character == '"':
            quoted = not quoted
        elif not quoted and (character.isspace() or character in "()"):
            begin = place + 1
    return begin


def _fields(fields: Mapping[str, Field], begun: str, start: int, end: int) -> list[Completion]:
    wanted = begun.casefold()
    return [
        Completion(f"{field.name}:", start, end, f"{field.name}:", field.hint)
        for field in fields.values()
        if field.name.startswith(wanted)
    ]


def _values(journal: Journal, field: Field) -> Iterable[tuple[str, str]]:
    for choice in field.choices:
        yield choice, say("asking.hint_words") if field.kind is Kind.TEXT else ""
    if field.kind is Kind.DAY:
        yield from ((day, say("asking.hint_day")) for day in ("7d", "14d", "30d", "3m", "-30d"))
    if field.name in _KNOWN:
        yield from ((value, "") for value in _KNOWN[field.name](journal))


def _distinct(column: str) -> Callable[[Journal], list[str]]:
    def values(journal: Journal) -> list[str]:
        # Each step leaps to the next value by the index, however many rows share one.
        rows = journal.database.execute_sql(
            f"""WITH RECURSIVE next (value) AS (
                SELECT min({column}) FROM open_work WHERE live = 1 AND {column} < '{NOTHING}'
                UNION ALL SELECT (SELECT min({column}) FROM open_work
                    WHERE live = 1 AND {column} > value AND {column} < '{NOTHING}')
                    FROM next WHERE value IS NOT NULL)
            SELECT value FROM next WHERE value IS NOT NULL LIMIT 400"""
        )
        return [str(row[0]) for row in rows.fetchall()]

    return values


def _names(journal: Journal) -> list[str]:
    return [person.name for person in people.people(journal)]


_KNOWN: dict[str, Callable[[Journal], list[str]]] = {
    **dict.fromkeys(("owner", "iro", "social_worker"), _names),
    "area": _distinct("area_key"),
    "child": _distinct("child_key"),
    "std": _distinct("std_key"),
    "team": _distinct("team_key"),
}
