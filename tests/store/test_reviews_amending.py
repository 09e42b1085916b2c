"""Changing what was logged: what needs a reason, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from store import reviews
from store.codes import CarriedOut, DecisionState, Participation, ReviewState
from store.errors import ReasonNeeded, Refused
from store.reviews import NoSuchDecision, NoSuchReview, Outcome, OutcomeRefused
from tests.store.caseload import FIRST, add_child, log_first
from tests.store.devices import new_device


@pytest.mark.parametrize(
    "fields",
    [
        {"participation": Participation.PN1},
        {"views": "Other words"},
        {"findings": "Other findings"},
        {"held": date(2024, 6, 21)},
        {"meetings": [FIRST, date(2024, 6, 10)]},
        {"due": date(2024, 6, 26)},
    ],
)
def test_a_protected_value_changes_only_for_a_reason(
    tmp_path: Path, fields: dict[str, Any]
) -> None:
    journal = new_device(tmp_path)
    logged = log_first(journal, add_child(journal))
    before = reviews.review(journal, logged.id)
    if "meetings" not in fields:
        with pytest.raises(ReasonNeeded):
            reviews.change_review(journal, logged.id, **fields)
    assert reviews.review(journal, logged.id) == before
    assert reviews.change_review(journal, logged.id, "Heard later", **fields)
    assert reviews.review(journal, logged.id) != before
    journal.undo()
    assert reviews.review(journal, logged.id) == before


def test_a_gap_is_filled_without_a_reason(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    logged = reviews.log_review(journal, Outcome(add_child(journal), held=FIRST))
    assert reviews.change_review(
        journal,
        logged.id,
        participation=Participation.PN1,
        findings=" Settled. ",
        attended=["child"],
    )
    assert not reviews.change_review(journal, logged.id, findings="Settled.")
    review = reviews.review(journal, logged.id)
    assert review is not None
    assert (review.participation, review.findings) == (Participation.PN1, "Settled.")


def test_once_distributed_every_change_is_an_amendment(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    logged = log_first(journal, add_child(journal))
    assert reviews.change_review(journal, logged.id, what_changed="Visits each Saturday")
    reviews.change_review(
        journal,
        logged.id,
        record_written=date(2024, 7, 10),
        record_distributed=date(2024, 7, 12),
    )
    with pytest.raises(ReasonNeeded, match="amendment"):
        reviews.change_review(journal, logged.id, what_changed="Visits each Sunday")
    assert reviews.change_review(journal, logged.id, "Misheard", what_changed="Each Sunday")
    assert reviews.change_review(journal, logged.id, care_plan_updated=date(2024, 7, 4))
    lines = [line for line in journal.history(logged.id) if line.field == "what_changed"]
    assert [line.reason for line in lines] == [None, "Misheard"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"held": date(2024, 9, 17)}, "held"),
        ({"held": date(2024, 5, 1)}, "held"),
        ({"participation": Participation.PN0}, "participation"),
        ({"next_due": date(2024, 6, 1)}, "next_due"),
        ({"record_written": date(2024, 9, 17)}, "record_written"),
        ({"decisions_sent": date(2024, 6, 19)}, "decisions_sent"),
        ({"state": ReviewState.CANCELLED}, "state_reason"),
    ],
)
def test_a_change_is_checked_like_the_form(
    tmp_path: Path, fields: dict[str, Any], field: str
) -> None:
    journal = new_device(tmp_path)
    logged = log_first(journal, add_child(journal))
    before = reviews.review(journal, logged.id)
    with pytest.raises(Refused) as refusal:
        reviews.change_review(journal, logged.id, "Because", **fields)
    assert refusal.value.field == field
    assert reviews.review(journal, logged.id) == before


def test_an_old_fault_elsewhere_does_not_stop_a_change(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = add_child(journal)
    logged = log_first(journal, child)
    with pytest.raises(OutcomeRefused):
        reviews.change_review(journal, logged.id, "x", next_due=FIRST)
    assert reviews.change_review(journal, logged.id, attended=["child", "mother"])


def test_a_single_sitting_moves_with_the_day_held(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    logged = log_first(journal, add_child(journal))
    reviews.change_review(journal, logged.id, "Wrong day", held=date(2024, 6, 21))
    review = reviews.review(journal, logged.id)
    assert review is not None
    assert [(m.on, m.counts) for m in review.meetings] == [(date(2024, 6, 21), True)]


def test_decisions_are_protected_once_they_say_something(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    logged = log_first(journal, add_child(journal))
    first = logged.decisions[0]
    for fields in (
        {"text": "Other words"},
        {"owner": "Rowan"},
        {"due": date(2024, 10, 1)},
        {"state": DecisionState.CONTESTED},
    ):
        with pytest.raises(ReasonNeeded):
            reviews.change_decision(journal, first, **fields)
    assert reviews.change_decision(journal, first, "Agreed with the team", owner="Rowan")
    assert reviews.change_decision(journal, first, carried_out=CarriedOut.YES)
    found = reviews.decision(journal, first)
    assert found is not None
    assert (found.owner, found.is_open) == ("Rowan", False)
    assert not reviews.change_decision(journal, first, owner="rowan")
    with pytest.raises(Refused, match="needs words"):
        reviews.change_decision(journal, first, "x", text=" ")


def test_a_decision_can_be_added_later_and_withdrawn(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    logged = log_first(journal, add_child(journal))
    added = reviews.add_decision(journal, logged.id, "See the dentist")
    found = reviews.decision(journal, added)
    assert found is not None
    assert (found.position, found.owner, found.due) == (4, None, None)
    with pytest.raises(ReasonNeeded):
        reviews.withdraw_decision(journal, added, "")
    reviews.withdraw_decision(journal, added, "Said twice")
    assert reviews.decision(journal, added) is None
    with pytest.raises(NoSuchDecision):
        reviews.change_decision(journal, added, text="x")


def test_a_withdrawn_review_takes_its_decisions_with_it(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    logged = log_first(journal, add_child(journal))
    with pytest.raises(ReasonNeeded):
        reviews.withdraw_review(journal, logged.id, " ")
    reviews.withdraw_review(journal, logged.id, "Another child's")
    assert reviews.reviews(journal) == []
    assert reviews.decisions(journal) == []
    with pytest.raises(NoSuchReview):
        reviews.change_review(journal, logged.id, views="x")
    journal.undo()
    assert len(reviews.decisions(journal)) == 3
