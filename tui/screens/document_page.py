"""A letter or decision sheet of a review, read before it goes out, and written to a file."""

from __future__ import annotations

from textual.app import ComposeResult

from store import documents
from store.errors import Refused
from store.pages import FORMATS, Page
from store.wording import plain, say
from tui.actions import Action, offer
from tui.dialogs.ask import AskText
from tui.screens.page_lines import page_items
from tui.typed_path import typed_path
from tui.widgets.frame import Frame
from tui.widgets.ledger import Ledger, Words
from tui.widgets.lines import Line, spaced

offer(
    "document",
    ("export", "screen_document.key_write"),
    ("status", "screen_document.key_other"),
    ("owner", "screen_document.key_name"),
    ("edit", "screen_document.key_template"),
    Action("down", "move", ("j", "down"), footer=False, row="key_labels.row_step"),
    Action("up", "move", ("k", "up"), footer=False, row="key_labels.row_step"),
    Action("page_down", "move", ("pagedown", "ctrl+d"), footer=False, row="key_labels.row_page"),
    Action("page_up", "move", ("pageup", "ctrl+u"), footer=False, row="key_labels.row_page"),
)


class DocumentPage(Frame):
    """What would be printed, as it stands now; `x` writes it, `e` changes its template."""

    place = "document"
    mode = "reviews"

    def __init__(self, review_id: str, ref: str, name: str = documents.LETTER) -> None:
        super().__init__()
        self.review_id, self.ref, self.name_shown = review_id, ref, name
        self._to = ""

    def body(self) -> ComposeResult:
        yield Ledger(id="page", focusable=True)

    def refresh_records(self) -> None:
        ledger = self.query_one("#page", Ledger)
        ledger.focus()
        try:
            page = self._composed()
        except Refused as refused:
            # A template of another device may hold what this version does not know.
            ledger.show([Words(refused.sentence, "red")])
            raise
        ledger.show(page_items(page))

    def _composed(self) -> Page:
        return documents.compose(self.journal, self.name_shown, self.review_id, self._to)

    def facts(self) -> Line:
        title = documents.template(self.journal, self.name_shown).title
        to = say("screen_document.to", name=plain(self._to)) if self._to else ""
        return spaced([[(title, "bold")], [(self.ref, "dim")], [(to, "dim")] if to else ""])

    def reference_here(self) -> str | None:
        return self.ref

    def action_down(self) -> None:
        self.query_one("#page", Ledger).scroll_down(animate=False)

    def action_up(self) -> None:
        self.query_one("#page", Ledger).scroll_up(animate=False)

    def action_page_down(self) -> None:
        self.query_one("#page", Ledger).scroll_page_down(animate=False)

    def action_page_up(self) -> None:
        self.query_one("#page", Ledger).scroll_page_up(animate=False)

    def action_status(self) -> None:
        """Show the other document."""
        at = documents.DOCUMENTS.index(self.name_shown)
        self.name_shown = documents.DOCUMENTS[(at + 1) % len(documents.DOCUMENTS)]
        self.read_again()

    async def action_owner(self) -> None:
        """Put a name into the greeting; it is kept nowhere."""
        hint = say("screen_document.name_hint")
        name = await self.ask(AskText(say("screen_document.ask_name"), self._to, hint=hint))
        if name is not None:
            self._to = name
            self.read_again()

    def action_edit(self) -> None:
        """Open the templates on the one this page was made from."""
        from tui.screens.templates import TemplatesScreen

        self.app.push_screen(TemplatesScreen(self.name_shown, self.review_id))

    async def action_export(self) -> None:
        """Write the document to a file."""
        begun = f"{self.name_shown}-{self.ref}.html"
        asked = say("screen_document.ask_file")
        hint = say("screen_document.file_hint")
        text = await self.ask(AskText(asked, begun, hint=hint, check=_path_problem))
        if not text:
            return
        path = typed_path(text)
        documents.write(self.journal, self.name_shown, self.review_id, path, self._to)
        self.toast(say("screen_document.written", path=plain(str(path))))


def _path_problem(text: str) -> str | None:
    try:
        path = typed_path(text)
    except Refused as refused:
        return refused.sentence
    if path.suffix.casefold() not in FORMATS:
        return say("pages.no_such_format", ending=path.suffix or "–", known=" ".join(FORMATS))
    return say("screen_diary.export_exists") if path.exists() else None
