"""Fields that take one key: one of several, or boxes ticked by their letters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from textual.events import Click, Key
from textual.strip import Strip
from textual.widget import Widget

from store.wording import say
from tui.glyphs import glyph
from tui.widgets.choice import Box, Choice
from tui.widgets.fields import Field
from tui.widgets.lines import Line, Piece, strip_of, width_of


class KeyTaker(Widget):
    """A band that takes single keys for its field."""

    DEFAULT_CSS = "KeyTaker { height: 1; background: $pr-field; }"
    can_focus = True
    takes_text = True

    def __init__(self, field: Any) -> None:
        super().__init__()
        self.field = field

    def on_key(self, event: Key) -> None:
        if self.field.take(event.key, event.character):
            event.stop()
            event.prevent_default()

    def on_click(self, event: Click) -> None:
        self.field.click(event.x)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def keys_here(self) -> list[tuple[str, str]]:
        """What the footer says while the cursor stands here."""
        pairs: list[tuple[str, str]] = self.field.keys_here()
        return pairs

    def render_line(self, y: int) -> Strip:
        app: Any = self.app
        on = self.field.background
        if on == "field" and self.has_focus:
            on = "sel"
        line = self.field.band(self.has_focus)
        return strip_of(line, self.size.width, app.palette, on)


class ChoiceField(Field):
    """One of several choices, each with its key; taking one moves on."""

    background = "field"

    def __init__(
        self,
        name: str,
        label: str,
        choices: Sequence[Choice],
        value: Any = None,
        *,
        width: int = 5,
        id: str | None = None,  # noqa: A002 - Textual's own name
        verdict: Line | str = (),
    ) -> None:
        super().__init__(name, label, id=id, verdict=verdict)
        self.choices = tuple(choices)
        self._value = value
        self._taker = KeyTaker(self)
        self._taker.styles.width = width
        self._own_verdict = not verdict

    def taker(self) -> Widget:
        return self._taker

    def on_mount(self) -> None:
        super().on_mount()
        self._wording()

    @property
    def chosen(self) -> Choice | None:
        """The choice that stands."""
        return next((choice for choice in self.choices if choice.value == self._value), None)

    @property
    def value(self) -> Any:
        return self._value

    @value.setter
    def value(self, value: Any) -> None:
        self._value = value
        self._wording()
        self._taker.refresh()

    @property
    def text(self) -> str:
        return self.chosen.label if self.chosen else ""

    def _wording(self) -> None:
        if self._own_verdict:
            self.verdict = self.chosen.note if self.chosen else self._keys_line()

    def _keys_line(self) -> Line:
        line: list[Piece] = []
        for choice in self.choices:
            line += [(choice.key, "accent"), (f" {choice.label}  ", "dim")]
        return line

    def keys_here(self) -> list[tuple[str, str]]:
        keys = "".join(choice.key for choice in self.choices)
        shown = f"{keys[0]}–{keys[-1]}" if len(keys) > 3 and keys.isdigit() else " ".join(keys)
        return [(shown, say("key_labels.choose")), ("tab", say("key_labels.skip_field"))]

    def band(self, focused: bool) -> Line:
        return [(" ", "text"), (self.text, "text")]

    def click(self, x: int) -> None:
        """A click only brings the cursor here."""

    def take(self, key: str, character: str | None) -> bool:
        """Take a key; True when it was used."""
        if key == "enter":
            self.move_on()
        elif key in ("backspace", "delete"):
            self.problem = None
            self.value = None
            self.typed()
        elif any(choice.key == character for choice in self.choices):
            self.problem = None
            self.value = next(c.value for c in self.choices if c.key == character)
            self.typed()
            self.move_on()
        elif character and character.isprintable() and len(key) == 1:
            self.problem = say(
                "dialogs.choice_keys",
                typed=character,
                keys=" ".join(choice.key for choice in self.choices),
            )
        else:
            return False
        return True


class BoxesField(Field):
    """Several boxes, each ticked and unticked by its underlined letter; enter moves on."""

    background = "bg"

    def __init__(
        self,
        name: str,
        label: str,
        boxes: Sequence[Box],
        value: Iterable[Any] = (),
        *,
        id: str | None = None,  # noqa: A002 - Textual's own name
    ) -> None:
        super().__init__(name, label, id=id)
        self.boxes = tuple(boxes)
        self._on = set(value)
        self._taker = KeyTaker(self)
        self._taker.styles.width = "1fr"
        self._beside.styles.width = 1

    def taker(self) -> Widget:
        return self._taker

    @property
    def value(self) -> Any:
        """The values ticked, in the order of the boxes."""
        return tuple(box.value for box in self.boxes if box.value in self._on)

    @value.setter
    def value(self, value: Iterable[Any]) -> None:
        self._on = set(value)
        self._taker.refresh()

    @property
    def text(self) -> str:
        return " ".join(box.word for box in self.boxes if box.value in self._on)

    def keys_here(self) -> list[tuple[str, str]]:
        letters = "".join(box.letter for box in self.boxes)
        return [
            (letters, say("key_labels.tick")),
            ("enter", say("key_labels.next_field")),
        ]

    def _pieces_of(self, box: Box) -> list[Piece]:
        on = box.value in self._on
        role = "text" if on else "dim"
        before, letter, after = box.word.partition(box.letter)
        return [
            (glyph("on" if on else "off") + " ", "accent" if on else "dim"),
            (before, role),
            (letter, f"bold underline {role}"),
            (after, role),
        ]

    def band(self, focused: bool) -> Line:
        line: list[Piece] = [(" ", "text")]
        for box in self.boxes:
            line += [*self._pieces_of(box), (" ", "text")]
        return line

    def click(self, x: int) -> None:
        """A click on a box ticks it."""
        at = 1
        for box in self.boxes:
            size = width_of(self._pieces_of(box)) + 1
            if at <= x < at + size:
                self._toggle(box)
            at += size

    def _toggle(self, box: Box) -> None:
        self._on ^= {box.value}
        self._taker.refresh()
        self.typed()

    def take(self, key: str, character: str | None) -> bool:
        """Take a key; True when it was used."""
        box = next((box for box in self.boxes if box.letter == character), None)
        if key == "enter":
            self.move_on()
        elif box is not None:
            self.problem = None
            self._toggle(box)
        elif character and character.isprintable() and len(key) == 1:
            self.problem = say(
                "dialogs.choice_keys",
                typed=character,
                keys=" ".join(one.letter for one in self.boxes),
            )
        else:
            return False
        return True
