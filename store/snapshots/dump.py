"""One text that says all a journal holds, the same in either engine: to compare two by it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from store.journal import Journal, NumberField, fields_of, kinds
from store.journal.log import COLUMNS

# When a change came here is of this journal alone; what came, and what follows, is not.
TABLES: dict[str, tuple[str, ...]] = {
    "change": tuple(COLUMNS.split(", ")),
    "dead": ("device", "seq", "field", "record", "kind"),
    "fork": ("record", "field", "device", "seq", "place"),
    "conflict": ("record", "field", "kind"),
    "held": ("device", "first", "last", "prev", "head"),
    "aside": ("device", "seq", "hash", "prev", "cause", "why", "kind", "record", "line"),
    "forked": ("device", "seq"),
    "ahead": ("device", "hlc"),
}


def dump(journal: Journal) -> Iterator[str]:
    """Every table in name order, every row in its own order, one line of JSON for each."""
    for table, columns in sorted(TABLES.items()):
        yield from _rows(journal, table, columns)
    for kind, model in kinds().items():
        numbers = {n for n, field in fields_of(model).items() if isinstance(field, NumberField)}
        yield from _rows(journal, f"now_{kind}", ("id", *fields_of(model)), numbers)


def _rows(
    journal: Journal,
    table: str,
    columns: Sequence[str],
    numbers: frozenset[str] | set[str] = frozenset(),
) -> Iterator[str]:
    named = ", ".join(f'"{name}"' for name in columns)
    lines = []
    for row in journal.database.execute_sql(f'SELECT {named} FROM "{table}"').fetchall():
        values = [
            _number(value) if name in numbers else value
            for name, value in zip(columns, row, strict=True)
        ]
        lines.append(json.dumps([table, *values], ensure_ascii=False, separators=(",", ":")))
    # By the bytes of the line: engines sort text by rules of their own.
    yield from sorted(lines)


def _number(value: Any) -> Any:
    """A number as text: SQLite keeps one where it can read one, PostgreSQL keeps what was said."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return value
    return str(int(number)) if number.is_integer() else str(number)
