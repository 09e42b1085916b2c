"""A sheet of cells in their order: where the focus is, what a key does, how the sheet is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.paper.cells import Cell, Move
from tui.widgets.lines import Piece


@dataclass(frozen=True)
class Span:
    """Where a cell lies on a row: a click between `start` and `end` goes to it."""

    start: int
    end: int
    cell: str


@dataclass(frozen=True)
class SheetRow:
    """One drawn row; a piece whose style holds `on-field` or `on-sel` lies on that background.

    `here` marks the row with the focus, `helps` one that belongs to the row above it.
    """

    pieces: Sequence[Piece] = ()
    spans: tuple[Span, ...] = ()
    here: bool = False
    helps: bool = False


class Paper:
    """Cells in the order of the paper. Subclasses say which there are now, and draw them."""

    def __init__(self) -> None:
        self.focus = ""
        #: Counts what was typed: a keeper compares it with what it kept last.
        self.revision = 0
        self.read_only = False

    def cells(self) -> list[Cell]:
        """Every cell that can have the focus now, in order."""
        raise NotImplementedError

    def draw(self, width: int, height: int) -> list[SheetRow]:
        """The rows as they stand, in at most `width` cells; more than `height` are scrolled."""
        raise NotImplementedError

    def keys_here(self) -> list[tuple[str, str]]:
        """Keys of the focused cell with their labels, for the footer."""
        return []

    def steps_back(self) -> bool:
        """Take one step back inside the cell with the focus; False when there is none."""
        cell = self.here
        return bool(getattr(cell, "stepping", None)) and cell.press("escape", None) is not None

    def looked(self, cell: Cell) -> None:
        """A cell was typed into or left; subclasses draw their conclusions."""

    @property
    def here(self) -> Cell:
        """The cell with the focus."""
        cells = self.cells()
        return next((cell for cell in cells if cell.name == self.focus), cells[0])

    def go(self, name: str) -> None:
        """Give the focus to a cell."""
        cell = self.here
        if cell.name != name:
            cell.leave()
            self.looked(cell)
        self.focus = name
        self.here.arrive()

    def _order(self, by: int) -> str | None:
        names = [cell.name for cell in self.cells()]
        at = names.index(self.here.name) + by
        return names[at] if 0 <= at < len(names) else None

    def next(self) -> None:
        """On to the next cell; the last one keeps the focus, settled."""
        self._go_by(1)

    def previous(self) -> None:
        """Back to the cell before."""
        self._go_by(-1)

    def _go_by(self, by: int) -> None:
        cell = self.here
        cell.leave()
        self.looked(cell)
        target = self._order(by)
        if target is None:
            cell.arrive()
            return
        self.focus = target
        self.here.arrive()

    def press(self, key: str, character: str | None) -> bool:
        """Take a key; False when it means nothing on this sheet."""
        if key == "tab":
            self.next()
            return True
        if key in ("shift+tab", "backtab"):
            self.previous()
            return True
        cell = self.here
        if self.read_only and key not in ("enter", "up", "down"):
            return False
        move = cell.press(key, character)
        if move is Move.PASS:
            if key not in ("up", "down"):
                return False
            self._go_by(-1 if key == "up" else 1)
            return True
        self.revision += 1
        self.looked(cell)
        if move is Move.NEXT:
            self.next()
        elif move is Move.PREVIOUS:
            self.previous()
        return True

    def paste(self, text: str) -> None:
        """Take pasted text into the cell with the focus."""
        if self.read_only:
            return
        cell = self.here
        cell.paste(text)
        self.revision += 1
        self.looked(cell)

    def wrong(self) -> list[Cell]:
        """The cells that hold what cannot be taken, in order."""
        return [cell for cell in self.cells() if cell.sentence]
