"""A month to choose a day from; days that are not working days are quiet."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Any

from textual.app import ComposeResult
from textual.events import Key

from store.clock import WorkingDays, add_months, distance, show_date
from store.wording import say
from tui.dialogs.base import Dialog, SheetLine
from tui.widgets.lines import Line, Piece

WEEKS = 6


def month_lines(
    month: date, calendar_days: WorkingDays, *, today: date, cursor: date | None = None
) -> list[Line]:
    """Head and weeks of a month, Monday first: today underlined, the cursor in the accent."""
    lines: list[Line] = [
        [("  ".join(say("dialogs.week_days").split()), "dim")],
    ]
    for week in calendar.Calendar().monthdatescalendar(month.year, month.month):
        line: list[Piece] = []
        for day in week:
            words = "text" if calendar_days.is_working(day) else "dim"
            if day.month != month.month:
                line.append(("    ", "text"))
                continue
            if day == today:
                words = "bold underline accent"
            if day == cursor:
                words = "bold onaccent"
            line += [(f"{day.day:>2}", words), ("  ", "text")]
        lines.append(line)
    return lines


class MonthSheet(Dialog[date]):
    """Arrows move by day and week, PgUp and PgDn by month; enter takes the day."""

    def __init__(self, title: str, start: date, today: date, days: WorkingDays) -> None:
        super().__init__()
        self.title_text = title
        self.at, self.today, self.days = start, today, days

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("←→↑↓", say("dialogs.by_day")),
            ("PgUp PgDn", say("dialogs.by_month")),
            *super().keys(),
        ]

    def sheet(self) -> ComposeResult:
        for _ in range(WEEKS + 1):
            yield SheetLine("", role="week")

    def on_mount(self) -> None:
        self.draw_month()

    def draw_month(self) -> None:
        """Show the month around the cursor."""
        lines = month_lines(self.at, self.days, today=self.today, cursor=self.at)
        for index, widget in enumerate(self.query(".week").results(SheetLine)):
            widget.say(lines[index] if index < len(lines) else "")
        away = distance(self.at, self.today, self.days)
        holiday = self.days.holiday_name(self.at)
        right = f"{show_date(self.at, today=self.today)}  {away}"
        title: list[Piece] = [(self.title_text, "bold accent"), (f"  {self.at:%B %Y}", "text")]
        words: Any = [(f"{holiday}  " if holiday else "", "amber"), (right, "text")]
        self.query_one(".title", SheetLine).say(title, words)

    def on_key(self, event: Key) -> None:
        days = {"left": -1, "right": 1, "up": -7, "down": 7, "h": -1, "l": 1, "k": -7, "j": 7}
        months = {"pageup": -1, "pagedown": 1}
        if event.key in days:
            self.at += timedelta(days=days[event.key])
        elif event.key in months:
            self.at = add_months(self.at, months[event.key])
        elif event.key == "enter":
            self.dismiss(self.at)
        else:
            return
        event.stop()
        self.draw_month()
