"""What commands print: sentences, plain tables for people, JSON for scripts.

Text that people wrote is made harmless on the way out: nothing of it reaches the terminal as a
control sequence, in a table or inside JSON.
"""

from __future__ import annotations

import json
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from store.wording import plain, say

_GAP = "  "
_LEAST = 6  # no column is cut to less than this many cells
_FOR_SCRIPTS = ("id", "device_id")  # a person names things by their reference


def tell(sentence: str) -> None:
    """A sentence on stderr, where it is in nobody's data."""
    print(plain(sentence), file=sys.stderr)


def print_json(data: object) -> None:
    """`data` as JSON: ISO days, codes as they are; control and direction marks escaped."""
    print(_visible(json.dumps(data, ensure_ascii=False, indent=1, default=_jsonable)))


def print_rows(rows: Sequence[Mapping[str, Any]], *, as_json: bool) -> None:
    """Rows as a JSON array, or as a table with the keys of the first row as its head."""
    if as_json:
        print_json(list(rows))
    elif not rows:
        print(say("command_line.nothing_listed"))
    else:
        wide = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        for line in table(rows, wide):
            print(line)


def print_record(record: Mapping[str, Any], *, as_json: bool) -> None:
    """One record, a line for each of its facts; lists of records in it as tables below."""
    if as_json:
        print_json(record)
        return
    named = {
        name: value
        for name, value in record.items()
        if name not in _FOR_SCRIPTS and not _is_table(value)
    }
    widest = max((len(name) for name in named), default=0)
    for name, value in named.items():
        lines = plain(_text(value)).split("\n")
        print(f"{name.replace('_', ' '):<{widest}}{_GAP}{lines[0]}".rstrip())
        for line in lines[1:]:
            print(f"{'':<{widest}}{_GAP}{line}".rstrip())
    for name, value in record.items():
        if _is_table(value):
            print(f"\n{name.replace('_', ' ')}")
            print_rows(value, as_json=False)


def table(rows: Sequence[Mapping[str, Any]], wide: int | None) -> Iterable[str]:
    """The lines of a plain table, no wider than `wide` cells; uncut when that is None."""
    names = [name for name in rows[0] if name not in _FOR_SCRIPTS]
    cells = [[" ".join(plain(_text(row.get(name))).split()) for name in names] for row in rows]
    head = [name.replace("_", " ") for name in names]
    widths = [max(map(_cells, column)) for column in zip(head, *cells, strict=True)]
    if wide is not None:
        _fit(widths, wide - len(_GAP) * (len(widths) - 1))
    for line in (head, *cells):
        yield _GAP.join(
            _padded(_cut(text, width), width) for text, width in zip(line, widths, strict=True)
        ).rstrip()


def _fit(widths: list[int], room: int) -> None:
    while sum(widths) > room:
        widest = max(range(len(widths)), key=widths.__getitem__)
        if widths[widest] <= _LEAST:
            return
        widths[widest] -= 1


def _cells(text: str) -> int:
    """How many cells of a terminal the text takes."""
    return sum(
        0
        if unicodedata.combining(character)
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )


def _cut(text: str, width: int) -> str:
    if _cells(text) <= width:
        return text
    while text and _cells(text) > width - 1:
        text = text[:-1]
    return f"{text}…"


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _cells(text))


def _is_table(value: object) -> bool:
    return isinstance(value, list | tuple) and bool(value) and isinstance(value[0], Mapping)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return say("command_line.yes") if value else say("command_line.no")
    if isinstance(value, list | tuple):
        return ", ".join(_text(each) for each in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_text(each)}" for name, each in value.items())
    return str(_jsonable(value)) if hasattr(value, "isoformat") else str(value)


def _jsonable(value: object) -> object:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, set | frozenset):
        return sorted(value)
    return str(value)


def _visible(text: str) -> str:
    """JSON in which what cannot be printed stands as its escape."""
    if text.isascii():
        return text
    return "".join(
        character if character == "\n" or character.isprintable() else json.dumps(character)[1:-1]
        for character in text
    )
