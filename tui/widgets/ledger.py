"""A pane of lines: titles, facts with their values at the right edge, words that wrap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from textual.events import Resize
from textual.geometry import Region, Size
from textual.strip import Strip

from tui.glyphs import glyph
from tui.widgets.drawn import DrawnScroll
from tui.widgets.lines import Line, Piece, cut, left_right, pieces, strip_of, width_of, wrapped


@dataclass(frozen=True)
class Title:
    """A bold title, with a count or a state at the right."""

    text: str
    right: Line | str = ""
    count: int | None = None
    style: str = "bold"


@dataclass(frozen=True)
class Fact:
    """A label and its value, the value right aligned."""

    label: Line | str
    value: Line | str = ""
    style: str = "text"


@dataclass(frozen=True)
class Pair:
    """Two lines on one, left and right; the bar at the edge says that it is chosen."""

    left: Line | str
    right: Line | str = ""
    bar: bool = False


@dataclass(frozen=True)
class Words:
    """Text that wraps; `indent` cells in from the title."""

    text: str
    style: str = "text"
    indent: int = 0
    most: int | None = None


@dataclass(frozen=True)
class Gap:
    """An empty line; left out where the window is short."""

    always: bool = False


Item = Title | Fact | Pair | Words | Gap
Entry = Item


class Ledger(DrawnScroll):
    """Explains what the cursor stands on; scrolls, and takes the focus only when told to."""

    DEFAULT_CSS = """
    Ledger {
        width: 1fr; height: 1fr; background: $pr-bg; overflow-x: hidden; overflow-y: auto;
        scrollbar-size: 0 0;
    }
    """
    ALLOW_SELECT = False

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002 - Textual's own name
        classes: str | None = None,
        focusable: bool = False,
        on: str = "bg",
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.can_focus = focusable
        self._on = on
        self._items: Sequence[Entry] = ()
        self._lines: list[list[Piece]] = []

    def show(self, items: Sequence[Entry]) -> None:
        """Show these items from the top."""
        self._items = tuple(items)
        self._set_lines()
        if self.scroll_y:
            self.scroll_to(y=0, animate=False)

    def on_resize(self, event: Resize) -> None:
        self._set_lines()

    def _set_lines(self) -> None:
        width = self.size.width
        if not width:
            return
        tall = bool(getattr(self.screen, "tall", True))
        before, self._lines = self._lines, []
        for item in self._items:
            if isinstance(item, Gap) and not (tall or item.always):
                continue
            self._lines.extend(_lines(item, width))
        self.virtual_size = Size(width, len(self._lines))
        top = int(self.scroll_offset.y)
        differing = [
            Region(0, at - top, width, 1)
            for at, (old, new) in enumerate(zip_longest(before, self._lines))
            if old != new
        ]
        if differing:
            self.refresh(*differing)

    def render_line(self, y: int) -> Strip:
        return self.draw_lines([y])[0]

    def draw_lines(self, rows: Sequence[int]) -> list[Strip]:
        app: Any = self.app
        palette, top, width = app.palette, int(self.scroll_offset.y), self.size.width
        lines, end = self._lines, len(self._lines) - top
        return [strip_of(lines[top + y] if y < end else [], width, palette, self._on) for y in rows]


def _styled(line: Line | str, style: str) -> list[Piece]:
    return [(text, style) for text, _ in pieces(line)] if isinstance(line, str) else pieces(line)


def _lines(item: Entry, width: int) -> list[list[Piece]]:
    edge: list[Piece] = [(" ", "text")]
    room = width - 2
    if isinstance(item, Gap):
        return [[]]
    if isinstance(item, Title):
        left: list[Piece] = [(item.text, item.style)]
        if item.count is not None:
            left.append((f"  {item.count}", "dim"))
        return _beside(left, _styled(item.right, "dim"), room, edge)
    if isinstance(item, Fact):
        return _beside(_styled(item.label, item.style), _styled(item.value, item.style), room, edge)
    if isinstance(item, Pair):
        if item.bar:
            edge = [(glyph("cursor"), "accent")]
        return _beside(pieces(item.left), pieces(item.right), room, edge)
    lines = wrapped(item.text, max(8, room - item.indent))
    if item.most is not None and len(lines) > item.most:
        lines = [*lines[: item.most - 1], " ".join(lines[item.most - 1 :])]
    return [
        [(" " * (1 + item.indent), "text"), *cut([(line, item.style)], room - item.indent)]
        for line in lines
    ]


def _beside(
    left: list[Piece], right: list[Piece], room: int, edge: list[Piece]
) -> list[list[Piece]]:
    """Left and right on one line; when both do not fit, the value goes under its label."""
    if not width_of(right):
        return [[*edge, *cut(left, room)]]
    if width_of(left) + 2 + width_of(right) <= room:
        return [[*edge, *left_right(left, right, room)]]
    if width_of(right) > room // 2:
        short = room - 2
        size = min(short, width_of(right))
        return [
            [*edge, *cut(left, room)],
            [*edge, (" " * (room - size), "text"), *cut(right, size)],
        ]
    return [[*edge, *left_right(cut(left, room - width_of(right) - 2), right, room)]]
