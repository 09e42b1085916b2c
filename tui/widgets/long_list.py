"""A list of any length over row numbers: nothing is held but the numbers and what is in sight."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol, overload

from textual.geometry import Region
from textual.strip import Strip

from tui.widgets.columns import Column, Heading, Row
from tui.widgets.record_table import Entry, Gap, RecordTable

ROWS_KEPT = 512
AHEAD = 24  # rows fetched beyond what is in sight, so that a step rarely asks the store

PageOf = Callable[[Sequence[int]], Sequence[Any]]  # what the store holds under these numbers
LineOf = Callable[[Any], Row]


class Numbers(Protocol):
    """Row numbers in their order, of which more may still arrive."""

    def __len__(self) -> int: ...

    def __getitem__(self, at: int) -> int: ...

    def place(self, n: int) -> int | None:
        """Where a row number stands."""


class NumberedLines(Sequence[Entry]):
    """The lines of such a list: row numbers as text, with the headings of its groups between."""

    def __init__(self, numbers: Numbers, groups: Sequence[Heading], roomy: bool) -> None:
        self.numbers = numbers
        self.groups = groups
        self._per = 2 if roomy else 1  # lines a group adds: its heading, and an empty one before
        self._firsts: list[int] = []
        first = 0
        for group in groups:
            self._firsts.append(first)
            first += group.count or 0
        self._heads = [first + self._per * at for at, first in enumerate(self._firsts)]

    def __len__(self) -> int:
        rows = len(self.numbers)
        if not self.groups or not rows:
            return rows
        begun = bisect_right(self._firsts, rows - 1)
        return rows + self._per * begun - (self._per - 1)

    def line_of(self, at: int) -> int:
        """The line of the row that stands at a place among the numbers."""
        if not self.groups:
            return at
        return at + self._per * (bisect_right(self._firsts, at) - 1) + 1

    @overload
    def __getitem__(self, line: int) -> Entry: ...

    @overload
    def __getitem__(self, line: slice) -> Sequence[Entry]: ...

    def __getitem__(self, line: int | slice) -> Entry | Sequence[Entry]:
        if isinstance(line, slice):
            return [self[at] for at in range(*line.indices(len(self)))]
        if not self.groups:
            return str(self.numbers[line])
        group = bisect_right(self._heads, line) - 1
        if line == self._heads[group]:
            return self.groups[group]
        at = self._firsts[group] + line - self._heads[group] - 1
        if group + 1 < len(self._firsts) and at >= self._firsts[group + 1]:
            return Gap()
        return str(self.numbers[at])


class _Lines(Mapping[str, int]):
    """Which line a row number stands on."""

    def __init__(self, lines: NumberedLines) -> None:
        self._lines = lines

    def __getitem__(self, record: str) -> int:
        at = self._lines.numbers.place(int(record))
        if at is None:
            raise KeyError(record)
        return self._lines.line_of(at)

    def __iter__(self) -> Iterator[str]:
        return (entry for entry in self._lines if isinstance(entry, str))

    def __len__(self) -> int:
        return len(self._lines.numbers)


class LongList(RecordTable):
    """A RecordTable whose records are row numbers; marks are kept by number, seen or not."""

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        header: Heading | None = None,
        id: str | None = None,  # noqa: A002 - Textual's own name
    ) -> None:
        super().__init__(columns, header=header, indent=3, id=id)
        self.marks: set[int] = set()
        self._lines: NumberedLines | None = None
        self._page_of: PageOf | None = None
        self._line_of: LineOf = Row
        self._groups: Sequence[Heading] = ()
        self._numbers: Numbers | None = None
        self._held: OrderedDict[str, Any] = OrderedDict()
        self.missed: str | None = None
        self._fetched: tuple[int, int] | None = None

    @property
    def cursor_number(self) -> int | None:
        """The row number under the cursor."""
        record = self.cursor_id
        return None if record is None else int(record)

    @property
    def lines(self) -> int:
        """How many lines there are, headings and all."""
        return len(self._entries)

    def show_numbers(
        self,
        numbers: Numbers,
        groups: Sequence[Heading],
        page: PageOf,
        line: LineOf,
        *,
        from_top: bool = False,
    ) -> None:
        """Show these numbers; the cursor stays on its record, or else on its line.

        `page` gives what stands under some numbers, None where nothing does, and `line` makes a
        row of it once it comes into sight.
        `from_top` puts it on the first record instead. `missed` is the record that was under the
        cursor and is no longer there.
        """
        kept, stood = self.cursor_id, self._cursor
        above = stood - int(self.scroll_offset.y)
        self._numbers, self._groups = numbers, tuple(groups)
        self._page_of, self._line_of = page, line
        self._held.clear()
        self._fetched = None
        self._arrange()
        self.missed = None
        found = None if from_top or kept is None else self._where.get(kept)
        if from_top:
            stood = 0
        elif found is None:
            self.missed = kept
        else:
            stood = found
        self._cursor = self._nearest(max(0, min(stood, len(self._entries) - 1)))
        self._strips.clear()
        self._resized()
        if from_top:
            self.scroll_to(y=0, animate=False)
        elif kept is not None and self.size.height:
            # The record stays on its line of the window, whatever came or went above it.
            self.scroll_to(y=max(0, self._cursor - above), animate=False)
        self._reveal()
        self.refresh()
        self.follow()

    def grown(self) -> None:
        """More numbers have arrived behind the ones shown."""
        before = self.virtual_size.height
        self._resized()
        if before <= int(self.scroll_offset.y) + self.size.height:
            self.refresh()

    def use_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns."""
        self.columns = tuple(columns)
        self._strips.clear()
        self.refresh()

    def mark_numbers(self, numbers: set[int]) -> None:
        """Exactly these are marked from now on."""
        self.marks = numbers
        self._strips.clear()
        self.refresh()

    def is_marked(self, record: str) -> bool:
        return int(record) in self.marks

    def step_down(self) -> None:
        """The cursor to the next record."""
        self._step(1)

    def hidden_below(self) -> int:
        return max(0, len(self._entries) - int(self.scroll_offset.y) - self._room)

    def _arrange(self) -> None:
        if self._numbers is None:
            return
        tall = bool(self.is_attached and getattr(self.screen, "tall", False))
        self._lines = NumberedLines(self._numbers, self._groups, tall)
        self._entries = self._lines
        self._where = _Lines(self._lines)

    def render_lines(self, crop: Region) -> list[Strip]:
        top = int(self.scroll_offset.y)
        self._fetch(top, top + self.size.height)
        return super().render_lines(crop)

    def _fetch(self, top: int, end: int) -> None:
        """Hold the rows of these lines: one question to the store for all that are missing."""
        last = min(end, len(self._entries))
        if self._page_of is None or self._fetched == (top, last):
            return
        self._fetched = (top, last)
        wanted = [e for e in (self._entries[at] for at in range(top, last)) if isinstance(e, str)]
        if all(record in self._held for record in wanted):
            return
        near = range(max(0, top - AHEAD), min(end + AHEAD, len(self._entries)))
        asked = [e for e in (self._entries[at] for at in near) if isinstance(e, str)]
        missing = [record for record in asked if record not in self._held]
        found = self._page_of([int(record) for record in missing])
        for record, row in zip(missing, found, strict=True):
            self._held[record] = row
        while len(self._held) > ROWS_KEPT:
            self._held.popitem(last=False)

    @property
    def record_here(self) -> Any:
        """What the store holds under the cursor; None where there is nothing."""
        record = self.cursor_id
        return None if record is None else self._record(record)

    def _record(self, record: str) -> Any:
        if record not in self._held and self._page_of is not None:
            self._held[record] = self._page_of([int(record)])[0]
        return self._held.get(record)

    def _row(self, record: str) -> Row | None:
        found = self._record(record)
        return None if found is None else self._line_of(found)
