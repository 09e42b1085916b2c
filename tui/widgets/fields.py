"""Fields of a form: a label, a tinted band, a verdict beside it and the error under it.

Every field has `value`, `text` and `problem`, posts `Changed` on every key and `Done` when it
is left. Errors never clear what was typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import DescendantBlur, DescendantFocus
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from store.wording import say
from tui.glyphs import glyph
from tui.widgets.choice import Box, Choice
from tui.widgets.line_input import LineInput
from tui.widgets.lines import Line, Piece, cut, pieces, strip_of, width_of

__all__ = ["Box", "Choice", "Field", "TextField"]

LABEL_WIDTH = 16


class FieldLabel(Widget):
    """The label at column 2; the bar at column 0 while its field has the focus."""

    DEFAULT_CSS = f"FieldLabel {{ width: {LABEL_WIDTH}; height: 1; background: $pr-bg; }}"
    can_focus = False

    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = label
        self.here = False

    def render_line(self, y: int) -> Strip:
        app: Any = self.app
        bar: Piece = (glyph("cursor"), "accent") if self.here and y == 0 else (" ", "text")
        words = [bar, (" ", "text"), (self.label if y == 0 else "", "bold" if self.here else "dim")]
        return strip_of(words, self.size.width, app.palette)


class FieldWords(Widget):
    """Words beside or under a field, drawn as one line."""

    DEFAULT_CSS = "FieldWords { width: 1fr; height: 1; background: $pr-bg; }"
    can_focus = False

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self.words: Line = ()
        self.indent = 0

    def say(self, words: Line | str, indent: int = 0) -> None:
        """Show these words, `indent` cells in where there is room for that."""
        self.words, self.indent = pieces(words), indent
        self.refresh()

    def render_line(self, y: int) -> Strip:
        app: Any = self.app
        width = self.size.width
        # A long sentence starts further left rather than losing its end.
        indent = max(min(self.indent, 2), min(self.indent, width - 1 - width_of(self.words)))
        words = cut(self.words, max(0, width - 1 - indent))
        return strip_of([(" " * indent, "text"), *words], width, app.palette)


class Field(Vertical):
    """One field of a form; subclasses bring the control that takes the keys."""

    DEFAULT_CSS = """
    Field { width: 1fr; height: auto; }
    Field > Horizontal { width: 1fr; height: auto; }
    Field .problem { display: none; }
    Field.-wrong .problem { display: block; }
    """

    @dataclass
    class Changed(Message):
        """A key changed the field."""

        field: Field
        value: Any

        @property
        def control(self) -> Field:
            return self.field

    @dataclass
    class Done(Message):
        """The field was left, or a choice was taken."""

        field: Field

        @property
        def control(self) -> Field:
            return self.field

    def __init__(
        self,
        name: str,
        label: str,
        *,
        id: str | None = None,  # noqa: A002 - Textual's own name
        verdict: Line | str = (),
    ) -> None:
        super().__init__(id=id, name=name)
        self.label = label
        self._problem: str | None = None
        self._verdict: Line | str = verdict
        self._label = FieldLabel(label)
        self._beside = FieldWords(classes="verdict")
        self._under = FieldWords(classes="problem")

    def taker(self) -> Widget:
        """The control that takes the keys."""
        raise NotImplementedError

    @property
    def value(self) -> Any:
        """What the field holds, as a Python value; None for nothing."""
        raise NotImplementedError

    @property
    def text(self) -> str:
        """What stands in the field."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield self._label
            yield self.taker()
            yield self._beside
        yield self._under

    def on_mount(self) -> None:
        self._beside.say(_after(self._verdict))
        self.problem = self._problem

    @property
    def verdict(self) -> Line | str:
        """Words after the field: whether it is right, how far away it is."""
        return self._verdict

    @verdict.setter
    def verdict(self, words: Line | str) -> None:
        self._verdict = words
        self._beside.say(_after(words))

    @property
    def problem(self) -> str | None:
        """What is wrong with the field, as a sentence; shown under it."""
        return self._problem

    @problem.setter
    def problem(self, sentence: str | None) -> None:
        self._problem = sentence
        self.set_class(bool(sentence), "-wrong")
        words: Line = []
        if sentence:
            words = [(f"{glyph('wrong')} ", "bold red"), (sentence, "red")]
        self._under.say(words, indent=LABEL_WIDTH)

    def focus(self, scroll_visible: bool = True) -> Field:
        """Put the cursor into the field."""
        self.taker().focus(scroll_visible)
        return self

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        self._label.here = True
        self._label.refresh()

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        self._label.here = False
        self._label.refresh()
        self.left()

    def left(self) -> None:
        """The cursor has left the field: judge it and say so."""
        self.post_message(self.Done(self))

    def move_on(self) -> None:
        """Put the cursor into the next field."""
        self.screen.focus_next()

    def typed(self) -> None:
        """A key changed the field."""
        self.post_message(self.Changed(self, self.value))


def _after(words: Line | str) -> Line:
    return [("  ", "text"), *pieces(words)] if words else []


class FieldInput(LineInput):
    """The one-line control of a field."""

    def keys_here(self) -> list[tuple[str, str]]:
        """What the footer says while the cursor stands here."""
        return [("enter", say("key_labels.next_field")), ("tab", say("key_labels.skip_field"))]


class TextField(Field):
    """One line of text. A proposal stands there already: the first key replaces it."""

    def __init__(
        self,
        name: str,
        label: str,
        value: str = "",
        *,
        width: int | None = 22,
        hint: str = "",
        id: str | None = None,  # noqa: A002 - Textual's own name
        verdict: Line | str = (),
    ) -> None:
        super().__init__(name, label, id=id, verdict=verdict)
        self.input = self._make_input(value, hint)
        self.input.styles.width = width if width is not None else "1fr"
        if width is None:
            self._beside.styles.width = 1

    def _make_input(self, value: str, hint: str) -> FieldInput:
        return FieldInput(value, placeholder=hint, select_on_focus=True)

    def taker(self) -> Widget:
        return self.input

    @property
    def value(self) -> Any:
        return self.text or None

    @value.setter
    def value(self, value: Any) -> None:
        self.text = str(value or "")

    @property
    def text(self) -> str:
        return self.input.value.strip()

    @text.setter
    def text(self, text: str) -> None:
        with self.input.prevent(Input.Changed):
            self.input.value = text

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if not self.is_mounted or not self.input.has_focus:
            return
        self.typed()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.move_on()


def first_wrong(fields: Sequence[Field]) -> Field | None:
    """The first field with a problem."""
    return next((field for field in fields if field.problem), None)
