"""The calendar: a month or a fortnight of reviews and duties, by IRO or team; printed, exported."""

from __future__ import annotations

from datetime import date, timedelta

from textual.app import ComposeResult
from textual.containers import Vertical

from store import calendars, children, diary
from store.clock import Urgency, add_months, distance, show_date, urgency
from store.codes import Role
from store.diary import EVERYONE, PAPER, Day, Diary, Event, Whose
from store.errors import Refused
from store.wording import plain, say
from tui.actions import Action, offer
from tui.dialogs.ask import AskDate, AskText
from tui.dialogs.choose import Choice, ChooseOne
from tui.glyphs import clock_piece, glyph, urgency_piece
from tui.screens.child_sections import duty_items
from tui.screens.diary_month import MonthGrid
from tui.screens.open_duty import open_duty
from tui.screens.steps import step_items
from tui.typed_path import typed_path
from tui.widgets.columns import Cell, Column, Heading, Row
from tui.widgets.frame import Frame
from tui.widgets.ledger import Entry, Fact, Gap, Ledger, Pair, Title, Words
from tui.widgets.lines import Line, Piece, spaced
from tui.widgets.panes import Panes
from tui.widgets.record_table import RecordTable


def _walk(name: str, keys: tuple[str, ...], words: str) -> Action:
    """Back and on by one span share a line of the help."""
    return Action(name, "move", keys, label=words, row=words, footer=False)


offer(
    "diary",
    ("open", "screen_diary.key_open"),
    ("month", "screen_diary.key_view"),
    ("owner", "screen_diary.key_whose"),
    ("due", "screen_diary.key_day"),
    ("export", "screen_diary.key_export"),
    _walk("previous_day", ("left",), "screen_diary.row_days"),
    _walk("next_day", ("right",), "screen_diary.row_days"),
    _walk("previous_week", ("up", "k"), "screen_diary.row_weeks"),
    _walk("next_week", ("down", "j"), "screen_diary.row_weeks"),
    _walk("previous_span", ("pageup", "["), "screen_diary.row_spans"),
    _walk("next_span", ("pagedown", "]"), "screen_diary.row_spans"),
    Action("this_day", "move", ("home",), footer=False, label="screen_diary.key_today"),
    "copy",
    Action("refresh_view", "see", ("r",), footer=False),
)

COLUMNS = (
    Column("ref", width=8, gap=1),
    Column("kind", width=12, drop=2, style="dim"),
    Column("what"),
    Column("who", say("screen_diary.who"), width=10, drop=1, style="dim"),
    Column("clock", say("screen_diary.clock"), width=10, align="right"),
)


