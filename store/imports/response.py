"""The provider's response to one area: paragraphs and the lists they introduce, made whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from store.imports.report_words import BULLET, ENDS_A_SENTENCE, LEADS_ON, LETTERED, NUMBERED
from store.imports.tables import Piece


@dataclass
class Paragraph:
    """A paragraph while it is read; `lettered` tells how its list counts, if it has one."""

    text: str
    line: int
    items: list[str] = field(default_factory=list)

    @property
    def introduces(self) -> bool:
        """Whether a list may follow: the paragraph ends on a colon or its list has begun."""
        return bool(self.items) or self.text.rstrip().endswith(":")


@dataclass
class Paragraphs:
    """Paragraphs as the pieces arrive; what a page break cut is joined again.

    `joined` and `unsure` hold the lines where a sentence was joined over a break, and where one
    seems to be cut but may as well be whole.
    """

    found: list[Paragraph] = field(default_factory=list)
    joined: list[int] = field(default_factory=list)
    unsure: list[int] = field(default_factory=list)
    orphans: list[int] = field(default_factory=list)

    def take(self, piece: Piece) -> None:
        """Adds one piece to the paragraph it belongs to, or begins another."""
        last = self.found[-1] if self.found else None
        if piece.listed:
            self._take_list(piece, last)
            return
        if last is not None and last.introduces and self._is_item(piece.text, last):
            last.items.extend(list_items(piece.text, len(last.items) + 1))
            return
        at_break = piece.opens_row if piece.in_cell else piece.after_gap
        wrapped = not piece.in_cell and not piece.after_gap
        if last is None or not (at_break or wrapped):
            self.found.append(Paragraph(piece.text, piece.line))
            return
        before = last.items[-1] if last.items else last.text
        if wrapped or _is_cut(before, piece.text):
            whole = _joined(before, piece.text)
            if last.items:
                last.items[-1] = whole
            else:
                last.text = whole
            if at_break:
                self.joined.append(piece.line)
            return
        if not last.items and not before.rstrip().endswith(ENDS_A_SENTENCE):
            self.unsure.append(piece.line)
        self.found.append(Paragraph(piece.text, piece.line))

    def _take_list(self, piece: Piece, last: Paragraph | None) -> None:
        if last is None:
            # A list that nothing introduces: each of its points stands as a paragraph.
            self.orphans.append(piece.line)
            self.found.extend(Paragraph(item, piece.line) for item in list_items(piece.text, 1))
            return
        cut = (
            piece.opens_row
            and not piece.new_item
            and last.items
            and not NUMBERED.match(piece.text)
            and _is_cut(last.items[-1], piece.text)
        )
        if cut:
            last.items[-1] = _joined(last.items[-1], piece.text)
            self.joined.append(piece.line)
        else:
            last.items.extend(list_items(piece.text, len(last.items) + 1))

    def _is_item(self, text: str, last: Paragraph) -> bool:
        if numbered := NUMBERED.fullmatch(text):
            return int(numbered[1]) == len(last.items) + 1
        if lettered := LETTERED.fullmatch(text):
            return ord(lettered[1]) - ord("a") == len(last.items)
        return BULLET.fullmatch(text) is not None


def list_items(text: str, first: int) -> list[str]:
    """The points of a list whose marks stand inside running text.

    Only the number that is due next parts two points, so that "in 2. 5" inside a point does
    not; `first` is the number expected first.
    """
    text = text.strip()
    if bullet := BULLET.fullmatch(text):
        return [bullet[1].strip()]
    if (lettered := LETTERED.fullmatch(text)) and ord(lettered[1]) - ord("a") + 1 == first:
        return [lettered[2].strip()]
    numbered = NUMBERED.match(text)
    if numbered is None:
        return [text]
    number = int(numbered[1])
    if number not in (first, 1):
        return [text]
    items = []
    rest = numbered[2]
    while True:
        number += 1
        following = re.search(rf"(?:^|\s)\(?{number}[.)]\s+", rest)
        if following is None:
            items.append(rest.strip())
            return items
        items.append(rest[: following.start()].strip())
        rest = rest[following.end() :]


def _is_cut(before: str, after: str) -> bool:
    """Whether a page break between the two fell inside a sentence."""
    before = before.rstrip()
    if before.endswith(ENDS_A_SENTENCE):
        return False
    last_word = before.rsplit(maxsplit=1)[-1].lower()
    return after[:1].islower() or last_word in LEADS_ON or before.endswith((",", "-", "–"))


def _joined(before: str, after: str) -> str:
    before = before.rstrip()
    # A hyphen at the end of the line belongs to the word: "multi-" and "agency".
    return before + after if re.search(r"\w-$", before) else f"{before} {after}"
