"""The caseload: sorted by the clock, explained at the right, every key of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store import children, drafts, missing, opening, reviews
from store.codes import Participation
from store.journal import Journal
from store.reviews import Outcome
from tests.tui.review_stage import TODAY, app_on, keys_of, shown, store_with_child, the_child
from tui.screens.caseload_rows import COLUMNS, day_short, participation_piece
from tui.screens.child import ChildScreen
from tui.screens.child_form import ChildForm
from tui.screens.reading import ReadingPage
from tui.screens.review_form import ReviewForm
from tui.screens.reviews import ReviewsScreen
from tui.widgets.columns import lay_out


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """C-0147 in time, C-0112 late, C-0300 of another IRO, C-0400 who left care."""
    opened = store_with_child(tmp_path / "store")
    late = children.add_child(opened, "C-0112", date(2015, 5, 5), started=date(2024, 3, 4))
    reviews.log_review(
        opened,
        Outcome(
            late,
            held=date(2024, 3, 25),
            meetings=[date(2024, 3, 25)],
            participation=Participation.PN7,
        ),
    )
    children.add_child(opened, "C-0300", iro="Birch", started=date(2024, 9, 2))
    left = children.add_child(opened, "C-0400", iro="Alder")
    children.add_period(opened, left, date(2022, 1, 4), date(2023, 2, 1))
    yield opened
    opening.close_store(opened)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Journal]:
    opened = opening.throwaway(tmp_path / "empty", "Alder", role="iro", today=TODAY)
    yield opened
    opening.close_store(opened)


@asynccontextmanager
async def caseload(
    journal: Journal, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[ReviewsScreen, Pilot[int]]]:
    """The caseload on the screen."""
    app = app_on(journal)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("3")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, ReviewsScreen)
        yield screen, pilot
        assert app._exception is None


async def test_the_list_is_sorted_by_the_clock_in_three_groups(journal: Journal) -> None:
    async with caseload(journal, (80, 24)) as (_, pilot):
        lines = shown(pilot.app).split("\n")
        rows = [line for line in lines if "C-0" in line]
        assert [line.split("C-")[1][:4] for line in rows] == ["0112", "0147", "0300", "0400"]
        assert "over" in rows[0]
        assert "PN7" in rows[0]
        assert "20 Sep    in 4 wd" in rows[1]
        text = "\n".join(lines)
        assert text.index("C-0147") < text.index("With other IROs") < text.index("C-0300")
        assert text.index("No longer looked after") < text.index("C-0400")
        assert "1 late" in text


async def test_children_at_home_stand_apart_and_open(journal: Journal) -> None:
    home = children.add_child(journal, "H-0031", date(2011, 4, 1), social_worker="Rowan")
    back = missing.add_missing(journal, home, datetime(2024, 9, 12, 21, tzinfo=UTC))
    later = datetime(2024, 9, 13, 6, tzinfo=UTC)
    async with caseload(journal, (80, 24)) as (screen, pilot):
        text = shown(pilot.app)
        assert text.index("With other IROs") < text.index("Not looked after")
        assert text.index("Not looked after") < text.index("H-0031")
        assert "missing" in next(line for line in text.split("\n") if "H-0031" in line)
        missing.change_missing(journal, back, ended=later)
        screen.read_again()
        await pilot.pause()
        line = next(line for line in shown(pilot.app).split("\n") if "H-0031" in line)
        assert "at home" in line
        assert screen._table.move_to(home)
        await pilot.press("enter")
        await pilot.pause()
        text = shown(pilot.app)
        assert "Return interview to offer" in text
        assert "Missing from home" in text


async def test_the_pane_explains_the_child_in_hand(journal: Journal) -> None:
    async with caseload(journal) as (_, pilot):
        await pilot.press("j")
        await pilot.pause()
        text = shown(pilot.app)
        assert "Second, last day" in text
        assert "Passport application" in text
        assert "no owner" in text
        assert "September 2024" in text


async def test_each_key_goes_where_it_says(journal: Journal) -> None:
    async with caseload(journal) as (screen, pilot):
        assert screen._table.move_to(the_child(journal))
        await pilot.pause()
        for key, kind in (
            ("l", ReviewForm),
            ("enter", ChildScreen),
            ("w", ReadingPage),
            ("a", ChildForm),
            ("e", ChildForm),
        ):
            await pilot.press(key)
            await pilot.pause()
            assert isinstance(pilot.app.screen, kind), key
            await pilot.press("escape")
            await pilot.pause()
            assert isinstance(pilot.app.screen, ReviewsScreen)
        await pilot.press("y")
        assert pilot.app.clipboard == "C-0147"


async def test_a_draft_and_a_conflict_are_flags(journal: Journal) -> None:
    drafts.keep(journal, "review", the_child(journal), {"held": "2024-09-13", "parts": 5, "of": 8})
    async with caseload(journal, (80, 24)) as (_, pilot):
        await pilot.pause()
        assert "✎ draft" in shown(pilot.app)


async def test_why_says_the_chain_of_dates(journal: Journal) -> None:
    async with caseload(journal, (80, 24)) as (screen, pilot):
        screen._table.move_to(the_child(journal))
        await pilot.press("w")
        await pilot.pause()
        text = shown(pilot.app)
        assert "Why Fri 20 Sep" in text
        assert "First review held" in text
        assert "SI 2010/959" in text


async def test_without_a_clock_why_says_so(journal: Journal) -> None:
    async with caseload(journal, (80, 24)) as (screen, pilot):
        left = next(one.id for one in children.children(journal) if one.ref == "C-0400")
        screen._table.move_to(left)
        await pilot.pause()
        await pilot.press("w")
        await pilot.pause()
        assert "No clock runs for C-0400" in shown(pilot.app)


async def test_an_empty_caseload_says_what_belongs_there(empty: Journal) -> None:
    async with caseload(empty, (80, 24)) as (_, pilot):
        text = shown(pilot.app)
        assert "Your caseload will stand here" in text
        assert "One line for each child, by local reference" in text
        assert "a  add a child" in text
        await pilot.press("l")
        await pilot.pause()
        assert "No child under the cursor" in shown(pilot.app)
        await pilot.press("a", *keys_of("C-1"), "ctrl+s")
        await pilot.pause()
        assert [one.ref for one in children.children(empty)] == ["C-1"]
        assert "no period" in shown(pilot.app)


async def test_a_record_is_shown_wherever_it_stands(journal: Journal) -> None:
    child = the_child(journal)
    decision = reviews.decisions(journal, child)[0]
    async with caseload(journal) as (screen, pilot):
        assert screen.show_record("child", child)
        assert screen.record_here() == child
        assert screen.show_record("decision", decision.id)
        await pilot.pause()
        page = pilot.app.screen
        assert isinstance(page, ChildScreen)
        assert page.row_here() == decision.id
        await pilot.press("escape")
        await pilot.pause()
        assert not screen.show_record("child", "gone")
        assert "not in this store" in shown(pilot.app)


@pytest.mark.parametrize(
    ("width", "gone"),
    [(80, set()), (110, set()), (60, {"age", "last"}), (50, {"age", "last", "part"})],
)
def test_columns_go_in_their_order(width: int, gone: set[str]) -> None:
    names = {laid.column.name for laid in lay_out(COLUMNS, width, 4, 2)}
    assert {column.name for column in COLUMNS} - names == gone


def test_small_words() -> None:
    assert day_short(date(2024, 9, 13), TODAY) == "13 Sep"
    assert day_short(date(2026, 3, 1), TODAY) == "Mar 26"
    assert participation_piece(Participation.PN7, True)[1] == "amber"
    assert participation_piece(Participation.PN0, True)[1] == "text"
    assert participation_piece(None, True)[1] == "amber"
    assert participation_piece(None, False)[1] == "dim"
