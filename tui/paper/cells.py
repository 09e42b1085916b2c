"""The cells of a form: each takes keys, knows its value, and says what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Any

from tui.paper.writing import Writing, with_cursor
from tui.widgets.lines import Piece


class Move(Enum):
    """What a key did: used here, on to the next or the previous cell, or not for this cell."""

    STAY = auto()
    NEXT = auto()
    PREVIOUS = auto()
    PASS = auto()


class Cell:
    """One place on the sheet that can have the focus. `name` is the field it stands for.

    `problem` is the sentence under it when it holds what cannot be taken.
    """

    #: Whether `enter` goes on, as in every one-line field.
    enter_moves = True

    def __init__(self, name: str) -> None:
        self.name = name
        self.problem: str | None = None
        #: A problem found by the store when it checked the whole, forgotten at the next key.
        self.refused: str | None = None

    @property
    def sentence(self) -> str | None:
        """What is wrong, whoever found it."""
        return self.problem or self.refused

    @property
    def filled(self) -> bool:
        """Whether something stands here."""
        return False

    def arrive(self) -> None:
        """The focus comes here."""

    def leave(self) -> None:
        """The focus goes away: what is typed is settled."""

    def press(self, key: str, character: str | None) -> Move:
        """Take a key."""
        if key == "enter" and self.enter_moves:
            return Move.NEXT
        return Move.PASS

    def paste(self, text: str) -> None:
        """Take pasted text; cells without text take none."""

    def keep(self) -> Any:
        """What a draft keeps of it."""
        return None

    def restore(self, kept: Any) -> None:
        """What a draft kept comes back."""

    def band(self, width: int, focused: bool) -> list[Piece]:
        """What stands in its band of `width` cells."""
        return []


class LineCell(Cell):
    """One line of text. While `fresh` (a proposal, a settled value) the first key replaces it."""

    replaces = False

    def __init__(self, name: str, text: str = "", *, hint: str = "") -> None:
        super().__init__(name)
        self.writing = Writing(text)
        self.hint = hint
        self.fresh = self.replaces and bool(text)

    @property
    def text(self) -> str:
        """What stands there, as typed."""
        return self.writing.text

    @property
    def filled(self) -> bool:
        return bool(self.text.strip())

    def propose(self, text: str) -> None:
        """Type a proposal in: `enter` takes it, the first key replaces it."""
        self.writing = Writing(text)
        self.fresh = bool(text)

    def arrive(self) -> None:
        self.fresh = self.replaces and bool(self.text)
        self.writing.cursor = len(self.text)

    def press(self, key: str, character: str | None) -> Move:
        if key == "enter":
            return Move.NEXT
        before = self.text
        types = character is not None and character.isprintable() and not key.startswith("ctrl+")
        if self.fresh and (types or key in ("backspace", "delete", "ctrl+d", "ctrl+w")):
            self.writing.replace("")
            self.fresh = False
            if not types:
                self.changed(before)
                return Move.STAY
        if key in ("left", "right", "home", "end"):
            self.fresh = False
        if not self.writing.press(key, character):
            return Move.PASS
        self.changed(before)
        return Move.STAY

    def changed(self, before: str) -> None:
        """The text may have changed; cells with rules look at it here."""
        if self.text != before:
            self.refused = None

    def paste(self, text: str) -> None:
        before = self.text
        if self.fresh:
            self.writing.replace("")
            self.fresh = False
        self.writing.insert(text)
        self.changed(before)

    def keep(self) -> Any:
        return self.text

    def restore(self, kept: Any) -> None:
        self.writing = Writing(str(kept or ""))
        self.fresh = self.replaces and bool(self.text)

    def band(self, width: int, focused: bool) -> list[Piece]:
        if not self.text and self.hint and not focused:
            return [(self.hint[:width], "dim")]
        return with_cursor(self.text, self.writing.cursor if focused else None, width, "text")


class ProseCell(Cell):
    """Text of any length: `enter` is a line break, `tab` moves on."""

    enter_moves = False

    def __init__(self, name: str, text: str = "") -> None:
        super().__init__(name)
        self.writing = Writing(text, lines=True)

    @property
    def text(self) -> str:
        """What stands there."""
        return self.writing.text

    @property
    def filled(self) -> bool:
        return bool(self.text.strip())

    def press(self, key: str, character: str | None) -> Move:
        if not self.writing.press(key, character):
            return {"up": Move.PREVIOUS, "down": Move.NEXT}.get(key, Move.PASS)
        self.refused = None
        return Move.STAY

    def paste(self, text: str) -> None:
        self.writing.insert(text)
        self.refused = None

    def keep(self) -> Any:
        return self.text

    def restore(self, kept: Any) -> None:
        self.writing = Writing(str(kept or ""), lines=True)


@dataclass(frozen=True)
class Choice:
    """One answer of a choice: the key that takes it, its value, its short and its long words."""

    key: str
    value: Any
    short: str
    words: str = ""


class ChoiceCell(Cell):
    """One key takes an answer and moves on; backspace takes it away."""

    def __init__(self, name: str, choices: Sequence[Choice], value: Any = None) -> None:
        super().__init__(name)
        self.choices = tuple(choices)
        self.value = value

    @property
    def choice(self) -> Choice | None:
        """The answer taken."""
        return next((c for c in self.choices if c.value == self.value), None)

    @property
    def filled(self) -> bool:
        return self.value is not None

    def press(self, key: str, character: str | None) -> Move:
        if key in ("backspace", "delete"):
            self.value, self.refused = None, None
            return Move.STAY
        if key in ("left", "right"):
            self._step(-1 if key == "left" else 1)
            return Move.STAY
        for choice in self.choices:
            if character is not None and choice.key == character.casefold():
                self.value, self.refused = choice.value, None
                return Move.NEXT
        return super().press(key, character)

    def _step(self, by: int) -> None:
        values = [choice.value for choice in self.choices]
        at = values.index(self.value) + by if self.value in values else (0 if by > 0 else -1)
        self.value, self.refused = values[max(-1, at) % len(values)], None

    def keep(self) -> Any:
        return None if self.choice is None else self.choice.key

    def restore(self, kept: Any) -> None:
        self.value = next((c.value for c in self.choices if c.key == kept), None)

    def band(self, width: int, focused: bool) -> list[Piece]:
        choice = self.choice
        text = "" if choice is None else choice.short
        return with_cursor(text, len(text) if focused else None, width, "text")


@dataclass(frozen=True)
class Box:
    """One box: its word, and the letter of it that ticks it."""

    letter: str
    value: Any
    word: str


class BoxesCell(Cell):
    """Boxes ticked by their letters; `enter` moves on."""

    def __init__(self, name: str, boxes: Sequence[Box]) -> None:
        super().__init__(name)
        self.boxes = tuple(boxes)
        self.ticked: set[Any] = set()

    @property
    def filled(self) -> bool:
        return bool(self.ticked)

    def press(self, key: str, character: str | None) -> Move:
        for box in self.boxes:
            if character is not None and box.letter == character.casefold():
                self.ticked ^= {box.value}
                self.refused = None
                return Move.STAY
        return super().press(key, character)

    def keep(self) -> Any:
        return [box.letter for box in self.boxes if box.value in self.ticked]

    def restore(self, kept: Any) -> None:
        self.ticked = {box.value for box in self.boxes if box.letter in (kept or ())}


@dataclass(frozen=True)
class DateRules:
    """How a cell reads and writes dates: the house's own functions, given in by the form."""

    read: Callable[[str], date]
    could_be: Callable[[str], bool]
    show: Callable[[date], str]
    failed: type[Exception]
    steps: Callable[[date, str], date]


