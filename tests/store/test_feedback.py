"""Feedback forms: the child's words, what changed because of them, and telling the child."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from store import children, feedback, reviews
from store.duties.feedback import duties
from store.errors import ReasonNeeded, Refused
from tests.store.caseload import add_child, log_first
from tests.store.devices import new_device

RECEIVED = date(2024, 8, 12)


def test_a_form_is_answered_and_the_child_is_told(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = add_child(journal)
    form = feedback.add_feedback(journal, RECEIVED, " Too many strangers came. ", child)
    (duty,) = duties(journal, {child})
    # 26 Aug is a public holiday.
    assert (duty.part, duty.due, duty.owner) == ("changed", date(2024, 9, 10), "Alder")
    feedback.change_feedback(journal, form, changed="Only who the child asks for is invited.")
    (duty,) = duties(journal)
    assert (duty.part, duty.status) == ("told", "told")
    feedback.change_feedback(journal, form, told=date(2024, 9, 16))
    assert list(duties(journal)) == []
    (kept,) = feedback.feedback(journal, child)
    assert (kept.said, kept.answered) == ("Too many strangers came.", date(2024, 9, 16))
    assert (kept.in_time, kept.is_open) == (False, False)


def test_a_form_without_a_name_has_nobody_to_tell(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    form = feedback.add_feedback(journal, RECEIVED, "The room is cold.", owner="Rowan")
    (duty,) = duties(journal)
    assert (duty.child_id, duty.child, duty.owner) == (None, "no name", "Rowan")
    with pytest.raises(Refused) as refusal:
        feedback.change_feedback(journal, form, told=date(2024, 9, 1))
    assert refusal.value.field == "told"
    feedback.change_feedback(journal, form, changed="Another room.", answered=date(2024, 9, 9))
    assert list(duties(journal)) == []
    assert feedback.feedback(journal)[0].in_time


def test_the_review_names_the_child(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = add_child(journal)
    review = log_first(journal, child).id
    feedback.add_feedback(journal, RECEIVED, "It went well.", review_id=review)
    (kept,) = feedback.feedback(journal)
    assert (kept.child_id, kept.review_id) == (child, review)
    other = children.add_child(journal, "C-9")
    with pytest.raises(Refused) as refusal:
        feedback.add_feedback(journal, RECEIVED, "It went well.", other, review)
    assert refusal.value.field == "review"
    assert len(reviews.reviews(journal)) == 1


def test_what_cannot_be_is_refused(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = add_child(journal)
    tries: list[tuple[dict[str, object], str]] = [
        ({"said": " "}, "said"),
        ({"said": "x", "received": date(2024, 9, 17)}, "received"),
        ({"said": "x", "received": RECEIVED, "told": date(2024, 8, 9)}, "told"),
        ({"said": "x", "review_id": "00"}, "review"),
    ]
    for values, field in tries:
        with pytest.raises(Refused) as refusal:
            feedback.add_feedback(journal, child_id=child, **values)  # type: ignore[arg-type]
        assert refusal.value.field == field
    assert feedback.feedback(journal) == []


def test_the_childs_words_change_only_with_a_reason(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    form = feedback.add_feedback(journal, RECEIVED, "The room is cold.")
    with pytest.raises(ReasonNeeded):
        feedback.change_feedback(journal, form, said="The room was cold.")
    assert feedback.change_feedback(journal, form, "as on the form", said="The room was cold.")
    feedback.withdraw_feedback(journal, form, "taken in twice")
    assert feedback.feedback(journal) == []


def test_figures_count_since_february_2024(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = add_child(journal)
    for day, changed in (
        (date(2024, 1, 31), "before it is counted"),
        (date(2024, 2, 1), None),
        (date(2024, 9, 2), "more time with his brother"),
    ):
        feedback.add_feedback(journal, day, "words", child, changed=changed)
    found = feedback.figures(feedback.feedback(journal))
    assert (found.received, found.children, found.changed, found.told) == (2, 1, 1, 0)
    assert (found.due, found.in_time) == (3, 1), "due since then, also what came the day before"
    found = feedback.figures(feedback.feedback(journal), date(2024, 2, 1), date(2024, 2, 29))
    assert (found.received, found.due) == (1, 2)
