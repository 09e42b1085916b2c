"""Measures: reports previewed and walked number by number, measures with their records."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.journal import Journal
from store.reports import Audience, Form
from tests.store.quarter import QUARTER, quiet_quarter, standing_quarter
from tests.store.rooms import new_store
from tests.tui.review_stage import app_on, shown
from tui.app import PlanReviewApp
from tui.screens.measures import MeasuresScreen
from tui.screens.measures_records import RecordsScreen
from tui.screens.measures_report import ReportScreen
from tui.screens.reading import ReadingPage
from tui.screens.reviews import ReviewsScreen
from tui.widgets.figure_sheet import FigureSheet
from tui.widgets.record_table import RecordTable

SIZES = [(80, 24), (120, 40), (60, 15)]


@pytest.fixture(scope="module")
def journal() -> Journal:
    """The whole quarter; nothing here writes to it."""
    return standing_quarter()


@asynccontextmanager
async def measures(
    journal: Journal, *keys: str, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[PlanReviewApp, Pilot[int]]]:
    """Mode 5 after some keys."""
    app = app_on(journal)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for key in ("5", *keys):
            await pilot.press(key)
            await pilot.pause()
        yield app, pilot
        assert app._exception is None


@pytest.mark.parametrize("size", SIZES)
async def test_reports_and_measures_stand_with_their_figures(
    journal: Journal, size: tuple[int, int]
) -> None:
    async with measures(journal, size=size) as (app, _):
        assert isinstance(app.screen, MeasuresScreen)
        text = shown(app)
        assert "Quarterly IRO report" in text
        line = next(row for row in text.split("\n") if " Reviews on time" in row)
        assert "83 %" in line
        assert QUARTER.words in text


async def test_what_is_not_recorded_has_no_figure(tmp_path: Path) -> None:
    quiet = quiet_quarter(tmp_path)
    async with measures(quiet, "G") as (app, pilot):
        text = shown(app)
        assert "Not recorded here" in text
        assert "0 %" not in text.split("Not recorded here")[1].split("\n")[1]
        await pilot.press("enter")
        assert "Not recorded here" in shown(app)
        assert isinstance(app.screen, MeasuresScreen)


@pytest.mark.slow
async def test_every_number_of_the_report_can_be_reached(journal: Journal) -> None:
    async with measures(journal, "enter", size=(80, 24)) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, ReportScreen)
        sheet, report = screen.query_one(FigureSheet), screen.report
        assert report is not None
        seen = set()
        while sheet.at not in seen:
            seen.add(sheet.at)
            await pilot.press("right")
            if sheet.at in seen:
                await pilot.press("down")
                for _ in range(6):
                    await pilot.press("left")
        places = {
            (t, r, c)
            for t, table in enumerate(report.tables)
            for r, row in enumerate(table.rows)
            for c, cell in enumerate(row.cells)
            if cell.form in (Form.COUNT, Form.PERCENT)
        }
        assert places <= seen


@pytest.mark.parametrize("size", SIZES)
async def test_the_report_stands_at_every_size(journal: Journal, size: tuple[int, int]) -> None:
    async with measures(journal, "enter", "G", size=size) as (app, _):
        assert "12. Small numbers" in shown(app)


async def test_enter_lists_the_records_and_enter_opens_one(journal: Journal) -> None:
    async with measures(journal, "enter") as (app, pilot):
        screen = app.screen
        assert isinstance(screen, ReportScreen)
        sheet = screen.query_one(FigureSheet)
        assert sheet.move_to((1, 1, 3))  # on time, all
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, RecordsScreen)
        assert "15 records" in shown(app)
        assert "due " in shown(app)
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, ReviewsScreen)
        await pilot.press("5", "escape")
        await pilot.pause()
        back: object = app.screen
        assert back is screen
        assert sheet.at == (1, 1, 3)


async def test_a_percentage_lists_both_sides(journal: Journal) -> None:
    async with measures(journal, "enter") as (app, pilot):
        screen = app.screen
        assert isinstance(screen, ReportScreen)
        rows = screen.report.tables[1].rows if screen.report else ()
        at = next(r for r, row in enumerate(rows) if row.label == "Per cent on time")
        assert screen.query_one(FigureSheet).move_to((1, at, 3))
        await pilot.press("enter")
        await pilot.pause()
        text = shown(app)
        assert "Counted  15" in text
        assert "Not counted  3" in text


async def test_a_nought_has_no_records_and_says_so(journal: Journal) -> None:
    async with measures(journal, "enter") as (app, pilot):
        screen = app.screen
        assert isinstance(screen, ReportScreen)
        assert screen.query_one(FigureSheet).move_to((0, 5, 0))  # under 1
        await pilot.press("enter")
        await pilot.pause()
        assert "no record lies behind it" in shown(app)


async def test_the_outside_view_holds_small_numbers_back_and_goes_again(journal: Journal) -> None:
    async with measures(journal, "enter", size=(80, 24)) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, ReportScreen)
        assert "fewer than five" not in shown(app)
        await pilot.press("p")
        await pilot.pause()
        assert screen.audience is Audience.OUTSIDE
        assert "fewer than five" in shown(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "has no records behind" in shown(app)
        await pilot.press("p")
        await pilot.pause()
        assert "Inside view" in shown(app)


async def test_other_days_by_keys(journal: Journal) -> None:
    async with measures(journal, "[") as (app, pilot):
        assert "1 Apr 2024 to 30 Jun 2024" in shown(app)
        await pilot.press("]", "d", "3")
        await pilot.pause()
        assert "2024-W40" in shown(app)
        await pilot.press("d", "5")
        await pilot.pause()
        await pilot.press(*"1/2/2024", "enter", *"31/3/2024", "enter")
        await pilot.pause()
        assert "1 Feb 2024 to 31 Mar 2024" in shown(app)


async def test_a_measure_lists_what_counts_what_does_not_and_what_is_left_out(
    journal: Journal,
) -> None:
    async with measures(journal, "j", "j", "j", "j") as (app, pilot):
        table = app.screen.query_one("#list", RecordTable)
        assert table.cursor_id == "measure participation"
        await pilot.press("enter")
        await pilot.pause()
        text = shown(app)
        assert "Not counted  4" in text
        assert "Left out: under four (PN0)  1" in text
        assert "Left out: no participation code written down  1" in text


async def test_the_definition_stands_beside_and_on_its_own_page(journal: Journal) -> None:
    async with measures(journal, "j", "j", size=(80, 24)) as (app, pilot):
        await pilot.press("w")
        await pilot.pause()
        assert isinstance(app.screen, ReadingPage)
        assert "Reviews held on or before their last day" in " ".join(shown(app).split())


async def test_x_writes_the_file_for_readers_outside_first(
    journal: Journal, tmp_path: Path
) -> None:
    to = tmp_path / "board.html"
    async with measures(journal, "enter") as (app, pilot):
        await pilot.press("x", "enter")
        await pilot.pause()
        await pilot.press(*str(to), "enter")
        await pilot.pause()
        assert "board.html written" in shown(app)
    assert "fewer than five" in to.read_text("utf-8")


async def test_an_empty_store_says_what_belongs_here(tmp_path: Path) -> None:
    async with measures(new_store(tmp_path), size=(80, 24)) as (app, pilot):
        assert "Reports and measures will stand here" in shown(app)
        for key in ("enter", "w", "x"):
            await pilot.press(key)
        assert isinstance(app.screen, MeasuresScreen)


async def test_a_query_narrows_the_measures_and_what_is_opened_from_them(journal: Journal) -> None:
    async with measures(journal) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, MeasuresScreen)
        assert not screen.line.display
        await pilot.press("/", *"iro:bir", "tab", "enter")
        await pilot.pause()
        assert screen.asked == "iro:Birch"
        assert screen.narrowing is not None
        text = shown(app)
        assert f"{screen.narrowing.children} of 24" in text
        assert "only" in text.split("\n")[-2]
        await pilot.press("g", "g", "enter")
        await pilot.pause()
        page = app.screen
        assert isinstance(page, ReportScreen)
        assert page.report is not None
        assert page.report.narrowing is not None
        assert page.report.narrowing.children == screen.narrowing.children
        await pilot.press("p")
        assert page.audience is Audience.INSIDE
        assert "for inside use only" in shown(app)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is page, "the first step back clears the query"
        assert page.report.narrowing is None
        await pilot.press("p", "/", *"age<9", "enter")
        await pilot.pause()
        assert page.audience is Audience.INSIDE
        assert not page.line.typing
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert app.screen is screen
        assert screen.asked == "iro:Birch"


@pytest.mark.parametrize("size", SIZES)
async def test_a_query_that_cannot_be_read_says_where_and_changes_nothing(
    journal: Journal, size: tuple[int, int]
) -> None:
    async with measures(journal, size=size) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, MeasuresScreen)
        await pilot.press("/", *"colour:red ")
        await pilot.pause()
        assert "No field “colour”" in shown(app)
        assert screen.line.input.wrong == (0, 6)
        await pilot.press("enter")
        assert screen.asked == ""
        assert screen.line.typing
        await pilot.press("escape")
        await pilot.pause()
        assert not screen.line.display
        assert screen.focused is screen.query_one(RecordTable)


async def test_a_narrowed_report_is_written_for_inside_without_asking(
    journal: Journal, tmp_path: Path
) -> None:
    to = tmp_path / "birch.md"
    async with measures(journal, "/", *"iro:birch", "enter", "x") as (_, pilot):
        await pilot.press("ctrl+u", *str(to), "enter")
        await pilot.pause()
    assert "iro:birch" in to.read_text("utf-8")
