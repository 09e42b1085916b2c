"""Reviews: the caseload by its clock; each child opens its page, `l` logs a review's outcome."""

from __future__ import annotations

from textual.app import ComposeResult

from store import children, drafts, references
from store.children import Child
from store.clock import Urgency
from store.codes import Role
from store.wording import say
from tui.actions import Action, offer
from tui.screens.caseload import open_form, read_caseload, show_why
from tui.screens.caseload_rows import COLUMNS, Caseload, child_items, child_row
from tui.widgets.columns import Heading, Row
from tui.widgets.frame import Frame
from tui.widgets.ledger import Ledger
from tui.widgets.lines import Line, spaced
from tui.widgets.panes import Panes
from tui.widgets.record_table import RecordTable

offer(
    "reviews",
    ("open", "screen_reviews.key_open"),
    "log_review",
    "add",
    "edit",
    "why",
    ("month", "screen_diary.key_calendar"),
    Action("clock", "see", ("t",), label="screen_clock.key_clock"),
    Action("caseloads", "see", ("I",), label="screen_service.key_caseloads"),
    Action("voice", "see", ("F",), label="screen_voice.key_voice"),
    "history",
    "copy",
    Action("refresh_view", "see", ("r",), footer=False),
)

# The kinds of duty that stand for a review's papers.
_KINDS = dict.fromkeys(("papers", "decisions", "record"), "review")


