"""Caseloads: every IRO and social worker with their children, against the limits for full time.

`o` hands a caseload over, `e` says how much of full time somebody works, `b` moves a whole
caseload to another team.
"""

from __future__ import annotations

from textual.app import ComposeResult

from store import calendars, people, service
from store.clock import show_date
from store.codes import Role
from store.errors import Refused
from store.service import Caseload, Standing, Worker
from store.wording import plain, say
from tui.actions import Action, offer
from tui.dialogs.ask import AskDate, AskReason, AskText
from tui.screens import service_rows
from tui.screens.reading import ReadingPage
from tui.screens.service_rows import COLUMNS, ServicePage
from tui.widgets.columns import Heading
from tui.widgets.frame import Frame
from tui.widgets.ledger import Ledger
from tui.widgets.lines import Line, spaced
from tui.widgets.panes import Panes
from tui.widgets.record_table import RecordTable

offer(
    "service",
    ("owner", "screen_service.key_hand_over"),
    ("edit", "screen_service.key_share"),
    ("open", "screen_service.key_children"),
    ("add", "screen_service.key_post"),
    Action("team", "change", ("T",), label="screen_service.key_team"),
    ("withdraw", "screen_service.key_withdraw"),
    "history",
    "copy",
    Action("refresh_view", "see", ("r",), footer=False),
)


