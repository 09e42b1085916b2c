"""The form of a child: added by local reference, with periods, refused in words."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store import children, opening
from store.codes import LegalStatus
from store.journal import Journal
from tests.tui.review_stage import app_on, keys_of, shown, store_with_child, the_child
from tui.screens.child_form import ChildForm


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = store_with_child(tmp_path / "store")
    yield opened
    opening.close_store(opened)


@asynccontextmanager
async def form_on(
    journal: Journal, child: str | None = None, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[ChildForm, Pilot[int]]]:
    """The form on the screen, empty or of a child."""
    app = app_on(journal)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        form = ChildForm(child)
        app.push_screen(form)
        await pilot.pause()
        yield form, pilot
        assert app._exception is None


def found(journal: Journal, ref: str) -> children.Child:
    """The child of a reference."""
    return next(one for one in children.children(journal) if one.ref == ref)


async def test_a_child_with_two_periods_in_one_unit(journal: Journal) -> None:
    async with form_on(journal) as (_, pilot):
        await pilot.press(*keys_of("C-0200"), "enter", *keys_of("4/3/2015"), "enter")
        await pilot.press("enter", *keys_of("ha"), "enter", *keys_of("Rowan"), "enter")
        await pilot.press(*keys_of("4/1/2022"), "enter", *keys_of("v2"), "enter")
        await pilot.press(*keys_of("foster care"), "enter", *keys_of("1/2/2023"), "enter")
        await pilot.press(*keys_of("2/9/2024"), "enter", *keys_of("interim"), "enter", "ctrl+s")
        await pilot.pause()
        child = found(journal, "C-0200")
        assert (child.dob, child.iro, child.social_worker) == (date(2015, 3, 4), "Alder", "Hazel")
        assert child.team == "Rowan"
        assert [(one.started, one.ended, one.legal_status) for one in child.periods] == [
            (date(2022, 1, 4), date(2023, 2, 1), LegalStatus.V2),
            (date(2024, 9, 2), None, LegalStatus.C1),
        ]
        await pilot.press("u")
        await pilot.pause()
        assert [one.ref for one in children.children(journal)] == ["C-0147"]


async def test_a_reference_is_all_that_is_needed(journal: Journal) -> None:
    async with form_on(journal) as (_, pilot):
        await pilot.press(*keys_of("X1"), "ctrl+s")
        await pilot.pause()
        assert found(journal, "X1").periods == ()


async def test_without_a_reference_nothing_is_saved(journal: Journal) -> None:
    async with form_on(journal) as (form, pilot):
        await pilot.press("tab", *keys_of("4/3/2015"), "ctrl+s")
        await pilot.pause()
        assert form.is_current
        assert form.paper.here is form.paper.local_id
        assert "Nothing is saved yet" in shown(pilot.app)


async def test_a_child_known_otherwise_is_told_and_kept(journal: Journal) -> None:
    async with form_on(journal) as (form, pilot):
        await pilot.press(*keys_of("C-0147"), "enter", *keys_of("4/3/2015"), "ctrl+s")
        await pilot.pause()
        assert form.is_current
        assert form.paper.here is form.paper.dob
        assert found(journal, "C-0147").dob == date(2013, 1, 2)


async def test_periods_that_overlap_are_refused_at_their_row(journal: Journal) -> None:
    async with form_on(journal, the_child(journal)) as (form, pilot):
        form.paper.go(form.paper.periods[-1].started.name)
        await pilot.press(*keys_of("1/8/2024"), "enter", "ctrl+s")
        await pilot.pause()
        assert form.paper.here.name == "period.1.started"
        assert form.paper.here.sentence
        assert len(found(journal, "C-0147").periods) == 1


async def test_an_unknown_status_is_told(journal: Journal) -> None:
    async with form_on(journal) as (form, pilot):
        await pilot.press(*keys_of("X1"), *["tab"] * 5, *keys_of("2/9/2024"), "enter")
        await pilot.press(*keys_of("zz"), "tab", "ctrl+s")
        await pilot.pause()
        assert "zz is no legal status" in shown(pilot.app)
        assert form.is_current


async def test_changing_the_worker_is_one_step(journal: Journal) -> None:
    async with form_on(journal, the_child(journal)) as (form, pilot):
        form.paper.go("social_worker")
        await pilot.press(*keys_of("Elm"), "enter", "ctrl+s")
        await pilot.pause()
        assert found(journal, "C-0147").social_worker == "Elm"


async def test_escape_says_once_that_nothing_is_saved(journal: Journal) -> None:
    async with form_on(journal) as (form, pilot):
        await pilot.press("X", "escape")
        await pilot.pause()
        assert form.is_current
        assert "Not saved. esc again leaves" in shown(pilot.app)
        await pilot.press("escape")
        await pilot.pause()
        assert not form.is_current
