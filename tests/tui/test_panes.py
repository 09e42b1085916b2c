"""Two panes: how they stand at the first layout, and the key that shuts the one beside a list."""

from __future__ import annotations

import pytest
from textual.events import Resize

from tests.tui.stage import stage_app
from tests.tui.test_frame import chrome
from tui.widgets.panes import Panes
from tui.widgets.record_table import RecordTable


@pytest.mark.parametrize(("width", "sizes"), [(80, {80}), (120, {86})])
async def test_the_first_layout_knows_how_the_panes_stand(
    monkeypatch: pytest.MonkeyPatch, width: int, sizes: set[int]
) -> None:
    seen = set()
    resized = RecordTable.on_resize

    def sized(table: RecordTable, event: Resize) -> None:
        seen.add(event.size.width)
        resized(table, event)

    monkeypatch.setattr(RecordTable, "on_resize", sized)
    app = stage_app()
    async with app.run_test(size=(width, 24)) as pilot:
        await pilot.pause()
        assert seen == sizes


async def test_a_key_shuts_the_pane_beside_the_list_and_opens_it_again() -> None:
    app = stage_app()
    async with app.run_test(size=(120, 40)) as pilot:
        panes = app.screen.query_one(Panes)
        assert "z pane" in chrome(app)[2]
        before = panes.left.size.width
        await pilot.press("z")
        await pilot.pause()
        assert not panes.right.display
        assert panes.left.size.width > before
        # A narrow window has its own order, and the pane stays shut in a wide one.
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "z pane" not in chrome(app)[2]
        await pilot.press("z")
        await pilot.pause()
        assert "columns" in chrome(app)[1]
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert not panes.right.display
        await pilot.press("z")
        await pilot.pause()
        assert panes.right.display
        assert panes.left.size.width == before
