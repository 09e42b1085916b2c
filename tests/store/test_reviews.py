"""Logging a review: the clock, the legal order, the decisions, one unit of work."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from store import calendars, children, reviews
from store.codes import (
    Attendee,
    BringForward,
    CarriedOut,
    DecisionState,
    LateReason,
    Participation,
    ReviewCause,
    ReviewState,
)
from store.errors import Refused
from store.reviews import LookedBack, Outcome, OutcomeRefused, ProposedDecision
from tests.store.caseload import FIRST, PERIOD, SECOND, STARTED, add_child, log_first, whole_outcome
from tests.store.devices import new_device, pass_on

TODAY = date(2024, 9, 16)


def test_the_clock_says_what_is_expected_before_anything_is_typed(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = add_child(journal)
    first = reviews.expected(journal, child)
    assert first.due is not None
    assert (first.ordinal_word, first.due.due, first.last_decisions) == (
        "First",
        date(2024, 6, 25),
        (),
    )
    log_first(journal, child)
    second = reviews.expected(journal, child)
    assert second.due is not None
    assert (second.ordinal, second.due.due) == (2, date(2024, 9, 20))
    assert second.due.sentence == "3 months after 20 Jun 2024"
    assert second.planned == date(2024, 9, 20)
    assert [d.text for d in second.last_decisions] == [
        "Dental check booked",
        "Family time plan written",
        "Passport application",
    ]
    after = second.next_after(SECOND)
    assert after is not None
    assert after.due == date(2025, 3, 13)


def test_the_plan_of_a_review_held_early_is_not_the_plan_of_the_next(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = add_child(journal)
    log_first(journal, child)
    reviews.plan_review(journal, child, date(2024, 9, 18))
    reviews.log_review(journal, replace(whole_outcome(child, SECOND), next_due=None))
    found = children.child(journal, child)
    assert found is not None
    assert found.last_held == SECOND
    assert found.planned is None


def test_a_whole_outcome_is_one_step(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = add_child(journal)
    before = len(journal.units())
    logged = log_first(journal, child)
    assert len(journal.units()) == before + 1
    assert logged.gaps == ()
    assert logged.ref == f"R-{logged.id[:6]}"
    found = reviews.review(journal, logged.id)
    assert found is not None
    assert (found.ordinal, found.ordinal_word, found.child_ref) == (1, "First", "C-0147")
    assert (found.cause, found.state) == (ReviewCause.ROUTINE, ReviewState.HELD)
    assert (found.due, found.held, found.on_time) == (date(2024, 6, 25), FIRST, True)
    assert found.due_why == "20 working days from 28 May 2024"
    assert [(m.on, m.counts) for m in found.meetings] == [(FIRST, True)]
    assert found.attended == (Attendee.CHILD, Attendee.CARER)
    assert found.decisions == 3
    assert [d.id for d in reviews.decisions(journal, review_id=logged.id)] == logged.decisions
    journal.undo()
    assert reviews.reviews(journal) == []
    assert reviews.decisions(journal) == []
    journal.redo()
    assert reviews.review(journal, logged.id) == found
    assert len(reviews.decisions(journal)) == 3


def test_a_child_and_a_day_are_enough_and_every_gap_is_named(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = add_child(journal)
    logged = reviews.log_review(
        journal,
        Outcome(child, held=date(2024, 7, 1), decisions=[ProposedDecision("See the dentist")]),
    )
    assert logged.gaps == (
        "why it was late",
        "participation",
        "who attended",
        "views",
        "findings",
        "an owner",
        "a date",
        "next review",
    )
    (decision,) = reviews.decisions(journal)
    assert (decision.owner, decision.due, decision.is_open) == (None, None, True)
    assert reviews.reviews(journal)[0].on_time is False


def test_a_child_without_a_period_has_no_clock_but_its_review_is_kept(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = children.add_child(journal, "C-9")
    logged = reviews.log_review(journal, Outcome(child, held=SECOND))
    assert logged.gaps[0] == "period of being looked after"
    (review,) = reviews.reviews(journal)
    assert (review.due, review.on_time, review.ordinal) == (None, None, 1)
    children.add_period(journal, child, STARTED)
    found = children.child(journal, child)
    assert found is not None
    assert found.held == (SECOND,), "a review is counted in the period that covers its day"


def test_the_next_review_looks_back_in_the_same_step(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = add_child(journal)
    first = log_first(journal, child)
    reviews.log_review(
        journal,
        replace(
            whole_outcome(child, SECOND),
            last_time=[
                LookedBack(first.decisions[0], CarriedOut.YES),
                LookedBack(first.decisions[1], CarriedOut.PARTLY, "not agreed"),
                LookedBack(first.decisions[2], CarriedOut.NO, "no owner"),
            ],
            next_due=date(2025, 3, 13),
        ),
    )
    found = reviews.decisions(journal, review_id=first.id)
    assert [(d.carried_out, d.carried_out_reason) for d in found] == [
        (CarriedOut.YES, ""),
        (CarriedOut.PARTLY, "not agreed"),
        (CarriedOut.NO, "no owner"),
    ]
    assert len(reviews.decisions(journal, open_only=True)) == 3
    journal.undo()
    assert all(d.is_open for d in reviews.decisions(journal, review_id=first.id))


def test_ordinals_are_counted_in_each_period_whenever_a_review_is_entered(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = children.add_child(journal, "C-1", started=date(2022, 1, 10))
    earlier = children.period_id(child, date(2022, 1, 10))
    reviews.log_review(journal, Outcome(child, held=date(2022, 4, 20)))
    reviews.log_review(journal, Outcome(child, held=date(2022, 2, 1)))
    children.end_period(journal, earlier, date(2022, 6, 1))
    children.add_period(journal, child, STARTED)
    reviews.log_review(journal, Outcome(child, held=FIRST))
    assert [(r.held, r.ordinal) for r in reviews.reviews(journal)] == [
        (FIRST, 1),
        (date(2022, 4, 20), 2),
        (date(2022, 2, 1), 1),
    ]
    assert reviews.expected(journal, child, date(2022, 3, 1)).ordinal == 2
    assert reviews.expected(journal, child, date(2022, 3, 1)).held == (date(2022, 2, 1),)


def test_a_review_keeps_the_due_date_that_was_in_force(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = add_child(journal)
    log_first(journal, child)
    calendars.add_extra_day(journal, date(2024, 6, 3), "Island day")
    assert reviews.reviews(journal)[0].due == date(2024, 6, 25)


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"held": None}, "held", "needs the day it was held"),
        ({"held": date(2024, 9, 17)}, "held", "17 Sep 2024 is still to come"),
        ({"held": date(2024, 5, 27)}, "held", "before the child became looked after on 28 May"),
        ({"held": date(2013, 5, 1)}, "held", "before the child's birth on 2 May 2013"),
        ({"meetings": [date(2024, 6, 21)]}, "held", "none of the sittings"),
        ({"meetings": [FIRST, date(2024, 5, 1)]}, "meetings", "before the child became"),
        ({"participation": Participation.PN0}, "participation", "was 11 on 20 Jun 2024"),
        ({"next_due": FIRST}, "next_due", "not after this review"),
        ({"decisions": [ProposedDecision(" ", "Hazel")]}, "decisions", "Decision 1 has no words"),
        ({"last_time": [LookedBack("0" * 32, CarriedOut.YES)]}, "last_time", "no decision of this"),
        ({"ground": BringForward.IRO_ASKS}, "ground", "routine review has no ground"),
        ({"state": ReviewState.CANCELLED}, "state", "held or adjourned"),
        ({"child_id": "0" * 32}, "child_id", "needs a child"),
    ],
)
def test_a_wrong_order_is_refused_with_words_and_nothing_is_saved(
    tmp_path: Path, change: dict[str, Any], field: str, sentence: str
) -> None:
    journal = new_device(tmp_path)
    child = add_child(journal)
    with pytest.raises(OutcomeRefused, match=sentence) as refusal:
        reviews.log_review(journal, replace(whole_outcome(child), **change))
    assert refusal.value.field == field
    assert refusal.value.problems[0].sentence == refusal.value.sentence
    assert reviews.reviews(journal) == []
    assert reviews.decisions(journal) == []


def test_after_leaving_care_no_review_is_held(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = add_child(journal)
    children.end_period(journal, PERIOD, date(2024, 6, 19))
    with pytest.raises(OutcomeRefused, match="after the child left care on 19 Jun 2024"):
        log_first(journal, child)


def test_one_day_is_one_review(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = add_child(journal)
    log_first(journal, child)
    with pytest.raises(OutcomeRefused, match="20 Jun 2024 is logged already"):
        log_first(journal, child)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"attended": [Attendee.CARER]}, "attended"),
        ({"participation": Participation.PN6}, "attended"),
        ({"next_due": date(2024, 9, 21)}, "next_due"),
        ({"cause": ReviewCause.BROUGHT_FORWARD}, "ground"),
        ({"decisions": [ProposedDecision("Now", "Hazel", STARTED)]}, "decisions"),
    ],
)
def test_what_is_odd_is_asked_and_does_not_block(
    tmp_path: Path, change: dict[str, Any], field: str
) -> None:
    journal = new_device(tmp_path)
    outcome = replace(whole_outcome(add_child(journal)), **change)
    (problem,) = reviews.check(journal, outcome, TODAY)
    assert (problem.field, problem.blocks) == (field, False)
    reviews.log_review(journal, outcome)


def test_a_series_of_meetings_is_one_review_with_the_day_that_counts(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = add_child(journal)
    series = [date(2024, 6, 20), date(2024, 6, 27)]
    logged = reviews.log_review(journal, Outcome(child, meetings=series))
    review = reviews.review(journal, logged.id)
    assert review is not None
    assert (review.held, review.on_time) == (series[1], False), "the last sitting counts"
    assert [(m.on, m.counts) for m in review.meetings] == [(series[0], False), (series[1], True)]
    reviews.change_review(journal, logged.id, "The IRO says the first", held=series[0])
    review = reviews.review(journal, logged.id)
    assert review is not None
    assert (review.held, review.on_time) == (series[0], True)
    assert len(review.meetings) == 2


def test_an_adjourned_review_is_not_held_until_it_is_finished(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = add_child(journal)
    logged = reviews.log_review(
        journal, Outcome(child, state=ReviewState.ADJOURNED, meetings=[FIRST])
    )
    review = reviews.review(journal, logged.id)
    assert review is not None
    assert (review.state, review.held, review.on_time) == (ReviewState.ADJOURNED, None, False)
    assert reviews.expected(journal, child).ordinal == 1
    reviews.change_review(journal, logged.id, held=date(2024, 6, 24))
    review = reviews.review(journal, logged.id)
    assert review is not None
    assert (review.state, review.on_time) == (ReviewState.HELD, True)
    assert [m.on for m in review.meetings] == [FIRST, date(2024, 6, 24)]
    assert reviews.expected(journal, child).ordinal == 2


def test_a_cancelled_review_takes_no_place_and_stops_no_clock(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = add_child(journal)
    with pytest.raises(Refused, match="reason"):
        reviews.cancel_review(journal, child, " ")
    reviews.cancel_review(journal, child, "Snow")
    (review,) = reviews.reviews(journal)
    assert (review.state, review.state_reason, review.on_time) == (
        ReviewState.CANCELLED,
        "Snow",
        None,
    )
    log_first(journal, child)
    assert {r.state: r.ordinal for r in reviews.reviews(journal)} == {
        ReviewState.CANCELLED: 2,
        ReviewState.HELD: 1,
    }
    assert reviews.expected(journal, child).ordinal == 2


def test_the_day_agreed_is_kept_beside_the_limit(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = add_child(journal)
    log_first(journal, child)
    reviews.plan_review(journal, child, date(2024, 9, 18))
    found = children.child(journal, child)
    assert found is not None
    assert found.next is not None
    assert (found.planned, found.next.due) == (date(2024, 9, 18), date(2024, 9, 20))
    with pytest.raises(Refused, match="before the child became"):
        reviews.plan_review(journal, child, date(2024, 5, 1))


def test_silence_makes_a_decision_and_is_never_stored(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    logged = log_first(journal, add_child(journal))

    def states(today: date) -> set[tuple[DecisionState, bool]]:
        journal.pinned_today = today
        return {(d.state, d.silent) for d in reviews.decisions(journal)}

    assert states(TODAY) == {(DecisionState.RECOMMENDED, False)}
    reviews.change_review(journal, logged.id, decisions_received=date(2024, 9, 9))
    assert states(TODAY) == {(DecisionState.RECOMMENDED, False)}
    assert states(date(2024, 9, 17)) == {(DecisionState.DECIDED, True)}
    reviews.change_decision(
        journal,
        logged.decisions[0],
        "An objection of 12 Sep came in",
        state=DecisionState.CONTESTED,
        contested=date(2024, 9, 12),
    )
    contested = reviews.decision(journal, logged.decisions[0])
    assert contested is not None
    assert (contested.state, contested.silent) == (DecisionState.CONTESTED, False)


def test_a_conflict_shows_on_the_review_and_on_the_decision(tmp_path: Path) -> None:
    one, two = new_device(tmp_path / "1", 1), new_device(tmp_path / "2", 2)
    logged = log_first(one, add_child(one))
    pass_on(one, two)
    for journal, code in ((one, Participation.PN1), (two, Participation.PN3)):
        reviews.change_review(journal, logged.id, "Heard later", participation=code)
        reviews.change_decision(journal, logged.decisions[0], "Asked", owner=journal.author.device)
    pass_on(two, one)
    assert [r.conflict for r in reviews.reviews(one)] == [True]
    assert [d.conflict for d in reviews.decisions(one)] == [True, False, False]


def test_long_and_strange_words_are_kept_as_typed(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = add_child(journal)
    words = "[b]x[/y] \x1b[31m \u202e" + "w" * 100_000
    logged = reviews.log_review(journal, replace(whole_outcome(child), findings=words))
    review = reviews.review(journal, logged.id)
    assert review is not None
    assert review.findings == words
    with pytest.raises(Refused, match="findings"):
        reviews.change_review(journal, logged.id, "NUL", findings="a\x00b")


def test_many_reviews_take_a_few_questions(tmp_path: Path) -> None:
    journal = new_device(tmp_path)

    def asked() -> int:
        statements: list[str] = []
        journal.database.connection().set_trace_callback(statements.append)
        reviews.reviews(journal)
        reviews.decisions(journal, open_only=True)
        journal.database.connection().set_trace_callback(None)
        return len(statements)

    log_first(journal, add_child(journal))
    one = asked()
    with journal.unit_of_work("many"):
        for number in range(1, 30):
            log_first(journal, add_child(journal, f"C-{number}"))
    assert asked() <= one + 2
    assert one < 25


def test_a_late_review_says_why(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = add_child(journal)
    outcome = replace(
        whole_outcome(child, date(2024, 6, 26)),
        late_reason=LateReason.FAMILY,
        next_due=date(2024, 9, 26),
    )
    assert reviews.gaps(outcome, reviews.expected(journal, child, outcome.held)) == ()
    logged = reviews.log_review(journal, outcome)
    review = reviews.review(journal, logged.id)
    assert review is not None
    assert (review.on_time, review.late_reason) == (False, LateReason.FAMILY)


def test_the_decisions_in_sight_are_those_somebody_has_to_look_at(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = add_child(journal)
    outcome = Outcome(
        child,
        held=FIRST,
        decisions=[
            ProposedDecision(f"{owner or 'nobody'} by {due}", owner, due)
            for owner in ("Hazel", "hazel ", "Rowan", "")
            for due in (None, date(2024, 9, 1), date(2024, 9, 20), date(2024, 11, 1))
        ],
    )
    logged = reviews.log_review(journal, outcome)
    done = reviews.decisions(journal, review_id=logged.id)[1]
    reviews.change_decision(journal, done.id, carried_out=CarriedOut.YES)
    today, horizon = date(2024, 9, 16), date(2024, 9, 30)

    def looked_for(one: reviews.Decision, only_own: bool) -> bool:
        own = (one.owner or "").casefold() == "hazel"
        late = one.due is not None and one.due < today
        bare = one.due is None or not one.owner
        near = own and one.due is not None and one.due <= horizon
        return (own or not only_own) and (late or bare or near)

    still = reviews.decisions(journal, open_only=True)
    for only_own in (False, True):
        found = reviews.decisions_in_sight(journal, today, "HAZEL", horizon, only_own=only_own)
        assert found == [one for one in still if looked_for(one, only_own)]
        assert found
