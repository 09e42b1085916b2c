"""The checklist of a review, reasons for lateness of one's own, adjourning, bringing forward."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from store import children, reviews
from store.codes import BringForward, LateReason, ReviewState, UnknownCode
from store.errors import ReasonNeeded, Refused
from store.reviews import FoundPoint, Met, Outcome, OutcomeRefused, OwnReason, Topic
from tests.store.caseload import BORN, FIRST, SECOND, STARTED, add_child, log_first, whole_outcome
from tests.store.devices import pass_on
from tests.store.rooms import new_store

CHECKED = [
    FoundPoint(Topic.HEALTH, Met.YES, "Teeth seen in July."),
    FoundPoint(Topic.EDUCATION, Met.PARTLY),
    FoundPoint(Topic.PERMANENCE, Met.YES, None, date(2024, 6, 18)),
    FoundPoint(Topic.PLACEMENT),
]


def test_a_checklist_is_saved_with_its_review_and_undone_with_it(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = add_child(journal)
    logged = reviews.log_review(journal, replace(whole_outcome(child), points=CHECKED))
    found = reviews.points(journal, review_id=logged.id)
    assert [(one.topic, one.answer, one.note, one.agreed) for one in found] == [
        (Topic.HEALTH, Met.YES, "Teeth seen in July.", None),
        (Topic.EDUCATION, Met.PARTLY, "", None),
        (Topic.PERMANENCE, Met.YES, "", date(2024, 6, 18)),
    ]
    assert found[0].standard == "Standard 9"
    assert found[0].id == reviews.point_id(logged.id, Topic.HEALTH)
    journal.undo()
    assert reviews.points(journal) == []


def test_a_checklist_survives_a_draft() -> None:
    outcome = replace(whole_outcome("c"), points=CHECKED, late_reason=OwnReason("Fog on the sea"))
    assert Outcome.from_draft(outcome.to_draft()) == outcome
    with pytest.raises(Refused):
        Outcome.from_draft({"child_id": "c", "points": [["nonsense"]]})


def test_what_is_asked_from_sixteen_is_not_asked_before() -> None:
    assert Topic.STAYING_PUT not in reviews.topics_at(15)
    assert Topic.STAYING_PUT in reviews.topics_at(16)
    assert reviews.topics_at(None) == tuple(Topic)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (FoundPoint(Topic.STAYING_PUT, Met.YES), "from the age of 16"),
        (FoundPoint(Topic.HEALTH, Met.YES, agreed=FIRST), "Only the permanence plan"),
        (FoundPoint(Topic.PERMANENCE, Met.YES, agreed=date(2024, 9, 17)), "still to come"),
    ],
)
def test_what_cannot_be_said_of_a_topic_is_refused(
    tmp_path: Path, found: FoundPoint, said: str
) -> None:
    journal = new_store(tmp_path)
    child = add_child(journal)
    outcome = replace(whole_outcome(child), points=[found])
    with pytest.raises(OutcomeRefused, match=said) as refused:
        reviews.log_review(journal, outcome)
    assert refused.value.field == f"points.{found.topic.value}"
    logged = log_first(journal, child)
    with pytest.raises(Refused, match=said):
        reviews.set_points(journal, logged.id, [found])
    assert reviews.points(journal) == []


def test_an_answer_that_stands_changes_for_a_reason(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    logged = log_first(journal, add_child(journal))
    made = reviews.set_point(journal, logged.id, Topic.HEALTH, Met.NO)
    assert reviews.set_point(journal, logged.id, Topic.HEALTH, note="No dentist.") == made
    with pytest.raises(ReasonNeeded):
        reviews.set_point(journal, logged.id, Topic.HEALTH, Met.YES)
    assert reviews.change_point(journal, made, "Seen since", answer=Met.YES)
    assert reviews.points(journal)[0].answer is Met.YES


def test_after_distribution_the_checklist_is_amended(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    logged = log_first(journal, add_child(journal))
    reviews.change_review(journal, logged.id, record_distributed=date(2024, 7, 10))
    assert reviews.amendments(journal, logged.id) == []
    with pytest.raises(ReasonNeeded, match="amendment"):
        reviews.set_point(journal, logged.id, Topic.HEALTH, Met.YES)
    with pytest.raises(ReasonNeeded, match="amendment"):
        reviews.add_decision(journal, logged.id, "Eye test")
    reviews.set_point(journal, logged.id, Topic.HEALTH, Met.YES, reason="Left out")
    reviews.add_decision(journal, logged.id, "Eye test", reason="Left out")
    reviews.change_review(journal, logged.id, "Misheard", findings="Settled well.")
    lines = reviews.amendments(journal, logged.id)
    assert {line.reason for line in lines} == {"Left out", "Misheard"}
    assert lines[0].field == "findings"


def test_a_standard_is_what_the_service_calls_it(tmp_path: Path) -> None:
    one, other = new_store(tmp_path, 1), new_store(tmp_path, 2)
    assert reviews.standards(one)[Topic.EDUCATION] == ""
    assert reviews.set_standard(one, Topic.EDUCATION, " Standard 4 ")
    assert reviews.set_standard(one, Topic.HEALTH, None)
    pass_on(one, other)
    assert reviews.standards(other)[Topic.EDUCATION] == "Standard 4"
    assert reviews.standards(other)[Topic.HEALTH] == ""
    assert reviews.standards(other)[Topic.PERMANENCE] == "Standard 6"


@pytest.mark.parametrize(
    ("first", "second", "by_second"),
    [
        (None, None, False),
        (date(2024, 6, 18), None, True),
        (None, SECOND, True),
        (None, date(2024, 9, 14), False),
    ],
)
def test_permanence_by_the_second_review(
    tmp_path: Path, first: date | None, second: date | None, by_second: bool
) -> None:
    journal = new_store(tmp_path)
    child = add_child(journal)
    one = log_first(journal, child)
    two = reviews.log_review(journal, Outcome(child, held=SECOND))
    for review, agreed in ((one.id, first), (two.id, second)):
        if agreed is not None:
            reviews.set_point(journal, review, Topic.PERMANENCE, agreed=agreed)
    assert reviews.permanence_by_second(journal) == {two.id: by_second}


# --- late reasons ---------------------------------------------------------------------------


def test_a_service_adds_reasons_of_its_own(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = children.add_child(journal, "C-0147", dob=BORN, started=STARTED)
    outcome = Outcome(child, held=date(2024, 7, 1), late_reason=OwnReason("Fog on the sea"))
    with pytest.raises(OutcomeRefused, match="none of the reasons"):
        reviews.log_review(journal, outcome)
    reviews.add_late_reason(journal, " Fog  on the sea ")
    logged = reviews.log_review(journal, outcome)
    saved = reviews.review(journal, logged.id)
    assert saved is not None
    assert saved.late_reason == OwnReason("Fog on the sea")
    assert saved.late_reason.wording == "Fog on the sea"
    assert reviews.late_reasons(journal) == [*LateReason, OwnReason("Fog on the sea")]
    assert reviews.read_late_reason(journal, "fog on the SEA") == OwnReason("Fog on the sea")
    assert reviews.read_late_reason(journal, "family") is LateReason.FAMILY
    reviews.withdraw_late_reason(journal, "Fog on the sea", "Not used")
    assert reviews.late_reasons(journal) == list(LateReason)
    assert reviews.review(journal, logged.id) == saved
    with pytest.raises(UnknownCode):
        reviews.read_late_reason(journal, "Fog on the sea")


@pytest.mark.parametrize("words", ["", "  ", "family", "no IRO available", "x" * 61])
def test_a_reason_that_cannot_be_added_is_refused(tmp_path: Path, words: str) -> None:
    journal = new_store(tmp_path)
    with pytest.raises(Refused):
        reviews.add_late_reason(journal, words)


# --- adjourned, brought forward -------------------------------------------------------------


def test_an_adjourned_review_is_completed_as_one_review(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = add_child(journal)
    log_first(journal, child)
    begun = reviews.log_review(
        journal,
        Outcome(
            child,
            state=ReviewState.ADJOURNED,
            meetings=[date(2024, 9, 3)],
            findings="Begun.",
            decisions=[reviews.ProposedDecision("Ask the school")],
        ),
    )
    waiting = reviews.expected(journal, child).adjourned
    assert waiting is not None
    assert (waiting.id, waiting.state, waiting.ordinal) == (begun.id, ReviewState.ADJOURNED, 2)
    ended = reviews.log_review(
        journal,
        Outcome(
            child, held=SECOND, findings="Whole.", decisions=[reviews.ProposedDecision("Go on")]
        ),
    )
    assert ended.id == begun.id
    whole = reviews.review(journal, ended.id)
    assert whole is not None
    assert (whole.state, whole.held, whole.findings) == (ReviewState.HELD, SECOND, "Whole.")
    assert [(one.on, one.counts) for one in whole.meetings] == [
        (date(2024, 9, 3), False),
        (SECOND, True),
    ]
    own = reviews.decisions(journal, review_id=ended.id)
    assert [(one.position, one.text) for one in own] == [(1, "Ask the school"), (2, "Go on")]
    assert reviews.expected(journal, child).adjourned is None
    assert len(reviews.reviews(journal)) == 2
    journal.undo()
    again = reviews.review(journal, begun.id)
    assert again is not None
    assert again.state is ReviewState.ADJOURNED


def test_adjourning_twice_is_questioned(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = add_child(journal)
    once: dict[str, Any] = {"child_id": child, "state": ReviewState.ADJOURNED}
    reviews.log_review(journal, Outcome(**once, meetings=[date(2024, 6, 3)]))
    twice = Outcome(**once, meetings=[date(2024, 6, 10)])
    (problem,) = [one for one in reviews.check(journal, twice) if one.field == "state"]
    assert "3 Jun 2024" in problem.sentence
    assert not problem.blocks


def test_a_review_is_brought_forward_for_a_ground(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = add_child(journal)
    log_first(journal, child)
    with pytest.raises(Refused, match="not forward"):
        reviews.plan_review(journal, child, date(2024, 9, 23), BringForward.VISIT)
    assert reviews.plan_review(journal, child, date(2024, 9, 18), BringForward.VISIT)
    coming = reviews.expected(journal, child)
    assert (coming.planned, coming.ground) == (date(2024, 9, 18), BringForward.VISIT)
    assert reviews.plan_review(journal, child, date(2024, 9, 19))
    assert reviews.expected(journal, child).ground is None


def test_a_saved_checklist_is_filled_emptied_and_amended(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    logged = log_first(journal, add_child(journal))
    met = FoundPoint(Topic.HEALTH, Met.YES, "Seen.")
    assert reviews.fill_checklist(journal, logged.id, " More visits. ", [met])
    assert not reviews.fill_checklist(journal, logged.id, "More visits.", [met])
    saved = reviews.review(journal, logged.id)
    assert saved is not None
    assert saved.what_changed == "More visits."
    emptied = [FoundPoint(Topic.HEALTH, Met.YES), FoundPoint(Topic.EDUCATION)]
    with pytest.raises(ReasonNeeded):
        reviews.fill_checklist(journal, logged.id, "More visits.", emptied)
    assert reviews.fill_checklist(journal, logged.id, "More visits.", emptied, "Wrong child")
    assert [(one.topic, one.note) for one in reviews.points(journal)] == [(Topic.HEALTH, "")]
    reviews.change_review(journal, logged.id, record_distributed=date(2024, 7, 10))
    more = [*emptied, FoundPoint(Topic.PLACEMENT, Met.YES)]
    with pytest.raises(ReasonNeeded, match="amendment"):
        reviews.fill_checklist(journal, logged.id, "More visits.", more)
    assert len(reviews.points(journal)) == 1
    assert reviews.fill_checklist(journal, logged.id, "Fewer visits.", more, "Misheard")
    journal.undo()
    assert len(reviews.points(journal)) == 1


def test_a_topic_that_was_withdrawn_can_be_answered_again(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    logged = log_first(journal, add_child(journal))
    made = reviews.set_point(journal, logged.id, Topic.HEALTH, Met.YES, "Seen.")
    reviews.withdraw_point(journal, made, "Another child")
    assert reviews.points(journal) == []
    assert reviews.set_point(journal, logged.id, Topic.HEALTH, Met.NO, reason="Again") == made
    assert [(one.answer, one.note) for one in reviews.points(journal)] == [(Met.NO, "Seen.")]
    reviews.withdraw_point(journal, made, "Another child")
    again = [FoundPoint(Topic.HEALTH, Met.PARTLY)]
    assert reviews.fill_checklist(journal, logged.id, "", again, "Again")
    assert [(one.answer, one.note) for one in reviews.points(journal)] == [(Met.PARTLY, "")]


def test_two_devices_answer_one_topic_and_both_answers_are_seen(tmp_path: Path) -> None:
    one, other = new_store(tmp_path, 1), new_store(tmp_path, 2)
    logged = log_first(one, add_child(one))
    pass_on(one, other)
    reviews.set_point(one, logged.id, Topic.HEALTH, Met.YES)
    made = reviews.set_point(other, logged.id, Topic.HEALTH, Met.NO)
    pass_on(other, one)
    pass_on(one, other)
    assert reviews.points(one) == reviews.points(other)
    (conflict,) = [found for found in one.conflicts() if found.field == "answer"]
    assert conflict.record == made
