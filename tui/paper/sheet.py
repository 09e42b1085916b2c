"""The widget that shows a paper and gives it every key; it scrolls so that the focus is seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rich.segment import Segment
from textual.events import Click, Key, MouseScrollDown, MouseScrollUp, Paste, Resize
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.paper.paper import Paper, SheetRow
from tui.themes import Palette
from tui.widgets.lines import Piece, padded

_BACKGROUNDS = ("on-field", "on-sel")
# What a sheet never takes: the program's and the form's own keys.
_NOT_MINE = frozenset({"ctrl+s", "f2", "f1", "ctrl+p", "ctrl+q", "ctrl+c"})


def sheet_strip(pieces: list[Piece], width: int, palette: Palette) -> Strip:
    """A row as exactly `width` cells, each piece on the background its style names."""
    segments = []
    for text, words in padded(pieces, width):
        on = "bg"
        parts = words.split()
        for mark in _BACKGROUNDS:
            if mark in parts:
                on = mark.removeprefix("on-")
                parts.remove(mark)
        if on == "sel" and palette.plain_cursor:
            # In two colours a field with the focus is known by its bar and its cursor.
            on = "field"
            parts.append("underline")
        segments.append(Segment(text, palette.style(" ".join(parts), on)))
    return Strip(segments, width)


class Sheet(Widget):
    """A whole form in one widget: the paper says what stands where."""

    DEFAULT_CSS = "Sheet { width: 1fr; height: 1fr; background: $pr-bg; }"
    can_focus = True
    #: Letters and digits belong to the form, `?` and the modes' digits too.
    takes_text = True
    #: The sheet moves among its own cells, so letters need not wait for each other.
    keeps_letters = True
    ALLOW_SELECT = False

    @dataclass
    class Typed(Message):
        """Something was typed, or the focus moved."""

        sheet: Sheet
        changed: bool

        @property
        def control(self) -> Sheet:
            return self.sheet

    def __init__(self, paper: Paper, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.paper = paper
        self._rows: list[SheetRow] = []
        self._top = 0

    def keys_here(self) -> list[tuple[str, str]]:
        """What the focused cell adds to the footer."""
        return self.paper.keys_here()

    def hidden_below(self) -> int:
        """How many rows stand below what is seen."""
        return max(0, len(self._rows) - self._top - self.size.height)

    def redraw(self) -> None:
        """Draw the paper anew; the row with the focus is kept in sight."""
        width, height = self.size
        if not width or not height:
            return
        self._rows = self.paper.draw(width, height)
        here = [index for index, row in enumerate(self._rows) if row.here]
        if here:
            # What stands under the focused row (its error, its choices) is shown with it.
            last = here[-1]
            while last + 1 < len(self._rows) and self._rows[last + 1].helps:
                last += 1
            last = min(last, here[0] + height - 1)
            self._top = min(max(self._top, last - height + 1), here[0])
        self._top = max(0, min(self._top, len(self._rows) - height))
        self.refresh()

    def on_resize(self, event: Resize) -> None:
        self.redraw()

    def on_mount(self) -> None:
        self.redraw()

    def render_line(self, y: int) -> Strip:
        app: Any = self.app
        at = self._top + y
        pieces = list(self._rows[at].pieces) if at < len(self._rows) else []
        return sheet_strip(pieces, self.size.width, app.palette)

    def on_key(self, event: Key) -> None:
        if event.key in _NOT_MINE:
            return
        if event.key == "escape" and not self.paper.steps_back():
            return
        before = self.paper.revision
        if event.key == "escape" or self.paper.press(event.key, event.character):
            event.stop()
            event.prevent_default()
            self._told(before)

    def _told(self, before: int) -> None:
        self.redraw()
        self.post_message(self.Typed(self, self.paper.revision != before))

    def on_paste(self, event: Paste) -> None:
        before = self.paper.revision
        self.paper.paste(event.text)
        event.stop()
        event.prevent_default()
        self._told(before)

    def on_click(self, event: Click) -> None:
        at = self._top + event.y
        if not 0 <= at < len(self._rows):
            return
        for span in self._rows[at].spans:
            if span.start <= event.x < span.end:
                before = self.paper.revision
                self.paper.go(span.cell)
                self._told(before)
                return

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        self._top = max(0, min(self._top + 2, len(self._rows) - self.size.height))
        self.refresh()

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        self._top = max(0, self._top - 2)
        self.refresh()
