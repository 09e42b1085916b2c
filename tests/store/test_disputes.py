"""Disputes: informal first, stages with their clocks, skipping, outside referral, outcome."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from store import disputes, opening, reviews
from store.codes import DecisionState
from store.disputes import Dispute, DisputeOutcome, Stage, Theme
from store.errors import PlanReviewError, ReasonNeeded, Refused
from store.journal import Journal
from tests.store.caseload import add_child, log_first
from tests.store.devices import new_device, pass_on

OPENED = date(2024, 7, 1)


def with_dispute(folder: Path, *, today: date = date(2024, 9, 16)) -> tuple[Journal, str]:
    """A store with an informal dispute of 1 Jul about the first review's first decision."""
    journal = new_device(folder)
    journal.pinned_today = today
    child = add_child(journal)
    logged = log_first(journal, child)
    record = disputes.open_dispute(
        journal, child, Theme.DRIFT, "No dentist yet", OPENED, decision=logged.decisions[0]
    )
    return journal, record


def of(journal: Journal, record: str) -> Dispute:
    found = disputes.dispute(journal, record)
    assert found is not None
    return found


def decided(journal: Journal, record: str) -> DecisionState:
    about = of(journal, record).decision_id
    decision = reviews.decision(journal, about or "")
    assert decision is not None
    return decision.state


def test_it_begins_informally_with_its_own_clock(tmp_path: Path) -> None:
    journal, record = with_dispute(tmp_path)
    found = of(journal, record)
    assert (found.stage, found.formal, found.total_due) == (Stage.INFORMAL, None, None)
    assert (found.opened, found.due) == (OPENED, date(2024, 7, 8))
    assert (found.raised_by, found.child_ref, found.theme) == ("Alder", "C-0147", Theme.DRIFT)
    assert found.review_id == reviews.reviews(journal)[0].id
    assert decided(journal, record) is DecisionState.DISPUTE
    journal.undo()
    assert disputes.disputes(journal) == []
    assert reviews.decisions(journal)[0].state is DecisionState.RECOMMENDED


def test_stages_follow_each_other_each_with_its_clock(tmp_path: Path) -> None:
    journal, record = with_dispute(tmp_path)
    disputes.next_stage(journal, record, on=date(2024, 7, 8), with_whom="Rowan")
    found = of(journal, record)
    assert [(s.stage, s.due, s.with_whom) for s in found.stages] == [
        (Stage.TEAM_MANAGER, date(2024, 7, 16), "Rowan")  # not counting 15 Jul, a public holiday
    ]
    assert (found.formal, found.total_due) == (date(2024, 7, 8), date(2024, 8, 6))
    assert found.due == date(2024, 7, 16)
    assert any("15 Jul" in step.note for step in found.why)
    disputes.next_stage(journal, record, on=date(2024, 7, 17), answer="No")
    found = of(journal, record)
    first, second = found.stages
    assert (first.left, first.answer, first.answered) == (date(2024, 7, 17), "No", first.left)
    assert first.in_time is False
    assert (second.stage, found.stage_name) == (Stage.HEAD_OF_SERVICE, "head of service")
    assert found.due == date(2024, 7, 24)


def test_stages_can_be_skipped_and_all_of_them_together_have_20_days(tmp_path: Path) -> None:
    journal, record = with_dispute(tmp_path)
    disputes.next_stage(journal, record, Stage.DIRECTOR, date(2024, 7, 8))
    disputes.next_stage(journal, record, on=date(2024, 8, 5))
    found = of(journal, record)
    assert [s.stage for s in found.stages] == [Stage.DIRECTOR, Stage.CHIEF_OFFICER]
    assert found.stages[1].due == date(2024, 8, 12)
    # The clock of all stages runs out before the chief officer's own.
    assert (found.total_due, found.due) == (date(2024, 8, 6), date(2024, 8, 6))
    assert found.over_on(date(2024, 8, 7))
    assert not found.over_on(date(2024, 8, 6))
    with pytest.raises(Refused, match="last stage"):
        disputes.next_stage(journal, record)


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (DisputeOutcome.IN_FAVOUR, DecisionState.UPHELD),
        (DisputeOutcome.PARTLY, DecisionState.PARTLY_UPHELD),
        (DisputeOutcome.NOT, DecisionState.NOT_UPHELD),
        (DisputeOutcome.WITHDRAWN, DecisionState.NOT_UPHELD),
    ],
)
def test_the_outcome_decides_what_it_was_about(
    tmp_path: Path, outcome: DisputeOutcome, state: DecisionState
) -> None:
    journal, record = with_dispute(tmp_path)
    disputes.next_stage(journal, record, on=date(2024, 7, 8))
    disputes.close_dispute(journal, record, outcome, date(2024, 8, 6), "A dentist is found")
    found = of(journal, record)
    assert (found.outcome, found.closed, found.days) == (outcome, date(2024, 8, 6), 20)
    assert (found.in_time, found.due, found.is_open) == (True, None, False)
    assert found.stages[-1].left == date(2024, 8, 6)
    assert decided(journal, record) is state
    with pytest.raises(Refused, match="A dispute says"):
        reviews.agree(journal, found.decision_id or "")
    journal.undo()
    assert decided(journal, record) is DecisionState.DISPUTE


