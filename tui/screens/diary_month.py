"""A month as weeks of days: what stands on each, the day in hand in the accent's tint."""

from __future__ import annotations

from datetime import date
from typing import Any

from textual.events import Click
from textual.message import Message
from textual.strip import Strip

from store.clock.date_words import weekday_word
from store.diary import Day, Diary
from store.wording import say
from tui.glyphs import glyph
from tui.widgets.drawn import Drawn
from tui.widgets.lines import Line, Piece, strip_of

DAYS = 7


class MonthGrid(Drawn, can_focus=True):
    """The weeks of a month, as tall as there is room; arrows and clicks choose the day."""

    DEFAULT_CSS = "MonthGrid { width: 1fr; height: 1fr; background: $pr-bg; }"

    class DayClicked(Message):
        """A day was clicked; twice opens it."""

        def __init__(self, on: date, twice: bool) -> None:
            super().__init__()
            self.on, self.twice = on, twice

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._title: Line = []
        self._diary: Diary | None = None
        self._at = self._today = date.min
        self._month = 0

    def show(self, title: Line, found: Diary, at: date, today: date) -> None:
        """Show the weeks of `found`; the month is that of `at`."""
        self._title, self._diary = title, found
        self._at, self._today, self._month = at, today, at.month
        self.refresh()

    @property
    def _weeks(self) -> int:
        return 0 if self._diary is None else len(self._diary.days) // DAYS

    @property
    def _rows(self) -> int:
        """Lines of one week: the rest of the height, shared alike."""
        return max(2, min(6, (self.size.height - 2) // max(1, self._weeks)))

    def render_line(self, y: int) -> Strip:
        app: Any = self.app
        width = self.size.width
        if y == 0:
            return strip_of(self._title, width, app.palette)
        if self._diary is None or y > 1 + self._weeks * self._rows:
            return strip_of("", width, app.palette)
        cell = (width - 2) // DAYS
        rest = width - 1 - cell * DAYS
        if y == 1:
            week_days = (weekday_word(day.on).upper() for day in self._diary.days[:DAYS])
            heads = "".join(f" {word}".ljust(cell) for word in week_days)
            return strip_of([(f" {heads}", "dim")], width, app.palette)
        week, row = divmod(y - 2, self._rows)
        strips = [strip_of("", 1, app.palette)]
        for day in self._diary.days[week * DAYS : week * DAYS + DAYS]:
            here = day.on == self._at
            on = ("sel" if self.has_focus else "selq") if here else "bg"
            strips.append(strip_of(self._line(day, row, here), cell, app.palette, on, bold=here))
        return Strip.join([*strips, strip_of("", rest, app.palette)])

    def _line(self, day: Day, row: int, here: bool) -> Line:
        if row == 0:
            return self._number(day, here)
        lines = day_lines(day, self._today, self._rows - 1)
        return lines[row - 1] if row <= len(lines) else ""

    def _number(self, day: Day, here: bool) -> Line:
        words = "text" if day.working and day.on.month == self._month else "dim"
        if day.on == self._today:
            words = "bold underline accent"
        elif any(event.is_review for event in day.events):
            words = f"bold {words}"
        bar: Piece = (glyph("cursor") if here else " ", "accent")
        line: list[Piece] = [bar, (f"{day.on.day:>2}", words)]
        if day.holiday:
            line.append((f" {day.holiday}", "dim"))
        return line

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: Click) -> None:
        cell = max(1, (self.size.width - 2) // DAYS)
        week, column = (event.y - 2) // self._rows, (event.x - 1) // cell
        at = week * DAYS + column
        if self._diary is None or event.y < 2 or not 0 <= column < DAYS:
            return
        if at < len(self._diary.days):
            self.post_message(self.DayClicked(self._diary.days[at].on, event.chain > 1))


def day_lines(day: Day, today: date, most: int) -> list[Line]:
    """What stands on a day in at most so many short lines: reviews by child, the rest counted."""
    reviews = [event for event in day.events if event.is_review]
    others = [event for event in day.events if not event.is_review]
    room = max(1, most - (1 if others else 0))
    lines: list[Line] = []
    shown = reviews if len(reviews) <= room else reviews[: room - 1]
    for event in shown:
        late = day.on < today and not event.done
        role = "red" if late else "dim" if event.done else "text"
        sign = "late" if late else "right" if event.done else "dot"
        lines.append([(f" {glyph(sign)} ", role), (event.ref, role)])
    if len(shown) < len(reviews):
        left = len(reviews) - len(shown)
        word = say("screen_diary.reviews") if not shown else say("screen_diary.more_reviews")
        late = day.late(today) and any(not e.done for e in reviews)
        lines.append([(f"  {left} {word}", "red" if late else "text")])
    if others and len(lines) < most:
        late = day.on < today and any(not e.done for e in others)
        one = len(others) == 1
        word = say("screen_diary.duty" if one else "screen_diary.duties")
        sign = f" {glyph('late')} " if late else "  "
        lines.append([(f"{sign}{len(others)} {word}", "red" if late else "dim")])
    return lines
