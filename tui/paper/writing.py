"""Text under a cursor: what keys do to it, how it wraps, and how to take a step back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rich.cells import cell_len

from tui.widgets.lines import Piece

STEPS_KEPT = 200


def one_cell(character: str) -> str:
    """A character as it may stand on the screen: what is not printable is a dot."""
    return character if character.isprintable() else "·"


def shown(text: str) -> str:
    """Text as it may stand on the screen, character by character in the same places."""
    return text if text.isprintable() else "".join(map(one_cell, text))


def keepable(text: str) -> str:
    """Typed or pasted text without what no store can keep: NUL and halves of surrogate pairs."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    if text.isascii() and "\0" not in text:
        return text
    return "".join(c for c in text if c != "\0" and not 0xD800 <= ord(c) <= 0xDFFF)


@lru_cache(maxsize=512)
def spans(paragraph: str, width: int) -> tuple[tuple[int, int], ...]:
    """Where one paragraph breaks into lines of at most `width` cells: (start, end) in characters.

    The blank at a break belongs to neither line.
    """
    width = max(1, width)
    found: list[tuple[int, int]] = []
    start, size = 0, len(paragraph)
    narrow = paragraph.isascii()
    while True:
        end = start + width
        if not narrow:
            end, used = start, 0
            while end < size:
                used += cell_len(one_cell(paragraph[end]))
                if used > width:
                    break
                end += 1
            end = max(end, start + 1) if start < size else end
        if end >= size:
            found.append((start, size))
            return tuple(found)
        blank = paragraph.rfind(" ", start + 1, end + 1)
        if blank > start:
            found.append((start, blank))
            start = blank + 1
        else:
            found.append((start, end))
            start = end


def wrapped_spans(text: str, width: int) -> list[tuple[int, int]]:
    """Where a text of several paragraphs breaks into lines: (start, end) in characters."""
    found: list[tuple[int, int]] = []
    at = 0
    for paragraph in text.split("\n"):
        found.extend((at + start, at + end) for start, end in spans(paragraph, width))
        at += len(paragraph) + 1
    return found


def row_of(found: list[tuple[int, int]], cursor: int) -> int:
    """The line a cursor stands in."""
    for row in range(len(found) - 1, -1, -1):
        if found[row][0] <= cursor:
            return row
    return 0


@dataclass(frozen=True)
class _Step:
    text: str
    cursor: int


