"""Building rows of a sheet: pieces put at columns, bands with their background."""

from __future__ import annotations

from tui.glyphs import glyph
from tui.paper.cells import Cell
from tui.paper.paper import SheetRow, Span
from tui.widgets.lines import Piece, width_of


class Row:
    """One row under construction; `here` draws the bar, `helps` keeps it with the row above."""

    def __init__(self, here: bool = False, *, helps: bool = False) -> None:
        self.helps = helps
        self.pieces: list[Piece] = [(glyph("cursor"), "accent")] if here else [(" ", "text")]
        self.spans: list[Span] = []
        self.here = here

    @property
    def at(self) -> int:
        """The column after the last piece."""
        return width_of(self.pieces)

    def put(self, column: int, *pieces: Piece) -> Row:
        """Pieces from a column on, or right after what stands there."""
        missing = column - self.at
        if missing > 0:
            self.pieces.append((" " * missing, "text"))
        self.pieces.extend(pieces)
        return self

    def right(self, edge: int, *pieces: Piece) -> Row:
        """Pieces that end before a column; left out when there is no room for them."""
        size = width_of(list(pieces))
        if edge - size > self.at:
            self.put(edge - size, *pieces)
        return self

    def band(self, column: int, width: int, cell: Cell, here: bool) -> Row:
        """A cell's tinted band."""
        on = "on-sel" if here else "on-field"
        inside = cell.band(width - 2, here)
        missing = width - 1 - width_of(inside)
        self.put(column, (" ", f"text {on}"))
        self.pieces.extend((text, f"{words} {on}") for text, words in inside)
        self.pieces.append((" " * missing, f"text {on}"))
        self.spans.append(Span(column, column + width, cell.name))
        return self


class Collected:
    """The rows of a sheet as they are collected."""

    def __init__(self) -> None:
        self.rows: list[SheetRow] = []

    def add(self, row: Row) -> None:
        """Add a row."""
        self.rows.append(SheetRow(row.pieces, tuple(row.spans), row.here, row.helps))

    def gap(self) -> None:
        """Add an empty row."""
        self.rows.append(SheetRow())
