"""The history of one record: every saved field, newest first."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.events import Key

from store.clock import show_date
from store.wording import say
from tui.dialogs.base import Dialog
from tui.glyphs import glyph
from tui.widgets.ledger import Entry, Ledger, Pair, Words


class HistoryList(Dialog[None]):
    """Who changed what, when and why."""

    def __init__(self, record: str, reference: str = "") -> None:
        super().__init__()
        self.record = record
        self.title_text = (
            say("dialogs.history_of", reference=reference)
            if reference
            else say("dialogs.history_title")
        )

    def keys(self) -> list[tuple[str, str]]:
        return [("j k", say("dialogs.keys_scroll")), ("esc", say("dialogs.keys_close"))]

    def sheet(self) -> ComposeResult:
        ledger = Ledger(id="lines", focusable=True, on="chrome")
        ledger.styles.height = min(16, max(4, self.app.size.height - 10))
        yield ledger

    def on_mount(self) -> None:
        app: Any = self.app
        today = app.journal.today()
        entries: list[Entry] = []
        for line in reversed(app.journal.history(self.record)):
            empty = glyph("empty")
            entries.append(
                Pair(
                    [
                        (f"{show_date(line.at.date(), today=today):>10}  ", "dim"),
                        (f"{line.person}  ", "dim"),
                        (f"{line.field}  ", "text"),
                        (f"{line.old or empty} ", "dim"),
                        (f"{glyph('to')} ", "dim"),
                        (line.new or empty, "text"),
                    ],
                    [(line.role, "dim")],
                )
            )
            if line.reason:
                entries.append(Words(line.reason, "dim", indent=12))
        if not entries:
            entries.append(Words(say("dialogs.history_empty"), "dim"))
        self.query_one(Ledger).show(entries)

    def on_key(self, event: Key) -> None:
        ledger = self.query_one(Ledger)
        if event.key in ("j", "down"):
            ledger.scroll_relative(y=1, animate=False)
        elif event.key in ("k", "up"):
            ledger.scroll_relative(y=-1, animate=False)
        elif event.key in ("enter", "q", "h"):
            self.dismiss(None)
        else:
            return
        event.stop()
