"""The caseloads on the screen, and a handover seen before it is done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store import children, family, opening, people, service
from store.family import Relation
from store.journal import Journal
from tests.tui.plan_stage import shown
from tui.app import PlanReviewApp
from tui.screens.handover import HandoverPreview
from tui.screens.service import ServiceScreen

TODAY = date(2024, 9, 16)
STARTED = date(2024, 5, 28)
SIZES = [(80, 24), (120, 40)]


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """Birch left with two brothers and a girl; Alder and Cedar are there."""
    opened = opening.throwaway(tmp_path / "store", "Alder", role="manager", today=TODAY)
    ids = [
        children.add_child(opened, f"C-{number}", iro="Birch", team="North", started=STARTED)
        for number in (1, 2, 3)
    ]
    family.add_family(opened, ids[0], ids[2], Relation.SIBLING)
    for number in (7, 8, 9):
        children.add_child(opened, f"C-{number}", iro="Alder", started=STARTED)
    service.add_post(opened, "Alder", Decimal("0.05"), team="Reviewing")
    service.add_post(opened, "Birch", Decimal(1), until=date(2024, 9, 6))
    service.add_post(opened, "Cedar", Decimal("0.5"))
    people.add_person(opened, "Hazel", team="South")
    yield opened
    opening.close_store(opened)


async def to_caseloads(pilot: Pilot[int]) -> ServiceScreen:
    """From the start to the caseloads."""
    await pilot.press("3", "I")
    await pilot.pause(0.1)
    screen = pilot.app.screen
    assert isinstance(screen, ServiceScreen)
    return screen


def iros(journal: Journal) -> dict[str, str | None]:
    """The IRO of every child."""
    return {child.ref: child.iro for child in children.children(journal)}


@pytest.mark.parametrize("size", SIZES)
async def test_caseloads_stand_against_their_limits(
    journal: Journal, size: tuple[int, int]
) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=size) as pilot:
        await to_caseloads(pilot)
        text = shown(app)
        for words in ("Alder", "0.05", "60", "within", "Birch", "has left", "Cedar", "under"):
            assert words in text
        assert "3 wait for an IRO" in text
        assert "…" not in text.split("Caseloads")[1].splitlines()[1]


async def test_a_caseload_is_handed_over_in_one_step(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(120, 40)) as pilot:
        await to_caseloads(pilot)
        await pilot.press("j", "o")
        await pilot.pause(0.1)
        page = app.screen
        assert isinstance(page, HandoverPreview)
        await pilot.press("ctrl+s")
        assert app.screen is page, "nobody is named yet"
        await pilot.press(*"al, ce")
        await pilot.pause(0.1)
        assert page.shown is not None
        assert [one.person for one in page.shown.receivers] == ["Alder", "Cedar"]
        assert "with C-3" in shown(app)
        before = len(journal.units())
        await pilot.press("tab", "tab", "tab", "space")
        await pilot.pause(0.1)
        assert "1 stay" in shown(app)
        await pilot.press("space", "ctrl+s")
        await pilot.pause(0.1)
        assert isinstance(app.screen, ServiceScreen)
        assert set(iros(journal).values()) == {"Alder", "Cedar"}
        assert len(journal.units()) == before + 1
        assert "3 handed over" in shown(app)
        await pilot.press("u")
        await pilot.pause(0.1)
        assert iros(journal)["C-1"] == "Birch"


async def test_to_the_leaver_is_told_at_the_field(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_caseloads(pilot)
        await pilot.press("j", "o", *"bir")
        await pilot.pause(0.1)
        assert "cannot take them" in shown(app)
        await pilot.press("ctrl+s", "escape")
        await pilot.pause(0.1)
        assert iros(journal)["C-1"] == "Birch"


async def test_a_share_is_said_since_a_day(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(120, 40)) as pilot:
        await to_caseloads(pilot)
        await pilot.press("e", *"half", "enter")
        await pilot.pause(0.1)
        assert "no share of full time" in shown(app)
        await pilot.press(*["backspace"] * 4, *"0.1", "enter")
        await pilot.pause(0.1)
        await pilot.press(*"1/9", "enter")
        await pilot.pause(0.2)
        posts = [post for post in service.posts(journal) if post.person == "Alder"]
        assert [(post.fte, post.started) for post in posts][-1][0] == Decimal("0.1")
        assert len(posts) == 2
        assert "30" in shown(app)


async def test_a_whole_caseload_moves_to_a_team(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_caseloads(pilot)
        await pilot.press("j", "T", *"South", "enter")
        await pilot.pause(0.2)
        teams = {child.ref: child.team for child in children.children(journal)}
        assert (teams["C-1"], teams["C-9"]) == ("South", None)


async def test_a_post_is_added_by_form(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_caseloads(pilot)
        await pilot.press("a")
        await pilot.pause(0.1)
        await pilot.press(*"Willow", "enter", "1", *"Reviewing", "enter", *"60%", "enter", "f2")
        await pilot.pause(0.2)
        assert app.screen is screen
        (post,) = [post for post in service.posts(journal) if post.person == "Willow"]
        assert (post.fte, post.team) == (Decimal("0.6"), "Reviewing")


async def test_a_post_entered_by_mistake_is_withdrawn_for_a_reason(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_caseloads(pilot)
        await pilot.press("delete")
        await pilot.pause(0.1)
        await pilot.press(*"typed twice", "enter")
        await pilot.pause(0.2)
        assert "Alder" not in {post.person for post in service.posts(journal)}
