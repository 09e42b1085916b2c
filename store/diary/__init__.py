"""The diary: reviews and duties day by day, by IRO or team, on paper and for other calendars."""

from __future__ import annotations

from store.diary.days import (
    DUE,
    EVERYONE,
    HELD,
    PAPER,
    PLANNED,
    Day,
    Diary,
    Event,
    Whose,
    diary,
    fortnight_of,
    month_of,
    people_with_days,
)
from store.diary.icalendar import as_icalendar
from store.diary.printed import page_of, span_words, write

__all__ = [
    "DUE",
    "EVERYONE",
    "HELD",
    "PAPER",
    "PLANNED",
    "Day",
    "Diary",
    "Event",
    "Whose",
    "as_icalendar",
    "diary",
    "fortnight_of",
    "month_of",
    "page_of",
    "people_with_days",
    "span_words",
    "write",
]