class Writing:
    """A text with its cursor; `lines` says whether it may hold line breaks."""

    def __init__(self, text: str = "", *, lines: bool = False) -> None:
        self.lines = lines
        self.text = text
        self.cursor = len(text)
        self.width = 60
        self._steps: list[_Step] = []
        self._typing = False
        self._goal: int | None = None

    def replace(self, text: str) -> None:
        """Put another text in place of the whole, with the cursor behind it."""
        self._remember()
        self.text, self.cursor = text, len(text)

    def insert(self, text: str) -> None:
        """Write at the cursor; line breaks become blanks where the text is one line."""
        text = keepable(text)
        if not self.lines:
            text = text.replace("\n", " ")
        if not text:
            return
        if not (self._typing and len(text) == 1 and not text.isspace()):
            self._remember()
        self._typing = len(text) == 1
        self.text = self.text[: self.cursor] + text + self.text[self.cursor :]
        self.cursor += len(text)

    def undo(self) -> bool:
        """Take back the last step of writing here; False when there is none."""
        if not self._steps:
            return False
        step = self._steps.pop()
        self.text, self.cursor = step.text, step.cursor
        self._typing = False
        return True

    def _remember(self) -> None:
        self._steps.append(_Step(self.text, self.cursor))
        del self._steps[:-STEPS_KEPT]

    def _cut(self, start: int, end: int) -> None:
        if start == end:
            return
        self._remember()
        self.text = self.text[:start] + self.text[end:]
        self.cursor = start

    def press(self, key: str, character: str | None) -> bool:
        """Take a key as any shell or editor would; False when it means nothing here."""
        goal, self._goal = self._goal, None
        typed = character is not None and (character.isprintable() or ord(character) > 0x9F)
        if typed and character is not None and len(key) > 0 and not key.startswith("ctrl+"):
            self.insert(character)
            return True
        if key == "enter" and self.lines:
            self.insert("\n")
            return True
        if key in ("up", "down") and self.lines:
            return self._climb(-1 if key == "up" else 1, goal)
        move = getattr(self, f"_key_{key.replace('+', '_')}", None)
        if move is None:
            return False
        self._typing = False
        move()
        return True

    def _climb(self, by: int, goal: int | None) -> bool:
        found = wrapped_spans(self.text, self.width)
        row = row_of(found, self.cursor)
        column = self.cursor - found[row][0] if goal is None else goal
        if not 0 <= row + by < len(found):
            return False
        start, end = found[row + by]
        self.cursor, self._goal = min(start + column, end), column
        return True

    # Keys of one line -----------------------------------------------------------------------

    def _key_backspace(self) -> None:
        self._cut(max(0, self.cursor - 1), self.cursor)

    def _key_delete(self) -> None:
        end = min(len(self.text), self.cursor + 1)
        start = self.cursor
        self._cut(start, end)

    _key_ctrl_d = _key_delete

    def _key_left(self) -> None:
        self.cursor = max(0, self.cursor - 1)

    def _key_right(self) -> None:
        self.cursor = min(len(self.text), self.cursor + 1)

    def _line(self) -> tuple[int, int]:
        start = self.text.rfind("\n", 0, self.cursor) + 1
        end = self.text.find("\n", self.cursor)
        return start, len(self.text) if end < 0 else end

    def _key_home(self) -> None:
        self.cursor = self._line()[0]

    def _key_end(self) -> None:
        self.cursor = self._line()[1]

    _key_ctrl_e = _key_end

    def _key_ctrl_home(self) -> None:
        self.cursor = 0

    def _key_ctrl_end(self) -> None:
        self.cursor = len(self.text)

    def _word_left(self) -> int:
        at = self.cursor
        while at and self.text[at - 1].isspace():
            at -= 1
        while at and not self.text[at - 1].isspace():
            at -= 1
        return at

    def _key_ctrl_left(self) -> None:
        self.cursor = self._word_left()

    def _key_ctrl_right(self) -> None:
        at, size = self.cursor, len(self.text)
        while at < size and self.text[at].isspace():
            at += 1
        while at < size and not self.text[at].isspace():
            at += 1
        self.cursor = at

    def _key_ctrl_w(self) -> None:
        self._cut(self._word_left(), self.cursor)

    def _key_ctrl_u(self) -> None:
        self._cut(self._line()[0], self.cursor)

    def _key_ctrl_k(self) -> None:
        start, end = self.cursor, self._line()[1]
        self._cut(start, end)

    def _key_ctrl_z(self) -> None:
        self.undo()


def with_cursor(text: str, at: int | None, width: int, words: str) -> list[Piece]:
    """One line of text in at most `width` cells, the character at the cursor reversed.

    `text` is scrolled sideways so that the cursor is seen; `at` None draws no cursor.
    """
    text, width = shown(text), max(1, width)
    if at is None:
        return [(_first_cells(text, width), words)]
    start = 0
    while start < at and (over := cell_len(text[start:at]) - width + 1) > 0:
        # A wide sign takes two cells: half as many steps never go too far.
        start += max(1, over // 2)
    before = text[start:at]
    under = text[at : at + 1] or " "
    room = width - cell_len(before) - cell_len(under)
    return [
        (before, words),
        (under, f"{words} reverse"),
        (_first_cells(text[at + 1 :], room), words),
    ]


def _first_cells(text: str, width: int) -> str:
    text = text[: max(0, width)]
    while cell_len(text) > width:
        text = text[:-1]
    return text