class DateCell(LineCell):
    """A date, read as it is typed. `↓` steps into the calendar, where arrows choose the day."""

    replaces = True

    def __init__(self, name: str, rules: DateRules, value: date | None = None) -> None:
        super().__init__(name, "" if value is None else rules.show(value))
        self.rules = rules
        self.value: date | None = value
        self.stepping: date | None = None
        self.start: Callable[[], date] | None = None

    def put(self, value: date | None) -> None:
        """Type a date in as a proposal."""
        self.propose("" if value is None else self.rules.show(value))
        self.value, self.problem, self.refused = value, None, None

    def changed(self, before: str) -> None:
        super().changed(before)
        if self.text == before:
            return
        self.value, self.problem = None, None
        if not self.text.strip():
            return
        try:
            self.value = self.rules.read(self.text)
        except self.rules.failed as error:
            if not self.rules.could_be(self.text):
                self.problem = str(getattr(error, "sentence", error))

    def leave(self) -> None:
        self.stepping = None
        if self.value is not None:
            self.writing = Writing(self.rules.show(self.value))
            return
        if self.text.strip():
            try:
                self.rules.read(self.text)
            except self.rules.failed as error:
                self.problem = str(getattr(error, "sentence", error))

    def press(self, key: str, character: str | None) -> Move:
        if self.stepping is not None:
            return self._step(key)
        if key == "down":
            self.stepping = self.value or (self.start() if self.start else None)
            return Move.STAY
        if key == "enter" and self.problem:
            return Move.STAY
        return super().press(key, character)

    def _step(self, key: str) -> Move:
        assert self.stepping is not None
        if key == "enter":
            self.put(self.stepping)
            self.stepping = None
            return Move.NEXT
        if key in ("left", "right", "up", "down", "pageup", "pagedown"):
            self.stepping = self.rules.steps(self.stepping, key)
        elif key == "escape":
            self.stepping = None
        return Move.STAY

    def keep(self) -> Any:
        return {"day": self.value.isoformat()} if self.value else {"typed": self.text}

    def restore(self, kept: Any) -> None:
        kept = kept if isinstance(kept, dict) else {}
        try:
            day = date.fromisoformat(str(kept.get("day", "")))
        except ValueError:
            self.writing, self.value = Writing(str(kept.get("typed") or "")), None
            self.fresh = False
            self.changed("")
        else:
            self.put(day)

    def band(self, width: int, focused: bool) -> list[Piece]:
        if self.stepping is not None:
            return with_cursor(self.rules.show(self.stepping), None, width, "bold text")
        words = "red underline" if self.problem else "text"
        return with_cursor(self.text, self.writing.cursor if focused else None, width, words)


