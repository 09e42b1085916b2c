"""The query line of Share: which devices, files and conflicts are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from store.asking import Completion
from store.snapshots import board
from store.wording import say
from tui.screens.query_typing import QueryTyping
from tui.screens.share_acts import ShareActs
from tui.widgets.query_line import QueryLine


class ShareQuery(QueryTyping, ShareActs):
    """The typing half of Share: its lists follow every letter."""

    placeholder = "screen_share.query_placeholder"
    hint = "screen_share.query_hint"
    # The line is there only when it is asked for.
    AUTO_FOCUS = "RecordTable"
    DEFAULT_CSS: ClassVar[str] = "ShareQuery.-tall QueryLine { margin-bottom: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, Mapping[str, object]] = {}

    def show_found(self) -> None:
        """Show the lines that the query finds, in the lists of the class that derives."""
        raise NotImplementedError

    def found(self) -> set[str]:
        """The ids of the lines that the query finds, of all of them."""
        found = board.found(self.journal, self.asked, self.rows)
        words = say("frame.so_many_of", done=len(found), total=len(self.rows))
        self.line.say_count([(f" {words}" if self.asked else "", "dim")])
        return found

    # What is typed -----------------------------------------------------------------------------

    def action_only_refused(self) -> None:
        """Show the files set aside and nothing else; again shows everything."""
        self._before = None
        self._take("" if self.asked == board.ONLY_REFUSED else board.ONLY_REFUSED)
        self.leave_line()

    def understood(self, text: str) -> None:
        self._take(board.read(text).text)

    def ways_on(self, text: str, cursor: int) -> list[Completion]:
        return board.complete(self.journal, text, cursor)

    def _take(self, query: str) -> None:
        if query != self.asked:
            self.asked = query
            self.show_found()

    def on_query_line_left(self, event: QueryLine.Left) -> None:
        if self._wrong is not None:
            self.refuse(self._wrong.sentence)
            return
        self.leave_line()

    def show_all(self) -> None:
        """Let go of the query."""
        self._take("")
        self.leave_line()

    def back(self) -> bool:
        if super().back():
            return True
        if self.line.typing:
            self.line.input.remember()
        elif not self.asked:
            return False
        self.show_all()
        return True
