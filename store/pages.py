"""A page to print: headings, words, points and grids, as Markdown, as HTML on A4, as plain text.

What people wrote is never markup: every text is escaped for the format it goes into, and the
same page gives the same bytes.
"""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from store.database.private_files import write_private
from store.errors import WrongUse
from store.wording import plain, say

WIDTH = 78


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the page's own."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph, its lines as they were written; `quote` for somebody's own words."""

    lines: tuple[str, ...]
    quote: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """A list; each point has one line or several. `numbered` counts them."""

    points: tuple[tuple[str, ...], ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows under column heads; a cell may have several lines. `marks` names the rows in bold."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Words | Points | Grid


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page; `wide` lies on its side when printed."""

    title: str
    blocks: tuple[Block, ...]
    wide: bool = False


class NoSuchFormat(WrongUse):
    """A file name whose ending names no format of a page."""


def as_markdown(page: Page) -> str:
    """The page as Markdown."""
    return "\n\n".join(_markdown(block) for block in page.blocks) + "\n"


def as_text(page: Page, width: int = WIDTH) -> str:
    """The page as plain text, wrapped at `width` columns."""
    return "\n\n".join("\n".join(_text(block, width)) for block in page.blocks) + "\n"


def as_html(page: Page) -> str:
    """The page as one HTML file that loads nothing and prints to A4."""
    body = "\n".join(_html(block) for block in page.blocks)
    return _HTML.format(
        language=say("pages.language"),
        title=_escaped(page.title),
        size="A4 landscape" if page.wide else "A4",
        body=body,
    )


FORMATS: Mapping[str, Callable[[Page], str]] = {
    ".md": as_markdown,
    ".html": as_html,
    ".txt": as_text,
}


def written_as(page: Page, ending: str) -> str:
    """The page in the format of a file's ending; NoSuchFormat lists those there are."""
    known = FORMATS.get(ending.casefold())
    if known is None:
        raise NoSuchFormat(
            say("pages.no_such_format", ending=plain(ending) or "–", known=" ".join(FORMATS))
        )
    return known(page)


def write(page: Page, to: Path) -> Path:
    """Writes the page to a file only its owner reads, in the format of its ending."""
    write_private(to, written_as(page, to.suffix).encode())
    return to


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in plain(text).split("\n")]


# --- Markdown -------------------------------------------------------------------------------

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_LEADING = re.compile(r"^(?:(?=(?:-+|=+|\+)(?:\s|$))|(\d+)(?=[.)](?:\s|$)))")


def _safe(line: str) -> str:
    """A line that Markdown shows as it stands."""
    escaped = _SPECIAL.sub(r"\\\1", line.strip())
    return _LEADING.sub(lambda found: f"{found[1] or ''}\\", escaped)


def _markdown(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_safe(' '.join(_lines(block.text)))}"
    if isinstance(block, Words):
        lines = [_safe(line) for text in block.lines for line in _lines(text)]
        if block.quote:
            return "\n".join(f"> {line}  " if line else ">" for line in lines).rstrip()
        return "  \n".join(lines)
    if isinstance(block, Points):
        return "\n".join(
            _point(lines, n, block.numbered) for n, lines in enumerate(block.points, 1)
        )
    cells = [[" ".join(_safe(line) for line in _lines(cell)) for cell in row] for row in block.rows]
    rows = [[_safe(head) for head in block.heads], ["---"] * len(block.heads), *cells]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _point(lines: Sequence[str], number: int, numbered: bool) -> str:
    sign = f"{number}." if numbered else "-"
    own = [_safe(line) for text in lines for line in _lines(text)]
    return f"{sign} " + f"  \n{' ' * (len(sign) + 1)}".join(own)


# --- plain text -----------------------------------------------------------------------------


