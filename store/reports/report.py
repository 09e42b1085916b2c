"""A report: its days, its tables, and behind every figure the records it was counted from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from store.measures import Ref, Refs, Span
from store.reports.narrowing import Narrowing
from store.reports.suppression import Shown, Sum
from store.wording import say

__all__ = ["Audience", "Cell", "Form", "Ref", "Refs", "Report", "Row", "Shown", "Sum", "Table"]


class Audience(Enum):
    """For whom a report is: readers outside the service are not told small numbers."""

    INSIDE = "inside"
    OUTSIDE = "outside"

    @property
    def words(self) -> str:
        """For whom, in words."""
        return say(f"reports.audience_{self.value}")


class Form(Enum):
    """What a cell holds: a count of records, a percentage, another number, or words."""

    COUNT = "count"
    PERCENT = "percent"
    NUMBER = "number"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure with the records behind it; of a percentage, `of` are those it is out of.

    `private` where it is about children. For readers outside `shown` says how it is shown, and a
    figure held back has no value and no records; `low` and `high` are what the words around a
    percentage already say of it.
    """

    form: Form
    value: int | float | str | None
    records: Refs = ()
    of: Refs = ()
    private: bool = True
    shown: Shown = Shown.EXACT
    low: int | None = None
    high: int | None = None

    @property
    def text(self) -> str:
        """What is read in the file."""
        return self._said("")

    @property
    def short(self) -> str:
        """The same for a narrow column."""
        return self._said("_short")

    @property
    def is_number(self) -> bool:
        """Whether it stands at the right edge of its column."""
        return self.form is not Form.WORDS

    def _said(self, ending: str) -> str:
        if self.low is not None and self.high is not None:
            return say(f"reports.percent_between{ending}", low=self.low, high=self.high)
        if self.shown is not Shown.EXACT:
            return say(f"reports.shown_{self.shown.value}{ending}")
        if self.value is None:
            return say("reports.nothing_to_measure")
        if self.form is Form.PERCENT:
            return say("reports.percent", value=self.value)
        if isinstance(self.value, float):
            return f"{self.value:.1f}"
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its words and its cells. `under` is a part of the line before it.

    `inside` marks a line that readers outside are not shown (it names a person or a child).
    """

    label: str
    cells: tuple[Cell, ...]
    under: bool = False
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A numbered table with what its measures count. `recorded` is False where nothing is known.

    `sums` are the totals in it with their parts, as sets of records: what a reader can add up.
    """

    key: str
    number: int
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    definitions: tuple[tuple[str, str], ...] = ()
    sums: tuple[Sum, ...] = ()
    recorded: bool = True

    @property
    def right(self) -> tuple[bool, ...]:
        """Of each column, whether it holds numbers and so stands at its right edge."""
        return tuple(
            any(row.cells[place].is_number for row in self.rows)
            for place in range(len(self.columns))
        )


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report, for one audience, as known here on one day; `narrowing` where it is about
    some of the children only."""

    name: str
    title: str
    span: Span
    as_at: date
    as_known: str
    audience: Audience
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
    narrowing: Narrowing | None = None

    def at(self, table: int, row: int, column: int) -> Cell:
        """One cell by its place."""
        return self.tables[table].rows[row].cells[column]
