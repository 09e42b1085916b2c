"""What stands at the head of every report."""

from __future__ import annotations

from store.reports.report import Report
from store.wording import say


def head_lines(report: Report) -> list[str]:
    """The days, whom it is about where that is not every child, how it was known, for whom."""
    narrowing = report.narrowing
    return [
        say("reports.head_period", span=report.span.words),
        *([] if narrowing is None else [say("reports.head_narrowed", narrowed=narrowing.words)]),
        say("reports.head_as_at", known=report.as_known),
        say("reports.head_audience", audience=report.audience.words),
    ]
