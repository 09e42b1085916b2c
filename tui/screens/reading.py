"""A page that only reads: what a pane would show, over the whole width, scrolled by keys."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from tui.actions import Action, offer
from tui.widgets.frame import Frame
from tui.widgets.ledger import Entry, Ledger
from tui.widgets.lines import Line

offer(
    "reading",
    "copy",
    Action("down", "move", ("j",), footer=False),
    Action("up", "move", ("k",), footer=False),
)


class ReadingPage(Frame):
    """Entries of a ledger as a page of their own; `esc` goes back to where it was opened."""

    place = "reading"

    def __init__(self, mode: str, entries: Sequence[Entry], reference: str | None = None) -> None:
        self._entries = entries
        self._reference = reference
        self.mode = mode  # type: ignore[misc]
        super().__init__()

    def body(self) -> ComposeResult:
        yield Ledger(id="page", focusable=True)

    def refresh_records(self) -> None:
        ledger = self.query_one("#page", Ledger)
        ledger.show(self._entries)
        ledger.focus()

    def facts(self) -> Line:
        return [(self._reference or "", "bold")]

    def reference_here(self) -> str | None:
        return self._reference

    def action_down(self) -> None:
        self.query_one("#page", Ledger).scroll_down(animate=False)

    def action_up(self) -> None:
        self.query_one("#page", Ledger).scroll_up(animate=False)
