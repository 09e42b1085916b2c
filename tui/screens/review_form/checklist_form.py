"""The checklist of a saved review: the second page of the form alone, filled in afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from textual.app import ComposeResult

from store import reviews
from store.clock import age_on
from store.errors import Refused
from store.reviews import FoundPoint, Review
from store.wording import say
from tui.actions import offer
from tui.paper.cells import Cell
from tui.paper.sheet import Sheet
from tui.screens.draft_keeper import DraftKeeper
from tui.screens.paper_form import FORM_KEYS, PaperForm
from tui.screens.review_form.about import About
from tui.screens.review_form.guide import guide
from tui.screens.review_form.screen import DrawnPaper, about_review
from tui.widgets.ledger import Ledger
from tui.widgets.panes import Panes

offer("checklist_form", *FORM_KEYS)

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


class ChecklistForm(PaperForm):
    """The checklist of the last review held of a child; `focus` names the cell to begin with."""

    place = "checklist_form"
    paper: SavedPaper

    def __init__(self, child_id: str, focus: str = "") -> None:
        super().__init__()
        self.child_id, self._begin_at = child_id, focus

    def body(self) -> ComposeResult:
        self.keeper = DraftKeeper(
            self,
            "checklist",
            self.child_id,
            lambda: self.paper.keep() if self.paper.touched() else None,
            called=self.called,
            told=self.redraw,
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

    def called(self) -> str:
        return self.paper.about.ref

    def refresh_records(self) -> None:
        self.redraw()

    def arranged(self) -> None:
        self.redraw()

    def redraw(self) -> None:
        self.paper.wide = self.app.size.width >= _WIDE
        self.query_one("#sheet", Sheet).redraw()
        self.query_one("#guide", Ledger).show(guide(self.paper, self.keeper.draft))
        self.facts_changed()

    def typed(self) -> None:
        self.redraw()

    def said(self) -> Iterable[str]:
        part = self.paper.checklist
        yield say("review_form.answered", count=part.answered, of=len(part.points))

    def reference_here(self) -> str | None:
        return self.paper.review.ref

    def save(self, reason: str | None) -> tuple[str, str]:
        part, review = self.paper.checklist, self.paper.review.id
        words = part.what_changed.text.strip()
        reviews.fill_checklist(self.journal, review, words, part.every(), reason)
        return review, say("review_form.saved_checklist", ref=self.paper.about.ref)