class ReviewsScreen(Frame):
    """The caseload, sorted by what is due first, with the child in hand beside it."""

    place = "reviews"
    mode = "reviews"

    caseload: Caseload | None = None

    def body(self) -> ComposeResult:
        header = Heading(say("screen_reviews.title"), labels=True)
        table = RecordTable(COLUMNS, header=header, id="caseload", least_flexible=2)
        yield Panes(table, Ledger(id="child"), share=73)

    @property
    def _table(self) -> RecordTable:
        return self.query_one("#caseload", RecordTable)

    # What is shown -----------------------------------------------------------------------------

    def refresh_records(self) -> None:
        self.caseload = read_caseload(self)
        rows: list[Row | Heading] = []
        for title, group in self._groups(self.caseload):
            if group and title:
                rows.append(Heading(title, len(group)))
            rows += [child_row(self.caseload, child) for child in group]
        self._table.empty = empty_lines(self.size.width)
        self._table.show_rows(rows)
        self._explain()

    def _groups(self, caseload: Caseload) -> list[tuple[str, list[Child]]]:
        author = self.journal.author
        mine: list[Child] = []
        others: list[Child] = []
        at_home: list[Child] = []
        left: list[Child] = []
        for child in caseload.children:
            if child.id in caseload.at_home:
                at_home.append(child)
            elif child.periods and not child.looked_after:
                left.append(child)
            elif self._is_mine(child, author.role, author.person):
                mine.append(child)
            else:
                others.append(child)
        return [
            ("", mine),
            (say("screen_reviews.others"), others),
            (say("screen_reviews.at_home"), at_home),
            (say("screen_reviews.left"), left),
        ]

    def _is_mine(self, child: Child, role: str, person: str) -> bool:
        if role != Role.IRO or not child.iro:
            return True
        return child.iro.casefold() == person.casefold()

    def child_here(self) -> Child | None:
        """The child under the cursor."""
        if self.caseload is None:
            return None
        here = self._table.cursor_id
        return next((child for child in self.caseload.children if child.id == here), None)

    def _explain(self) -> None:
        child = self.child_here()
        items = child_items(self.caseload, child) if self.caseload and child else []
        self.query_one("#child", Ledger).show(items)

    def on_record_table_row_highlighted(self, event: RecordTable.RowHighlighted) -> None:
        self._explain()
        self.facts_changed()

    def facts(self) -> Line:
        if self.caseload is None or not self.caseload.children:
            return []
        how = [self.caseload.urgency(child) for child in self.caseload.children]
        late, soon = how.count(Urgency.LATE), how.count(Urgency.SOON)
        below = self._table.hidden_below()
        count = len(how)
        many = (
            say("screen_reviews.children_one")
            if count == 1
            else say("screen_reviews.children", count=count)
        )
        return spaced(
            [
                [(many, "bold")],
                [(say("screen_reviews.late", count=late), "red")] if late else "",
                [(say("screen_reviews.soon", count=soon), "amber")] if soon else "",
                [(say("screen_reviews.sorted"), "dim")] if self.wide else "",
                [(say("screen_reviews.more", count=below), "dim")] if below else "",
            ]
        )

    def record_here(self) -> str | None:
        child = self.child_here()
        return child.id if child else None

    def reference_here(self) -> str | None:
        child = self.child_here()
        return child.ref if child else None

    def why_not(self, action: str) -> str | None:
        child = self.child_here()
        anywhere = ("add", "clock", "caseloads", "voice", "month", "refresh_view")
        if action not in anywhere and child is None:
            return say("screen_reviews.no_child")
        if action == "why" and child is not None and child.next is None:
            return say("screen_reviews.no_clock", ref=child.ref)
        return None

    # Keys ----------------------------------------------------------------------------------------

    def on_record_table_row_opened(self, event: RecordTable.RowOpened) -> None:
        self._open_page(event.id)

    def _open_page(self, child_id: str, at: str | None = None) -> None:
        from tui.screens.child import ChildScreen

        self.app.push_screen(ChildScreen(child_id, at))

    def action_log_review(self) -> None:
        """Open the outcome form of the child under the cursor, with its draft if there is one."""
        child = self.child_here()
        if child is not None:
            open_form(self, child.id)

    def action_add(self) -> None:
        """Open an empty form for a child."""
        from tui.screens.child_form import ChildForm

        def added(child_id: str | None) -> None:
            if child_id is not None:
                self.read_again()
                self._table.move_to(child_id)

        self.app.push_screen(ChildForm(), added)

    def action_edit(self) -> None:
        """Open the form of the child under the cursor."""
        from tui.screens.child_form import ChildForm

        child = self.child_here()
        if child is not None:
            self.app.push_screen(ChildForm(child.id), lambda _: self.read_again())

    def action_month(self) -> None:
        """Open the calendar."""
        from tui.screens.diary import DiaryScreen

        self.app.push_screen(DiaryScreen("reviews"))

    def action_why(self) -> None:
        """Show the clock of the child under the cursor on a page of its own."""
        child = self.child_here()
        if self.caseload is not None and child is not None:
            show_why(self, self.caseload, child)

    def action_clock(self) -> None:
        """Open the limits and public holidays that dates are counted by."""
        from tui.screens.clock import ClockScreen

        self.app.push_screen(ClockScreen())

    def action_caseloads(self) -> None:
        """Open the caseloads of all IROs and social workers."""
        from tui.screens.service import ServiceScreen

        self.app.push_screen(ServiceScreen())

    def action_voice(self, at: str | None = None) -> None:
        """Open children's feedback and the audits."""
        from tui.screens.voice import VoiceScreen

        self.app.push_screen(VoiceScreen(at))

    def show_record(self, kind: str, record_id: str) -> bool:
        """Put the cursor on a child; a review or decision opens its child's page."""
        if kind == "clock":
            self.action_clock()
            return True
        if kind == "caseloads":
            self.action_caseloads()
            return True
        if kind == "calendar":
            self.action_month()
            return True
        if kind == "templates":
            from tui.screens.templates import TemplatesScreen

            self.app.push_screen(TemplatesScreen())
            return True
        if kind == "stages":
            from tui.screens.record_form import RecordForm

            self.app.push_screen(RecordForm("dispute_rung"), lambda _: self.read_again())
            return True
        if kind in ("voice", "audit") or (
            kind == "feedback" and child_of(self, kind, record_id) is None
        ):
            self.action_voice(record_id or None)
            return True
        if self.caseload is None:
            self.read_again()
        child_id = child_of(self, kind, record_id)
        if child_id is None or not self._table.move_to(child_id):
            self.refuse(say("screen_reviews.gone"))
            return False
        if kind == "draft":
            open_form(self, child_id)
        elif kind != "child":
            self._open_page(child_id, record_id)
        return True


def child_of(frame: Frame, kind: str, record_id: str) -> str | None:
    """The child a record is about: itself, or that of a review, a decision or a draft."""
    journal = frame.journal
    if kind == "child":
        return record_id
    known = references.child_of(journal, _KINDS.get(kind, kind), record_id)
    if known is not None:
        return known
    for draft in drafts.drafts(journal):
        if draft.id == record_id:
            return draft.about
    return record_id if children.child(journal, record_id) else None


def empty_lines(width: int) -> list[Line]:
    """What stands where no child is yet."""
    from tui.widgets.lines import wrapped

    words = wrapped(say("screen_reviews.empty_words"), max(20, min(width, 76) - 4))
    return [
        [(say("screen_reviews.empty_title"), "bold")],
        [],
        *([(line, "dim")] for line in words),
        [],
        [("a", "bold accent"), (f"  {say('screen_reviews.empty_key')}", "text")],
    ]
