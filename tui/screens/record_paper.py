"""The paper of any record: one cell for each thing its form asks, with what helps to fill it in."""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from store.adding import Ask, Form, Shape
from store.clock import WorkingDays, distance, show_date
from store.errors import Refused
from store.wording import say
from tui.glyphs import glyph
from tui.paper.cells import (
    Box,
    BoxesCell,
    Cell,
    Choice,
    ChoiceCell,
    DateCell,
    LineCell,
    NameCell,
    ProseCell,
)
from tui.paper.paper import Paper, SheetRow, Span
from tui.paper.rows import Collected, Row
from tui.paper.writing import row_of, shown, with_cursor, wrapped_spans
from tui.screens.review_form.about import date_rules
from tui.screens.review_form.calendar_lines import month_lines
from tui.widgets.lines import Piece, cut_text, width_of

BAND, WIDEST = 18, 108
NAME_BAND, DATE_BAND = 40, 20
NEEDED = 9
PROSE_LINES, PROSE_LINES_HERE = 2, 4
KEYS = "1234567890" + string.ascii_lowercase

Reading = Callable[[str, str], Any]


@dataclass(frozen=True)
class Begun:
    """What a form begins with: the day, its calendar, the names, what stands there, how to read.

    `reads(name, text)` gives the value of a text or raises Refused.
    """

    today: date
    calendar: WorkingDays
    names: tuple[str, ...]
    values: Mapping[str, Any]
    reads: Reading


class ReadCell(LineCell):
    """One line whose text the store reads as a value: a number, a moment, a reference."""

    replaces = True

    def __init__(self, name: str, reads: Reading, text: str = "") -> None:
        super().__init__(name, text)
        self._reads = reads

    @property
    def value(self) -> Any:
        """What the text means; None where nothing stands. Refused where it cannot be read."""
        return self._reads(self.name, self.text) if self.text.strip() else None

    def changed(self, before: str) -> None:
        super().changed(before)
        if self.text != before:
            self.problem = None

    def leave(self) -> None:
        try:
            _ = self.value
        except Refused as error:
            self.problem = error.sentence
        else:
            self.problem = None

    def restore(self, kept: Any) -> None:
        super().restore(kept)
        self.leave()


