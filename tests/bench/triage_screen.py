"""Triage, measured at the screen: a step and a page, a keystroke, the complete list, memory.

Baseline of the same run: the toolkit's DataTable with the same rows and a detail pane. Both write
what a terminal would get, to nowhere. What is timed is from the key to the last of those bytes.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.drivers.headless_driver import HeadlessDriver
from textual.widgets import DataTable, Static

from store import open_work
from store.journal import Journal
from store.simulating.measuring import Figure, against, median, p95, within
from tests.bench import first_screen
from tests.bench.stores import store_of
from tui.app import PlanReviewApp
from tui.modes import MODES
from tui.screens.triage import TriageScreen

SIZE = (120, 40)
STEPS = 60
ROUNDS = 3
TABLE_ROWS = 1_000  # DataTable holds every row; its step does not depend on how many
# Typed letter by letter, each from an empty line: common, a field, negated, a date, rare, phrase.
TYPED: tuple[tuple[str, str], ...] = (
    ("plan", "due"),
    ("owner:fern", "due"),
    ("-plan", "due"),
    ("due<7d", "due"),
    ("ombudsman", "due"),
    ("is:overdue visit", "due"),
    ("plan", "owner"),
    ("-school", "changed"),
)
LIMITS = {100_000: 50.0, 1_000_000: 120.0}


class Sink(HeadlessDriver):
    """A terminal of a fixed size that takes what it is sent and shows it to nobody."""

    is_headless = False

    def write(self, data: str) -> None:
        """Take it."""


class Tabled(App[None]):
    """The same rows in a DataTable, with a pane that follows the cursor where one is wanted."""

    CSS = "DataTable { width: 3fr; } #detail { width: 1fr; }"

    def __init__(self, journal: Journal, pane: bool) -> None:
        super().__init__()
        self.journal = journal
        self.pane = pane

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield DataTable(cursor_type="row")
            if self.pane:
                yield Static(id="detail", markup=False)

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
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
        if self.pane:
            row = self.rows[event.cursor_row]
            lines = (row.ref, row.what, row.owner, row.due, row.status, row.area, *row.flags)
            self.query_one("#detail", Static).update("\n".join(str(line) for line in lines))


@asynccontextmanager
async def _running(app: App[Any]) -> AsyncIterator[None]:
    """The program with its screen sent to nowhere."""
    app.driver_class = Sink
    task = asyncio.create_task(app.run_async(size=SIZE, mouse=False))
    while not app.is_running or app.focused is None:  # noqa: ASYNC110 - no event tells it
        await asyncio.sleep(0.01)
    try:
        with app._context():
            yield
    finally:
        app.exit()
        await task


async def _settled(app: App[Any]) -> None:
    """Every message of the focused widget and the screen is handled and its lines are sent.

    Three times over: DataTable scrolls only after the paint that its key caused.
    """
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


Moves = dict[str, tuple[float, float]]  # open, shut -> a step, a page


async def _ours(journal: Journal) -> tuple[Moves, list[float], float]:
    """Our steps and pages, every keystroke of the queries, and when the list was complete."""
    app, moves, typed = _triage(journal), Moves(), []
    begin = time.perf_counter()
    async with _running(app):
        screen = app.screen
        assert isinstance(screen, TriageScreen)
        while screen.numbers is None or not screen.numbers.complete:  # noqa: ASYNC110
            await asyncio.sleep(0.002)
        whole = (time.perf_counter() - begin) * 1000
        while screen.counts is None:  # noqa: ASYNC110 - counted beside the keys, on its own row
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.5)
        table = screen.table
        for pane in ("open", "shut"):
            if pane == "shut":
                screen._detail.display = screen._panes.upright.display = False
                table.styles.width = "1fr"
                await asyncio.sleep(0.5)
            table.action_first()
            for _ in range(40):  # from here on every step scrolls
                table.action_down()
            await asyncio.sleep(0.3)
            step = await _moves(app, table.action_down)
            page = await _moves(app, _there_and_back(table.action_page_down, table.action_page_up))
            moves[pane] = median(step), median(page)
    app = _triage(journal)
    async with _running(app):
        screen = app.screen
        assert isinstance(screen, TriageScreen)
        await asyncio.sleep(2)
        screen.action_query()
        for query, sort in TYPED:
            if screen.looking.sort != sort:
                screen.sort_by(sort)
            await asyncio.sleep(0.5)
            for end in range(1, len(query) + 1):
                begin = time.perf_counter()
                screen._line.input.value = query[:end]
                await _settled(app)
                typed.append((time.perf_counter() - begin) * 1000)
            screen._line.input.value = ""
            await asyncio.sleep(1)
    return moves, typed, whole


async def _theirs(journal: Journal) -> Moves:
    moves = Moves()
    for pane in ("open", "shut"):
        app = Tabled(journal, pane == "open")
        async with _running(app):
            table = app.query_one(DataTable)
            await asyncio.sleep(1)
            table.move_cursor(row=40)
            await asyncio.sleep(0.3)
            step = await _moves(app, table.action_cursor_down)
            turning = _there_and_back(table.action_page_down, table.action_page_up)
            page = await _moves(app, turning)
            moves[pane] = median(step), median(page)
    return moves


_MEMORY = """
import asyncio, sys
from pathlib import Path
from store.demo.caseload import TODAY
from store.opening import open_store
from tests.bench.triage_screen import _running, _triage

