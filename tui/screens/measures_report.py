"""A report previewed: its tables one under the other, the cursor on a number, enter its records."""

from __future__ import annotations

from textual.app import ComposeResult

from store.measures import Span
from store.reports import Audience, Cell, Form, Report, Shown, held_back, kind_of, report
from store.wording import say
from tui.actions import Action, offer
from tui.screens.measures_changes import SPAN_KEYS, ask_span, write_file
from tui.screens.measures_figures import figure_tables
from tui.screens.measures_query import MeasuresQuery
from tui.screens.measures_records import RecordsScreen, groups_of_cell
from tui.screens.reading import ReadingPage
from tui.widgets.figure_sheet import FigureSheet
from tui.widgets.ledger import Entry, Fact, Gap, Ledger, Title, Words
from tui.widgets.lines import Line, spaced
from tui.widgets.panes import Panes

offer(
    "report",
    ("open", "screen_measures.key_records"),
    *SPAN_KEYS,
    ("export", "screen_measures.key_write"),
    Action("outside", "here", ("p",), label="screen_measures.key_outside"),
    ("query", "screen_measures.key_query"),
    ("why", "screen_measures.key_definition"),
    Action("refresh_view", "see", ("r",), footer=False),
)


class ReportScreen(MeasuresQuery):
    """One report over some days, for readers inside unless the outside view is asked for."""

    place = "report"
    mode = "measures"
    AUTO_FOCUS = "#figures"

    def __init__(self, name: str, span: Span, query: str = "") -> None:
        super().__init__(query)
        self.name_of = name
        self.span = span
        self.audience = Audience.INSIDE
        self.report: Report | None = None

    def body(self) -> ComposeResult:
        yield self.line
        yield Panes(FigureSheet(id="figures"), Ledger(id="about"), share=74)

    @property
    def _sheet(self) -> FigureSheet:
        return self.query_one("#figures", FigureSheet)

    def refresh_records(self) -> None:
        if self.asked:
            self.audience = Audience.INSIDE
        self.report = report(self.journal, self.name_of, self.span, self.audience, self.asked)
        self.narrowing = self.report.narrowing
        self.say_count()
        self._sheet.show(figure_tables(self.report))
        if self.focused is None:
            self._sheet.focus()
        self._explain()

    # What is shown -----------------------------------------------------------------------------

    def _here(self) -> tuple[str, Cell] | None:
        """The figure under the cursor with what it is called."""
        at = self._sheet.at
        if self.report is None or at is None:
            return None
        table = self.report.tables[at[0]]
        row = table.rows[at[1]]
        return f"{row.label}: {table.columns[at[2]]}", row.cells[at[2]]

    def _explain(self) -> None:
        self.query_one("#about", Ledger).show(self._about())

    def _about(self) -> list[Entry]:
        if self.report is None:
            return []
        items: list[Entry] = [
            Title(kind_of(self.name_of).short),
            Words(self.report.span.words),
            Words(self.report.as_known, "dim"),
            Words(self.report.audience.words, "dim"),
        ]
        if self.audience is Audience.OUTSIDE:
            items += [Gap(), Words(say("screen_measures.outside_words"), "dim")]
            count = held_back(self.report)
            key = "screen_measures.held_one" if count == 1 else "screen_measures.held"
            items.append(Words(say(key, count=count), "dim"))
        if self.report.narrowing is not None:
            items.append(Words(self.report.narrowing.words, "bold accent"))
        items += [Words(note, "amber") for note in self.report.notes]
        here = self._here()
        if here is not None:
            what, cell = here
            items += [Gap(), Words(what, "bold"), Fact(cell.text, self._records_words(cell))]
        at = self._sheet.at
        if at is not None:
            for title, definition in self.report.tables[at[0]].definitions:
                items += [Gap(), Words(title, "bold"), Words(definition, "dim")]
        return items

    def _records_words(self, cell: Cell) -> str:
        if cell.form is Form.PERCENT and cell.of:
            counts = {"counted": len(cell.records), "of": len(cell.of)}
            return say("screen_measures.out_of", **counts)
        count = len(cell.records)
        if not count:
            return ""
        if count == 1:
            return say("screen_measures.record_one")
        return say("screen_measures.records_count", count=count)

    def on_figure_sheet_moved(self, event: FigureSheet.Moved) -> None:
        self._explain()
        self.facts_changed()

    def facts(self) -> Line:
        if self.line.typing:
            return self.typing_facts()
        if self.report is None:
            return []
        here = self._here()
        audience = say(f"screen_measures.audience_{self.audience.value}")
        parts: list[Line | str] = [
            [(self.report.span.name, "bold")],
            self.narrowed_words(),
            [(audience, "amber" if self.audience is Audience.OUTSIDE else "dim")],
        ]
        if here is not None:
            parts += [[(here[0], "text")], [(self._records_words(here[1]), "dim")]]
        return spaced(parts)

    def why_not(self, action: str) -> str | None:
        if action == "outside" and self.asked:
            return say("screen_measures.narrowed_inside")
        here = self._here()
        if action == "open":
            return None if here is None else self._no_records(here[1])
        return None

    def _no_records(self, cell: Cell) -> str | None:
        """Why no records can be listed behind a figure; None where they can."""
        if cell.records or cell.of:
            return None
        if self.audience is Audience.OUTSIDE:
            return say("screen_measures.outside_behind")
        if cell.form is Form.WORDS or cell.shown is not Shown.EXACT:
            return say("screen_measures.words_behind")
        return say("screen_measures.nothing_behind")

    # Keys ----------------------------------------------------------------------------------------

    def on_figure_sheet_taken(self, event: FigureSheet.Taken) -> None:
        here = self._here()
        if here is None:
            return
        what, cell = here
        reason = self._no_records(cell)
        if reason is not None:
            self.refuse(reason)
            return
        self.app.push_screen(RecordsScreen(what, groups_of_cell(cell)))

    def action_open(self) -> None:
        """List the records behind the figure under the cursor."""
        self._sheet.action_take()

    def action_outside(self) -> None:
        """Show the report as readers outside get it, or back."""
        outside = self.audience is Audience.OUTSIDE
        self.audience = Audience.INSIDE if outside else Audience.OUTSIDE
        self.read_again()

    async def action_span(self) -> None:
        """Ask for other days."""
        span = await ask_span(self, self.span)
        if span is not None:
            self._over(span)

    def action_earlier(self) -> None:
        """The span before."""
        self._over(self.span.earlier())

    def action_later(self) -> None:
        """The span after."""
        self._over(self.span.later())

    def _over(self, span: Span) -> None:
        self.span = span
        self.read_again()

    async def action_export(self) -> None:
        """Write the report to a file."""
        await write_file(self, self.name_of, self.span, self.asked)

    def action_why(self) -> None:
        """Show what the figure counts on a page of its own."""
        self.app.push_screen(ReadingPage("measures", self._about()))
