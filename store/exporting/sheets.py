"""The three formats: a table with what it is of, written whole or not at all."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from store.database.private_files import write_private
from store.errors import Refused, WrongUse
from store.wording import plain, say

Cell = str | int | bool | date | None


class NoSuchFormat(WrongUse):
    """A file name whose ending names no format that is written here."""


class XlsxMissing(Refused):
    """A workbook is asked for and the library that writes it is not installed."""


@dataclass(frozen=True)
class Exported:
    """The file that was written and how many rows it holds."""

    path: Path
    rows: int


@dataclass(frozen=True)
class Sheet:
    """A table about to be written: column names with their heads, rows, and what it is of."""

    columns: Mapping[str, str]
    rows: Iterable[Sequence[Cell]]
    count: int
    query: str
    day: date


def write(sheet: Sheet, to: Path) -> Exported:
    """Writes a sheet in the format of the file's ending; private, whole or not at all.

    Raises NoSuchFormat or XlsxMissing, and says why a file could not be written.
    """
    writers = {".csv": _csv, ".json": _json, ".xlsx": _xlsx}
    writer = writers.get(to.suffix.casefold())
    if writer is None:
        raise NoSuchFormat(say("exporting.no_such_format", file=plain(to.name)))
    write_private(to, writer(sheet))
    return Exported(to, sheet.count)


def about(sheet: Sheet) -> list[tuple[str, str]]:
    """What a file says of itself: the query, the count and the day."""
    return [
        (say("exporting.query"), sheet.query or say("exporting.everything")),
        (say("exporting.count"), str(sheet.count)),
        (say("exporting.day"), sheet.day.isoformat()),
    ]


def harmless(text: str) -> str:
    """Text that no spreadsheet reads as a formula: one that could be begins with an apostrophe."""
    shown = plain(text)
    # A space before it does not keep every program from reading a formula.
    return f"'{shown}" if shown.lstrip()[:1] in ("=", "+", "-", "@", "|", "%") else shown


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return say("exporting.yes") if cell else say("exporting.no")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _csv(sheet: Sheet) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for said in about(sheet):
        writer.writerow([harmless(text) for text in said])
    writer.writerow([])
    writer.writerow([harmless(head) for head in sheet.columns.values()])
    for row in sheet.rows:
        writer.writerow(
            [_text(cell) if isinstance(cell, int) else harmless(_text(cell)) for cell in row]
        )
    # The mark without which Excel takes UTF-8 for the local code page.
    return out.getvalue().encode("utf-8-sig")


def _json(sheet: Sheet) -> bytes:
    rows = [dict(zip(sheet.columns, map(_plain_json, row), strict=True)) for row in sheet.rows]
    whole = {
        "query": sheet.query,
        "count": sheet.count,
        "day": sheet.day.isoformat(),
        "columns": list(sheet.columns),
        "rows": rows,
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _plain_json(cell: Cell) -> Any:
    return cell.isoformat() if isinstance(cell, date) else cell


def _xlsx(sheet: Sheet) -> bytes:
    try:
        import xlsxwriter
    except ImportError as missing:
        raise XlsxMissing(say("exporting.xlsx_missing")) from missing
    out = io.BytesIO()
    # Nothing of what people wrote becomes a formula, a link or a number that it is not; the rows
    # pass through memory, never through a plain temporary file.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(out, options)
    page = book.add_worksheet(say("exporting.sheet"))
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "d mmm yyyy"})
    at = 0
    for name, value in about(sheet):
        page.write_string(at, 0, name, bold)
        page.write_string(at, 1, plain(value))
        at += 1
    at += 1
    for column, head in enumerate(sheet.columns.values()):
        page.write_string(at, column, head, bold)
    page.freeze_panes(at + 1, 0)
    for row in sheet.rows:
        at += 1
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(at, column, cell, day)
            elif isinstance(cell, int) and not isinstance(cell, bool):
                page.write_number(at, column, cell)
            elif cell is not None:
                page.write_string(at, column, plain(_text(cell)))
    book.close()
    return out.getvalue()
