"""Triage, measured at the screen: the first screenful, a step and a page, a keystroke, memory.

Baselines of the same run: a bare Textual program on the same store that shows a count, and the
toolkit's DataTable with the same rows and a detail pane. What is timed is from the key to the
lines being drawn; the terminal itself is not there.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import DataTable, Static

from store import open_work
from store.demo.many import open_many
from store.journal import Journal
from tests.bench.measuring import Figure, against, median, p95, within
from tui.app import PlanReviewApp
from tui.modes import MODES
from tui.screens.triage import TriageScreen
from tui.widgets.long_list import LongList

SIZE = (120, 40)
STEPS = 60
MOST = {10_000: 1.2, 100_000: 1.4, 1_000_000: 1.6}
TYPED = ("plan", "owner:fern", "-plan", "due<7d", "zebra")
TABLE_ROWS = 1_000  # DataTable holds every row; its step does not depend on how many


class Bare(App[None]):
    """A count on an otherwise empty screen."""

    def __init__(self, journal: Journal) -> None:
        super().__init__()
        self.journal = journal

    def compose(self) -> ComposeResult:
        count = self.journal.database.execute_sql("SELECT count(*) FROM open_work").fetchone()[0]
        yield Static(str(count))


class Tabled(App[None]):
    """The same rows in a DataTable, with a pane that follows the cursor."""

    def __init__(self, journal: Journal) -> None:
        super().__init__()
        self.journal = journal

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield DataTable(cursor_type="row")
            yield Static(id="detail")

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.styles.width = "3fr"
        table.add_columns("S", "REF", "KIND", "WHAT", "OWNER", "DUE", "CLOCK", "D")
        numbers = open_work.ids(self.journal, first=TABLE_ROWS)[:TABLE_ROWS]
        self.rows = [row for row in open_work.page(self.journal, numbers) if row]
        for row in self.rows:
            table.add_row(
                row.brag or "", row.ref, row.kind, row.what[:28], row.owner or "",
                str(row.due), "in 2 wd", row.delivery,
            )  # fmt: skip
        table.focus()

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        row = self.rows[event.cursor_row]
        lines = (row.ref, row.what, row.owner, row.due, row.status, row.area, *row.flags)
        self.query_one("#detail", Static).update("\n".join(str(line) for line in lines))


async def _settled(app: App[Any]) -> None:
    """Every message of the focused widget and the screen is handled and its lines are drawn."""
    for _ in range(3):
        await asyncio.sleep(0)
        for widget in (app.focused, app.screen):
            if widget is not None:
                done = asyncio.Event()
                widget.call_later(done.set)
                await done.wait()
    app.screen._on_timer_update()


async def _moves(app: App[Any], act: Callable[[], object]) -> list[float]:
    taken = []
    for _ in range(STEPS):
        begin = time.perf_counter()
        act()
        await _settled(app)
        taken.append((time.perf_counter() - begin) * 1000)
    return taken


def _there_and_back(down: Callable[[], None], up: Callable[[], None]) -> Callable[[], None]:
    """Ten pages down, ten up, and again: no list is too short for that."""
    made = 0

    def turn() -> None:
        nonlocal made
        (down if made // 10 % 2 == 0 else up)()
        made += 1

    return turn


def _triage(journal: Journal) -> PlanReviewApp:
    return PlanReviewApp(journal, modes=[mode for mode in MODES if mode.name == "triage"])


async def _started(app: App[Any], ready: Callable[[Screen[Any]], bool]) -> float:
    """Milliseconds from nothing to a drawn screen that is `ready`."""
    begin = time.perf_counter()
    async with app.run_test(size=SIZE):
        while not ready(app.screen):  # noqa: ASYNC110 - no event tells it without slowing it
            await asyncio.sleep(0)
        app.screen._compositor.render_strips()
        return (time.perf_counter() - begin) * 1000


def _filled(screen: Screen[Any]) -> bool:
    return isinstance(screen, TriageScreen) and screen.is_mounted and _first_row(screen)


def _first_row(screen: TriageScreen) -> bool:
    lists = screen.query(LongList)
    return bool(lists) and lists.first().row_at_cursor is not None


async def _one_size(journal: Journal, size: int) -> list[Figure]:
    await _started(_triage(journal), _filled)  # everything is imported and compiled once
    ours = [await _started(_triage(journal), _filled) for _ in range(5)]
    bare = [await _started(Bare(journal), lambda screen: bool(screen.query(Static))) for _ in ours]
    what = f"first screenful, {size} items"
    first = against(what, median(ours), median(bare), MOST.get(size, 1.2))
    return [first, *await _inside(journal, size)]


async def _inside(journal: Journal, size: int) -> list[Figure]:
    app, typed, whole = _triage(journal), [], 0.0
    begin = time.perf_counter()
    async with app.run_test(size=SIZE):
        while not _filled(app.screen):  # noqa: ASYNC110
            await asyncio.sleep(0)
        screen = app.screen
        assert isinstance(screen, TriageScreen)
        while screen.numbers is not None and not screen.numbers.complete:  # noqa: ASYNC110
            await asyncio.sleep(0.002)
        whole = (time.perf_counter() - begin) * 1000
        await asyncio.sleep(1)
        table = screen.table
        step = await _moves(app, table.action_down)
        page = await _moves(app, _there_and_back(table.action_page_down, table.action_page_up))
        screen.action_query()
        for query in TYPED:
            for end in range(1, len(query) + 1):
                at = time.perf_counter()
                screen._line.input.value = query[:end]
                await _settled(app)
                typed.append((time.perf_counter() - at) * 1000)
            screen._line.input.value = ""
            await asyncio.sleep(0.5)
    tabled = Tabled(journal)
    async with tabled.run_test(size=SIZE):
        other = tabled.query_one(DataTable)
        await asyncio.sleep(0.3)
        their_step = await _moves(tabled, other.action_cursor_down)
        other.move_cursor(row=0)
        await asyncio.sleep(0.3)
        turning = _there_and_back(other.action_page_down, other.action_page_up)
        their_page = await _moves(tabled, turning)
    limit = {100_000: 50.0, 1_000_000: 120.0}.get(size)
    return [
        within(f"complete list, {size} items", whole, None),
        against(f"one step, {size} items", median(step), median(their_step), 0.45),
        against(f"one page, {size} items", median(page), median(their_page), 0.3),
        within(f"keystroke p95, painted, {size} items", p95(typed), limit),
    ]


_MEMORY = """
import asyncio, resource, sys
from store.demo.many import open_many
from tests.bench.triage_screen import _filled, _started, _triage
from tui.screens.triage import TriageScreen

