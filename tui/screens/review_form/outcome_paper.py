"""The form's content: its cells in the order of the meeting's paper, and what follows from each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from store.clock import DueDate, show_date
from store.codes import (
    Attendee,
    CarriedOut,
    Participation,
    participation_fits,
)
from store.reviews import Outcome, Review
from store.wording import say
from tui.paper.cells import (
    AnswerCell,
    BoxesCell,
    Cell,
    ChoiceCell,
    DateCell,
    LineCell,
    NameCell,
    ProseCell,
)
from tui.paper.paper import Paper
from tui.screens.review_form.about import About, date_rules
from tui.screens.review_form.checklist_part import ChecklistPart
from tui.screens.review_form.outcome_cells import (
    DecisionRow,
    TitleCell,
    WhyLateCell,
    boxes,
    causes,
    late_reasons,
    participations,
    states,
)

PARTS = 8


class OutcomePaper(Paper):
    """A review's outcome as it is being written."""

    #: Whether the second page is all there is: the checklist of a saved review.
    alone = False

    def __init__(self, about: About) -> None:
        super().__init__()
        self.about = about
        rules = date_rules(about.today, about.calendar)
        self.title = TitleCell()
        self.cause = ChoiceCell("cause", causes(), None)
        self.state = ChoiceCell("state", states())
        self.sittings = LineCell("meetings", hint=say("review_form.sittings_hint"))
        self.held = DateCell("held", date_rules(about.today, about.calendar, past=True))
        self.held.start = lambda: about.today
        self.late_reason = WhyLateCell("late_reason", late_reasons(about.late_reasons))
        self.participation = ChoiceCell("participation", participations())
        self.attended = BoxesCell("attended", boxes())
        self.views = ProseCell("views")
        self.findings = ProseCell("findings")
        self.last = [AnswerCell(f"last_time.{n}") for n in range(len(about.last))]
        self.next_due = DateCell("next_due", rules)
        self.next_due.start = lambda: self.proposed_next or about.today
        self.ordinal, self.due = about.ordinal, about.due
        #: The last day of the review after this one, from the day this one was held.
        self.next_limit: DueDate | None = None
        self._rows = 0
        self.decisions: list[DecisionRow] = [self._new_row()]
        self._child_ticked = False
        self.begun_decisions: set[int] = set()
        self.checklist = ChecklistPart(about)
        #: Whether the second page is the one in sight, and where the focus was on the other.
        self.second = False
        self._other_focus = ""
        self.focus = "held"
        self.cause.value = about.ground
        if about.begun is not None:
            self._go_on_with(about.begun)

    def _go_on_with(self, begun: Review) -> None:
        """What was written down of the review before it was adjourned stands there again."""
        self.cause.value = begun.ground
        self.participation.value = begun.participation
        self.attended.ticked = set(begun.attended)
        self.views.restore(begun.views)
        self.findings.restore(begun.findings)
        self.checklist.what_changed.restore(begun.what_changed)

    def _new_row(self) -> DecisionRow:
        self._rows += 1
        return DecisionRow(self._rows, self.about)

    # Order ------------------------------------------------------------------------------------

    def cells(self) -> list[Cell]:
        return self.checklist.cells() if self.second else self._first_page()

    def every_cell(self) -> list[Cell]:
        """The cells of both pages."""
        return [*self._first_page(), *self.checklist.cells()]

    def wrong(self) -> list[Cell]:
        return [cell for cell in self.every_cell() if cell.sentence]

    def turn(self) -> None:
        """To the other page, where the focus is where it was last."""
        cell = self.here
        cell.leave()
        self.looked(cell)
        self.second, self.focus, self._other_focus = not self.second, self._other_focus, self.focus
        self.focus = self.here.name
        self.here.arrive()

    def _first_page(self) -> list[Cell]:
        found: list[Cell] = [self.title]
        if self.kind_shown:
            found += [self.cause, self.state, self.sittings]
        found.append(self.held)
        if self.is_late:
            found.append(self.late_reason)
        found += [self.participation, self.attended, self.views, self.findings, *self.last]
        for row in self.decisions:
            found += row.cells()
        return [*found, self.next_due]

    @property
    def kind_shown(self) -> bool:
        """Whether cause and sittings have their rows: opened by `e`, or not the usual ones."""
        return self.title.opened or self.cause.filled or self.state.filled or self.sittings.filled

    @property
    def is_late(self) -> bool:
        """Whether the review was held after its last day."""
        due = self.due
        adjourned = self.state.filled
        return bool(due and self.held.value and self.held.value > due.due and not adjourned)

    def go(self, name: str) -> None:
        if name not in (cell.name for cell in self.cells()):
            self.turn()
        super().go(name)
        self._prune()

    def _go_by(self, by: int) -> None:
        super()._go_by(by)
        self._prune()

    def _prune(self) -> None:
        """Rows without a decision go, except the one being written and the empty one at the end."""
        here = self.here.name
        self.decisions = [
            row
            for row in self.decisions
            if row.filled or row is self.decisions[-1] or row.what.name == here
        ]

    # What follows from what ---------------------------------------------------------------

    def looked(self, cell: Cell) -> None:
        self.checklist.looked(cell)
        if cell is self.held:
            self._held_changed()
        if cell in (self.held, self.participation):
            self._check_age()
        if cell is self.participation:
            self._tick_child()
        row = next((row for row in self.decisions if row.what is cell), None)
        if row is not None and row.filled and row.number not in self.begun_decisions:
            self.begun_decisions.add(row.number)
            row.propose()
        if self.decisions[-1].filled:
            self.decisions.append(self._new_row())

    def _held_changed(self) -> None:
        held = self.held.value
        if held and not self.held.problem and held > self.about.today:
            day = show_date(self.about.today, today=self.about.today)
            self.held.problem = say("review_form.held_ahead", today=day)
        untouched = self.next_due.value == self.proposed_next
        self._ask_clock()
        if untouched:
            self.next_due.put(self.proposed_next)

    def _ask_clock(self) -> None:
        """What the clock says of the day in Held: which review it is, its last day, the next."""
        held = self.held.value
        if held is None or self.held.problem:
            self.ordinal, self.due, self.next_limit = self.about.ordinal, self.about.due, None
            return
        says = self.about.on_day(held)
        self.ordinal, self.due, self.next_limit = says.ordinal, says.due, says.next

    @property
    def proposed_next(self) -> date | None:
        """The day proposed for the next review: its last one."""
        return self.next_limit.due if self.next_limit else None

    def _check_age(self) -> None:
        code = self.participation.value
        fits = None
        if code is not None:
            fits = participation_fits(code, self.about.born, self.held.value)
        self.participation.problem = fits

    def _tick_child(self) -> None:
        code = self.participation.value
        if code is not None and code.attended:
            self._child_ticked = self._child_ticked or Attendee.CHILD not in self.attended.ticked
            self.attended.ticked.add(Attendee.CHILD)
        elif self._child_ticked:
            self.attended.ticked.discard(Attendee.CHILD)
            self._child_ticked = False

    @property
    def attendance_questioned(self) -> str | None:
        """The sentence when code and boxes do not say the same about the child."""
        code = self.participation.value
        if code is None:
            return None
        there = Attendee.CHILD in self.attended.ticked
        if code.attended and not there:
            return say("review_form.code_says_there", code=code.value)
        if not code.attended and there and code is not Participation.PN0:
            return say("review_form.code_says_away", code=code.value)
        return None

    def paste(self, text: str) -> None:
        row = next((row for row in self.decisions if row.what is self.here), None)
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if self.read_only or row is None or (len(lines) < 2 and " @" not in text):
            super().paste(text)
            return
        for line in lines:
            self._paste_decision(self.decisions[-1], line)
        self.revision += 1
        self.focus = self.decisions[-1].what.name

    def _paste_decision(self, row: DecisionRow, line: str) -> None:
        """`what @owner date`: owner and date are taken where they stand at the end of the line."""
        what, _, rest = line.partition(" @")
        row.what.writing.insert(what)
        name, _, day = rest.strip().partition(" ")
        self.looked(row.what)
        if name:
            row.who.paste(name)
            row.who.leave()
        if day:
            row.by.paste(day)
            row.by.leave()

    # What it comes to -----------------------------------------------------------------------

    def written(self) -> list[DecisionRow]:
        """The rows that hold a decision."""
        return [row for row in self.decisions if row.filled]

    def parts(self) -> int:
        """How many of the eight parts have something in them."""
        return sum(
            (
                self.held.value is not None,
                self.participation.filled,
                self.attended.filled,
                self.views.filled,
                self.findings.filled,
                all(cell.filled for cell in self.last),
                bool(self.written()),
                self.next_due.value is not None,
            )
        )

    def touched(self) -> bool:
        """Whether anything was written that a draft should keep."""
        return self.revision > 0 and (
            self.held.filled
            or self.participation.filled
            or self.views.filled
            or self.findings.filled
            or self.attended.filled
            or any(cell.filled for cell in self.last)
            or bool(self.written())
            or self.sittings.filled
            or self.cause.filled
            or self.checklist.filled
        )

    def answers(self) -> list[tuple[str, CarriedOut | None, str | None]]:
        """What became of last time's decisions; None where nothing was said."""
        return [
            (
                decision.id,
                CarriedOut(cell.answer) if cell.answer else None,
                cell.reason.text.strip() or None,
            )
            for decision, cell in zip(self.about.last, self.last, strict=True)
        ]

    # Draft ------------------------------------------------------------------------------------

    def keep(self) -> dict[str, Any]:
        """What a draft keeps; `held`, `parts` and `of` are for those who list drafts."""
        return {
            "held": self.held.value.isoformat() if self.held.value else "",
            "participation": self.participation.value.value if self.participation.value else "",
            "views": self.views.text,
            "parts": self.parts(),
            "of": PARTS,
            "focus": self._kept_focus(),
            "cells": {cell.name: cell.keep() for cell in self._lasting()},
            "last": {
                decision.id: cell.keep()
                for decision, cell in zip(self.about.last, self.last, strict=True)
            },
            "decisions": [
                [row.what.keep(), row.who.keep(), row.by.keep()] for row in self.written()
            ],
            "checklist": self.checklist.keep(),
        }

    def _kept_focus(self) -> str:
        """The focus by place: rows of decisions are counted anew when a draft is opened."""
        for index, row in enumerate([*self.written(), self.decisions[-1]]):
            if self.focus.startswith(f"decision.{row.number}."):
                return f"row.{index}.{self.focus.rpartition('.')[2]}"
        return self.focus

    def _lasting(self) -> list[Cell]:
        return [
            self.cause,
            self.state,
            self.sittings,
            self.held,
            self.late_reason,
            self.participation,
            self.attended,
            self.views,
            self.findings,
            self.next_due,
        ]

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Put a draft back as it was left; what this version does not know is left out."""
        if "cells" in kept:
            self._restore_cells(kept)
        else:
            self._restore_outcome(Outcome.from_draft({"child_id": self.about.child_id, **kept}))
        self.decisions.append(self._new_row())
        self._ask_clock()
        self._check_age()
        names = [cell.name for cell in self.cells()]
        focus = str(kept.get("focus") or "")
        if focus.startswith("decision."):
            focus = self.decisions[-1].what.name
        if focus.startswith("row."):
            _, index, part = focus.split(".")
            focus = f"decision.{self.decisions[int(index)].number}.{part}"
        self.focus = focus if focus in names else "held"
        if focus in (cell.name for cell in self.checklist.cells()):
            self.second, self.focus, self._other_focus = True, focus, "held"
        cell = self.here
        if isinstance(cell, DateCell | NameCell | AnswerCell):
            cell.arrive()

    def _restore_cells(self, kept: Mapping[str, Any]) -> None:
        """A draft as this form keeps it."""
        cells = kept.get("cells")
        cells = cells if isinstance(cells, dict) else {}
        for cell in self._lasting():
            if cell.name in cells:
                cell.restore(cells[cell.name])
        self.checklist.restore(kept.get("checklist"))
        last = kept.get("last")
        for decision, answer in zip(self.about.last, self.last, strict=True):
            answer.restore(last.get(decision.id) if isinstance(last, dict) else None)
        self.decisions = []
        for entry in kept.get("decisions") or []:
            row = self._new_row()
            self.begun_decisions.add(row.number)
            for cell, value in zip((row.what, row.who, row.by), entry, strict=False):
                cell.restore(value)
            self.decisions.append(row)

    def _restore_outcome(self, outcome: Outcome) -> None:
        """A draft kept as a whole outcome, as the command line and the demo write it."""
        self.held.put(outcome.counts)
        self.cause.value = outcome.ground
        self.late_reason.value = outcome.late_reason
        self.participation.value = outcome.participation
        self.attended.ticked = set(outcome.attended)
        self.views.restore(outcome.views)
        self.findings.restore(outcome.findings)
        self.checklist.put(outcome.what_changed, outcome.points)
        self._ask_clock()
        self.next_due.put(outcome.next_due or self.proposed_next)
        found = {one.decision_id: one for one in outcome.last_time}
        for decision, cell in zip(self.about.last, self.last, strict=True):
            said = found.get(decision.id)
            if said is not None and said.carried_out is not None:
                cell.restore({"answer": said.carried_out.value, "reason": said.reason or ""})
        self.decisions = []
        for proposed in outcome.decisions:
            row = self._new_row()
            self.begun_decisions.add(row.number)
            row.what.restore(proposed.text)
            row.who.restore(proposed.owner)
            if proposed.due is not None:
                row.by.put(proposed.due)
            self.decisions.append(row)
