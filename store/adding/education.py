"""Education and pathway plans by field=value, and the dates of school terms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store import education
from store.adding import values
from store.adding.kind import Changing, Fields, Kind
from store.education import PlanStatus, Season
from store.journal import Journal


def _education_plan(journal: Journal, **given: Any) -> str:
    return education.add_education_plan(journal, given.pop("child"), **given)


def _pathway_plan(journal: Journal, **given: Any) -> str:
    return education.add_pathway_plan(journal, given.pop("child"), **given)


_PATHWAY: Fields = {
    "held": values.past_day,
    "by": values.person,
    "views": values.prose,
    "agreed": values.prose,
    "late_reason": values.prose,
    "status": values.code(PlanStatus),
    "due": values.day,
}
_EDUCATION: Fields = {"held": values.past_day, "school": values.words, **_PATHWAY}
_TERM: Fields = {"started": values.day, "ended": values.day}
_CHILD: Fields = {"child": values.record("child")}

ADDS: Mapping[str, Kind] = {
    "education_plan": Kind({**_CHILD, **_EDUCATION}, ("child",), _education_plan, "child"),
    "pathway_plan": Kind({**_CHILD, **_PATHWAY}, ("child",), _pathway_plan, "child"),
    "term": Kind(
        {"season": values.code(Season), **_TERM},
        ("season", "started", "ended"),
        education.add_term,
    ),
}

SETS: Mapping[str, Changing] = {
    "education_plan": (_EDUCATION, education.change_education_plan),
    "pathway_plan": (_PATHWAY, education.change_pathway_plan),
    "term": (_TERM, education.change_term),
}
