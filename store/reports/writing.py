"""Reports written to a file in the format of its ending, and as plain rows for programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from store.database.private_files import write_private
from store.errors import WrongUse
from store.reports.markdown import markdown
from store.reports.page import page
from store.reports.report import Audience, Cell, Report, Row, Table
from store.reports.wording import head_lines
from store.wording import plain, say


class NoSuchFormat(WrongUse):
    """A file name whose ending names no format a report is written in."""


def _json(report: Report) -> str:
    return json.dumps(as_rows(report), ensure_ascii=False, indent=1) + "\n"


_WRITERS = {".md": markdown, ".html": page, ".htm": page, ".json": _json}
ENDINGS = tuple(_WRITERS)


def written(report: Report, to: Path) -> Path:
    """Writes the report to `to`, private, whole or not at all; NoSuchFormat for another ending."""
    writer = _WRITERS.get(to.suffix.casefold())
    if writer is None:
        raise NoSuchFormat(
            say("reports.no_such_format", file=plain(to.name), endings=" ".join(ENDINGS))
        )
    write_private(to, writer(report).encode())
    return to


def file_name(report: Report, ending: str = ".html") -> str:
    """A name for its file that says which report, which days and for whom."""
    inside = "-inside" if report.audience is Audience.INSIDE else ""
    part = "-part" if report.narrowing is not None else ""
    return f"{report.name}-{report.span.name}{part}{inside}{ending}"


def as_rows(report: Report) -> dict[str, Any]:
    """The report as plain values; the records behind a figure only in one for readers inside."""
    return {
        "name": report.name,
        "title": report.title,
        "from": report.span.begin.isoformat(),
        "to": report.span.end.isoformat(),
        "as_at": report.as_at.isoformat(),
        "for": report.audience.value,
        **_narrowing(report),
        "head": head_lines(report),
        "notes": list(report.notes),
        "tables": [_table(table) for table in report.tables],
    }


def _narrowing(report: Report) -> dict[str, Any]:
    one = report.narrowing
    if one is None:
        return {}
    return {
        "query": one.query,
        "children": one.children,
        "of_children": one.of,
        "reviews_held": one.held,
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "number": table.number,
        "key": table.key,
        "title": table.title,
        "recorded": table.recorded,
        "columns": list(table.columns),
        "rows": [_row(row) for row in table.rows],
        "notes": list(table.notes),
        "definitions": dict(table.definitions),
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "label": row.label,
        "under": row.under,
        "cells": [_cell(cell) for cell in row.cells],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    found: dict[str, Any] = {
        "form": cell.form.value,
        "value": cell.value,
        "shown": cell.shown.value,
        "text": cell.text,
    }
    if cell.records:
        found["records"] = [f"{ref.kind} {ref.id}" for ref in cell.records]
    return found