def test_closed_a_day_late(tmp_path: Path) -> None:
    journal, record = with_dispute(tmp_path)
    disputes.next_stage(journal, record, on=date(2024, 7, 8))
    disputes.close_dispute(journal, record, DisputeOutcome.NOT, date(2024, 8, 7))
    assert (of(journal, record).in_time, of(journal, record).days) == (False, 21)


def test_settled_informally_it_never_was_formal(tmp_path: Path) -> None:
    journal, record = with_dispute(tmp_path)
    disputes.close_dispute(journal, record, DisputeOutcome.IN_FAVOUR, date(2024, 7, 5))
    found = of(journal, record)
    assert (found.formal, found.in_time, found.days) == (None, None, None)


def test_an_answer_stops_the_stage_and_leaves_the_whole(tmp_path: Path) -> None:
    journal, record = with_dispute(tmp_path)
    with pytest.raises(Refused, match="informal still"):
        disputes.answer_stage(journal, record)
    disputes.next_stage(journal, record, on=date(2024, 7, 8))
    disputes.answer_stage(journal, record, date(2024, 7, 12), "Next month")
    found = of(journal, record)
    assert (found.answered, found.stages[0].in_time) == (True, True)
    assert found.due == found.total_due


def test_referral_outside_goes_at_any_time_once_the_body_has_a_name(tmp_path: Path) -> None:
    journal, record = with_dispute(tmp_path)
    with pytest.raises(Refused, match="No body outside"):
        disputes.refer_outside(journal, record)
    disputes.set_rung(journal, Stage.OUTSIDE, "Children's Commissioner")
    disputes.refer_outside(journal, record, date(2024, 7, 3))
    found = of(journal, record)
    assert (found.referred, found.referred_to) == (date(2024, 7, 3), "Children's Commissioner")
    assert found.is_open
    assert found.stage is Stage.INFORMAL


def test_england_names_its_body(tmp_path: Path) -> None:
    journal = opening.throwaway(tmp_path, "Alder", role="iro", region="ENG")
    assert disputes.outside_body(journal) == "Cafcass"
    opening.close_store(journal)


def test_a_service_has_its_own_stages(tmp_path: Path) -> None:
    journal, record = with_dispute(tmp_path)
    disputes.set_rung(journal, Stage.TEAM_MANAGER, used=False)
    disputes.set_rung(journal, Stage.HEAD_OF_SERVICE, "service lead")
    with pytest.raises(Refused, match="has no stage"):
        disputes.next_stage(journal, record, Stage.TEAM_MANAGER)
    disputes.next_stage(journal, record, on=date(2024, 7, 8))
    assert of(journal, record).stage_name == "service lead"
    disputes.set_rung(journal, Stage.HEAD_OF_SERVICE, "other words")
    assert of(journal, record).stage_name == "service lead", "as it was called then"
    disputes.set_rung(journal, Stage.DIRECTOR, used=False)
    disputes.set_rung(journal, Stage.CHIEF_OFFICER, used=False)
    with pytest.raises(Refused, match="one formal stage at least"):
        disputes.set_rung(journal, Stage.HEAD_OF_SERVICE, used=False)
    with pytest.raises(Refused, match="always there"):
        disputes.set_rung(journal, Stage.INFORMAL, used=False)


@pytest.mark.parametrize(
    ("stage", "on", "words"),
    [
        (Stage.TEAM_MANAGER, date(2024, 7, 9), "not down"),
        (Stage.HEAD_OF_SERVICE, date(2024, 7, 9), "not down"),
        (Stage.INFORMAL, date(2024, 7, 9), "no formal stage"),
        (Stage.OUTSIDE, date(2024, 7, 9), "no formal stage"),
        (Stage.DIRECTOR, date(2024, 7, 5), "before the stage began"),
        (Stage.DIRECTOR, date(2024, 9, 17), "still to come"),
    ],
)
def test_wrong_orders_are_refused_in_words(
    tmp_path: Path, stage: Stage, on: date, words: str
) -> None:
    journal, record = with_dispute(tmp_path)
    disputes.next_stage(journal, record, Stage.HEAD_OF_SERVICE, date(2024, 7, 8))
    before = of(journal, record)
    with pytest.raises(Refused, match=words):
        disputes.next_stage(journal, record, stage, on)
    assert of(journal, record) == before


