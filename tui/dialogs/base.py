"""The base of every question: it may be left twice in one breath without harm."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.containers import Vertical
from textual.events import Key
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget

from store.wording import say
from tui.glyphs import glyph
from tui.widgets.lines import Line, Piece, left_right, pieces, strip_of, wrapped

Answer = TypeVar("Answer")


class SheetLine(Widget):
    """One line of a dialog's sheet: words left, words right."""

    DEFAULT_CSS = "SheetLine { height: 1; width: 1fr; background: $pr-chrome; }"
    can_focus = False

    def __init__(self, left: Line | str = "", right: Line | str = "", *, role: str = "") -> None:
        super().__init__(classes=role)
        self._left, self._right = left, right

    def say(self, left: Line | str, right: Line | str = "") -> None:
        """Show other words."""
        self._left, self._right = left, right
        self.refresh()

    def render_line(self, y: int) -> Strip:
        app: Any = self.app
        width = self.size.width
        right = [*pieces(self._right), (" ", "text")] if self._right else []
        line = left_right([(" ", "text"), *pieces(self._left)], right, width)
        return strip_of(line, width, app.palette, "chrome")


class SheetWords(Widget):
    """A sentence on the sheet, as many lines as it needs."""

    DEFAULT_CSS = "SheetWords { height: auto; min-height: 1; width: 1fr; background: $pr-chrome; }"
    can_focus = False

    def __init__(self, *, role: str = "") -> None:
        super().__init__(classes=role)
        self.text, self.style_words = "", "red"

    def say(self, text: str, style: str = "red") -> None:
        """Show this sentence."""
        self.text, self.style_words = text, style
        self.refresh(layout=True)

    def _lines(self, width: int) -> list[str]:
        return wrapped(self.text, max(10, width - 2))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        app: Any = self.app
        width = self.size.width
        lines = self._lines(width)
        words = lines[y] if y < len(lines) else ""
        line: Line = [(" ", "text"), (words, self.style_words)]
        return strip_of(line, width, app.palette, "chrome")


class Dialog(ModalScreen[Answer]):
    """A sheet over the bottom lines of the screen; escape leaves it with None.

    It owns its keys while it is open: nothing of the screen below reacts.
    """

    title_text: str = ""
    BINDINGS: ClassVar[list[Any]] = []
    AUTO_FOCUS = "*"

    def sheet(self) -> ComposeResult:
        """The widgets of the sheet below its title line."""
        yield from ()

    def keys(self) -> list[tuple[str, str]]:
        """Key and label of what works in this dialog, for its last line."""
        return [("enter", say("dialogs.take")), ("esc", say("dialogs.leave"))]

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield SheetLine([(self.title_text, "bold accent")], role="title")
            yield from self.sheet()
            yield SheetWords(role="problem")
            yield SheetLine(self._key_line(), role="keys")

    def _key_line(self) -> list[Piece]:
        line: list[Piece] = []
        for key, label in self.keys():
            line += [(key, "bold accent"), (f" {label}", "dim"), ("  ", "dim")]
        return line

    def problem(self, sentence: str | None) -> None:
        """Say under the field what is wrong with it; None takes it away."""
        for widget in self.query(".problem").results(SheetWords):
            widget.say(f"{glyph('wrong')} {sentence}" if sentence else "")

    def refuse(self, sentence: str) -> None:
        """A refusal that arrives while this question is in front."""
        self.problem(sentence)

    def key_escape(self, event: Key) -> None:
        """Leave without an answer; the page below does not see the key."""
        event.stop()
        self.dismiss(None)

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Give the answer once; a second time, or behind another screen, nothing happens."""
        if not self.is_active or self.app.screen is not self:
            return AwaitComplete()
        if getattr(self, "_answered", False):
            return AwaitComplete()
        self._answered = True
        return super().dismiss(result)
