"""The list: pages on demand, a cursor that stays on its record, keys and mouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from tests.tui.test_lines import AWKWARD
from tui.themes import DARK, textual_theme
from tui.widgets.columns import lay_out
from tui.widgets.record_table import PAGE, Column, Heading, RecordTable, Row
from tui.widgets.row_lines import labels


class TableApp(App[None]):
    """One table and what it said."""

    palette = DARK

    def __init__(self, **named: Any) -> None:
        super().__init__()
        self.register_theme(textual_theme(DARK))
        self.theme = "planreview-dark"
        self.table = RecordTable((Column("ref", "", 7), Column("what")), **named)
        self.opened: list[str] = []
        self.highlighted: list[str | None] = []
        self.asked: list[int] = []

    def compose(self) -> ComposeResult:
        yield self.table

    def on_record_table_row_opened(self, event: RecordTable.RowOpened) -> None:
        self.opened.append(event.id)

    def on_record_table_row_highlighted(self, event: RecordTable.RowHighlighted) -> None:
        self.highlighted.append(event.id)

    def page(self, ids: Sequence[str]) -> list[Row]:
        self.asked.append(len(ids))
        return [Row(record, {"ref": record, "what": f"[b]row {record}[/y]"}) for record in ids]

    def shown(self) -> list[str]:
        return ["".join(s.text for s in self.table.render_line(y)) for y in range(self.size.height)]


async def test_only_pages_in_view_are_fetched() -> None:
    app = TableApp()
    async with app.run_test(size=(60, 20)) as pilot:
        app.table.show([f"r{n}" for n in range(10_000)], app.page)
        await pilot.pause()
        assert app.asked == [PAGE]
        await pilot.press("G")
        assert app.table.cursor_id == "r9999"
        assert len(app.asked) <= 3
        assert "r9999" in app.shown()[-1]
        await pilot.press("g", "g")
        assert app.table.cursor_id == "r0"


async def test_keys_move_and_skip_headings() -> None:
    app = TableApp(header=Heading("Areas", 4))
    rows: list[Row | Heading] = [
        Heading("Late", 2, labels=True),
        *app.page(["a", "b"]),
        Heading("Later", 2),
        *app.page(["c", "d"]),
    ]
    async with app.run_test(size=(60, 20)) as pilot:
        app.table.show_rows(rows)
        await pilot.pause()
        assert app.table.cursor_id == "a"
        await pilot.press("j", "down")
        assert app.table.cursor_id == "c"
        await pilot.press("k")
        assert app.table.cursor_id == "b"
        await pilot.press("end")
        assert app.table.cursor_id == "d"
        await pilot.press("ctrl+u")
        assert app.table.cursor_id == "a"
        await pilot.press("ctrl+d")
        assert app.table.cursor_id == "d"
        await pilot.press("enter")
        assert app.opened == ["d"]
        assert app.shown()[0].startswith(" Areas  4")


async def test_the_cursor_stays_on_its_record() -> None:
    app = TableApp()
    async with app.run_test(size=(60, 20)) as pilot:
        app.table.show(["a", "b", "c"], app.page)
        await pilot.press("j")
        app.table.show(["x", "y", "a", "b"], app.page)
        await pilot.pause()
        assert app.table.cursor_id == "b"
        app.table.show(["x", "y"], app.page)
        await pilot.pause()
        assert app.table.cursor_id == "y"
        app.table.empty = ["Nothing needs you."]
        app.table.show([], app.page)
        await pilot.pause()
        assert app.table.cursor_id is None
        assert "Nothing needs you." in app.shown()[0]
        await pilot.press("j", "k", "G", "enter")
        assert app.opened == []


async def test_marks_stay_on_their_records() -> None:
    app = TableApp()
    async with app.run_test(size=(60, 20)) as pilot:
        app.table.show(["a", "b", "c"], app.page)
        app.table.mark(["b", "unknown"], on=True)
        app.table.show(["c", "b"], app.page)
        await pilot.pause()
        assert app.table.marked == {"b"}
        assert app.shown()[1][1] == "■"
        app.table.show(["c"], app.page)
        assert app.table.marked == set()


async def test_the_mouse_points_and_opens() -> None:
    app = TableApp(header=Heading("All"))
    async with app.run_test(size=(60, 20)) as pilot:
        app.table.show(["a", "b", "c"], app.page)
        await pilot.pause()
        await pilot.click(RecordTable, offset=(5, 2))
        assert app.table.cursor_id == "b"
        await pilot.click(RecordTable, offset=(5, 3), times=2)
        assert app.opened == ["c"]
        await pilot.click(RecordTable, offset=(5, 0))
        assert app.table.cursor_id == "c"


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (120, 40)])
async def test_every_line_is_as_wide_as_the_list(size: tuple[int, int]) -> None:
    app = TableApp()
    async with app.run_test(size=size) as pilot:
        app.table.show([f"r{n}" for n in range(100)], app.page)
        await pilot.pause()
        for y in range(size[1]):
            assert app.table.render_line(y).cell_length == size[0]


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(AWKWARD, min_size=1, max_size=8))
async def test_any_text_can_stand_in_a_row(texts: list[str]) -> None:
    app = TableApp()
    rows = [
        Row(str(n), {"ref": text, "what": [(text, "bold red")]}, glyph=("◆", "red"), depth=n % 3)
        for n, text in enumerate(texts)
    ]
    async with app.run_test(size=(40, 10)):
        app.table.show_rows([Heading(texts[0], 1, labels=True), *rows])
        for line in app.shown():
            assert line.isprintable()


async def test_branches_and_depth_are_drawn_in_the_flexible_column() -> None:
    app = TableApp()
    async with app.run_test(size=(60, 10)) as pilot:
        app.table.show_rows(
            [
                Row("c", {"what": "Each decision"}, branch="open"),
                Row("a", {"what": "Last decisions"}, depth=1),
            ]
        )
        await pilot.pause()
        lines = app.shown()
        assert "▾ Each decision" in lines[0]
        assert lines[1].index("Last") == lines[0].index("Each")


def test_a_label_longer_than_its_column_pushes_those_before_it() -> None:
    columns = (
        Column("what"),
        Column("asked", width=6, align="right"),
        Column("answered", width=6, align="right"),
    )
    laid = lay_out(columns, 40, 4)
    own = {"asked": "asked", "answered": "answered"}
    placed = labels(laid, own)
    assert [words for _, words in placed] == ["ASKED", "ANSWERED"]
    ends = [start + len(words) for start, words in placed]
    assert ends[1] == laid[2].start + laid[2].width
    assert ends[0] == placed[1][0] - 1
    assert labels(laid, {"asked": "asked"}) == [(laid[1].start + 1, "ASKED")]
