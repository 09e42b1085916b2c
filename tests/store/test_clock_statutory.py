"""When the next review is due, and the words that say why."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.clock import (
    UNITS,
    UnknownLimit,
    UnknownRuleSet,
    WorkingDays,
    add_months,
    after_review,
    age_on,
    birthday,
    clock_chain,
    day_list,
    default_book,
    default_limits,
    next_review_due,
    ordinal_short,
    ordinal_word,
    show_date,
)

JERSEY = WorkingDays("JE")


@pytest.mark.parametrize(
    ("started", "held", "rules", "due", "sentence"),
    [
        (date(2024, 4, 15), [], "routine", date(2024, 5, 15),
         "20 working days from 15 Apr 2024, not counting 6 and 9 May"),
        (date(2024, 6, 24), [], "routine", date(2024, 7, 23),
         "20 working days from 24 Jun 2024, not counting 15 Jul"),
        (date(2025, 4, 14), [], "routine", date(2025, 5, 16),
         "20 working days from 14 Apr 2025, not counting 18 and 21 Apr, 5 and 9 May"),
        (date(2024, 9, 2), [], "routine", date(2024, 9, 30), "20 working days from 2 Sep 2024"),
        (date(2023, 11, 1), [date(2023, 11, 30)], "routine", date(2024, 2, 29),
         "3 months after 30 Nov 2023, and February ends on the 29th"),
        (date(2024, 5, 28), [date(2024, 6, 20)], "routine", date(2024, 9, 20),
         "3 months after 20 Jun 2024"),
        (date(2024, 5, 28), [date(2024, 6, 20), date(2024, 8, 31)], "routine", date(2025, 2, 28),
         "6 months after 31 Aug 2024, and February ends on the 28th"),
        (date(2020, 5, 28), [date(2020, 6, 20)] * 7 + [date(2024, 9, 13)], "routine",
         date(2025, 3, 13), "6 months after 13 Sep 2024"),
        (date(2024, 1, 31), [], "short_breaks", date(2024, 4, 30),
         "3 months from 31 Jan 2024, and April ends on the 30th"),
        (date(2024, 1, 31), [date(2024, 4, 2)], "short_breaks", date(2024, 10, 2),
         "6 months after 2 Apr 2024"),
        (date(2024, 1, 10), [], "adoption_authorised", date(2024, 4, 10),
         "3 months from 10 Jan 2024"),
        (date(2024, 1, 10), [], "adoption_placed", date(2024, 2, 7), "4 weeks from 10 Jan 2024"),
        (date(2024, 1, 10), [date(2024, 2, 1)], "adoption_placed", date(2024, 5, 1),
         "3 months after 1 Feb 2024"),
        (date(2024, 1, 10), [date(2024, 2, 1), date(2024, 5, 1)], "adoption_placed",
         date(2024, 11, 1), "6 months after 1 May 2024"),
    ],
)  # fmt: skip
def test_the_next_review_is_due(
    started: date, held: list[date], rules: str, due: date, sentence: str
) -> None:
    found = next_review_due(started, held, JERSEY, rules)
    assert (found.due, found.sentence, found.ordinal) == (due, sentence, len(held) + 1)


def test_the_steps_explain_it_line_by_line() -> None:
    found = next_review_due(date(2023, 8, 1), [date(2023, 8, 20), date(2024, 3, 13)], JERSEY)
    assert [(step.label, step.on, step.note) for step in found.steps] == [
        ("Second review held", date(2024, 3, 13), ""),
        ("+ 6 months", date(2024, 9, 13), ""),
        ("Rule", None, "England, SI 2010/959"),
    ]
    assert "reg 33" in found.source
    first = next_review_due(date(2024, 4, 15), [], JERSEY)
    assert first.steps[0].label == "Looked after"
    assert first.steps[1].note == "not counting 6 and 9 May"


def test_the_chain_shows_each_limit_and_when_it_was_held() -> None:
    chain = clock_chain(date(2024, 5, 28), [date(2024, 6, 20), date(2024, 9, 13)], JERSEY)
    assert [(step.label, step.on) for step in chain] == [
        ("Looked after", date(2024, 5, 28)),
        ("First, 20 wd", date(2024, 6, 25)),
        ("held", date(2024, 6, 20)),
        ("Second, 3 months", date(2024, 9, 20)),
        ("held", date(2024, 9, 13)),
        ("Third, 6 months", date(2025, 3, 13)),
    ]
    short = clock_chain(date(2024, 5, 28), [date(2024, 6, 20), date(2024, 9, 13)], JERSEY, last=1)
    assert [step.key for step in short] == ["start", "due", "held", "due"]


def test_an_extra_holiday_moves_the_first_review() -> None:
    voted = WorkingDays("JE", {date(2024, 5, 10): "Extra day"})
    found = next_review_due(date(2024, 4, 15), [], voted)
    assert found.due == date(2024, 5, 16)
    assert found.sentence.endswith("not counting 6, 9 and 10 May")


def test_a_held_review_starts_five_clocks() -> None:
    steps = after_review(date(2024, 9, 13), JERSEY)
    assert [(step.label, step.on) for step in steps] == [
        ("Decisions sent", date(2024, 9, 20)),
        ("Contested, or they stand", date(2024, 9, 27)),
        ("Care plan updated", date(2024, 9, 27)),
        ("Record written", date(2024, 10, 4)),
        ("Record distributed", date(2024, 10, 11)),
    ]


def test_every_limit_says_its_source_and_since_when() -> None:
    book = default_book()
    assert list(book.sets) == ["routine", "short_breaks", "adoption_authorised", "adoption_placed"]
    for rules in book.sets.values():
        assert rules.title
        assert rules.label(date(2024, 1, 1)).startswith("England, SI ")
        assert all("SI 20" in rule.source for rule in rules.rules)
    for limit in default_limits():
        assert limit.label
        assert limit.source
        assert limit.valid_from <= limit.known_from
        assert limit.unit in UNITS
        assert limit.amount
        assert limit.name
        assert limit.span
        assert limit.steps(datetime(2024, 4, 15, 12, tzinfo=UTC), JERSEY)[0].label
        assert limit.practice == (limit.label == "Common practice")


def test_before_the_first_version_the_first_holds_and_an_unknown_clock_is_refused() -> None:
    book = default_book()
    assert book.rule_set("routine").label(date(1990, 1, 1)) == "England, SI 2010/959"
    with pytest.raises(UnknownRuleSet, match="routine"):
        book.rule_set("monthly")
    with pytest.raises(UnknownLimit, match="list rules"):
        book.limit("tea")


@given(st.dates(date(1901, 1, 1), date(2190, 1, 1)), st.integers(-600, 600))
def test_months_keep_the_day_or_end_the_month(day: date, months: int) -> None:
    found = add_months(day, months)
    assert (found.year - day.year) * 12 + found.month - day.month == months
    assert found.day == day.day or (found.day < day.day and add_months(found, 0) == found)
    if found.day != day.day:
        assert (found.toordinal() + 1 - found.replace(day=1).toordinal()) == found.day
        assert date.fromordinal(found.toordinal() + 1).day == 1


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2013, 5, 2), date(2024, 9, 13), 11),
        (date(2020, 9, 13), date(2024, 9, 13), 4),
        (date(2020, 9, 14), date(2024, 9, 13), 3),
        (date(2020, 2, 29), date(2023, 2, 28), 2),
        (date(2020, 2, 29), date(2023, 3, 1), 3),
        (date(2024, 9, 14), date(2024, 9, 13), -1),
    ],
)
def test_age_turns_on_the_birthday(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


def test_a_leap_day_birthday_falls_on_1_march() -> None:
    assert birthday(date(2020, 2, 29), 4) == date(2024, 2, 29)
    assert birthday(date(2020, 2, 29), 5) == date(2025, 3, 1)


def test_words() -> None:
    assert [ordinal_word(n) for n in (1, 2, 20, 21, 112)] == [
        "First", "Second", "Twentieth", "21st", "112th"
    ]  # fmt: skip
    assert [ordinal_short(n) for n in (1, 2, 3, 4, 11, 12, 13, 22)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "22nd"
    ]  # fmt: skip
    today = date(2024, 9, 16)
    assert show_date(date(2024, 9, 13), today=today) == "Fri 13 Sep"
    assert show_date(date(2025, 3, 13), today=today) == "Thu 13 Mar 2025"
    assert show_date(date(2024, 9, 13), today=today, year=True) == "Fri 13 Sep 2024"
    assert show_date(date(2024, 9, 4), today=today, weekday=False) == "4 Sep"
    assert day_list([]) == ""
    assert day_list([date(2024, 5, 6)]) == "6 May"
    assert day_list([date(2024, 12, 25), date(2024, 12, 26), date(2025, 1, 1)]) == (
        "25 and 26 Dec, 1 Jan"
    )
    assert day_list([date(2024, 8, 26), date(2024, 12, 25)]) == "26 Aug and 25 Dec"
