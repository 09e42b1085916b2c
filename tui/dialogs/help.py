"""All keys, made from the registry: grouped, the ones that do not apply dim with their reason."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Key

from store.wording import say
from tui.actions import GROUPS, joined_rows, key_names
from tui.dialogs.base import Dialog
from tui.places import Offered, offered
from tui.widgets.ledger import Entry, Gap, Ledger, Pair, Title
from tui.widgets.lines import Line, Piece, padded, wrapped
from tui.widgets.panes import PaneRule

KEYS_WIDE = 15
WIDE, WIDE_PANEL = 110, 78


class HelpPanel(Dialog[None]):
    """What works on the screen below, and what does not and why."""

    DEFAULT_CSS = """
    HelpPanel { align: left top; background: $pr-bg; layout: vertical; }
    HelpPanel Header { dock: top; }
    HelpPanel #under { dock: bottom; height: 2; }
    HelpPanel #beside { height: 1fr; width: 1fr; background: $pr-bg; }
    HelpPanel #keys { height: 1fr; width: 1fr; }
    HelpPanel PaneRule { display: none; }
    HelpPanel.-wide, HelpPanel.-vast { background: $pr-bg 55%; align: right top; }
    HelpPanel.-wide #beside, HelpPanel.-vast #beside { width: 79; }
    HelpPanel.-wide PaneRule, HelpPanel.-vast PaneRule { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.typed = ""
        self.finding = False
        self.items: list[Offered] = []

    def compose(self) -> ComposeResult:
        from tui.widgets.chrome import Footer, Header, StatusLine

        yield Header(self._below().mode, digits=False)
        keys = Ledger(id="keys", focusable=True)
        with Horizontal(id="beside"):
            yield PaneRule(keys)
            yield keys
        with Vertical(id="under"):
            yield StatusLine()
            yield Footer()

    def _below(self) -> Any:
        return self.app.screen_stack[-2] if len(self.app.screen_stack) > 1 else self.app.screen

    def footer_line(self) -> Line:
        """The keys of this panel."""
        pairs = [
            ("/", say("dialogs.keys_find")),
            ("j k", say("dialogs.keys_scroll")),
            ("esc", say("dialogs.keys_close")),
        ]
        line: list[Piece] = []
        for key, label in pairs:
            line += [(key, "bold accent"), (f" {label}", "dim"), ("  ", "dim")]
        return line

    def on_mount(self) -> None:
        self.items = list(offered(self.app, self._below()))
        self.show_keys()

    def on_resize(self) -> None:
        self.show_keys()

    def show_keys(self) -> None:
        """Draw the groups in two columns, one where the window is narrow."""
        from tui.widgets.chrome import StatusLine

        columns: tuple[list[Line], list[Line]] = ([], [])
        two = self.app.size.width >= 78
        words = self.typed.casefold()
        here = [item for item in self.items if self._matches(item, words)]
        for group in GROUPS:
            rows = [item for item in here if item.action.group == group]
            if not rows:
                continue
            block: list[Line] = [[(say(f"key_labels.group_{group}"), "bold")]]
            block += self._rows(rows)
            side = columns[0] if not two or len(columns[0]) <= len(columns[1]) else columns[1]
            if side and self.app.size.height >= 30:
                side.append([])
            side.extend(block)
        entries: list[Entry] = []
        if two:
            half = (WIDE_PANEL if self.app.size.width >= WIDE else self.app.size.width) // 2 - 1
            for at in range(max(map(len, columns))):
                left = columns[0][at] if at < len(columns[0]) else []
                right = columns[1][at] if at < len(columns[1]) else []
                entries.append(Pair([*padded(left, half), *right]))
        else:
            entries = [Pair(line) for line in columns[0]]
        refused = [item for item in here if item.reason is not None]
        if refused:
            entries += [Gap(always=True), Title(say("dialogs.keys_not_here"))]
            for item in refused:
                entries += self._reason_lines(item)
        self.query_one(Ledger).show(entries)
        mode = self._below().mode
        counts = say("dialogs.keys_counts", works=len(here) - len(refused), not_here=len(refused))
        title = say("dialogs.keys_title", mode=say(f"frame.mode_{mode}")) if mode else ""
        left_line: list[Piece] = [(title, "bold"), (" · ", "dim"), (counts, "dim")]
        if self.finding:
            left_line = [("/ ", "bold accent"), (self.typed, "text"), ("▏", "accent")]
        self.query_one(StatusLine).say(left_line, [])

    def _reason_lines(self, item: Offered) -> list[Entry]:
        """A key and why it does nothing here now, the reason whole."""
        room = (WIDE_PANEL if self.app.size.width >= WIDE else self.app.size.width) - KEYS_WIDE - 3
        keys = key_names(item.action)
        lines: list[Entry] = []
        for at, words in enumerate(wrapped(item.reason or "", room)):
            lines.append(
                Pair([(f"{keys if at == 0 else '':<{KEYS_WIDE}} ", "dim"), (words, "dim")])
            )
        return lines

    def _matches(self, item: Offered, words: str) -> bool:
        return words in f"{item.action.words()} {key_names(item.action)}".casefold()

    def _rows(self, items: list[Offered]) -> list[Line]:
        off = {item.action.name for item in items if item.reason is not None}
        lines: list[Line] = []
        for keys, words, actions in joined_rows(item.action for item in items):
            dim = actions[0].name in off
            lines.append(
                [
                    (f"{keys:<{KEYS_WIDE}} ", "dim" if dim else "bold accent"),
                    (words, "dim" if dim else "text"),
                ]
            )
        return lines

    def on_key(self, event: Key) -> None:
        ledger = self.query_one(Ledger)
        event.stop()
        if self.finding:
            if event.key == "escape":
                self.finding, self.typed = False, ""
                event.prevent_default()
            elif event.key == "enter":
                self.finding = False
            elif event.key == "backspace":
                self.typed = self.typed[:-1]
            elif event.character and event.is_printable:
                self.typed += event.character
            self.show_keys()
        elif event.key == "slash":
            self.finding = True
            self.show_keys()
        elif event.key in ("j", "down", "k", "up"):
            ledger.scroll_relative(y=1 if event.key in ("j", "down") else -1, animate=False)
        elif event.key in ("pagedown", "pageup"):
            ledger.scroll_relative(y=10 if event.key == "pagedown" else -10, animate=False)
        elif event.key in ("question_mark", "f1", "q", "enter"):
            self.dismiss(None)
