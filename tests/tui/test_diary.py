"""The calendar: month and fortnight, whose days, going to a day, opening, writing to a file."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store import children, opening
from store.journal import Journal
from tests.tui.review_stage import app_on, keys_of, shown, store_with_child
from tui.screens.child import ChildScreen
from tui.screens.diary import DiaryScreen


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = store_with_child(tmp_path / "store")
    children.add_child(
        opened, "C-0200", date(2012, 3, 4), iro="Birch", team="West", started=date(2024, 8, 27)
    )
    yield opened
    opening.close_store(opened)


@asynccontextmanager
async def calendar_of(
    journal: Journal, size: tuple[int, int] = (120, 40), mode: str = "3"
) -> AsyncIterator[tuple[DiaryScreen, Pilot[int]]]:
    """The calendar, opened by its key."""
    app = app_on(journal)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press(mode)
        await pilot.pause()
        await pilot.press("m")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, DiaryScreen)
        yield screen, pilot
        assert app._exception is None


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60), (60, 15)])
@pytest.mark.parametrize("mode", ["1", "3"])
async def test_the_month_shows_one_s_own_days(
    journal: Journal, size: tuple[int, int], mode: str
) -> None:
    async with calendar_of(journal, size, mode) as (_, pilot):
        text = shown(pilot.app)
        assert "September 2024" in text
        assert "Alder" in text
        if size[1] >= 24:
            assert "C-0147" in text
        assert "C-0200" not in text
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(pilot.app.screen, DiaryScreen)


async def test_arrows_walk_the_days_and_page_keys_the_months(journal: Journal) -> None:
    async with calendar_of(journal) as (screen, pilot):
        await pilot.press("right", "down")
        await pilot.pause()
        assert screen.at == date(2024, 9, 24)
        await pilot.press("k", "left", "home")
        await pilot.pause()
        assert screen.at == date(2024, 9, 16)
        await pilot.press("pagedown")
        await pilot.pause()
        assert "October 2024" in shown(pilot.app)
        await pilot.press("pageup", "pageup")
        await pilot.pause()
        assert screen.at == date(2024, 8, 16)
        await pilot.press("d", *keys_of("9/5/2024"), "enter")
        await pilot.pause()
        assert screen.at == date(2024, 5, 9)
        assert "Liberation Day" in shown(pilot.app)


async def test_somebody_else_s_days(journal: Journal) -> None:
    async with calendar_of(journal) as (_, pilot):
        await pilot.press("o")
        await pilot.pause()
        text = shown(pilot.app)
        for words in ("everyone", "Alder", "Birch", "team West"):
            assert words in text
        await pilot.press("3")
        await pilot.pause()
        text = shown(pilot.app)
        assert "C-0200" in text
        assert "C-0147" not in text


async def test_the_fortnight_lists_and_opens(journal: Journal) -> None:
    async with calendar_of(journal) as (screen, pilot):
        await pilot.press("right", "right", "right", "right", "enter")
        await pilot.pause()
        text = shown(pilot.app)
        assert "16 Sep to 29 Sep 2024" in text
        event = screen.event_here()
        assert event is not None
        assert event.on == date(2024, 9, 20)
        assert event.ref == "C-0147"
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ChildScreen)


async def test_esc_goes_from_the_fortnight_to_the_month(journal: Journal) -> None:
    async with calendar_of(journal) as (screen, pilot):
        await pilot.press("m")
        await pilot.pause()
        assert not screen.month_shown
        await pilot.press("right")
        await pilot.pause()
        assert "30 Sep to 13 Oct 2024" in shown(pilot.app)
        await pilot.press("escape")
        await pilot.pause()
        assert screen.month_shown
        assert pilot.app.screen is screen


async def test_it_writes_a_file(journal: Journal, tmp_path: Path) -> None:
    to = tmp_path / "days.ics"
    async with calendar_of(journal) as (_, pilot):
        await pilot.press("x")
        await pilot.pause()
        await pilot.press("ctrl+u", *keys_of(str(tmp_path / "days.pdf")), "enter")
        await pilot.pause()
        assert "End the file's name" in shown(pilot.app)
        await pilot.press("ctrl+u", *keys_of(str(to)), "enter")
        await pilot.pause()
    assert to.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


async def test_a_click_takes_a_day(journal: Journal) -> None:
    async with calendar_of(journal) as (screen, pilot):
        await pilot.click("#month", offset=(2, 4))
        await pilot.pause()
        assert screen.at == date(2024, 8, 26)
