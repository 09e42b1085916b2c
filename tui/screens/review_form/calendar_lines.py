"""One month as lines: working weeks, holidays dim, today underlined, the chosen day reversed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from store.clock import WorkingDays
from store.wording import say
from tui.glyphs import glyph
from tui.screens.review_form.about import weeks_of
from tui.widgets.lines import Piece


def month_title(day: date) -> str:
    """ "September 2024"."""
    names = say("clock.month_names").split()
    return f"{names[day.month - 1]} {day.year}"


def month_lines(
    day: date,
    today: date,
    calendar: WorkingDays,
    *,
    chosen: bool = True,
    marked: Collection[date] = (),
    distances: bool = True,
) -> list[list[Piece]]:
    """The month of `day` with its title, one line a week, Monday to Friday.

    `chosen` reverses `day`; `marked` days are bold with a dot; at the right the working days
    from today to the end of the week.
    """
    lines: list[list[Piece]] = [[(month_title(day), "bold")]]
    names = say("review_form.weekdays").split()
    lines.append([("".join(f"{name:<4}" for name in names), "dim")])
    for monday in weeks_of(day):
        line: list[Piece] = []
        for offset in range(5):
            this = monday + timedelta(days=offset)
            words = "text" if this.month == day.month else "dim"
            if not calendar.is_working(this):
                words = "dim"
            if this in marked:
                words = "bold text"
            if this == today:
                words = "bold accent underline"
            if chosen and this == day:
                words = "bold accent reverse"
            line.append((f"{this.day:>2}", words))
            line.append((glyph("dot") if this in marked else " ", "accent"))
            line.append((" ", "text"))
        friday = monday + timedelta(days=4)
        if distances and friday > today:
            count = calendar.between(today, friday)
            line.append((say("review_form.to_wd", count=count).rjust(11), "dim"))
        lines.append(line)
    # Saturdays and Sundays can be chosen with the arrows too; the line says which day it is.
    if chosen and day.weekday() > 4:
        lines.append([(say("review_form.weekend"), "amber")])
    return lines
