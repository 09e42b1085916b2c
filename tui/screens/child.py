"""The child page: reviews, decisions, periods; the clock, the child's words, what changed."""

from __future__ import annotations

from textual.app import ComposeResult

from store import calendars, children, drafts, references, reviews
from store.called import called
from store.duties import duties
from store.errors import Refused
from store.reviews import Review
from store.sections import sections
from store.snapshots.delivery import delivery_counts
from store.wording import say
from tui.actions import Action, offer
from tui.screens.caseload import open_form, read_caseload, show_why
from tui.screens.child_changes import ChildChanges
from tui.screens.child_rows import (
    COLUMNS,
    DRAFT,
    LEAST_WORDS,
    ChildPage,
    delivery_line,
    page_items,
    page_rows,
    row_items,
    who_line,
)
from tui.screens.child_sections import due_for, duty_id, find_entry
from tui.screens.open_duty import open_duty
from tui.screens.reading import ReadingPage
from tui.screens.review_page import ReviewPage
from tui.screens.review_rest import (
    amendment_entries,
    checklist_entries,
    preparation_entries,
)
from tui.widgets.ledger import Gap, Ledger, Pair
from tui.widgets.lines import Line, spaced
from tui.widgets.panes import Panes
from tui.widgets.record_table import RecordTable

offer(
    "child",
    ("log_review", "screen_child.key_log"),
    "open",
    "edit",
    ("add", "screen_child.key_add"),
    "owner",
    "due",
    "status",
    "why",
    "conflicts",
    Action("papers", "here", ("p",), label="screen_document.key_papers"),
    "history",
    "copy",
    "withdraw",
    Action("refresh_view", "see", ("r",), footer=False),
)


