"""Quick notes on any record."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from store import notes
from store.errors import NotFound, Refused
from tests.store.caseload import add_child, log_first
from tests.store.rooms import TODAY, new_store


def test_a_note_stands_with_its_record_and_its_child(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = add_child(journal)
    review = log_first(journal, child)
    first = notes.add_note(journal, "child", child, " Phoned the school. ", date(2024, 9, 2))
    second = notes.add_note(journal, "review", review.id, "Minutes asked for.")
    third = notes.add_note(journal, "decision", review.decisions[0], "Booked.", by="Hazel")
    assert [one.id for one in notes.notes(journal, child)] == [first]
    assert {one.id for one in notes.notes(journal, child_id=child)} == {first, second, third}
    newest = next(one for one in notes.notes(journal) if one.id == second)
    assert (newest.on, newest.by, newest.about_kind) == (TODAY, "Willow", "review")
    assert newest.ref.startswith("NO-")
    assert next(one for one in notes.notes(journal) if one.id == third).by == "Hazel"
    assert next(one for one in notes.notes(journal) if one.id == first).text == "Phoned the school."


def test_the_same_note_on_several_records_is_one_undo(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = add_child(journal)
    review = log_first(journal, child)
    notes.add_notes(journal, {child: "child", review.id: "review"}, "Asked on the phone.")
    assert len(notes.notes(journal)) == 2
    journal.undo()
    assert notes.notes(journal) == []


def test_what_cannot_be_noted_is_refused_in_words(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = add_child(journal)
    with pytest.raises(Refused, match="needs words"):
        notes.add_note(journal, "child", child, "  ")
    with pytest.raises(Refused, match="still to come"):
        notes.add_note(journal, "child", child, "Later", date(2024, 9, 17))
    for kind in ("child", "nonsense"):
        with pytest.raises(Refused, match="no such"):
            notes.add_note(journal, kind, "0" * 32, "Nobody")
    assert notes.notes(journal) == []


def test_a_note_changes_and_goes_for_a_reason(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = add_child(journal)
    made = notes.add_note(journal, "child", child, "First words")
    assert notes.change_note(journal, made, text="Better words")
    assert not notes.change_note(journal, made, text="Better words ")
    with pytest.raises(Refused, match="needs words"):
        notes.change_note(journal, made, text=" ")
    notes.withdraw_note(journal, made, "Wrong child")
    assert notes.notes(journal, child) == []
    with pytest.raises(NotFound):
        notes.change_note(journal, made, text="Again")