class ServiceScreen(Frame):
    """One line a person; the right pane says their posts and names their children."""

    place = "service"
    mode = "reviews"

    page: ServicePage | None = None

    def body(self) -> ComposeResult:
        header = Heading(say("screen_service.title"), labels=True)
        table = RecordTable(COLUMNS, header=header, id="loads", least_flexible=16)
        yield Panes(table, Ledger(id="person"), share=72)

    @property
    def _table(self) -> RecordTable:
        return self.query_one("#loads", RecordTable)

    # What is shown -----------------------------------------------------------------------------

    def refresh_records(self) -> None:
        self.page = service_rows.read_service(self.journal, calendars.working_days(self.journal))
        self._table.empty = [
            [(say("screen_service.empty_title"), "bold")],
            [],
            [(say("screen_service.empty_words"), "dim")],
        ]
        self._table.show_rows(service_rows.service_rows(self.page))
        self._explain()

    def here(self) -> tuple[Worker, Caseload] | None:
        """The caseload under the cursor, and whose kind it is."""
        return self.page.load(self._table.cursor_id) if self.page else None

    def _explain(self) -> None:
        here = self.here()
        items = service_rows.load_items(self.page, *here) if self.page and here else []
        self.query_one("#person", Ledger).show(items)

    def on_record_table_row_highlighted(self, event: RecordTable.RowHighlighted) -> None:
        self._explain()
        self.facts_changed()

    def facts(self) -> Line:
        if self.page is None:
            return []
        loads = self.page.loads[Worker.IRO]
        whole = service.together(loads, self.page.limits)
        over = sum(load.standing is Standing.OVER for load in loads)
        waiting = sum(
            load.children
            for load in loads
            if load.standing in (Standing.LEFT, Standing.UNALLOCATED)
        )
        per = ""
        if whole.per_fte is not None:
            per = say("screen_service.whole", number=service_rows.shown_number(whole.per_fte))
        return spaced(
            [
                [(say("screen_service.held", count=whole.children), "bold")],
                [(per, "dim")] if per else "",
                [(say("screen_service.over", count=over), "red")] if over else "",
                [(say("screen_service.waiting", count=waiting), "red")] if waiting else "",
            ]
        )

    def record_here(self) -> str | None:
        here = self.here()
        return self._post_here() or (here[1].person_id if here else None)

    def _post_here(self) -> str | None:
        """The last post of the person under the cursor in this kind of work."""
        here = self.here()
        if here is None or self.page is None:
            return None
        worker, load = here
        own = [
            post.id
            for post in self.page.posts
            if post.person_id == load.person_id and post.role == worker.value
        ]
        return own[-1] if own else None

    def reference_here(self) -> str | None:
        here = self.here()
        return here[1].person if here else None

    def why_not(self, action: str) -> str | None:
        here = self.here()
        if action in ("add", "refresh_view"):
            return None
        if here is None:
            return say("screen_service.nobody_here")
        _, load = here
        if action in ("owner", "team", "open") and not load.children:
            return say("screen_service.no_children", person=plain(load.person or ""))
        if action in ("edit", "history", "copy") and load.person is None:
            return say("screen_service.no_person")
        if action == "withdraw" and self._post_here() is None:
            return say("screen_service.no_post")
        return None

    # Keys ----------------------------------------------------------------------------------------

    def on_record_table_row_opened(self, event: RecordTable.RowOpened) -> None:
        here = self.here()
        if self.page is not None and here is not None:
            items = service_rows.load_items(self.page, *here)
            self.app.push_screen(ReadingPage("reviews", items, self.reference_here()))

    def action_owner(self) -> None:
        """Hand the caseload under the cursor over, seen first."""
        from tui.screens.handover import HandoverPreview

        here = self.here()
        if here is None:
            return
        worker, load = here
        self.app.push_screen(HandoverPreview(worker, load.person), self._handed_over)

    def _handed_over(self, done: service.HandedOver | None) -> None:
        if done is None:
            return
        words = (
            "screen_service.handed_over_work" if done.decisions else "screen_service.handed_over"
        )
        self.changed(say(words, count=done.children, decisions=done.decisions))

    async def action_edit(self) -> None:
        """Say how much of full time the person under the cursor works, and since when."""
        here = self.here()
        if here is None or here[1].person is None:
            return
        worker, load = here
        person = here[1].person

        def wrong(text: str) -> str | None:
            try:
                service.share(text)
            except Refused as refused:
                return refused.sentence
            return None

        known = service_rows.shown_share(load.fte) if load.fte is not None else ""
        title = say("screen_service.ask_share", person=plain(person))
        typed = await self.ask(
            AskText(title, known, hint=say("screen_service.ask_share_hint"), check=wrong)
        )
        if not typed:
            return
        since = None
        if load.fte is not None:
            answer = await self.ask(
                AskDate(
                    say("screen_service.ask_since"),
                    self.journal.today(),
                    hint=say("screen_service.ask_since_hint"),
                    prefer="past",
                )
            )
            if answer is None:
                return
            since = answer.on
        share = service.share(typed)
        service.set_fte(self.journal, person, share, since, Role(worker.value))
        said = say("screen_service.share", fte=service_rows.shown_share(share))
        when = ""
        if since is not None:
            when = say("screen_service.from", start=show_date(since, today=self.journal.today()))
        self.changed(" ".join(filter(None, (plain(person), said, when))))

    def action_add(self) -> None:
        """Open an empty form for a post."""
        from tui.screens.record_form import RecordForm

        self.app.push_screen(RecordForm("post"), lambda _: self.read_again())

    async def action_withdraw(self) -> None:
        """Take out the last post of the person under the cursor, entered by mistake."""
        post = self._post_here()
        if post is None:
            return
        words = say("adding.kind_post")
        title = say("screen_child.ask_withdraw", what=words)
        reason = await self.ask(AskReason(title, said=say("screen_child.withdrawal_kept")))
        if reason:
            service.withdraw_post(self.journal, post, reason)
            self.changed(say("screen_child.withdrawn", what=words))

    async def action_team(self) -> None:
        """Move every child of the caseload under the cursor to a team."""
        here = self.here()
        if here is None:
            return
        _, load = here
        teams = sorted({one.team for one in people.people(self.journal) if one.team})
        typed = await self.ask(
            AskText(
                say("screen_service.ask_team", count=load.children),
                hint=say("screen_service.ask_team_hint"),
                suggest=lambda text: [
                    team for team in teams if team.casefold().startswith(text.casefold())
                ],
            )
        )
        if typed is None:
            return
        count = service.move_to_team(self.journal, load.child_ids, typed or None)
        words = "screen_service.moved" if typed else "screen_service.moved_none"
        self.changed(say(words, count=count, team=plain(typed)))
