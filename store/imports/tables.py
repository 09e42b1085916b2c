"""A streaming reader of text that holds tables: one row a line, cells parted by tabs, tags inside.

Published reports reach us as text in which tables survive as lines with tabs and a few tags
(`<p>`, `<ol>`), sometimes as whole HTML tables, sometimes with no marks at all. All three come
out as the same stream of pieces, so that the reader above thinks in paragraphs and lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

_CELLS = frozenset({"td", "th"})
_PARAGRAPHS = frozenset({"p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS = frozenset({"ol", "ul"})
_TABLE = frozenset({"table", "thead", "tbody", "tr"})
_SILENT = frozenset({"script", "style", "title"})
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_PAGE = re.compile(r"<(?:html|body|table)\b", re.IGNORECASE)
_RULE = re.compile(r"[-|:+=\s]+")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Piece:
    """One paragraph, list part or line of the page.

    `line` counts from 1. `in_cell` is true inside a table. `opens_row` marks the first piece of
    a table row: a page break can only fall there. `after_gap` tells that an empty line (or
    the start of the file) stands before. `listed` is true inside a list, `new_item` where the
    list itself marks a new item.
    """

    text: str
    line: int
    in_cell: bool
    opens_row: bool
    after_gap: bool
    listed: bool = False
    new_item: bool = False
    bold: bool = False


class _Reader(HTMLParser):
    """Collects the pieces of one line at a time; what is open at its end stays open."""

    def __init__(self, *, whole_page: bool) -> None:
        super().__init__(convert_charrefs=True)
        # A page marks its tables; where there is none, a line with tags is a row of one.
        self._whole_page = whole_page
        self.pieces: list[Piece] = []
        self._words: list[str] = []
        self._line = 0
        self._begun = 0
        self._in_table = False
        self._in_paragraph = False
        self._row_is_table = False
        self._opens_row = True
        self._gap = True
        self._list_depth = 0
        self._new_item = False
        self._silent = 0
        self._bold = False

    # The lines ------------------------------------------------------------------------------

    def take_line(self, line: str, number: int) -> None:
        """Reads one line of the file."""
        self._line = number
        if not line.strip():
            self._finish()
            self._in_paragraph = False
            self._gap = True
            return
        if "\t" in line and _RULE.fullmatch(line):
            self._finish()
            return
        if not self._in_paragraph:
            self._finish()
        self._row_is_table = self._in_table or (
            not self._whole_page and ("\t" in line or _has_tag(line))
        )
        if self._row_is_table and not (self._in_table or self._in_paragraph):
            self._opens_row = True
            self._list_depth = 0
        # Each line is parsed for itself, so that one stray "<" costs no more than its line.
        self.rawdata = ""
        self.feed(line)
        self.close()
        if self._row_is_table and not self._in_table and not self._in_paragraph:
            self._finish()
        self._words.append(" ")

    def finish(self) -> None:
        """Closes what is still open at the end of the file."""
        self._finish()

    # The tags -------------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._finish()
            self._silent += 1
        elif tag in _TABLE:
            self._finish()
            self._in_table = True
            self._in_paragraph = False
            if tag == "tr":
                self._opens_row = True
                self._list_depth = 0
        elif tag in _CELLS:
            self._finish()
            self._in_paragraph = False
            self._list_depth = 0
        elif tag in _PARAGRAPHS:
            self._finish()
            self._list_depth = 0 if tag == "p" else self._list_depth
            self._gap = self._gap or not self._row_is_table
            self._in_paragraph = tag == "p"
        elif tag in _LISTS:
            self._finish()
            self._in_paragraph = False
            self._list_depth += 1
        elif tag == "li":
            self._finish()
            self._new_item = True

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._words.clear()
            self._silent = max(0, self._silent - 1)
        elif tag in _PARAGRAPHS or tag in _CELLS or tag == "li":
            self._finish()
            self._in_paragraph = False
        elif tag in _LISTS:
            self._finish()
            self._list_depth = max(0, self._list_depth - 1)
        elif tag == "table":
            self._finish()
            self._in_table = False
            self._gap = True

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._whole_page:
            self._add(data)
            return
        for number, part in enumerate(data.split("\t")):
            if number:
                # A tab parts two cells; what comes after it begins for itself.
                self._finish()
                self._in_paragraph = False
                self._list_depth = 0
            self._add(part)

    # The pieces -----------------------------------------------------------------------------

    def _add(self, words: str) -> None:
        if words.strip() and not "".join(self._words).strip():
            self._begun = self._line
        self._words.append(words)

    def _finish(self) -> None:
        raw = "".join(self._words)
        self._words.clear()
        text = readable(raw)
        if not text:
            return
        if "**" in raw:
            bold = self._bold or raw.lstrip().startswith("**")
            if raw.count("**") % 2:
                self._bold = not self._bold
        else:
            bold = self._bold
        self.pieces.append(
            Piece(
                text=text,
                line=self._begun or self._line,
                in_cell=self._row_is_table,
                opens_row=self._opens_row and self._row_is_table,
                after_gap=self._gap,
                listed=self._list_depth > 0,
                new_item=self._new_item,
                bold=bold,
            )
        )
        self._opens_row = False
        self._gap = False
        self._new_item = False
        self._begun = 0


def pieces(text: str) -> Iterator[Piece]:
    """The pieces of `text` in the order of the file."""
    reader = _Reader(whole_page=_PAGE.search(text) is not None)
    for number, line in enumerate(text.split("\n"), start=1):
        reader.take_line(line, number)
        if reader.pieces:
            # What is still open waits; what is finished goes on at once.
            yield from reader.pieces
            reader.pieces.clear()
    reader.finish()
    yield from reader.pieces


def readable(text: str) -> str:
    """`text` without the marks of bold, headings and links, and with single spaces."""
    text = _LINK.sub(r"\1", text.replace("**", "").replace("\u200b", "").replace("\u00ad", ""))
    return _SPACE.sub(" ", text).strip().lstrip("#").strip()


def _has_tag(line: str) -> bool:
    """Whether the line holds a tag of a table's inside."""
    lowered = line.lower()
    return any(f"<{tag}" in lowered for tag in ("p>", "p ", "ol", "ul", "li", "td", "tr", "table"))
