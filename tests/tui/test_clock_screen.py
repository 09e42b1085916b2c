"""The clock on the screen: limits and public holidays, and what changing one moves."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from store import calendars, children, education, opening, recounting, rules
from store.journal import Journal
from tests.store.devices import new_device, pass_on
from tests.tui.review_stage import app_on, shown, store_with_child, write
from tui.screens.clock import ClockScreen, MovedPage
from tui.screens.clock_rows import REGION, day_row, limit_row
from tui.screens.reading import ReadingPage

ISLAND_DAY = date(2024, 9, 20)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """C-0147, and C-0150 whose first review is due on 30 Sep."""
    opened = store_with_child(tmp_path / "store")
    children.add_child(opened, "C-0150", date(2015, 5, 5), iro="Alder", started=date(2024, 9, 2))
    yield opened
    opening.close_store(opened)


@asynccontextmanager
async def clock(
    journal: Journal, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[ClockScreen, Pilot[int]]]:
    """The clock on the screen, opened by its key."""
    app = app_on(journal)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("3", "t")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, ClockScreen)
        yield screen, pilot
        assert app._exception is None


async def at(screen: ClockScreen, pilot: Pilot[int], row: str) -> None:
    """Put the cursor on a row."""
    assert screen._table.move_to(row)
    await pilot.pause()


async def answer(pilot: Pilot[int], *texts: str) -> None:
    """Answer questions one after the other."""
    for text in texts:
        await pilot.pause()
        await write(pilot, text)
        await pilot.press("enter")
    await pilot.pause()


async def test_every_limit_stands_with_its_rule_and_the_pane_explains_it(journal: Journal) -> None:
    async with clock(journal) as (screen, pilot):
        text = shown(pilot.app)
        assert "Reviews, routine" in text
        assert "20 working days" in text
        assert "England, SI 2010/959" in text
        assert "20 working days from 16 Sep 2024" in " ".join(text.split())
        await at(screen, pilot, limit_row("visit"))
        assert "Common practice, not law" in shown(pilot.app)
        await at(screen, pilot, day_row(date(2025, 5, 9)))
        assert "Liberation Day" in shown(pilot.app)
        await pilot.press("w")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ReadingPage)


async def test_a_new_public_holiday_shows_what_moved_and_u_undoes_it(journal: Journal) -> None:
    async with clock(journal) as (screen, pilot):
        await pilot.press("a")
        await answer(pilot, "20 sep", "Island day")
        assert [one.name for one in calendars.extra_days(journal)] == ["Island day"]
        text = " ".join(shown(pilot.app).split())
        assert "due dates changed." in text
        assert "30 Sep → 1 Oct" in text
        assert screen._table.cursor_id == day_row(ISLAND_DAY)
        assert "added here" in text
        await pilot.press("u")
        await pilot.pause()
        assert calendars.extra_days(journal) == []
        assert "due dates changed" not in shown(pilot.app).rsplit("\n", 2)[0]


async def test_a_day_that_is_a_holiday_already_is_refused_with_its_name(journal: Journal) -> None:
    async with clock(journal) as (_, pilot):
        await pilot.press("a")
        await answer(pilot, "25/12/2024")
        assert "Christmas Day" in shown(pilot.app)
        assert calendars.extra_days(journal) == []


async def test_a_limit_is_set_from_a_day_on_and_withdrawn_for_a_reason(journal: Journal) -> None:
    async with clock(journal) as (screen, pilot):
        await at(screen, pilot, limit_row("routine.1"))
        await pilot.press("e")
        await answer(pilot, "15 wd", "1/9/2024", "Order of 2024")
        (own,) = rules.own_rules(journal)
        assert (own.amount, own.unit, own.label) == (15, "working_days", "Order of 2024")
        assert own.valid_from == date(2024, 9, 1)
        text = " ".join(shown(pilot.app).split())
        assert "30 Sep → 23 Sep" in text
        assert "• First review" in text
        await pilot.press("j", "k")
        await pilot.pause()
        assert "1 Sep 2024" in shown(pilot.app)
        await pilot.press("delete")
        await answer(pilot, "Not in force")
        assert rules.own_rules(journal) == []
        assert "23 Sep → 30 Sep" in " ".join(shown(pilot.app).split())
        await pilot.press("delete")
        await pilot.pause()
        assert "This is the default" in shown(pilot.app)


async def test_what_is_no_span_is_said_at_the_question(journal: Journal) -> None:
    async with clock(journal) as (_, pilot):
        await pilot.press("enter")
        await answer(pilot, "soon")
        assert "Type a number and what it counts" in shown(pilot.app)
        await pilot.press("escape")
        await pilot.pause()
        assert rules.own_rules(journal) == []


async def test_a_known_holiday_is_taken_out_and_put_back(journal: Journal) -> None:
    day = date(2024, 12, 26)
    async with clock(journal) as (screen, pilot):
        await at(screen, pilot, day_row(day))
        await pilot.press("delete")
        await answer(pilot, "The service works")
        assert calendars.working_days(journal).is_working(day)
        assert "working day here" in shown(pilot.app)
        await pilot.press("delete")
        await answer(pilot, "It does not")
        assert not calendars.working_days(journal).is_working(day)
        await pilot.press("e")
        await pilot.pause()
        assert "come with the program" in shown(pilot.app)


async def test_another_region_is_chosen_by_its_number(journal: Journal) -> None:
    async with clock(journal) as (screen, pilot):
        await at(screen, pilot, REGION)
        await pilot.press("e")
        await pilot.pause()
        await pilot.press("3")
        await pilot.pause()
        assert calendars.region_of(journal) == "SCT"
        assert "Scotland" in shown(pilot.app)


async def test_where_the_pane_is_hidden_what_moved_is_a_page_that_undo_closes(
    journal: Journal,
) -> None:
    async with clock(journal, (80, 24)) as (_, pilot):
        await pilot.press("a")
        await answer(pilot, "20 sep", "Island day")
        assert isinstance(pilot.app.screen, MovedPage)
        assert "30 Sep → 1 Oct" in shown(pilot.app)
        await pilot.press("u")
        await pilot.pause()
        await pilot.pause()
        assert isinstance(pilot.app.screen, ClockScreen)
        assert calendars.extra_days(journal) == []


async def test_the_palette_leads_to_the_clock(journal: Journal) -> None:
    app = app_on(journal)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+p", *"clock", "enter")
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, ClockScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, ClockScreen)


async def test_the_days_of_a_term_are_set_and_taken_out_again(journal: Journal) -> None:
    child = children.child_id("JE", "C-0150")
    education.add_education_plan(journal, child, held=date(2024, 9, 5))
    async with clock(journal) as (screen, pilot):
        row = "term:2025:spring"
        await at(screen, pilot, row)
        assert "Usual terms" in shown(pilot.app)
        await pilot.press("e")
        await pilot.pause()
        await pilot.press("ctrl+u")
        await answer(pilot, "7/1/2025")
        await pilot.press("ctrl+u")
        await answer(pilot, "11/4/2025")
        text = " ".join(shown(pilot.app).split())
        assert "7 Jan – 11 Apr" in text
        assert "5 Apr → 11 Apr" in text
        await pilot.press("delete")
        await answer(pilot, "Another island")
        assert "4 Jan – 5 Apr" in shown(pilot.app)


async def test_a_limit_on_which_devices_differ_is_marked(journal: Journal, tmp_path: Path) -> None:
    other = new_device(tmp_path / "other", 2)
    rules.set_rule(other, "iha", 10, date(2024, 9, 1))
    rules.set_rule(journal, "iha", 15, date(2024, 9, 1))
    pass_on(other, journal)
    async with clock(journal) as (screen, pilot):
        await at(screen, pilot, limit_row("iha"))
        text = " ".join(shown(pilot.app).split())
        assert "⚠ Initial health assessment" in text
        assert "Two devices differ on it" in text


async def test_that_due_dates_are_counted_anew_is_said_before_it_takes_its_time(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    add_day = recounting.add_day
    async with clock(journal, (80, 24)) as (_, pilot):

        def slowly(*asked: Any, **named: Any) -> Any:
            said.append(shown(pilot.app))
            return add_day(*asked, **named)

        monkeypatch.setattr("store.recounting.add_day", slowly)
        await pilot.press("a")
        await answer(pilot, "20 sep", "Island day")
        assert len(said) == 1
        assert "Counting every due date anew" in said[0]
        assert "esc cancels" not in said[0]
        assert "Counting" not in shown(pilot.app)
