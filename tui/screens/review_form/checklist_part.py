"""The second page of the form: what changed because of the child, and the longer checklist."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store.clock import show_date
from store.reviews import FoundPoint, Met, Topic
from store.wording import say
from tui.paper.cells import Cell, DateCell, LineCell, Move, ProseCell
from tui.screens.review_form.about import About, date_rules

_KEYS = {met.letter: met for met in Met}
_OPENS = ("right", "space")


class PointCell(Cell):
    """How a topic was found, by one key; `p` and `n` ask for words, `→` does for any answer."""

    def __init__(self, topic: Topic, standard: str) -> None:
        super().__init__(f"point.{topic.value}")
        self.topic = topic
        self.standard = standard
        self.answer: Met | None = None
        self.note = LineCell(f"{self.name}.note")
        self.noting = False

    @property
    def filled(self) -> bool:
        return self.answer is not None or self.note.filled

    def arrive(self) -> None:
        self.noting = False

    def leave(self) -> None:
        self.noting = False

    def press(self, key: str, character: str | None) -> Move:
        self.refused = None
        if self.noting:
            if key == "backspace" and not self.note.text:
                self.noting = False
                return Move.STAY
            return self.note.press(key, character)
        answer = _KEYS.get((character or "").casefold())
        if answer is not None:
            self.answer = answer
            if answer in (Met.PARTLY, Met.NO):
                self._write()
                return Move.STAY
            return Move.NEXT
        if key in _OPENS:
            self._write()
            return Move.STAY
        if key in ("backspace", "delete"):
            self.answer = None
            return Move.STAY
        return super().press(key, character)

    def _write(self) -> None:
        self.noting = True
        self.note.arrive()

    def paste(self, text: str) -> None:
        self._write()
        self.note.paste(text)

    def keep(self) -> Any:
        return {"answer": self.answer.value if self.answer else None, "note": self.note.text}

    def restore(self, kept: Any) -> None:
        kept = kept if isinstance(kept, dict) else {}
        self.answer = next((met for met in Met if met.value == kept.get("answer")), None)
        self.note.restore(kept.get("note"))


class ChecklistPart:
    """The cells of the second page, in their order."""

    def __init__(self, about: About) -> None:
        self._today = about.today
        self.what_changed = ProseCell("what_changed")
        self.points = [PointCell(topic, standard) for topic, standard in about.topics]
        self.agreed = DateCell("agreed", date_rules(about.today, about.calendar, past=True))
        self.agreed.start = lambda: about.today

    def cells(self) -> list[Cell]:
        """Every cell that can have the focus; the day of the plan stands below permanence."""
        found: list[Cell] = [self.what_changed]
        for cell in self.points:
            found.append(cell)
            if cell.topic is Topic.PERMANENCE:
                found.append(self.agreed)
        return found

    def looked(self, cell: Cell) -> None:
        """Says at once that a plan cannot have been agreed on a day to come."""
        day = self.agreed.value
        if cell is self.agreed and day is not None and day > self._today:
            self.agreed.problem = say(
                "reviews.agreed_to_come", day=show_date(day, today=self._today)
            )

    @property
    def answered(self) -> int:
        """How many topics have an answer."""
        return sum(cell.answer is not None for cell in self.points)

    @property
    def filled(self) -> bool:
        """Whether anything stands on the page."""
        return any(cell.filled for cell in self.cells())

    def every(self) -> list[FoundPoint]:
        """What was found of each topic, the empty ones too."""
        return [
            FoundPoint(
                cell.topic,
                cell.answer,
                cell.note.text.strip() or None,
                self.agreed.value if cell.topic is Topic.PERMANENCE else None,
            )
            for cell in self.points
        ]

    def found(self) -> list[FoundPoint]:
        """What was found of each topic that something was said of."""
        return [point for point in self.every() if point.says_something]

    def keep(self) -> dict[str, Any]:
        """What a draft keeps of the page, cell by cell."""
        return {cell.name: cell.keep() for cell in self.cells() if cell.filled}

    def clear(self) -> None:
        """Nothing stands on the page."""
        for cell in self.cells():
            cell.restore(None)

    def restore(self, kept: Any) -> None:
        """The page as a draft kept it; topics this child is not asked about are left out."""
        if not isinstance(kept, Mapping):
            return
        for cell in self.cells():
            if cell.name in kept:
                cell.restore(kept[cell.name])

    def put(self, what_changed: str, found: list[FoundPoint]) -> None:
        """The page as an outcome holds it."""
        self.what_changed.restore(what_changed)
        by_topic = {point.topic: point for point in found}
        for cell in self.points:
            point = by_topic.get(cell.topic)
            if point is None:
                continue
            cell.answer = point.answer
            cell.note.restore(point.note)
            if cell.topic is Topic.PERMANENCE and point.agreed is not None:
                self.agreed.put(point.agreed)
