"""The quarterly IRO report to the Corporate Parenting Board: twelve tables."""

from __future__ import annotations

from collections.abc import Callable

from store.measures import Facts, Span
from store.reports.around_tables import (
    around_table,
    between_table,
    caseload_table,
    disputes_table,
)
from store.reports.plan_tables import feedback_table, plan_table
from store.reports.report import Table
from store.reports.review_tables import (
    cohort_table,
    decisions_table,
    papers_table,
    participation_table,
    reviews_table,
)

_TABLES: tuple[Callable[[Facts, Span, int], Table], ...] = (
    cohort_table,
    reviews_table,
    participation_table,
    decisions_table,
    papers_table,
    disputes_table,
    caseload_table,
    between_table,
    around_table,
    plan_table,
    feedback_table,
)


def iro_quarterly(facts: Facts, span: Span) -> list[Table]:
    """Its tables, in order; the note on small numbers comes last and is added for its reader."""
    return [make(facts, span, number) for number, make in enumerate(_TABLES, start=1)]
