"""Working days of Jersey, against the published tables and a slow obvious implementation."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.clock import (
    REGIONS,
    UnknownRegion,
    Urgency,
    WorkingDays,
    distance,
    region_code,
    urgency,
)

JERSEY = WorkingDays("JE")
TODAY = date(2024, 9, 16)


@pytest.mark.parametrize(
    ("start", "working_days", "end"),
    [
        (date(2023, 12, 8), 20, date(2024, 1, 10)),
        (date(2026, 12, 10), 20, date(2027, 1, 12)),
        (date(2024, 4, 15), 20, date(2024, 5, 15)),
        (date(2024, 6, 24), 20, date(2024, 7, 23)),
        (date(2025, 4, 14), 20, date(2025, 5, 16)),
        (date(2024, 9, 14), 1, date(2024, 9, 16)),
        (date(2024, 9, 16), 0, date(2024, 9, 16)),
        (date(2024, 9, 16), -1, date(2024, 9, 13)),
    ],
)
def test_counts_as_the_domain_says(start: date, working_days: int, end: date) -> None:
    assert JERSEY.add(start, working_days) == end
    assert JERSEY.between(start, end) == working_days


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2024, 5, 9), "Liberation Day"),
        (date(2026, 5, 9), "Liberation Day"),
        (date(2024, 7, 15), "The visit of His Majesty King Charles III and Queen Camilla"),
        (date(2026, 12, 28), "Boxing Day (substitute day)"),
        (date(2026, 5, 11), None),
        (date(2024, 9, 16), None),
    ],
)
def test_knows_jerseys_days(day: date, name: str | None) -> None:
    assert JERSEY.holiday_name(day) == name


def test_says_which_weekdays_did_not_count() -> None:
    between = JERSEY.holidays_between(date(2024, 4, 15), date(2024, 5, 15))
    assert [day for day, _ in between] == [date(2024, 5, 6), date(2024, 5, 9)]
    assert JERSEY.holidays_between(date(2026, 5, 5), date(2026, 5, 20)) == []


def test_an_extra_day_counts_and_a_removed_one_does_not() -> None:
    voted = WorkingDays("JE", {date(2024, 5, 10): "Extra day", date(2024, 5, 6): None})
    assert not voted.is_working(date(2024, 5, 10))
    assert voted.holiday_name(date(2024, 5, 10)) == "Extra day"
    assert voted.is_working(date(2024, 5, 6))
    assert JERSEY.is_working(date(2024, 5, 10)), "one calendar's extra day is not another's"
    assert voted.add(date(2024, 5, 9), 1) == date(2024, 5, 13)
    assert voted.in_month(2024, 5) == [date(2024, 5, 9), date(2024, 5, 10), date(2024, 5, 27)]


@pytest.mark.parametrize(
    ("text", "code"),
    [("je", "JE"), ("Jersey", "JE"), ("england", "ENG"), ("Isle of Man", "IM"), ("NIR", "NIR")],
)
def test_a_region_is_known_by_code_or_name(text: str, code: str) -> None:
    assert region_code(text) == code


def test_an_unknown_region_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownRegion, match="Jersey"):
        WorkingDays("Atlantis")


@pytest.mark.parametrize("region", REGIONS)
def test_christmas_is_no_working_day_anywhere(region: str) -> None:
    assert not WorkingDays(region).is_working(date(2024, 12, 25))


_DAYS = st.dates(date(1995, 1, 1), date(2060, 12, 31))
_OBVIOUS = {
    region: holidays.country_holidays(country, subdiv=part, years=range(1990, 2070))
    for region, (country, part) in REGIONS.items()
}


def _obviously_working(region: str, day: date) -> bool:
    return day.weekday() < 5 and day not in _OBVIOUS[region]


@given(st.sampled_from(sorted(REGIONS)), _DAYS, st.integers(-60, 60))
def test_adding_agrees_with_counting_on_the_fingers(region: str, day: date, count: int) -> None:
    step, found, left = (1 if count > 0 else -1), day, abs(count)
    while left:
        found += timedelta(days=step)
        left -= _obviously_working(region, found)
    assert WorkingDays(region).add(day, count) == found


@given(st.sampled_from(sorted(REGIONS)), _DAYS, st.integers(0, 900))
def test_between_agrees_with_counting_on_the_fingers(region: str, day: date, span: int) -> None:
    end = day + timedelta(days=span)
    counted = sum(_obviously_working(region, day + timedelta(days=n)) for n in range(1, span + 1))
    calendar = WorkingDays(region)
    assert calendar.between(day, end) == counted
    assert calendar.between(end, day) == -counted


@pytest.mark.parametrize(
    ("day", "words", "how"),
    [
        (date(2024, 9, 11), "3 wd over", Urgency.LATE),
        (date(2024, 9, 13), "1 wd over", Urgency.LATE),
        (date(2024, 9, 16), "today", Urgency.SOON),
        (date(2024, 9, 19), "in 3 wd", Urgency.SOON),
        (date(2024, 9, 20), "in 4 wd", Urgency.LATER),
        (date(2024, 10, 12), "in 19 wd", Urgency.LATER),
        (date(2024, 10, 15), "in 1 mo", Urgency.LATER),
        (date(2024, 10, 28), "in 1 mo", Urgency.LATER),
        (date(2024, 11, 7), "in 2 mo", Urgency.LATER),
        (date(2025, 1, 2), "in 4 mo", Urgency.LATER),
        (date(2025, 3, 13), "in 6 mo", Urgency.LATER),
        (date(2023, 9, 16), "12 mo over", Urgency.LATE),
    ],
)
def test_distance_is_said_as_on_the_screens(day: date, words: str, how: Urgency) -> None:
    assert distance(day, TODAY, JERSEY) == words
    assert urgency(day, TODAY, JERSEY) is how


def test_over_a_weekend_distance_is_said_in_days() -> None:
    saturday, sunday = date(2024, 12, 7), date(2024, 12, 8)
    assert distance(sunday, saturday, JERSEY) == "in 1 d"
    assert distance(saturday, sunday, JERSEY) == "1 d over"
    assert urgency(saturday, sunday, JERSEY) is Urgency.LATE


def test_the_clock_is_loaded_without_the_holidays_library() -> None:
    code = "import sys, store.clock; raise SystemExit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