class RecordPaper(Paper):
    """A record as it is being written."""

    def __init__(self, form: Form, begun: Begun, title: str) -> None:
        super().__init__()
        self.form, self.begun, self.title = form, begun, title
        self._asks = {ask.name: ask for ask in form.asks}
        self._cells = [self._cell(ask) for ask in form.asks]
        self._first = {cell.name: cell.keep() for cell in self._cells}
        self.focus = self._cells[0].name
        self.here.arrive()

    def _cell(self, ask: Ask) -> Cell:
        value = self.begun.values.get(ask.name)
        match ask.shape:
            case Shape.PROSE:
                return ProseCell(ask.name, str(value or ""))
            case Shape.DAY | Shape.PAST_DAY:
                past = ask.shape is Shape.PAST_DAY
                rules = date_rules(self.begun.today, self.begun.calendar, past=past)
                cell = DateCell(ask.name, rules, value)
                cell.start = lambda: self.begun.today
                return cell
            case Shape.YES_NO:
                answers = (("y", True, say("record_form.yes")), ("n", False, say("record_form.no")))
                return ChoiceCell(ask.name, [Choice(*one) for one in answers], value)
            case Shape.CODE:
                codes = [
                    Choice(key, code, code.wording)
                    for key, code in zip(KEYS, ask.codes, strict=False)
                ]
                return ChoiceCell(ask.name, codes, value)
            case Shape.CODES:
                boxes = [
                    Box(key, code, code.wording) for key, code in zip(KEYS, ask.codes, strict=False)
                ]
                found = BoxesCell(ask.name, boxes)
                there = {str(one) for one in value or ()}
                found.ticked = {code for code in ask.codes if code.value in there}
                return found
            case Shape.PERSON:
                return NameCell(ask.name, self.begun.names, str(value or ""))
            case Shape.LINE:
                return LineCell(ask.name, str(value or ""))
        return ReadCell(ask.name, self.begun.reads, _as_typed(value))

    def cells(self) -> list[Cell]:
        return self._cells

    def keys_here(self) -> list[tuple[str, str]]:
        cell = self.here
        if isinstance(cell, DateCell):
            if cell.stepping is not None:
                return [("enter", say("review_form.key_take"))]
            return [("enter", say("review_form.key_next")), ("↓", say("review_form.key_calendar"))]
        if isinstance(cell, ProseCell):
            return [("tab", say("review_form.key_next"))]
        return [("enter", say("review_form.key_next")), ("tab", say("review_form.key_skip"))]

    # What stands there ------------------------------------------------------------------------

    def values(self, *, changed_only: bool) -> dict[str, Any]:
        """The values by field; of a known record only those that differ from what it was."""
        found = {}
        for cell in self._cells:
            if changed_only and cell.keep() == self._first[cell.name]:
                continue
            found[cell.name] = _value(cell)
        return found

    def missing(self) -> None:
        """Say at every needed field that it is empty."""
        for cell in self._cells:
            if self._asks[cell.name].needed and not cell.filled:
                cell.refused = say("record_form.needed", what=self._asks[cell.name].label)

    def keep(self) -> dict[str, Any] | None:
        """What a draft keeps: what differs from what was there; None when nothing does."""
        cells = {c.name: c.keep() for c in self._cells if c.keep() != self._first[c.name]}
        return {"cells": cells, "focus": self.focus, "title": self.title} if cells else None

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Put a draft back."""
        cells = kept.get("cells")
        for cell in self._cells:
            if isinstance(cells, dict) and cell.name in cells:
                cell.restore(cells[cell.name])
        focus = str(kept.get("focus") or "")
        if focus in self._asks:
            self.focus = focus
        self.here.arrive()

    # Drawing ------------------------------------------------------------------------------------

    def draw(self, width: int, height: int) -> list[SheetRow]:
        edge = min(width, WIDEST) - 1
        out = Collected()
        # The title of a known record may say its kind already.
        kind = "" if self.form.word in self.title else f"  {self.form.word}"
        out.add(Row().put(1, (shown(self.title), "bold")).put(0, (kind, "dim")))
        if height >= len(self._cells) + 6:
            out.gap()
        for cell in self._cells:
            self._draw_cell(out, cell, edge)
        return out.rows

    def _draw_cell(self, out: Collected, cell: Cell, edge: int) -> None:
        ask, here = self._asks[cell.name], cell is self.here
        if isinstance(cell, ProseCell):
            self._draw_prose(out, cell, ask, edge)
        else:
            narrow = isinstance(cell, DateCell) or ask.shape is Shape.RECORD
            wide = DATE_BAND if narrow else NAME_BAND
            if isinstance(cell, LineCell) and ask.shape in (Shape.LINE, Shape.FILE, Shape.SEVERAL):
                wide = edge - BAND - (NEEDED if ask.needed else 0)
            row = Row(here).put(2, (cut_text(ask.label, BAND - 4), "dim"))
            row.band(BAND, min(wide, edge - BAND), _Shown.of(cell), here)
            if verdict := self._verdict(cell, ask, edge - row.at - 2):
                row.put(row.at + 2, *verdict)
            out.add(row)
        self._below(out, cell, edge)

    def _verdict(self, cell: Cell, ask: Ask, room: int) -> list[Piece]:
        if isinstance(cell, DateCell) and cell.value is not None and not cell.problem:
            how = distance(cell.value, self.begun.today, self.begun.calendar)
            past = cell.value < self.begun.today
            words = [] if past and ask.shape is Shape.PAST_DAY else [(how, "dim")]
            if cell is self.here and cell.text != show_date(cell.value):
                return [(show_date(cell.value), "bold"), (" · ", "dim"), *words]
            return words
        if cell is self.here and not cell.filled:
            if ask.shape is Shape.MOMENT:
                return [(say("record_form.hint_moment"), "dim")]
            if ask.shape is Shape.PERSON:
                return [(say("child_form.hint_social_worker"), "dim")]
            if ask.shape is Shape.RECORD:
                return [(cut_text(say("record_form.hint_record"), room), "dim")]
        if ask.needed and not cell.filled:
            return [(say("record_form.is_needed"), "dim")]
        return []

    def _draw_prose(self, out: Collected, cell: ProseCell, ask: Ask, edge: int) -> None:
        here, width = cell is self.here, edge - BAND - 2
        cell.writing.width = width
        found = wrapped_spans(cell.text, width)
        height = PROSE_LINES_HERE if here else PROSE_LINES
        height = max(1, min(height, len(found) + (1 if here else 0)))
        at = row_of(found, cell.writing.cursor)
        first = max(0, min(at - height + 1, len(found) - height)) if here else 0
        on = "on-sel" if here else "on-field"
        for line in range(height):
            row = Row(here and first + line == at)
            if line == 0:
                row.put(2, (cut_text(ask.label, BAND - 4), "dim"))
            inside: list[Piece] = []
            if first + line < len(found):
                start, end = found[first + line]
                cursor = cell.writing.cursor - start if here and first + line == at else None
                inside = with_cursor(cell.text[start:end], cursor, width + 1, "text")
            if ask.needed and not cell.filled and not here:
                inside = [(say("record_form.is_needed"), "dim")]
            row.put(BAND, (" ", f"text {on}"))
            row.pieces.extend((text, f"{words} {on}") for text, words in inside)
            row.pieces.append((" " * (edge - BAND - 1 - width_of(inside)), f"text {on}"))
            row.spans.append(Span(BAND, edge, cell.name))
            out.add(row)

    def _below(self, out: Collected, cell: Cell, edge: int) -> None:
        """What belongs under a cell: its error, its answers, names, boxes or calendar."""
        if cell.sentence is not None:
            row = Row(helps=True).put(BAND, (f"{glyph('wrong')} ", "bold red"))
            out.add(row.put(0, (cut_text(cell.sentence, edge - row.at), "red")))
        if cell is not self.here:
            return
        if isinstance(cell, ChoiceCell):
            _in_columns(out, [(one.key, one.words or one.short, "") for one in cell.choices], edge)
        elif isinstance(cell, BoxesCell):
            marks = [
                (box.letter, box.word, glyph("on" if box.value in cell.ticked else "off"))
                for box in cell.boxes
            ]
            _in_columns(out, marks, edge)
        elif isinstance(cell, NameCell):
            for index, name in enumerate(cell.options):
                picked = index == cell.picked
                mark = glyph("cursor") if picked else " "
                text = cut_text(shown(name), edge - BAND - 1)
                words = "bold text" if picked else "dim"
                out.add(Row(helps=True).put(BAND, (mark, "accent"), (text, words)))
        elif isinstance(cell, DateCell) and cell.stepping is not None:
            for line in month_lines(cell.stepping, self.begun.today, self.begun.calendar):
                out.add(Row(helps=True).put(BAND, *line))


def _in_columns(out: Collected, answers: Sequence[tuple[str, str, str]], edge: int) -> None:
    """Answers with their keys under a band, in as many columns as fit."""
    room = edge - BAND
    wide = max(len(words) for _, words, _ in answers) + 6
    columns = max(1, min(room // wide, 3))
    deep = -(-len(answers) // columns)
    for line in range(deep):
        row = Row(helps=True)
        for column in range(columns):
            at = column * deep + line
            if at < len(answers):
                key, words, mark = answers[at]
                said = cut_text(words, room // columns - 4)
                row.put(BAND + 1 + column * (room // columns), (key, "bold accent"))
                row.put(0, (f" {mark} " if mark else " ", "accent"), (said, "text"))
        out.add(row)


class _Shown(Cell):
    """Boxes as a band shows them: the words of what is ticked."""

    @staticmethod
    def of(cell: Cell) -> Cell:
        """The cell itself, or what stands for boxes."""
        return _Shown(cell) if isinstance(cell, BoxesCell) else cell

    def __init__(self, cell: BoxesCell) -> None:
        super().__init__(cell.name)
        self._words = ", ".join(box.word for box in cell.boxes if box.value in cell.ticked)

    def band(self, width: int, focused: bool) -> list[Piece]:
        return with_cursor(self._words, len(self._words) if focused else None, width, "text")


def _as_typed(value: Any) -> str:
    """A value as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        here = value.astimezone()
        return f"{show_date(here.date())} {here:%H:%M}"
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    return str(value)


def _value(cell: Cell) -> Any:
    if isinstance(cell, LineCell) and not isinstance(cell, DateCell | ReadCell):
        return cell.text.strip() or None
    if isinstance(cell, ProseCell):
        return cell.text.strip() or None
    if isinstance(cell, BoxesCell):
        return [box.value for box in cell.boxes if box.value in cell.ticked] or None
    return cell.value if isinstance(cell, DateCell | ReadCell | ChoiceCell) else None
