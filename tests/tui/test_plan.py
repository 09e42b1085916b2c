"""The Plan screen: from areas to actions by keyboard, and every change by its key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store import drafts, evidence, opening, plans
from store.codes import ActionStatus, EvidenceKind
from store.journal import Journal
from tests.conftest import SHARED
from tests.store.devices import pass_on
from tests.tui.plan_stage import LONG, area_id, open_on_plan, shown, store_with_plan
from tui.app import PlanReviewApp
from tui.screens.plan import PlanScreen


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = store_with_plan(tmp_path / "store")
    yield opened
    opening.close_store(opened)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Journal]:
    opened = store_with_plan(tmp_path / "store", plan=False)
    yield opened
    opening.close_store(opened)


async def _keys(pilot: Pilot[int], *keys: str) -> None:
    names = {
        " ": "space",
        "+": "plus",
        "/": "slash",
        ".": "full_stop",
        "-": "minus",
        "_": "underscore",
    }
    for key in keys:
        if key.startswith("="):
            await pilot.press(*(names.get(letter, letter) for letter in key[1:]))
        else:
            await pilot.press(key)
        await pilot.pause()


async def _on_plan(pilot: Pilot[int], app: PlanReviewApp) -> PlanScreen:
    await pilot.pause()
    app.go_to_mode("plan")
    await pilot.pause()
    assert isinstance(app.screen, PlanScreen)
    return app.screen


def _actions(journal: Journal) -> list[plans.Action]:
    return plans.actions(journal, area_id=area_id(journal, "IRO 1"))


async def test_a_commitment_is_split_into_actions_with_owner_and_date_in_one_save(
    journal: Journal,
) -> None:
    app = open_on_plan(journal)
    async with app.run_test(size=(80, 24)) as pilot:
        await _on_plan(pilot, app)
        await _keys(pilot, "end", "enter", "j", "a")
        await _keys(pilot, "=Ask each child", "enter", "=ha", "enter", "=+10wd", "enter")
        assert "Mon 30 Sep 2024" in shown(app)  # the date as it was read, once left
        await _keys(pilot, "=Tell the manager", "enter", "enter", "enter", "ctrl+s")
        assert [(a.title, a.owner, a.due) for a in _actions(journal)] == [
            ("Ask each child", "Hazel", date(2024, 9, 30)),
            ("Tell the manager", None, None),
        ]
        assert "no owner" in shown(app)
        await _keys(pilot, "u")
        assert _actions(journal) == []


async def test_owner_date_and_status_change_by_their_keys(journal: Journal) -> None:
    commitment = plans.commitments(journal, area_id(journal, "IRO 1"))[1]
    made = plans.add_action(journal, commitment.id, "Ask each child", "Birch", date(2024, 9, 6))
    app = open_on_plan(journal)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await _on_plan(pilot, app)
        assert screen.show_record("action", made)
        await pilot.pause()
        assert screen.record_here() == made
        await _keys(pilot, "o", "=ha", "enter")
        await _keys(pilot, "d", "=30/9", "enter", "=two managers away", "enter", "enter")
        assert plans.action(journal, made).due == date(2024, 9, 6), "nobody approved it yet"
        await _keys(pilot, "=bi", "enter")
        await _keys(pilot, "s", "2")
        action = plans.action(journal, made)
        assert (action.owner, action.due) == ("Hazel", date(2024, 9, 30))
        assert action.original_due == date(2024, 9, 6)
        assert action.status is ActionStatus.IN_PROGRESS
        said = {line.reason for line in journal.history(made) if line.field == "due"}
        assert "two managers away (approved by Birch)" in said


async def test_a_long_commitment_can_be_read_to_its_end_in_a_small_window(
    journal: Journal,
) -> None:
    app = open_on_plan(journal)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _on_plan(pilot, app)
        area = area_id(journal, "SW 2")
        screen.show_record("commitment", plans.commitments(journal, area)[0].id)
        await pilot.pause()
        await _keys(pilot, "w", *["end"])
        assert LONG[-20:] in " ".join(shown(app).split())
        await _keys(pilot, "escape")
        assert app.screen is screen


async def test_the_points_of_a_list_stand_under_their_commitment(journal: Journal) -> None:
    app = open_on_plan(journal)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await _on_plan(pilot, app)
        area = area_id(journal, "SW 2")
        screen.show_record("commitment", plans.commitments(journal, area)[1].id)
        await pilot.pause()
        assert "1 why it happened" in shown(app)
        assert "2 who was told" in shown(app)


async def test_a_key_that_does_not_fit_the_line_says_why(journal: Journal) -> None:
    app = open_on_plan(journal)
    async with app.run_test(size=(80, 24)) as pilot:
        await _on_plan(pilot, app)
        await _keys(pilot, "a")
        assert "An action stands under a commitment" in shown(app)
        await _keys(pilot, "o")
        assert "Owner belongs to an action" in shown(app)


async def test_actions_half_typed_stay_as_a_draft(journal: Journal) -> None:
    app = open_on_plan(journal)
    async with app.run_test(size=(80, 24)) as pilot:
        await _on_plan(pilot, app)
        await _keys(pilot, "end", "enter", "a", "=Ask each", "escape")
        kept = drafts.drafts(journal)
        assert [draft.content["rows"] for draft in kept] == [[["Ask each", "", ""]]]
        await _keys(pilot, "a")
        await pilot.pause()
        assert "Ask each" in shown(app)


async def test_a_date_that_cannot_be_is_told_at_once_and_nothing_is_saved(
    journal: Journal,
) -> None:
    app = open_on_plan(journal)
    async with app.run_test(size=(80, 24)) as pilot:
        await _on_plan(pilot, app)
        await _keys(pilot, "end", "enter", "a", "=Ask", "enter", "enter", "=31/9")
        assert "September has 30 days" in shown(app)
        await _keys(pilot, "ctrl+s")
        assert _actions(journal) == []


async def test_an_empty_plan_says_how_to_begin(empty: Journal) -> None:
    app = open_on_plan(empty)
    async with app.run_test(size=(80, 24)) as pilot:
        await _on_plan(pilot, app)
        assert "Your improvement plan will stand here" in shown(app)
        assert "import" in shown(app)


async def test_a_file_that_is_no_report_is_refused_in_words(empty: Journal, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("nothing of a plan stands here\n" * 5)
    app = open_on_plan(empty)
    async with app.run_test(size=(80, 24)) as pilot:
        await _on_plan(pilot, app)
        await _keys(pilot, "i", f"={tmp_path / 'note.txt'}", "enter")
        assert "⊘" in shown(app)
        await _keys(pilot, "ctrl+s")
        assert plans.plans(empty) == []


@pytest.mark.shared
async def test_a_published_report_is_shown_and_then_taken(empty: Journal) -> None:
    report = SHARED / "sources/004_015f410490e342ad.txt"
    app = open_on_plan(empty)
    async with app.run_test(size=(120, 40)) as pilot:
        await _on_plan(pilot, app)
        await _keys(pilot, "i", f"={report}", "enter")
        assert plans.plans(empty) == []
        await _keys(pilot, "ctrl+s")
        assert len(plans.areas(empty)) == 8
        assert "8 areas · 31 commitments" in shown(app)


async def test_an_attached_file_is_written_out_where_a_person_says(
    journal: Journal, tmp_path: Path
) -> None:
    (tmp_path / "audit.txt").write_text("12 of 20")
    about = area_id(journal, "IRO 1")
    evidence.add_evidence(journal, about, EvidenceKind.AUDIT, file=tmp_path / "audit.txt")
    app = open_on_plan(journal)
    async with app.run_test(size=(80, 24)) as pilot:
        await _on_plan(pilot, app)
        await _keys(pilot, "F")
        assert "No evidence on this line has a file" in shown(app)
        await _keys(pilot, "end", "F", f"={tmp_path / 'out.txt'}", "enter")
    assert (tmp_path / "out.txt").read_text() == "12 of 20"


async def test_a_value_in_conflict_is_shown_with_both_values(tmp_path: Path) -> None:
    one = store_with_plan(tmp_path / "one")
    other = store_with_plan(tmp_path / "other")
    commitment = plans.commitments(one, area_id(one, "IRO 1"))[0]
    made = plans.add_action(one, commitment.id, "Ask each child", "Alder", date(2024, 9, 20))
    pass_on(one, other)
    plans.change_action(one, made, reason="later", due=date(2024, 9, 18))
    plans.change_action(other, made, reason="earlier", due=date(2024, 9, 27))
    pass_on(other, one)
    app = open_on_plan(one)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await _on_plan(pilot, app)
        screen.show_record("action", made)
        await pilot.pause()
        text = " ".join(shown(app).split())
        assert "⚠" in text
        assert "Due differs" in text
        assert "2024-09-18" in text
        assert "2024-09-27" in text
