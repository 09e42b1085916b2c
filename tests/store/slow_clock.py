"""The clock once more, slow and obvious: one day after the other, by the text of the rules.

It shares nothing with the clock it checks but the library of public holidays, asked day by day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache

import holidays

Extra = Mapping[date, str | None]
Rule = tuple[int, str]

ONE_DAY = timedelta(days=1)
COUNTRIES = {
    "JE": ("JE", None),
    "GG": ("GG", None),
    "IM": ("IM", None),
    "ENG": ("GB", "ENG"),
    "WLS": ("GB", "WLS"),
    "SCT": ("GB", "SCT"),
    "NIR": ("GB", "NIR"),
}

# How much time each limit gives, as the regulations, the handbook and practice are written down.
LIMITS: Mapping[str, Rule] = {
    "routine.1": (20, "working days"),
    "routine.2": (3, "months"),
    "routine.3": (6, "months"),
    "short_breaks.1": (3, "months"),
    "short_breaks.2": (6, "months"),
    "adoption_authorised.1": (3, "months"),
    "adoption_authorised.2": (6, "months"),
    "adoption_placed.1": (28, "days"),
    "adoption_placed.2": (3, "months"),
    "adoption_placed.3": (6, "months"),
    "iro_appointed": (5, "working days"),
    "adjournment": (20, "working days"),
    "social_worker_report": (-3, "working days"),
    "reports_shared": (-10, "days"),
    "decisions_sent": (5, "working days"),
    "contest": (5, "working days"),
    "care_plan_updated": (10, "working days"),
    "record_written": (15, "working days"),
    "record_distributed": (20, "working days"),
    "visit": (42, "days"),
    "dispute_team_manager": (5, "working days"),
    "dispute_head_of_service": (5, "working days"),
    "dispute_director": (5, "working days"),
    "dispute_chief_officer": (5, "working days"),
    "dispute_total": (20, "working days"),
    "iha": (20, "working days"),
    "iha_exempt": (-3, "months"),
    "rha_under_5": (6, "months"),
    "rha_from_5": (12, "months"),
    "dental": (6, "months"),
    "sdq": (12, "months"),
    "pep": (10, "working days"),
    "pathway_plan": (3, "months"),
    "pathway_review": (6, "months"),
    "return_interview": (72, "hours"),
    "pre_proceedings": (112, "days"),
    "planning_meeting": (14, "days"),
}
AFTER_REVIEW = {
    "decisions_sent": (5,),
    "contest": (5, 5),
    "care_plan_updated": (10,),
    "record_written": (15,),
    "record_distributed": (20,),
}


@cache
def public_holiday(region: str, day: date) -> bool:
    """Whether the library calls one day a public holiday of the region."""
    country, part = COUNTRIES[region]
    return day in _listed(country, part, day.year)


@cache
def _listed(country: str, part: str | None, year: int) -> holidays.HolidayBase:
    return holidays.country_holidays(country, subdiv=part, years=[year], expand=False)


def working(day: date, region: str, extra: Extra) -> bool:
    """Whether one day is a working day."""
    if day.strftime("%a") in ("Sat", "Sun"):
        return False
    if day in extra:
        return extra[day] is None
    return not public_holiday(region, day)


def last_day(start: date, rule: Rule, region: str, extra: Extra) -> date:
    """The last day in time, found by walking there."""
    amount, unit = rule
    step = ONE_DAY if amount > 0 else -ONE_DAY
    day = start
    if unit == "days":
        for _ in range(abs(amount)):
            day += step
    elif unit == "working days":
        counted = 0
        while counted < abs(amount):
            day += step
            if working(day, region, extra):
                counted += 1
    elif unit == "months":
        turned = 0
        while turned < abs(amount):
            before, day = day.month, day + step
            if day.month != before:
                turned += 1
        while day.day != 1:
            day -= ONE_DAY
        # The same number of the day in that month, or else its last day.
        while day.day != start.day and (day + ONE_DAY).month == day.month:
            day += ONE_DAY
    else:
        day = last_moment(datetime(start.year, start.month, start.day, tzinfo=UTC), amount).date()
    return day


def last_moment(start: datetime, hours: int) -> datetime:
    """The moment some clock hours later, hour by hour."""
    moment = start.astimezone(UTC)
    for _ in range(hours):
        moment += timedelta(hours=1)
    return moment


def not_counted(start: date, end: date, region: str, extra: Extra) -> list[date]:
    """The weekdays after `start` up to `end` that are no working days."""
    found = []
    day = start
    while day < end:
        day += ONE_DAY
        if day.weekday() < 5 and not working(day, region, extra):
            found.append(day)
    return found


def working_days_between(start: date, end: date, region: str, extra: Extra) -> int:
    """Working days after `start` up to and with `end`."""
    count = 0
    day = start
    while day < end:
        day += ONE_DAY
        count += working(day, region, extra)
    return count


def next_review(
    started: date, held: Sequence[date], rule_set: str, region: str, extra: Extra
) -> date:
    """When the next review is due: the text of each rule set, spelled out."""
    latest = max(held, default=started)
    if rule_set == "routine" or rule_set == "adoption_placed":
        number = 1 if not held else 2 if len(held) == 1 else 3
    else:
        number = 1 if not held else 2
    return last_day(latest, LIMITS[f"{rule_set}.{number}"], region, extra)
