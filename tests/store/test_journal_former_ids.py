"""Undo over a change of the store's id: what it saved before is its own work like any other."""

from __future__ import annotations

import pytest

from store.journal import Journal, NothingToUndo
from tests.store.devices import Thing, device_in_memory, pass_on

OLD, NEW, NEWEST = "01" * 8, "0e" * 8, "0f" * 8


def goes_on(journal: Journal, device: str, first: int | None = None) -> None:
    """Takes another id, and knows the one before."""
    before = (journal.author.device, *journal.former_ids())
    journal.reissue(device, first)
    journal.former_ids = lambda: before


def titles(journal: Journal) -> list[str | None]:
    rows = journal.database.execute_sql(
        "SELECT title FROM now_thing WHERE withdrawn IS NULL ORDER BY title"
    )
    return [title for (title,) in rows.fetchall()]


def labels(journal: Journal) -> list[str]:
    return [line.label for line in journal.units()]


def saved(journal: Journal, label: str, *said: str) -> None:
    with journal.unit_of_work(label) as work:
        for title in said:
            work.create(Thing, title=title)


def test_undo_goes_on_below_the_id_and_a_unit_in_two_ids_is_one() -> None:
    here = device_in_memory(1)
    saved(here, "sent", "a")
    saved(here, "in two", "b", "c", "d")
    goes_on(here, NEW, 3)
    assert labels(here) == ["in two", "sent"]
    saved(here, "new", "e")
    goes_on(here, NEWEST)
    assert labels(here) == ["new", "in two", "sent"]
    assert here.can_undo()
    for left in (["a", "b", "c", "d"], ["a"], []):
        here.undo()
        assert titles(here) == left
    assert not here.can_undo()
    with pytest.raises(NothingToUndo):
        here.undo()
    assert [line.undone for line in here.units()] == [False] * 3 + [True] * 3
    here.redo()
    here.redo()
    assert titles(here) == ["a", "b", "c", "d"]
    # The redos had their own numbers, from 1 on, and what they took back had higher ones.
    assert here.can_undo()
    here.undo()
    assert titles(here) == ["a"]
    here.close()


def test_an_undo_under_the_id_before_is_redone_under_this_one() -> None:
    here = device_in_memory(1)
    saved(here, "first", "a")
    saved(here, "second", "b")
    here.undo()
    goes_on(here, NEW)
    assert titles(here) == ["a"]
    here.redo()
    assert titles(here) == ["a", "b"]
    assert [line.undone for line in here.units()] == [False, True, False, False]
    here.undo()
    assert titles(here) == ["a"]
    here.close()


def test_what_others_saved_is_still_not_undone_here() -> None:
    here, other = device_in_memory(1), device_in_memory(2, person="Rowan")
    saved(other, "theirs", "b")
    saved(here, "mine", "a")
    pass_on(other, here)
    goes_on(here, NEW)
    assert labels(here) == ["mine"]
    here.undo()
    assert titles(here) == ["b"]
    assert not here.can_undo()
    here.close()
    other.close()
