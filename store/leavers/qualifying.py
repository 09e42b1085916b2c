"""Whether the law makes somebody a care leaver, from when and until when, and why, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from store.children import Child, Period
from store.clock import Limit, WorkingDays, show_date
from store.leavers.codes import LeaverStatus
from store.wording import say


@dataclass(frozen=True, slots=True)
class Qualification:
    """How the rule reads for one child who left care on `left`.

    `days` were spent in care between the two ages, `needed` are asked for. The rights run from
    `begins` (leaving care, at the earliest the first age) until `until`, which no longer counts.
    """

    status: LeaverStatus
    left: date
    days: int = 0
    needed: int = 0
    begins: date | None = None
    until: date | None = None
    rule: str = ""
    sentence: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether somebody is a care leaver by the rule on `day`."""
        return (
            self.status is LeaverStatus.QUALIFIES
            and self.begins is not None
            and self.until is not None
            and self.begins <= day < self.until
        )


def qualification(child: Child, calendar: WorkingDays) -> Qualification | None:
    """How the rule reads for a child; None while no day is known on which they left care."""
    left = left_care(child)
    if left is None:
        return None
    if child.dob is None:
        return Qualification(LeaverStatus.UNKNOWN, left, sentence=say("leavers.no_birth"))
    rules = {key: calendar.book.limit(f"leaver_{key}").on(left) for key in _RULES}
    ages = {key: rules[key].last_day(child.dob, calendar) for key in _AGES}
    start, end = ages["counts_from"], ages["counts_until"]
    days = days_within(child.periods, start, end)
    span = rules["looked_after"]
    needed = (span.last_day(start, calendar) - start).days
    begins, until = max(left, ages["from"]), ages["until"]
    enough = days >= needed and begins < until
    return Qualification(
        LeaverStatus.QUALIFIES if enough else LeaverStatus.NOT,
        left,
        days,
        needed,
        begins,
        until,
        span.source,
        _sentence(days, span, rules, begins, until),
    )


_AGES = ("from", "until", "counts_from", "counts_until")
_RULES = (*_AGES, "looked_after")


def left_care(child: Child) -> date | None:
    """The day the child left care for good, as far as is known; None while a period is open."""
    ends = [period.ended for period in child.periods]
    return max((day for day in ends if day), default=None) if None not in ends else None


def days_within(periods: Iterable[Period], start: date, end: date) -> int:
    """Days looked after from `start` up to the day before `end`, each counted once."""
    days, counted = 0, start
    for period in sorted(periods, key=lambda period: period.started):
        begun = max(period.started, counted)
        ended = min(period.ended or end, end)
        if ended > begun:
            days += (ended - begun).days
            counted = ended
    return days


def _sentence(days: int, span: Limit, rules: dict[str, Limit], begins: date, until: date) -> str:
    if begins >= until:
        return say("leavers.too_old", age=rules["until"].amount)
    return say(
        "leavers.counted",
        days=days,
        span=span.span,
        low=rules["counts_from"].amount,
        high=rules["counts_until"].amount,
        until=show_date(until, weekday=False),
    )
