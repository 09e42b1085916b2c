"""The history of one record: every saved field, newest first."""

from __future__ import annotations

import re
from typing import Any

from textual.app import ComposeResult
from textual.events import Key

from store.called import field_words
from store.clock import show_date
from store.shown import role_words, told
from store.wording import say
from tui.dialogs.base import Dialog
from tui.glyphs import glyph
from tui.widgets.ledger import Entry, Ledger, Pair, Words

_IDENTIFIER = re.compile("[0-9a-f]{32}")


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
            if any(_IDENTIFIER.fullmatch(value or "") for value in (line.old, line.new)):
                continue  # a link between records, which says nothing to people
            old, new = told(line, today)
            entries.append(
                Pair(
                    [
                        (f"{show_date(line.at.date(), today=today):>10}  ", "dim"),
                        (f"{line.person}  ", "dim"),
                        (f"{field_words(line.kind, line.field)}  ", "text"),
                        (f"{old or glyph('empty')} ", "dim"),
                        (f"{glyph('to')} ", "dim"),
                        (new or glyph("empty"), "text"),
                    ],
                    [(role_words(line.role), "dim")],
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
