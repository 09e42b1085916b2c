"""The rooms that know of duties, and which of their records tell of which child."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from store.duties import (
    after_review,
    audits,
    contact,
    disputes,
    education,
    family,
    feedback,
    health,
    leavers,
    missing,
    pre_proceedings,
    preparing,
    reviews,
    service,
)
from store.duty import UNRECORDED, Duty
from store.journal import Journal

Only = Collection[str] | None
Source = Callable[[Journal, Only], Iterator[Duty]]

SOURCES: tuple[Source, ...] = (
    preparing.duties,
    reviews.duties,
    contact.duties,
    after_review.duties,
    disputes.duties,
    health.duties,
    education.duties,
    missing.duties,
    pre_proceedings.duties,
    family.duties,
    service.duties,
    leavers.duties,
    feedback.duties,
    audits.duties,
)
"""Each gives the duties of some children, by id, or of all; none reads the day it is."""

REACH: Mapping[str, str] = {
    "dispute": "child",
    "dispute_stage": "child",
    "decision": "child",
    "review": "child",
    "consultation": "child",
    "preparation": "child",
    "information": "child",
    "midway": "child",
    "point": "child",
    "meeting": "child",
    "visit": "child",
    "notification": "child",
    "health": "child",
    "education_plan": "child",
    "pathway_plan": "child",
    "missing": "child",
    "incident": "child",
    "pre_proceedings": "child",
    "planning_meeting": "child",
    "family": "child",
    "leaver": "child",
    "feedback": "child",
}
"""By kind of record, the field that holds the child whose duties a change of it may change."""

LEAVE_DUTIES: Mapping[str, frozenset[str]] = {
    "decision": frozenset({"owner", "due", "position", "carried_out_reason"}),
}
"""By kind of record in `REACH`, the fields that no duty is made of: a change of these is none."""

KINDS: tuple[str, ...] = (
    *("allocation", "consultation", "preparation", "information", "adjourned", "midway"),
    "point",
    *("visit", "notification", "answer", "care_plan", "dispute", "health"),
    *("education_plan", "pathway_plan"),
    *("missing", "incident", "pre_proceedings", "planning_meeting", "family"),
    *("leaver", "feedback", "audit"),
)
"""Every kind of duty, in the order of lists of kinds."""

STATUSES: tuple[str, ...] = (
    *("due", UNRECORDED, "untold", "told", "informal", "team_manager", "head_of_service"),
    *(
        "director",
        "chief_officer",
        "answered",
        "waiting",
        "unreceived",
        "contested",
        "booked",
        "unchecked",
    ),
    *("away", "offered", "unseen", "warning", "finding"),
)
"""Every status of a duty, for the query line."""
