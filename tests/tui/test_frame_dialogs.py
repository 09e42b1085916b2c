"""Questions for dates, lines and history; panes at each width; fields without colour."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from store.clock import WorkingDays
from store.journal import HistoryLine
from tests.tui.stage import CountingStore, FormScreen, StageScreen, stage_app
from tui.app import PlanReviewApp
from tui.dialogs.ask import AskDate, AskLines, AskText, Dated
from tui.dialogs.base import SheetLine, SheetWords
from tui.dialogs.history import HistoryList
from tui.dialogs.month import month_lines
from tui.widgets.ledger import Fact, Gap, Ledger, Pair, Title, Words
from tui.widgets.lines import pieces
from tui.widgets.panes import PaneRule, Panes
from tui.widgets.record_table import RecordTable


def sheet(app: PlanReviewApp) -> str:
    """All words of the dialog in front."""
    lines = [
        "".join(part.text for part in row.render_line(0)) for row in app.screen.query(SheetLine)
    ]
    return " ".join([*lines, *(row.text for row in app.screen.query(SheetWords))])


def shown(ledger: Ledger) -> list[str]:
    """The lines of a ledger."""
    return ["".join(text for text, _ in line) for line in ledger._lines]


@pytest.fixture
def _no_extra_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.calendars.working_days", lambda journal: WorkingDays())


@pytest.mark.usefixtures("_no_extra_days")
async def test_a_date_is_asked_in_peoples_words() -> None:
    app = stage_app()
    answers: list[Dated | None] = []
    async with app.run_test() as pilot:
        app.push_screen(AskDate("Due", date(2024, 9, 13)), answers.append)
        await pilot.pause()
        await pilot.press(*"31/9")
        assert "September has 30 days" in sheet(app)
        await pilot.press("enter")
        await pilot.press("backspace", "backspace", "backspace", "backspace", *"+5wd")
        assert "Mon 23 Sep" in sheet(app)
        await pilot.press("enter")
        await pilot.pause()
        app.push_screen(AskDate("Due", date(2024, 9, 13)), answers.append)
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        app.push_screen(AskDate("Due", date(2024, 9, 13)), answers.append)
        await pilot.pause()
        await pilot.press("backspace", "enter")
        await pilot.pause()
        app.push_screen(AskDate("Held", empty=False), answers.append)
        await pilot.pause()
        await pilot.press("enter", "escape")
        await pilot.pause()
    assert answers == [Dated(date(2024, 9, 23)), Dated(date(2024, 9, 13)), Dated(None), None]


async def test_several_lines_are_saved_by_hand_only() -> None:
    app = stage_app()
    answers: list[Any] = []
    async with app.run_test() as pilot:
        app.push_screen(AskLines("Split"), answers.append)
        await pilot.pause()
        await pilot.press(*"one", "enter", "enter", *"two", "ctrl+s")
        await pilot.pause()
    assert answers == [["one", "two"]]


async def test_two_letters_find_an_owner() -> None:
    app = stage_app()
    answers: list[Any] = []
    staff = ["Hawthorn", "Hazel", "Rowan"]

    def find(text: str) -> list[str]:
        return [name for name in staff if name.casefold().startswith(text.casefold())]

    async with app.run_test() as pilot:
        app.push_screen(AskText("Owner", suggest=find), answers.append)
        await pilot.pause()
        await pilot.press("r", "o")
        assert "Rowan" in sheet(app)
        await pilot.press("enter")
        await pilot.pause()
    assert answers == ["Rowan"]


class RememberingStore(CountingStore):
    """A store with one change to tell."""

    def history(self, record: str) -> list[Any]:
        def line(role: str, field: str, old: str | None, new: str, why: str = "") -> HistoryLine:
            at = datetime(2024, 9, 13, 12, tzinfo=UTC)
            save = ("u", "x", why or None, "action", record)
            return HistoryLine(at, "Birch", role, "d1", field, old, new, *save)

        return [
            line("manager", "due", None, "[b]2024[/y]", "typo"),
            line("manager", "original_due", "2025-03-13", "2024-09-30"),
            line("social_worker", "status", "not_started | withheld", "in_progress"),
        ]


async def test_history_tells_who_what_and_why() -> None:
    app = stage_app(RememberingStore())
    async with app.run_test() as pilot:
        await pilot.press("h")
        await pilot.pause()
        assert isinstance(app.screen, HistoryList)
        lines = "\n".join(shown(app.screen.query_one(Ledger)))
        assert "Fri 13 Sep  Birch  Due  – → [b]2024[/y]" in lines
        assert "First due  13 Mar 2025 → Mon 30 Sep" in lines.replace("Thu ", "")
        assert "Status  not started | withheld → in progress" in lines
        assert "social worker" in lines
        assert "typo" in lines
        assert "C-0078" in sheet(app)
        await pilot.press("j", "k", "h")
        await pilot.pause()
        assert isinstance(app.screen, StageScreen)


async def test_panes_stand_beside_under_or_alone() -> None:
    app = stage_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        panes = app.screen.query_one(Panes)
        assert panes.left.size.width + 1 + panes.right.size.width == 120
        assert panes.right.size.width >= 28
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert panes.left.size.width == 80
        assert not panes.right.display
        panes.narrow = "below"
        await pilot.pause()
        assert panes.right.size == (80, 4)
        panes.narrow = "second"
        await pilot.pause()
        assert not panes.left.display
        assert panes.right.size.width == 80
        await pilot.resize_terminal(200, 60)
        await pilot.pause()
        assert panes.left.size.width == 110


async def test_the_rule_is_the_scrollbar() -> None:
    app = stage_app()
    async with app.run_test(size=(120, 30)) as pilot:
        StageScreen.count = 200
        try:
            app.screen.read_again()  # type: ignore[attr-defined]
        finally:
            StageScreen.count = 3
        await pilot.pause()
        rule = app.screen.query_one(PaneRule)

        def thumb() -> list[int]:
            return [y for y in range(rule.size.height) if "┃" in rule.render_line(y).text]

        assert thumb()[0] == 0
        await pilot.press("G")
        await pilot.pause()
        assert thumb()[-1] == rule.size.height - 1
        assert app.screen.query_one(RecordTable).hidden_below() == 0


async def test_a_ledger_wraps_words_and_puts_long_values_under_their_label() -> None:
    app = stage_app()
    async with app.run_test(size=(120, 40)) as pilot:
        ledger = app.screen.query_one(Ledger)
        width = ledger.size.width
        ledger.show(
            [
                Title("Clock", "right", count=3),
                Fact("A label", "a value far too long to stand beside it"),
                Gap(),
                Pair("left", "right"),
                Words("word " * 30, indent=2),
            ]
        )
        await pilot.pause()
        lines = shown(ledger)
        assert all(len(line) <= width - 1 for line in lines)
        assert lines[0].startswith(" Clock  3")
        assert lines[1].strip() == "A label"
        assert "".join(lines).count("word") == 30


async def test_fields_are_seen_without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = stage_app()
    async with app.run_test() as pilot:
        assert app.palette.name == "nocolor"
        await app.push_screen(FormScreen())
        await pilot.pause()
        for kind in ("DateInput", "ProseInput", "KeyTaker", "FieldInput"):
            strip = app.screen.query(kind).first().render_line(0)
            assert all(part.style is not None and part.style.underline for part in strip)
        row = app.screen_stack[0].query_one(RecordTable).render_line(1)
        assert all(part.style is not None and part.style.bold for part in row if "C-0" in part.text)


def test_a_month_shows_today_and_the_cursor() -> None:
    lines = month_lines(
        date(2024, 9, 1), WorkingDays(), today=date(2024, 9, 16), cursor=date(2024, 9, 20)
    )
    dressed = dict(piece for line in lines for piece in pieces(line))
    assert dressed["16"] == "bold underline accent"
    assert dressed["20"] == "bold onaccent"
    assert dressed["21"] == "dim"
    assert len(lines) == 7