async def main(journal):
    app = _triage(journal)
    async with _running(app):
        await asyncio.sleep(3)
        with open("/proc/self/status") as told:
            return next(int(line.split()[1]) for line in told if line.startswith("VmRSS"))
print(asyncio.run(main(open_store(Path(sys.argv[1]), today=TODAY))))
"""


def _memory(items: int) -> float:
    """MB of a program that shows such a store, its list complete."""
    folder = str(store_of(items).folder)
    done = subprocess.run(
        [sys.executable, "-c", _MEMORY, folder], capture_output=True, text=True, check=True
    )
    return int(done.stdout.split()[-1]) / 1024


def _by_turns(journal: Journal) -> tuple[Moves, list[float], float, Moves]:
    """Both programs by turns, so that a slow minute falls on both; the middle of what each took."""
    mine: list[Moves] = []
    theirs: list[Moves] = []
    typed: list[float] = []
    whole: list[float] = []
    for _ in range(ROUNDS):
        moves, keys, all_of_it = asyncio.run(_ours(journal))
        mine.append(moves)
        typed += keys
        whole.append(all_of_it)
        theirs.append(asyncio.run(_theirs(journal)))
    return _middle(mine), typed, median(whole), _middle(theirs)


def _middle(rounds: Sequence[Moves]) -> Moves:
    return {
        pane: (median([one[pane][0] for one in rounds]), median([one[pane][1] for one in rounds]))
        for pane in ("open", "shut")
    }


def run(sizes: Sequence[int]) -> list[Figure]:
    """Every figure of the screen, size by size."""
    found: list[Figure] = []
    first: Moves = {}
    for size in sizes:
        journal = store_of(size)
        # As a store lies that was closed in order; one left open is looked over by both programs.
        journal.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        found += first_screen.figures(journal.folder, size)
        ours, typed, whole, theirs = _by_turns(journal)
        found.append(within(f"  and the complete list, {size:,}", whole, None))
        for pane, (step, page) in ours.items():
            their_step, their_page = theirs[pane]
            found += [
                against(f"one step, pane {pane}, {size:,}", step, their_step, 0.45),
                against(f"one page, pane {pane}, {size:,}", page, their_page, 0.3),
            ]
            if first and size == 1_000_000:
                found += [
                    against(f"  step of 1,000,000 over {sizes[0]:,}", step, first[pane][0], 1.15),
                    against(f"  page of 1,000,000 over {sizes[0]:,}", page, first[pane][1], 1.15),
                ]
        first = first or ours
        found.append(within(f"query key to paint, p95, {size:,}", p95(typed), LIMITS.get(size)))
    if 100_000 in sizes:
        more = _memory(100_000) - _memory(0)
        found.append(within("memory of 100,000 over an empty store", more, 25, "MB"))
    return found


if __name__ == "__main__":
    from store.simulating.measuring import printed

    asked = [int(part) for part in sys.argv[1:]] or [1_000, 10_000]
    print(printed(run(asked), as_json=False))
