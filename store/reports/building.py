"""Tables as they are put together: rows of figures, and which of them add up to which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from store.measures import Measured, Refs
from store.reports.report import Cell, Form, Row, Sum, Table
from store.wording import say


def count(records: Refs, *, private: bool = True) -> Cell:
    """How many records these are."""
    return Cell(Form.COUNT, len(records), records, private=private)


def percent(measured: Measured, *, private: bool = True) -> Cell:
    """A measure's figure as a percentage."""
    return Cell(Form.PERCENT, measured.percent, measured.counted, measured.of, private)


def number(value: int | float | None, records: Refs = (), *, private: bool = False) -> Cell:
    """A number that is no count of records: an average, a full-time equivalent."""
    return Cell(Form.NUMBER, value, records, private=private)


def words(text: str, records: Refs = (), *, private: bool = False) -> Cell:
    """Words; private ones are for readers inside only."""
    return Cell(Form.WORDS, text, records, private=private)


#: A cell with nothing in it.
NOTHING = Cell(Form.WORDS, "", private=False)


class Draft:
    """A table that is being filled; its words are `reports.<key>_…` in the catalogue."""

    def __init__(self, key: str, number: int, columns: Iterable[str]) -> None:
        self.key, self.number = key, number
        self.columns = tuple(columns)
        self._rows: list[Row] = []
        self._sums: dict[Sum, None] = {}
        self._notes: list[str] = []
        self._definitions: dict[str, str] = {}

    def row(self, label: str, *cells: Cell, under: bool = False, inside: bool = False) -> None:
        """Add a line of cells."""
        self._rows.append(Row(label, cells, under, inside))

    def counts(self, label: str, *groups: Refs, under: bool = False) -> None:
        """Add a line of counts; with several, the last is the total of the others."""
        self.row(label, *(count(group) for group in groups), under=under)
        if len(groups) > 1:
            self.adds_up(groups[-1], *groups[:-1])

    def percents(self, label: str, *measured: Measured, under: bool = False) -> None:
        """Add a line of percentages and the definition of what they measure."""
        self.row(label, *(percent(one) for one in measured), under=under)
        self.define(measured[-1])

    def adds_up(self, total: Refs, *parts: Refs) -> None:
        """Say that these parts make up the total, where they do."""
        groups = [frozenset(part) for part in parts if part]
        whole = frozenset(total)
        if (
            len(groups) > 1
            and sum(map(len, groups)) == len(whole)
            and whole.union(*groups) == whole
        ):
            self._sums[Sum(whole, tuple(groups))] = None

    def note(self, sentence: str) -> None:
        """Add a sentence under the table."""
        if sentence not in self._notes:
            self._notes.append(sentence)

    def define(self, measured: Measured, limit: str = "") -> None:
        """Add what a measure counts, and the limit it goes by."""
        self._definitions[measured.title] = f"{measured.definition} {limit}".rstrip()

    def left_out(self, *measured: Measured) -> None:
        """Add a line for each group of records that a measure leaves out, by column."""
        reasons = dict.fromkeys(group.reason for one in measured for group in one.left_out)
        for reason in reasons:
            groups = [
                next((g.records for g in one.left_out if g.reason == reason), ())
                for one in measured
            ]
            label = say("reports.left_out", reason=say(f"measures.left_out_{reason}"))
            self.counts(label, *groups, under=True)

    def done(self) -> Table:
        """The table."""
        return Table(
            key=self.key,
            number=self.number,
            title=say(f"reports.title_{self.key}"),
            columns=self.columns,
            rows=tuple(self._rows),
            notes=tuple(self._notes),
            definitions=tuple(self._definitions.items()),
            sums=tuple(self._sums),
        )


def not_recorded(key: str, number: int) -> Table:
    """The table of a subject of which nothing is recorded here: it says so, and no zero."""
    return replace(_only_said(key, number, "not_recorded"), recorded=False)


def whole_service(key: str, number: int) -> Table:
    """The table of a subject of the whole service, in a report about some of the children."""
    return _only_said(key, number, "whole_service_only")


def _only_said(key: str, number: int, why: str) -> Table:
    """A table that has no figures and says why."""
    draft = Draft(key, number, ())
    draft.note(say(f"reports.{why}"))
    return draft.done()


def in_time_row(draft: Draft, measured: Measured, limit: str = "") -> None:
    """A line of a measure: counted, not counted, out of, percentage; and what it left out."""
    draft.row(
        measured.title,
        count(measured.counted),
        count(measured.rest),
        count(measured.of),
        percent(measured),
    )
    draft.adds_up(measured.of, measured.counted, measured.rest)
    draft.define(measured, limit)
    for group in measured.left_out:
        label = say("reports.left_out", reason=group.words)
        draft.row(label, NOTHING, NOTHING, count(group.records), NOTHING, under=True)


def not_recorded_row(draft: Draft, label: str) -> None:
    """A line of a measure of whose subject nothing is recorded here: it says so, and no nought."""
    draft.row(label, words(say("reports.not_recorded_short")), NOTHING, NOTHING, NOTHING)


def in_time_columns() -> list[str]:
    """The heads of such lines."""
    return [say(f"reports.column_{name}") for name in ("in_time", "not_in_time", "of", "percent")]