class DiaryScreen(Frame):
    """Month or fortnight around one day; `esc` goes back to where it was opened."""

    place = "diary"

    def __init__(self, mode: str) -> None:
        self.mode = mode  # type: ignore[misc]
        super().__init__()
        self.month_shown = True
        self.at = date.min
        self.whose: Whose | None = None
        self.found: Diary | None = None

    def body(self) -> ComposeResult:
        left = Vertical(
            MonthGrid(id="month"), RecordTable(COLUMNS, id="fortnight", least_flexible=34)
        )
        yield Panes(left, Ledger(id="day"), share=73)

    def on_mount(self) -> None:
        super().on_mount()
        self._focus()

    def refresh_records(self) -> None:
        today = self.journal.today()
        if self.whose is None:
            self.at, self.whose = today, self._own()
        span = diary.month_of(self.at) if self.month_shown else diary.fortnight_of(self.at)
        self.found = diary.diary(self.journal, *span, self.whose)
        grid, table = self.query_one(MonthGrid), self.query_one("#fortnight", RecordTable)
        grid.display, table.display = self.month_shown, not self.month_shown
        if self.month_shown:
            grid.show(self._title(), self.found, self.at, today)
        else:
            table.header_line = Heading(self._words(), labels=True)
            table.empty = [[(say("screen_diary.nothing", whose=self.whose.words), "bold")]]
            table.show_rows(self._rows(self.found))
        self._explain()

    def _own(self) -> Whose:
        """One's own days to begin with: an IRO's caseload; everybody's for anyone else."""
        author = self.journal.author
        iros, _ = diary.people_with_days(self.journal)
        names = {name.casefold(): name for name in iros}
        if author.role == Role.IRO and author.person.casefold() in names:
            return Whose(iro=names[author.person.casefold()])
        return EVERYONE

    def _focus(self) -> None:
        if self.month_shown:
            self.query_one(MonthGrid).focus()
        else:
            self.query_one("#fortnight", RecordTable).focus()

    def _words(self) -> str:
        return "" if self.found is None else diary.span_words(self.found)

    def _title(self) -> Line:
        whose = self.whose.words if self.whose else ""
        return [(f" {self._words()}", "bold accent"), (f"  {whose}", "dim")]

    # The fortnight ------------------------------------------------------------------------------

    def _rows(self, found: Diary) -> list[Row | Heading]:
        rows: list[Row | Heading] = []
        for day in found.days:
            if day.events:
                rows.append(Heading(self._day_words(day), len(day.events), right=day.holiday or ""))
                rows += [self._row(event) for event in day.events]
        return rows

    def _day_words(self, day: Day) -> str:
        return show_date(day.on, today=self.journal.today())

    def _row(self, event: Event) -> Row:
        today, calendar = self.journal.today(), calendars.working_days(self.journal)
        clock: Cell = (say("screen_diary.done"), "dim")
        sign: Piece = (glyph("right"), "dim")
        if not event.done:
            hurry = urgency(event.on, today, calendar)
            clock = clock_piece(distance(event.on, today, calendar), hurry)
            sign = urgency_piece(hurry)
        cells: dict[str, Cell] = {
            "ref": event.ref,
            "kind": (kind_words(event), "dim"),
            "what": plain(event.what),
            "who": (event.owner or "", "dim"),
            "clock": clock,
        }
        return Row(event.key, cells, glyph=sign, dim=event.done)

    def event_here(self) -> Event | None:
        """The line under the cursor of the fortnight."""
        if self.month_shown or self.found is None:
            return None
        key = self.query_one("#fortnight", RecordTable).cursor_id
        return next((event for event in self.found.events if event.key == key), None)

    def on_record_table_row_highlighted(self, event: RecordTable.RowHighlighted) -> None:
        here = self.event_here()
        if here is not None:
            self.at = here.on
        self._explain()
        self.facts_changed()

    def on_record_table_row_opened(self, event: RecordTable.RowOpened) -> None:
        here = self.event_here()
        if here is not None:
            self._open(here)

    def _open(self, event: Event) -> None:
        if event.duty is not None:
            open_duty(self, event.duty)
        elif event.child_id is not None:
            from tui.screens.child import ChildScreen

            self.app.push_screen(ChildScreen(event.child_id, event.record))

    # The pane -----------------------------------------------------------------------------------

    def _explain(self) -> None:
        event, ledger = self.event_here(), self.query_one("#day", Ledger)
        if event is not None:
            ledger.show(self._event_items(event))
        elif self.found is not None and self.found.first <= self.at <= self.found.last:
            ledger.show(self._day_items(self.found.day(self.at)))

    def _event_items(self, event: Event) -> list[Entry]:
        """One line of the fortnight, with the reason for its day."""
        today = self.journal.today()
        if event.duty is not None:
            return [*duty_items(event.duty, today), *self._sums()]
        items: list[Entry] = [
            Title(plain(event.what)),
            Fact([(event.ref, "dim")], event.owner or ""),
        ]
        child = children.child(self.journal, event.child_id or "")
        if child is not None and child.next is not None and event.kind != PAPER and not event.done:
            items.append(Gap())
            items += step_items(child.next.steps, today)
        return [*items, *self._sums()]

    def _day_items(self, day: Day) -> list[Entry]:
        today, calendar = self.journal.today(), calendars.working_days(self.journal)
        away = distance(day.on, today, calendar)
        items: list[Entry] = [Title(self._day_words(day), right=[(away, "dim")])]
        if day.holiday:
            items.append(Words(day.holiday, "dim"))
        if not day.events:
            items.append(Words(say("screen_diary.nothing_here"), "dim"))
        for event in day.events:
            late = day.on < today and not event.done
            hurry = Urgency.LATE if late else Urgency.LATER
            sign = (glyph("right"), "dim") if event.done else urgency_piece(hurry)
            left: Line = [sign, (f" {event.ref}", "bold"), (f"  {kind_words(event)}", "dim")]
            items += [Gap(), Pair(left, "")]
            items.append(
                Words(plain(event.what), "dim" if event.done else "text", indent=2, most=3)
            )
            if event.owner:
                items.append(Words(event.owner, "dim", indent=2))
        return [*items, *self._sums()]

    def _sums(self) -> list[Entry]:
        """How much stands in these days, and how much of it is late."""
        today = self.journal.today()
        open_ones = [event for event in self.found.events if not event.done] if self.found else []
        late_ones = [event for event in open_ones if event.on < today]
        late: Piece = (str(len(late_ones)), "red" if late_ones else "dim")
        return [
            Gap(always=True),
            Title(self._words()),
            Fact([(say("screen_diary.to_do"), "dim")], str(len(open_ones))),
            Fact([(say("screen_diary.late_ones"), "dim")], [late]),
        ]

    def facts(self) -> Line:
        if self.found is None:
            return []
        here = self.found.day(self.at) if self.found.first <= self.at <= self.found.last else None
        count = len(here.events) if here else 0
        on = show_date(self.at, today=self.journal.today())
        key = "screen_diary.on_day_one" if count == 1 else "screen_diary.on_day"
        said = say(key, day=on) if count == 1 else say(key, day=on, count=count)
        holiday = here.holiday if here and here.holiday else ""
        whose = self.whose.words if self.whose else ""
        return spaced([[(said, "bold")], [(holiday, "amber")] if holiday else "", [(whose, "dim")]])

    def record_here(self) -> str | None:
        event = self.event_here()
        return event.record if event else None

    def reference_here(self) -> str | None:
        event = self.event_here()
        return event.ref if event else None

    def why_not(self, action: str) -> str | None:
        if action == "open" and not self.month_shown and self.event_here() is None:
            return say("screen_diary.no_line")
        if action == "copy" and self.event_here() is None:
            return say("screen_diary.no_line")
        return None

    # Keys ---------------------------------------------------------------------------------------

    def on_month_grid_day_clicked(self, event: MonthGrid.DayClicked) -> None:
        self._go(event.on)
        if event.twice:
            self.action_open()

    def _go(self, on: date) -> None:
        """Put the day in hand; the month or fortnight is read again only when it is another."""
        if not date.min.year + 1 < on.year < date.max.year - 1:
            return
        before, self.at = self.at, on
        found = self.found
        if self.month_shown and found is not None and before.month == on.month:
            self.query_one(MonthGrid).show(self._title(), found, on, self.journal.today())
            self._explain()
            self.facts_changed()
        else:
            self.read_again()
            self._to_line()

    def _to_line(self) -> None:
        """In the fortnight the cursor goes to the first line of the day, or after it."""
        if self.month_shown or self.found is None:
            return
        at = self.at
        after = next((event for event in self.found.events if event.on >= at), None)
        if after is not None:
            self.query_one("#fortnight", RecordTable).move_to(after.key)

    def action_open(self) -> None:
        """From the month to the lines around its day."""
        if self.month_shown:
            self.action_month()

    def action_month(self) -> None:
        """Change between the month and the fortnight around the same day."""
        self.month_shown = not self.month_shown
        self.read_again()
        self._focus()
        self._to_line()

    def back(self) -> bool:
        if not self.month_shown:
            self.action_month()
            return True
        return False

    def action_previous_day(self) -> None:
        self._go(self.at - timedelta(days=1 if self.month_shown else 14))

    def action_next_day(self) -> None:
        self._go(self.at + timedelta(days=1 if self.month_shown else 14))

    def action_previous_week(self) -> None:
        self._go(self.at - timedelta(days=7))

    def action_next_week(self) -> None:
        self._go(self.at + timedelta(days=7))

    def action_previous_span(self) -> None:
        self._go(add_months(self.at, -1) if self.month_shown else self.at - timedelta(days=14))

    def action_next_span(self) -> None:
        self._go(add_months(self.at, 1) if self.month_shown else self.at + timedelta(days=14))

    def action_this_day(self) -> None:
        """Back to today."""
        self._go(self.journal.today())

    async def action_due(self) -> None:
        """Go to a day that is typed."""
        answer = await self.ask(AskDate(say("screen_diary.ask_day"), self.at, empty=False))
        if answer is not None and answer.on is not None:
            self._go(answer.on)

    async def action_owner(self) -> None:
        """Choose whose days are shown."""
        iros, teams = diary.people_with_days(self.journal)
        every = [EVERYONE, *(Whose(iro=name) for name in iros), *(Whose(team=t) for t in teams)]
        keys = "1234567890"
        choices = [
            Choice(keys[at] if at < len(keys) else "", plain(one.words), one)
            for at, one in enumerate(every)
        ]
        chosen = await self.ask(ChooseOne(say("screen_diary.ask_whose"), choices, value=self.whose))
        if chosen is not None:
            self.whose = chosen
            self.read_again()

    async def action_export(self) -> None:
        """Write the days shown to a file."""
        if self.found is None:
            return
        begun = f"calendar-{self.at:%Y-%m}.html"
        text = await self.ask(
            AskText(
                say("screen_diary.ask_export"),
                begun,
                hint=say("screen_diary.ask_export_hint"),
                check=_path_problem,
            )
        )
        if not text:
            return
        path = diary.write(self.journal, self.found, typed_path(text))
        self.toast(say("screen_diary.exported", path=plain(str(path))))


def kind_words(event: Event) -> str:
    """What sort of thing it is, in a word."""
    if event.is_review:
        return say("screen_diary.review")
    return say("screen_diary.paper" if event.kind == PAPER else f"today.kind_{event.kind}")


def _path_problem(text: str) -> str | None:
    try:
        path = typed_path(text)
    except Refused as refused:
        return refused.sentence
    if path.suffix.casefold() not in (".ics", ".html", ".md", ".txt"):
        return say("screen_diary.export_suffix")
    return say("screen_diary.export_exists") if path.exists() else None
