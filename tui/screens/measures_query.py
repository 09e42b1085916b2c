"""The query line of Measures: which children the measures and reports are about."""

from __future__ import annotations

from typing import ClassVar

from store import reports
from store.asking import Completion, QueryError
from store.reports import Narrowing
from store.wording import say
from tui.screens.query_typing import QueryTyping
from tui.widgets.lines import Line
from tui.widgets.query_line import QueryLine


class MeasuresQuery(QueryTyping):
    """A screen whose figures a query narrows to some of the children.

    Figures are counted anew with `enter`, not with every letter: a report takes longer than a key.
    """

    placeholder = "screen_measures.query_placeholder"
    hint = "screen_measures.query_hint"
    DEFAULT_CSS: ClassVar[str] = "MeasuresQuery.-tall QueryLine { margin-bottom: 1; }"

    def __init__(self, query: str = "") -> None:
        super().__init__()
        self.asked = query
        self.narrowing: Narrowing | None = None

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

    # What is typed -----------------------------------------------------------------------------

    def understood(self, text: str) -> None:
        reports.read(text)

    def ways_on(self, text: str, cursor: int) -> list[Completion]:
        return reports.complete(self.journal, text, cursor)

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
        self.leave_line()
        if changed:
            self.read_again()

    def back(self) -> bool:
        if self.line.typing:
            self.line.input.remember()
            self._count_over("" if self.line.text else self.asked)
        elif self.asked:
            self._count_over("")
        else:
            return False
        return True
