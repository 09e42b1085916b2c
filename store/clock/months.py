"""Steps of whole months and years, as the law counts them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

FIRST_YEAR = 1900
LAST_YEAR = 2200


def add_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier), or the last day of a month that is too short.

    30 Nov 2023 + 3 months = 29 Feb 2024. OverflowError outside the years 1 to 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError("date value out of range")
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return date(year, month + 1, monthrange(year, month + 1)[1])


def birthday(born: date, age: int) -> date:
    """The day on which someone born on `born` becomes `age`; 29 February counts on 1 March."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def age_on(born: date, day: date) -> int:
    """Age in whole years on `day`; negative before birth."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
