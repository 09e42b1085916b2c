"""A report as Markdown: headings, pipe tables, sentences; the same report, the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from store.reports.report import Report, Table
from store.reports.wording import head_lines
from store.wording import plain, say

# What Markdown could read as markup, and characters that begin a list, a heading or a quotation.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|~])")
_BEGINS = re.compile(r"^(\s*)([-+#]|\d+[.)])(?=\s|$)")


def markdown(report: Report) -> str:
    """The whole report."""
    return "\n".join(_lines(report)) + "\n"


def escaped(text: str) -> str:
    """Words that Markdown shows as they are, on one line."""
    shown = _MARKUP.sub(r"\\\1", " ".join(plain(text).split()))
    return _BEGINS.sub(r"\1\\\2", shown)


def _lines(report: Report) -> Iterator[str]:
    yield f"# {escaped(report.title)}"
    yield ""
    for line in head_lines(report):
        yield f"{escaped(line)}  "
    for note in report.notes:
        yield ""
        yield f"> {escaped(note)}"
    for table in report.tables:
        yield ""
        yield f"## {table.number}. {escaped(table.title)}"
        yield from _table(table)


def _table(table: Table) -> Iterator[str]:
    if table.rows:
        yield ""
        head = [say("reports.column_what"), *table.columns]
        yield _row(head)
        yield _row([":--", *("--:" if at_right else ":--" for at_right in table.right)])
        for row in table.rows:
            label = escaped(row.label)
            yield "| " + " | ".join(
                [f"– {label}" if row.under else label, *(escaped(c.text) for c in row.cells)]
            ) + " |"  # fmt: skip
    for note in table.notes:
        yield ""
        yield escaped(note)
    if table.definitions:
        yield ""
        for title, definition in table.definitions:
            yield f"- *{escaped(title)}*: {escaped(definition)}"


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(escaped(c) if "--" not in c else c for c in cells) + " |"
