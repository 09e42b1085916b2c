"""Dates as people type them, on Monday 16 September 2024."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.clock import (
    UnreadableDate,
    WorkingDays,
    add_months,
    parse_date,
    show_date,
    still_could_be_date,
)

TODAY = date(2024, 9, 16)
JERSEY = WorkingDays("JE")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", date(2024, 9, 16)),
        (" Tomorrow ", date(2024, 9, 17)),
        ("yesterday", date(2024, 9, 15)),
        ("fri", date(2024, 9, 20)),
        ("friday", date(2024, 9, 20)),
        ("mon", date(2024, 9, 23)),
        ("30/9", date(2024, 9, 30)),
        ("16/9", date(2024, 9, 16)),
        ("12/3", date(2025, 3, 12)),
        ("12 mar", date(2025, 3, 12)),
        ("12mar", date(2025, 3, 12)),
        ("12 March 2024", date(2024, 3, 12)),
        ("12mar2024", date(2024, 3, 12)),
        ("12/3/2024", date(2024, 3, 12)),
        ("12.03.2024", date(2024, 3, 12)),
        ("12-3-2024", date(2024, 3, 12)),
        ("2024-03-12", date(2024, 3, 12)),
        ("2024/3/2", date(2024, 3, 2)),
        ("Fri 13 Sep 2024", date(2024, 9, 13)),
        ("Fri 13 Sep", date(2024, 9, 13)),
        ("Thu 13 Mar 2025", date(2025, 3, 13)),
        ("30 sept", date(2024, 9, 30)),
        ("29/2/2024", date(2024, 2, 29)),
        ("+5wd", date(2024, 9, 23)),
        ("+ 10 wd", date(2024, 9, 30)),
        ("-5wd", date(2024, 9, 9)),
        ("+3m", date(2024, 12, 16)),
        ("+1m", date(2024, 10, 16)),
        ("+2w", date(2024, 9, 30)),
        ("+10d", date(2024, 9, 26)),
        ("+1y", date(2025, 9, 16)),
        ("1/1/1900", date(1900, 1, 1)),
        ("31/12/2200", date(2200, 12, 31)),
    ],
)
def test_reads(text: str, day: date) -> None:
    assert parse_date(text, today=TODAY, calendar=JERSEY) == day
    assert still_could_be_date(text, TODAY)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("fri", date(2024, 9, 13)),
        ("mon", date(2024, 9, 16)),
        ("12/3", date(2024, 3, 12)),
        ("16/9", date(2024, 9, 16)),
        ("30/9", date(2023, 9, 30)),
        ("Fri 27 Sep", date(2024, 9, 27)),
    ],
)
def test_prefers_the_past_where_something_was_held(text: str, day: date) -> None:
    assert parse_date(text, today=TODAY, prefer="past") == day


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("31/9", "September has 30 days. Type 30/9, 1/10 or +10wd."),
        ("31/2", "February has 28 days. Type 28/2, 1/3 or +10wd."),
        ("32/12", "December has 31 days. Type 31/12, 1/1 or +10wd."),
        ("29/2/2023", "February 2023 has 28 days. Type 28/2/2023 or 1/3/2023."),
        ("1/1/0001", "0001 is not a year this store keeps. Years are 1900 to 2200."),
        ("12/3/24", "Type the year with four digits: 12/3/2024."),
        ("12/3/98", "Type the year with four digits: 12/3/1998."),
        ("9/13", "There is no month 13. Type the day first: 13/9."),
        ("32/13", "There is no month 13. Type day, then month, like 16/9."),
        ("0/9", "There is no day 0. Days are 1 to 30."),
        (
            "Mon 13 Sep 2024",
            "13 Sep 2024 is a Friday. Type Fri 13 Sep 2024 or leave the weekday out.",
        ),
        ("", "Type a date: 16/9, fri, 12 mar, +5wd or +3m."),
        ("soon", "That is not a date. Type it like 16/9, fri, 12 mar, +5wd or +3m."),
        ("3", "That is not a date. Type it like 16/9, fri, 12 mar, +5wd or +3m."),
        ("+5x", "That is not a date. Type it like 16/9, fri, 12 mar, +5wd or +3m."),
        ("12 ma", "That is not a date. Type it like 16/9, fri, 12 mar, +5wd or +3m."),
        ("+9999y", "+9999y goes past the years 1900 to 2200. Type a nearer date."),
        ("+99999wd", "+99999wd goes past the years 1900 to 2200. Type a nearer date."),
    ],
)
def test_refuses_with_what_to_type(text: str, sentence: str) -> None:
    with pytest.raises(UnreadableDate) as refusal:
        parse_date(text, today=TODAY, calendar=JERSEY, field="held")
    assert refusal.value.sentence == sentence
    assert refusal.value.field == "held"


@pytest.mark.parametrize(
    "text",
    ["", "3", "31/", "31/1", "1/1/2", "1/1/20", "29/2", "29/2/202", "2", "202", "2024-", "2024-0",
     "2024-02-2", "f", "fr", "t", "thu", "thu 1", "12 m", "12 ma", "12 j", "+", "+5", "+5w", "-3",
     "Fri 13 Sep 20", "12mar20", "to"],
)  # fmt: skip
def test_may_still_become_a_date(text: str) -> None:
    assert still_could_be_date(text, TODAY)


@pytest.mark.parametrize(
    "text",
    ["31/9", "31/2", "30/2", "32", "40", "0/9", "31 sep", "12/13", "1/1/0", "1/1/24", "29/2/2023",
     "2024-13", "2024-02-30", "1899", "fx", "q", "+x", "+5q", "12 x", "12 mar 24", "5/5/5",
     "Mon 13 Sep 2024", "1/1/20245", "\x00", "1\u06603"],
)  # fmt: skip
def test_can_never_become_a_date(text: str) -> None:
    assert not still_could_be_date(text, TODAY)


_SPELLINGS = st.sampled_from(
    ["{d.day}/{d.month}/{d.year}", "{d:%d/%m/%Y}", "{d.day} {d:%b} {d.year}", "{d:%Y-%m-%d}",
     "{d:%a} {d.day} {d:%b} {d.year}", "{d:%A} {d.day} {d:%B} {d.year}"]
)  # fmt: skip


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)), _SPELLINGS)
def test_every_beginning_of_a_date_may_still_become_one(day: date, spelling: str) -> None:
    text = spelling.format(d=day)
    assert parse_date(text, today=TODAY) == day
    for length in range(len(text) + 1):
        assert still_could_be_date(text[:length], TODAY), text[:length]


@given(
    st.dates(date(1950, 1, 1), date(2190, 12, 31)),
    st.dates(date(1950, 1, 1), date(2190, 12, 31)),
    st.sampled_from(["past", "future"]),
)
def test_a_shown_date_reads_back(day: date, today: date, prefer: Literal["past", "future"]) -> None:
    assert parse_date(show_date(day, today=today), today=today, prefer=prefer) == day


@given(st.text(max_size=12), st.sampled_from(["past", "future"]))
def test_any_text_is_a_date_or_is_refused_with_a_sentence(
    text: str, prefer: Literal["past", "future"]
) -> None:
    try:
        parse_date(text, today=TODAY, calendar=JERSEY, prefer=prefer)
        readable = True
    except UnreadableDate:
        readable = False
    assert still_could_be_date(text, TODAY) or not readable


@given(st.text("0123456789/-. +wdmyfrisep", max_size=9))
def test_a_text_given_up_never_reads(text: str) -> None:
    if not still_could_be_date(text, TODAY):
        with pytest.raises(UnreadableDate):
            parse_date(text, today=TODAY, calendar=JERSEY)


@given(st.integers(0, 400))
def test_offsets_agree_with_the_clock(count: int) -> None:
    assert parse_date(f"+{count}wd", today=TODAY, calendar=JERSEY) == JERSEY.add(TODAY, count)
    assert parse_date(f"+{count}m", today=TODAY) == add_months(TODAY, count)
    assert parse_date(f"+{count}d", today=TODAY) == TODAY + timedelta(days=count)
