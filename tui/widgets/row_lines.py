"""How a row and a heading of a list become a line: pure functions of what stands in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.glyphs import glyph
from tui.widgets.columns import Heading, Laid, Row, cell_pieces
from tui.widgets.lines import Line, Piece, cut, left_right, width_of

BLANK: Piece = (" ", "text")


def title_line(heading: Heading, laid: Sequence[Laid], width: int, focused: bool) -> Line:
    """A heading: its title and count at the left, column labels or words after it."""
    title: list[Piece] = [BLANK, (heading.title, "bold accent" if focused else "bold")]
    if heading.count is not None:
        title.append((f"  {heading.count}", "dim"))
    if heading.right:
        return left_right(title, [(f"{heading.right} ", "dim")], width)
    if not heading.labels:
        return cut(title, width)
    line = list(title) if heading.title else []
    used = width_of(line)
    own = None if heading.labels is True else heading.labels
    for start, label in labels(laid, own):
        if start < used + (1 if used else 0):
            continue
        line += [(" " * (start - used), "text"), (label, "dim")]
        used = start + width_of(label)
    return line


def labels(laid: Sequence[Laid], own: Mapping[str, str] | None = None) -> list[tuple[int, str]]:
    """The labels of the columns, or `own` ones instead, and where each begins.

    A label longer than its column pushes those before it to the left.
    """
    found: list[tuple[int, str]] = []
    for one in reversed(laid):
        label = (one.column.title if own is None else own.get(one.column.name, "")).upper()
        if not label:
            continue
        wide = width_of(label)
        end = one.start + (one.width if one.column.align == "right" else wide)
        if found:
            end = min(end, found[-1][0] - 1)
        found.append((end - wide, label))
    return found[::-1]


def column_at(laid: Sequence[Laid], x: int) -> str | None:
    """The column that stands at a cell, its gap before it included."""
    before = 0
    for one in laid:
        if before <= x < one.start + one.width:
            return one.column.name
        before = one.start + one.width
    return None


def row_line(
    row: Row,
    laid: Sequence[Laid],
    tree: str,
    *,
    indent: int,
    here: bool,
    focused: bool,
    marked: bool,
) -> list[Piece]:
    """A record: cursor bar, mark, sign, and its cells, each cut and padded to its column."""
    bar: Piece = (glyph("cursor"), "accent" if focused else "dim") if here else BLANK
    line: list[Piece] = [bar, (glyph("marked"), "accent") if marked else BLANK]
    if indent >= 4:
        line += [row.glyph or BLANK, BLANK]
    used = max(2, indent) if indent >= 4 else 2
    for one in laid:
        column = one.column
        before = ""
        if column.name == tree and (row.depth or row.branch):
            before = "  " * row.depth
            before += f"{glyph(row.branch)} " if row.branch in ("open", "closed") else ""
        strong = here and (column.strong or not column.width or column.name == "ref")
        parts = cell_pieces(row.cells.get(column.name), one, "bold" if strong else "", before)
        if row.dim and not here:
            parts = [(text, "dim" if words == "text" else words) for text, words in parts]
        if one.start > used:
            line.append((" " * (one.start - used), "text"))
        line += parts
        used = one.start + one.width
    return line
