"""The checklist of a saved review, filled in afterwards."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store import drafts, duties, opening, reviews
from store.journal import Journal
from store.reviews import Met, Topic
from tests.tui.review_stage import (
    keys_of,
    logged,
    opened,
    shown,
    store_with_child,
    the_child,
    write,
)
from tui.screens.open_duty import open_duty
from tui.screens.review_form import ChecklistForm
from tui.widgets.frame import Frame


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """C-0147 with its first review, whose health was found met."""
    made = store_with_child(tmp_path / "store")
    reviews.set_point(made, logged(made).id, Topic.HEALTH, Met.YES, "Teeth seen.")
    return made


@asynccontextmanager
async def form_on(
    journal: Journal, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[ChecklistForm, Pilot[int]]]:
    """The checklist of C-0147 on the screen."""
    async with opened(journal, size) as (app, pilot):
        form = ChecklistForm(the_child(journal))
        app.push_screen(form)
        await pilot.pause()
        yield form, pilot


def found(journal: Journal) -> dict[Topic, tuple[Met | None, str, date | None]]:
    """The checklist as it is saved."""
    return {one.topic: (one.answer, one.note, one.agreed) for one in reviews.points(journal)}


async def test_what_was_found_stands_there_and_the_rest_is_added(journal: Journal) -> None:
    async with form_on(journal) as (_, pilot):
        text = shown(pilot.app)
        assert "checklist · held Thu 20 Jun" in text
        assert "Teeth seen." in text
        await pilot.press("down", "p")
        await write(pilot, "Sleeps badly")
        await pilot.press("enter", "x", "ctrl+s")
        await pilot.pause()
        assert "Saved the checklist of C-0147" in shown(pilot.app)
    assert found(journal) == {
        Topic.HEALTH: (Met.YES, "Teeth seen.", None),
        Topic.WELLBEING: (Met.PARTLY, "Sleeps badly", None),
        Topic.EDUCATION: (Met.NOT_NEEDED, "", None),
    }
    journal.undo()
    assert set(found(journal)) == {Topic.HEALTH}


async def test_what_stood_is_changed_and_emptied_for_a_reason(journal: Journal) -> None:
    async with form_on(journal) as (form, pilot):
        await pilot.press("backspace", "ctrl+s")
        await pilot.pause()
        await write(pilot, "Misread")
        await pilot.press("enter")
        await pilot.pause()
        assert not form.is_current
    assert found(journal) == {Topic.HEALTH: (None, "Teeth seen.", None)}


async def test_a_draft_is_kept_and_today_goes_on_with_it(journal: Journal) -> None:
    async with form_on(journal) as (_, pilot):
        await pilot.press("down", "n")
        await write(pilot, "Nobody asked")
        await pilot.press("escape")
        await pilot.pause()
        assert "Checklist of the last review" in shown(pilot.app)
    (draft,) = drafts.drafts(journal)
    assert (draft.form, draft.about) == ("checklist", the_child(journal))
    async with form_on(journal) as (form, pilot):
        assert form.paper.here.name == "point.wellbeing"
        await pilot.press("ctrl+s")
        await pilot.pause()
    assert found(journal)[Topic.WELLBEING] == (Met.NO, "Nobody asked", None)
    assert not drafts.drafts(journal)


async def test_a_day_that_cannot_be_is_told_in_its_field(journal: Journal) -> None:
    async with form_on(journal) as (form, pilot):
        await pilot.press(*["down"] * 7)
        assert form.paper.here is form.paper.checklist.agreed
        await pilot.press(*keys_of("17/9/2024"), "ctrl+s")
        await pilot.pause()
        assert form.is_current
        assert "still to come" in shown(pilot.app)
    assert found(journal) == {Topic.HEALTH: (Met.YES, "Teeth seen.", None)}


async def test_its_duty_leads_here(journal: Journal) -> None:
    duty = next(one for one in duties.duties(journal) if one.kind == "point" and one.part)
    async with opened(journal) as (app, pilot):
        frame = app.screen
        assert isinstance(frame, Frame)
        open_duty(frame, duty)
        await pilot.pause()
        form = app.screen
        assert isinstance(form, ChecklistForm)
        assert form.paper.here.name == "point.permanence"
    opening.close_store(journal)
