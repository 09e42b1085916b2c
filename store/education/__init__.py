"""Personal education plans, pathway plans, and the school terms they go by."""

from __future__ import annotations

from store.education.changing import (
    add_education_plan,
    add_pathway_plan,
    change_education_plan,
    change_pathway_plan,
    withdraw_education_plan,
    withdraw_pathway_plan,
)
from store.education.codes import PlanStatus, Season
from store.education.counting import Upcoming, upcoming
from store.education.models import EducationPlanRecord, PathwayPlanRecord, TermRecord
from store.education.reading import (
    FirstPlan,
    by_child,
    education_plans,
    first_plans,
    pathway_plans,
)
from store.education.records import ChildPlan
from store.education.terms import (
    Term,
    Terms,
    add_term,
    change_term,
    own_terms,
    terms,
    withdraw_term,
)

__all__ = [
    "ChildPlan",
    "EducationPlanRecord",
    "FirstPlan",
    "PathwayPlanRecord",
    "PlanStatus",
    "Season",
    "Term",
    "TermRecord",
    "Terms",
    "Upcoming",
    "add_education_plan",
    "add_pathway_plan",
    "add_term",
    "by_child",
    "change_education_plan",
    "change_pathway_plan",
    "change_term",
    "education_plans",
    "first_plans",
    "own_terms",
    "pathway_plans",
    "terms",
    "upcoming",
    "withdraw_education_plan",
    "withdraw_pathway_plan",
    "withdraw_term",
]
