"""Triage: every open thing in one list, found by a typed query, marked and changed in bulk."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.worker import Worker

from store import calendars, open_work
from store.clock import show_date
from store.open_work import Counts, KeyList
from store.open_work import Row as OpenRow
from store.wording import say
from tui.actions import offer
from tui.glyphs import glyph
from tui.screens.reading import ReadingPage
from tui.screens.triage_detail import detail, show_detail
from tui.screens.triage_looking import Looking
from tui.screens.triage_query import TriageQuery
from tui.screens.triage_reading import Behind, Listed, listed
from tui.screens.triage_rows import columns_named, opened, row_of, short_ref
from tui.widgets.columns import Column, Heading
from tui.widgets.ledger import Ledger
from tui.widgets.lines import Line, Piece, spaced
from tui.widgets.long_list import LongList
from tui.widgets.panes import Panes
from tui.widgets.record_table import RecordTable

FIRST = 64  # rows read before anything is painted
SOON = 0.02  # seconds until the rest is read on
PAUSE = 0.2  # seconds without a key until what takes long is begun

offer(
    "triage",
    "open",
    "mark",
    "status",
    "owner",
    "due",
    "query",
    "views",
    ("mark_all", "screen_triage.key_mark_all"),
    "sort",
    "export",
    "columns",
    "bulk",
    "mark_invert",
    "mark_like",
    ("next_match", "screen_triage.key_next_marked"),
    ("previous_match", "screen_triage.key_previous_marked"),
    "evidence",
    ("conflicts", "screen_triage.key_decide"),
    ("why", "screen_triage.key_why"),
    "comment",
    ("month", "screen_triage.key_month"),
    "history",
    "copy",
    "refresh_view",
)


class TriageScreen(TriageQuery):
    """The list, its query line, and what explains the line under the cursor."""

    place = "triage"
    mode = "triage"
    AUTO_FOCUS = "#open"
    DEFAULT_CSS: ClassVar[str] = "TriageScreen.-tall Panes { margin-top: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.numbers: KeyList | None = None
        self.counts: Counts | None = None
        self._behind: Behind | None = None
        self._pending: Callable[[], Listed] | None = None
        self._outside: tuple[object, ...] = ()
        self._not_here = 0
        self._table = LongList(self._columns(), header=Heading("", labels=True), id="open")
        self._table.least_flexible = 24
        self._table.follow = self._follow
        self._detail = Ledger(id="detail")
        self._panes = Panes(self._table, self._detail, share=75, narrow="below", below_rows=4)
        self._keys_for: object = None

    def body(self) -> ComposeResult:
        yield self._line
        yield self._panes

    @property
    def table(self) -> LongList:
        return self._table

    def on_mount(self) -> None:
        # The query line stands right under the header, in a tall window as well.
        self.query_one("#body").styles.padding = 0
        super().on_mount()

    # The list ----------------------------------------------------------------------------------

    def refresh_records(self) -> None:
        self._ask(from_top=self.numbers is None, before=self._cursor_row())

    def _cursor_row(self) -> OpenRow | None:
        n = self.table.cursor_number
        return None if n is None else open_work.page(self.journal, [n])[0]

    def _ask(self, *, from_top: bool, before: OpenRow | None = None) -> None:
        """Ask the store for the list: its first rows now, the rest between keys. An order for
        which every row is read is asked for on the other thread, and what stood there stays."""
        looking = self.looking
        here = None if from_top else self.table.cursor_number
        question = partial(listed, self.journal, looking, FIRST, here)
        self._pending = None
        self.workers.cancel_group(self, "asking")
        if not open_work.reads_through(
            looking.sort, descending=looking.descending, group=looking.group
        ):
            self._show_list(question(), from_top, before)
            return

        async def asking() -> None:
            found = await self._aside().ask(question)
            if self._shown() and self._pending is question:
                self._show_list(found, from_top, before)
                self.facts_changed()

        self._pending = question
        self._say_count()
        self._asking: Worker[None] = self.run_worker(asking, group="asking", exclusive=True)

    def _show_list(self, found: Listed, from_top: bool, before: OpenRow | None) -> None:
        journal = self.journal
        self._pending = None
        self.numbers = found.numbers
        self.table.empty = self._nothing()
        self.table.show_numbers(
            found.numbers,
            [Heading(group.title, group.count) for group in found.groups],
            partial(open_work.page, journal),
            partial(row_of, today=journal.today(), calendar=calendars.working_days(journal)),
            from_top=from_top,
        )
        self._say_count()
        self._read_on(PAUSE if self._line.typing else SOON)
        if self.table.missed is not None and before is not None:
            # Where it stood the next one stands now: say so, or a key would hit the wrong row.
            gone = open_work.page(journal, [before.n])[0]
            said = say("screen_triage.no_longer", ref=short_ref(gone or before))
            self.planreview.last_told = [(said, "dim")]

    def _aside(self) -> Behind:
        if self._behind is None:
            self._behind = Behind(self.journal)
        return self._behind

    def _read_on(self, after: float) -> None:
        """Read the rest of the list and count, on the other thread, after a pause in the typing."""
        numbers, query = self.numbers, self.looking.query
        if numbers is None:
            return

        async def reading() -> None:
            await self._read_rest(numbers, query, after)

        self._reading: Worker[None] = self.run_worker(reading, group="reading", exclusive=True)

    async def _read_rest(self, numbers: KeyList, query: str, after: float) -> None:
        await asyncio.sleep(after)
        if not numbers.complete:
            whole = await self._aside().ask(numbers.whole)
            if not self._shown():
                return
            if not numbers.complete:  # a key that needs all of it may have read it meanwhile
                numbers.take(whole)
            self.table.grown()
            self._say_count()
        counts = await self._aside().ask(partial(open_work.counts, self.journal, query))
        if not self._shown():
            return
        self.counts = counts
        self.table.empty = self._nothing()
        if not self.table.lines:
            self.table.refresh()
        self._say_count()
        self.facts_changed()

    def _shown(self) -> bool:
        """Whether there is still a screen to say it on: the program may be leaving."""
        return self._stands and bool(self.app.screen_stack)

    def on_unmount(self) -> None:
        if self._behind is not None:
            self._behind.end()
            self._behind = None

    def whole_list(self) -> Sequence[int]:
        if self._pending is not None:  # what is marked or exported is what was asked for
            self._show_list(self._pending(), False, None)
        return self.numbers.rest().numbers if self.numbers is not None else array("q")

    def _nothing(self) -> list[Line]:
        query = self.looking.query
        if not query:
            return [
                [(say("screen_triage.empty"), "bold")],
                [(say("screen_triage.empty_hint"), "dim")],
            ]
        line: list[Piece] = [(say("screen_triage.nothing_matches", query=query), "text")]
        back: list[Piece] = [("esc", "bold accent"), (" ", "text")]
        total = self.counts.total if self.counts else None
        words = (
            say("screen_triage.comes_back", count=total)
            if total is not None
            else say("screen_triage.all_come_back")
        )
        return [line, [*back, (words, "dim")]]

    # Detail ------------------------------------------------------------------------------------

    def row_here(self) -> OpenRow | None:
        row: OpenRow | None = self.table.record_here
        return row

    def _explain(self) -> None:
        if self._stands and self._detail.display:
            beside = self._panes.side_by_side
            show_detail(self.journal, self._detail, self.row_here(), beside)

    def arranged(self) -> None:
        size = self.app.size
        # Four lines of detail cost the list too much in a small window; `w` shows them.
        small = size.width < 72 or size.height < 20
        self._panes.narrow = "first" if small else "below"
        self.call_after_refresh(self._explain)

    def _follow(self) -> None:
        """The cursor came to another record."""
        self._explain()
        row = self.row_here()
        keys = (row.kind, row.fields, row.conflict) if row is not None else None
        if keys != self._keys_for:
            self._keys_for = keys
            self.keys_changed()

    def on_record_table_row_opened(self, event: RecordTable.RowOpened) -> None:
        row = self.row_here()
        if row is None:
            return
        self.planreview.open_record(*opened(row))

    def action_conflicts(self) -> None:
        row = self.row_here()
        if row is not None:
            self.planreview.open_record("conflict", row.id)

    def action_why(self) -> None:
        row = self.row_here()
        if row is not None:
            page = ReadingPage("triage", detail(self.journal, row), short_ref(row))
            self.app.push_screen(page)

    def record_here(self) -> str | None:
        row = self.row_here()
        return row.id if row is not None else None

    def reference_here(self) -> str | None:
        row = self.row_here()
        return row.ref if row is not None else None

    def show_record(self, kind: str, record_id: str) -> bool:
        if kind == "query":
            self._look(replace(self.looking, query=record_id), from_top=True)
            self._line.put(record_id)
            return True
        n = open_work.number_of(self.journal, record_id)
        if n is None:
            return False
        self.whole_list()
        self.table.grown()
        return self.table.move_to(str(n))

    # The query ---------------------------------------------------------------------------------

    def back(self) -> bool:
        if self._line.typing and (self._line.text or self.wrong):
            self._clear_query()
            self.table.focus()
        elif self._line.typing:
            self.table.focus()
        elif self.looking.query:
            self._clear_query()
        elif self.table.marks:
            self.table.mark_numbers(set())
            self.facts_changed()
        else:
            return False
        return True

    def steps_back(self) -> bool:
        marked = bool(self.table.marks)
        return self._line.typing or bool(self.looking.query) or marked or super().steps_back()

    def _clear_query(self) -> None:
        self._line.input.remember()
        self._look(replace(self.looking, query=""), from_top=not self.table.lines)

    # How it is looked at -----------------------------------------------------------------------

    def _look(self, looking: Looking, *, from_top: bool) -> None:
        self.looking = looking
        self.table.use_columns(self._columns())
        self._put_query()
        self._ask(from_top=from_top)
        self.facts_changed()

    async def action_sort(self) -> None:
        from tui.screens import triage_views

        found = await triage_views.ask_order(self, self.looking)
        if found is not None:
            self._look(found, from_top=True)

    def _columns(self) -> tuple[Column, ...]:
        looking = self.looking
        return columns_named(looking.columns, sort=looking.sort, descending=looking.descending)

    def sort_by(self, column: str) -> None:
        """Sort by a column; the order it has already turns round."""
        now = self.looking
        turned = not now.descending if column == now.sort else False
        self._look(replace(now, sort=column, descending=turned), from_top=True)

    def on_record_table_label_clicked(self, event: RecordTable.LabelClicked) -> None:
        self.sort_by(open_work.SORTED_AS.get(event.column, event.column))

    async def action_month(self) -> None:
        """A day of the month: the cursor goes to what is due then, or next after it."""
        from tui.dialogs.month import MonthSheet

        journal, row = self.journal, self.row_here()
        today = journal.today()
        start = row.due if row is not None and row.due is not None else today
        days = calendars.working_days(journal)
        day = await self.ask(MonthSheet(say("screen_triage.ask_day"), start, today, days))
        if day is None:
            return
        if (self.looking.sort, self.looking.descending) != ("due", False) or self.looking.group:
            self._look(
                replace(self.looking, sort="due", descending=False, group=None), from_top=True
            )
        query = self.looking.query
        bound = f"due>={day.isoformat()}"
        found = open_work.ids(journal, f"({query}) {bound}" if query else bound, first=1)
        if not len(found):
            self.refuse(say("screen_triage.none_from", day=show_date(day, today=today)))
            return
        self.whole_list()
        self.table.grown()
        self.table.move_to(str(found[0]))

    async def action_columns(self) -> None:
        from tui.screens import triage_views

        chosen = await self.ask(triage_views.ColumnsDialog(self.looking.columns))
        if chosen:
            self._look(replace(self.looking, columns=chosen), from_top=False)

    async def action_views(self) -> None:
        from tui.screens import triage_views

        found = await triage_views.ask_view(self, self.looking)
        if found is not None:
            self._look(found, from_top=True)

    def query_text(self) -> str:
        return self.looking.query

    def shown_columns(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.table.columns)

    # Status line -------------------------------------------------------------------------------

    def _so_many(self) -> str:
        """`30 of 412`; with a sign for more while the list is still being read."""
        numbers = self.numbers
        if self._pending is not None:
            return say("screen_triage.sorting")
        if numbers is None:
            return ""
        shown = str(len(numbers)) + ("" if numbers.complete else "+")
        if not numbers.complete and self.counts is not None:
            shown = str(self.counts.matching)
        if self.counts is None or not self.looking.query:
            return shown
        return say("frame.so_many_of", done=shown, total=self.counts.total)

    def _say_count(self) -> None:
        self._line.say_count([(f" {self._so_many()}", "dim")])

    def facts(self) -> Line:
        if self._line.typing:
            return self.typing_facts()
        looking = self.looking
        arrow = glyph("down" if looking.descending else "up")
        column = say(f"screen_triage.column_{looking.sort}").lower()
        long = "sorted_by" if self.wide else "sorted_short"
        view: Line | str = ""
        if looking.view is not None:
            said = "view_changed" if looking.changed else "view"
            view = [(say(f"screen_triage.{said}", name=looking.view.name), "dim")]
        wrong: Line | str = ""
        if self.counts is not None and self.counts.overdue:
            wrong = [(say("screen_triage.overdue", count=self.counts.overdue), "red")]
        return spaced(
            [
                self._marks_words(),
                self._so_many() if self.table.lines else "",
                wrong,
                [(say(f"screen_triage.{long}", column=column, arrow=arrow), "dim")],
                [(say(f"screen_triage.by_{looking.group}"), "dim")] if looking.group else "",
                view,
            ]
        )

    def _marks_words(self) -> Line:
        marks = self.table.marks
        if not marks or self.numbers is None:
            return []
        words: list[Piece] = [(say("screen_triage.marked", count=len(marks)), "bold accent")]
        outside = self._marks_outside()
        if outside and self.wide:
            words.append((say("screen_triage.not_in_list", count=outside), "dim"))
        elif outside:
            words.append((say("screen_triage.not_in_list_short", count=outside), "dim"))
        return words

    def _marks_outside(self) -> int:
        """How many marks stand on rows this list does not hold; counted once for each list."""
        if self.numbers is None or not self.numbers.complete:
            return 0
        key = (id(self.numbers), id(self.table.marks))
        if self._outside != key:
            self._not_here = len(self.table.marks.difference(self.numbers.numbers))
            self._outside = key
        return self._not_here
