"""The typing half of a screen whose query line stands there only while a query does."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.widget import Widget

from store import asking
from store.asking import Completion, QueryError
from store.wording import say
from tui.glyphs import glyph
from tui.widgets.frame import Frame
from tui.widgets.lines import Line, Piece, spaced
from tui.widgets.query_line import QueryLine, Taken


class QueryTyping(Frame):
    """What it `asked` for is shown; `line` is where the next query is typed."""

    placeholder: ClassVar[str] = ""
    hint: ClassVar[str] = ""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.asked = ""
        self.line = QueryLine(self._complete, say(self.placeholder))
        self.line.display = False
        self._wrong: QueryError | None = None
        self._ways: list[Completion] = []
        self._before: Widget | None = None

    # What a screen gives -----------------------------------------------------------------------

    def understood(self, text: str) -> None:
        """Take what is typed as far as it goes; QueryError says what is wrong with it."""
        raise NotImplementedError

    def ways_on(self, text: str, cursor: int) -> list[Completion]:
        """What the word under the cursor may become."""
        raise NotImplementedError

    def list_to_focus(self) -> Widget | None:
        """What has the focus once the line is left, where nothing had it before."""
        return None

    # What is said ------------------------------------------------------------------------------

    def typing_facts(self) -> Line:
        """What the status line says while the query is typed."""
        if self._wrong is not None:
            return [(f"{glyph('wrong')} ", "bold red"), (self._wrong.sentence, "bold red")]
        parts: list[Line] = []
        for way in self._ways[: 6 if self.wide else 3]:
            words: list[Piece] = [(way.shown, "bold accent" if not parts else "text")]
            if way.hint and not parts:
                words.append((f" {way.hint}", "dim"))
            parts.append(words)
        return spaced(parts) if parts else [(say(self.hint), "dim")]

    # What is typed -----------------------------------------------------------------------------

    def action_query(self) -> None:
        """Type the next query."""
        self._before = self.focused
        self.line.display = True
        self.line.input.focus()
        self.facts_changed()

    def on_query_line_changed(self, event: QueryLine.Changed) -> None:
        field = self.line.input
        found = self.ways_on(event.text, field.cursor_position)
        self._ways = [way for way in found if asking.applied(event.text, way)[0] != event.text]
        self._wrong = None
        try:
            self.understood(event.text)
        except QueryError as wrong:
            # A word that may still become right is no mistake yet.
            growing = wrong.position + wrong.length >= len(event.text) and self._ways
            self._wrong = None if growing else wrong
        here = self._wrong
        field.mark_wrong(None if here is None else (here.position, here.length))
        field.tab_takes = ""
        if self._ways:
            field.tab_takes = say("screen_triage.takes", word=self._ways[0].shown)
        self.facts_changed()

    def _complete(self, text: str, cursor: int) -> list[Taken]:
        return [asking.applied(text, way) for way in self.ways_on(text, cursor)]

    def leave_line(self) -> None:
        """To where the focus was; the line stays while a query stands."""
        self.line.put(self.asked)
        self._wrong, self._ways = None, []
        before, self._before = self._before, None
        fits = before is not None and before.is_attached and before.display
        if not fits or before is self.line.input:
            before = self.list_to_focus()
        if before is not None:
            before.focus()
        self.line.display = bool(self.asked)
        self.facts_changed()

    def steps_back(self) -> bool:
        return self.line.typing or bool(self.asked) or super().steps_back()
