"""How a date stands to today, in the words a person reads."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from store.clock.working_days import WorkingDays
from store.wording import say

# Beyond this many working days a count says less than a month does.
WORKING_DAYS_SHOWN = 20
SOON = 3
_DAYS_IN_A_MONTH = 365.2425 / 12


class Urgency(StrEnum):
    """How a date stands to today: past, within three working days, or later."""

    LATE = "late"
    SOON = "soon"
    LATER = "later"


def distance(day: date, today: date, calendar: WorkingDays) -> str:
    """How far a date is: "today", "in 3 wd", "2 wd over"; beyond 20 working days in months.

    Where no working day lies between (a weekend) the distance is said in days.
    """
    if day == today:
        return say("clock.today")
    late = day < today
    count = abs(calendar.between(today, day))
    if count == 0:
        return say("clock.days_over" if late else "clock.in_days", n=abs((day - today).days))
    if count <= WORKING_DAYS_SHOWN:
        return say("clock.wd_over" if late else "clock.in_wd", n=count)
    months = max(1, round(abs((day - today).days) / _DAYS_IN_A_MONTH))
    return say("clock.months_over" if late else "clock.in_months", n=months)


def urgency(day: date, today: date, calendar: WorkingDays) -> Urgency:
    """Late when past, soon within three working days (today counts), else later."""
    if day < today:
        return Urgency.LATE
    return Urgency.SOON if calendar.between(today, day) <= SOON else Urgency.LATER
