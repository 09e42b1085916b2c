"""The days a report is about, both ends included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from store.clock import add_months, show_date
from store.errors import Refused
from store.wording import say


class EndsBeforeItBegins(Refused):
    """A span whose last day is before its first."""


@dataclass(frozen=True, slots=True)
class Span:
    """From the first day to the last, both included."""

    begin: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.begin:
            raise EndsBeforeItBegins(
                say(
                    "measures.ends_before",
                    begin=show_date(self.begin, weekday=False),
                    end=show_date(self.end, weekday=False),
                ),
                field="to",
            )

    def covers(self, day: date | None) -> bool:
        """Whether a day lies in it; a day that is not known does not."""
        return day is not None and self.begin <= day <= self.end

    @property
    def words(self) -> str:
        """ "1 Jul 2024 to 30 Sep 2024"."""
        return say(
            "measures.span",
            begin=show_date(self.begin, weekday=False),
            end=show_date(self.end, weekday=False),
        )

    @property
    def name(self) -> str:
        """Short and fit for a file: "2024-Q3", "2024-W37", else both days."""
        begin = self.begin
        if begin == quarter_of(begin).begin and self == quarter_of(begin):
            return f"{begin.year}-Q{(begin.month + 2) // 3}"
        year, week, _ = begin.isocalendar()
        if self == week_of(begin):
            return f"{year}-W{week:02}"
        return f"{begin.isoformat()}_{self.end.isoformat()}"

    def earlier(self) -> Span:
        """The span of the same kind before this one."""
        return self._moved(-1)

    def later(self) -> Span:
        """The span of the same kind after this one."""
        return self._moved(1)

    def _moved(self, by: int) -> Span:
        if self == quarter_of(self.begin):
            return quarter_of(add_months(self.begin, 3 * by))
        length = self.end - self.begin + timedelta(days=1)
        return Span(self.begin + by * length, self.end + by * length)


def quarter_of(day: date) -> Span:
    """The calendar quarter a day lies in."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return Span(first, add_months(first, 3) - timedelta(days=1))


def week_of(day: date) -> Span:
    """Monday to Sunday around a day."""
    monday = day - timedelta(days=day.weekday())
    return Span(monday, monday + timedelta(days=6))


def last_quarter(today: date) -> Span:
    """The last calendar quarter that is over."""
    return quarter_of(quarter_of(today).begin - timedelta(days=1))


def last_week(today: date) -> Span:
    """The last week, Monday to Sunday, that is over."""
    return week_of(week_of(today).begin - timedelta(days=1))
