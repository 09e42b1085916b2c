"""Tables of figures one under the other, with a cursor that walks from number to number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.segment import Segment
from textual.events import Blur, Click, Focus, Key, Resize
from textual.geometry import Offset, Size
from textual.message import Message
from textual.strip import Strip

from tui.actions import Action, offer
from tui.glyphs import glyph
from tui.places import Place
from tui.widgets.drawn import DrawnScroll
from tui.widgets.lines import Piece, cut_text, padded, strip_of, width_of, wrapped

offer(
    "figures",
    Action("down", "move", ("j", "down"), footer=False, row="key_labels.row_step"),
    Action("up", "move", ("k", "up"), footer=False, row="key_labels.row_step"),
    Action("left", "move", ("left",), footer=False, row="key_labels.row_across"),
    Action("right", "move", ("right",), footer=False, row="key_labels.row_across"),
    Action("first", "move", ("g g", "home"), footer=False, row="key_labels.row_ends"),
    Action("last", "move", ("G", "end"), footer=False, row="key_labels.row_ends"),
    Action("page_down", "move", ("pagedown", "ctrl+d"), footer=False, row="key_labels.row_page"),
    Action("page_up", "move", ("pageup", "ctrl+u"), footer=False, row="key_labels.row_page"),
    Action("take", "move", ("enter",), footer=False, label="key_labels.open"),
)

INDENT, GAP = 4, 2
LEAST_LABEL = 26

#: Where a figure stands: table, row, column.
Spot = tuple[int, int, int]


@dataclass(frozen=True)
class Figure:
    """One cell: its words in two lengths, how it is dressed, and whether the cursor stops there."""

    text: str
    short: str = ""
    style: str = "text"
    right: bool = True
    stops: bool = True


@dataclass(frozen=True)
class FigureRow:
    """One line of a table; `under` is a part of the line before it."""

    label: str
    figures: tuple[Figure, ...]
    under: bool = False


@dataclass(frozen=True)
class FigureTable:
    """A table with its title, the heads of its columns and the sentences under it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[FigureRow, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Line:
    """One drawn line: of a row, of a title with column heads, or of words."""

    table: int
    row: int = -1
    words: str = ""
    style: str = "dim"
    head: bool = False


class FigureSheet(Place, DrawnScroll):
    """Tables drawn line by line; the cursor stands on a figure and is told when it moves."""

    DEFAULT_CSS = """
    FigureSheet {
        width: 1fr; height: 1fr; background: $pr-bg; overflow-x: hidden; overflow-y: auto;
        scrollbar-size: 0 0;
    }
    """
    place: ClassVar[str] = "figures"
    can_focus = True
    ALLOW_SELECT = False

    @dataclass
    class Moved(Message):
        """The cursor stands on another figure."""

        sheet: FigureSheet

        @property
        def control(self) -> FigureSheet:
            return self.sheet

    @dataclass
    class Taken(Message):
        """Enter or a double click on a figure."""

        sheet: FigureSheet
        at: Spot

        @property
        def control(self) -> FigureSheet:
            return self.sheet

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.bind_place()
        self.tables: Sequence[FigureTable] = ()
        self._lines: list[_Line] = []
        self._at: Spot | None = None
        self._laid: dict[int, list[tuple[int, int]]] = {}

    # What it shows -----------------------------------------------------------------------------

    def show(self, tables: Sequence[FigureTable]) -> None:
        """Show these tables; the cursor keeps its place where there still is one."""
        self.tables = tuple(tables)
        if self._at is None or not self._stops(self._at):
            self._at = next(iter(self._places()), None)
        self._set_lines()
        self.post_message(self.Moved(self))

    @property
    def at(self) -> Spot | None:
        """Where the cursor stands: table, row, column."""
        return self._at

    def move_to(self, at: Spot) -> bool:
        """Put the cursor on a figure; False where it cannot stand."""
        if not self._stops(at):
            return False
        self._at = at
        self._reveal()
        self.refresh()
        self.post_message(self.Moved(self))
        return True

    def hidden_below(self) -> int:
        """How many lines stand below the last one shown."""
        return max(0, len(self._lines) - int(self.scroll_offset.y) - self.size.height)

    def _stops(self, at: Spot) -> bool:
        t, r, c = at
        if not 0 <= t < len(self.tables) or not 0 <= r < len(self.tables[t].rows):
            return False
        figures = self.tables[t].rows[r].figures
        return 0 <= c < len(figures) and figures[c].stops

    def _places(self) -> list[Spot]:
        return [
            (t, r, c)
            for t, table in enumerate(self.tables)
            for r, row in enumerate(table.rows)
            for c, figure in enumerate(row.figures)
            if figure.stops
        ]

    # Moving ------------------------------------------------------------------------------------

    def action_down(self) -> None:
        self._step(1)

    def action_up(self) -> None:
        self._step(-1)

    def action_left(self) -> None:
        self._across(-1)

    def action_right(self) -> None:
        self._across(1)

    def action_first(self) -> None:
        self._go(next(iter(self._places()), None))
        self.scroll_to(y=0, animate=False)

    def action_last(self) -> None:
        places = self._places()
        self._go(places[-1] if places else None)
        self.scroll_to(y=len(self._lines), animate=False)

    def action_page_down(self) -> None:
        self._page(1)

    def action_page_up(self) -> None:
        self._page(-1)

    def action_take(self) -> None:
        if self._at is not None:
            self.post_message(self.Taken(self, self._at))

    def _rows(self) -> list[tuple[int, int]]:
        return list(dict.fromkeys((t, r) for t, r, _ in self._places()))

    def _step(self, by: int) -> None:
        """The nearest figure on the next line that has one, as close to this column as can be."""
        rows = self._rows()
        if self._at is None or not rows:
            return
        t, r, c = self._at
        to = rows.index((t, r)) + by
        if not 0 <= to < len(rows):
            self.scroll_to(y=0 if by < 0 else len(self._lines), animate=False)
            return
        self._go(self._closest(*rows[to], c))

    def _closest(self, t: int, r: int, c: int) -> Spot:
        own = [place for place in self._places() if place[:2] == (t, r)]
        return min(own, key=lambda place: (abs(place[2] - c), place[2]))

    def _across(self, by: int) -> None:
        if self._at is None:
            return
        t, r, c = self._at
        width = len(self.tables[t].rows[r].figures)
        while 0 <= (c := c + by) < width:
            if self._stops((t, r, c)):
                self._go((t, r, c))
                return

    def _page(self, by: int) -> None:
        if self._at is None:
            return
        room = max(1, self.size.height - 2)
        wanted = self._line_of(self._at) + by * room
        rows = [(abs(self._line_of((t, r, 0)) - wanted), t, r) for t, r in self._rows()]
        _, t, r = min(rows)
        self._go(self._closest(t, r, self._at[2]))

    def _go(self, at: Spot | None) -> None:
        if at is None or at == self._at:
            return
        self.move_to(at)

    def _line_of(self, at: Spot) -> int:
        return next(
            (y for y, line in enumerate(self._lines) if (line.table, line.row) == at[:2]), 0
        )

    def _reveal(self) -> None:
        if self._at is None or not self.size.height:
            return
        y, top, height = self._line_of(self._at), int(self.scroll_offset.y), self.size.height
        first = y
        while first > 0 and self._lines[first - 1].row < 0 and self._lines[first - 1].head:
            first -= 1  # the title and the heads come along
        if first < top:
            self.scroll_to(y=first, animate=False)
        elif y >= top + height:
            self.scroll_to(y=y - height + 1, animate=False)
        self.app.cursor_position = self.content_region.offset + Offset(0, max(0, y - top))

    def on_key(self, event: Key) -> None:
        self.feed_chord(event)

    def on_focus(self, event: Focus) -> None:
        self.refresh()

    def on_blur(self, event: Blur) -> None:
        self.refresh()

    def on_resize(self, event: Resize) -> None:
        self._set_lines()
        self._reveal()

    def on_click(self, event: Click) -> None:
        y = int(self.scroll_offset.y) + event.y
        line = self._lines[y] if y < len(self._lines) else None
        if line is None or line.row < 0:
            return
        for c, (start, size) in enumerate(self._columns(line.table)):
            if start - GAP <= event.x < start + size and self._stops((line.table, line.row, c)):
                self._go((line.table, line.row, c))
                if event.chain == 2:
                    self.action_take()

    # Drawing -----------------------------------------------------------------------------------

    def _set_lines(self) -> None:
        width = self.size.width
        if not width:
            return
        tall = bool(self.is_attached and getattr(self.screen, "tall", False))
        lines: list[_Line] = []
        for t, table in enumerate(self.tables):
            if lines:
                lines.append(_Line(t))
            lines.append(_Line(t, words=table.title, style="bold", head=True))
            lines += [_Line(t, row=r) for r in range(len(table.rows))]
            for note in table.notes:
                if tall or table.rows:
                    lines += [_Line(t)] if tall and table.rows else []
                words = wrapped(note, max(20, min(width, 108) - 4))
                lines += [_Line(t, words=f"  {said}") for said in words]
        self._lines = lines
        self._laid.clear()
        self.virtual_size = Size(width, len(lines))
        self.refresh()

    def _short(self, table: FigureTable) -> bool:
        wide = sum(size + GAP for size in self._sizes(table, short=False))
        return self.size.width - INDENT - 1 - wide < LEAST_LABEL

    def _sizes(self, table: FigureTable, short: bool) -> list[int]:
        sizes = []
        for c, head in enumerate(table.columns):
            words = [
                (figure.short or figure.text) if short else figure.text
                for row in table.rows
                for figure in row.figures[c : c + 1]
            ]
            widest = max((width_of(text) for text in words), default=0)
            is_words = any(not row.figures[c].right for row in table.rows)
            most = (14 if short else 34) if is_words else 24
            sizes.append(max(min(widest, most), min(width_of(head), most)))
        return sizes

    def _columns(self, t: int) -> list[tuple[int, int]]:
        """Where each column of a table begins and how wide it is; the last cell stays empty."""
        if t in self._laid:
            return self._laid[t]
        table = self.tables[t]
        sizes = self._sizes(table, self._short(table))
        at = min(self.size.width - 1, 110) - sum(size + GAP for size in sizes)
        found = []
        for size in sizes:
            found.append((at + GAP, size))
            at += size + GAP
        self._laid[t] = found
        return found

    def render_line(self, y: int) -> Strip:
        app: Any = self.app
        width, at = self.size.width, int(self.scroll_offset.y) + y
        if not 0 <= at < len(self._lines):
            return strip_of("", width, app.palette)
        line = self._lines[at]
        if line.row < 0:
            if line.head:
                return strip_of(self._head(line), width, app.palette)
            return strip_of([(" ", "text"), (line.words, line.style)], width, app.palette)
        return self._row_strip(line, width)

    def _head(self, line: _Line) -> list[Piece]:
        table = self.tables[line.table]
        here = self._at is not None and self._at[0] == line.table and self.has_focus
        columns = self._columns(line.table) if table.rows else []
        heads: list[Piece] = []
        first = columns[0][0] if columns else self.size.width - 1
        title = cut_text(line.words, max(8, first - 2))
        used = 1 + width_of(title)
        if table.rows:
            for c, (start, size) in enumerate(columns):
                head = cut_text(table.columns[c].upper(), size)
                right = table.rows[0].figures[c].right
                begin = start + (size - width_of(head) if right else 0)
                if begin < used + 1:
                    continue
                heads += [(" " * (begin - used), "text"), (head, "dim")]
                used = begin + width_of(head)
        return [(" ", "text"), (title, "bold accent" if here else "bold"), *heads]

    def _row_strip(self, line: _Line, width: int) -> Strip:
        app: Any = self.app
        table = self.tables[line.table]
        row = table.rows[line.row]
        here = self._at is not None and self._at[:2] == (line.table, line.row)
        on = ("selq" if self.has_focus else "bg") if here else "bg"
        columns, short = self._columns(line.table), self._short(table)
        label_at = INDENT + (2 if row.under else 0)
        room = (columns[0][0] if columns else width - 1) - label_at - 1
        bar: Piece = (glyph("cursor"), "accent" if self.has_focus else "dim") if here else (" ", "")
        style = "dim" if row.under and not here else "text"
        line_pieces: list[tuple[str, str, str]] = [
            (bar[0], bar[1] or "text", on),
            (" " * (label_at - 1), "text", on),
            *((t, s, on) for t, s in padded([(row.label, style)], max(1, room))),
        ]
        used = label_at + max(1, room)
        for c, (start, size) in enumerate(columns):
            figure = row.figures[c]
            words = (figure.short or figure.text) if short else figure.text
            stands = here and self._at is not None and self._at[2] == c and self.has_focus
            dress = f"bold {figure.style}" if stands else figure.style
            cell = padded([(words, dress)], size, "right" if figure.right else "left")
            line_pieces.append((" " * (start - used), "text", on))
            line_pieces += [(text, words_, "sel" if stands else on) for text, words_ in cell]
            used = start + size
        line_pieces.append((" " * max(0, width - used), "text", on))
        segments = [
            Segment(text, app.palette.style(words_, ground))
            for text, words_, ground in line_pieces
            if text
        ]
        return Strip(segments).crop(0, width)
