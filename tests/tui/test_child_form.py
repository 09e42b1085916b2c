"""The form of a child: added by local reference, with periods, refused in words."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from store import children, drafts, opening
from store.codes import LegalStatus
from store.journal import Journal
from tests.tui.review_stage import (
    TODAY,
    app_on,
    fill,
    keys_of,
    shown,
    store_with_child,
    the_child,
)
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


# --- drafts ---------------------------------------------------------------------------------


async def kept(pilot: Pilot[int], form: ChildForm) -> None:
    """Wait until everything typed is on disk."""
    for _ in range(400):
        await pilot.pause(0.05)
        if form.keeper.draft is not None and not form.keeper.waiting:
            return
    raise AssertionError("the draft never reached the disk")


async def test_escape_keeps_the_words_and_today_opens_them_again(journal: Journal) -> None:
    async with form_on(journal) as (form, pilot):
        await pilot.press(*keys_of("C-0200"), "enter", *keys_of("4/3/2015"), *["tab"] * 4)
        await pilot.press(*keys_of("2/9/2024"), "enter", *keys_of("interim"), "enter")
        await pilot.press(*keys_of("foster"), "escape")
        await pilot.pause()
        assert not form.is_current
        assert [one.ref for one in children.children(journal)] == ["C-0147"]
        text = shown(pilot.app)
        assert "New child, not saved yet" in text
        today: Any = pilot.app.screen
        assert today.query_one("#duties").move_to(f"draft:{drafts.drafts(journal)[0].id}")
        await pilot.press("enter")
        await pilot.pause()
        again: Any = pilot.app.screen
        assert isinstance(again, ChildForm)
        assert again.paper.here.name == "period.0.placement"
        await pilot.press(*keys_of(" care"), "ctrl+s")
        await pilot.pause()
        child = found(journal, "C-0200")
        assert child.dob == date(2015, 3, 4)
        (period,) = child.periods
        assert (period.legal_status, period.placement) == (LegalStatus.C1, "foster care")
        assert not drafts.drafts(journal)


async def test_the_draft_is_on_disk_without_leaving(journal: Journal) -> None:
    async with form_on(journal, the_child(journal)) as (form, pilot):
        form.paper.go("team")
        await pilot.press(*keys_of("X"))
        await kept(pilot, form)
        (draft,) = drafts.drafts(journal)
        assert (draft.form, draft.about) == ("child", the_child(journal))
        assert draft.content["cells"] == {"team": "RowanX"}
        assert "Draft kept" in shown(pilot.app)
        assert (form.draft_open() or "").startswith("C-0147, ")


async def test_a_draft_takes_nothing_back_that_changed_meanwhile(journal: Journal) -> None:
    child = the_child(journal)
    async with form_on(journal, child) as (form, pilot):
        form.paper.go("team")
        await pilot.press(*keys_of("X"), "escape")
        await pilot.pause()
        children.change_child(journal, child, social_worker="Elm")
        pilot.app.push_screen(ChildForm(child))
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()
        one = found(journal, "C-0147")
        assert (one.team, one.social_worker) == ("RowanX", "Elm")


async def test_two_new_periods_come_back_in_their_order(journal: Journal) -> None:
    async with form_on(journal) as (form, pilot):
        await pilot.press(*keys_of("X1"), *["tab"] * 5, *keys_of("4/1/2022"), "enter", "tab", "tab")
        await pilot.press(*keys_of("1/2/2023"), "enter", *keys_of("2/9/2024"), "enter", "escape")
        await pilot.pause()
        form = ChildForm()
        pilot.app.push_screen(form)
        await pilot.pause()
        rows = [(row.started.value, row.ended.value) for row in form.paper.written()]
        assert rows == [(date(2022, 1, 4), date(2023, 2, 1)), (date(2024, 9, 2), None)]


async def test_what_is_taken_back_leaves_no_draft(journal: Journal) -> None:
    async with form_on(journal) as (form, pilot):
        await pilot.press("X")
        await kept(pilot, form)
        await pilot.press("backspace", "escape")
        await pilot.pause()
        assert not form.is_current
        assert not drafts.drafts(journal)


async def test_another_window_reads_only(tmp_path: Path) -> None:
    mine = fill(opening.init(tmp_path / "two", None, "Alder", role="iro", today=TODAY))
    other = opening.open_store(tmp_path / "two", today=TODAY)
    child = the_child(mine)
    drafts.keep(other, "child", child, {"cells": {"team": "Theirs"}})
    async with form_on(mine, child) as (form, pilot):
        assert "C-0147 is being written in another window since" in shown(pilot.app)
        assert "Theirs" in shown(pilot.app)
        form.paper.go("team")
        await pilot.press("Z", "ctrl+s")
        await pilot.pause()
        assert form.is_current
        assert found(mine, "C-0147").team == "Rowan"
    opening.close_store(other)
    opening.close_store(mine)


async def test_a_full_disk_is_told_and_the_second_escape_leaves(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(drafts, "keep", full)
    async with form_on(journal, size=(120, 40)) as (form, pilot):
        await pilot.press("X", "escape")
        await pilot.pause()
        assert form.is_current
        text = shown(pilot.app)
        assert "Draft not kept since" in text
        assert "esc again leaves" in text
        await pilot.press("escape")
        await pilot.pause()
        assert not form.is_current
