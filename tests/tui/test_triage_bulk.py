"""Bulk edit in Triage: nothing is saved before it was seen, and one undo takes it back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from store import opening, plans
from store.codes import ActionStatus, Brag
from store.journal import Journal
from tests.tui.plan_stage import shown, store_with_plan
from tests.tui.test_triage import to_triage, type_in
from tui.app import PlanReviewApp
from tui.screens.bulk_preview import BulkPreview
from tui.screens.triage import TriageScreen


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = store_with_plan(tmp_path / "store", role="manager")
    commitment = plans.commitments(opened)[0].id
    for number in range(3):
        plans.add_action(opened, commitment, f"Step {number}", "Hazel", date(2024, 9, 17 + number))
    plans.add_action(opened, commitment, "Step 3", "Birch", None)
    yield opened
    opening.close_store(opened)


def _owners(journal: Journal) -> list[str | None]:
    return [action.owner for action in plans.actions(journal)]


async def test_owner_of_the_marked_with_preview_and_one_undo(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    before = _owners(journal)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_triage(pilot)
        await pilot.press("*", "o")
        await pilot.pause(0.1)
        page = app.screen
        assert isinstance(page, BulkPreview)
        await pilot.press("ctrl+s")
        assert isinstance(app.screen, BulkPreview), "nothing is typed, nothing is saved"
        await type_in(pilot, "bi")
        assert page.shown is not None
        assert (page.shown.changes, page.shown.same, page.shown.refused) == (3, 1, 4)
        text = shown(app)
        assert "3 change" in text
        assert "1 already so" in text
        assert "4 refused" in text
        await pilot.press("enter")
        assert _owners(journal) == before, "enter saves nothing"
        await pilot.press(*"Hazel is away", "f2")
        await pilot.pause(0.2)
        assert isinstance(app.screen, TriageScreen)
        assert _owners(journal) == ["Birch"] * 4
        assert screen.table.marks == set()
        await pilot.press("u")
        await pilot.pause()
        assert _owners(journal) == before


async def test_a_moved_date_needs_its_reason(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(120, 40)) as pilot:
        await to_triage(pilot)
        await pilot.press("*", "b")
        await pilot.pause()
        await pilot.press("d")
        await pilot.pause(0.1)
        await type_in(pilot, "30/9")
        assert "4 change" in shown(app)
        assert "+9 wd" in shown(app)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, BulkPreview)
        assert app.screen._field("reason").problem
        approver = app.screen._field("approved")
        assert approver.text == "Alder", "a manager most likely approved it"
        await pilot.press(*"Briefing moved", "shift+tab", "ctrl+u", "ctrl+s")
        await pilot.pause(0.1)
        assert isinstance(app.screen, BulkPreview)
        assert "approved" in (approver.problem or "")
        await pilot.press(*"bi", "ctrl+s")
        await pilot.pause(0.1)
        assert isinstance(app.screen, TriageScreen)
    actions = plans.actions(journal)
    assert {action.due for action in actions} == {date(2024, 9, 30)}
    assert actions[0].original_due == date(2024, 9, 17)
    said = [line.reason for line in journal.history(actions[0].id) if line.field == "due"]
    assert "Briefing moved (approved by Birch)" in said


async def test_one_row_is_changed_without_a_page(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_triage(pilot)
        await pilot.press("s")
        await pilot.pause()
        known = [status for status in ActionStatus if status is not ActionStatus.WITHDRAWN]
        await pilot.press(str(known.index(ActionStatus.BLOCKED) + 1))
        await pilot.pause(0.1)
        row = screen.row_here()
        assert row is not None
        assert row.status == ActionStatus.BLOCKED
        assert plans.action(journal, row.id).status is ActionStatus.BLOCKED


async def test_esc_leaves_the_preview_and_keeps_the_marks(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    before = _owners(journal)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_triage(pilot)
        await pilot.press("space", "space", "o")
        await pilot.pause(0.1)
        await type_in(pilot, "bi")
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is screen
        assert len(screen.table.marks) == 2
        assert _owners(journal) == before


async def test_new_words_for_the_marked_and_what_they_said_before(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(120, 40)) as pilot:
        await to_triage(pilot)
        await pilot.press("/", *"step kind:action", "enter", "*", "b", "w")
        await pilot.pause(0.1)
        page = app.screen
        assert isinstance(page, BulkPreview)
        await type_in(pilot, "Ring the school")
        assert page.shown is not None
        assert page.shown.changes == 4
        text = shown(app)
        assert "Step 0" in text
        assert "→ Ring the school" in text
        await pilot.press("tab", *"One wording", "f2")
        await pilot.pause(0.2)
        assert [action.title for action in plans.actions(journal)] == ["Ring the school"] * 4
        await pilot.press("u")
        await pilot.pause(0.2)
        titles = [action.title for action in plans.actions(journal)]
        assert titles == [f"Step {number}" for number in range(4)]


async def test_a_first_status_asks_no_reason_of_many_either(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(120, 40)) as pilot:
        await to_triage(pilot)
        await pilot.press("/", *"step kind:action", "enter", "*", "s")
        await pilot.pause(0.1)
        await pilot.press("2", "f2")
        await pilot.pause(0.3)
        assert isinstance(app.screen, TriageScreen)
        found = {action.status for action in plans.actions(journal)}
        assert found == {ActionStatus.IN_PROGRESS}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_people_judge_many_only_with_a_reason(
    journal: Journal, size: tuple[int, int]
) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=size) as pilot:
        await to_triage(pilot)
        await pilot.press("/", *"step kind:action", "enter", "*", "b", "b")
        await pilot.pause(0.1)
        page = app.screen
        assert isinstance(page, BulkPreview)
        await pilot.press("b")
        await pilot.pause()
        assert "not done, so not blue" in shown(app)
        await pilot.press("shift+tab", "r")
        await pilot.pause()
        assert page.shown is not None
        assert page.shown.changes == 4
        assert "by the rule" in shown(app)
        await pilot.press("f2")
        await pilot.pause()
        assert app.screen is page, "a colour in the rule's place says why"
        await pilot.press(*"The board on Monday", "f2")
        await pilot.pause(0.2)
        assert isinstance(app.screen, TriageScreen)
        assert {action.brag for action in plans.actions(journal)} == {Brag.RED}
        await pilot.press("u")
        await pilot.pause(0.1)
        assert {action.judged for action in plans.actions(journal)} == {None}
