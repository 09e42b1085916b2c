"""Exports of open work and of lists: the rows, columns and order that stand on the screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from store import open_work
from store.calendars import working_days
from store.clock import WorkingDays, distance
from store.errors import WrongUse
from store.exporting.sheets import Cell, Exported, Sheet, write
from store.journal import Journal
from store.open_work import COLUMNS, Row
from store.wording import plain, say

_PAGE = 2_000
# As stored, for programs that read the file on; people's words stand in the other formats.
_CODES = (".json",)


def heading_of(column: str) -> str:
    """The head of a column."""
    return say(f"exporting.column_{column}")


def export(
    journal: Journal,
    to: Path,
    numbers: Sequence[int],
    columns: Sequence[str] = COLUMNS,
    query: str = "",
) -> Exported:
    """Writes the rows of these numbers, in their order, with these columns.

    The ending names the format: .csv, .xlsx or .json. Raises NoSuchFormat or XlsxMissing.
    """
    for column in columns:
        if column not in COLUMNS:
            raise WrongUse(
                say("exporting.no_such_column", column=plain(column), columns=", ".join(COLUMNS))
            )
    coded = to.suffix.casefold() in _CODES
    rows = list(_rows(journal, numbers, columns, coded))
    heads = {column: heading_of(column) for column in columns}
    return write(Sheet(heads, rows, len(rows), query, journal.today()), to)


def export_rows(
    journal: Journal, to: Path, rows: Sequence[Mapping[str, Any]], query: str = ""
) -> Exported:
    """Writes a list of plain rows, as `list` prints them, with the keys of the first as columns."""
    names = [name for name in (rows[0] if rows else {}) if name != "id"]
    cells = [[_cell(row.get(name)) for name in names] for row in rows]
    heads = {name: name.replace("_", " ") for name in names}
    return write(Sheet(heads, cells, len(cells), query, journal.today()), to)


def _cell(value: Any) -> Cell:
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    return value if value is None or isinstance(value, str | int) else str(value)


def _rows(
    journal: Journal, numbers: Sequence[int], columns: Sequence[str], coded: bool
) -> Iterator[list[Cell]]:
    calendar = working_days(journal)
    for begin in range(0, len(numbers), _PAGE):
        for row in open_work.page(journal, numbers[begin : begin + _PAGE]):
            if row is not None:
                yield [_of(journal, row, column, coded, calendar) for column in columns]


def _of(journal: Journal, row: Row, column: str, coded: bool, calendar: WorkingDays) -> Cell:
    if column == "clock":
        return distance(row.due, journal.today(), calendar) if row.due else None
    if column == "kind" and not coded:
        return row.kind_word
    if column == "status" and not coded:
        return row.status_words
    if column == "brag":
        if row.brag is None:
            return None
        return row.brag.value if coded else row.brag.wording
    value: Cell = getattr(row, column)
    return value
