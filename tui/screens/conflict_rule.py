"""One rule for many conflicts: what it takes is seen first, `ctrl+s` applies it as one undo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult

from store import conflicts
from store.conflicts import Item, Rule, Ruled
from store.wording import say
from tui.actions import offer
from tui.glyphs import glyph
from tui.widgets.choice import Choice
from tui.widgets.choice_field import ChoiceField
from tui.widgets.columns import Cell, Column, Heading, Row
from tui.widgets.fields import Field, FieldWords, TextField
from tui.widgets.frame import Frame
from tui.widgets.lines import Line
from tui.widgets.record_table import RecordTable

COLUMNS = (
    Column("ref", say("screen_conflicts.rule_conflict"), width=22, strong=True, short=12),
    Column("values", say("screen_conflicts.rule_values"), style="dim"),
    Column("takes", say("screen_conflicts.rule_takes"), width=24, short=16),
)

offer("conflict_rule", "save")


class ConflictRule(Frame):
    """Which value holds in every conflict of one field; gives how many were decided."""

    place = "conflict_rule"
    mode = "share"
    digits: ClassVar[bool] = False
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    ConflictRule #body { max-width: 108; }
    ConflictRule Field { height: auto; }
    ConflictRule.-tall .apart { margin-top: 1; }
    """

    def __init__(self, items: Sequence[Item]) -> None:
        super().__init__()
        self.items = tuple(items)
        self.ruled: list[Ruled] = []
        self._rules: dict[str, Rule] = {}

    def body(self) -> ComposeResult:
        found = conflicts.rules(self.journal)
        self._rules = {str(at): rule for at, rule in enumerate(found, 1)}
        title = say("screen_conflicts.rule_title", field=self.items[0].words, count=len(self.items))
        heading = FieldWords(classes="heading")
        heading.say([(f" {title}", "bold")])
        yield heading
        choices = [Choice(key, rule.words, key) for key, rule in self._rules.items()]
        which = ChoiceField("rule", say("screen_conflicts.rule_save").capitalize(), choices, "1")
        which.add_class("apart")
        yield which
        yield TextField("reason", say("screen_conflicts.rule_reason"), width=None)
        yield FieldWords(classes="summary apart")
        table = RecordTable(COLUMNS, header=Heading("", labels=True), indent=2, id="rows")
        table.add_class("apart")
        yield table

    def on_mount(self) -> None:
        super().on_mount()
        self._field("rule").focus()

    def _field(self, name: str) -> Field:
        return next(field for field in self.query(Field) if field.name == name)

    def refresh_records(self) -> None:
        rule = self._rules.get(str(self._field("rule").value or "1"))
        self.ruled = conflicts.preview(self.items, rule) if rule is not None else []
        takes = sum(1 for one in self.ruled if one.takes is not None)
        left = len(self.ruled) - takes
        words = say("screen_conflicts.rule_summary", takes=takes)
        if left:
            words = say("screen_conflicts.rule_summary_left", takes=takes, left=left)
        self.query_one(".summary", FieldWords).say([(f" {words}", "text")])
        self.query_one("#rows", RecordTable).show_rows([_row(one) for one in self.ruled])

    def on_field_changed(self, event: Field.Changed) -> None:
        event.field.problem = None
        if event.field.name == "rule":
            self.refresh_records()

    def facts(self) -> Line:
        item = self.items[0]
        needed = ""
        if item.protected:
            needed = say("screen_conflicts.rule_needs_reason", field=item.words.lower())
        return [(needed or say("screen_conflicts.rule_esc"), "amber" if needed else "dim")]

    def action_save(self) -> None:
        """Decide them all as one unit of work."""
        reason = self._field("reason")
        if self.items[0].protected and not reason.text.strip():
            reason.problem = say("dialogs.reason_empty")
            reason.focus()
            return
        self.dismiss(conflicts.apply(self.journal, self.ruled, reason.text.strip()))


def _row(one: Ruled) -> Row:
    item = one.item
    values = f" {glyph('between')} ".join(value.shown for value in item.values)
    takes: Cell = (one.why, "amber")
    if one.takes is not None:
        takes = [(f"{glyph('to')} ", "dim"), (one.takes.shown, "bold")]
    cells: dict[str, Cell] = {"ref": item.called.whole, "values": values, "takes": takes}
    return Row(item.id, cells, glyph=(glyph("conflict"), "red" if item.protected else "amber"))
