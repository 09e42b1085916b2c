"""Days, months and places in a row in the words a person reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from store.wording import say


def weekday_word(day: date) -> str:
    """ "Fri"."""
    return say("clock.weekdays").split()[day.weekday()]


def month_word(month: int) -> str:
    """ "Sep"; `month` from 1."""
    return say("clock.months").split()[month - 1]


def month_name(month: int) -> str:
    """ "September"; `month` from 1."""
    return say("clock.month_names").split()[month - 1]


def show_date(
    day: date, *, today: date | None = None, weekday: bool = True, year: bool | None = None
) -> str:
    """ "Fri 13 Sep", with its year when that is not this year's: "Thu 13 Mar 2025".

    `year` True or False settles it whatever `today` is; without `today` the year is shown.
    """
    words = [weekday_word(day)] if weekday else []
    words += [str(day.day), month_word(day.month)]
    if year if year is not None else (today is None or day.year != today.year):
        words.append(f"{day.year:04d}")
    return " ".join(words)


def day_list(days: Sequence[date]) -> str:
    """Several days in one phrase, months and years said once: "6 and 9 May", "25 Dec, 1 Jan"."""
    groups: list[tuple[int, list[int]]] = []
    for day in days:
        if groups and groups[-1][0] == day.month:
            groups[-1][1].append(day.day)
        else:
            groups.append((day.month, [day.day]))
    said = [f"{_joined([str(n) for n in numbers])} {month_word(m)}" for m, numbers in groups]
    return _joined(said) if all(len(n) == 1 for _, n in groups) else ", ".join(said)


def _joined(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return say("clock.and", first=", ".join(words[:-1]), last=words[-1])


def ordinal_word(number: int) -> str:
    """ "First", "Second" ... "Twentieth"; beyond, "21st"."""
    words = say("clock.ordinals").split()
    return words[number - 1] if 1 <= number <= len(words) else ordinal_short(number)


def ordinal_short(number: int) -> str:
    """ "1st", "2nd", "11th"."""
    th, *first_three = say("clock.ordinal_endings").split()
    last = number % 10
    if 10 <= number % 100 <= 20 or not 1 <= last <= 3:
        return f"{number}{th}"
    return f"{number}{first_three[last - 1]}"
