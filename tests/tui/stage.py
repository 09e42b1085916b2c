"""A small stage for tests of the frame: a store that only counts, and one screen with a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import gettempdir
from types import SimpleNamespace
from typing import Any, cast

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from store.clock import WorkingDays
from store.errors import ReasonNeeded, Refused
from store.journal import Journal
from tui.actions import Action, offer
from tui.app import PlanReviewApp
from tui.config import Config
from tui.dialogs.ask import AskText
from tui.dialogs.palette import Jump
from tui.modes import Mode
from tui.widgets.choice import Box, Choice
from tui.widgets.choice_field import BoxesField, ChoiceField
from tui.widgets.columns import Cell
from tui.widgets.date_field import DateField
from tui.widgets.fields import TextField
from tui.widgets.frame import Frame
from tui.widgets.ledger import Fact, Gap, Ledger, Title, Words
from tui.widgets.lines import Line
from tui.widgets.panes import Panes
from tui.widgets.prose_field import ProseField
from tui.widgets.record_table import Column, Forms, Heading, RecordTable, Row


@dataclass(eq=False)
class CountingStore:
    """As much of a journal as the frame asks for."""

    folder: Path = Path(gettempdir()) / "planreview-stage"  # made only by an unexpected crash
    writes: int = 0
    undone: int = 0
    waiting: int = 23
    nothing_done: bool = False
    author: Any = field(
        default_factory=lambda: SimpleNamespace(person="Alder", role="iro", device_name="IRO-02")
    )

    def today(self) -> date:
        return date(2024, 9, 16)

    def version(self) -> int:
        return self.writes

    def unsent(self) -> int:
        return self.waiting

    def can_undo(self) -> bool:
        return not self.nothing_done

    def undo(self) -> Any:
        self.undone += 1
        self.writes += 1
        return SimpleNamespace(label="owner of 2.2", left=(), restored=1)

    def redo(self) -> Any:
        raise Refused("Nothing was undone here.")

    def history(self, record: str) -> list[Any]:
        return []


COLUMNS = (
    Column("ref", "", 7),
    Column("kind", "", 9, drop=3, style="dim"),
    Column("what"),
    Column("due", "due", 10, align="right", short=6, style="dim"),
    Column("clock", "clock", 10, align="right"),
)

LINES = [
    ("C-0078", "Dispute", "Stage 2 not answered, head of service", "Wed 11 Sep", "3 wd over"),
    ("C-0131", "Decisions", "Send 4 decisions of 5 Sep", "Thu 12 Sep", "2 wd over"),
    ("C-0112", "Review", "Third review [not] held", "Fri 13 Sep", "1 wd over"),
]


def stage_rows(count: int = 3) -> list[Row | Heading]:
    """Two groups of rows: the late ones, then `count` later ones."""
    rows: list[Row | Heading] = [Heading("Late", 3, labels=True)]
    for ref, kind, what, due, clock in LINES:
        cells: dict[str, Cell] = {
            "ref": ref,
            "kind": kind,
            "what": what,
            "due": Forms(due, due[4:]),
            "clock": (clock, "bold red"),
        }
        rows.append(Row(ref, cells, glyph=("◆", "red")))
    rows.append(Heading("This week", count))
    for number in range(count):
        later: dict[str, Cell] = {
            "ref": f"C-1{number:03}",
            "kind": "Review",
            "what": f"Review {number}",
        }
        rows.append(Row(f"C-1{number:03}", later, glyph=("○", "dim")))
    return rows


offer(
    "stage",
    "open",
    "add",
    "edit",
    "owner",
    "evidence",
    "history",
    "copy",
    "comment",
    Action("explode", "here", ("X",), label="key_labels.revoke"),
)


class StageScreen(Frame):
    """A list with a detail pane, in the place of Today."""

    place = "stage"
    mode = "today"
    count = 3

    def body(self) -> ComposeResult:
        yield Panes(RecordTable(COLUMNS, id="lines"), Ledger(id="detail"))

    def refresh_records(self) -> None:
        self.reads = getattr(self, "reads", 0) + 1
        self.query_one(RecordTable).show_rows(stage_rows(self.count))
        self.query_one(Ledger).show(
            [
                Title("C-0112  Third review"),
                Words("Why it is due", "dim"),
                Fact("Second review held", "13 Mar 2024"),
                Fact("Not held", [("◆ 1 wd over", "red")]),
                Gap(),
                Title("Reviews", "three weeks"),
            ]
        )

    def facts(self) -> Line:
        below = self.query_one(RecordTable).hidden_below()
        more: Line = [(" · ", "dim"), (f"↓ {below} more", "dim")] if below else []
        return [("6 need you", "bold"), (" · ", "dim"), ("3 late", "red"), *more]

    def why_not(self, action: str) -> str | None:
        if action == "evidence":
            return "Evidence does not go on a decision. Open its action with enter."
        return None

    def record_here(self) -> str | None:
        return self.query_one(RecordTable).cursor_id

    def reference_here(self) -> str | None:
        return self.record_here()

    def action_add(self) -> None:
        raise Refused("Nothing can be added on a stage.")

    async def action_owner(self) -> None:
        name = await self.ask(
            AskText("Owner", "Hazel", check=lambda text: None if text else "Who?")
        )
        if name:
            self.changed(f"owner → {name}")

    async def action_edit(self) -> None:
        def write(reason: str | None) -> None:
            if reason is None:
                raise ReasonNeeded("This was saved before.")
            self.changed(f"edited: {reason}")

        await self.with_reason("Why", write)

    def action_comment(self) -> None:
        self.app.push_screen(FormScreen())

    def action_explode(self) -> None:
        secret = "Kim's address"
        raise RuntimeError(secret)


class SecondScreen(Frame):
    """A bare screen in the place of Plan."""

    place = "second"
    mode = "plan"


@dataclass(frozen=True)
class StageMode(Mode):
    """A mode whose screen is built by a callable."""

    make: Callable[[], Frame] = StageScreen

    def build(self) -> Any:
        return self.make()


def stage_app(store: Any = None, **named: Any) -> PlanReviewApp:
    """The program over the counting store with the stage's two modes."""
    modes = (
        StageMode("1", "today", "", "", StageScreen),
        StageMode("2", "plan", "", "", SecondScreen),
    )
    named.setdefault("config", Config())
    named.setdefault("jumps", lambda: [Jump("plan", "p", "P-2023", "Improvement plan")])
    return PlanReviewApp(cast("Journal", store or CountingStore()), modes=modes, **named)


class FormScreen(Frame):
    """A form with one field of each kind."""

    place = "stage_form"
    mode = "reviews"
    digits = False

    def body(self) -> ComposeResult:
        today, days = date(2024, 9, 16), WorkingDays()
        with VerticalScroll():
            yield DateField("held", "Held", date(2024, 9, 13), today=today, calendar=days)
            yield ChoiceField(
                "part",
                "Took part",
                [Choice(str(n), f"PN{n}", n, f"wording of PN{n}") for n in range(8)],
            )
            yield BoxesField(
                "attended",
                "Attended",
                [Box("c", "child", "child"), Box("m", "mother", "mother"), Box("a", "carer", "x")],
            )
            yield ProseField("views", "Views")
            yield TextField("place", "Where", "at school")

    def action_save(self) -> None:
        self.tell("saved")

    def facts(self) -> Line:
        return [("✎ Draft kept", "bold accent"), (" 09:12:04", "dim")]


offer("stage_form", "save")
