"""A row of a list: plain values under names that stay as they are."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Any

Row = dict[str, Any]


def text(value: date | Enum | str | None) -> str | None:
    """A value as a row keeps it: days and moments as ISO text, codes as they are stored."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value.value) if isinstance(value, Enum) else value
