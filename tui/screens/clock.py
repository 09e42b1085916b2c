"""The clock: limits, public holidays and school terms, and what changing one of them moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from textual.app import ComposeResult

from store import calendars, education, recounting, rules
from store.clock import REGIONS, Limit, show_date
from store.education import Term
from store.errors import Refused
from store.recounting import Moved, Recounted
from store.wording import say
from tui.actions import offer
from tui.dialogs.ask import AskDate, AskReason, AskText
from tui.dialogs.choose import Choice, ChooseOne
from tui.key_order import drawn
from tui.screens import clock_rows
from tui.screens.clock_rows import COLUMNS, REGION, ClockPage, day_row
from tui.screens.reading import ReadingPage
from tui.widgets.columns import Heading
from tui.widgets.frame import Frame
from tui.widgets.ledger import Entry, Ledger
from tui.widgets.lines import Line, spaced
from tui.widgets.panes import Panes
from tui.widgets.record_table import RecordTable

offer(
    "clock",
    ("edit", "screen_clock.key_edit"),
    ("add", "screen_clock.key_add"),
    ("withdraw", "screen_clock.key_withdraw"),
    "why",
    "history",
    "copy",
    "refresh_view",
)

Given = TypeVar("Given")


class ClockScreen(Frame):
    """Limits by their headings and two years of public holidays; the right pane explains the row,
    or after a change lists the due dates that moved."""

    place = "clock"
    mode = "reviews"

    page: ClockPage | None = None

    def __init__(self) -> None:
        super().__init__()
        self._moved: tuple[Moved, ...] | None = None
        self._moved_at: object = None
        self._moved_row: str | None = None

    def body(self) -> ComposeResult:
        header = Heading(say("screen_clock.title"), labels=True)
        table = RecordTable(COLUMNS, header=header, id="limits", least_flexible=24)
        yield Panes(table, Ledger(id="explained"), share=67)

    @property
    def _table(self) -> RecordTable:
        return self.query_one("#limits", RecordTable)

    # What is shown -----------------------------------------------------------------------------

    def refresh_records(self) -> None:
        if self._moved_at != self.journal.version():
            self._moved = None
        self.page = clock_rows.read_clock(self.journal)
        self._table.show_rows(clock_rows.clock_rows(self.page))
        self._explain()

    def _items(self) -> list[Entry]:
        page, here = self.page, self._table.cursor_id
        if page is None or here is None:
            return []
        limit, holiday = page.limit(here), page.holiday(here)
        if limit is not None:
            return clock_rows.limit_items(limit, page)
        if holiday is not None:
            return clock_rows.holiday_items(holiday, page)
        term = page.term(here)
        if term is not None:
            return clock_rows.term_items(term)
        return clock_rows.region_items(page)

    def _explain(self) -> None:
        items = self._items() if self._moved is None else clock_rows.moved_items(self._moved)
        self.query_one("#explained", Ledger).show(items)

    def on_record_table_row_highlighted(self, event: RecordTable.RowHighlighted) -> None:
        # What moved stays in sight until another row is asked about.
        if self._moved is not None and self._moved_row != event.id:
            self._moved = None
        self._explain()
        self.facts_changed()

    def facts(self) -> Line:
        page = self.page
        if page is None:
            return []
        own = sum(version.local for of in page.book.limits.values() for version in of.versions)
        below = self._table.hidden_below()
        return spaced(
            [
                [(say("screen_clock.limits", count=len(page.book.limits)), "bold")],
                [(say("screen_clock.own", count=own), "accent")] if own else "",
                [(page.region, "dim")],
                [(say("screen_clock.more", count=below), "dim")] if below else "",
            ]
        )

    def record_here(self) -> str | None:
        page, here = self.page, self._table.cursor_id
        if page is None:
            return None
        limit, holiday = page.limit(here), page.holiday(here)
        if limit is not None:
            return next((one.id for one in reversed(limit.versions) if one.id), None)
        if holiday is not None:
            return holiday.id
        term = page.term(here)
        return term.id if term else calendars.region_id(self.journal)

    def reference_here(self) -> str | None:
        page, here = self.page, self._table.cursor_id
        if page is None:
            return None
        limit, holiday, term = page.limit(here), page.holiday(here), page.term(here)
        if term is not None:
            return term.name
        return limit.key if limit else holiday.day.isoformat() if holiday else REGION

    def why_not(self, action: str) -> str | None:
        page, here = self.page, self._table.cursor_id
        if page is None:
            return None
        limit, holiday = page.limit(here), page.holiday(here)
        if action == "edit" and holiday is not None and not holiday.local:
            return say("screen_clock.no_edit_known", region=page.region)
        if action == "withdraw":
            if limit is not None and not any(one.local for one in limit.versions):
                return say("screen_clock.no_own_limit")
            if here == REGION:
                return say("screen_clock.no_withdraw_region")
            term = page.term(here)
            if term is not None and term.id is None:
                return say("screen_clock.no_own_term")
        if action == "history" and self.record_here() is None:
            return say("screen_clock.no_history")
        return None

    # Keys ----------------------------------------------------------------------------------------

    def on_record_table_row_opened(self, event: RecordTable.RowOpened) -> None:
        self.action_do("edit")

    def action_why(self) -> None:
        """The explanation on a page of its own."""
        items = self._items() if self._moved is None else clock_rows.moved_items(self._moved)
        self.app.push_screen(ReadingPage("reviews", items, self.reference_here()))

    async def action_edit(self) -> None:
        """Set the limit under the cursor anew, name a local day, or choose the region."""
        page, here = self.page, self._table.cursor_id
        if page is None or here is None:
            return
        limit, holiday, term = page.limit(here), page.holiday(here), page.term(here)
        if term is not None:
            await self._set_term(term)
        elif limit is not None:
            await self._set_limit(limit, page.today)
        elif holiday is not None:
            await self._name_day(holiday.day, holiday.name)
        else:
            await self._choose_region()

    async def _set_limit(self, limit: Limit, today: date) -> None:
        now = limit.on(today)

        def wrong(text: str) -> str | None:
            try:
                rules.read_span(limit.key, text)
            except Refused as refused:
                return refused.sentence
            return None

        title = say("screen_clock.ask_span", limit=limit.name)
        hint = say("screen_clock.ask_span_hint", start=now.counted_from.casefold())
        typed = await self.ask(AskText(title, now.span, hint=hint, check=wrong))
        if typed is None:
            return
        amount, unit = rules.read_span(limit.key, typed)
        since = await self.ask(
            AskDate(
                say("screen_clock.ask_since"), today, empty=False, hint=say("screen_clock.day_hint")
            )
        )
        if since is None:
            return
        known = now.label if now.local else ""
        label = await self.ask(
            AskText(
                say("screen_clock.ask_label"),
                known,
                hint=say("screen_clock.ask_label_hint"),
                check=lambda text: None if text else say("screen_clock.label_empty"),
            )
        )
        if label is None:
            return
        await self._recount(
            lambda: recounting.set_rule(
                self.journal, limit.key, amount, since.on, unit=unit, label=label
            ),
            limit.name,
        )

    async def _name_day(self, day: date, name: str) -> None:
        typed = await self.ask(AskText(self._name_title(day), name, check=_some_name))
        if typed:
            await self._recount(lambda: recounting.add_day(self.journal, day, typed), typed)

    async def _set_term(self, term: Term) -> None:
        days = []
        for words, known in (("ask_term_first", term.started), ("ask_term_last", term.ended)):
            title = say(f"screen_clock.{words}", term=term.name)
            hint = say("screen_clock.day_hint")
            answer = await self.ask(AskDate(title, known, empty=False, hint=hint))
            if answer is None or answer.on is None:
                return
            days.append(answer.on)
        await self._recount(
            lambda: recounting.recounted(
                self.journal,
                lambda: education.add_term(self.journal, term.season, days[0], days[1]),
            ),
            clock_rows.capitalised(term.name),
        )

    async def _choose_region(self) -> None:
        here = calendars.region_of(self.journal)
        choices = [
            Choice(str(n), calendars.region_name(code), code)
            for n, code in enumerate(REGIONS, start=1)
        ]
        chosen = await self.ask(ChooseOne(say("screen_clock.ask_region"), choices, value=here))
        if chosen is not None and chosen != here:
            await self._recount(
                lambda: recounting.set_region(self.journal, chosen), calendars.region_name(chosen)
            )

    async def action_add(self) -> None:
        """Add a public holiday."""
        answer = await self.ask(
            AskDate(say("screen_clock.ask_day"), empty=False, hint=say("screen_clock.day_hint"))
        )
        if answer is None or answer.on is None:
            return
        day = answer.on
        known = calendars.working_days(self.journal).holiday_name(day)
        if known is not None:
            raise Refused(say("screen_clock.already", day=show_date(day), name=known), field="day")
        typed = await self.ask(AskText(self._name_title(day), check=_some_name))
        if not typed:
            return
        await self._recount(
            lambda: recounting.add_day(self.journal, day, typed), typed, day_row(day)
        )

    async def action_withdraw(self) -> None:
        """Take out a local day, a limit of this service, or a public holiday not kept here."""
        page, here = self.page, self._table.cursor_id
        if page is None or here is None:
            return
        limit, holiday, term = page.limit(here), page.holiday(here), page.term(here)
        if term is not None and term.id is not None:
            await self._withdraw_term(term, term.id)
        elif limit is not None:
            await self._withdraw_limit(limit)
        elif holiday is not None and holiday.local:
            day = holiday.day
            title = say("screen_clock.why_remove", name=holiday.name)
            reason = await self.ask(AskReason(title, said=say("screen_clock.reason_kept")))
            if reason:
                await self._recount(
                    lambda: recounting.remove_day(self.journal, day, reason), holiday.name
                )
        elif holiday is not None:
            title = say("screen_clock.why_works", name=holiday.name)
            why = await self.ask(AskReason(title, said=say("screen_clock.reason_kept")))
            if why:
                await self._recount(
                    lambda: recounting.add_day(
                        self.journal, holiday.day, holiday.name, works=True, reason=why
                    ),
                    holiday.name,
                )

    async def _withdraw_limit(self, limit: Limit) -> None:
        own = [one for one in reversed(limit.versions) if one.local]
        version: Limit | None = own[0] if own else None
        if len(own) > 1:
            choices = [
                Choice(str(n), one.span, one, show_date(one.valid_from))
                for n, one in enumerate(own, start=1)
            ]
            version = await self.ask(ChooseOne(say("screen_clock.which_version"), choices))
        if version is None or version.id is None:
            return
        title = say("screen_clock.why_withdraw", limit=limit.name, span=version.span)
        reason = await self.ask(AskReason(title, said=say("screen_clock.reason_kept")))
        if reason:
            local = version.id
            await self._recount(
                lambda: recounting.withdraw_rule(self.journal, local, reason), limit.name
            )

    async def _withdraw_term(self, term: Term, record: str) -> None:
        title = say("screen_clock.why_remove", name=clock_rows.capitalised(term.name))
        reason = await self.ask(AskReason(title, said=say("screen_clock.reason_kept")))
        if reason:
            await self._recount(
                lambda: recounting.recounted(
                    self.journal, lambda: education.withdraw_term(self.journal, record, reason)
                ),
                clock_rows.capitalised(term.name),
            )

    def _name_title(self, day: date) -> str:
        return say("screen_clock.ask_name", day=show_date(day))

    async def _recount(
        self, change: Callable[[], Recounted[Given]], what: str, row: str | None = None
    ) -> None:
        """Make a change and show what it moved: at the right, or on a page where that is hidden."""
        # Every due date of a large store is counted anew, which takes seconds: that is said first.
        self.busy(say("screen_clock.counting"), stops=False)
        await drawn(self)
        try:
            done = change()
        finally:
            self.busy(None)
        self._moved, self._moved_at = done.moved, self.journal.version()
        self._moved_row = row or self._table.cursor_id
        many = recounting.how_many_moved(done.moved)
        self.changed(say("screen_clock.told", what=what, moved=many))
        if row is not None:
            self._table.move_to(row)
        if not self.wide and done.moved:
            self.app.push_screen(MovedPage(done.moved, self.reference_here(), self._moved_at))


class MovedPage(ReadingPage):
    """The due dates that a change moved; it closes when that is undone."""

    def __init__(self, moved: Sequence[Moved], reference: str | None, at: object) -> None:
        super().__init__("reviews", clock_rows.moved_items(moved), reference)
        self._at = at

    def refresh_records(self) -> None:
        super().refresh_records()
        if self.journal.version() != self._at:
            self.close_frame()


def _some_name(text: str) -> str | None:
    return None if text else say("calendars.name_missing")
