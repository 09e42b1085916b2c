"""The records behind a number: those counted, those not, those left out; enter opens one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from textual.app import ComposeResult

from store.clock import show_date
from store.measures import Facts, Measured, Refs
from store.reports import Behind, Cell, Form, behind
from store.wording import say
from tui.actions import offer
from tui.widgets.columns import Cell as Shown
from tui.widgets.columns import Column, Heading, Row
from tui.widgets.frame import Frame
from tui.widgets.lines import Line, spaced
from tui.widgets.record_table import RecordTable

offer("records", "open", "history", "copy", "refresh_view")

COLUMNS = (
    Column("ref", "", 8),
    Column("what"),
    Column("outcome", say("screen_measures.column_outcome"), 38, short=29, style="dim"),
    Column("day", say("screen_measures.column_day"), 11, align="right", short=11),
)


@dataclass(frozen=True)
class Group:
    """Some records under a title of their own."""

    title: str
    records: Refs


def groups_of_cell(cell: Cell) -> list[Group]:
    """The records behind a cell; of a percentage those that count and those that do not."""
    if cell.form is not Form.PERCENT:
        return [Group(say("screen_measures.counted"), cell.records)]
    counted = set(cell.records)
    rest = tuple(ref for ref in cell.of if ref not in counted)
    return [
        Group(say("screen_measures.counted"), cell.records),
        Group(say("screen_measures.not_counted"), rest),
    ]


def groups_of_measure(measured: Measured) -> list[Group]:
    """The records on both sides of a measure, and those it leaves out."""
    left = [
        Group(say("screen_measures.left_out", reason=group.words), group.records)
        for group in measured.left_out
    ]
    return [
        Group(say("screen_measures.not_counted"), measured.rest),
        Group(say("screen_measures.counted"), measured.counted),
        *left,
    ]


class RecordsScreen(Frame):
    """The records behind one number, group by group."""

    place = "records"
    mode = "measures"

    def __init__(self, title: str, groups: list[Group]) -> None:
        super().__init__()
        self.title_words = title
        self.groups = groups
        self._known: dict[str, Behind] = {}

    def body(self) -> ComposeResult:
        header = Heading(self.title_words, labels=True)
        yield RecordTable(COLUMNS, header=header, indent=2, id="records")

    @property
    def _table(self) -> RecordTable:
        return self.query_one("#records", RecordTable)

    def refresh_records(self) -> None:
        facts = Facts(self.journal)
        rows: list[Row | Heading] = []
        self._known = {}
        several = sum(bool(group.records) for group in self.groups) > 1
        for group in self.groups:
            if not group.records:
                continue
            if several:
                rows.append(Heading(group.title, len(group.records)))
            for line in behind(facts, group.records):
                # One record can stand in two groups: its row is known by both.
                key = f"{len(self._known)} {line.ref.id}"
                self._known[key] = line
                rows.append(_row(key, line, facts.today))
        self._table.show_rows(rows)

    def facts(self) -> Line:
        count = len(self._known)
        many = (
            say("screen_measures.record_one")
            if count == 1
            else say("screen_measures.records_count", count=count)
        )
        here = self._here
        return spaced([[(many, "bold")], [(here.outcome, "dim")] if here and not self.wide else ""])

    @property
    def _here(self) -> Behind | None:
        return self._known.get(self._table.cursor_id or "")

    def on_record_table_row_highlighted(self, event: RecordTable.RowHighlighted) -> None:
        self.facts_changed()

    def on_record_table_row_opened(self, event: RecordTable.RowOpened) -> None:
        line = self._known.get(event.id)
        if line is not None:
            self.planreview.open_record(line.opens.kind, line.opens.id)

    def record_here(self) -> str | None:
        return self._here.ref.id if self._here else None

    def reference_here(self) -> str | None:
        return self._here.name if self._here else None


def _row(key: str, line: Behind, today: date) -> Row:
    day = show_date(line.day, today=today, weekday=False) if line.day else ""
    cells: dict[str, Shown] = {
        "ref": line.name,
        "what": line.what,
        "outcome": line.outcome,
        "day": day,
    }
    return Row(key, cells)