class NameCell(LineCell):
    """A person: two letters find the name among those known; another name is a new one."""

    replaces = True
    MOST = 5

    def __init__(self, name: str, known: Sequence[str], text: str = "") -> None:
        super().__init__(name, text)
        self.known = tuple(known)
        self.picked = 0
        self._typed = False

    @property
    def options(self) -> tuple[str, ...]:
        """The names what is typed may mean, best first; none when nothing was typed."""
        wanted = " ".join(self.text.casefold().split())
        if not self._typed or not wanted:
            return ()
        first = [n for n in self.known if n.casefold().startswith(wanted)]
        later = [
            n
            for n in self.known
            if n not in first and any(p.startswith(wanted) for p in n.casefold().split())
        ]
        found = (*first, *later)
        return () if found and found[0].casefold() == wanted else found[: self.MOST]

    @property
    def is_new(self) -> bool:
        """Whether the name is nobody's yet."""
        wanted = " ".join(self.text.casefold().split())
        return bool(wanted) and all(wanted != n.casefold() for n in self.known)

    def arrive(self) -> None:
        super().arrive()
        self._typed, self.picked = False, 0

    def changed(self, before: str) -> None:
        super().changed(before)
        if self.text != before:
            self._typed, self.picked = True, 0

    def leave(self) -> None:
        options = self.options
        if options and self.picked < len(options):
            self.writing = Writing(options[self.picked])
        elif self.text != self.text.strip():
            self.writing = Writing(self.text.strip())
        for name in self.known:
            if name.casefold() == self.text.casefold():
                self.writing = Writing(name)
        self._typed = False

    def press(self, key: str, character: str | None) -> Move:
        options = self.options
        if options and key in ("down", "up"):
            # One past the last takes what was typed as a new name.
            self.picked = (self.picked + (1 if key == "down" else -1)) % (len(options) + 1)
            return Move.STAY
        return super().press(key, character)


ANSWERS = {"y": "yes", "p": "partly", "n": "no"}


class AnswerCell(Cell):
    """Was it carried out: `y`, or `p` and `n` followed by the reason."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.answer: str | None = None
        self.reason = LineCell(f"{name}.reason")
        self.reasoning = False

    @property
    def filled(self) -> bool:
        return self.answer is not None

    def arrive(self) -> None:
        self.reasoning = False

    def leave(self) -> None:
        self.reasoning = False

    def press(self, key: str, character: str | None) -> Move:
        self.refused = None
        if self.reasoning:
            if key == "backspace" and not self.reason.text:
                self.reasoning, self.answer = False, None
                return Move.STAY
            return self.reason.press(key, character)
        if character is not None and character.casefold() in ANSWERS:
            self.answer = ANSWERS[character.casefold()]
            if self.answer == "yes":
                return Move.NEXT
            self.reasoning = True
            self.reason.arrive()
            return Move.STAY
        if key in ("backspace", "delete"):
            self.answer = None
            return Move.STAY
        return super().press(key, character)

    def paste(self, text: str) -> None:
        if self.reasoning:
            self.reason.paste(text)

    def keep(self) -> Any:
        return {"answer": self.answer, "reason": self.reason.text}

    def restore(self, kept: Any) -> None:
        kept = kept if isinstance(kept, dict) else {}
        answer = kept.get("answer")
        self.answer = answer if answer in ANSWERS.values() else None
        self.reason.restore(kept.get("reason"))
