"""The list of every screen: record ids, rows fetched by the page, drawn line by line.

The ids stand still while other changes land, so rows never move under the cursor; a row is
fetched when it comes into view and drawn once until something about it changes.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.events import Blur, Click, Focus, Key, Resize
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.strip import Strip

from tui.places import Place
from tui.themes import Palette
from tui.widgets.columns import Column, Forms, Heading, Laid, Row, lay_out
from tui.widgets.drawn import DrawnScroll
from tui.widgets.lines import Line, pieces, strip_of
from tui.widgets.row_lines import column_at, row_line, title_line

__all__ = ["Column", "Forms", "Heading", "RecordTable", "Row"]

PAGE = 64
PAGES_KEPT = 16
STRIPS_KEPT = 1024

Page = Callable[[Sequence[str]], Sequence[Row]]


@dataclass(frozen=True)
class Gap:
    """An empty line between groups, where there is room for it."""


Entry = str | Heading | Gap


class RecordTable(Place, DrawnScroll):
    """A list of records with groups, branches, marks and one cursor."""

    DEFAULT_CSS = """
    RecordTable {
        width: 1fr; height: 1fr; background: $pr-bg; overflow-x: hidden; overflow-y: auto;
        scrollbar-size: 0 0;
    }
    """
    place: ClassVar[str] = "list"
    can_focus = True
    ALLOW_SELECT = False

    @dataclass
    class RowHighlighted(Message):
        """The cursor stands on another record."""

        table: RecordTable
        id: str | None

        @property
        def control(self) -> RecordTable:
            return self.table

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, type(self)) and message.table is self.table

    @dataclass
    class RowOpened(Message):
        """Enter or a double click on a record."""

        table: RecordTable
        id: str

        @property
        def control(self) -> RecordTable:
            return self.table

    @dataclass
    class LabelClicked(Message):
        """A click on the label of a column."""

        table: RecordTable
        column: str

        @property
        def control(self) -> RecordTable:
            return self.table

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        header: Heading | None = None,
        indent: int = 4,
        tree: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's own name
        classes: str | None = None,
        least_flexible: int = 16,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.bind_place()
        self.columns = tuple(columns)
        self._header = header
        self.indent = indent
        self.tree_column = tree
        self.least_flexible = least_flexible
        self.empty: Sequence[Line | str] = ()
        self.marked: set[str] = set()
        self._entries: Sequence[Entry] = []
        self._order: list[str | Heading] = []
        self._where: Mapping[str, int] = {}
        self._page: Page | None = None
        self._rows: OrderedDict[int, dict[str, Row]] = OrderedDict()
        self._ids: list[str] = []
        self._number: dict[str, int] = {}
        self._strips: OrderedDict[tuple[object, ...], Strip] = OrderedDict()
        self._cursor = 0
        #: Called at once when the cursor came to another record, before anything is painted: what
        #: explains the record is painted with it. RowHighlighted tells the same a little later.
        self.follow: Callable[[], object] = lambda: None

    # What it shows -----------------------------------------------------------------------------

    def show(self, entries: Sequence[str | Heading], page: Page) -> None:
        """Show records by their ids, with headings between; rows come from `page` on demand."""
        kept, place = self.cursor_id, self._cursor
        self._order, self._page = list(entries), page
        self._ids = [entry for entry in entries if isinstance(entry, str)]
        self._number = {record: index for index, record in enumerate(self._ids)}
        self.marked &= set(self._number)
        self._rows.clear()
        self._arrange()
        if kept is not None and kept in self._where:
            self._cursor = self._where[kept]
        else:
            self._cursor = self._nearest(min(place, len(self._entries) - 1))
        self._strips.clear()
        self._resized()
        self._reveal()
        self.refresh()
        self.post_message(self.RowHighlighted(self, self.cursor_id))

    def show_rows(self, rows: Sequence[Row | Heading]) -> None:
        """Show rows that are all at hand already."""
        held = {row.id: row for row in rows if isinstance(row, Row)}
        order = [row.id if isinstance(row, Row) else row for row in rows]
        self.show(order, lambda ids: [held[record] for record in ids])

    @property
    def header_line(self) -> Heading | None:
        """The pinned title row."""
        return self._header

    @header_line.setter
    def header_line(self, header: Heading | None) -> None:
        self._header = header
        self._resized()
        self.refresh()

    @property
    def cursor_id(self) -> str | None:
        """The id of the record under the cursor."""
        if 0 <= self._cursor < len(self._entries):
            entry = self._entries[self._cursor]
            return entry if isinstance(entry, str) else None
        return None

    @property
    def row_at_cursor(self) -> Row | None:
        """The row under the cursor."""
        record = self.cursor_id
        return None if record is None else self._row(record)

    @property
    def ids(self) -> Sequence[str]:
        """All record ids of the list, in order."""
        return self._ids

    def move_to(self, record: str) -> bool:
        """Put the cursor on a record; False when it is not in the list."""
        at = self._where.get(record)
        if at is None:
            return False
        self._go(at)
        return True

    def hidden_below(self) -> int:
        """How many records stand below the last line shown."""
        last = int(self.scroll_offset.y) + self.size.height - self._header_rows
        return sum(1 for entry in self._entries[last:] if isinstance(entry, str))

    def mark(self, records: Sequence[str], on: bool) -> None:
        """Mark or unmark records; the marks stay on their records when the list changes."""
        if on:
            self.marked |= set(records) & set(self._number)
        else:
            self.marked -= set(records)
        self._strips.clear()
        self.refresh()

    def is_marked(self, record: str) -> bool:
        """Whether a record is marked."""
        return record in self.marked

    # Moving ------------------------------------------------------------------------------------

    def action_down(self) -> None:
        self._step(1)

    def action_up(self) -> None:
        self._step(-1)

    def action_first(self) -> None:
        self._go(self._nearest(0))
        self.scroll_to(y=0, animate=False)

    def action_last(self) -> None:
        self._go(self._nearest(len(self._entries) - 1))

    def action_half_down(self) -> None:
        self._jump(max(1, self._room // 2))

    def action_half_up(self) -> None:
        self._jump(-max(1, self._room // 2))

    def action_page_down(self) -> None:
        self._jump(max(1, self._room - 1))

    def action_page_up(self) -> None:
        self._jump(-max(1, self._room - 1))

    def action_take(self) -> None:
        record = self.cursor_id
        if record is not None:
            self.post_message(self.RowOpened(self, record))

    def _step(self, by: int) -> None:
        at = self._cursor + by
        while 0 <= at < len(self._entries) and not isinstance(self._entries[at], str):
            at += by
        if 0 <= at < len(self._entries):
            self._go(at)
        elif by < 0:
            # The headings above the first record are worth seeing.
            self.scroll_to(y=0, animate=False)

    def _jump(self, by: int) -> None:
        self._go(self._nearest(max(0, min(self._cursor + by, len(self._entries) - 1))))

    def _nearest(self, at: int) -> int:
        """The record line at or next to an entry."""
        for step in range(len(self._entries) + 1):
            for near in (at + step, at - step):
                if 0 <= near < len(self._entries) and isinstance(self._entries[near], str):
                    return near
        return 0

    def _go(self, at: int) -> None:
        if at == self._cursor:
            self._reveal()
            return
        old, self._cursor = self._cursor, at
        self._refresh_entry(old)
        self._refresh_entry(at)
        self._reveal()
        self._place_terminal_cursor()
        self.post_message(self.RowHighlighted(self, self.cursor_id))
        self.follow()

    def _reveal(self) -> None:
        if not self.size.height:
            return
        top = self._cursor
        # A record right under its heading brings the heading along.
        while top > 0 and isinstance(self._entries[top - 1], Heading):
            top -= 1
        first, room = int(self.scroll_offset.y), self._room
        if top < first:
            self.scroll_to(y=top, animate=False)
        elif self._cursor >= first + room:
            self.scroll_to(y=self._cursor - room + 1, animate=False)

    def _place_terminal_cursor(self) -> None:
        """The terminal's own cursor goes along: magnifiers and screen readers follow it."""
        y = self._cursor - int(self.scroll_offset.y) + self._header_rows
        self.app.cursor_position = self.content_region.offset + Offset(0, max(0, y))

    # Mouse and focus ---------------------------------------------------------------------------

    def on_key(self, event: Key) -> None:
        self.feed_chord(event)

    def on_click(self, event: Click) -> None:
        if event.y < self._header_rows:
            column = column_at(self._laid(self.size.width), event.x)
            if column is not None and self._header is not None and self._header.labels:
                self.post_message(self.LabelClicked(self, column))
            return
        at = int(self.scroll_offset.y) + event.y - self._header_rows
        if not 0 <= at < len(self._entries):
            return
        if isinstance(self._entries[at], str):
            self._go(at)
            if event.chain == 2:
                self.action_take()

    def on_focus(self, event: Focus) -> None:
        self._strips.clear()
        self.refresh()

    def on_blur(self, event: Blur) -> None:
        self._strips.clear()
        self.refresh()

    def on_resize(self, event: Resize) -> None:
        kept = self.cursor_id
        self._arrange()
        if kept is not None and kept in self._where:
            self._cursor = self._where[kept]
        self._strips.clear()
        self._resized()
        self._reveal()

    # Drawing -----------------------------------------------------------------------------------

    @property
    def _header_rows(self) -> int:
        return 1 if self._header is not None else 0

    @property
    def _room(self) -> int:
        return max(1, self.size.height - self._header_rows)

    def _arrange(self) -> None:
        """Put empty lines before the groups when the window is tall enough for them."""
        tall = bool(self.is_attached and getattr(self.screen, "tall", False))
        entries: list[Entry] = []
        for entry in self._order:
            if tall and isinstance(entry, Heading) and entries:
                entries.append(Gap())
            entries.append(entry)
        self._entries = entries
        self._where = {
            entry: index for index, entry in enumerate(entries) if isinstance(entry, str)
        }

    def _resized(self) -> None:
        self.virtual_size = Size(self.size.width, len(self._entries) + self._header_rows)

    def _refresh_entry(self, at: int) -> None:
        y = at - int(self.scroll_offset.y) + self._header_rows
        self.refresh(Region(0, y, self.size.width, 1))

    def _row(self, record: str) -> Row | None:
        number = self._number.get(record)
        if number is None or self._page is None:
            return None
        page = number // PAGE
        if page in self._rows:
            self._rows.move_to_end(page)
        else:
            wanted = self._ids[page * PAGE : (page + 1) * PAGE]
            self._rows[page] = {row.id: row for row in self._page(wanted)}
            if len(self._rows) > PAGES_KEPT:
                self._rows.popitem(last=False)
        return self._rows[page].get(record)

    def render_line(self, y: int) -> Strip:
        return self.draw_lines([y])[0]

    def draw_lines(self, rows: Sequence[int]) -> list[Strip]:
        app: Any = self.app
        top, width = int(self.scroll_offset.y) - self._header_rows, self.size.width
        focused, palette = self.has_focus, app.palette
        return [self._line_at(y, top + y, width, focused, palette) for y in rows]

    def _line_at(self, y: int, at: int, width: int, focused: bool, palette: Palette) -> Strip:
        here = at == self._cursor
        entry: Entry | None = None
        marked = False
        key: tuple[object, ...]
        if self._header is not None and y == 0:
            key = (self._header, width, focused, palette.name)
        elif not self._entries:
            return strip_of(self._empty_line(y - self._header_rows), width, palette)
        elif not 0 <= at < len(self._entries):
            key = (None, width, palette.name)
        else:
            entry = self._entries[at]
            marked = isinstance(entry, str) and self.is_marked(entry)
            key = (at, width, here, focused, marked, palette.name)
        strip = self._strips.get(key)
        if strip is None:
            if entry is not None:
                strip = self._draw(entry, width, here, focused, marked)
            elif self._header is not None and y == 0:
                title = title_line(self._header, self._laid(width), width, focused)
                strip = strip_of(title, width, palette)
            else:
                strip = strip_of("", width, palette)
            self._strips[key] = strip
            if len(self._strips) > STRIPS_KEPT:
                self._strips.popitem(last=False)
        return strip

    def _draw(self, entry: Entry, width: int, here: bool, focused: bool, marked: bool) -> Strip:
        app: Any = self.app
        if isinstance(entry, Gap):
            return strip_of("", width, app.palette)
        if isinstance(entry, Heading):
            title = title_line(entry, self._laid(width), width, False)
            return strip_of(title, width, app.palette)
        row = self._row(entry)
        on = ("sel" if focused else "selq") if here else "bg"
        line: Line = []
        if row is not None:
            line = row_line(
                row,
                self._laid(width),
                self._tree(),
                indent=self.indent,
                here=here,
                focused=focused,
                marked=marked,
            )
        return strip_of(line, width, app.palette, on)

    def _tree(self) -> str:
        """The column that branches stand in."""
        return self.tree_column or next((one.name for one in self.columns if not one.width), "")

    def _empty_line(self, y: int) -> Line | str:
        return [(" ", "text"), *pieces(self.empty[y])] if 0 <= y < len(self.empty) else ""

    def _laid(self, width: int) -> tuple[Laid, ...]:
        return lay_out(self.columns, width, self.indent, self.least_flexible)
