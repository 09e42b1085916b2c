"""One change to many rows, shown row by row before anything is saved: now, new, and what happens.

`ctrl+s` makes the changes as one step; one undo takes them all back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult

from store import bulk, calendars, open_work, people
from store.clock import show_date
from store.codes import ActionStatus, Brag, Role
from store.errors import ReasonNeeded, Refused
from store.open_work import Row as OpenRow
from store.wording import say
from tui.actions import offer
from tui.glyphs import glyph
from tui.screens.triage_rows import short_ref
from tui.widgets.choice import Choice
from tui.widgets.choice_field import ChoiceField
from tui.widgets.columns import Cell, Column, Forms, Row
from tui.widgets.date_field import DateField
from tui.widgets.fields import Field, FieldWords, TextField
from tui.widgets.frame import Frame
from tui.widgets.lines import Line, spaced
from tui.widgets.panes import WIDEST
from tui.widgets.record_table import Heading, RecordTable

SLOW_FROM = 2_000  # rows from which the preview waits for a pause in the typing

offer("bulk", ("save", "bulk_preview.key_save"))

COLUMNS = (
    Column("ref", say("screen_triage.head_ref"), 9),
    Column("what", say("screen_triage.head_what")),
    Column("owner", say("screen_triage.head_owner"), 9, drop=1, style="dim"),
    Column("now", say("bulk_preview.head_now"), 12, align="right", drop=2, style="dim"),
    Column("new", say("bulk_preview.head_new"), 15, align="right"),
    Column("result", say("bulk_preview.head_result"), 16, align="right", style="dim"),
)
# A new text needs the room; the one it takes the place of stands before it.
WHAT_COLUMNS = (
    Column("ref", say("screen_triage.head_ref"), 9),
    Column("what", say("bulk_preview.head_now"), style="dim"),
    Column("new", say("bulk_preview.head_new"), 36, short=26),
    Column("result", say("bulk_preview.head_result"), 16, align="right", drop=1, style="dim"),
)
# What the rule gives stands in words beside the colour, and why a judgement is refused.
BRAG_COLUMNS = (
    Column("ref", say("screen_triage.head_ref"), 9),
    Column("what", say("screen_triage.head_what")),
    Column("now", say("bulk_preview.head_now"), 18, align="right", style="dim"),
    Column("new", say("bulk_preview.head_new"), 13, align="right"),
    Column("result", say("bulk_preview.head_result"), 23, align="right", short=10, style="dim"),
)
#: What is typed for no owner or no date, since an empty field is one not filled in yet.
NOTHING = ("none", "-")


class BulkPreview(Frame):
    """The page between the marks and the change; gives what was applied, or None."""

    place = "bulk"
    mode = "triage"
    digits: ClassVar[bool] = False
    AUTO_FOCUS = ""
    DEFAULT_CSS = f"""
    BulkPreview #body {{ max-width: {WIDEST}; }}
    BulkPreview Field {{ height: auto; }}
    BulkPreview.-tall .apart {{ margin-top: 1; }}
    """

    def __init__(self, numbers: Sequence[int], field: str, outside: int = 0) -> None:
        super().__init__()
        self.numbers = list(numbers)
        self.field = field
        self.outside = outside
        self.shown: bulk.Preview | None = None
        self._rows: dict[str, OpenRow | None] = {}

    # The page ----------------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        yield FieldWords(classes="heading")
        yield self._value_field()
        if self.field == "due":
            author = self.journal.author
            approver = author.person if author.role == Role.MANAGER else ""
            yield TextField(
                "approved",
                say("bulk_preview.approved_by"),
                approver,
                width=26,
                hint=say("bulk_preview.approved_hint"),
            )
        yield TextField("reason", say("bulk_preview.reason"), width=None)
        yield FieldWords(classes="summary apart")
        columns = {"what": WHAT_COLUMNS, "brag": BRAG_COLUMNS}.get(self.field, COLUMNS)
        table = RecordTable(columns, header=Heading("", labels=True), indent=2, id="rows")
        table.add_class("apart")
        yield table

    def _value_field(self) -> Field:
        label = say(f"bulk_preview.new_{self.field}")
        if self.field == "due":
            return DateField(
                "value",
                label,
                today=self.journal.today(),
                calendar=calendars.working_days(self.journal),
                verdict_for=self._date_verdict,
            )
        if self.field == "status":
            kinds = {row.kind for row in open_work.page(self.journal, self.numbers[:500]) if row}
            every = bulk.values("status", sorted(kinds))
            known = [(value, words) for value, words in every if value != ActionStatus.WITHDRAWN]
            choices = [Choice(str(at), words, value) for at, (value, words) in enumerate(known, 1)]
            return ChoiceField("value", label, choices, width=18)
        if self.field == "brag":
            known = bulk.values("brag", ())
            letters = {brag.value: brag.letter.lower() for brag in Brag}
            choices = [Choice(letters[value], words, value) for value, words in known]
            choices.append(Choice("-", say("bulk_preview.the_rule"), NOTHING[0]))
            return ChoiceField("value", label, choices, width=8)
        if self.field == "what":
            return TextField("value", label, width=None)
        return TextField("value", label, width=26, hint=say("bulk_preview.owner_hint"))

    def _date_verdict(self, day: date | None) -> Line | str:
        kept = say("bulk_preview.originals_kept")
        if day is None:
            return [(kept, "dim")]
        return [
            (show_date(day, today=self.journal.today(), year=True), "text"),
            (f" · {kept}", "dim"),
        ]

    def on_mount(self) -> None:
        super().on_mount()
        self._field("value").focus()

    def _field(self, name: str) -> Field:
        return next(field for field in self.query(Field) if field.name == name)

    def _typed(self) -> str | date | None:
        """The new value as the store takes it; "" while there is none yet."""
        field = self._field("value")
        if self.field == "status":
            return field.value or ""
        if self.field == "brag":
            return None if field.value == NOTHING[0] else field.value or ""
        if self.field == "what":
            return field.text.strip()
        if field.text.casefold() in NOTHING:
            return None
        if self.field == "due":
            return field.value or ""
        return self._person(field.text)

    def _person(self, text: str) -> str:
        """Two letters find a person, as everywhere."""
        found = people.matching(self.journal, text) if len(text) >= 2 else []
        return found[0].name if found else text

    # What would happen -------------------------------------------------------------------------

    def refresh_records(self) -> None:
        self._rows.clear()
        self._show_preview()

    def on_field_changed(self, event: Field.Changed) -> None:
        if event.field.name in ("reason", "approved"):
            event.field.problem = None
        if event.field.name != "value":
            return
        event.field.problem = (
            None if event.field.text.casefold() in NOTHING else event.field.problem
        )
        if len(self.numbers) < SLOW_FROM:
            self._show_preview()
        else:
            self.set_timer(0.3, self._show_preview)

    def on_field_done(self, event: Field.Done) -> None:
        if event.field.name == "value" and event.field.text.casefold() in NOTHING:
            event.field.problem = None

    def _show_preview(self) -> None:
        field, value = self._field("value"), self._typed()
        self.shown = None
        if value != "":
            try:
                self.shown = bulk.preview(self.journal, self.numbers, self.field, value)
            except Refused as wrong:
                field.problem = wrong.sentence
        if self.field == "owner" and value and isinstance(field, TextField):
            known = any(person.name == value for person in people.people(self.journal))
            said = f"{glyph('to')} {value}" if known else say("bulk_preview.new_person", name=value)
            field.verdict = [(said, "text" if known else "dim")]
        table = self.query_one("#rows", RecordTable)
        changes = {str(row.n): row for row in self.shown.rows} if self.shown else {}
        table.show([str(n) for n in self.numbers], lambda ids: self._page(ids, changes))
        self._say_summary()
        self.facts_changed()

    def _say_summary(self) -> None:
        count = len(self.numbers)
        heading: Line = [(" ", "text"), (say(f"bulk_preview.title_{self.field}"), "bold accent")]
        marked = say("bulk_preview.marked", count=count)
        if self.outside:
            marked = say("bulk_preview.marked_outside", count=count, outside=self.outside)
        self.query_one(".heading", FieldWords).say([*heading, (f"   {marked}", "dim")])
        words: Line = [(" ", "text"), (say(f"bulk_preview.type_{self.field}"), "dim")]
        if self.shown is not None:
            words = [
                (" ", "text"),
                (say("bulk_preview.change", count=self.shown.changes), "bold"),
                (f"   {say('bulk_preview.same', count=self.shown.same)}", "dim"),
            ]
            if self.shown.refused:
                words.append((f"   {say('bulk_preview.refused', count=self.shown.refused)}", "red"))
                words.append((f": {self._whys()}", "dim"))
        self.query_one(".summary", FieldWords).say(words)

    def _whys(self) -> str:
        """Why rows are refused, each reason once."""
        rows = self.shown.rows if self.shown else ()
        whys = dict.fromkeys(row.why for row in rows if row.result is bulk.Result.REFUSED)
        return "; ".join(whys)

    def _page(self, ids: Sequence[str], changes: dict[str, bulk.Change]) -> list[Row]:
        missing = [record for record in ids if record not in self._rows]
        for record, row in zip(
            missing, open_work.page(self.journal, [int(record) for record in missing]), strict=True
        ):
            self._rows[record] = row
        return [self._row(record, self._rows[record], changes.get(record)) for record in ids]

    def _row(self, record: str, row: OpenRow | None, change: bulk.Change | None) -> Row:
        if row is None:
            return Row(record, dim=True)
        cells: dict[str, Cell] = {
            "ref": short_ref(row),
            "what": row.what,
            "owner": row.owner or (say("screen_triage.no_owner"), "amber"),
            "now": change.now if change else self._now(row),
        }
        if change is not None and change.result == "change":
            cells["new"] = [(f"{glyph('to')} ", "dim"), (change.new, "bold")]
            cells["result"] = self._moved(row)
        elif change is not None and change.result == "same":
            cells["result"] = say("bulk_preview.already_so")
        elif change is not None:
            sign = f"{glyph('wrong')} "
            short = say("bulk_preview.row_refused")
            cells["result"] = Forms((sign + change.why, "red"), (sign + short, "red"))
        return Row(record, cells, dim=change is not None and change.result != "change")

    def _now(self, row: OpenRow) -> str:
        if self.field == "due":
            return show_date(row.due, today=self.journal.today()) if row.due else glyph("empty")
        if self.field == "brag":
            return row.brag.wording if row.brag else glyph("empty")
        return {"owner": row.owner, "what": row.what}.get(self.field, row.status_words) or glyph(
            "empty"
        )

    def _moved(self, row: OpenRow) -> str:
        value = self._typed()
        if self.field != "due" or not isinstance(value, date) or row.due is None:
            return ""
        days = calendars.working_days(self.journal).between(row.due, value)
        return say("bulk_preview.moved", days=f"{days:+d}")

    # Saving ------------------------------------------------------------------------------------

    def facts(self) -> Line:
        count = len(self.numbers)
        here = self.query_one("#rows", RecordTable).row_at_cursor
        change = self._change_of(here.id) if here is not None else None
        why = change.why if change is not None and change.result == "refused" else ""
        return spaced(
            [
                (say("bulk_preview.nothing_yet"), "bold"),
                say("bulk_preview.preview_of", count=count),
                (why, "red") if why else (say("bulk_preview.one_step"), "dim"),
            ]
        )

    def _change_of(self, record: str) -> bulk.Change | None:
        if self.shown is None:
            return None
        return next((row for row in self.shown.rows if str(row.n) == record), None)

    def on_record_table_row_highlighted(self, event: RecordTable.RowHighlighted) -> None:
        self.facts_changed()

    def why_not(self, action: str) -> str | None:
        if action == "save" and (self.shown is None or not self.shown.changes):
            return say("bulk_preview.nothing_to_save")
        return None

    def action_save(self) -> None:
        if self.shown is None:
            return
        # Another window may have written since: what is saved is what is true now.
        self._show_preview()
        if self.shown is None:
            return
        approver = self._person(self._field("approved").text) if self.field == "due" else ""
        try:
            applied = bulk.apply(
                self.journal, self.shown, self._field("reason").text or None, approver
            )
        except ReasonNeeded as needed:
            field = self._field("approved" if needed.field == "approver" else "reason")
            field.focus()
            field.problem = needed.sentence
            return
        self.dismiss(applied)
