"""Dates as inspection reports write them: the days of an inspection and deadlines in words."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from store.clock import add_months, parse_date
from store.errors import Refused
from store.imports.report_words import NUMBERS, number_of
from store.wording import plain, say

Counted = Literal["end", "start"]
"""From which day of the inspection a relative deadline counts: its last or its first."""

_I: Final = re.IGNORECASE
_MONTHS: Final = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
_MONTH: Final = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY: Final = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
    r"(\d{1,2})(?:st|nd|rd|th)?"
)
_YEAR: Final = r",?\s+(\d{4})"
_TO: Final = r"\s*(?:to|until|and|through|-|–|—)\s*(?:the\s+)?"
_RANGE: Final = re.compile(
    rf"{_DAY}(?:\s+(?:of\s+)?{_MONTH})?(?:{_YEAR})?{_TO}{_DAY}\s+(?:of\s+)?{_MONTH}{_YEAR}", _I
)
_ONE: Final = re.compile(rf"{_DAY}\s+(?:of\s+)?{_MONTH}{_YEAR}", _I)
_MONTH_FIRST: Final = re.compile(rf"{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?{_YEAR}", _I)
_NUMERIC: Final = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
_ISO: Final = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_MONTH_ONLY: Final = re.compile(rf"{_MONTH}{_YEAR}", _I)
_SPAN: Final = re.compile(
    r"\b(\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + r")\s+"
    r"(?:calendar\s+)?(day|week|month|year)s?\b",
    _I,
)
_AT_ONCE: Final = re.compile(r"\bimmediate(?:ly)?\b|\bwith immediate effect\b", _I)
_OTHER_BASE: Final = re.compile(r"\b(?:publication|publish\w*|issue|receipt|report)\b", _I)


@dataclass(frozen=True)
class Resolved:
    """What the literal words of a deadline come to: the day, if they name one, and the rule."""

    due: date | None
    rule: str | None


def inspection_days(text: str) -> tuple[date, date] | None:
    """The first range of days, or single day, that `text` names; None when it names none."""
    for found in _RANGE.finditer(text):
        day_1, month_1, year_1, day_2, month_2, year_2 = found.groups()
        last = _day(year_2, month_2, day_2)
        first = _day(year_1 or year_2, month_1 or month_2, day_1)
        if first and last and first > last and not year_1:
            first = _day(str(last.year - 1), month_1 or month_2, day_1)
        if first and last and first <= last:
            return first, last
    one = _named_day(text)
    return (one, one) if one else None


def is_only_days(text: str) -> bool:
    """Whether `text` is a range of days, or one day, and nothing else, as on a cover."""
    bare = text.strip().rstrip(".")
    return bool(_RANGE.fullmatch(bare) or _ONE.fullmatch(bare))


def parse_inspected(text: str, *, today: date) -> tuple[date, date]:
    """The days of an inspection as a person types them: `FROM..TO`, or one day."""
    first_text, dots, last_text = text.partition("..")
    first = parse_date(first_text.strip(), today=today)
    last = parse_date(last_text.strip(), today=today) if dots else first
    if last < first:
        raise Refused(say("imports.inspected_reversed", text=plain(text)), field="inspected")
    return first, last


def resolve(
    words: str, inspected_from: date, inspected_to: date, counted: Counted = "end"
) -> Resolved:
    """The day that the literal `words` of a deadline come to, with the rule in one sentence.

    A span without a base counts from the inspection: from its last day, or with `counted`
    "start" from its first.
    """
    if day := _named_day(words):
        return Resolved(day, say("imports.rule_named_day"))
    base = inspected_to if counted == "end" else inspected_from
    which = say("imports.rule_last_day" if counted == "end" else "imports.rule_first_day")
    if span := _SPAN.search(words):
        if _OTHER_BASE.search(words[span.end() :]) and "inspection" not in words.lower():
            return Resolved(None, None)
        number = number_of(span[1])
        if number is None:
            return Resolved(None, None)
        unit = span[2].lower()
        try:
            due = _after(base, number, unit)
        except (OverflowError, ValueError):
            return Resolved(None, None)
        spoken = say("imports.one_" + unit if number == 1 else "imports.many_" + unit, n=number)
        return Resolved(due, say("imports.rule_span", span=spoken, which=which, day=_shown(base)))
    if _AT_ONCE.search(words):
        return Resolved(base, say("imports.rule_at_once", which=which, day=_shown(base)))
    if month := _MONTH_ONLY.search(words):
        first = _day(month[2], month[1], "1")
        if first:
            last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
            return Resolved(last, say("imports.rule_end_of_month"))
    return Resolved(None, None)


def _after(base: date, number: int, unit: str) -> date:
    if unit == "day":
        return base + timedelta(days=number)
    if unit == "week":
        return base + timedelta(weeks=number)
    return add_months(base, number * (12 if unit == "year" else 1))


def _shown(day: date) -> str:
    return f"{day.day} {calendar.month_abbr[day.month]} {day.year}"


def _named_day(text: str) -> date | None:
    for found in _ONE.finditer(text):
        if day := _day(found[3], found[2], found[1]):
            return day
    for found in _MONTH_FIRST.finditer(text):
        if day := _day(found[3], found[1], found[2]):
            return day
    for found in _NUMERIC.finditer(text):
        if day := _day(found[3], found[2], found[1]):
            return day
    for found in _ISO.finditer(text):
        if day := _day(found[1], found[2], found[3]):
            return day
    return None


def _day(year: str, month: str, day: str) -> date | None:
    number = _MONTHS.get(month.lower()) or (int(month) if month.isdecimal() else 0)
    try:
        found = date(int(year), number, int(day))
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2200 else None
