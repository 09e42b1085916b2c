"""A child's page with a record of every kind on it, in the three sizes of a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store import adding, children, references
from store.journal import Journal
from store.opening import close_store
from tests.store.every_kind import CARED, GIVEN, GONE, HOME, every_kind
from tests.store.rooms import new_store
from tests.tui.review_stage import app_on, shown
from tui.screens.child import ChildScreen
from tui.screens.child_sections import duty_id
from tui.screens.reading import ReadingPage

LONG = "Quiet at home; the room was warm and the food was good. " * 12


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """One record of every kind, and a visit with much to read."""
    opened = new_store(tmp_path)
    every_kind(opened)
    adding.add(opened, "visit", {"child": CARED, "on": "12/9", "what": LONG, "by": "Hazel"})
    yield opened
    close_store(opened)


async def page_of(journal: Journal, ref: str, pilot: Pilot[int]) -> ChildScreen:
    """The page of a child."""
    page = ChildScreen(next(one.id for one in children.children(journal) if one.ref == ref))
    pilot.app.push_screen(page)
    await pilot.pause()
    return page


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_every_row_can_be_stood_on_and_every_word_fits(
    journal: Journal, size: tuple[int, int]
) -> None:
    app = app_on(journal)
    found = set()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for ref in (CARED, HOME, GONE):
            page = await page_of(journal, ref, pilot)
            assert page.page is not None
            for entry in (e for one in page.page.sections for e in one.entries):
                found.add(entry.kind)
                assert page._table.move_to(entry.id), entry.kind
                await pilot.pause()
                assert entry.what.split()[0] in shown(app), entry.kind
                copied = page.reference_here()
                assert copied is not None
                assert references.resolve(journal, copied).id == entry.id, entry.kind
            for duty in page.page.duties:
                assert page._table.move_to(duty_id(duty)), duty.kind
            await pilot.press("escape")
            await pilot.pause()
        assert app._exception is None
    elsewhere = {"cancellation", "extra_day", "rule", "term", "post", "audit"}
    assert found == set(GIVEN) - elsewhere


async def test_why_says_it_of_the_row_and_findings_are_read_in_full(journal: Journal) -> None:
    app = app_on(journal)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        page = await page_of(journal, CARED, pilot)
        assert page.page is not None
        duty = next(one for one in page.page.duties if one.kind == "health")
        page._table.move_to(duty_id(duty))
        await pilot.press("w")
        await pilot.pause()
        assert isinstance(app.screen, ReadingPage)
        assert duty.what in shown(app)
        await pilot.press("escape")
        await pilot.pause()
        (missing,) = (one for one in page.page.sections if one.key == "preparing")
        page._table.move_to("finding:preparing:0")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, ReadingPage)
        flat = " ".join(shown(app).split())
        assert missing.findings[0] in flat
        assert app._exception is None


async def test_a_cancelled_review_says_why_and_was_not_held(journal: Journal) -> None:
    app = app_on(journal)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await page_of(journal, CARED, pilot)
        row = next(line for line in shown(app).splitlines() if "cancelled" in line)
        assert "Ice" in row
        assert row.count("10 Aug") == 1