def _text(block: Block, width: int) -> Iterator[str]:
    if isinstance(block, Heading):
        title = " ".join(_lines(block.text))
        yield from textwrap.wrap(title, width) or [""]
        yield ("=" if block.level == 1 else "-") * min(width, len(title))
    elif isinstance(block, Words):
        margin = "    " if block.quote else ""
        for text in block.lines:
            for line in _lines(text):
                yield from _wrapped(line, width, margin, margin)
    elif isinstance(block, Points):
        for number, lines in enumerate(block.points, 1):
            sign = f"{number}. " if block.numbered else "- "
            for at, line in enumerate(line for text in lines for line in _lines(text)):
                blank = " " * len(sign)
                yield from _wrapped(line, width, blank if at else sign, blank)
    else:
        yield from _table(block, width)


def _wrapped(line: str, width: int, first: str, later: str) -> list[str]:
    found = textwrap.wrap(line, width, initial_indent=first, subsequent_indent=later)
    return found or [first.rstrip()]


def _table(grid: Grid, width: int) -> Iterator[str]:
    """Columns as wide as their widest line; the last takes what is left and is wrapped."""
    rows = [[_lines(cell) for cell in row] for row in (grid.heads, *grid.rows)]
    count = len(grid.heads)
    widths = [max(len(line) for row in rows for line in row[column]) for column in range(count)]
    least = sum(widths[:-1]) + 2 * (count - 1)
    if least + widths[-1] > width:
        share = max(8, (width - 2 * (count - 1)) // count)
        widths = [min(one, share) for one in widths[:-1]] + [widths[-1]]
        widths[-1] = max(8, width - sum(widths[:-1]) - 2 * (count - 1))
    for at, row in enumerate(rows):
        cells = [
            [part for line in cell for part in (textwrap.wrap(line, size) or [""])]
            for cell, size in zip(row, widths, strict=True)
        ]
        for n in range(max(len(cell) for cell in cells)):
            parts = [cell[n] if n < len(cell) else "" for cell in cells]
            padded = (part.ljust(size) for part, size in zip(parts, widths, strict=True))
            yield "  ".join(padded).rstrip()
        if at == 0:
            yield "  ".join("-" * size for size in widths)


# --- HTML -----------------------------------------------------------------------------------


def _escaped(text: str) -> str:
    return html.escape(plain(text), quote=True)


def _broken(lines: Sequence[str]) -> str:
    return "<br>\n".join(_escaped(line) for text in lines for line in _lines(text))


def _html(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level}>{_escaped(block.text)}</h{block.level}>"
    if isinstance(block, Words):
        words = f"<p>{_broken(block.lines)}</p>"
        return f"<blockquote>{words}</blockquote>" if block.quote else words
    if isinstance(block, Points):
        tag = "ol" if block.numbered else "ul"
        points = "\n".join(f"<li>{_broken(lines)}</li>" for lines in block.points)
        return f"<{tag}>\n{points}\n</{tag}>"
    heads = "".join(f"<th>{_escaped(head)}</th>" for head in block.heads)
    rows = "\n".join(
        "<tr>" + "".join(f"<td>{_broken([cell])}</td>" for cell in row) + "</tr>"
        for row in block.rows
    )
    return f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"


_HTML = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
@page {{ size: {size}; margin: 20mm; }}
body {{ font: 11pt/1.5 Georgia, "Times New Roman", serif; color: #111; background: #fff;
  max-width: 46em; margin: 2em auto; padding: 0 1em; overflow-wrap: break-word; }}
h1, h2, h3 {{ font-family: Arial, Helvetica, sans-serif; line-height: 1.25; break-after: avoid; }}
h1 {{ font-size: 1.5em; }} h2 {{ font-size: 1.15em; margin-top: 1.5em; }} h3 {{ font-size: 1em; }}
blockquote {{ margin: 0; padding-left: 1em; border-left: 3px solid #888; }}
li, tr {{ break-inside: avoid; }} li {{ margin-bottom: .5em; }}
table {{ border-collapse: collapse; width: 100%; font-size: .9em; }}
th, td {{ border-bottom: 1px solid #bbb; padding: .3em .5em; text-align: left;
  vertical-align: top; }}
thead {{ display: table-header-group; }}
@media print {{ body {{ margin: 0; max-width: none; padding: 0; }} }}
</style>
</head>
<body>
{body}
</body>
</html>
"""
