"""The templates of letters and sheets: read, changed with a preview, put back as they shipped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult
from textual.widgets import TextArea

from store import documents, reviews
from store.documents import BadTemplate, Template
from store.errors import ReasonNeeded, Refused
from store.wording import plain, say
from tui.actions import Action, offer
from tui.dialogs.ask import AskReason
from tui.glyphs import glyph
from tui.screens.draft_keeper import DraftKeeper
from tui.screens.page_lines import page_items
from tui.widgets.columns import Column, Row
from tui.widgets.frame import Frame
from tui.widgets.ledger import Entry, Gap, Ledger, Title, Words
from tui.widgets.lines import Line, spaced
from tui.widgets.panes import Panes
from tui.widgets.prose_field import ProseInput
from tui.widgets.record_table import RecordTable

offer(
    "templates",
    ("edit", "screen_document.key_edit"),
    ("withdraw", "screen_document.key_restore"),
    "history",
)
offer("template_form", Action("save", "change", ("ctrl+s", "f2"), in_fields=True))

COLUMNS = (
    Column("title", say("screen_document.template"), width=30, strong=True),
    Column("own", width=24, style="dim"),
    Column("begins"),
)


class TemplatesScreen(Frame):
    """Every template with its text beside it; `review_id` is the review a preview is made of."""

    place = "templates"
    mode = "reviews"

    def __init__(self, at: str = documents.LETTER, review_id: str | None = None) -> None:
        super().__init__()
        self._at, self.review_id = at, review_id
        self.found: list[Template] = []

    def body(self) -> ComposeResult:
        table = RecordTable(COLUMNS, id="templates")
        yield Panes(table, Ledger(id="text"), share=50, narrow="below", below_rows=14)

    def refresh_records(self) -> None:
        self.found = documents.templates(self.journal)
        table = self.query_one("#templates", RecordTable)
        table.show_rows([self._row(one) for one in self.found])
        if self._at:
            table.move_to(next(one.id for one in self.found if one.name == self._at))
            self._at = ""
        table.focus()
        self._explain()

    def _row(self, one: Template) -> Row:
        own = say("screen_document.own" if one.own else "screen_document.shipped")
        first = next((line for line in one.text.splitlines() if line.strip()), "")
        return Row(one.id, {"title": one.title, "own": own, "begins": (plain(first), "dim")})

    @property
    def here(self) -> Template:
        """The template under the cursor."""
        at = self.query_one("#templates", RecordTable).cursor_id
        return next((one for one in self.found if one.id == at), self.found[0])

    def _explain(self) -> None:
        if self.found:
            lines = self.here.text.splitlines()
            items: list[Entry] = [Title(self.here.title), Gap(always=True)]
            items += [Words(line) if line else Gap(always=True) for line in lines]
            self.query_one("#text", Ledger).show(items)

    def on_record_table_row_highlighted(self, event: RecordTable.RowHighlighted) -> None:
        self._explain()
        self.facts_changed()

    def on_record_table_row_opened(self, event: RecordTable.RowOpened) -> None:
        self.action_edit()

    def facts(self) -> Line:
        own = sum(1 for one in self.found if one.own)
        said = say("screen_document.count", count=len(self.found), own=own)
        return [(said, "bold")]

    def record_here(self) -> str | None:
        return self.here.id if self.found else None

    def reference_here(self) -> str | None:
        return self.here.title if self.found else None

    def why_not(self, action: str) -> str | None:
        if action == "withdraw" and self.found and not self.here.own:
            return say("screen_document.shipped_already")
        return None

    def action_edit(self) -> None:
        """Open the text of the template."""
        self._at = self.here.name
        form = TemplateForm(self.here.name, self.review_id)
        self.app.push_screen(form, lambda _: self.read_again())

    async def action_withdraw(self) -> None:
        """Go back to the text that ships with the product, for a reason."""
        one = self.here
        reason = await self.ask(AskReason(say("screen_document.ask_restore", title=one.title)))
        if reason and documents.restore_template(self.journal, one.name, reason):
            self.changed(say("screen_document.restored", title=one.title))


class TemplateForm(Frame):
    """The text of a template with what it makes beside it; a draft until it is saved."""

    place = "template_form"
    mode = "reviews"
    digits = False

    def __init__(self, name: str, review_id: str | None = None) -> None:
        super().__init__()
        self.template_name, self.review_id = name, review_id
        self.problem = ""
        self._made: list[Entry] = []
        self.keeper = DraftKeeper(self, "template", name, self._content, called=self._called)

    def body(self) -> ComposeResult:
        area = ProseInput(soft_wrap=True, tab_behavior="focus", compact=True)
        area.styles.height = "1fr"
        area.styles.scrollbar_size_vertical = 0
        area.cursor_blink = False
        preview = Ledger(id="preview")
        yield Panes(area, preview, share=55, narrow="below", below_rows=9)

    @property
    def _area(self) -> ProseInput:
        return self.query_one(ProseInput)

    def on_mount(self) -> None:
        kept = self.keeper.begin()
        known = documents.template(self.journal, self.template_name).text
        with self._area.prevent(TextArea.Changed):
            self._area.text = known if kept is None else str(kept.get("text") or known)
        super().on_mount()
        self._area.read_only = self.keeper.read_only
        self._area.focus()
        self._show()

    def _called(self) -> str:
        return documents.template(self.journal, self.template_name).title

    def _content(self) -> Mapping[str, Any] | None:
        text = self._area.text
        known = documents.template(self.journal, self.template_name).text
        return None if text.strip("\n") == known else {"text": text}

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.keeper.typed()
        self._show()
        self.facts_changed()

    def _show(self) -> None:
        """What the text makes, or what is wrong with it above what it made last."""
        try:
            documents.checked(self.template_name, self._area.text.strip("\n"))
        except BadTemplate as wrong:
            self.problem = wrong.sentence
        else:
            self.problem = ""
            self._made = self._preview(self._area.text)
        shown: list[Entry] = []
        if self.problem:
            shown = [Words(f"{glyph('wrong')} {self.problem}", "red"), Gap(always=True)]
        self.query_one("#preview", Ledger).show([*shown, *self._made])

    def _preview(self, text: str) -> list[Entry]:
        places = documents.template(self.journal, self.template_name).places
        known = ", ".join(f"{{{place}}}" for place in places)
        help_items: list[Entry] = [
            Gap(always=True),
            Title(say("screen_document.places")),
            Words(known, "dim"),
            Words(say("screen_document.signs"), "dim"),
        ]
        review = self.review_id or self._some_review()
        if self.template_name not in documents.DOCUMENTS or review is None:
            return help_items
        try:
            page = documents.compose(self.journal, self.template_name, review, None, text)
        except Refused as refused:
            return [Words(refused.sentence, "amber"), *help_items]
        return [*page_items(page), *help_items]

    def _some_review(self) -> str | None:
        return next((one.id for one in reviews.reviews(self.journal) if one.held), None)

    async def action_save(self) -> None:
        """Save the text as the service's own, for a reason."""
        text = self._area.text
        reason: str | None = None
        for _ in range(2):
            try:
                changed = documents.set_template(self.journal, self.template_name, text, reason)
            except ReasonNeeded as needed:
                title = say("screen_document.why_template")
                reason = await self.ask(AskReason(title, said=needed.sentence))
                if not reason:
                    return
            except BadTemplate as wrong:
                self.refuse(wrong.sentence)
                return
            else:
                self.keeper.saved()
                key = "screen_document.saved" if changed else "screen_document.same"
                self.planreview.last_told = [(say(key, title=self._called()), "dim")]
                self.dismiss(None)
                return

    def back(self) -> bool:
        if not self.keeper.leave():
            self.facts_changed()
            return True
        if self.keeper.draft is not None:
            self.toast(say("form_draft.left", what=self._called()))
        return False

    def draft_open(self) -> str | None:
        return self.keeper.open_draft()

    def on_unmount(self) -> None:
        self.keeper.close()

    def facts(self) -> Line:
        wrong = [(say("screen_document.mend"), "red")] if self.problem else ""
        return spaced([self.keeper.state(), [(self._called(), "bold")], wrong])
