"""The query line of Measures: which children the measures and reports are about."""

from __future__ import annotations

from typing import ClassVar

from textual.widget import Widget

from store import asking, reports
from store.asking import Completion, QueryError
from store.reports import Narrowing
from store.wording import say
from tui.glyphs import glyph
from tui.widgets.frame import Frame
from tui.widgets.lines import Line, Piece, spaced
from tui.widgets.query_line import QueryLine, Taken


class MeasuresQuery(Frame):
    """A screen whose figures a query narrows to some of the children.

    The line stands there only while a query does, or is being typed. Figures are counted anew
    with `enter`, not with every letter: a report takes longer than a key.
    """

    DEFAULT_CSS: ClassVar[str] = "MeasuresQuery.-tall QueryLine { margin-bottom: 1; }"

    def __init__(self, query: str = "") -> None:
        super().__init__()
        self.asked = query
        self.narrowing: Narrowing | None = None
        self.line = QueryLine(self._complete, say("screen_measures.query_placeholder"))
        self._wrong: QueryError | None = None
        self._ways: list[Completion] = []
        self._before: Widget | None = None

    def on_mount(self) -> None:
        # As in every list with a query, the line stands right under the header.
        self.line.display = bool(self.asked)
        self.line.put(self.asked)
        super().on_mount()

    # What is said ------------------------------------------------------------------------------

    def say_count(self) -> None:
        """How many children the query finds, at the right edge of the line."""
        one = self.narrowing
        words = "" if one is None else say("frame.so_many_of", done=one.children, total=one.of)
        self.line.say_count([(f" {words}", "dim")])

    def narrowed_words(self) -> Line | str:
        """That the figures are about some of the children only, for the status line."""
        if self.narrowing is None:
            return ""
        counts = {"children": self.narrowing.children, "of": self.narrowing.of}
        return [(say("screen_measures.narrowed", **counts), "amber")]

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
        return spaced(parts) if parts else [(say("screen_measures.query_hint"), "dim")]

    # What is typed -----------------------------------------------------------------------------

    def action_query(self) -> None:
        """Type which children the figures are about."""
        self._before = self.focused
        self.line.display = True
        self.line.input.focus()
        self.facts_changed()

    def on_query_line_changed(self, event: QueryLine.Changed) -> None:
        field = self.line.input
        found = reports.complete(self.journal, event.text, field.cursor_position)
        self._ways = [way for way in found if asking.applied(event.text, way)[0] != event.text]
        self._wrong = None
        try:
            reports.read(event.text)
        except QueryError as wrong:
            # A word that may still become right is no mistake yet.
            growing = wrong.position + wrong.length >= len(event.text) and self._ways
            self._wrong = None if growing else wrong
        wrong_here = self._wrong
        field.mark_wrong(None if wrong_here is None else (wrong_here.position, wrong_here.length))
        field.tab_takes = ""
        if self._ways:
            field.tab_takes = say("screen_triage.takes", word=self._ways[0].shown)
        self.facts_changed()

    def _complete(self, text: str, cursor: int) -> list[Taken]:
        return [asking.applied(text, way) for way in reports.complete(self.journal, text, cursor)]

    def on_query_line_left(self, event: QueryLine.Left) -> None:
        try:
            text = reports.read(self.line.text).text
        except QueryError as wrong:
            self.refuse(wrong.sentence)
            return
        self._count_over(text)

    def _count_over(self, query: str) -> None:
        """Count anew over the children of a query; all of them without one."""
        changed, self.asked = query != self.asked, query
        self._leave_line()
        if changed:
            self.read_again()

    def _leave_line(self) -> None:
        self.line.put(self.asked)
        self._wrong, self._ways = None, []
        before, self._before = self._before, None
        if before is not None and before.is_attached and before is not self.line.input:
            before.focus()
        self.line.display = bool(self.asked)
        self.facts_changed()

    def back(self) -> bool:
        if self.line.typing:
            self.line.input.remember()
            self._count_over("" if self.line.text else self.asked)
        elif self.asked:
            self._count_over("")
        else:
            return False
        return True

    def steps_back(self) -> bool:
        return self.line.typing or bool(self.asked) or super().steps_back()
