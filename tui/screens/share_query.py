"""The query line of Share: which devices, files and conflicts are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.widget import Widget

from store import asking
from store.asking import Completion, QueryError
from store.snapshots import board
from store.wording import say
from tui.glyphs import glyph
from tui.screens.share_acts import ShareActs
from tui.widgets.lines import Line, Piece, spaced
from tui.widgets.query_line import QueryLine, Taken


class ShareQuery(ShareActs):
    """The typing half of Share; the line stands there only while a query does, or is typed."""

    # The line is there only when it is asked for.
    AUTO_FOCUS = "RecordTable"
    DEFAULT_CSS: ClassVar[str] = "ShareQuery.-tall QueryLine { margin-bottom: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.asked = ""
        self.rows: dict[str, Mapping[str, object]] = {}
        self.line = QueryLine(self._complete, say("screen_share.query_placeholder"))
        self.line.display = False
        self._wrong: QueryError | None = None
        self._ways: list[Completion] = []
        self._before: Widget | None = None

    def show_found(self) -> None:
        """Show the lines that the query finds, in the lists of the class that derives."""
        raise NotImplementedError

    def list_to_focus(self) -> Widget:
        """The list that has lines now."""
        raise NotImplementedError

    def found(self) -> set[str]:
        """The ids of the lines that the query finds, of all of them."""
        found = board.found(self.journal, self.asked, self.rows)
        words = say("frame.so_many_of", done=len(found), total=len(self.rows))
        self.line.say_count([(f" {words}" if self.asked else "", "dim")])
        return found

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
        return spaced(parts) if parts else [(say("screen_share.query_hint"), "dim")]

    # What is typed -----------------------------------------------------------------------------

    def action_query(self) -> None:
        """Type which lines are shown."""
        self._before = self.focused
        self.line.display = True
        self.line.input.focus()
        self.facts_changed()

    def action_only_refused(self) -> None:
        """Show the files set aside and nothing else; again shows everything."""
        self._before = None
        self._take("" if self.asked == board.ONLY_REFUSED else board.ONLY_REFUSED)
        self._leave_line()

    def on_query_line_changed(self, event: QueryLine.Changed) -> None:
        field = self.line.input
        self._ways = [
            way
            for way in board.complete(self.journal, event.text, field.cursor_position)
            if asking.applied(event.text, way)[0] != event.text
        ]
        self._wrong = None
        try:
            self._take(board.read(event.text).text)
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
        return [asking.applied(text, way) for way in board.complete(self.journal, text, cursor)]

    def _take(self, query: str) -> None:
        if query != self.asked:
            self.asked = query
            self.show_found()

    def on_query_line_left(self, event: QueryLine.Left) -> None:
        if self._wrong is not None:
            self.refuse(self._wrong.sentence)
            return
        self._leave_line()

    def show_all(self) -> None:
        """Let go of the query."""
        self._take("")
        self._leave_line()

    def _leave_line(self) -> None:
        self.line.put(self.asked)
        self._wrong, self._ways = None, []
        before, self._before = self._before, None
        fits = before is not None and before.is_attached and before.display
        if before is None or not fits or before is self.line.input:
            before = self.list_to_focus()
        before.focus()
        self.line.display = bool(self.asked)
        self.facts_changed()

    def back(self) -> bool:
        if super().back():
            return True
        if self.line.typing:
            self.line.input.remember()
        elif not self.asked:
            return False
        self.show_all()
        return True

    def steps_back(self) -> bool:
        return self.line.typing or bool(self.asked) or super().steps_back()
