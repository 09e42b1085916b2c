"""Measures: what is counted out of what, over frozen records, with the records behind it."""

from __future__ import annotations

from store.measures.around import (
    Owed,
    good_enough,
    in_time,
    initial_owed,
    initial_ref,
    interviews_in_time,
    midway_checked,
    permanence_by_second,
)
from store.measures.cohort import Cohort, by_age, cohort, looked_after_on
from store.measures.facts import Facts
from store.measures.live import LIVE, is_recorded, limit_words, measured
from store.measures.measured import LeftOut, Measured, Ref, Refs, percentage, refs
from store.measures.papers import PAPERS, decisions_carried_out, paper_in_time
from store.measures.reviews import (
    DueReview,
    attendance,
    children_on_time,
    held_in,
    participation,
    reviews_due,
    reviews_on_time,
)
from store.measures.span import (
    EndsBeforeItBegins,
    Span,
    last_quarter,
    last_week,
    quarter_of,
    week_of,
)

__all__ = [
    "LIVE",
    "PAPERS",
    "Cohort",
    "DueReview",
    "EndsBeforeItBegins",
    "Facts",
    "LeftOut",
    "Measured",
    "Owed",
    "Ref",
    "Refs",
    "Span",
    "attendance",
    "by_age",
    "children_on_time",
    "cohort",
    "decisions_carried_out",
    "good_enough",
    "held_in",
    "in_time",
    "initial_owed",
    "initial_ref",
    "interviews_in_time",
    "is_recorded",
    "last_quarter",
    "last_week",
    "limit_words",
    "looked_after_on",
    "measured",
    "midway_checked",
    "paper_in_time",
    "participation",
    "percentage",
    "permanence_by_second",
    "quarter_of",
    "refs",
    "reviews_due",
    "reviews_on_time",
    "week_of",
]
