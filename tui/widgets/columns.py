"""Columns of a record list as data, and which of them fit a width."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from tui.glyphs import glyph
from tui.widgets.lines import Line, Piece, padded, pieces, width_of


class Forms:
    """One value in several lengths, longest first; a column shows the longest that fits."""

    __slots__ = ("forms",)

    def __init__(self, *forms: Line | str | Piece) -> None:
        self.forms = tuple(tuple(form) if isinstance(form, list) else form for form in forms)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Forms) and self.forms == other.forms

    def __hash__(self) -> int:
        return hash(self.forms)

    def fitting(self, width: int) -> Line | str | Piece:
        """The longest form of at most `width` cells, else the last."""
        for form in self.forms:
            if width_of(pieces(form)) <= width:
                return form
        return self.forms[-1]


Cell = str | Piece | Line | Forms


@dataclass(frozen=True)
class Column:
    """One column: `width` 0 is the flexible one, `drop` the order of going when room is short.

    `short` is its narrower width, tried before any column goes. `style` dresses plain text,
    `strong` cells are bold on the cursor row.
    """

    name: str
    title: str = ""
    width: int = 0
    align: str = "left"
    drop: int = 0
    short: int | None = None
    gap: int = 2
    style: str = "text"
    strong: bool = False


@dataclass(frozen=True)
class Row:
    """One record of a list. `branch` is open or closed for a row with rows below it."""

    id: str
    cells: Mapping[str, Cell] = field(default_factory=dict)
    glyph: Piece | None = None
    depth: int = 0
    branch: str | None = None
    dim: bool = False

    def __hash__(self) -> int:
        return hash(self.id)


@dataclass(frozen=True)
class Heading:
    """A title row with its count; `labels` puts the column titles on it, or labels of its own by
    the names of their columns; `right` puts words there instead."""

    title: str
    count: int | None = None
    labels: bool | Mapping[str, str] = False
    right: str = ""


@dataclass(frozen=True)
class Laid:
    """A column where it stands: first cell and width."""

    column: Column
    start: int
    width: int


def lay_out(
    columns: Sequence[Column], width: int, indent: int, least_flexible: int = 16
) -> tuple[Laid, ...]:
    """The columns that fit `width` cells and where they stand; the last cell stays empty."""
    return _lay_out(tuple(columns), width, indent, least_flexible)


@lru_cache(maxsize=256)
def _lay_out(columns: tuple[Column, ...], width: int, indent: int, least: int) -> tuple[Laid, ...]:
    orders = sorted({column.drop for column in columns if column.drop})
    short = False
    dropped: set[int] = set()
    while True:
        kept = [column for column in columns if column.drop not in dropped]
        fixed = sum(_width(column, short) + column.gap for column in kept if column.width)
        flexible = [column for column in kept if not column.width]
        room = width - indent - 1 - fixed - sum(column.gap for column in flexible)
        # The gap stands before a column; the first one has the indent instead.
        room += kept[0].gap if kept else 0
        if not flexible and room >= 0:
            break
        if flexible and room >= least:
            break
        if not short and any(column.short is not None for column in columns):
            short = True
        elif orders:
            dropped.add(orders.pop(0))
        else:
            break
    laid: list[Laid] = []
    at = indent
    for index, column in enumerate(kept):
        at += column.gap if index else 0
        size = _width(column, short) if column.width else max(1, room)
        laid.append(Laid(column, at, size))
        at += size
    return tuple(laid)


def _width(column: Column, short: bool) -> int:
    return column.short if short and column.short is not None else column.width


def cell_pieces(cell: Cell | None, laid: Laid, extra: str = "", tree: str = "") -> Sequence[Piece]:
    """A cell cut and padded to its column, dressed in the column's style where it has none."""
    if isinstance(cell, list):
        cell = tuple(cell)
    # Most cells of a list say what many others say: a kind, a name, a day.
    column = laid.column
    return _cell_pieces(
        cell, laid.width, column.align, column.style, extra, tree, glyph("ellipsis")
    )


@lru_cache(maxsize=4096)
def _cell_pieces(
    cell: Cell | None, width: int, align: str, style: str, extra: str, tree: str, ellipsis: str
) -> tuple[Piece, ...]:
    form = cell.fitting(width - len(tree)) if isinstance(cell, Forms) else cell
    parts: list[Piece]
    if form is None:
        parts = []
    elif isinstance(form, str):
        parts = [(text, style) for text, _ in pieces(form)]
    else:
        parts = pieces(form)
    if tree:
        parts = [(tree, "dim"), *parts]
    if extra:
        parts = [(text, f"{extra} {words}") for text, words in parts]
    return tuple(padded(parts, width, align))
