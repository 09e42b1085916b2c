"""The records around a child on its page: added by form, opened by what is due, withdrawn."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store import children, family, health, missing, opening
from store.health import HealthType
from store.journal import Journal
from tests.tui.review_stage import app_on, shown, store_with_child, the_child, write
from tui.screens.child import ChildScreen
from tui.screens.record_form import RecordForm

LEFT = datetime(2024, 9, 13, 21, tzinfo=UTC)
BACK = datetime(2024, 9, 14, 9, tzinfo=UTC)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """C-0147 with an assessment held late, an episode, and a sister with another IRO."""
    opened = store_with_child(tmp_path / "store")
    child = the_child(opened)
    health.add_health(opened, child, HealthType.IHA, held=date(2024, 6, 27), by="Dr Reed")
    missing.add_missing(opened, child, LEFT, ended=BACK)
    sister = children.add_child(opened, "C-0200", iro="Cara Birch", started=date(2024, 5, 28))
    family.add_family(opened, child, sister)
    yield opened
    opening.close_store(opened)


@asynccontextmanager
async def page_of(
    journal: Journal, child: str, size: tuple[int, int]
) -> AsyncIterator[tuple[ChildScreen, Pilot[int]]]:
    """The page of a child."""
    app = app_on(journal)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        page = ChildScreen(child)
        app.push_screen(page)
        await pilot.pause()
        yield page, pilot
        assert app._exception is None


async def at(page: ChildScreen, pilot: Pilot[int], record: str) -> None:
    """Put the cursor on a record."""
    assert page._table.move_to(record)
    await pilot.pause()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_timeliness_quality_and_findings_are_read_at_a_glance(
    journal: Journal, size: tuple[int, int]
) -> None:
    (assessment,) = health.assessments(journal)
    (episode,) = missing.episodes(journal)
    async with page_of(journal, the_child(journal), size) as (page, pilot):
        await at(page, pilot, assessment.id)
        assert "IHA · quality not checked" in shown(pilot.app)
        assert "◆ late" in shown(pilot.app)
        await at(page, pilot, episode.id)
        assert "Missing from care" in shown(pilot.app)
        assert "▲ by 17 Sep" in shown(pilot.app)
        await at(page, pilot, family.links(journal)[0].id)
        text = shown(pilot.app)
        assert "Another IRO: one, or a reason" in text
        assert "Brother or sister: C-0200" in text


async def test_what_is_due_opens_the_form_that_does_it(journal: Journal) -> None:
    (episode,) = missing.episodes(journal)
    async with page_of(journal, the_child(journal), (80, 24)) as (page, pilot):
        await at(page, pilot, f"duty:missing:{episode.id}:interview")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, RecordForm)
        assert "Interviewed" in shown(pilot.app)


async def test_a_record_entered_by_mistake_is_withdrawn_and_comes_back(journal: Journal) -> None:
    (episode,) = missing.episodes(journal)
    async with page_of(journal, the_child(journal), (80, 24)) as (page, pilot):
        await at(page, pilot, episode.id)
        await pilot.press("delete")
        await pilot.pause()
        assert "Missing from care: why is it withdrawn?" in shown(pilot.app)
        await write(pilot, "Another child")
        await pilot.press("enter")
        await pilot.pause()
        assert missing.episodes(journal) == []
        await pilot.press("u")
        await pilot.pause()
        assert [one.id for one in missing.episodes(journal)] == [episode.id]
