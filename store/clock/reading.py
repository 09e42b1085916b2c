"""Dates as people type them: `fri`, `12/3`, `12 mar`, `+5wd`, `2024-09-13`, `Fri 13 Sep 2024`.

Day before month, as in Jersey. A year has four digits and lies between 1900 and 2200.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import Literal

from store.clock.date_words import month_name, show_date
from store.clock.months import FIRST_YEAR, LAST_YEAR, add_months
from store.clock.working_days import WorkingDays
from store.errors import Refused
from store.wording import say

Prefer = Literal["past", "future"]

_OFFSET = re.compile(r"([+-])\s*(\d{1,5})\s*([a-z]+)", re.ASCII)
_OFFSET_BEGUN = re.compile(r"[+-]\s*(?:\d{1,5}\s*([a-z]*))?", re.ASCII)
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_ISO_BEGUN = re.compile(r"(\d{4})[-/.](?:(\d{1,2})(?:[-/.](\d{0,2}))?)?", re.ASCII)
# One separator or none between a day and a month's name; `12mar` is readable.
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:\s*[-/.\s]\s*(\d{1,2}|[a-z]+)|([a-z]+))(?:(?:\s*[-/.,\s]\s*|(?<=[a-z]))(\d+))?",
    re.ASCII,
)
_DAY_BEGUN = re.compile(
    r"(\d{1,2})(?:(\s*[-/.\s]\s*)(?:(\d{1,2}|[a-z]+)|$)|([a-z]+)|$)"
    r"(?:(\s*[-/.,\s]\s*)(\d{0,4})|(?<=[a-z])(\d{1,4}))?",
    re.ASCII,
)
_UNITS = {
    "d": "day", "day": "day", "days": "day",
    "wd": "working", "w": "week", "wk": "week", "week": "week", "weeks": "week",
    "m": "month", "mo": "month", "month": "month", "months": "month",
    "y": "year", "yr": "year", "year": "year", "years": "year",
}  # fmt: skip
_A_LEAP_YEAR = 2024


class UnreadableDate(Refused):
    """A text that is no date; the sentence says why and what to type instead."""


def parse_date(
    text: str,
    *,
    today: date,
    calendar: WorkingDays | None = None,
    prefer: Prefer = "future",
    field: str | None = None,
) -> date:
    """The date typed as `text`, read on `today`; UnreadableDate with what to type when it is none.

    `prefer` settles what the text leaves open: `fri`, or a day without a year. "future" takes
    the next one (a Friday after today; a day of the year from today on), "past" the latest one
    (today included). A weekday typed with its day must match it. `calendar` counts `+5wd`.
    """
    words = " ".join(text.casefold().split())
    try:
        return _read(words, today, calendar, prefer)
    except _NoDate as none:
        raise UnreadableDate(none.sentence, field=field) from None


def still_could_be_date(text: str, today: date) -> bool:
    """Whether `text` is a date or the beginning of one; False as soon as it cannot become one.

    "3" and "31/1" still can, "31/9" and "1/1/24" never will.
    """
    words = " ".join(text.casefold().split())
    if not words:
        return True
    if words[0] in "+-":
        return _offset_could_be(words, today)
    if words[0].isascii() and words[0].isdigit():
        return _numbers_could_be(words, None)
    rest = _without_weekday(words)
    if rest is not None:
        weekday, days = rest
        return not days or _numbers_could_be(days, weekday)
    return any(word.startswith(words) for word in _all_words())


class _NoDate(Exception):
    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def _example(today: date) -> str:
    return f"{today.day}/{today.month}"


def _read(words: str, today: date, calendar: WorkingDays | None, prefer: Prefer) -> date:
    if not words:
        raise _NoDate(say("clock.no_date", example=_example(today)))
    for shift, word in enumerate(_day_words(), start=-1):
        if words == word:
            return today + timedelta(days=shift)
    if offset := _OFFSET.fullmatch(words):
        return _read_offset(offset, today, calendar)
    rest = _without_weekday(words)
    if rest is None:
        return _read_day(words, None, today, prefer)
    weekday, day = rest
    if day:
        return _read_day(day, weekday, today, prefer)
    if prefer == "past":
        return today - timedelta(days=(today.weekday() - weekday) % 7)
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _day_words() -> tuple[str, str, str]:
    return say("clock.word_yesterday"), say("clock.word_today"), say("clock.word_tomorrow")


@cache
def _weekday_names() -> tuple[str, ...]:
    return tuple(say("clock.weekday_names").split())


@cache
def _month_names() -> tuple[str, ...]:
    return tuple(name.casefold() for name in say("clock.month_names").split())


def _all_words() -> Iterator[str]:
    yield from _day_words()
    yield from _weekday_names()


def _without_weekday(words: str) -> tuple[int, str] | None:
    """(weekday, what follows it) when the text begins with a weekday of three letters or more."""
    first = re.match(r"([a-z]{3,})\b[\s,.]*", words)
    if first is None:
        return None
    for number, name in enumerate(_weekday_names()):
        if name.startswith(first[1]):
            return number, words[first.end() :]
    return None


def _months_begun(letters: str) -> list[int]:
    # "sept" is how people write it, and no prefix trouble: september begins with it.
    return [number for number, name in enumerate(_month_names(), 1) if name.startswith(letters)]


def _read_offset(offset: re.Match[str], today: date, calendar: WorkingDays | None) -> date:
    unit = _UNITS.get(offset[3])
    if unit is None:
        raise _NoDate(say("clock.not_a_date", example=_example(today)))
    count = int(offset[1] + offset[2])
    try:
        day = _offset(today, count, unit, calendar)
    except OverflowError:
        day = date.min
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _NoDate(say("clock.offset_outside", text=offset[0], first=FIRST_YEAR, last=LAST_YEAR))
    return day


def _offset(today: date, count: int, unit: str, calendar: WorkingDays | None) -> date:
    if unit == "working":
        if abs(count) > 300 * (LAST_YEAR - FIRST_YEAR):
            raise OverflowError
        return (calendar or WorkingDays()).add(today, count)
    if unit == "month":
        return add_months(today, count)
    if unit == "year":
        return add_months(today, 12 * count)
    return today + timedelta(days=count * (7 if unit == "week" else 1))


def _read_day(words: str, weekday: int | None, today: date, prefer: Prefer) -> date:
    if iso := _ISO.fullmatch(words):
        return _full(int(iso[4]), int(iso[3]), iso[1], weekday, today)
    match = _DAY_FIRST.fullmatch(words)
    if match is None:
        raise _NoDate(say("clock.not_a_date", example=_example(today)))
    day, month_text, year = int(match[1]), match[2] or match[3], match[4]
    month = _read_month(month_text, day, today)
    if year is not None:
        return _full(day, month, year, weekday, today)
    return _without_year(day, month, weekday, today, prefer)


def _read_month(text: str, day: int, today: date) -> int:
    if text.isdigit():
        month = int(text)
        if 1 <= month <= 12:
            return month
        if 1 <= day <= 12 and 1 <= month <= 31:
            raise _NoDate(say("clock.month_first", month=month, day=month, number=day))
        raise _NoDate(say("clock.no_month", month=month, example=_example(today)))
    months = _months_begun(text) if len(text) >= 3 else []
    if len(months) != 1:
        raise _NoDate(say("clock.not_a_date", example=_example(today)))
    return months[0]


def _full(day: int, month: int, year_text: str, weekday: int | None, today: date) -> date:
    if len(year_text) != 4:
        near = min((1900, 2000), key=lambda c: abs(c + int(year_text) % 100 - today.year))
        example = f"{day}/{month}/{near + int(year_text) % 100}"
        raise _NoDate(say("clock.two_digit_year", example=example))
    year = int(year_text)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _NoDate(say("clock.year_outside", year=year_text, first=FIRST_YEAR, last=LAST_YEAR))
    if not 1 <= month <= 12:
        raise _NoDate(say("clock.no_month", month=month, example=_example(today)))
    _check_day(day, month, year, said=True)
    found = date(year, month, day)
    if weekday is not None and found.weekday() != weekday:
        raise _NoDate(_wrong_weekday(found))
    return found


def _wrong_weekday(found: date) -> str:
    return say(
        "clock.wrong_weekday",
        day=show_date(found, weekday=False),
        weekday=_weekday_names()[found.weekday()].capitalize(),
        example=show_date(found),
    )


def _check_day(day: int, month: int, year: int, *, said: bool) -> None:
    """Refuse a day that its month does not have; `said` when the year was typed too."""
    days = monthrange(year, month)[1]
    if day == 0:
        raise _NoDate(say("clock.no_day_0", day=day, days=days))
    if day <= days:
        return
    values: dict[str, object] = {
        "month": month_name(month), "days": days, "last": days, "number": month,
        "next": month % 12 + 1, "year": year, "next_year": year + month // 12,
    }  # fmt: skip
    raise _NoDate(say("clock.day_too_high_year" if said else "clock.day_too_high", **values))


def _without_year(day: int, month: int, weekday: int | None, today: date, prefer: Prefer) -> date:
    this = today.year
    if prefer == "past":
        year = this if (month, day) <= (today.month, today.day) else this - 1
    else:
        year = this if (month, day) >= (today.month, today.day) else this + 1
    if weekday is None:
        _check_day(day, month, year, said=False)
        return date(year, month, day)
    # Shown dates leave out this year, so a weekday that fits this year means this year.
    for candidate in dict.fromkeys((this, year, this + 1, this - 1)):
        if day <= monthrange(candidate, month)[1]:
            found = date(candidate, month, max(day, 1))
            if found.weekday() == weekday:
                return found
    _check_day(day, month, year, said=False)
    raise _NoDate(_wrong_weekday(date(year, month, day)))


# --- could it still become one? -----------------------------------------------------------------


def _offset_could_be(words: str, today: date) -> bool:
    begun = _OFFSET_BEGUN.fullmatch(words)
    if begun is None:
        return False
    letters = begun[1]
    if not letters:
        return True
    if not any(unit.startswith(letters) for unit in _UNITS):
        return False
    whole = _OFFSET.fullmatch(words)
    if (
        whole is None
        or letters not in _UNITS
        or any(unit != letters and unit.startswith(letters) for unit in _UNITS)
    ):
        return True
    try:
        _read_offset(whole, today, None)
    except _NoDate:
        return False
    return True


def _numbers_could_be(words: str, weekday: int | None) -> bool:
    return _iso_could_be(words, weekday) or _day_first_could_be(words, weekday)


def _begins(text: str, numbers: Iterable[int], width: int) -> set[int]:
    """The numbers that `text` is the beginning of, with or without leading noughts."""
    return {n for n in numbers if str(n).startswith(text) or f"{n:0{width}d}".startswith(text)}


def _years_begun(text: str) -> set[int]:
    return {year for year in range(FIRST_YEAR, LAST_YEAR + 1) if str(year).startswith(text)}


def _iso_could_be(words: str, weekday: int | None) -> bool:
    if words.isdigit():
        return len(words) <= 4 and bool(_years_begun(words))
    begun = _ISO_BEGUN.fullmatch(words)
    if begun is None:
        return False
    years, day = _years_begun(begun[1]), begun[3]
    month = begun[2] or ""
    whole = day is not None
    months = (
        {n for n in range(1, 13) if n == int(month)} if whole else _begins(month, range(1, 13), 2)
    )
    return _some_day(_begins(day or "", range(1, 32), 2), months, years, weekday)


def _day_first_could_be(words: str, weekday: int | None) -> bool:
    begun = _DAY_BEGUN.fullmatch(words)
    if begun is None:
        return False
    day_text, after_day, month, joined, after_month, year, joined_year = begun.groups()
    month = month or joined
    days = set(range(1, 32))
    if month is None and after_day is None:
        return bool(_begins(day_text, days, 2))
    days = {int(day_text)} & days
    year = year if year is not None else joined_year
    whole = after_month is not None or year is not None
    if month is None:
        months = set(range(1, 13))
    elif not month.isdigit():
        months = set(_months_begun(month))
        if whole and (len(month) < 3 or len(months) != 1):
            return False
    elif whole:
        months = {n for n in range(1, 13) if n == int(month)}
    else:
        months = _begins(month, range(1, 13), 2)
    return _some_day(days, months, _years_begun(year or ""), weekday if year else None)


def _some_day(days: set[int], months: set[int], years: set[int], weekday: int | None) -> bool:
    if not years:
        return False
    if len(years) > 1:
        # Several years are open: a leap year may be among them, and any weekday.
        leap = any(monthrange(year, 2)[1] == 29 for year in years)
        year = _A_LEAP_YEAR if leap else _A_LEAP_YEAR - 1
        return any(day <= monthrange(year, month)[1] for month in months for day in days)
    (year,) = years
    return any(
        day <= monthrange(year, month)[1]
        and (weekday is None or date(year, month, day).weekday() == weekday)
        for month in months
        for day in days
    )
