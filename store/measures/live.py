"""Every measure by its key, computed from the records of a store for a span."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from store.measures.facts import Facts
from store.measures.measured import Measured
from store.measures.papers import PAPERS, decisions_carried_out, paper_in_time
from store.measures.reviews import attendance, children_on_time, participation, reviews_on_time
from store.measures.span import Span

Measure = Callable[[Facts, Span], Measured]


def _paper(paper: str, facts: Facts, span: Span) -> Measured:
    return paper_in_time(paper, facts.reviews, facts.calendar, facts.today, span)


#: In the order of the quarterly report.
LIVE: Mapping[str, Measure] = {
    "reviews_on_time": lambda facts, span: reviews_on_time(facts.due, span),
    "children_on_time": lambda facts, span: children_on_time(facts.due, span),
    "participation": lambda facts, span: participation(facts.held(span)),
    "attendance": lambda facts, span: attendance(facts.held(span)),
    "decisions_carried_out": lambda facts, span: decisions_carried_out(
        facts.decisions, facts.today, span
    ),
    **{paper: partial(_paper, paper) for paper in PAPERS},
}


def measured(facts: Facts, span: Span) -> list[Measured]:
    """Every measure over a span."""
    return [measure(facts, span) for measure in LIVE.values()]
