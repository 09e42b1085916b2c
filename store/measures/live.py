"""Every measure by its key, computed from the records of a store for a span."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from store.contact import checked_midway
from store.health import HealthType
from store.measures.around import (
    disputes_in_time,
    feedback_answered,
    good_enough,
    in_time,
    initial_owed,
    interviews_in_time,
    midway_checked,
    permanence_by_second,
    plans_owed,
    reviewed_owed,
)
from store.measures.facts import Facts
from store.measures.measured import Measured
from store.measures.papers import PAPERS, decisions_carried_out, paper_in_time
from store.measures.reviews import attendance, children_on_time, participation, reviews_on_time
from store.measures.span import Span
from store.wording import say

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
        facts.decisions, facts.disputes, facts.today, span
    ),
    **{paper: partial(_paper, paper) for paper in PAPERS},
    "disputes_in_time": lambda facts, span: disputes_in_time(facts.disputes, facts.today, span),
    "midway": lambda facts, span: midway_checked(
        facts.held(span), checked_midway(facts.reviews, facts.midways)
    ),
    "permanence": lambda facts, span: permanence_by_second(facts.held(span), facts.permanence),
    "iha_in_time": lambda facts, span: in_time(
        "iha_in_time", initial_owed(facts.initials), facts.today, span
    ),
    "iha_good_enough": lambda facts, span: good_enough(facts.initials, span),
    "rha_in_time": lambda facts, span: in_time(
        "rha_in_time",
        reviewed_owed(facts.assessments, facts.health_due, HealthType.RHA),
        facts.today,
        span,
    ),
    "first_education_plan": lambda facts, span: in_time(
        "first_education_plan",
        plans_owed(facts.first_education_plans, "education_plan"),
        facts.today,
        span,
    ),
    "first_pathway_plan": lambda facts, span: in_time(
        "first_pathway_plan",
        plans_owed(facts.first_pathway_plans, "pathway_plan"),
        facts.today,
        span,
    ),
    "return_interview": lambda facts, span: interviews_in_time(facts.episodes, facts.today, span),
    "feedback_answered": lambda facts, span: feedback_answered(facts.feedback, facts.today, span),
}

#: The kinds without any of which a measure would say nought where nothing is known.
RECORDED_IN: Mapping[str, tuple[str, ...]] = {
    "disputes_in_time": ("dispute",),
    "midway": ("midway",),
    "permanence": ("point",),
    "iha_in_time": ("health",),
    "iha_good_enough": ("health",),
    "rha_in_time": ("health",),
    "first_education_plan": ("education_plan",),
    "first_pathway_plan": ("pathway_plan",),
    "return_interview": ("missing",),
    "feedback_answered": ("feedback",),
}


#: The limit a measure goes by, as the service keeps it.
LIMITS: Mapping[str, str] = {
    **{paper: paper for paper in PAPERS},
    "disputes_in_time": "dispute_total",
    "iha_in_time": "iha",
    "first_education_plan": "pep",
    "first_pathway_plan": "pathway_plan",
    "return_interview": "return_interview",
    "feedback_answered": "feedback",
}


def limit_words(facts: Facts, key: str, span: Span) -> str:
    """The limit that held at the end of a span, with its source; empty where there is none."""
    if key not in LIMITS:
        return ""
    limit = facts.calendar.book.limit(LIMITS[key]).on(span.end)
    return say("measures.limit", span=limit.span, source=limit.label)


def is_recorded(facts: Facts, key: str) -> bool:
    """Whether anything that a measure counts is recorded here at all."""
    if key in PAPERS:
        return any(getattr(review, key) is not None for review in facts.reviews)
    kinds = RECORDED_IN.get(key)
    return kinds is None or facts.has(*kinds)


def measured(facts: Facts, span: Span) -> list[Measured]:
    """Every measure over a span of whose subject something is recorded here."""
    return [measure(facts, span) for key, measure in LIVE.items() if is_recorded(facts, key)]
