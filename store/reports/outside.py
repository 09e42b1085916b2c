"""A report as readers outside get it: small numbers held back, nobody named, no records behind."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from typing import cast

from store.measures import percentage
from store.reports.narrowing import NarrowedOutside
from store.reports.report import Audience, Cell, Form, Ref, Report
from store.reports.suppression import FEW, Figures, Shown, Sum, protect
from store.wording import say

#: Where a figure stands: table, row, column.
Place = tuple[int, int, int]


def for_outside(report: Report) -> Report:
    """The report for readers outside the service; NarrowedOutside for one about some children."""
    if report.narrowing is not None:
        raise NarrowedOutside
    if report.audience is Audience.OUTSIDE:
        return report
    tables = [
        replace(table, rows=tuple(row for row in table.rows if not row.inside))
        for table in report.tables
    ]
    whole = replace(report, tables=tuple(tables))
    shown = protect(figures_of(whole))
    told = tuple(
        replace(
            table,
            rows=tuple(
                replace(
                    row,
                    cells=tuple(_told(cell, (t, r, c), shown) for c, cell in enumerate(row.cells)),
                )
                for r, row in enumerate(table.rows)
            ),
            sums=(),
        )
        for t, table in enumerate(whole.tables)
    )
    return replace(report, tables=told, audience=Audience.OUTSIDE)


def figures_of(report: Report) -> Figures:
    """Every count of the report once, with the sums between them and what is left of each whole.

    Two counts of the same records are one figure: a reader who learns one learns the other.
    """
    figures = Figures()
    for place, cell in _cells(report):
        if cell.form is Form.COUNT:
            _add(figures, _key(cell, place), len(cell.records), cell.private)
    seen = set(figures.counts)
    for table in report.tables:
        for one in table.sums:
            for key in (one.total, *one.parts):
                _add(figures, key, len(cast("frozenset[Ref]", key)), True)
            figures.sums.append(one)
    for _, cell in _cells(report):
        if cell.form is Form.PERCENT:
            _share(figures, cell)
    figures.unseen = set(figures.counts) - seen
    return figures


def _add(figures: Figures, key: Hashable, count: int, private: bool) -> None:
    figures.counts.setdefault(key, count)
    if private:
        figures.private.add(key)


def _share(figures: Figures, cell: Cell) -> None:
    part, whole = frozenset(cell.records), frozenset(cell.of)
    rest = whole - part
    if not part or not rest or not cell.private:
        return
    for key in (part, whole, rest):
        _add(figures, key, len(key), True)
    share = Sum(whole, (part, rest))
    if share not in figures.sums:
        figures.sums.append(share)
    figures.shares.setdefault(part, (whole, rest))


def _key(cell: Cell, place: Place) -> Hashable:
    """Counts of the same records are one; a nought is itself wherever it stands."""
    return frozenset(cell.records) or place


def _cells(report: Report) -> Iterator[tuple[Place, Cell]]:
    for t, table in enumerate(report.tables):
        for r, row in enumerate(table.rows):
            for c, cell in enumerate(row.cells):
                yield (t, r, c), cell


def _told(cell: Cell, place: Place, shown: Mapping[Hashable, Shown]) -> Cell:
    """A cell as it is told outside: without records, and with no more than is shown of it."""
    bare = replace(cell, records=(), of=())
    if not cell.private:
        return bare
    if cell.form is Form.COUNT:
        how = shown[_key(cell, place)]
        return replace(bare, shown=how, value=cell.value if how is Shown.EXACT else None)
    if cell.form is Form.PERCENT:
        return _told_percent(cell, bare, shown)
    # An average with what it is divided by gives its count back: it is said only beside it.
    counted = frozenset(cell.records)
    how = shown.get(counted, Shown.HIDDEN if len(counted) <= FEW else Shown.EXACT)
    if not cell.value or (cell.form is Form.NUMBER and how is Shown.EXACT):
        return bare
    return replace(bare, shown=Shown.HIDDEN, value=None)


def _told_percent(cell: Cell, bare: Cell, shown: Mapping[Hashable, Shown]) -> Cell:
    """A percentage only where both its counts are shown; else what their words say of it."""
    if cell.value is None:
        return bare
    part, whole = frozenset(cell.records), frozenset(cell.of)
    how_part = shown.get(part, Shown.EXACT if part in (frozenset(), whole) else Shown.HIDDEN)
    if shown.get(whole, Shown.HIDDEN) is not Shown.EXACT:
        return replace(bare, value=None, shown=Shown.HIDDEN)
    if how_part is Shown.EXACT:
        return bare
    size = len(whole)
    low, high = {
        Shown.FEW: (1, min(FEW, size)),
        Shown.ALL_BUT_FEW: (max(0, size - FEW), size - 1),
    }.get(how_part, (0, 0))
    if high == 0:
        return replace(bare, value=None, shown=Shown.HIDDEN)
    return replace(
        bare,
        value=None,
        shown=how_part,
        low=percentage(low, size),
        high=percentage(high, size),
    )


def suppression_words(audience: Audience) -> str:
    """What the last table says of small numbers."""
    return say(f"reports.suppression_{audience.value}")


def held_back(report: Report) -> int:
    """How many figures of a report for outside are not shown exactly."""
    return sum(
        cell.shown is not Shown.EXACT for table in report.tables for row in table.rows
        for cell in row.cells
    )  # fmt: skip
