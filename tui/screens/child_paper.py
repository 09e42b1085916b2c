"""The form of a child: local reference, date of birth, who works, periods of being looked after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from store.children import Child, Period
from store.clock import WorkingDays, age_on, distance, show_date
from store.codes import LegalStatus
from store.wording import say
from tui.glyphs import glyph
from tui.paper.cells import Cell, DateCell, LineCell, NameCell
from tui.paper.paper import Paper, SheetRow
from tui.paper.rows import Collected, Row
from tui.paper.writing import shown
from tui.screens.review_form.about import date_rules
from tui.screens.review_form.calendar_lines import month_lines
from tui.widgets.lines import Piece, cut_text

BAND, WIDEST = 18, 108
NAME_BAND, DATE_BAND = 30, 20
_NEW = "new "


class StatusCell(NameCell):
    """A legal status by code or by its words; other text cannot be taken."""

    def __init__(self, name: str, value: LegalStatus | None = None) -> None:
        known = [f"{code.value} {code.wording}" for code in LegalStatus]
        text = f"{value.value} {value.wording}" if value else ""
        super().__init__(name, known, text)

    @property
    def value(self) -> LegalStatus | None:
        """The code taken."""
        code = self.text.split(" ")[0].upper()
        return next((one for one in LegalStatus if one.value == code), None)

    def changed(self, before: str) -> None:
        super().changed(before)
        if self.text != before:
            self.problem = None

    def leave(self) -> None:
        if self.picked >= len(self.options):
            self.picked = 0
        super().leave()
        self._check()

    def restore(self, kept: Any) -> None:
        super().restore(kept)
        self._check()

    def _check(self) -> None:
        if self.text and self.value is None:
            self.problem = say("child_form.no_status", text=shown(self.text)[:30])


class PeriodRow:
    """One period as it is written: since when, under which status, where, until when."""

    def __init__(
        self, number: int, today: date, calendar: WorkingDays, known: Period | None
    ) -> None:
        rules = date_rules(today, calendar, past=True)
        self.known = known
        self.started = DateCell(f"period.{number}.started", rules, known.started if known else None)
        self.status = StatusCell(
            f"period.{number}.legal_status", known.legal_status if known else None
        )
        self.placement = LineCell(
            f"period.{number}.placement", known.placement or "" if known else ""
        )
        self.ended = DateCell(f"period.{number}.ended", rules, known.ended if known else None)
        for cell in (self.started, self.ended):
            cell.start = lambda: today

    @property
    def filled(self) -> bool:
        """Whether a period is written here."""
        return self.known is not None or self.started.filled

    def cells(self) -> list[Cell]:
        """The cells that can have the focus: an empty period has only its first."""
        if not self.filled:
            return [self.started]
        return [self.started, self.status, self.placement, self.ended]


@dataclass(frozen=True)
class Known:
    """What the form begins with: the day, its calendar, the names, the child if there is one."""

    today: date
    calendar: WorkingDays
    names: tuple[str, ...]
    child: Child | None
    iro: str | None = None


class ChildPaper(Paper):
    """A child as it is being written."""

    wide = False

    def __init__(self, known: Known, *, new_period: bool = False) -> None:
        super().__init__()
        self.known, child = known, known.child
        self.local_id = LineCell("local_id", child.local_id if child else "")
        rules = date_rules(known.today, known.calendar, past=True)
        self.dob = DateCell("dob", rules, child.dob if child else None)
        self.dob.start = lambda: known.today.replace(year=known.today.year - 8, day=1)
        self.iro = NameCell("iro", known.names, (child.iro if child else known.iro) or "")
        self.social_worker = NameCell(
            "social_worker", known.names, (child.social_worker if child else "") or ""
        )
        self.team = LineCell("team", (child.team if child else "") or "")
        periods = child.periods if child else ()
        self.periods = [
            PeriodRow(number, known.today, known.calendar, period)
            for number, period in enumerate(periods)
        ]
        self.periods.append(self._new())
        self._first = {name: cell.keep() for name, cell in self._named().items()}
        first = self.periods[-1].started.name if new_period else self.cells()[0].name
        self.focus = first
        self.here.arrive()

    def _new(self) -> PeriodRow:
        return PeriodRow(
            len(self.periods) if hasattr(self, "periods") else 0,
            self.known.today,
            self.known.calendar,
            None,
        )

    def cells(self) -> list[Cell]:
        found: list[Cell] = [] if self.known.child else [self.local_id]
        found += [self.dob, self.iro, self.social_worker, self.team]
        for row in self.periods:
            found += row.cells()
        return found

    def looked(self, cell: Cell) -> None:
        if self.periods[-1].filled:
            self.periods.append(self._new())

    def keys_here(self) -> list[tuple[str, str]]:
        cell = self.here
        keys = [("enter", say("review_form.key_next")), ("tab", say("review_form.key_skip"))]
        if isinstance(cell, DateCell):
            if cell.stepping is not None:
                return [("enter", say("review_form.key_take"))]
            keys.append(("↓", say("review_form.key_calendar")))
        return keys

    def written(self) -> list[PeriodRow]:
        """The rows that hold a period."""
        return [row for row in self.periods if row.filled]

    # Draft ------------------------------------------------------------------------------------

    def _named(self) -> dict[str, Cell]:
        """Every cell by a name that lasts: a known period by its id, a new one by its place."""
        found: dict[str, Cell] = {} if self.known.child else {"local_id": self.local_id}
        for cell in (self.dob, self.iro, self.social_worker, self.team):
            found[cell.name] = cell
        new = 0
        for row in self.periods:
            key = row.known.id if row.known else f"{_NEW}{new}"
            new += row.known is None
            for cell in (row.started, row.status, row.placement, row.ended):
                found[f"{key}.{cell.name.rpartition('.')[2]}"] = cell
        return found

    def keep(self) -> dict[str, Any] | None:
        """What a draft keeps: what differs from what is known, None when nothing does.

        What was not touched is left out, so that a draft opened later takes nothing back that
        others changed in the meantime.
        """
        nothing = ("", {"typed": ""})
        cells = {
            name: cell.keep()
            for name, cell in self._named().items()
            if cell.keep() != self._first.get(name)
            and (name in self._first or cell.keep() not in nothing)
        }
        if not cells:
            return None
        return {"local_id": self.local_id.text, "focus": self.focus, "cells": cells}

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Put a draft back; what is not there any more is left out."""
        cells = kept.get("cells")
        cells = cells if isinstance(cells, dict) else {}
        new = {name.partition(".")[0] for name in cells if name.startswith(_NEW)}
        while sum(row.known is None for row in self.periods) < len(new):
            self.periods.append(self._new())
        named = self._named()
        for name, value in cells.items():
            if name in named:
                named[name].restore(value)
        self.looked(self.here)
        focus = str(kept.get("focus") or "")
        if focus in [cell.name for cell in self.cells()]:
            self.focus = focus
        self.here.arrive()

    # Drawing -----------------------------------------------------------------------------------

    def draw(self, width: int, height: int) -> list[SheetRow]:
        edge = min(width, WIDEST) - 1
        out = Collected()
        tall = height >= 26
        child = self.known.child
        title = child.ref if child else say("child_form.new")
        words = say("child_form.change") if child else say("child_form.new_words")
        out.add(Row().put(1, (title, "bold"), ("  ", "text"), (words, "dim")))
        if tall:
            out.gap()
        if child is None:
            self._field(out, self.local_id, NAME_BAND, edge)
        self._field(out, self.dob, DATE_BAND, edge, self._age())
        self._field(out, self.iro, NAME_BAND, edge)
        self._field(out, self.social_worker, NAME_BAND, edge)
        self._field(out, self.team, NAME_BAND, edge)
        if tall:
            out.gap()
        self._period_rows(out, edge)
        if tall:
            out.gap()
            out.add(
                Row().put(2, ("ctrl+s", "bold accent"), (" " + say("child_form.save_hint"), "dim"))
            )
        return out.rows

    def _age(self) -> list[Piece]:
        born = self.dob.value
        if born is None or self.dob.problem or born > self.known.today:
            return []
        words = say("child_form.years", age=age_on(born, self.known.today))
        return [*self._parsed(self.dob), (words, "dim")]

    def _parsed(self, cell: DateCell) -> list[Piece]:
        if cell.value is None or cell is not self.here or cell.text == show_date(cell.value):
            return []
        return [(show_date(cell.value), "bold"), (" · ", "dim")]

    def _field(
        self, out: Collected, cell: Cell, width: int, edge: int, verdict: list[Piece] | None = None
    ) -> None:
        here = cell is self.here
        row = Row(here).put(2, (say(f"child_form.{cell.name}"), "dim"))
        row.band(BAND, width, cell, here)
        row.put(BAND + width + 2, *(verdict or self._hint(cell, here)))
        out.add(row)
        self._below(out, cell, BAND, edge)

    def _hint(self, cell: Cell, here: bool) -> list[Piece]:
        if here and cell.name in ("local_id", "dob", "social_worker"):
            return [(say(f"child_form.hint_{cell.name}"), "dim")]
        return []

    def _below(self, out: Collected, cell: Cell, column: int, edge: int) -> None:
        """What belongs under a cell: its error, the names it may mean, its calendar."""
        if cell.sentence is not None:
            row = Row(helps=True).put(column, (f"{glyph('wrong')} ", "bold red"))
            out.add(row.put(0, (cut_text(cell.sentence, edge - row.at), "red")))
        if cell is not self.here:
            return
        if isinstance(cell, NameCell):
            for index, name in enumerate(cell.options):
                picked = index == cell.picked
                mark = glyph("cursor") if picked else " "
                out.add(
                    Row(helps=True).put(
                        column,
                        (mark, "accent"),
                        (
                            cut_text(shown(name), edge - column - 1),
                            "bold text" if picked else "dim",
                        ),
                    )
                )
        if isinstance(cell, DateCell) and cell.stepping is not None:
            for line in month_lines(cell.stepping, self.known.today, self.known.calendar):
                out.add(Row(helps=True).put(column, *line))

    def _period_rows(self, out: Collected, edge: int) -> None:
        focused = self.focus.startswith("period.")
        count = len(self.written())
        out.add(
            Row().put(
                1,
                (say("child_form.periods"), "bold accent" if focused else "bold"),
                (f"  {count}", "dim"),
            )
        )
        for number, row in enumerate(self.periods, start=1):
            if not row.filled:
                self._one(out, f"{number:>2}", row.started, DATE_BAND, edge, "child_form.started")
                continue
            self._one(out, f"{number:>2}", row.started, DATE_BAND, edge, "child_form.started")
            self._one(out, "", row.status, min(44, edge - BAND), edge, "child_form.legal_status")
            self._one(out, "", row.placement, NAME_BAND, edge, "child_form.placement")
            self._one(out, "", row.ended, DATE_BAND, edge, "child_form.ended")

    def _one(
        self, out: Collected, number: str, cell: Cell, width: int, edge: int, label: str
    ) -> None:
        here = cell is self.here
        row = Row(here).put(1, (number or "  ", "bold" if here else "dim"))
        row.put(4, (say(label), "dim")).band(BAND, width, cell, here)
        if isinstance(cell, DateCell):
            row.put(BAND + width + 2, *self._period_verdict(cell))
        out.add(row)
        self._below(out, cell, BAND, edge)

    def _period_verdict(self, cell: DateCell) -> list[Piece]:
        if cell.value is None or cell.problem:
            if cell.name.endswith("ended") and not cell.text:
                return [(say("child_form.still"), "dim")]
            return []
        how = distance(cell.value, self.known.today, self.known.calendar)
        words = "" if cell.value < self.known.today else how
        return [*self._parsed(cell), (words, "dim")]
