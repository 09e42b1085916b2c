"""A report as one HTML file that prints to A4: no script, nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from store.reports.report import Report, Row, Shown, Table
from store.reports.wording import head_lines
from store.wording import LANGUAGE, plain, say

_STYLE = """
@page { size: A4; margin: 18mm 16mm 20mm 16mm; }
* { box-sizing: border-box; }
body { font: 11pt/1.45 Georgia, "Times New Roman", serif; color: #1c1f24; background: #fff;
       max-width: 178mm; margin: 12mm auto; padding: 0 4mm; }
h1 { font-size: 20pt; line-height: 1.2; margin: 0 0 4mm; }
h2 { font-size: 13pt; margin: 9mm 0 2mm; break-after: avoid; }
p { margin: 0 0 2mm; }
.head { border-left: 1mm solid #5638b8; padding-left: 4mm; margin-bottom: 6mm; }
.note { border-left: 1mm solid #7d5000; padding-left: 4mm; }
table { border-collapse: collapse; width: 100%; margin: 2mm 0 3mm;
        font-variant-numeric: tabular-nums; }
caption { text-align: left; color: #4d545d; font-size: 9.5pt; padding-bottom: 1mm; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { padding: 1mm 2mm; text-align: left; vertical-align: top;
         border-bottom: .2mm solid #c9c4b8; }
thead th { border-bottom: .4mm solid #1c1f24; font-size: 9.5pt; }
tbody th { font-weight: normal; }
tbody tr.main th { font-weight: bold; }
tbody th.under { padding-left: 6mm; }
.number { text-align: right; white-space: nowrap; }
.held { color: #4d545d; font-style: italic; white-space: normal; }
dl { font-size: 9.5pt; color: #33383f; margin: 2mm 0; }
dt { font-weight: bold; }
dd { margin: 0 0 1.5mm 4mm; }
@media print { body { margin: 0; padding: 0; max-width: none; } }
"""


def page(report: Report) -> str:
    """The whole report; the same report gives the same bytes."""
    return "\n".join(_lines(report)) + "\n"


def _text(text: str) -> str:
    return escape(plain(text), quote=True)


def _lines(report: Report) -> Iterator[str]:
    title = _text(f"{report.title}, {report.span.words}")
    yield "<!DOCTYPE html>"
    yield f'<html lang="{LANGUAGE}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield f"<title>{title}</title>"
    yield f"<style>{_STYLE}</style>"
    yield "</head>"
    yield "<body>"
    yield f"<h1>{_text(report.title)}</h1>"
    yield '<div class="head">'
    for line in head_lines(report):
        yield f"<p>{_text(line)}</p>"
    yield "</div>"
    for note in report.notes:
        yield f'<p class="note">{_text(note)}</p>'
    for table in report.tables:
        yield f'<section aria-labelledby="table-{table.number}">'
        yield f'<h2 id="table-{table.number}">{table.number}. {_text(table.title)}</h2>'
        yield from _table(table)
        yield "</section>"
    yield "</body>"
    yield "</html>"


def _table(table: Table) -> Iterator[str]:
    if table.rows:
        yield "<table>"
        yield f"<caption>{_text(say('reports.caption', title=table.title))}</caption>"
        yield "<thead><tr>"
        yield f'<th scope="col">{_text(say("reports.column_what"))}</th>'
        for column, at_right in zip(table.columns, table.right, strict=True):
            number = ' class="number"' if at_right else ""
            yield f'<th scope="col"{number}>{_text(column)}</th>'
        yield "</tr></thead>"
        yield "<tbody>"
        for row in table.rows:
            yield _row(row)
        yield "</tbody>"
        yield "</table>"
    for note in table.notes:
        yield f"<p>{_text(note)}</p>"
    if table.definitions:
        yield "<dl>"
        for title, definition in table.definitions:
            yield f"<dt>{_text(title)}</dt><dd>{_text(definition)}</dd>"
        yield "</dl>"


def _row(row: Row) -> str:
    under = ' class="under"' if row.under else ""
    parts = [f'<th scope="row"{under}>{_text(row.label)}</th>']
    for cell in row.cells:
        names = ["number"] if cell.is_number else []
        if cell.shown is not Shown.EXACT:
            names.append("held")
        named = f' class="{" ".join(names)}"' if names else ""
        parts.append(f"<td{named}>{_text(cell.text)}</td>")
    main = "" if row.under else ' class="main"'
    return f"<tr{main}>{''.join(parts)}</tr>"
