"""Lines of styled pieces: cut, padded and turned into strips by cells, in this one place.

Words from people are made plain here, so no widget can send a control character to the terminal
or read markup in what somebody wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from store.wording import plain
from tui.glyphs import glyph
from tui.themes import Palette

Piece = tuple[str, str]
Line = Sequence[Piece | str]
GAP = 2  # cells between what stands at the left of a line and at its right


def pieces(line: Line | str | Piece | None) -> list[Piece]:
    """Any accepted form of a line as a list of (plain text, style words), without line breaks."""
    if line is None:
        return []
    if isinstance(line, str):
        return [(_one_line(line), "text")]
    if isinstance(line, tuple) and len(line) == 2 and all(isinstance(part, str) for part in line):
        text, words = line
        return [(_one_line(str(text)), str(words))]
    found: list[Piece] = []
    for part in line:
        if isinstance(part, str):
            found.append((_one_line(part), "text"))
        else:
            found.append((_one_line(part[0]), part[1]))
    return found


@lru_cache(maxsize=4096)
def _one_line(text: str) -> str:
    shown = plain(text)
    if "\n" in shown:
        shown = shown.replace("\n", " ")
    # What is still not printable (format marks, lone surrogates, private use) has no sure width.
    if not shown.isprintable():
        shown = "".join(c if c.isprintable() else "·" for c in shown)
    return shown


def width_of(line: Line | str | None) -> int:
    """How many cells the line takes."""
    return sum(cell_len(text) for text, _ in pieces(line))


def cut_text(text: str, width: int) -> str:
    """`text` in at most `width` cells; what is cut ends in an ellipsis."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    kept, used = [], 0
    for character in text:
        size = cell_len(character)
        if used + size > width - 1:
            break
        kept.append(character)
        used += size
    return "".join(kept).rstrip() + glyph("ellipsis")


def cut(line: Line | str | None, width: int) -> list[Piece]:
    """The line in at most `width` cells."""
    parts = pieces(line)
    if sum(cell_len(text) for text, _ in parts) <= width:
        return parts
    kept: list[Piece] = []
    left = width
    for index, (text, words) in enumerate(parts):
        size = cell_len(text)
        more = any(rest for rest, _ in parts[index + 1 :])
        if size < left or (size == left and not more):
            kept.append((text, words))
            left -= size
            continue
        kept.append((cut_text(text + ("…" if size <= left else ""), left), words))
        break
    return [(text, words) for text, words in kept if text]


def padded(line: Line | str | None, width: int, align: str = "left") -> list[Piece]:
    """The line cut or filled with blanks to exactly `width` cells."""
    parts = cut(line, width)
    missing = width - sum(cell_len(text) for text, _ in parts)
    if missing <= 0:
        return parts
    blank: Piece = (" " * missing, "text")
    return [blank, *parts] if align == "right" else [*parts, blank]


def left_right(
    left: Line | str | None, right: Line | str | None, width: int, gap: int = GAP
) -> list[Piece]:
    """`left` at the left edge, `right` at the right one; `right` goes first when room is short."""
    left_parts, right_parts = pieces(left), pieces(right)
    right_width = width_of(right_parts)
    if not right_parts or width_of(left_parts) + gap + right_width > width:
        return padded(left_parts, width)
    return [*padded(left_parts, width - right_width), *right_parts]


def wrapped(text: str, width: int) -> list[str]:
    """Words broken into lines of at most `width` cells; line breaks in the text are kept."""
    lines: list[str] = []
    for paragraph in plain(text).split("\n"):
        line = ""
        for word in paragraph.split(" "):
            while cell_len(word) > width:
                if line:
                    lines.append(line)
                    line = ""
                head = ""
                for character in word:
                    if cell_len(head + character) > width:
                        break
                    head += character
                if not head:
                    break
                lines.append(head)
                word = word[len(head) :]
            candidate = f"{line} {word}" if line else word
            if cell_len(candidate) > width:
                lines.append(line)
                line = word
            else:
                line = candidate
        lines.append(line)
    return lines


def strip_of(
    line: Line | str | None, width: int, palette: Palette, on: str = "bg", bold: bool = False
) -> Strip:
    """The line as exactly `width` cells on a background; `bold` adds bold to every piece."""
    # A line that was cut depends on the sign for it, which the config may set.
    return _strip_of(tuple(pieces(line)), width, palette, on, bold, glyph("ellipsis"))


@lru_cache(maxsize=1024)
def _strip_of(
    parts: tuple[Piece, ...], width: int, palette: Palette, on: str, bold: bool, ellipsis: str
) -> Strip:
    extra = "bold " if bold else ""
    segments: list[Segment] = []
    texts: list[str] = []
    last = None
    for text, words in padded(parts, width):
        # Neighbours of one style are one segment: less to draw and less to send.
        if not text:
            continue
        if words != last and texts:
            segments.append(Segment("".join(texts), palette.style(f"{extra}{last}", on)))
            texts = []
        texts.append(text)
        last = words
    if texts:
        segments.append(Segment("".join(texts), palette.style(f"{extra}{last}", on)))
    return Strip(segments, width)


def spaced(parts: Iterable[Line | str | None], between: str = " · ") -> list[Piece]:
    """Facts beside each other with the dot of the house between; empty ones are left out."""
    joined: list[Piece] = []
    for part in parts:
        found = pieces(part)
        if not any(text for text, _ in found):
            continue
        if joined:
            joined.append((between, "dim"))
        joined.extend(found)
    return joined
