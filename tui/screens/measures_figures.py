"""A report's tables as the sheet of figures draws them."""

from __future__ import annotations

from store.reports import Cell, Form, Report, Row, Shown, Table
from tui.widgets.figure_sheet import Figure, FigureRow, FigureTable


def figure_tables(report: Report) -> list[FigureTable]:
    """Every table of a report, ready to be drawn."""
    return [_table(table) for table in report.tables]


def _table(table: Table) -> FigureTable:
    return FigureTable(
        title=f"{table.number}. {table.title}",
        columns=table.columns,
        rows=tuple(_row(row) for row in table.rows),
        notes=table.notes,
    )


def _row(row: Row) -> FigureRow:
    return FigureRow(row.label, tuple(_figure(cell) for cell in row.cells), row.under)


def _figure(cell: Cell) -> Figure:
    style = "text"
    if cell.shown is not Shown.EXACT or cell.value in (0, None, "") or cell.form is Form.WORDS:
        style = "dim"
    return Figure(
        text=cell.text,
        short=cell.short,
        style=style,
        right=cell.is_number,
        stops=bool(cell.text) and (cell.is_number or bool(cell.records)),
    )
