"""The limits of a service: defaults, its own versions over them, and what a change moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import calendars, children, open_work, recounting, reviews, rules
from store.called import called
from store.clock import Book, UnknownLimit, UnknownRegion, clock_chain, default_book, default_limits
from store.errors import ReasonNeeded, Refused
from store.journal import Journal
from tests.store.caseload import add_child, log_first
from tests.store.devices import new_device, pass_on
from tests.store.rooms import new_store

STARTED = date(2024, 9, 2)


def next_due(journal: Journal, child: str) -> date | None:
    found = children.child(journal, child)
    return found.next.due if found and found.next else None


def test_a_store_that_changed_nothing_keeps_the_defaults(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    assert rules.own_rules(journal) == []
    iha = rules.limit(journal, "iha")
    assert (iha.amount, iha.unit, iha.local) == (20, "working_days", False)
    calendar = calendars.working_days(journal)
    assert iha.last_day(date(2024, 4, 15), calendar) == date(2024, 5, 15)
    assert iha.sentence(date(2024, 4, 15), calendar) == (
        "20 working days from 15 Apr 2024, not counting 6 and 9 May"
    )
    with pytest.raises(UnknownLimit):
        rules.limit(journal, "tea")


def test_a_limit_of_its_own_moves_what_is_counted_from_its_day_on(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    before = children.add_child(journal, "C-0149", started=date(2024, 8, 30))
    after = children.add_child(journal, "C-0150", started=STARTED)
    rules.set_rule(journal, "routine.1", 15, STARTED, label="Jersey, order of 2024")
    assert next_due(journal, before) == date(2024, 9, 27)
    assert next_due(journal, after) == date(2024, 9, 23)
    found = children.child(journal, after)
    assert found is not None
    assert found.next is not None
    assert found.next.sentence == "15 working days from 2 Sep 2024"
    assert found.next.rule == "Jersey, order of 2024"
    journal.undo()
    assert next_due(journal, after) == date(2024, 9, 30)
    assert rules.own_rules(journal) == []


def test_a_version_is_withdrawn_with_a_reason_and_set_again(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    own = rules.set_rule(journal, "routine.1", 15, STARTED)
    assert rules.own_rules(journal)[0].id == own
    with pytest.raises(ReasonNeeded):
        rules.withdraw_rule(journal, own, " ")
    rules.withdraw_rule(journal, own, "Not in force after all")
    assert rules.limit(journal, "routine.1").amount == 20
    with pytest.raises(rules.NoSuchRule):
        rules.withdraw_rule(journal, own, "Twice")
    assert rules.set_rule(journal, "routine.1", 10, STARTED) == own
    assert rules.limit(journal, "routine.1").amount == 10


def test_a_limit_before_a_day_stays_before_it(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    rules.set_rule(journal, "social_worker_report", 5, date(2011, 4, 1))
    limit = rules.limit(journal, "social_worker_report")
    assert limit.amount == -5
    calendar = calendars.working_days(journal)
    assert limit.last_day(date(2024, 5, 13), calendar) == date(2024, 5, 2)
    assert limit.sentence(date(2024, 5, 13), calendar) == (
        "5 working days before 13 May 2024, not counting 6 and 9 May"
    )


def test_two_devices_that_set_one_limit_make_one(tmp_path: Path) -> None:
    one, two = new_device(tmp_path / "1", 1), new_device(tmp_path / "2", 2)
    for journal in (one, two):
        rules.set_rule(journal, "iha", 15, STARTED)
    pass_on(one, two)
    assert len(rules.own_rules(two)) == 1
    assert not two.conflicts()


def test_a_version_and_a_day_say_since_when_they_are_known(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    rules.set_rule(journal, "iha", 15, date(2020, 1, 1))
    calendars.add_extra_day(journal, date(2024, 10, 4), "Island day")
    assert rules.own_rules(journal)[0].known_from == date(2024, 9, 16)
    assert calendars.extra_days(journal)[0].known_from == date(2024, 9, 16)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"key": "tea", "amount": 5}, "No limit is called"),
        ({"key": "iha", "amount": 0}, "1 to 1000"),
        ({"key": "iha", "amount": 5, "unit": "children"}, "stays so"),
        ({"key": "iha", "amount": 5, "unit": "hours"}, "stays so"),
        ({"key": "return_interview", "amount": 3, "unit": "days"}, "stays so"),
        ({"key": "caseload_high", "amount": 60, "unit": "weeks"}, "stays so"),
        ({"key": "iha", "amount": 5, "unit": "moons"}, "working_days"),
        ({"key": "iha", "amount": 5, "valid_from": date(1800, 1, 1)}, "1900"),
    ],
)
def test_refuses_with_words(tmp_path: Path, given: dict[str, object], words: str) -> None:
    journal = new_device(tmp_path)
    with pytest.raises((Refused, UnknownLimit), match=words):
        rules.set_rule(journal, **given)  # type: ignore[arg-type]
    assert rules.own_rules(journal) == []


@given(
    st.dictionaries(
        st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(1, 60), min_size=1, max_size=5
    ),
    st.dates(date(2005, 1, 1), date(2035, 1, 1)),
)
def test_the_version_that_holds_is_the_last_to_begin(own: dict[date, int], start: date) -> None:
    default = default_book().limit("iha")
    mine = [
        replace(default, amount=n, valid_from=day, local=True, versions=())
        for day, n in own.items()
    ]
    found = Book([*default_limits(), *mine]).limit("iha").on(start)
    # Day by day: each version takes over on its day; before all of them the first one holds.
    first = min([*own, default.valid_from])
    holds, day = own.get(first, default.amount), first
    while day < start:
        day += timedelta(days=1)
        holds = own.get(day, holds)
        if day == default.valid_from and not any(begins <= day for begins in own):
            holds = default.amount
    assert found.amount == holds


# --- what a change moves ---


def test_a_new_public_holiday_says_what_moved_and_is_one_undo(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = children.add_child(journal, "C-0150", started=STARTED)
    children.add_child(journal, "C-0151", started=date(2024, 9, 23))
    before = open_work.keeping.rows(journal.database)
    done = recounting.add_day(journal, date(2024, 9, 20), "Island day")
    assert [(m.child, m.record, m.old, m.new) for m in done.moved if m.what == "First review"] == [
        ("C-0150", child, date(2024, 9, 30), date(2024, 10, 1))
    ]
    assert {one.child for one in done.moved} == {"C-0150"}
    assert next_due(journal, child) == date(2024, 10, 1)
    journal.undo()
    assert open_work.keeping.rows(journal.database) == before
    assert recounting.add_day(journal, date(2025, 5, 1), "Far away").moved == ()


def test_a_closed_review_keeps_the_date_that_was_in_force(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = add_child(journal)
    log_first(journal, child)
    (before,) = reviews.reviews(journal, child)
    assert before.held is not None
    assert before.due is not None
    recounting.add_day(journal, before.held, "Island day")
    done = recounting.set_rule(journal, "routine.1", 5, date(2000, 1, 1))
    (after,) = reviews.reviews(journal, child)
    assert (after.due, after.due_why, after.on_time) == (
        before.due, before.due_why, before.on_time
    )  # fmt: skip
    assert all(one.what != "First review" for one in done.moved)


def test_the_chain_of_dates_keeps_what_was_in_force(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = add_child(journal)
    log_first(journal, child)
    recounting.set_rule(journal, "routine.1", 5, date(2000, 1, 1))
    (review,) = reviews.reviews(journal, child)
    assert review.held is not None
    assert review.due is not None
    calendar, started = calendars.working_days(journal), date(2024, 5, 28)
    kept = {review.held: review.due}
    chain = clock_chain(started, [review.held], calendar, kept=kept)
    assert chain[1].on == review.due
    assert clock_chain(started, [review.held], calendar)[1].on != review.due


def test_what_a_change_leaves_is_what_a_rebuild_makes(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    log_first(journal, add_child(journal))
    children.add_child(journal, "C-0150", started=STARTED)
    recounting.add_day(journal, date(2024, 9, 20), "Island day")
    recounting.set_rule(journal, "routine.2", 2, date(2011, 4, 1))
    recounting.set_region(journal, "GG")
    before = sorted(open_work.keeping.rows(journal.database), key=repr)
    journal.rebuild()
    assert sorted(open_work.keeping.rows(journal.database), key=repr) == before


def test_a_limit_after_the_review_moves_its_papers(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    log_first(journal, add_child(journal))
    done = recounting.set_rule(journal, "decisions_sent", 3, date(2011, 4, 1))
    assert [one.kind for one in done.moved] == ["papers"]
    assert done.moved[0].new < done.moved[0].old
    undone = recounting.withdraw_rule(journal, done.given, "Back to five")
    assert [(one.old, one.new) for one in undone.moved] == [
        (done.moved[0].new, done.moved[0].old)
    ]  # fmt: skip


def test_another_region_counts_its_own_holidays(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = children.add_child(journal, "C-0150", started=date(2024, 8, 5))
    assert next_due(journal, child) == date(2024, 9, 3)
    done = recounting.set_region(journal, "Scotland")
    assert calendars.region_of(journal) == "SCT"
    assert (date(2024, 9, 3), date(2024, 9, 2)) in [
        (one.old, one.new) for one in done.moved if one.what == "First review"
    ]
    journal.undo()
    assert calendars.region_of(journal) == "JE"
    assert next_due(journal, child) == date(2024, 9, 3)
    with pytest.raises(UnknownRegion):
        recounting.set_region(journal, "Atlantis")


def test_a_region_reaches_the_other_devices_of_the_service(tmp_path: Path) -> None:
    one, two = new_device(tmp_path / "1", 1), new_device(tmp_path / "2", 2)
    child = children.add_child(two, "C-0150", started=date(2024, 8, 5))
    calendars.set_region(one, "SCT")
    pass_on(one, two)
    assert next_due(two, child) == date(2024, 9, 2)


def test_a_year_of_public_holidays_with_those_of_its_own(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    calendars.add_extra_day(journal, date(2024, 9, 20), "Island day")
    calendars.add_extra_day(journal, date(2024, 12, 26), "Not kept", works=True)
    found = {one.day: one for one in calendars.holidays(journal, 2024)}
    assert found[date(2024, 9, 20)].local
    assert found[date(2024, 12, 26)].works
    assert not found[date(2024, 12, 25)].local
    assert list(found) == sorted(found)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("15", (15, "working_days")),
        (" 15 wd", (15, "working_days")),
        ("10 working days", (10, "working_days")),
        ("1 day", (1, "days")),
        ("6 weeks", (6, "weeks")),
        ("3m", (3, "months")),
        ("2 years", (2, "years")),
    ],
)
def test_a_span_is_read_as_people_write_it(typed: str, read: tuple[int, str]) -> None:
    assert rules.read_span("iha", typed) == read
    assert rules.read_span("return_interview", "48 Hours") == (48, "hours")
    assert rules.read_span("caseload_high", "65") == (65, "children")


@pytest.mark.parametrize("typed", ["", "soon", "3 moons", "-3", "0", "5 children", "3.5 days"])
def test_a_span_that_is_none_is_refused_with_words(typed: str) -> None:
    with pytest.raises(Refused):
        rules.read_span("iha", typed)


def test_two_devices_that_differ_on_a_limit_leave_it_to_a_person(tmp_path: Path) -> None:
    one, two = new_device(tmp_path / "1", 1), new_device(tmp_path / "2", 2)
    own = rules.set_rule(one, "iha", 15, STARTED)
    rules.set_rule(two, "iha", 10, STARTED)
    pass_on(one, two)
    (conflict,) = two.conflicts()
    assert (conflict.record, conflict.field) == (own, "amount")
    assert called(two, [("rule", own)])[own].whole == "Initial health assessment, from 2 Sep"
    two.decide(own, "amount", "15", "As the order says")
    assert rules.limit(two, "iha").amount == 15
