"""A row of a list: plain values under names that stay as they are."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Any

from store.errors import WrongUse
from store.wording import plain, say

Row = dict[str, Any]


def in_order(rows: list[Row], sort: str | None) -> list[Row]:
    """Rows by one of their columns, `owner` or turned round `-owner`; as they are without one.

    Empty cells come last, and first when it is turned round. WrongUse names the columns.
    """
    if not rows or sort is None:
        return rows
    name = sort.strip().removeprefix("-").replace("-", "_")
    if name not in rows[0]:
        columns = ", ".join(column for column in rows[0] if column != "id")
        raise WrongUse(say("listing.no_such_sort", sort=plain(name), columns=columns))
    return sorted(rows, key=lambda row: _rank(row.get(name)), reverse=sort.strip().startswith("-"))


def _rank(value: Any) -> tuple[int, float, str]:
    """Where a cell stands in its column: numbers before words, and nothing after both."""
    if value is None or value == "":
        return 2, 0, ""
    return (0, value, "") if isinstance(value, int | float) else (1, 0, str(value).casefold())


def text(value: date | Enum | str | None) -> str | None:
    """A value as a row keeps it: days and moments as ISO text, codes as they are stored."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value.value) if isinstance(value, Enum) else value
