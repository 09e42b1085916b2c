"""Measures: the reports the service owes, and every measure live, each walked back by enter."""

from __future__ import annotations

from textual.app import ComposeResult

from store.clock import show_date
from store.measures import LIVE, Facts, Measured, Span, is_recorded, last_quarter, limit_words
from store.reports import REPORTS, narrowed
from store.wording import say
from tui.actions import Action, offer
from tui.screens.measures_changes import SPAN_KEYS, ask_span, write_file
from tui.screens.measures_query import MeasuresQuery
from tui.screens.measures_records import RecordsScreen, groups_of_measure
from tui.screens.measures_report import ReportScreen
from tui.screens.reading import ReadingPage
from tui.widgets.columns import Cell, Column, Heading, Row
from tui.widgets.ledger import Entry, Fact, Gap, Ledger, Title, Words
from tui.widgets.lines import Line, spaced, wrapped
from tui.widgets.panes import Panes
from tui.widgets.record_table import RecordTable

offer(
    "measures",
    ("open", "screen_measures.key_preview"),
    *SPAN_KEYS,
    ("export", "screen_measures.key_write"),
    ("query", "screen_measures.key_query"),
    ("why", "screen_measures.key_definition"),
    Action("refresh_view", "see", ("r",), footer=False),
)

COLUMNS = (
    Column("what"),
    Column("counted", say("screen_measures.column_counted"), 8, align="right"),
    Column("of", say("screen_measures.column_of"), 8, align="right"),
    Column("percent", say("screen_measures.column_percent"), 6, align="right", strong=True),
)
EARLIER = 4