async def main(journal):
    app = _triage(journal)
    async with app.run_test(size=(120, 40)):
        await asyncio.sleep(2)
    return app
journal = open_many(int(sys.argv[1]))
with open("/proc/self/status") as told:
    before = next(int(line.split()[1]) for line in told if line.startswith("VmRSS"))
asyncio.run(main(journal))
with open("/proc/self/status") as told:
    after = next(int(line.split()[1]) for line in told if line.startswith("VmRSS"))
print(after - before)
"""


def _memory(items: int) -> float:
    """MB that the open screen adds to a program that holds such a store."""
    done = subprocess.run(
        [sys.executable, "-c", _MEMORY, str(items)], capture_output=True, text=True, check=True
    )
    return int(done.stdout.split()[-1]) / 1024


def run(sizes: Sequence[int]) -> list[Figure]:
    """Every figure of the screen, size by size."""
    found: list[Figure] = []
    for size in sizes:
        journal = open_many(size)
        try:
            found += asyncio.run(_one_size(journal, size))
        finally:
            journal.close()
    if 100_000 in sizes:
        more = _memory(100_000) - _memory(1)
        found.append(within("memory, 100000 items over an empty store", more, 25, "MB"))
    return found


if __name__ == "__main__":
    from tests.bench.measuring import printed

    asked = [int(part) for part in sys.argv[1:]] or [1_000, 10_000]
    print(printed(run(asked), as_json=False))
