"""Reports: tables over the measures, previewed, written as Markdown or HTML, for inside or out."""

from __future__ import annotations

from store.measures import Facts, Span
from store.reports.behind import Behind, behind
from store.reports.making import REPORTS, Kind, NoSuchReport, kind_of, report
from store.reports.markdown import markdown
from store.reports.narrowing import (
    CHILD_FIELDS,
    NarrowedOutside,
    Narrowing,
    complete,
    narrowed,
    read,
)
from store.reports.outside import for_outside, held_back
from store.reports.page import page
from store.reports.report import Audience, Cell, Form, Report, Row, Shown, Table
from store.reports.writing import NoSuchFormat, as_rows, file_name, written

__all__ = [
    "CHILD_FIELDS",
    "REPORTS",
    "Audience",
    "Behind",
    "Cell",
    "Facts",
    "Form",
    "Kind",
    "NarrowedOutside",
    "Narrowing",
    "NoSuchFormat",
    "NoSuchReport",
    "Report",
    "Row",
    "Shown",
    "Span",
    "Table",
    "as_rows",
    "behind",
    "complete",
    "file_name",
    "for_outside",
    "held_back",
    "kind_of",
    "markdown",
    "narrowed",
    "page",
    "read",
    "report",
    "written",
]
