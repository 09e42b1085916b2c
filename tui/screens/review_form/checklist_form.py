"""The checklist of a saved review: the second page of the form alone, filled in afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from textual.app import ComposeResult

from store import reviews
from store.clock import age_on
from store.errors import ReasonNeeded, Refused
from store.reviews import FoundPoint, Review
from store.wording import say
from tui.actions import Action, offer
from tui.dialogs.ask import AskReason
from tui.paper.cells import Cell
from tui.paper.sheet import Sheet
from tui.screens.draft_keeper import DraftKeeper
from tui.screens.review_form.about import About
from tui.screens.review_form.guide import guide
from tui.screens.review_form.screen import DrawnPaper, about_review
from tui.widgets.frame import Frame
from tui.widgets.ledger import Ledger
from tui.widgets.lines import Line, spaced
from tui.widgets.panes import Panes

offer(
    "checklist_form",
    Action("save", "change", ("ctrl+s", "f2"), in_fields=True),
    Action("keep_draft", "leave", ("escape",), label="review_form.key_keep", in_fields=True),
)

_WIDE = 110


class SavedPaper(DrawnPaper):
    """The second page of a review that was saved, with what was found of it so far."""

    alone = True

    def __init__(self, about: About, review: Review, found: list[FoundPoint]) -> None:
        super().__init__(about)
        self.review = review
        self.ordinal, self.second = review.ordinal, True
        self.held.put(review.held)
        self.checklist.put(review.what_changed, found)
        self.focus = self.checklist.points[0].name

    def every_cell(self) -> list[Cell]:
        return self.checklist.cells()

    def turn(self) -> None:
        """There is no other page."""

    def touched(self) -> bool:
        return self.revision > 0

    def keep(self) -> dict[str, Any]:
        return {"review": self.review.id, "focus": self.focus, "checklist": self.checklist.keep()}

    def restore(self, kept: Mapping[str, Any]) -> None:
        self.checklist.clear()
        self.checklist.restore(kept.get("checklist"))
        focus = str(kept.get("focus") or "")
        if focus in [cell.name for cell in self.checklist.cells()]:
            self.focus = focus


class ChecklistForm(Frame):
    """The checklist of the last review held of a child; `focus` names the cell to begin with."""

    place = "checklist_form"
    mode = "reviews"
    digits = False

    def __init__(self, child_id: str, focus: str = "") -> None:
        super().__init__()
        self.child_id, self._begin_at = child_id, focus

    def body(self) -> ComposeResult:
        self.keeper = DraftKeeper(
            self,
            "checklist",
            self.child_id,
            lambda: self.paper.keep() if self.paper.touched() else None,
            called=lambda: self.paper.about.ref,
            told=self._redraw,
        )
        kept = self.keeper.begin()
        self.paper = self._paper(str(kept.get("review")) if kept else None)
        if kept is not None:
            self.paper.restore(kept)
        elif self._begin_at:
            self.paper.focus = self._begin_at
        self.paper.read_only = self.keeper.read_only
        yield Panes(Sheet(self.paper, id="sheet"), Ledger(id="guide"), share=70)

    def _paper(self, drafted: str | None) -> SavedPaper:
        """The paper of the review a draft is of, else of the last one held."""
        held = [one for one in reviews.reviews(self.journal, self.child_id) if one.held]
        review = next((one for one in held if one.id == drafted), held[0] if held else None)
        if review is None or review.held is None:
            raise Refused(say("adding.no_review_yet"))
        about = about_review(self.journal, self.child_id)
        age = None if about.born is None else age_on(about.born, review.held)
        labels = reviews.standards(self.journal)
        topics = tuple((topic, labels[topic]) for topic in reviews.topics_at(age))
        found = [
            FoundPoint(one.topic, one.answer, one.note or None, one.agreed)
            for one in reviews.points(self.journal, review_id=review.id)
        ]
        return SavedPaper(replace(about, topics=topics), review, found)

    def on_mount(self) -> None:
        self.query_one("#sheet", Sheet).focus()
        super().on_mount()

    def refresh_records(self) -> None:
        self._redraw()

    def arranged(self) -> None:
        self._redraw()

    def _redraw(self) -> None:
        self.paper.wide = self.app.size.width >= _WIDE
        self.query_one("#sheet", Sheet).redraw()
        self.query_one("#guide", Ledger).show(guide(self.paper, self.keeper.draft))
        self.facts_changed()

    def on_sheet_typed(self, event: Sheet.Typed) -> None:
        if event.changed and not self.paper.read_only:
            self.keeper.typed()
        self._redraw()

    def facts(self) -> Line:
        keeper, part = self.keeper, self.paper.checklist
        if keeper.read_only or keeper.failed_since is not None:
            return [*keeper.state()]
        answered = say("review_form.answered", count=part.answered, of=len(part.points))
        return spaced([keeper.state(), answered])

    def draft_open(self) -> str | None:
        return self.keeper.open_draft()

    def reference_here(self) -> str | None:
        return self.paper.review.ref

    def on_unmount(self) -> None:
        if hasattr(self, "keeper"):
            self.keeper.close()

    def why_not(self, action: str) -> str | None:
        if action == "save" and self.keeper.read_only:
            return say("form_draft.read_only")
        return None

    def action_keep_draft(self) -> None:
        """Leave; what is typed stays as a draft."""
        self.paper.go(self.paper.here.name)
        if not self.keeper.leave():
            self.facts_changed()
            return
        if self.keeper.draft is not None:
            self.toast(say("form_draft.left", what=self.paper.about.ref))
        self.dismiss(None)

    async def action_save(self) -> None:
        """Save the checklist, or go to the field that cannot be taken."""
        self.paper.here.leave()
        self.paper.looked(self.paper.here)
        self.keeper.typed()
        self.keeper.keep()
        wrong = self.paper.wrong()
        if wrong:
            problem = wrong[0].problem
            self.paper.go(wrong[0].name)
            wrong[0].problem = problem
            self._redraw()
            self.refuse(say("review_form.mend", sentence=wrong[0].sentence or ""))
            return
        reason: str | None = None
        for _ in range(2):
            try:
                self._save(reason)
            except ReasonNeeded as needed:
                reason = await self.ask(AskReason(say("record_form.why"), said=needed.sentence))
                if not reason:
                    return
            else:
                # The words are in the store: only now may the draft go.
                self.keeper.saved()
                done = say("review_form.saved_checklist", ref=self.paper.about.ref)
                self.planreview.last_told = [(done, "dim")]
                self.dismiss(self.paper.review.id)
                return

    def _save(self, reason: str | None) -> None:
        part = self.paper.checklist
        words = part.what_changed.text.strip()
        reviews.fill_checklist(self.journal, self.paper.review.id, words, part.every(), reason)
