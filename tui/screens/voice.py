"""Feedback of children and audits of IROs: what was said or found, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual.app import ComposeResult

from store import adding, audits, calendars, feedback, references
from store.audits import Audit
from store.clock import WorkingDays, distance, show_date, urgency
from store.feedback import Feedback, Figures
from store.wording import field_words, plain, say
from tui.actions import offer
from tui.dialogs.ask import AskReason
from tui.dialogs.choose import Choice, ChooseOne
from tui.glyphs import clock_piece, glyph, urgency_piece
from tui.widgets.columns import Cell, Column, Heading, Row
from tui.widgets.frame import Frame
from tui.widgets.ledger import Entry, Fact, Ledger, Title, Words
from tui.widgets.lines import Line, Piece, spaced
from tui.widgets.panes import Panes
from tui.widgets.record_table import RecordTable

offer(
    "voice",
    ("open", "key_labels.edit"),
    "add",
    "withdraw",
    "history",
    "copy",
    "refresh_view",
)

COLUMNS = (
    Column("on", say("screen_voice.head_on"), 10, "right", short=6, style="dim"),
    Column("about", say("screen_voice.head_about"), 14, short=8),
    Column("what", say("screen_voice.head_what"), strong=True),
    Column("who", say("screen_voice.head_who"), 11, drop=1, style="dim"),
    Column("state", say("screen_voice.head_state"), 14, "right"),
)


class VoiceScreen(Frame):
    """Feedback first, audits below; `at` is the record the cursor begins on."""

    place = "voice"
    mode = "reviews"

    def __init__(self, at: str | None = None) -> None:
        super().__init__()
        self._at = at
        self.forms: Sequence[Feedback] = ()
        self.audits: Sequence[Audit] = ()

    def body(self) -> ComposeResult:
        table = RecordTable(COLUMNS, id="forms", least_flexible=24)
        yield Panes(table, Ledger(id="words"), share=70)

    @property
    def _table(self) -> RecordTable:
        return self.query_one("#forms", RecordTable)

    # What is shown -----------------------------------------------------------------------------

    def refresh_records(self) -> None:
        journal = self.journal
        self.forms, self.audits = feedback.feedback(journal), audits.audits(journal)
        today, calendar = journal.today(), calendars.working_days(journal)
        rows: list[Row | Heading] = [
            Heading(say("screen_voice.feedback"), len(self.forms), labels=True)
        ]
        rows += [_form_row(one, today, calendar) for one in self.forms]
        rows.append(Heading(say("screen_voice.audits"), len(self.audits)))
        rows += [_audit_row(one, today, calendar) for one in self.audits]
        self._table.empty = [
            [(say("screen_voice.empty_title"), "bold")],
            [],
            [(say("screen_voice.empty_words"), "dim")],
        ]
        self._table.show_rows(rows if self.forms or self.audits else [])
        if self._at is not None:
            self._table.move_to(self._at)
            self._at = None
        self._explain()

    def here(self) -> Feedback | Audit | None:
        """The record under the cursor."""
        here = self._table.cursor_id
        return next((one for one in self._every if one.id == here), None)

    @property
    def _every(self) -> list[Feedback | Audit]:
        return [*self.forms, *self.audits]

    def _explain(self) -> None:
        one, today = self.here(), self.journal.today()
        items: list[Entry] = []
        if isinstance(one, Feedback):
            items = _form_items(one, today)
        elif isinstance(one, Audit):
            items = _audit_items(one, today)
        self.query_one("#words", Ledger).show(items)

    def on_record_table_row_highlighted(self, event: RecordTable.RowHighlighted) -> None:
        self._explain()
        self.facts_changed()

    def facts(self) -> Line:
        counted: Figures = feedback.figures(self.forms)
        since = show_date(feedback.FORMS_SINCE, weekday=False)
        told = say("screen_voice.changed", changed=counted.changed, told=counted.told)
        waiting = sum(one.is_open for one in self._every)
        return spaced(
            [
                [(say("screen_voice.received", count=counted.received, day=since), "bold")],
                [(told, "dim")],
                [(say("screen_voice.open", count=waiting), "amber")] if waiting else "",
            ]
        )

    def record_here(self) -> str | None:
        one = self.here()
        return one.id if one else None

    def reference_here(self) -> str | None:
        one = self.here()
        return references.ref_of(self.journal, _kind(one), one.id) if one else None

    def why_not(self, action: str) -> str | None:
        if action in ("open", "withdraw", "history", "copy") and self.here() is None:
            return say("screen_voice.nothing_here")
        return None

    def show_record(self, kind: str, record_id: str) -> bool:
        """Put the cursor on a form or an audit."""
        return self._table.move_to(record_id)

    # Keys ----------------------------------------------------------------------------------------

    def on_record_table_row_opened(self, event: RecordTable.RowOpened) -> None:
        from tui.screens.record_form import RecordForm

        one = self.here()
        if one is not None:
            form = RecordForm(_kind(one), record=one.id)
            self.app.push_screen(form, lambda _: self.read_again())

    async def action_add(self) -> None:
        """Take in a form that came without a name, or write an audit down."""
        from tui.screens.record_form import RecordForm

        kinds = ("feedback", "audit")
        choices = [
            Choice(str(n), say(f"screen_voice.add_{kind}"), kind) for n, kind in enumerate(kinds, 1)
        ]
        kind = await self.ask(ChooseOne(say("screen_voice.add"), choices))
        if kind is not None:
            self.app.push_screen(RecordForm(kind), lambda _: self.read_again())

    async def action_withdraw(self) -> None:
        """Take the form or audit under the cursor out, entered by mistake, for a reason."""
        one = self.here()
        if one is None:
            return
        words = say(f"adding.kind_{_kind(one)}")
        title = say("screen_child.ask_withdraw", what=words)
        reason = await self.ask(AskReason(title, said=say("screen_child.withdrawal_kept")))
        if reason:
            adding.withdraw(self.journal, _kind(one), one.id, reason)
            self.changed(say("screen_child.withdrawn", what=words))


def _kind(one: Feedback | Audit) -> str:
    return "feedback" if isinstance(one, Feedback) else "audit"


def _day(day: date | None, today: date) -> str:
    return show_date(day, today=today, weekday=False) if day else glyph("empty")


def _state(due: date | None, today: date, calendar: WorkingDays) -> tuple[Cell, Piece | None]:
    if due is None:
        return (say("screen_voice.state_open"), "amber"), None
    hurry = urgency(due, today, calendar)
    return clock_piece(distance(due, today, calendar), hurry), urgency_piece(hurry)


def _form_row(one: Feedback, today: date, calendar: WorkingDays) -> Row:
    sign: Piece | None = None
    state: Cell = (f"{glyph('right')} {say('feedback.state_told')}", "dim")
    if one.is_open:
        state, sign = _state(one.due, today, calendar)
    elif one.told is None:
        state = (say("feedback.state_changed"), "dim")
    cells: dict[str, Cell] = {
        "on": _day(one.received, today),
        "about": plain(one.child) if one.child else (say("feedback.without_name"), "dim"),
        "what": " ".join(plain(one.said).split()),
        "who": plain(one.owner or ""),
        "state": state,
    }
    return Row(one.id, cells, glyph=sign, dim=not one.is_open)


def _audit_row(one: Audit, today: date, calendar: WorkingDays) -> Row:
    sign: Piece | None = None
    state: Cell = (one.grade.wording if one.grade else "", "dim")
    if one.is_open:
        state, sign = _state(one.training_due, today, calendar)
    cells: dict[str, Cell] = {
        "on": _day(one.on, today),
        "about": ", ".join(one.areas),
        "what": " ".join(plain(one.theme).split()),
        "who": plain(one.by or ""),
        "state": state,
    }
    return Row(one.id, cells, glyph=sign, dim=not one.is_open)


def _form_items(one: Feedback, today: date) -> list[Entry]:
    items: list[Entry] = [
        Title(plain(one.child) or say("feedback.without_name")),
        Fact([(field_words("feedback", "received"), "dim")], _day(one.received, today)),
    ]
    items += _said("feedback", "said", say("screen_voice.quoted", words=plain(one.said)))
    items += _said("feedback", "changed", plain(one.changed or say("feedback.nothing_yet")))
    items.append(Fact([(say("screen_voice.answer_by"), "dim")], _day(one.due, today)))
    if one.child_id is not None:
        items.append(Fact([(field_words("feedback", "told"), "dim")], _day(one.told, today)))
    return items


def _audit_items(one: Audit, today: date) -> list[Entry]:
    items: list[Entry] = [
        Title(plain(one.theme), right=[(_day(one.on, today), "dim")]),
        Fact([(field_words("audit", "cases"), "dim")], str(one.cases or glyph("empty"))),
    ]
    if one.grade is not None:
        items.append(Fact([(field_words("audit", "grade"), "dim")], one.grade.wording))
    if one.children:
        items += _said("audit", "children", ", ".join(plain(ref) for ref in one.children))
    if one.areas:
        items += _said("audit", "areas", ", ".join(one.areas))
    items += _said("audit", "gap", plain(one.gap or say("screen_voice.no_gap")))
    if one.gap or one.training:
        items += _said("audit", "training", plain(one.training or say("screen_voice.no_training")))
    if one.training:
        for name in ("training_due", "training_done"):
            label = field_words("audit", name)
            items.append(Fact([(label, "dim")], _day(getattr(one, name), today)))
    return items


def _said(kind: str, field: str, words: str) -> list[Entry]:
    return [Words(field_words(kind, field), "dim"), Words(words, "text")]
