"""What is typed in the query line of Triage: read, answered at once, completed, or told wrong."""

from __future__ import annotations

from dataclasses import replace

from store import asking
from store.wording import say
from tui.glyphs import glyph
from tui.screens.triage_changes import TriageChanges
from tui.screens.triage_looking import Looking
from tui.widgets.lines import Line, Piece, spaced
from tui.widgets.query_line import QueryLine, Taken


class TriageQuery(TriageChanges):
    """The typing half of Triage; the list it asks for is the showing half's."""

    def __init__(self) -> None:
        super().__init__()
        self.looking = Looking()
        self.wrong: asking.QueryError | None = None
        self._line = QueryLine(self._complete)
        self._ways: tuple[object, list[asking.Completion]] | None = None

    def _ask(self, *, from_top: bool) -> None:
        """Ask the store for the list that is looked at."""
        raise NotImplementedError

    def action_query(self) -> None:
        self._line.input.focus()

    def on_query_line_changed(self, event: QueryLine.Changed) -> None:
        text = event.text
        try:
            query = asking.parse(text)
        except asking.QueryError as wrong:
            self._take_wrong(text, wrong)
            return
        self.wrong = None
        self._line.input.mark_wrong(None)
        if query.text != self.looking.query:
            self.looking = replace(self.looking, query=query.text)
            self._ask(from_top=True)
        self._say_tab()
        self.facts_changed()

    def _take_wrong(self, text: str, wrong: asking.QueryError) -> None:
        """Say what is wrong; a word that may still become right is no mistake yet."""
        growing = wrong.position + wrong.length >= len(text) and self._completions()
        self.wrong = None if growing else wrong
        self._line.input.mark_wrong(None if growing else (wrong.position, wrong.length))
        # The word that became wrong was being searched for letter by letter; the query before it
        # is the last good one.
        self._ask_again(text[: wrong.position].rstrip(" -("))
        self._say_tab()
        self.facts_changed()

    def _ask_again(self, text: str) -> None:
        try:
            query = asking.parse(text).text
        except asking.QueryError:
            return
        if query != self.looking.query:
            self.looking = replace(self.looking, query=query)
            self._ask(from_top=True)

    def on_query_line_left(self, event: QueryLine.Left) -> None:
        if self.wrong is not None:
            self.refuse(self.wrong.sentence)
            return
        self._put_query()
        self.table.focus()

    def _put_query(self) -> None:
        """The line says the query the list answers."""
        self.wrong = None
        self._line.put(self.looking.query)

    def _completions(self) -> list[asking.Completion]:
        line = self._line.input
        return self._going_on(line.value, line.cursor_position)

    def _going_on(self, text: str, cursor: int) -> list[asking.Completion]:
        """What the word under the cursor may become; what stands there already is no news."""
        # Asked for by the field, the status line and the footer alike, with one key.
        key = (text, cursor, self.planreview.version())
        if self._ways is None or self._ways[0] != key:
            found = asking.complete(self.journal, text, cursor)
            self._ways = (key, [way for way in found if asking.applied(text, way)[0] != text])
        return self._ways[1]

    def _complete(self, text: str, cursor: int) -> list[Taken]:
        """What tab takes: the word meant by the one that is wrong, else ways to go on."""
        if self.wrong is not None and self.wrong.nearest:
            start, end = self.wrong.position, self.wrong.position + self.wrong.length
            mended = text[:start] + self.wrong.nearest + text[end:]
            return [(mended, len(mended))]
        return [asking.applied(text, way) for way in self._going_on(text, cursor)]

    def _say_tab(self) -> None:
        nearest = self.wrong.nearest if self.wrong else None
        found = [] if nearest else self._completions()
        word = nearest or (found[0].shown if found else "")
        self._line.input.tab_takes = say("screen_triage.takes", word=word) if word else ""

    def typing_facts(self) -> Line:
        if self.wrong is not None:
            return [
                (f"{glyph('wrong')} ", "bold red"),
                (self.wrong.sentence, "bold red"),
                (f" {say('screen_triage.last_good')}", "text"),
            ]
        parts: list[Line] = []
        for completion in self._completions()[: 6 if self.wide else 3]:
            words: list[Piece] = [(completion.shown, "bold accent" if not parts else "text")]
            if completion.hint and not parts:
                words.append((f" {completion.hint}", "dim"))
            parts.append(words)
        return spaced(parts) if parts else [(say("screen_triage.typing_hint"), "dim")]
