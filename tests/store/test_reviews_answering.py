"""The manager's answer: agreed, contested, or silence, and objections that arrive late."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from store import reviews
from store.codes import DecisionState
from store.errors import ReasonNeeded, Refused
from store.journal import Journal
from store.reviews import Decision
from tests.store.caseload import add_child, log_first
from tests.store.devices import Clock, new_device, pass_on

RECEIVED = date(2024, 9, 9)
LAST = date(2024, 9, 16)  # the fifth working day


def sent_out(folder: Path) -> tuple[Journal, str]:
    """A store whose first review's decisions the manager received on 9 Sep, and the first one."""
    journal = new_device(folder)
    logged = log_first(journal, add_child(journal))
    reviews.change_review(journal, logged.id, decisions_received=RECEIVED)
    return journal, logged.decisions[0]


def stands(journal: Journal, record: str, today: date | None = None) -> Decision:
    if today is not None:
        journal.pinned_today = today
    found = reviews.decision(journal, record)
    assert found is not None
    return found


def test_agreed_is_a_decision_with_its_day(tmp_path: Path) -> None:
    journal, record = sent_out(tmp_path)
    assert reviews.agree(journal, record, date(2024, 9, 11))
    found = stands(journal, record)
    assert (found.state, found.agreed, found.silent) == (
        DecisionState.DECIDED,
        date(2024, 9, 11),
        False,
    )
    assert reviews.standing_words(journal, found) == "agreed on 11 Sep"
    journal.undo()
    assert stands(journal, record).state is DecisionState.RECOMMENDED


@pytest.mark.parametrize(
    ("today", "state", "words"),
    [
        (date(2024, 9, 10), DecisionState.RECOMMENDED, "unless contested by 16 Sep"),
        (LAST, DecisionState.RECOMMENDED, "unless contested by 16 Sep"),
        (date(2024, 9, 17), DecisionState.DECIDED, "since 16 Sep by silence"),
    ],
)
def test_silence_is_computed(tmp_path: Path, today: date, state: DecisionState, words: str) -> None:
    journal, record = sent_out(tmp_path)
    found = stands(journal, record, today)
    assert (found.state, found.answer_by) == (state, LAST)
    assert words in reviews.standing_words(journal, found)


def test_without_receipt_nothing_runs(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    record = log_first(journal, add_child(journal)).decisions[0]
    found = stands(journal, record, date(2025, 1, 1))
    assert (found.state, found.answer_by) == (DecisionState.RECOMMENDED, None)
    assert "not received" in reviews.standing_words(journal, found)


def test_an_offline_device_says_how_far_it_has_heard(tmp_path: Path) -> None:
    journal, record = sent_out(tmp_path / "1")
    other = new_device(tmp_path / "2", 2)
    add_child(other, "C-9999")
    found = stands(journal, record, date(2024, 9, 20))
    assert reviews.last_heard(journal) is None
    assert reviews.standing_words(journal, found).endswith("no objection known here")
    pass_on(other, journal)
    assert reviews.last_heard(journal) == date(2024, 9, 16)
    assert reviews.standing_words(journal, found).endswith("(last heard 16 Sep)")


def test_an_objection_dated_in_time_reopens_whenever_it_arrives(tmp_path: Path) -> None:
    clock = Clock()
    journal, record = sent_out(tmp_path / "1")
    manager = new_device(tmp_path / "2", 2, clock=clock)
    pass_on(journal, manager)
    assert reviews.contest(manager, record, "No money for it", date(2024, 9, 12))
    here = stands(manager, record)
    assert (here.state, here.late_arriving) == (DecisionState.CONTESTED, False)
    late = new_device(tmp_path / "3", 3, clock=Clock(datetime(2024, 9, 24, 9, tzinfo=UTC)))
    pass_on(journal, late)
    assert stands(late, record, date(2024, 9, 24)).silent
    pass_on(manager, late)
    found = stands(late, record, date(2024, 9, 24))
    assert (found.state, found.silent, found.late_arriving) == (
        DecisionState.CONTESTED,
        False,
        True,
    )
    assert "only after it counted" in reviews.standing_words(late, found)
    # The state itself is the same everywhere; only what each store knew when differs.
    pass_on(late, manager)
    assert late.state() == manager.state()


def test_contesting_is_refused_in_words(tmp_path: Path) -> None:
    journal, record = sent_out(tmp_path)
    with pytest.raises(Refused, match="needs a why"):
        reviews.contest(journal, record, " ", date(2024, 9, 12))
    with pytest.raises(Refused, match="still to come"):
        reviews.contest(journal, record, "x", date(2024, 9, 17))
    with pytest.raises(Refused, match="before the review"):
        reviews.contest(journal, record, "x", date(2024, 6, 1))
    journal.pinned_today = date(2024, 9, 20)
    with pytest.raises(Refused, match="the last day to contest"):
        reviews.contest(journal, record, "x", date(2024, 9, 17))
    assert reviews.contest(journal, record, "x", LAST)


def test_a_date_of_objection_is_an_objection(tmp_path: Path) -> None:
    journal, record = sent_out(tmp_path)
    with pytest.raises(ReasonNeeded):
        reviews.change_decision(journal, record, contested=date(2024, 9, 12))
    assert reviews.change_decision(
        journal, record, "By phone", contested=date(2024, 9, 12), contested_reason="No money"
    )
    assert stands(journal, record).state is DecisionState.CONTESTED
    assert reviews.agree(journal, record)
    assert stands(journal, record).state is DecisionState.DECIDED


@pytest.mark.parametrize("state", [one for one in DecisionState if one.by_dispute])
def test_only_a_dispute_says_what_disputes_say(tmp_path: Path, state: DecisionState) -> None:
    journal, record = sent_out(tmp_path)
    with pytest.raises(Refused, match="Only a dispute"):
        reviews.change_decision(journal, record, "x", state=state)
