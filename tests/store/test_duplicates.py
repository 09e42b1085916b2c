"""Possible duplicates: found in every kind; one is kept with what hung on the other, or neither."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from store import adding, duplicates, notes, plans, reports, reviews
from store.duplicates import ALIKE, Duplicate
from store.errors import ReasonNeeded
from store.journal import Journal, RecordField, fields_of, model_of
from store.reviews import ProposedDecision
from store.wording import say
from tests.store.caseload import FIRST, add_child, whole_outcome
from tests.store.devices import pass_on
from tests.store.rooms import first_commitment, new_store, with_plan


def twice_logged(tmp_path: Path) -> Journal:
    """A device on which one review stands twice: it was logged on two, with other decisions."""
    one, other = new_store(tmp_path, 1), new_store(tmp_path, 2)
    outcome = whole_outcome(add_child(one))
    reviews.log_review(one, outcome)
    add_child(other)
    mine = whole_outcome(add_child(other))
    mine.decisions = [*mine.decisions[:1], ProposedDecision("Ask the school", "Hazel", None)]
    reviews.log_review(other, mine)
    pass_on(other, one)
    return one


def only(journal: Journal) -> Duplicate:
    """The only possible duplicate."""
    (found,) = duplicates.duplicates(journal)
    return found


def test_every_way_of_being_alike_names_fields_there_are() -> None:
    for alike in ALIKE:
        model = model_of(alike.kind)
        assert model is not None, alike.kind
        for name in (*alike.same, *alike.unless, *filter(None, [alike.near])):
            above, dot, below = name.partition(".")
            if dot:
                over = model_of(above)
                assert over is not None
                assert below in fields_of(over), name
                assert isinstance(fields_of(model)[above], RecordField), name
            else:
                assert name in fields_of(model), (alike.kind, name)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("visit", {"child": "C-0147", "on": "10/9", "alone": "y"}),
        ("midway", {"child": "C-0147", "on": "5/8", "findings": "On course."}),
        ("notification", {"child": "C-0147", "of": "missing", "happened": "9/9"}),
        ("health", {"child": "C-0147", "type": "iha", "held": "7/6/2024"}),
        ("missing", {"child": "C-0147", "started": "12/9 22:00"}),
        ("incident", {"child": "C-0147", "on": "13/9", "what": "A fall."}),
        ("note", {"about": "C-0147", "text": "Rang."}),
        ("education_plan", {"child": "C-0147", "held": "10/6/2024"}),
        ("dispute", {"child": "C-0147", "theme": "practice", "opened": "9/9"}),
        ("feedback", {"child": "C-0147", "said": "Too long."}),
        ("audit", {"theme": "Voice", "on": "9/9", "cases": "5"}),
    ],
)
def test_a_record_entered_twice_is_asked_about(
    tmp_path: Path, kind: str, fields: dict[str, str]
) -> None:
    one, other = new_store(tmp_path), new_store(tmp_path, 2)
    add_child(one)
    if kind == "feedback":
        reviews.log_review(one, whole_outcome(add_child(one)))
        fields = {**fields, "review": reviews.reviews(one)[0].ref}
    pass_on(one, other)
    for journal in (one, other):
        adding.add(journal, kind, fields)
        assert duplicates.duplicates(journal) == ()
    pass_on(other, one)
    assert (only(one).kind, len(only(one).records)) == (kind, 2)


def test_the_same_action_in_one_area_unless_owner_or_day_differ(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    line = first_commitment(journal)
    plans.add_action(journal, line.id, "Train the panel", owner="Hazel")
    plans.add_action(journal, line.id, "train the panel ")
    assert len(only(journal).records) == 2
    journal.undo()
    plans.add_action(journal, line.id, "Train the panel", owner="Rowan")
    assert duplicates.duplicates(journal) == ()
    other = next(a for a in plans.areas(journal) if a.id != line.area_id)
    elsewhere = plans.commitments(journal, other.id)[0]
    plans.add_action(journal, elsewhere.id, "Train the panel", owner="Hazel")
    assert duplicates.duplicates(journal) == ()


def test_many_that_say_the_same_are_a_habit(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    line = first_commitment(journal)
    for _ in range(10):
        plans.add_action(journal, line.id, "Audit of files")
    assert duplicates.duplicates(journal) == ()


def test_one_review_is_kept_with_what_hung_on_the_other(tmp_path: Path) -> None:
    journal = twice_logged(tmp_path)
    found = only(journal)
    assert (found.kind, found.same) == ("review", ("child", "held"))
    kept = reviews.reviews(journal)[0].id
    gone = next(own for own in found.records if own != kept)
    refs = {one.id: one.ref for one in reviews.reviews(journal)}
    adding.add(journal, "note", {"about": refs[gone], "text": "The minutes are late."})
    moves = duplicates.what_would_move(journal, found, kept)
    with pytest.raises(ReasonNeeded):
        duplicates.keep_one(journal, found, kept, " ")
    done = duplicates.keep_one(journal, found, kept, "Logged on two laptops")
    assert done.withdrawn == (gone,)
    assert {(m.kind, m.goes) for m in done.moved} == {(m.kind, m.goes) for m in moves}
    (review,) = reviews.reviews(journal)
    texts = [one.text for one in reviews.decisions(journal, review_id=kept)]
    assert texts.count("Dental check booked") == 1
    assert {"Family time plan written", "Ask the school"} <= set(texts)
    positions = [one.position for one in reviews.decisions(journal, review_id=kept)]
    assert len(set(positions)) == len(positions)
    assert [meeting.on for meeting in review.meetings] == [FIRST]
    assert [note.about_id for note in notes.notes(journal)] == [kept]
    assert duplicates.hanging(journal, "review", [gone]) == []
    assert duplicates.duplicates(journal) == ()
    journal.undo()
    assert only(journal) == found
    assert len(reviews.reviews(journal)) == 2
    with pytest.raises(duplicates.NoLongerAlike):
        duplicates.keep_one(
            journal, Duplicate("none", "review", found.records, found.same), kept, "so"
        )


def test_not_the_same_is_said_once_for_everybody(tmp_path: Path) -> None:
    one, other = with_plan(tmp_path), new_store(tmp_path, 2)
    line = first_commitment(one)
    for _ in range(2):
        plans.add_action(one, line.id, "Train the panel")
    pass_on(one, other)
    for journal in (one, other):
        duplicates.not_the_same(journal, only(journal), "Two panels")
    pass_on(other, one)
    assert one.conflicts() == []
    assert duplicates.duplicates(one) == ()
    third = plans.add_action(one, line.id, "Train the panel")
    assert third in only(one).records
    assert len(only(one).records) == 3
    duplicates.not_the_same(one, only(one))
    assert duplicates.duplicates(one) == ()
    one.undo()
    assert len(only(one).records) == 3
    duplicates.not_the_same(one, only(one))
    assert duplicates.duplicates(one) == ()


def test_what_is_written_since_is_seen(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    line = first_commitment(journal)
    first = plans.add_action(journal, line.id, "Train the panel", due=date(2024, 10, 1))
    second = plans.add_action(journal, line.id, "Train the board", due=date(2024, 10, 1))
    assert duplicates.duplicates(journal) == ()
    plans.change_action(journal, second, title="Train the panel")
    assert only(journal).records == tuple(sorted((first, second)))
    plans.withdraw_action(journal, first, "Mistake")
    assert duplicates.duplicates(journal) == ()


def test_two_of_one_place_some_days_apart_stand_in_every_report(tmp_path: Path) -> None:
    one, other = new_store(tmp_path, 1), new_store(tmp_path, 2)
    for journal, held in ((one, FIRST), (other, date(2024, 6, 21))):
        reviews.log_review(journal, whole_outcome(add_child(journal), held))
    assert duplicates.duplicates(one) == ()
    pass_on(other, one)
    held_on = {row.id: row.held for row in reviews.reviews(one)}
    first, second = only(one).records
    assert {held_on[first], held_on[second]} == {FIRST, date(2024, 6, 21)}
    sentence = say("reports.duplicate_one")
    assert sentence in reports.report(one, "iro-quarterly").notes
    reviews.withdraw_review(one, second, "The same review")
    assert duplicates.duplicates(one) == ()
    assert sentence not in reports.report(one, "iro-quarterly").notes