def test_opening_is_refused_in_words(tmp_path: Path) -> None:
    journal, record = with_dispute(tmp_path)
    child, about = of(journal, record).child_id, of(journal, record).decision_id
    other = add_child(journal, "C-0200")
    with pytest.raises(Refused, match="open on this decision already"):
        disputes.open_dispute(journal, child, Theme.DRIFT, decision=about)
    with pytest.raises(Refused, match="no decision of this child"):
        disputes.open_dispute(journal, other, Theme.DRIFT, decision=about)
    with pytest.raises(Refused, match="still to come"):
        disputes.open_dispute(journal, child, Theme.DRIFT, opened=date(2025, 1, 1))
    with pytest.raises(PlanReviewError):
        disputes.open_dispute(journal, "nobody", Theme.DRIFT)
    disputes.close_dispute(journal, record, DisputeOutcome.WITHDRAWN, date(2024, 7, 2))
    with pytest.raises(Refused, match="was closed on"):
        disputes.close_dispute(journal, record, DisputeOutcome.NOT)
    with pytest.raises(Refused, match="was closed on"):
        disputes.next_stage(journal, record)


def test_one_form_moves_it_on(tmp_path: Path) -> None:
    journal, record = with_dispute(tmp_path)
    change = disputes.change_dispute
    assert change(journal, record, about="No dentist since May", theme=Theme.PRACTICE)
    assert change(journal, record, stage=Stage.TEAM_MANAGER, entered=date(2024, 7, 8))
    assert change(journal, record, with_whom="Rowan")
    assert change(journal, record, answered=date(2024, 7, 12), answer="Soon")
    assert change(journal, record, referred=date(2024, 7, 15), referred_to="Ombudsman")
    with pytest.raises(Refused, match="How did it end"):
        change(journal, record, closed=date(2024, 7, 20))
    assert change(journal, record, outcome=DisputeOutcome.PARTLY, closed=date(2024, 7, 20))
    found = of(journal, record)
    assert (found.about, found.stages[0].with_whom, found.stages[0].answer) == (
        "No dentist since May",
        "Rowan",
        "Soon",
    )
    assert (found.referred_to, found.closed) == ("Ombudsman", date(2024, 7, 20))
    with pytest.raises(ReasonNeeded):
        change(journal, record, outcome=DisputeOutcome.NOT)
    assert change(journal, record, "Misread", outcome=DisputeOutcome.NOT)
    assert decided(journal, record) is DecisionState.NOT_UPHELD
    with pytest.raises(Refused, match="on or before"):
        change(journal, record, "x", opened=date(2024, 7, 9))


def test_a_withdrawn_dispute_gives_the_decision_back(tmp_path: Path) -> None:
    journal, record = with_dispute(tmp_path)
    disputes.next_stage(journal, record, on=date(2024, 7, 8))
    with pytest.raises(ReasonNeeded):
        disputes.withdraw_dispute(journal, record, "")
    disputes.withdraw_dispute(journal, record, "Another child's")
    assert disputes.disputes(journal) == []
    assert reviews.decisions(journal)[0].state is DecisionState.RECOMMENDED


def test_a_closed_stage_keeps_its_last_day(tmp_path: Path) -> None:
    from store import calendars

    journal, record = with_dispute(tmp_path)
    disputes.next_stage(journal, record, on=date(2024, 7, 8))
    disputes.next_stage(journal, record, on=date(2024, 7, 10))
    calendars.add_extra_day(journal, date(2024, 7, 12), "Voted at short notice")
    first, second = of(journal, record).stages
    assert first.due == date(2024, 7, 16)
    assert second.due == date(2024, 7, 19)


def test_two_devices_that_take_one_stage_make_one(tmp_path: Path) -> None:
    one, record = with_dispute(tmp_path / "1")
    two = new_device(tmp_path / "2", 2)
    pass_on(one, two)
    disputes.next_stage(one, record, on=date(2024, 7, 8))
    disputes.next_stage(two, record, on=date(2024, 7, 9))
    pass_on(one, two)
    pass_on(two, one)
    assert one.state() == two.state()
    found = of(one, record)
    assert [entry.stage for entry in found.stages] == [Stage.TEAM_MANAGER]
    assert found.conflict
