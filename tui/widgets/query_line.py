"""The query line: one line of a small language, coloured as it reads, with history and completion.

It knows nothing of the language but how its parts look; the screen reads it, says what is wrong
and what a word may become.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rich.highlighter import Highlighter
from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.events import Key
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widgets import Input

from store.wording import say
from tui.widgets.drawn import Drawn
from tui.widgets.line_input import LineInput
from tui.widgets.lines import Line, padded, strip_of, width_of

KEPT = 50  # lines of history

# Something that takes the place of a part of the line: the line, and where the cursor then stands.
Taken = tuple[str, int]
Complete = Callable[[str, int], Sequence[Taken]]

_PARTS = re.compile(r'(-?)(?:([^\W\d]\w*)(<=|>=|<|>|=|:))?("[^"]*"?|[^\s()"]+)?')


class _Colours(Highlighter):
    """Names and signs quiet, values bold, the wrong part red and underlined."""

    def __init__(self, field: QueryInput) -> None:
        self.field = field

    def highlight(self, text: Text) -> None:
        palette = getattr(self.field.app, "palette", None)
        if palette is None:
            return
        colours = palette.colours
        for part in _PARTS.finditer(text.plain):
            if part[1]:
                text.stylize(Style(color=colours["accent"]), *part.span(1))
            if part[2]:
                text.stylize(Style(color=colours["dim"]), *part.span(2))
                text.stylize(Style(color=colours["accent"]), *part.span(3))
            if part[4]:
                text.stylize(Style(color=colours["text"], bold=True), *part.span(4))
        if self.field.wrong is not None:
            start, length = self.field.wrong
            wrong = Style(color=colours["red"], underline=True, bold=False)
            if palette.underlined_fields:  # the whole field is underlined there
                wrong = Style(reverse=True)
            text.stylize(wrong, start, start + max(1, length))


class QueryInput(LineInput):
    """The field of the query line."""

    # A longer text needs no new layout: the field is as wide as the line leaves it.
    virtual_size = Reactive(Size(0, 0))

    BINDINGS = [  # noqa: RUF012 - as Textual declares it
        Binding("tab", "take", show=False),
        Binding("up", "earlier", show=False),
        Binding("down", "later", show=False),
    ]

    def __init__(self, complete: Complete, *, placeholder: str = "") -> None:
        super().__init__(placeholder=placeholder)
        self.highlighter = _Colours(self)
        self.wrong: tuple[int, int] | None = None
        self.tab_takes = ""
        self._complete = complete
        self._history: list[str] = []
        self._at: int | None = None
        self._begun = ""
        self._round: list[Taken] = []

    def keys_here(self) -> list[tuple[str, str]]:
        """What the footer says while the cursor stands here."""
        keys = [("tab", self.tab_takes)] if self.tab_takes else []
        if self._history:
            keys.append(("↑", say("query_line.key_history")))
        keys.append(("enter", say("query_line.key_list")))
        return [
            *keys,
            ("esc", say("query_line.key_clear" if self.value else "query_line.key_list")),
        ]

    def mark_wrong(self, where: tuple[int, int] | None) -> None:
        """Underline this part (start, length), or nothing."""
        if where != self.wrong:
            self.wrong = where
            self.refresh()

    def remember(self) -> None:
        """Keep the line in the history; the newest last, each once."""
        text = self.value.strip()
        if text:
            self._history = [*(line for line in self._history if line != text), text][-KEPT:]
        self._at = None

    def on_key(self, event: Key) -> None:
        if event.key != "tab":
            self._round = []

    def action_take(self) -> None:
        """Take what the word under the cursor may become; again takes the next of them."""
        if not self._round:
            self._round = list(self._complete(self.value, self.cursor_position))
        if not self._round:
            return
        text, cursor = self._round[0]
        # One way to go on is taken for good: the next tab completes what comes after it.
        self._round = [*self._round[1:], self._round[0]] if len(self._round) > 1 else []
        self.value = text
        self.cursor_position = cursor

    def action_earlier(self) -> None:
        """An earlier line of the history."""
        if self._at is None:
            self._begun = self.value
        self._recall((len(self._history) if self._at is None else self._at) - 1)

    def action_later(self) -> None:
        """A later one; after the last what was being typed."""
        if self._at is not None:
            self._recall(self._at + 1)

    def _recall(self, at: int) -> None:
        if at < 0 or not self._history:
            return
        self._at = at if at < len(self._history) else None
        self.value = self._begun if self._at is None else self._history[at]
        self.cursor_position = len(self.value)


class _Words(Drawn):
    """Words at an end of the line, as wide as the widest so far."""

    DEFAULT_CSS = "_Words { height: 1; width: auto; background: $pr-field; }"
    can_focus = False

    def __init__(self, words: Line = (), align: str = "left") -> None:
        super().__init__()
        self.words = words
        self._align = align
        self._room = 0

    def say(self, words: Line) -> None:
        """Show these words."""
        if words != self.words:
            self.words = words
            self._make_room()
            self.refresh()

    def on_mount(self) -> None:
        self._make_room()

    def _make_room(self) -> None:
        """Only ever wider: a line that is typed on must not be laid out with every key."""
        needed = width_of(self.words) + 1
        if needed > self._room:
            self._room = needed
            self.styles.width = needed

    def render_line(self, y: int) -> Strip:
        app: Any = self.app
        width = self.size.width
        line = [*padded(self.words, width - 1, self._align), (" ", "text")]
        return strip_of(line, width, app.palette, "field")


class QueryLine(Horizontal):
    """The sign, the field, and how many match at the right edge."""

    DEFAULT_CSS = """
    QueryLine { height: 1; width: 1fr; background: $pr-field; }
    QueryLine > QueryInput { width: 1fr; padding: 0; }
    """

    @dataclass
    class Changed(Message):
        """Another query stands in the line."""

        text: str

    @dataclass
    class Left(Message):
        """Enter: the list has the word again."""

    def __init__(self, complete: Complete, placeholder: str = "") -> None:
        super().__init__()
        words = placeholder or say("query_line.placeholder")
        self.input = QueryInput(complete, placeholder=words)
        self._count = _Words(align="right")
        self._sign = _Words([(" ", "text"), ("/", "bold accent")])

    def compose(self) -> ComposeResult:
        yield self._sign
        yield self.input
        yield self._count

    @property
    def text(self) -> str:
        """What stands in the line."""
        return self.input.value

    @property
    def typing(self) -> bool:
        """Whether the cursor stands in it."""
        return self.input.has_focus

    def put(self, text: str) -> None:
        """Let the line say this, without a Changed."""
        with self.input.prevent(Input.Changed):
            self.input.value = text
        self.input.cursor_position = len(text)
        self.input.mark_wrong(None)

    def say_count(self, words: Line) -> None:
        """How many match, at the right edge."""
        self._count.say(words)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.input.remember()
        self.post_message(self.Left())
