"""Working days: Monday to Friday and not a public holiday of the region.

Public holidays come from the `holidays` library, with days the States voted since laid over
them (`extra`). Both are read only for the years asked about: start-up pays for nothing else.
"""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache, lru_cache
from types import ModuleType

from store.clock.limits import Book, default_book
from store.errors import Refused
from store.wording import say

# region -> (country, subdivision) as the holidays library names them
REGIONS: Mapping[str, tuple[str, str | None]] = {
    "JE": ("JE", None),
    "ENG": ("GB", "ENG"),
    "SCT": ("GB", "SCT"),
    "WLS": ("GB", "WLS"),
    "NIR": ("GB", "NIR"),
    "GG": ("GG", None),
    "IM": ("IM", None),
}

_ONE_DAY = timedelta(days=1)


class UnknownRegion(Refused):
    """A region whose public holidays are not known here."""


def region_code(text: str) -> str:
    """The code of a region typed as its code or its name ("england" -> "ENG")."""
    wanted = text.strip().casefold()
    for code in REGIONS:
        if wanted in (code.casefold(), say(f"clock.region_{code.lower()}").casefold()):
            return code
    known = ", ".join(f"{code} ({say(f'clock.region_{code.lower()}')})" for code in REGIONS)
    raise UnknownRegion(say("clock.unknown_region", text=text, known=known), field="region")


@contextmanager
def _one_country(library: Sequence[str]) -> Iterator[None]:
    """Reads the country asked for alone: the package of countries would import all 250 of them,
    which takes longer than the rest of the first screen."""
    name = "holidays.countries"
    if name in sys.modules:
        yield
        return
    empty = ModuleType(name)
    empty.__path__ = [f"{folder}/countries" for folder in library]
    sys.modules[name] = empty
    try:
        yield
    finally:
        del sys.modules[name]


@lru_cache(maxsize=512)
def _public_holidays(region: str, year: int) -> dict[date, str]:
    import holidays  # not at the top: it costs a start-up 70 ms, and help needs no holidays

    country, subdivision = REGIONS[region]
    with _one_country(holidays.__path__):
        listed = holidays.country_holidays(country, subdiv=subdivision, years=year, expand=False)
    return {day: name for day, name in listed.items() if day.year == year}


class WorkingDays:
    """The working days of one region; `extra` adds public holidays, None as a name removes one.

    `book` holds the limits counted in them: a store's own, else the defaults.
    """

    def __init__(
        self,
        region: str = "JE",
        extra: Mapping[date, str | None] | None = None,
        book: Book | None = None,
    ) -> None:
        self.region = region_code(region)
        self.book = book or default_book()
        self.extra: Mapping[date, str | None] = dict(extra or {})
        self._named = cache(self._read_year)
        self._weekdays_off = cache(self._read_weekdays_off)
        # A whole service counts from the same few hundred days again and again.
        self._after = lru_cache(maxsize=20_000)(self._count)

    def counts_as(self, other: WorkingDays) -> bool:
        """Whether both count every date alike: one region, one list of days, one book."""
        return (self.region, self.extra, self.book) == (other.region, other.extra, other.book)

    def _read_year(self, year: int) -> dict[date, str]:
        named = dict(_public_holidays(self.region, year))
        for day, name in self.extra.items():
            if day.year != year:
                continue
            if name is None:
                named.pop(day, None)
            else:
                named[day] = name
        return named

    def _read_weekdays_off(self, year: int) -> tuple[date, ...]:
        return tuple(sorted(day for day in self._named(year) if day.weekday() < 5))

    def is_working(self, day: date) -> bool:
        """Whether `day` is a Monday to Friday and no public holiday."""
        return day.weekday() < 5 and day not in self._named(day.year)

    def holiday_name(self, day: date) -> str | None:
        """The name of the public holiday on `day`, or None."""
        return self._named(day.year).get(day)

    def add(self, day: date, working_days: int) -> date:
        """The date `working_days` after `day`, which itself is day 0; earlier when negative."""
        return self._after(day, working_days)

    def _count(self, day: date, working_days: int) -> date:
        step = _ONE_DAY if working_days > 0 else -_ONE_DAY
        left = abs(working_days)
        while left:
            day += step
            if self.is_working(day):
                left -= 1
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; negative when `end` is earlier."""
        if end < start:
            return -self.between(end, start)
        weekdays = _weekdays_up_to(end) - _weekdays_up_to(start)
        off = 0
        for year in range(start.year, end.year + 1):
            days = self._weekdays_off(year)
            off += bisect_right(days, end) - bisect_right(days, start)
        return weekdays - off

    def holidays_between(self, start: date, end: date) -> list[tuple[date, str]]:
        """The public holidays that cost a working day: on weekdays after `start` up to `end`."""
        found: list[tuple[date, str]] = []
        for year in range(start.year, end.year + 1):
            days = self._weekdays_off(year)
            for day in days[bisect_right(days, start) : bisect_right(days, end)]:
                found.append((day, self._named(year)[day]))
        return found

    def in_year(self, year: int) -> list[tuple[date, str]]:
        """The public holidays of one year by date, those on weekends too."""
        return sorted(self._named(year).items())

    def in_month(self, year: int, month: int) -> list[date]:
        """The public holidays on weekdays of one month, for a calendar."""
        days = self._weekdays_off(year)
        first = date(year, month, 1)
        last = date(year + month // 12, month % 12 + 1, 1)
        return list(days[bisect_left(days, first) : bisect_left(days, last)])


def _weekdays_up_to(day: date) -> int:
    """Mondays to Fridays from 1 Jan of year 1 (a Monday) up to and with `day`."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5)
