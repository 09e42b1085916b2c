"""Today: what needs me, in groups by when I must act; each line opens its record."""

from __future__ import annotations

from textual.app import ComposeResult

from store.clock import Urgency, show_date
from store.codes import Role
from store.today import Today, TodayLine, what_needs_me
from store.wording import say
from tui.actions import offer
from tui.glyphs import clock_piece, glyph, urgency_piece
from tui.screens.reading import ReadingPage
from tui.screens.today_pane import pane_entries
from tui.widgets.columns import Cell, Column, Forms, Heading, Row
from tui.widgets.frame import Frame
from tui.widgets.ledger import Ledger
from tui.widgets.lines import Line, Piece, spaced
from tui.widgets.panes import Panes
from tui.widgets.record_table import RecordTable

offer(
    "today",
    "open",
    ("log_review", "screen_today.key_log"),
    ("why", "screen_today.key_why"),
    "history",
    "copy",
    "refresh_view",
)

COLUMNS = (
    Column("ref", width=8, gap=1),
    Column("kind", width=10, drop=1),
    Column("what"),
    Column("due", say("screen_today.due"), width=10, align="right", short=6),
    Column("clock", say("screen_today.clock"), width=10, align="right"),
)

_OWN_SIGN = {
    "draft": ("draft", "accent"),
    "conflict": ("conflict", "amber"),
    "changes": ("exported", "dim"),
}


class TodayScreen(Frame):
    """The first screen: every open duty once."""

    place = "today"
    mode = "today"

    shown: Today | None = None

    def body(self) -> ComposeResult:
        yield Panes(RecordTable(COLUMNS, id="duties"), Ledger(id="why"), share=72)

    @property
    def _table(self) -> RecordTable:
        return self.query_one("#duties", RecordTable)

    def line_here(self) -> TodayLine | None:
        """The duty under the cursor."""
        if self.shown is None:
            return None
        key = self._table.cursor_id
        return next((line for line in self.shown.lines if line.key == key), None)

    def refresh_records(self) -> None:
        waiting = self.journal.unsent() if self.planreview.not_sent() else 0
        self.shown = what_needs_me(self.journal, unsent=waiting)
        rows: list[Row | Heading] = []
        for group in self.shown.groups:
            rows.append(Heading(group.title, group.count, labels=not rows))
            rows.extend(self._row(line) for line in self.shown.lines if line.group == group.key)
        self._table.empty = self._nothing(self.shown)
        self._table.show_rows(rows)
        self._explain()

    def _nothing(self, shown: Today) -> list[Line]:
        if shown.next_on is None:
            return [[(say("screen_today.nothing"), "bold")]]
        day = show_date(shown.next_on, today=self.journal.today())
        return [[(say("screen_today.nothing_until", day=day), "bold")]]

    def _row(self, line: TodayLine) -> Row:
        today = self.journal.today()
        late = line.urgency is Urgency.LATE
        sign: Piece = urgency_piece(line.urgency)
        if line.kind in _OWN_SIGN:
            name, role = _OWN_SIGN[line.kind]
            sign = (glyph(name), role)
        due: Cell = ""
        if line.due is not None:
            words = "text" if late else "dim"
            due = Forms(
                (show_date(line.due, today=today, year=False), words),
                (show_date(line.due, today=today, year=False, weekday=False), words),
            )
        clock = clock_piece(line.clock, line.urgency)
        return Row(
            line.key,
            {
                "ref": line.ref,
                "kind": (line.kind_word, "dim"),
                "what": line.what,
                "due": due,
                "clock": clock,
            },
            glyph=sign,
        )

    def _explain(self) -> None:
        ledger = self.query_one("#why", Ledger)
        if self.shown is None:
            return
        iro = self.journal.author.role == Role.IRO
        ledger.show(
            pane_entries(
                self.shown,
                self.line_here(),
                self.journal.today(),
                max(10, ledger.size.width - 2),
                iro,
            )
        )

    def on_record_table_row_highlighted(self, event: RecordTable.RowHighlighted) -> None:
        self._explain()
        self.facts_changed()

    def on_record_table_row_opened(self, event: RecordTable.RowOpened) -> None:
        line = self.line_here()
        if line is not None:
            self._open(line)

    def arranged(self) -> None:
        self._explain()

    def _open(self, line: TodayLine) -> None:
        if line.kind == "keys":
            self.refuse(say("screen_today.set_passphrase"))
            return
        if line.kind == "review":
            self._log(line.opens[1])
            return
        if line.kind == "draft":
            self._resume(line)
            return
        kind = {"gap": "review", "commitment": "area"}.get(line.kind, line.kind)
        self.planreview.open_record(kind, line.opens[1])

    def _log(self, child_id: str) -> None:
        from tui.screens.review_form import ReviewForm

        self.app.push_screen(ReviewForm(child_id))

    def _resume(self, line: TodayLine) -> None:
        if line.opens[0] == "reviews":
            self._log(line.opens[1])
            return
        from tui.screens.evidence_form import EvidenceForm

        self.app.push_screen(EvidenceForm(line.opens[1]))

    def facts(self) -> Line:
        if self.shown is None:
            return []
        count = len(self.shown.lines)
        many = (
            say("screen_today.need_you_one")
            if count == 1
            else say("screen_today.need_you", count=count)
        )
        drafts = self.shown.drafts
        return spaced(
            [
                (many, "bold") if count else "",
                (say("screen_today.late", count=self.shown.late), "red") if self.shown.late else "",
                (say("screen_today.unowned", count=self.shown.unowned), "amber")
                if self.shown.unowned
                else "",
                say("screen_today.drafts_one")
                if drafts == 1
                else (say("screen_today.drafts", count=drafts) if drafts else ""),
            ]
        )

    def record_here(self) -> str | None:
        line = self.line_here()
        if line is None or line.kind in ("draft", "conflict", "changes", "keys"):
            return None
        return line.record_id

    def reference_here(self) -> str | None:
        line = self.line_here()
        return line.ref or None if line else None

    def why_not(self, action: str) -> str | None:
        line = self.line_here()
        if action in ("open", "why", "history", "copy", "log_review") and line is None:
            return say("screen_today.no_line")
        if line is None:
            return None
        if action == "log_review" and line.kind not in ("review", "draft"):
            return say("screen_today.not_a_child")
        if action == "copy" and not line.ref:
            return say("screen_today.no_reference")
        return None

    def action_log_review(self) -> None:
        line = self.line_here()
        if line is not None:
            self._open(line)

    def action_why(self) -> None:
        line = self.line_here()
        if line is None or self.shown is None:
            return
        iro = self.journal.author.role == Role.IRO
        self.app.push_screen(
            ReadingPage(
                "today",
                pane_entries(self.shown, line, self.journal.today(), 60, iro),
                self.reference_here(),
            )
        )
