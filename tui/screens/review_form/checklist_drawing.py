"""The second page as rows: what changed, then each topic with its Standard, answer and note."""

from __future__ import annotations

from store.clock import ordinal_word, show_date
from store.reviews import Met, Topic
from store.wording import say
from tui.glyphs import glyph
from tui.paper.paper import SheetRow
from tui.paper.rows import Row
from tui.paper.writing import shown
from tui.screens.review_form.checklist_part import PointCell
from tui.screens.review_form.drawing import (
    DATE_BAND,
    LABEL,
    PROSE_LEAST,
    PROSE_MOST,
    OutcomeDrawing,
)
from tui.widgets.lines import Piece, cut_text

STANDARD, FOUND, NOTE = 24, 38, 52
_FOUND: dict[Met | None, tuple[str, str]] = {
    None: ("empty", "dim"),
    Met.YES: ("right", "text"),
    Met.PARTLY: ("soon", "amber"),
    Met.NO: ("late", "red"),
    Met.NOT_NEEDED: ("dot", "dim"),
}


class ChecklistDrawing(OutcomeDrawing):
    """Draws one state of the second page."""

    def rows(self) -> list[SheetRow]:
        """All rows, what changed as high as there is room for."""
        self._page(PROSE_LEAST)
        spare = self.height - len(self.out.rows)
        more = min(spare, len(self._spans(self.paper.checklist.what_changed)) - PROSE_LEAST)
        if more > 0:
            self._page(min(PROSE_MOST, PROSE_LEAST + more))
        return self.out.rows

    def _page(self, height: int) -> None:
        part = self.paper.checklist
        self._begin()
        self._add(self._page_title())
        self._gap()
        self._prose(part.what_changed, say("review_form.what_changed"), height)
        self._gap()
        focused = self.focus.startswith("point.") or self.focus == part.agreed.name
        title = say("review_form.checklist")
        of = say("review_form.answered", count=part.answered, of=len(part.points))
        row = Row().put(1, (title, "bold accent" if focused else "bold"), (f"  {of}", "dim"))
        row.put(FOUND, (say("review_form.found"), "dim"))
        row.put(NOTE, (say("review_form.note"), "dim"))
        self._add(row)
        for cell in part.points:
            self._point(cell)
            if cell.topic is Topic.PERMANENCE:
                self._agreed()
        if self.tall and not self.paper.alone:
            self._gap()
            keys = Row().put(LABEL, ("F3", "bold accent"))
            self._add(keys.put(0, (f" {say('review_form.page_hint')}", "dim")))

    def _page_title(self) -> Row:
        name = say("review_form.title", ordinal=ordinal_word(self.paper.ordinal))
        row = Row().put(1, (self.about.ref, "bold"), ("  ", "text"), (name, "bold"))
        alone = self.paper.alone
        facts = [say("review_form.checklist_of" if alone else "review_form.second_page")]
        held = self.paper.held.value
        if held is not None:
            facts.append(say("review_form.of_day", day=show_date(held, today=self.about.today)))
        return row.put(0, ("  ", "text"), (" · ".join(facts), "dim"))

    def _point(self, cell: PointCell) -> None:
        here = self._here(cell)
        words = cell.topic.wording
        row = Row(here).put(LABEL, (words[0].upper() + words[1:], "bold text" if here else "text"))
        if cell.standard:
            room = FOUND - STANDARD - 1
            row.put(STANDARD, (cut_text(shown(cell.standard), room), "dim"))
        row.spans.append(self._whole(cell))
        row.put(FOUND, *self._answer(cell))
        if cell.noting:
            row.band(NOTE, self.edge - NOTE, cell.note, True)
        elif cell.note.text:
            note = cut_text(shown(cell.note.text), self.edge - NOTE - 1)
            row.put(NOTE + 1, (note, "text" if here else "dim"))
        elif here and cell.answer is not None:
            row.put(NOTE + 1, (say("review_form.note_hint"), "dim"))
        self._add(row)
        self._problem(cell, 4)

    def _answer(self, cell: PointCell) -> list[Piece]:
        if cell.answer is None:
            if self._here(cell):
                return [(say("review_form.point_keys"), "accent")]
            return [(glyph("empty"), "dim")]
        sign, role = _FOUND[cell.answer]
        return [(f"{glyph(sign)} {cell.answer.wording}", role)]

    def _agreed(self) -> None:
        cell = self.paper.checklist.agreed
        row = Row(self._here(cell)).put(LABEL + 2, (say("review_form.agreed"), "dim"))
        row.band(STANDARD, DATE_BAND, cell, self._here(cell))
        row.put(STANDARD + DATE_BAND + 2, *self._agreed_verdict())
        self._add(row)
        self._problem(cell, 4)
        self._calendar(cell)

    def _agreed_verdict(self) -> list[Piece]:
        part, paper = self.paper.checklist, self.paper
        day, before = part.agreed.value, self.about.agreed
        if day is None and before is not None:
            said = show_date(before, today=self.about.today, weekday=False)
            return [(f"{glyph('right')} {say('review_form.agreed_on', day=said)}", "green")]
        if part.agreed.problem or paper.ordinal < 2:
            return []
        held = paper.held.value
        if day is not None and paper.ordinal == 2 and (held is None or day <= held):
            return [(f"{glyph('right')} {say('review_form.by_second')}", "green")]
        if day is None and paper.ordinal == 2:
            return [(f"{glyph('soon')} {say('review_form.due_by_second')}", "amber")]
        return [(f"{glyph('soon')} {say('review_form.after_second')}", "amber")]