class ChildScreen(ChildChanges):
    """One child on a page; `at` is the record the cursor begins on."""

    place = "child"
    mode = "reviews"

    def __init__(self, child_id: str, at: str | None = None) -> None:
        super().__init__()
        self.child_id = child_id
        self._at = at

    def body(self) -> ComposeResult:
        yield Ledger(id="who")
        table = RecordTable(COLUMNS, id="rows", least_flexible=LEAST_WORDS)
        yield Panes(table, Ledger(id="detail"), share=70)

    @property
    def _table(self) -> RecordTable:
        return self.query_one("#rows", RecordTable)

    def on_mount(self) -> None:
        super().on_mount()
        self._table.focus()

    def refresh_records(self) -> None:
        self.page = self._read()
        who = self.query_one("#who", Ledger)
        who.styles.height = 2 if self.tall else 1
        who.show([Pair(*who_line(self.page, self.wide)), Gap()])
        self._table.show_rows(page_rows(self.page))
        if self._at is not None:
            if not self._table.move_to(self._at):
                owed = (duty_id(duty) for duty in self.page.duties if duty.record == self._at)
                self._table.move_to(next(owed, self.child_id))
            self._at = None
        self._explain()

    def _read(self) -> ChildPage:
        journal = self.journal
        child = children.child(journal, self.child_id)
        if child is None:
            raise Refused(say("screen_child.gone"))
        known = reviews.reviews(journal, child.id)
        decisions = reviews.decisions(journal, child.id)
        ids = [child.id, *(r.id for r in known), *(d.id for d in decisions)]
        ids += [period.id for period in child.periods]
        here = set(ids)
        today, calendar = journal.today(), calendars.working_days(journal)
        around = sections(journal, child, today, calendar)
        here |= {entry.id for section in around for entry in section.entries}
        conflicts = [one for one in journal.conflicts() if one.record in here]
        return ChildPage(
            today=today,
            calendar=calendar,
            child=child,
            reviews=known,
            decisions=decisions,
            draft=drafts.draft_for(journal, "review", child.id),
            conflicts=conflicts,
            called=called(journal, ((one.kind, one.record) for one in conflicts)),
            duties=due_for(child, list(duties(journal, [child.id])), today),
            sections=around,
            now=children.lives_now(journal, child),
            delivery=delivery_counts(journal, here),
        )

    def arranged(self) -> None:
        if self.page is not None:
            self.refresh_records()

    def _explain(self) -> None:
        if self.page is not None:
            self.query_one("#detail", Ledger).show(page_items(self.page, self._table.cursor_id))

    def on_record_table_row_highlighted(self, event: RecordTable.RowHighlighted) -> None:
        self._explain()
        self.facts_changed()

    def row_here(self) -> str | None:
        """The id of the row under the cursor; `draft` on the draft."""
        return self._table.cursor_id

    def facts(self) -> Line:
        if self.page is None:
            return []
        late = sum(1 for one in self.page.reviews if one.on_time is False)
        return spaced(
            [
                [(say("screen_child.crumb"), "dim"), (self.page.child.ref, "bold")],
                [(say("screen_child.late_count", count=late), "dim")] if late else "",
                [] if self.wide else delivery_line(self.page),
            ]
        )

    def record_here(self) -> str | None:
        here = self.row_here()
        return self.child_id if here in (None, DRAFT) else here

    def reference_here(self) -> str | None:
        if self.page is None:
            return None
        here = self.row_here()
        entry = find_entry(self.page.sections, here)
        if entry is not None:
            return references.ref_of(self.journal, entry.kind, entry.id)
        record = self.page.review(here) or self.page.decision(here)
        return record.ref if record else self.page.child.ref

    # Keys ----------------------------------------------------------------------------------------

    def on_record_table_row_opened(self, event: RecordTable.RowOpened) -> None:
        if self.page is None:
            return
        if event.id == DRAFT:
            self.action_log_review()
            return
        if event.id in {one.record for one in self.page.conflicts}:
            self.planreview.open_record("conflict", event.id)
            return
        decision, period = self.page.decision(event.id), self.page.period(event.id)
        duty, entry = self.page.duty(event.id), find_entry(self.page.sections, event.id)
        if duty is not None:
            open_duty(self, duty)
            return
        if entry is not None:
            self.open_entry(entry)
            return
        if period is not None:
            self.edit_child()
            return
        review = self.page.review(decision.review_id if decision else event.id)
        if review is None:
            self._read_row()
        else:
            stands = {
                one.id: reviews.standing_words(self.journal, one)
                for one in self.page.decisions
                if one.review_id == review.id and one.is_open
            }
            asked = (self.journal, review, self.page.today)
            found = [*checklist_entries(*asked), *preparation_entries(*asked)]
            amended = amendment_entries(*asked)
            self.app.push_screen(ReviewPage(self.page, review, stands, found, amended))

    def action_log_review(self) -> None:
        """Open the outcome form of this child, with its draft if there is one."""
        open_form(self, self.child_id)

    def why_not(self, action: str) -> str | None:
        if action == "papers":
            return None if self._review_to_send() else say("screen_document.no_papers")
        return super().why_not(action)

    def _review_to_send(self) -> Review | None:
        """The review under the cursor, that of the decision there, else the last one held."""
        if self.page is None:
            return None
        here = self.row_here()
        decision = self.page.decision(here)
        review = self.page.review(decision.review_id if decision else here)
        held = [one for one in self.page.reviews if one.held is not None]
        return review if review in held else next(iter(held), None)

    def action_papers(self) -> None:
        """Read the letter of a review before it goes out."""
        from tui.screens.document_page import DocumentPage

        review = self._review_to_send()
        if review is not None:
            self.app.push_screen(DocumentPage(review.id, review.ref))

    def _read_row(self) -> bool:
        """Open what the pane beside says of the row as a page; False where that is nothing."""
        items = row_items(self.page, self.row_here()) if self.page else []
        if self.page is not None and items:
            self.app.push_screen(ReadingPage(self.mode, items, self.page.child.ref))
        return bool(items)

    def action_why(self) -> None:
        """Say why the duty under the cursor is due or what its record holds, else the clock."""
        if self.page is not None and not self._read_row():
            show_why(self, read_caseload(self), self.page.child)
