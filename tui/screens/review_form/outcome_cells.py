"""The cells that only this form has: its title, a row of decisions, its lists of choices."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase
from typing import Any

from store.codes import Attendee, BringForward, LateReason, Participation, ReviewState
from store.reviews import WhyLate
from store.wording import say
from tui.paper.cells import Box, Cell, Choice, ChoiceCell, DateCell, LineCell, Move, NameCell
from tui.screens.review_form.about import DECISION_WORKING_DAYS, About, short_date_rules


class TitleCell(Cell):
    """The title: `e` opens what the clock proposes there, cause and earlier sittings."""

    def __init__(self) -> None:
        super().__init__("title")
        self.opened = False

    def press(self, key: str, character: str | None) -> Move:
        if character == "e":
            self.opened = not self.opened
            return Move.NEXT if self.opened else Move.STAY
        return super().press(key, character)


class DecisionRow:
    """One decision as it is written: what, who, by."""

    def __init__(self, number: int, about: About) -> None:
        self.number = number
        self._about = about
        self.what = LineCell(f"decision.{number}.what", hint=say("review_form.decision_hint"))
        self.who = NameCell(f"decision.{number}.who", about.names)
        self.by = DateCell(f"decision.{number}.by", short_date_rules(about.today, about.calendar))
        self.by.start = lambda: about.today

    @property
    def filled(self) -> bool:
        """Whether there is a decision in it."""
        return self.what.filled

    def propose(self) -> None:
        """Type in who usually does it and by when; takes them back from an emptied row."""
        if self.filled:
            if not self.who.text and self._about.social_worker:
                self.who.propose(self._about.social_worker)
            if not self.by.text:
                day = self._about.calendar.add(self._about.today, DECISION_WORKING_DAYS)
                self.by.put(day)

    def cells(self) -> list[Cell]:
        """The cells that can have the focus: an empty row has only its first."""
        return [self.what, self.who, self.by] if self.filled else [self.what]


class WhyLateCell(ChoiceCell):
    """Why a review was late; a draft keeps the reason itself, for its key may become another's."""

    def keep(self) -> Any:
        return None if self.value is None else self.value.value

    def restore(self, kept: Any) -> None:
        found = (c.value for c in self.choices if kept in (c.value.value, c.key))
        self.value = next(found, None)


def participations() -> list[Choice]:
    """The codes of participation, each by its digit."""
    return [Choice(code.digit, code, code.value, code.wording) for code in Participation]


def late_reasons(reasons: Sequence[WhyLate]) -> list[Choice]:
    """The reasons for lateness, the service's own after the known ones."""
    keys = "123456789" + ascii_lowercase
    offered = reasons or tuple(LateReason)
    return [Choice(key, one, one.wording) for key, one in zip(keys, offered, strict=False)]


def causes() -> list[Choice]:
    """The grounds on which a review is brought forward, by their place."""
    return [
        Choice(str(number), ground, ground.wording)
        for number, ground in enumerate(BringForward, start=1)
    ]


def states() -> list[Choice]:
    """What a review can be but held."""
    return [Choice("a", ReviewState.ADJOURNED, ReviewState.ADJOURNED.wording)]


def boxes() -> list[Box]:
    """Who may have been there, each by a letter."""
    return [Box(code.letter, code, code.wording) for code in Attendee]
