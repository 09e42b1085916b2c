"""Triage: the list under its query line, its marks, orders and views."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from store import evidence, notes, open_work, opening, plans, saved_views
from store.codes import ActionStatus, EvidenceKind
from store.journal import Journal
from tests.tui.plan_stage import PLAN, TODAY, shown, store_with_plan
from tui.app import PlanReviewApp
from tui.screens.plan import PlanScreen
from tui.screens.triage import TriageScreen
from tui.widgets.frame import Frame

OWNERS = ("Hazel", "Birch", None)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = store_with_plan(tmp_path / "store")
    commitment = plans.commitments(opened)[0].id
    for number in range(90):
        plans.add_action(
            opened,
            commitment,
            f"Step {number:02} of the tracker",
            OWNERS[number % 3],
            TODAY + timedelta(days=number - 5),
        )
    yield opened
    opening.close_store(opened)


def triage(app: PlanReviewApp) -> TriageScreen:
    """The screen in front."""
    assert isinstance(app.screen, TriageScreen), app.screen
    return app.screen


async def to_triage(pilot: object) -> TriageScreen:
    """Go to mode 4 and let the list be read."""
    await pilot.pause()  # type: ignore[attr-defined]
    await pilot.press("4")  # type: ignore[attr-defined]
    await pilot.pause(0.3)  # type: ignore[attr-defined]
    return triage(pilot.app)  # type: ignore[attr-defined]


async def _until_shown(pilot: object, words: str) -> None:
    """Wait until the screen says it, however busy the machine is."""
    for _ in range(400):
        if words in shown(pilot.app):  # type: ignore[attr-defined]
            return
        await pilot.pause(0.02)  # type: ignore[attr-defined]
    raise AssertionError(f"never shown: {words}")


def labels(app: PlanReviewApp) -> str:
    """The line of the column labels."""
    return next(line for line in shown(app).splitlines() if "WHAT" in line)


def whats(journal: Journal, screen: TriageScreen) -> list[str]:
    """What the list holds, in its order."""
    return [row.what for row in open_work.page(journal, list(screen.whole_list())) if row]


async def type_in(pilot: object, text: str) -> None:
    """Type a text and let it be read."""
    await pilot.press(*text)  # type: ignore[attr-defined]
    await pilot.pause(0.05)  # type: ignore[attr-defined]


async def test_every_open_thing_is_read_and_the_detail_follows(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_triage(pilot)
        assert len(screen.whole_list()) == 94  # ninety actions, four commitments without one
        assert screen.numbers is not None
        assert screen.numbers.complete
        text = shown(app)
        assert "Step 00 of the tracker" in text
        assert "3 wd over" in text
        assert "Its date has passed by" in text
        await pilot.press("j", "j")
        await pilot.pause()
        text = shown(app)
        assert "To mend" in text or "Why Red" in text
        assert "o " in text
        assert "no owner" in text
        await pilot.press("G")
        await pilot.pause()
        row = screen.row_here()
        assert row is not None
        assert row.due is None
        await pilot.press("g", "g")
        await pilot.pause()
        row = screen.row_here()
        assert row is not None
        assert row.what == "Step 00 of the tracker"


async def test_results_come_as_one_types_and_esc_brings_all_back(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_triage(pilot)
        await pilot.press("/")
        await type_in(pilot, "owner:hazel due<7d")
        found = whats(journal, screen)
        assert found == [
            "Step 00 of the tracker",
            *(f"Step {n:02} of the tracker" for n in (3, 6, 9)),
        ]
        await pilot.pause(0.3)
        assert "4 of 94" in shown(app)
        await pilot.press("enter")
        assert screen.table.has_focus
        await pilot.press("escape")
        await pilot.pause(0.3)
        assert len(screen.whole_list()) == 94
        await pilot.press("/")
        await type_in(pilot, "hazelnut")
        await pilot.pause(0.3)
        assert "Nothing matches hazelnut" in shown(app)
        assert "94 items come back" in shown(app)


async def test_a_wrong_word_is_named_and_the_last_good_list_stays(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_triage(pilot)
        await pilot.press("/")
        await type_in(pilot, "owner:hazel stauts:blocked")
        text = shown(app)
        assert "No field “stauts”" in text
        assert "The list shows the last good query." in text
        assert "take status" in text
        assert screen.looking.query == "owner:hazel"
        assert len(screen.whole_list()) == 30
        assert screen.query_one("QueryLine").input.wrong == (12, 6)  # type: ignore[attr-defined]
        await pilot.press("tab")
        await pilot.pause(0.05)
        assert screen.looking.query == "owner:hazel status:blocked"
        assert screen.query_one("QueryLine").input.wrong is None  # type: ignore[attr-defined]


async def test_tab_completes_and_up_recalls(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_triage(pilot)
        await pilot.press("/")
        await type_in(pilot, "owne")
        await pilot.press("tab")
        await type_in(pilot, "ha")
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert screen.looking.query == "owner:Hazel"
        await pilot.press("escape", "/", "up")
        await pilot.pause()
        assert screen.looking.query == "owner:Hazel"


async def test_marks_stay_on_their_records_over_queries(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_triage(pilot)
        await pilot.press("space", "space", "space")
        marked = set(screen.table.marks)
        assert len(marked) == 3
        await pilot.press("/")
        await type_in(pilot, "owner:hazel")
        await pilot.press("enter")
        await _until_shown(pilot, "3 marked, 2 not in this list")
        await pilot.press("*")
        assert len(screen.table.marks) == 32
        await pilot.press("V")
        assert len(screen.table.marks) == 2
        await pilot.press("escape", "n")
        row = screen.row_here()
        assert row is not None
        assert row.n in marked
        await pilot.press("escape")
        assert screen.table.marks == set()
        await pilot.press(",")
        await pilot.pause()
        await pilot.press("1")
        await pilot.pause(0.1)
        row = screen.row_here()
        assert row is not None
        same = open_work.ids(journal, open_work.like(row, "owner")).rest()
        assert screen.table.marks == set(same)


async def test_the_cursor_stays_on_its_record_when_others_write(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_triage(pilot)
        for _ in range(70):
            await pilot.press("j")
        before = screen.row_here()
        assert before is not None
        commitment = plans.commitments(journal)[0].id
        for number in range(5):
            plans.add_action(
                journal, commitment, f"Early {number}", "Birch", date(2024, 1, number + 1)
            )
        screen.look_again()
        await pilot.pause(0.3)
        after = screen.row_here()
        assert after is not None
        assert after.id == before.id
        plans.withdraw_action(journal, before.id, "written twice")
        screen.look_again()
        await pilot.pause()
        after = screen.row_here()
        assert after is not None
        assert after.id != before.id
        assert "no longer matches" in shown(app)


async def test_groups_order_columns_and_a_saved_view(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_triage(pilot)
        await pilot.press("S")
        await pilot.pause()
        await pilot.press("o")
        await pilot.pause(0.3)
        text = shown(app)
        assert "Birch  30" in text
        owners = [row.owner for row in open_work.page(journal, list(screen.whole_list())) if row]
        assert owners == ["Birch"] * 30 + ["Hazel"] * 30 + [None] * 34
        # Every record of every group can be reached, and stands where the list says.
        lines = [entry for entry in screen.table._entries if isinstance(entry, str)]
        assert [int(entry) for entry in lines] == list(screen.whole_list())
        await pilot.press("S")
        await pilot.pause()
        await pilot.press("1")
        await pilot.pause(0.1)
        assert screen.looking.descending
        await pilot.press("C")
        await pilot.pause()
        await pilot.press("j", "j", "space", "enter")
        await pilot.pause(0.1)
        assert "kind" not in screen.shown_columns()
        await pilot.press("f")
        await pilot.pause()
        await pilot.press("s")
        await pilot.pause()
        await pilot.press(*"Mondays", "enter")
        await pilot.pause(0.1)
        view = next(view for view in saved_views.views(journal) if view.name == "Mondays")
        assert (view.group, view.descending) == ("owner", True)
        assert "kind" not in view.columns
        await pilot.press("f")
        await pilot.pause()
        await pilot.press("2")
        await pilot.pause(0.3)
        assert screen.looking.query == "is:overdue"
        assert screen.looking.group is None
        assert len(screen.whole_list()) == 5
        assert "view Overdue" in shown(app)


async def test_enter_opens_the_record(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_triage(pilot)
        row = screen.row_here()
        assert row is not None
        await pilot.press("enter")
        await pilot.pause(0.1)
        assert isinstance(app.screen, PlanScreen)
        assert app.screen.record_here() == row.id


async def test_the_small_window_has_four_lines_of_detail(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_triage(pilot)
        ledger = screen.query_one("#detail")
        assert ledger.display
        assert ledger.size.height == 4
        assert "KIND" not in shown(app)
        assert "CLOCK" in shown(app)


async def test_export_writes_what_is_on_screen(journal: Journal, tmp_path: Path) -> None:
    app = PlanReviewApp(journal)
    to = tmp_path / "mine.csv"
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_triage(pilot)
        await pilot.press("/")
        await type_in(pilot, "owner:hazel")
        await pilot.press("enter", "x")
        await pilot.pause()
        await pilot.press(*str(to), "enter")
        await pilot.pause(0.2)
        rows = list(csv.reader(to.read_text("utf-8-sig").splitlines()))
        written = [cell for row in rows for cell in row if cell.startswith("Step ")]
        assert written == whats(journal, screen)


async def test_a_click_on_a_label_sorts_by_it_and_again_turns_round(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_triage(pilot)
        assert "DUE ↑" in shown(app)
        at = labels(app).index("OWNER")
        await pilot.click("#open", offset=(at, 0))
        await pilot.pause(0.2)
        assert screen.looking.sort == "owner"
        assert "OWNER ↑" in shown(app)
        await pilot.click("#open", offset=(at, 0))
        await pilot.pause(0.2)
        assert screen.looking.descending
        assert "OWNER ↓" in shown(app)
        await pilot.click("#open", offset=(labels(app).index("CLOCK"), 0))
        await pilot.pause(0.2)
        assert screen.looking.sort == "due"


@pytest.mark.parametrize("column", open_work.SORTS)
async def test_every_column_sorts_by_its_key_and_the_cursor_stays(
    journal: Journal, column: str
) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_triage(pilot)
        keys = [*"12345678", "9", "s", "t", "n", "e", "d"]
        await pilot.press("S")
        await pilot.pause()
        await pilot.press(keys[open_work.SORTS.index(column)])
        assert screen.looking.sort == column
        wanted = open_work.ids(journal, "", column, descending=column == "due").rest()
        assert list(screen.whole_list()) == list(wanted)
        await pilot.press("j", "j")
        before = screen.row_here()
        assert before is not None
        plans.add_action(journal, plans.commitments(journal)[0].id, "A step between")
        screen.look_again()
        assert len(screen.whole_list()) == len(wanted) + 1
        after = screen.row_here()
        assert after is not None
        assert after.id == before.id


async def test_m_goes_to_what_is_due_on_a_day(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_triage(pilot)
        await pilot.press("m", "pagedown", "enter")
        await pilot.pause(0.2)
        row = screen.row_here()
        assert row is not None
        assert row.due is not None
        assert (row.due - TODAY).days in range(24, 29)


async def test_c_notes_on_the_record_and_the_detail_shows_it(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_triage(pilot)
        await pilot.press("c", *"Rang the school", "enter")
        await pilot.pause(0.2)
        row = screen.row_here()
        assert row is not None
        assert [note.text for note in notes.notes(journal, row.id)] == ["Rang the school"]
        assert "Rang the school" in shown(app)
        assert "u undoes" in shown(app)


async def test_esc_is_offered_only_where_it_leads_back(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(120, 40)) as pilot:
        await to_triage(pilot)
        assert "esc back" not in shown(app).splitlines()[-1]
        await pilot.press("space")
        await pilot.pause()
        assert "esc back" in shown(app).splitlines()[-1]
        await pilot.press("escape")
        await pilot.pause()
        assert "esc back" not in shown(app).splitlines()[-1]


async def test_the_list_stays_put_while_another_process_writes(tmp_path: Path) -> None:
    journal = opening.init(tmp_path / "shared", None, "Alder", role="iro", today=TODAY)
    plans.add_plan(journal, PLAN)
    commitment = plans.commitments(journal)[0].id
    for number in range(90):
        plans.add_action(journal, commitment, f"Step {number:02}", "Oak", TODAY)
    app = PlanReviewApp(journal)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_triage(pilot)
        await pilot.press(*"jjjjjjjjjj")
        await pilot.pause()
        here, line = screen.row_here(), screen.table._cursor - int(screen.table.scroll_y)
        assert here is not None
        elsewhere = opening.open_store(journal.folder, today=TODAY)
        try:
            other = plans.commitments(elsewhere)[0].id
            for number in range(5):  # all of them due earlier: they stand above the cursor
                day = TODAY - timedelta(days=30 + number)
                plans.add_action(elsewhere, other, f"Written elsewhere {number}", "Oak", day)
        finally:
            opening.close_store(elsewhere)
        await pilot.pause(1.3)
        assert len(screen.whole_list()) == 99
        now = screen.row_here()
        assert now is not None
        assert now.id == here.id
        assert screen.table._cursor - int(screen.table.scroll_y) == line
    opening.close_store(journal)


async def test_the_palette_finds_open_work_by_its_words(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(120, 40)) as pilot:
        await to_triage(pilot)
        await pilot.press("ctrl+p", *"step 42 trac")
        await _until_shown(pilot, "Step 42 of the tracker")
        await pilot.press("enter")
        for _ in range(400):
            if isinstance(app.screen, PlanScreen):
                break
            await pilot.pause(0.02)
        await _until_shown(pilot, "Step 42 of the tracker")
        assert isinstance(app.screen, PlanScreen)


async def test_the_palette_finds_closed_work_and_says_so(journal: Journal) -> None:
    commitment = plans.commitments(journal)[0]
    done = plans.add_action(journal, commitment.id, "Leaflet printed")
    plans.change_action(journal, done, status=ActionStatus.COMPLETE)
    evidence.add_evidence(journal, done, EvidenceKind.POLICY)
    app = PlanReviewApp(journal)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_triage(pilot)
        await pilot.press("ctrl+p", *"leafl")
        await pilot.pause(0.1)
        text = shown(app)
        assert "Leaflet printed" in text
        assert "action · closed" in text
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert app.current_mode == "plan"
        assert isinstance(app.screen, Frame)
        assert app.screen.record_here() == done


async def test_the_pane_opens_again_on_the_record_the_cursor_came_to(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_triage(pilot)
        await pilot.press("z", "j", "j")
        await pilot.pause(0.1)
        assert not screen._detail.display
        await pilot.press("z")
        await pilot.pause(0.1)
        row = screen.row_here()
        assert row is not None
        assert any(row.ref in line[-40:] for line in shown(app).splitlines())
        # Under the list in a small window it stays as it is.
        await pilot.press("z")
        await pilot.resize_terminal(80, 24)
        await pilot.pause(0.1)
        assert screen._detail.display
        assert screen._panes.size.width == 80
        await pilot.press("2")
        await pilot.pause(0.1)
        await pilot.press("4")
        await pilot.resize_terminal(120, 40)
        await pilot.pause(0.1)
        assert not screen._detail.display, "each list stays as it was left"
