"""What the form knows before the first key: the child, the clock, last time's decisions, names."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from store.clock import (
    DueDate,
    UnreadableDate,
    WorkingDays,
    add_months,
    parse_date,
    show_date,
    still_could_be_date,
)
from store.codes import BringForward
from store.reviews import Review, Topic, WhyLate
from tui.paper.cells import DateRules

#: A decision without another date is proposed for this many working days on.
DECISION_WORKING_DAYS = 20


@dataclass(frozen=True)
class LastDecision:
    """A decision of the last review, to be asked about first."""

    id: str
    text: str
    owner: str | None
    due: date | None


@dataclass(frozen=True)
class OnDay:
    """What the clock says of a review held on a day: which one, due when, the next after it."""

    ordinal: int
    due: DueDate | None
    next: DueDate | None


@dataclass(frozen=True)
class About:
    """The review that is due, as the clock and the records give it."""

    child_id: str
    ref: str
    born: date | None
    age: str
    ordinal: int
    due: DueDate | None
    today: date
    calendar: WorkingDays
    names: tuple[str, ...]
    social_worker: str | None
    last: tuple[LastDecision, ...]
    on_day: Callable[[date], OnDay]
    #: What the checklist asks of this child, each topic with the Standard it belongs to.
    topics: tuple[tuple[Topic, str], ...] = ()
    late_reasons: tuple[WhyLate, ...] = ()
    #: Why the review was brought forward, where that was said when it was planned.
    ground: BringForward | None = None
    #: The review as far as it went before it was adjourned, and by when it is to be completed.
    begun: Review | None = None
    complete_by: date | None = None
    #: The day a permanence plan was agreed, as an earlier review wrote it down.
    agreed: date | None = None


def date_rules(today: date, calendar: WorkingDays, *, past: bool = False) -> DateRules:
    """How a date cell reads and writes: `past` means a bare weekday or day lies behind us."""

    def read(text: str) -> date:
        return parse_date(text, today=today, calendar=calendar, prefer="past" if past else "future")

    return DateRules(
        read=read,
        could_be=lambda text: still_could_be_date(text, today),
        show=show_date,
        failed=UnreadableDate,
        steps=calendar_step,
    )


def short_date_rules(today: date, calendar: WorkingDays) -> DateRules:
    """As date_rules, for a narrow band: "Mon 30 Sep", or "13 Jan 2025" in another year."""

    def show(day: date) -> str:
        return show_date(day, today=today, weekday=day.year == today.year)

    return replace(date_rules(today, calendar), show=show)


def calendar_step(day: date, key: str) -> date:
    """The day an arrow leads to in a calendar: a day, a week, or a month with PgUp and PgDn."""
    days = {"left": -1, "right": 1, "up": -7, "down": 7}
    try:
        if key in days:
            return day + timedelta(days=days[key])
        return add_months(day, -1 if key == "pageup" else 1)
    except (OverflowError, ValueError):
        return day


def weeks_of(day: date) -> list[date]:
    """The Mondays whose weeks touch the month of `day`."""
    first = day.replace(day=1)
    last = day.replace(day=monthrange(day.year, day.month)[1])
    monday = first - timedelta(days=first.weekday())
    found = []
    while monday <= last:
        # A month that begins on a weekend has no working day in its first week.
        if monday + timedelta(days=4) >= first:
            found.append(monday)
        monday += timedelta(days=7)
    return found
