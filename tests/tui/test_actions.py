"""One registry: no key twice in a place, none a terminal takes, all with words."""

from __future__ import annotations

from importlib import import_module

import pytest

from tui.actions import (
    FORBIDDEN,
    GROUPS,
    REGISTRY,
    VOCABULARY,
    Action,
    KeyTaken,
    Registry,
    joined_rows,
    key_names,
    key_table_markdown,
)
from tui.keys import Chords
from tui.modes import shown_modes

for mode in shown_modes():
    import_module(mode.module)


@pytest.mark.parametrize("place", REGISTRY.places())
def test_keys_of_a_place_are_its_own(place: str) -> None:
    keys = [key for action in REGISTRY.at(place) for key in action.keys]
    assert len(keys) == len(set(keys))
    assert not set(keys) & FORBIDDEN
    assert not any(key.startswith("alt+") for key in keys)


def test_every_action_has_words_and_a_group() -> None:
    for action in [*REGISTRY, *VOCABULARY.values()]:
        assert action.words()
        assert action.group in GROUPS


def test_a_key_means_one_thing_everywhere() -> None:
    # The keys of the group `here` belong to their mode.
    shared = [action for action in VOCABULARY.values() if action.group != "here"]
    meaning = {key: action.name for action in shared for key in action.keys}
    for place in REGISTRY.places():
        for action in REGISTRY.at(place):
            for key in action.keys:
                if key in meaning and len(key) == 1 and action.group != "here":
                    assert meaning[key] == action.name, (place, key, action.name)


def test_taken_and_forbidden_keys_are_refused() -> None:
    registry = Registry()
    registry.add(Action("one", "see", ("k",), where=("here",)))
    with pytest.raises(KeyTaken):
        registry.add(Action("two", "see", ("k",), where=("here",)))
    with pytest.raises(KeyTaken):
        registry.add(Action("three", "see", ("ctrl+h",), where=("here",)))
    with pytest.raises(KeyTaken):
        registry.add(Action("four", "see", ("alt+x",), where=("here",)))
    registry.add(Action("two", "see", ("k",), where=("elsewhere",)))


def test_a_remapped_key_is_taken_from_the_other_action() -> None:
    registry = Registry()
    registry.add(Action("one", "see", ("k",), where=("here",)))
    registry.add(Action("two", "see", ("x", "f3"), where=("here",)))
    registry.remap({"one": ["x"]})
    assert {action.name: action.keys for action in registry.at("here")} == {
        "one": ("x",),
        "two": ("f3",),
    }
    with pytest.raises(KeyTaken):
        registry.remap({"one": ["ctrl+a"]})


def test_chords_need_both_keys() -> None:
    chords = Chords([Action("first", "move", ("g g", "home"))])
    assert chords.feed("g") is None
    assert chords.pending
    assert chords.feed("g") == "first"
    assert not chords.pending
    chords.feed("g")
    assert chords.feed("x") is None
    assert not chords.pending
    assert chords.feed("home") is None


def test_the_key_table_names_every_action_once() -> None:
    table = key_table_markdown()
    assert "| down, up | `j` `k` `↓` `↑` |" in table
    assert "`1–6`" in table
    lines = table.splitlines()[2:]
    assert len(lines) == len(set(lines))
    for action in REGISTRY:
        if not action.row and action.keys:
            # Where a place words it its own way, the table has the words of everywhere.
            assert VOCABULARY.get(action.name, action).words() in table


def test_keys_are_written_as_people_say_them() -> None:
    assert key_names(Action("x", "move", ("escape", "pagedown", "g g"))) == "esc PgDn gg"


def test_a_lone_half_of_a_pair_keeps_its_own_words() -> None:
    undo = next(action for action in REGISTRY if action.name == "undo")
    assert joined_rows([undo])[0][:2] == ("u", undo.words())