class MeasuresScreen(MeasuresQuery):
    """Reports, then the measures over the days chosen; what one counts stands beside it."""

    place = "measures"
    mode = "measures"
    AUTO_FOCUS = "#list"

    def __init__(self) -> None:
        super().__init__()
        self.span: Span | None = None
        self._facts: Facts | None = None
        self._measured: dict[str, Measured] = {}
        self._readings: dict[str, list[tuple[Span, Measured]]] = {}

    def body(self) -> ComposeResult:
        yield self.line
        yield Panes(RecordTable(COLUMNS, indent=2, id="list"), Ledger(id="about"), share=70)

    @property
    def _table(self) -> RecordTable:
        return self.query_one("#list", RecordTable)

    # What is shown -----------------------------------------------------------------------------

    def refresh_records(self) -> None:
        facts, self.narrowing = narrowed(self.journal, self.asked)
        if self.span is None:
            self.span = last_quarter(facts.today)
        self._facts = facts
        self._measured, self._readings = {}, {}
        self._table.empty = _empty_lines(self.size.width)
        if self.narrowing is None and not facts.children and not facts.areas:
            self._table.show_rows([])
            self._explain()
            return
        rows: list[Row | Heading] = [Heading(say("screen_measures.reports"), len(REPORTS))]
        rows += [
            Row(f"report {kind.name}", _report_cells(kind.short, kind.usual(facts.today)))
            for kind in REPORTS.values()
        ]
        title = f"{say('screen_measures.measures')}  {self.span.words}"
        self.say_count()
        rows.append(Heading(title, labels=True))
        known = [key for key in LIVE if is_recorded(facts, key)]
        rows += [self._measure_row(facts, key, self.span) for key in known]
        unknown = [key for key in LIVE if key not in known]
        if unknown:
            rows.append(Heading(say("screen_measures.not_recorded"), len(unknown)))
        for key in unknown:
            rows.append(Row(f"measure {key}", {"what": say(f"measures.title_{key}")}, dim=True))
        self._table.show_rows(rows)
        self._explain()

    def _measure_row(self, facts: Facts, key: str, span: Span) -> Row:
        measured = self._measured[key] = LIVE[key](facts, span)
        cells: dict[str, Cell] = {
            "what": measured.title,
            "counted": str(len(measured.counted)),
            "of": (str(len(measured.of)), "dim"),
            "percent": _percent(measured),
        }
        return Row(f"measure {key}", cells)

    def _under_cursor(self) -> tuple[str, str]:
        """What kind of row the cursor is on (report or measure) and which."""
        kind, _, name = (self._table.cursor_id or "").partition(" ")
        return kind, name

    def _explain(self) -> None:
        self.query_one("#about", Ledger).show(self._about())

    def _about(self) -> list[Entry]:
        kind, name = self._under_cursor()
        if self._facts is None or not kind:
            return []
        today = show_date(self._facts.today, weekday=False)
        if kind == "report":
            of = REPORTS[name]
            span = of.usual(self._facts.today)
            return [
                Title(of.short, span.name),
                Words(of.about),
                Gap(),
                Words(span.words, "dim"),
                Words(say("screen_measures.known_here", day=today), "dim"),
            ]
        items: list[Entry] = [
            Title(say(f"measures.title_{name}")),
            Words(say(f"measures.definition_{name}"), "dim"),
        ]
        limit = limit_words(self._facts, name, self.span) if self.span else ""
        if limit:
            items.append(Words(limit, "dim"))
        measured = self._measured.get(name)
        if measured is None or self.span is None:
            return [*items, Gap(), Words(say("screen_measures.not_recorded"))]
        counts = {"counted": len(measured.counted), "of": len(measured.of)}
        items += [Gap(), Fact(self.span.words, say("screen_measures.out_of", **counts))]
        for group in measured.left_out:
            label = say("screen_measures.left_out", reason=group.words)
            items.append(Fact(label, str(len(group.records)), style="dim"))
        items += [Gap(), Words(say("screen_measures.earlier_readings"), "dim")]
        for span, reading in self._earlier(name, self.span):
            said = say("screen_measures.out_of", counted=len(reading.counted), of=len(reading.of))
            items.append(Fact(span.name, [(f"{said}  ", "dim"), (_percent(reading), "text")]))
        return [*items, Gap(), Words(say("screen_measures.known_here", day=today), "dim")]

    def _earlier(self, key: str, span: Span) -> list[tuple[Span, Measured]]:
        """The measure over the spans before, from the same records."""
        if key not in self._readings and self._facts is not None:
            found = []
            for _ in range(EARLIER):
                span = span.earlier()
                found.append((span, LIVE[key](self._facts, span)))
            self._readings[key] = found
        return self._readings.get(key, [])

    def on_record_table_row_highlighted(self, event: RecordTable.RowHighlighted) -> None:
        self._explain()
        self.facts_changed()

    def facts(self) -> Line:
        if self.line.typing:
            return self.typing_facts()
        if self.span is None or not self._table.cursor_id:
            return []
        many = say("screen_measures.facts_measures", reports=len(REPORTS), measures=len(LIVE))
        unknown = len(LIVE) - len(self._measured)
        key = "screen_measures.unrecorded_one" if unknown == 1 else "screen_measures.unrecorded"
        return spaced(
            [
                [(self.span.name, "bold")],
                self.narrowed_words(),
                [(many, "dim")],
                [(say(key, count=unknown), "dim")] if unknown else "",
            ]
        )

    def why_not(self, action: str) -> str | None:
        kind, name = self._under_cursor()
        if action in ("open", "why", "export") and not kind:
            return say("screen_measures.no_row")
        if action == "open" and kind == "measure" and name not in self._measured:
            return say("reports.not_recorded")
        return None

    # Keys ----------------------------------------------------------------------------------------

    def on_record_table_row_opened(self, event: RecordTable.RowOpened) -> None:
        kind, name = self._under_cursor()
        if kind == "report" and self._facts is not None:
            span = REPORTS[name].usual(self._facts.today)
            self.app.push_screen(ReportScreen(name, span, self.asked))
        elif name in self._measured:
            measured = self._measured[name]
            self.app.push_screen(RecordsScreen(measured.title, groups_of_measure(measured)))
        else:
            self.refuse(say("reports.not_recorded"))

    async def action_span(self) -> None:
        """Ask for other days for the measures."""
        if self.span is not None:
            span = await ask_span(self, self.span)
            if span is not None:
                self._over(span)

    def action_earlier(self) -> None:
        """The measures over the span before."""
        if self.span is not None:
            self._over(self.span.earlier())

    def action_later(self) -> None:
        """The measures over the span after."""
        if self.span is not None:
            self._over(self.span.later())

    def _over(self, span: Span) -> None:
        self.span = span
        self.read_again()

    async def action_export(self) -> None:
        """Write the report under the cursor; on a measure, the quarterly one of its days."""
        kind, name = self._under_cursor()
        if self._facts is None or self.span is None:
            return
        if kind == "report":
            await write_file(self, name, REPORTS[name].usual(self._facts.today), self.asked)
        else:
            await write_file(self, next(iter(REPORTS)), self.span, self.asked)

    def action_why(self) -> None:
        """Show what a row counts on a page of its own."""
        self.app.push_screen(ReadingPage("measures", self._about()))


def _percent(measured: Measured) -> str:
    percent = measured.percent
    return say("reports.nothing_to_measure") if percent is None else f"{percent} %"


def _report_cells(title: str, span: Span) -> dict[str, Cell]:
    return {"what": title, "of": (span.name, "dim")}


def _empty_lines(width: int) -> list[Line]:
    words = wrapped(say("screen_measures.empty_words"), max(20, min(width, 76) - 4))
    return [
        [(say("screen_measures.empty_title"), "bold")],
        [],
        *([(line, "dim")] for line in words),
        [],
        [("3", "bold accent"), (f"  {say('screen_measures.empty_key')}", "text")],
    ]
