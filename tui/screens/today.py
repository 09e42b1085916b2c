"""Today: what needs me, in groups by when I must act; each line opens its record."""

from __future__ import annotations

from textual.app import ComposeResult

from store import children, plans, service, snapshots
from store.clock import Urgency, show_date
from store.codes import Role
from store.today import Today, TodayLine, duty_of, explained, what_needs_me
from store.wording import say
from tui.actions import offer
from tui.glyphs import clock_piece, glyph, urgency_piece
from tui.screens.open_duty import open_duty
from tui.screens.reading import ReadingPage
from tui.screens.today_changes import PAPERS, TodayChanges
from tui.screens.today_pane import caseload_pane, plan_entries, team_entries, why_entries
from tui.widgets.columns import Cell, Column, Forms, Heading, Row
from tui.widgets.ledger import Entry, Gap, Ledger
from tui.widgets.lines import Line, Piece, spaced
from tui.widgets.panes import Panes
from tui.widgets.record_table import RecordTable

offer(
    "today",
    "open",
    ("log_review", "screen_today.key_log"),
    "status",
    "owner",
    "due",
    ("why", "screen_today.key_why"),
    ("month", "screen_diary.key_calendar"),
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

# What stands on Today until there is a plan and a child, and the mode where each begins.
FIRST_STEPS = {"first_plan": "plan", "first_child": "reviews"}

_OWN_SIGN = {
    "draft": ("draft", "accent"),
    "conflict": ("conflict", "amber"),
    "author_note": ("received", "accent"),
    "changes": ("exported", "dim"),
}

_RECORD_KIND = {"gap": "review", "commitment": "area"} | dict.fromkeys(PAPERS, "review")
# Lines that stand for no record of the journal, so that there is no history of them.
_NO_RECORD = ("draft", "conflict", "author_note", "changes", "keys", "arrival", "card")


class TodayScreen(TodayChanges):
    """The first screen: every open duty once."""

    place = "today"
    mode = "today"

    shown: Today | None = None

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[str, TodayLine] = {}

    def body(self) -> ComposeResult:
        yield Panes(RecordTable(COLUMNS, id="duties"), Ledger(id="why"), share=72)

    @property
    def _table(self) -> RecordTable:
        return self.query_one("#duties", RecordTable)

    def line_here(self) -> TodayLine | None:
        """The duty under the cursor."""
        return self._lines.get(self._table.cursor_id or "")

    def refresh_records(self) -> None:
        # Without a centre nobody waits for a snapshot, and nothing can be sent.
        waiting = self.journal.unsent() if snapshots.centre(self.journal) else 0
        self.shown = what_needs_me(self.journal, unsent=waiting)
        self._lines = {line.key: line for line in self.shown.lines}
        entries: list[str | Heading] = []
        for group in self.shown.groups:
            entries.append(Heading(group.title, group.count, labels=not entries))
            entries += [line.key for line in self.shown.lines if line.group == group.key]
        steps = self._first_steps()
        if steps and not entries:
            entries.append(Heading(self._nothing(self.shown)))
        entries += [step.id if isinstance(step, Row) else step for step in steps]
        rows = {step.id: step for step in steps if isinstance(step, Row)}
        self._table.empty = [[(self._nothing(self.shown), "bold")]]
        # A whole team's day may be thousands of lines: only those that are seen are drawn.
        self._table.show(
            entries, lambda seen: [rows.get(id_) or self._row(self._lines[id_]) for id_ in seen]
        )
        self._explain()

    def _first_steps(self) -> list[Row | Heading]:
        """What to do first while there is no plan or no child; a centre receives both."""
        if self.journal.author.role == Role.COLLATOR:
            return []
        held = {
            "first_plan": plans.plans(self.journal),
            "first_child": children.references(self.journal),
        }
        steps = [step for step in FIRST_STEPS if not held[step]]
        if not steps:
            return []
        rows: list[Row | Heading] = [Heading(say("screen_today.first_steps"))]
        for step in steps:
            keys = (say(f"screen_today.{step}_keys"), "bold accent")
            rows.append(Row(step, {"ref": keys, "what": say(f"screen_today.{step}")}))
        return rows

    def _nothing(self, shown: Today) -> str:
        if shown.next_on is None:
            return say("screen_today.nothing")
        day = show_date(shown.next_on, today=self.journal.today())
        return say("screen_today.nothing_until", day=day)

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
        ledger.show(self._pane(self.line_here()))

    def on_record_table_row_highlighted(self, event: RecordTable.RowHighlighted) -> None:
        self._explain()
        self.facts_changed()

    def on_record_table_row_opened(self, event: RecordTable.RowOpened) -> None:
        line = self.line_here()
        if line is not None:
            self._open(line)
        elif event.id in FIRST_STEPS:
            self.planreview.go_to_mode(FIRST_STEPS[event.id])

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
        duty = duty_of(self.journal, line)
        if duty is not None:
            open_duty(self, duty)
            return
        if line.opens[0] == "triage":
            self.planreview.open_record("query", line.opens[1])
            return
        kind = _RECORD_KIND.get(line.kind, line.kind)
        self.planreview.open_record(kind, line.opens[1])

    def _log(self, child_id: str) -> None:
        from tui.screens.review_form import ReviewForm

        self.app.push_screen(ReviewForm(child_id))

    def _resume(self, line: TodayLine) -> None:
        form, about = line.opens
        if form == "review":
            self._log(about)
        elif form == "checklist":
            from tui.screens.review_form import ChecklistForm

            self.app.push_screen(ChecklistForm(about))
        elif form == "evidence":
            from tui.screens.evidence_form import EvidenceForm

            self.app.push_screen(EvidenceForm(about))
        elif form == "child":
            from tui.screens.child_form import ChildForm

            self.app.push_screen(ChildForm(about or None))
        elif form == "record":
            from tui.screens.record_form import RecordForm

            doing, kind, record = about.split(":")
            known = {"record": record} if doing == "change" else {"about": record or None}
            self.app.push_screen(RecordForm(kind, **known))
        elif form == "template":
            from tui.screens.templates import TemplateForm

            self.app.push_screen(TemplateForm(about))
        elif form == "split":
            from tui.screens.split_form import SplitForm

            self.app.push_screen(SplitForm(about))
        else:
            self.refuse(say("screen_today.unknown_draft"))

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
        below = self._table.hidden_below()
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
                [(say("screen_today.more", count=below), "dim")] if below else "",
            ]
        )

    def record_here(self) -> str | None:
        line = self.line_here()
        if line is None or line.kind in _NO_RECORD:
            return None
        return line.record_id

    def reference_here(self) -> str | None:
        line = self.line_here()
        return line.ref or None if line else None

    def why_not(self, action: str) -> str | None:
        line = self.line_here()
        if action in ("month", "refresh_view") or (
            action == "open" and self._table.cursor_id in FIRST_STEPS
        ):
            return None
        if line is None:
            return say("screen_today.no_line")
        if action == "log_review" and line.kind != "review" and line.opens[0] != "review":
            return say("screen_today.not_a_child")
        if action == "copy" and not line.ref:
            return say("screen_today.no_reference")
        return self.change_not(action, line)

    def action_log_review(self) -> None:
        line = self.line_here()
        if line is not None:
            self._open(line)

    def action_month(self) -> None:
        """Open the calendar."""
        from tui.screens.diary import DiaryScreen

        self.app.push_screen(DiaryScreen("today"))

    def action_why(self) -> None:
        line = self.line_here()
        if line is None or self.shown is None:
            return
        self.app.push_screen(ReadingPage("today", self._pane(line), self.reference_here()))

    def _pane(self, line: TodayLine | None) -> list[Entry]:
        """The right pane's entries: the line's reason, then what the role keeps an eye on."""
        if self.shown is None:
            return []
        today = self.journal.today()
        entries: list[Entry] = []
        if line is not None:
            entries = [*why_entries(explained(self.journal, line), today), Gap()]
        if self.journal.author.role == Role.MANAGER:
            return [*entries, *team_entries(self.shown.team), Gap(), *plan_entries(self.journal)]
        limits = service.caseload_limits(self.journal, today)
        return [*entries, *caseload_pane(self.shown, today, limits)]
