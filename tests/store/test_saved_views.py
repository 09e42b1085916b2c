"""Saved views: shipped ones can be asked, own ones keep their query, and travel as records."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import open_work, saved_views
from store.asking import QueryError
from store.errors import Refused
from store.journal import Journal
from tests.store.rooms import new_store


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return new_store(tmp_path)


def test_every_shipped_view_can_be_asked(journal: Journal) -> None:
    shipped = saved_views.views(journal)
    assert [view.name for view in shipped][:3] == ["Mine", "Overdue", "No owner"]
    for view in shipped:
        open_work.ids(journal, view.query, view.sort, group=view.group).rest()


def test_the_same_name_is_the_same_view(journal: Journal) -> None:
    first = saved_views.save_view(journal, "My team", "team:north", ("ref", "what"), "owner")
    again = saved_views.save_view(journal, " my  team ", "team:north  -care", group="area")
    assert first == again
    (own,) = [view for view in saved_views.views(journal) if not view.shipped]
    assert (own.query, own.group, own.columns) == ("team:north -care", "area", ())
    saved_views.withdraw_view(journal, own.id, "not used")
    assert all(view.shipped for view in saved_views.views(journal))
    saved_views.save_view(journal, "My team", "")
    assert len(saved_views.views(journal)) == len(saved_views.shipped()) + 1


def test_a_query_that_cannot_be_read_is_not_saved(journal: Journal) -> None:
    with pytest.raises(QueryError):
        saved_views.save_view(journal, "Wrong", "stauts:x")
    with pytest.raises(Refused, match="comes with the program"):
        saved_views.save_view(journal, "Overdue", "")


def test_a_view_travels_to_another_device(journal: Journal, tmp_path: Path) -> None:
    saved_views.save_view(journal, "My team", "team:north")
    other = new_store(tmp_path, 2)
    ranges = journal.ranges()
    other.receive([change for over in ranges for change in journal.changes(over)], ranges)
    assert [view.name for view in saved_views.views(other) if not view.shipped] == ["My team"]
