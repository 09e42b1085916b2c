"""Every date rule: the examples written down, and a slow, obvious clock for all the rest."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.clock import (
    REGIONS,
    WorkingDays,
    after_review,
    day_list,
    default_book,
    next_review_due,
    show_date,
)
from tests.store import slow_clock

JERSEY = WorkingDays("JE")
LONDON = ZoneInfo("Europe/London")
SETS = ("routine", "short_breaks", "adoption_authorised", "adoption_placed")
# Ends of months, leap days, the feasts, the days around them, and Liberation Day.
STARTS = (
    *(date(2023, 11, 30), date(2023, 12, 8), date(2023, 12, 22), date(2023, 12, 25)),
    *(date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 28), date(2024, 4, 15)),
    *(date(2024, 5, 9), date(2024, 6, 24), date(2024, 8, 31), date(2024, 10, 26)),
    *(date(2025, 2, 28), date(2025, 4, 14), date(2025, 7, 11), date(2026, 4, 20)),
    *(date(2026, 5, 9), date(2026, 12, 10), date(2026, 12, 24), date(2027, 4, 30)),
)

regions = st.sampled_from(sorted(REGIONS))
keys = st.sampled_from(sorted(slow_clock.LIMITS))
days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
extras = st.dictionaries(
    st.dates(date(2023, 12, 1), date(2026, 1, 31)), st.sampled_from(["Local day", None]), max_size=8
)
near_extras = st.dates(date(2023, 12, 1), date(2026, 1, 31))


# --- the examples ---


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (date(2023, 12, 8), date(2024, 1, 10)),
        (date(2026, 12, 10), date(2027, 1, 12)),
        (date(2024, 4, 15), date(2024, 5, 15)),
        (date(2024, 6, 24), date(2024, 7, 23)),
        (date(2025, 4, 14), date(2025, 5, 16)),
    ],
)
def test_twenty_working_days_in_jersey(start: date, due: date) -> None:
    for key in ("routine.1", "iha", "adjournment", "dispute_total", "record_distributed"):
        assert default_book().limit(key).last_day(start, JERSEY) == due
    assert next_review_due(start, [], JERSEY).due == due


@pytest.mark.parametrize(
    ("key", "start", "due", "sentence"),
    [
        ("routine.2", date(2023, 11, 30), date(2024, 2, 29),
         "3 months after 30 Nov 2023, and February ends on the 29th"),
        ("routine.3", date(2024, 8, 31), date(2025, 2, 28),
         "6 months after 31 Aug 2024, and February ends on the 28th"),
        ("iha", date(2024, 4, 15), date(2024, 5, 15),
         "20 working days from 15 Apr 2024, not counting 6 and 9 May"),
        ("iro_appointed", date(2024, 5, 3), date(2024, 5, 14),
         "5 working days from 3 May 2024, not counting 6 and 9 May"),
        ("social_worker_report", date(2024, 5, 10), date(2024, 5, 3),
         "3 working days before 10 May 2024, not counting 6 and 9 May"),
        ("reports_shared", date(2024, 5, 10), date(2024, 4, 30), "10 days before 10 May 2024"),
        ("return_interview", date(2024, 5, 3), date(2024, 5, 6), "72 hours from 3 May 2024"),
        ("pathway_plan", date(2024, 11, 30), date(2025, 2, 28),
         "3 months from 30 Nov 2024, and February ends on the 28th"),
        ("rha_from_5", date(2024, 2, 29), date(2025, 2, 28),
         "12 months from 29 Feb 2024, and February ends on the 28th"),
        ("pre_proceedings", date(2024, 1, 1), date(2024, 4, 22), "16 weeks from 1 Jan 2024"),
        ("planning_meeting", date(2024, 1, 1), date(2024, 1, 15), "14 days from 1 Jan 2024"),
        ("visit", date(2024, 1, 1), date(2024, 2, 12), "6 weeks from 1 Jan 2024"),
        ("pep", date(2026, 5, 1), date(2026, 5, 18),
         "10 working days from 1 May 2026, not counting 4 May"),
    ],
)  # fmt: skip
def test_a_limit_says_its_last_day_and_why(key: str, start: date, due: date, sentence: str) -> None:
    limit = default_book().limit(key)
    assert (limit.last_day(start, JERSEY), limit.sentence(start, JERSEY)) == (due, sentence)
    began, ends, rule = limit.steps(start, JERSEY)
    assert (began.on, ends.on, rule.note) == (start, due, limit.label)


@pytest.mark.parametrize(
    ("returned", "ends"),
    [
        # Over a weekend; over the night the clocks go forward; over the night they go back.
        ("2024-09-13 14:30", "2024-09-16 14:30"),
        ("2024-03-29 18:00", "2024-04-01 19:00"),
        ("2024-10-25 18:00", "2024-10-28 17:00"),
    ],
)
def test_seventy_two_hours_are_clock_hours(returned: str, ends: str) -> None:
    start, end = (datetime.fromisoformat(text).replace(tzinfo=LONDON) for text in (returned, ends))
    limit = default_book().limit("return_interview")
    assert limit.last_moment(start) == end
    assert limit.last_moment(start).hour == end.hour
    began, last, _ = limit.steps(start, JERSEY)
    assert began.note == f"{start.astimezone():%H:%M}"
    assert (last.on, last.note) == (end.astimezone().date(), f"{end.astimezone():%H:%M}")


# --- the slow clock: every limit in every region ---


@pytest.mark.parametrize("region", sorted(REGIONS))
@pytest.mark.parametrize("key", sorted(slow_clock.LIMITS))
def test_every_limit_in_every_region_ends_where_one_walks_to(key: str, region: str) -> None:
    limit, calendar = default_book().limit(key), WorkingDays(region)
    for start in STARTS:
        walked = slow_clock.last_day(start, slow_clock.LIMITS[key], region, {})
        assert limit.last_day(start, calendar) == walked, start


@settings(max_examples=300)
@given(keys, regions, near_extras | days, extras)
def test_any_limit_from_any_day_ends_where_one_walks_to(
    key: str, region: str, start: date, extra: dict[date, str | None]
) -> None:
    limit, calendar = default_book().limit(key), WorkingDays(region, extra)
    rule = slow_clock.LIMITS[key]
    due = slow_clock.last_day(start, rule, region, extra)
    assert limit.last_day(start, calendar) == due
    steps = limit.steps(start, calendar)
    assert (steps[0].on, steps[1].on) == (start, due)
    sentence = limit.sentence(start, calendar)
    assert show_date(start, weekday=False) in sentence
    if rule[1] == "working days":
        first, last = (start, due) if rule[0] > 0 else (due, start - timedelta(days=1))
        off = slow_clock.not_counted(first, last, region, extra)
        assert (
            sentence.endswith(f", not counting {day_list(off)}") if off else "not" not in sentence
        )
    elif rule[1] == "months":
        assert ("ends on" in sentence) == (due.day != start.day)


@settings(max_examples=300)
@given(
    st.sampled_from(SETS),
    regions,
    near_extras | days,
    st.lists(st.integers(0, 400), max_size=6),
    extras,
)
def test_the_next_review_is_due_where_one_walks_to(
    rules: str, region: str, started: date, gaps: list[int], extra: dict[date, str | None]
) -> None:
    held = [started + timedelta(days=sum(gaps[: n + 1])) for n in range(len(gaps))]
    found = next_review_due(started, held, WorkingDays(region, extra), rules)
    assert found.due == slow_clock.next_review(started, held, rules, region, extra)
    assert found.ordinal == len(held) + 1
    assert found.steps[1].on == found.due
    # In time is on or before: the rule is "not more than".
    assert found.due > max(held, default=started)


@settings(max_examples=200)
@given(regions, near_extras | days, extras)
def test_what_a_review_starts_ends_where_one_walks_to(
    region: str, held: date, extra: dict[date, str | None]
) -> None:
    for step in after_review(held, WorkingDays(region, extra)):
        day = held
        for amount in slow_clock.AFTER_REVIEW[step.key]:
            day = slow_clock.last_day(day, (amount, "working days"), region, extra)
        assert step.on == day


@settings(max_examples=200)
@given(regions, near_extras, st.integers(0, 300), extras)
def test_working_days_between_two_days_are_those_one_meets(
    region: str, start: date, length: int, extra: dict[date, str | None]
) -> None:
    end, calendar = start + timedelta(days=length), WorkingDays(region, extra)
    count = slow_clock.working_days_between(start, end, region, extra)
    assert calendar.between(start, end) == count
    assert calendar.between(end, start) == -count
    assert calendar.is_working(end) == slow_clock.working(end, region, extra)


@settings(max_examples=200)
@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(LONDON)),  # noqa: DTZ001
       st.integers(1, 200))  # fmt: skip
def test_hours_run_through_every_change_of_the_clock(start: datetime, hours: int) -> None:
    limit = default_book().limit("return_interview")
    assert limit.last_moment(start) == slow_clock.last_moment(start, limit.amount)
    naive = start.astimezone().replace(tzinfo=None)
    assert limit.last_moment(naive).astimezone(UTC) == slow_clock.last_moment(naive, limit.amount)


def test_the_slow_clock_knows_every_limit_that_has_a_source() -> None:
    sourced = {key for key, one in default_book().limits.items() if not one.practice}
    ages = {key for key, one in default_book().limits.items() if one.unit in ("years", "children")}
    spans = {"leaver_looked_after"}
    assert sourced - ages - spans <= set(slow_clock.LIMITS)
