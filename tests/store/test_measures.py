"""Measures: the worked example, and every one against a slow, obvious filter."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import children, measures, reviews
from store.clock import WorkingDays
from store.codes import CarriedOut, DecisionState, Participation, ReviewCause, ReviewState
from store.measures import (
    DueReview,
    EndsBeforeItBegins,
    Facts,
    Owed,
    Ref,
    Span,
    last_quarter,
    last_week,
    percentage,
    refs,
)
from store.missing import Episode, MissingFrom, MissingType
from store.reviews import Decision, Outcome, Review
from tests.store.rooms import new_store

QUARTER = Span(date(2024, 1, 1), date(2024, 3, 31))
CALENDAR = WorkingDays("JE")
A_DAY = st.dates(date(2023, 12, 1), date(2024, 4, 30))


def test_the_worked_example_counts_one_of_three(tmp_path: Path) -> None:
    """Due 10 Jan held 10 Jan, 31 Jan held 2 Feb, 20 Mar not held, 28 Mar but left 20 Mar."""
    journal = new_store(tmp_path, today=date(2024, 4, 5))
    cases = [
        (date(2023, 12, 8), None, date(2024, 1, 10), date(2024, 1, 10)),
        (date(2024, 1, 3), None, date(2024, 1, 31), date(2024, 2, 2)),
        (date(2024, 2, 21), None, date(2024, 3, 20), None),
        (date(2024, 2, 29), date(2024, 3, 20), date(2024, 3, 28), None),
    ]
    ids = []
    for number, (started, ended, due, held) in enumerate(cases):
        child = children.add_child(journal, f"C-{number:04}", started=started)
        first = children.children(journal)
        assert next(c for c in first if c.id == child).next.due == due  # type: ignore[union-attr]
        if held is not None:
            ids.append(reviews.log_review(journal, Outcome(child_id=child, held=held)).id)
        if ended is not None:
            children.end_period(journal, children.period_id(child, started), ended)
    found = measures.reviews_on_time(Facts(journal).due, QUARTER)
    assert (len(found.counted), len(found.of)) == (1, 3)
    assert found.percent == 33
    assert found.counted == (Ref("review", ids[0]),)
    assert {group.reason: len(group.records) for group in found.left_out} == {"left_care": 1}


def test_a_review_not_held_is_late_only_once_its_last_day_is_over(tmp_path: Path) -> None:
    journal = new_store(tmp_path, today=date(2024, 3, 20))
    children.add_child(journal, "C-0001", started=date(2024, 2, 21))  # due 20 Mar, today
    found = measures.reviews_on_time(Facts(journal).due, QUARTER)
    assert found.of == ()
    assert [group.reason for group in found.left_out] == ["not_over"]


def test_a_review_never_held_before_the_child_left_is_late(tmp_path: Path) -> None:
    journal = new_store(tmp_path, today=date(2024, 4, 5))
    child = children.add_child(journal, "C-0001", started=date(2024, 2, 21))
    period = children.period_id(child, date(2024, 2, 21))
    children.end_period(journal, period, date(2024, 3, 21))
    found = measures.reviews_on_time(Facts(journal).due, QUARTER)
    assert found.of == (Ref("period", period),)
    assert found.counted == ()


def test_an_adjourned_review_is_counted_once(tmp_path: Path) -> None:
    journal = new_store(tmp_path, today=date(2024, 4, 5))
    child = children.add_child(journal, "C-0001", started=date(2024, 2, 21))
    adjourned = reviews.log_review(
        journal,
        Outcome(child_id=child, state=ReviewState.ADJOURNED, meetings=[date(2024, 3, 15)]),
    )
    found = measures.reviews_on_time(Facts(journal).due, QUARTER)
    assert found.of == (Ref("review", adjourned.id),)
    assert found.counted == ()


due_reviews = st.lists(
    st.builds(
        DueReview,
        record=st.integers(0, 10**6).map(lambda n: Ref("review", f"{n:032x}")),
        child_id=st.sampled_from(["a", "b", "c"]),
        ordinal=st.integers(1, 4),
        due=A_DAY,
        held=st.none() | A_DAY,
        left=st.none() | A_DAY,
        passed=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda one: one.record,
)


@given(due_reviews, A_DAY, st.integers(0, 120))
def test_on_time_agrees_with_a_slow_filter(due: list[DueReview], begin: date, days: int) -> None:
    span = Span(begin, begin + timedelta(days))
    counted, of = set(), set()
    every: dict[str, list[bool]] = {}
    for one in due:
        if one.due < span.begin or one.due > span.end:
            continue
        if one.left is not None and not one.left > one.due:
            continue
        if one.held is None and not one.passed:
            continue
        of.add(one.record)
        good = one.held is not None and not one.held > one.due
        if good:
            counted.add(one.record)
        every.setdefault(one.child_id, []).append(good)
    found = measures.reviews_on_time(due, span)
    assert (set(found.counted), set(found.of)) == (counted, of)
    assert set(found.rest) == of - counted
    by_child = measures.children_on_time(due, span)
    assert by_child.of == refs("child", every)
    assert by_child.counted == refs("child", [c for c, all_ in every.items() if all(all_)])


def made_review(number: int, held: date | None, code: Participation | None, done: object) -> Review:
    """A review with what the measures look at."""
    return Review(
        id=f"{number:032x}", ref="", child_id="a", child_ref="", ordinal=1, ordinal_word="",
        cause=ReviewCause.ROUTINE, ground=None,
        state=ReviewState.HELD if held else ReviewState.ADJOURNED,
        due=None, due_why="", held=held, meetings=(), participation=code, attended=(), views="",
        what_changed="", findings="", late_reason=None, next_due=None, on_time=None,
        conflict=False, decisions=0, record_distributed=done,  # type: ignore[arg-type]
    )  # fmt: skip


codes = st.none() | st.sampled_from(list(Participation))
made = st.lists(st.tuples(st.none() | A_DAY, codes, st.none() | A_DAY), max_size=12).map(
    lambda rows: [made_review(number, *row) for number, row in enumerate(rows)]
)


@given(made)
def test_participation_agrees_with_a_slow_filter(found: list[Review]) -> None:
    held = [r for r in found if r.held and QUARTER.begin <= r.held <= QUARTER.end]
    assert measures.held_in(found, QUARTER) == held
    coded = {r.id for r in held if r.participation and r.participation.value != "PN0"}
    part = {r.id for r in held if r.participation and r.participation.value[2] in "12356"}
    there = {r.id for r in held if r.participation and r.participation.value[2] in "1234"}
    taken, seen = measures.participation(held), measures.attendance(held)
    assert {ref.id for ref in taken.of} == {ref.id for ref in seen.of} == coded
    assert {ref.id for ref in taken.counted} == part
    assert {ref.id for ref in seen.counted} == there
    apart = {group.reason: len(group.records) for group in taken.left_out}
    assert apart.get("under_four", 0) == sum(r.participation is Participation.PN0 for r in held)
    assert apart.get("no_code", 0) == sum(r.participation is None for r in held)


@settings(max_examples=60)
@given(made, A_DAY)
def test_distribution_agrees_with_counting_the_days(found: list[Review], today: date) -> None:
    def twentieth(day: date) -> date:
        left = 20
        while left:
            day += timedelta(1)
            left -= day.weekday() < 5 and CALENDAR.holiday_name(day) is None
        return day

    counted, of = set(), set()
    for review in found:
        if review.held is None or not QUARTER.covers(last := twentieth(review.held)):
            continue
        done = review.record_distributed
        if done is None and last >= today:
            continue
        of.add(review.id)
        if done is not None and done <= last:
            counted.add(review.id)
    measured = measures.paper_in_time("record_distributed", found, CALENDAR, today, QUARTER)
    assert {ref.id for ref in measured.of} == of
    assert {ref.id for ref in measured.counted} == counted


@given(
    st.lists(
        st.tuples(
            st.none() | A_DAY,
            st.sampled_from(list(DecisionState)),
            st.none() | st.sampled_from(list(CarriedOut)),
        ),
        max_size=12,
    ),
    A_DAY,
)
def test_decisions_agree_with_a_slow_filter(
    rows: list[tuple[date | None, DecisionState, CarriedOut | None]], today: date
) -> None:
    found = [
        Decision(
            id=str(number), ref="", review_id="", child_id="", child_ref="", position=1, text="",
            owner=None, due=due, carried_out=done, carried_out_reason="", state=state,
            conflict=False,
        )
        for number, (due, state, done) in enumerate(rows)
    ]  # fmt: skip
    here = [
        d
        for d in found
        if d.due
        and QUARTER.begin <= d.due <= QUARTER.end
        and d.state is not DecisionState.DISPUTE
        and not (d.carried_out is None and d.due >= today)
    ]
    measured = measures.decisions_carried_out(found, [], today, QUARTER)
    assert {ref.id for ref in measured.of} == {d.id for d in here}
    yes = {d.id for d in here if d.carried_out is CarriedOut.YES}
    assert {ref.id for ref in measured.counted} == yes


owed = st.lists(
    st.builds(
        Owed,
        record=st.integers(0, 10**6).map(lambda n: Ref("health", f"{n:06}")),
        due=A_DAY,
        done=st.none() | A_DAY,
        left=st.none() | A_DAY,
        exempt=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda one: one.record,
)


@given(owed, A_DAY)
def test_what_is_owed_by_a_day_agrees_with_a_slow_filter(found: list[Owed], today: date) -> None:
    counted, of, left_out = set(), set(), set()
    for one in found:
        if one.due < QUARTER.begin or one.due > QUARTER.end:
            continue
        gone = one.left is not None and one.left < one.due
        waits = one.done is None and not one.due < today
        if one.exempt or gone or waits:
            left_out.add(one.record)
            continue
        of.add(one.record)
        if one.done is not None and not one.done > one.due:
            counted.add(one.record)
    measured = measures.in_time("iha_in_time", found, today, QUARTER)
    assert (set(measured.counted), set(measured.of)) == (counted, of)
    assert {ref for group in measured.left_out for ref in group.records} == left_out


@given(st.lists(st.tuples(A_DAY, st.integers(1, 4), st.none() | st.booleans()), max_size=12))
def test_midway_and_permanence_agree_with_a_slow_filter(
    rows: list[tuple[date, int, bool | None]],
) -> None:
    held = [
        replace(made_review(number, day, None, None), ordinal=ordinal)
        for number, (day, ordinal, _) in enumerate(rows)
    ]
    said = {f"{n:032x}": yes for n, (_, _, yes) in enumerate(rows) if yes is not None}
    midway = measures.midway_checked(held, said)
    assert {ref.id for ref in midway.of} == {r.id for r in held if r.ordinal != 1}
    assert {ref.id for ref in midway.counted} == {
        r.id for r in held if r.ordinal != 1 and said.get(r.id) is True
    }
    agreed = measures.permanence_by_second(held, said)
    assert {ref.id for ref in agreed.of} == {r.id for r in held if r.ordinal == 2 and r.id in said}
    assert {ref.id for ref in agreed.counted} == {
        r.id for r in held if r.ordinal == 2 and said.get(r.id) is True
    }
    short = {r.id for r in held if r.ordinal == 2 and r.id not in said}
    assert {ref.id for group in agreed.left_out for ref in group.records} == short


HOURS = st.integers(0, 200)


@given(st.lists(st.tuples(A_DAY, HOURS, st.none() | HOURS, st.booleans()), max_size=8), A_DAY)
def test_interviews_agree_with_counting_the_hours(
    rows: list[tuple[date, int, int | None, bool]], today: date
) -> None:
    found, counted, of = [], set(), set()
    for number, (day, away, after, refused) in enumerate(rows):
        back = datetime(day.year, day.month, day.day, 22, tzinfo=UTC) + timedelta(hours=away)
        last = (back + timedelta(hours=72)).astimezone()
        held = None if after is None else (back + timedelta(hours=after)).astimezone()
        found.append(
            Episode(
                id=str(number), ref="", child_id="a", child_ref="", type=MissingType.MISSING,
                missing_from=MissingFrom.CARE, started=back, ended=back, interview_due=last,
                offered=None, refused=refused, interviewed=held, by=None, said="",
                late_reason="", note="", conflict=False,
            )
        )  # fmt: skip
        waits = held is None and not refused and last.date() >= today
        if QUARTER.begin <= last.date() <= QUARTER.end and not waits:
            of.add(str(number))
            if after is not None and after <= 72:
                counted.add(str(number))
    measured = measures.interviews_in_time(found, today, QUARTER)
    assert ({r.id for r in measured.counted}, {r.id for r in measured.of}) == (counted, of)


periods = st.lists(st.tuples(A_DAY, st.none() | st.integers(0, 90)), max_size=2)


@given(st.lists(periods, max_size=5))
def test_who_was_looked_after_adds_up(everyone: list[list[tuple[date, int | None]]]) -> None:
    found = [
        children.Child(
            id=str(number), ref="", authority="JE", local_id="", dob=None, age=None, iro=None,
            social_worker=None, team=None, became_looked_after=None, looked_after=False,
            next=None, last_held=None,
            periods=tuple(
                children.Period(
                    id=f"{number}-{place}", child_id=str(number), started=started,
                    ended=None if days is None else started + timedelta(days),
                    legal_status=None, placement=None, rule_set="routine",
                )
                for place, (started, days) in enumerate(own)
            ),
        )
        for number, own in enumerate(everyone)
    ]  # fmt: skip
    known = measures.cohort(found, QUARTER)
    assert set(known.during) == set(known.before) | set(known.entered)
    # Whoever is there at the end was there before or came; whoever was there left or is there.
    assert set(known.at_end) <= set(known.during) <= set(known.at_end) | set(known.left)
    groups = measures.by_age(found, known.at_end, QUARTER.end)
    assert sorted(ref for _, _, own in groups for ref in own) == sorted(known.at_end)


@pytest.mark.parametrize(
    ("today", "quarter", "week"),
    [
        (date(2024, 9, 16), "2024-Q2", "2024-W37"),
        (date(2024, 1, 1), "2023-Q4", "2023-W52"),
        (date(2024, 10, 1), "2024-Q3", "2024-W39"),
    ],
)
def test_the_last_quarter_and_week_that_are_over(today: date, quarter: str, week: str) -> None:
    assert last_quarter(today).name == quarter
    assert last_week(today).name == week
    assert last_quarter(today).end < today
    assert last_week(today).end < today


@given(A_DAY, st.integers(0, 200))
def test_a_span_goes_back_and_forth(begin: date, days: int) -> None:
    for span in (Span(begin, begin + timedelta(days)), last_quarter(begin), last_week(begin)):
        assert span.earlier().later() == span
        assert span.earlier().end + timedelta(1) == span.begin


def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(EndsBeforeItBegins, match="before it begins"):
        Span(date(2024, 2, 1), date(2024, 1, 31))


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(1, 3, 33), (2, 3, 67), (1, 2, 50), (0, 0, None), (0, 7, 0), (7, 7, 100), (299, 300, 99),
     (1, 300, 1), (1, 8, 13)],
)  # fmt: skip
def test_percentages_are_exact_at_both_ends(part: int, whole: int, shown: int | None) -> None:
    assert percentage(part, whole) == shown


def test_every_live_measure_says_what_it_counts(tmp_path: Path) -> None:
    facts = Facts(new_store(tmp_path))
    for found in measures.measured(facts, last_quarter(facts.today)):
        assert found.title
        assert "out of" in found.definition
        assert found.percent is None
