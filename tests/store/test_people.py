"""People are staff by name: one record each, found by the first letters."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import people
from store.codes import Role
from store.errors import NotFound, Refused
from tests.store.rooms import new_store


def test_the_same_name_is_one_person_whatever_its_capitals_and_spaces(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    first = people.add_person(journal, "Hazel  Wood")
    assert people.add_person(journal, " hazel wood ") == first == people.person_id("HAZEL WOOD")
    assert [person.name for person in people.people(journal)] == ["Hazel Wood"]


def test_adding_a_known_person_adds_what_is_new(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    own = people.add_person(journal, "Hazel")
    people.add_person(journal, "hazel", role=Role.MANAGER, team="North")
    assert people.person(journal, own) == people.Person(own, "Hazel", Role.MANAGER, "North")
    before = len(journal.units())
    people.add_person(journal, "Hazel")
    assert len(journal.units()) == before


def test_two_letters_find_those_whose_name_begins_so_first(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    for name in ("Rowan Hale", "Hazel", "Hawthorn", "Birch"):
        people.add_person(journal, name)
    found = [person.name for person in people.matching(journal, "ha")]
    assert found == ["Hawthorn", "Hazel", "Rowan Hale"]
    assert people.matching(journal, "zz") == []


def test_a_person_needs_a_name(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        people.add_person(new_store(tmp_path), "  ")
    assert refused.value.field == "name"


def test_an_owner_is_added_in_the_unit_that_names_them(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    with journal.unit_of_work("one unit") as unit:
        assert people.ensure_person(unit, "") is None
        one = people.ensure_person(unit, "Hazel")
        assert people.ensure_person(unit, "hazel") == one
    assert len(journal.units()) == 1
    journal.undo()
    assert people.people(journal) == []


def test_role_and_team_change_and_a_stranger_is_refused(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    own = people.add_person(journal, "Hazel")
    assert people.change_person(journal, own, team="South")
    assert not people.change_person(journal, own, team="South")
    with pytest.raises(NotFound):
        people.change_person(journal, people.person_id("Nobody"), team="South")
