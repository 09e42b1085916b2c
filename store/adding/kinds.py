"""The kinds of record that can be added and changed by field=value, with their fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from store import calendars, children, evidence, people, plans, reviews
from store.adding import values
from store.codes import (
    ActionStatus,
    Attendee,
    Brag,
    BringForward,
    CarriedOut,
    DecisionState,
    EvidenceKind,
    LateReason,
    LegalStatus,
    ReviewCause,
    ReviewState,
    Role,
)
from store.journal import Journal


@dataclass(frozen=True)
class Kind:
    """How a kind is added: its fields, those it cannot be without, and the verb."""

    fields: Mapping[str, values.Read]
    needs: tuple[str, ...]
    add: Callable[..., str]


def _add_plan(journal: Journal, **given: Any) -> str:
    first = given["inspected_from"]
    proposed = plans.ProposedPlan(
        title=given["title"],
        regulator=given["regulator"],
        inspected_from=first,
        inspected_to=given.get("inspected_to") or first,
    )
    return plans.add_plan(journal, proposed).plan_id


def _add_evidence(journal: Journal, **given: Any) -> str:
    return evidence.add_evidence(journal, given.pop("about"), **given)


def _add_period(journal: Journal, **given: Any) -> str:
    return children.add_period(journal, given.pop("child"), **given)


def _add_action(journal: Journal, **given: Any) -> str:
    return plans.add_action(journal, given.pop("commitment"), **given)


def _add_area(journal: Journal, **given: Any) -> str:
    return plans.add_area(journal, given.pop("plan"), **given)


def _add_commitment(journal: Journal, **given: Any) -> str:
    return plans.add_commitment(journal, given.pop("area"), **given)


def _add_review(journal: Journal, **given: Any) -> str:
    outcome = reviews.Outcome(child_id=given.pop("child"), **given)
    return reviews.log_review(journal, outcome).id


def _add_decision(journal: Journal, **given: Any) -> str:
    return reviews.add_decision(journal, given.pop("review"), **given)


def _link(journal: Journal, **given: Any) -> str:
    return plans.link_earlier(journal, given["area"], given["earlier"])


_AREA: Mapping[str, values.Read] = {
    "title": values.words,
    "text": values.words,
    "standard": values.words,
    "deadline": values.words,
    "due": values.day,
}
_EVIDENCE: Mapping[str, values.Read] = {
    "kind": values.code(EvidenceKind),
    "on": values.past_day,
    "held_at": values.words,
    "checked_by": values.words,
    "shows": values.words,
}
_PERIOD: Mapping[str, values.Read] = {
    "started": values.past_day,
    "ended": values.past_day,
    "legal_status": values.code(LegalStatus),
    "placement": values.words,
    "rule_set": values.words,
}
_REVIEW: Mapping[str, values.Read] = {
    "cause": values.code(ReviewCause),
    "ground": values.code(BringForward),
    "state": values.code(ReviewState),
    "meetings": values.days,
    "held": values.past_day,
    "participation": values.participation,
    "attended": values.codes(Attendee),
    "views": values.words,
    "what_changed": values.words,
    "findings": values.words,
    "late_reason": values.code(LateReason),
    "next_due": values.day,
}
_PAPERS: Mapping[str, values.Read] = {
    "state_reason": values.words,
    "due": values.day,
    "decisions_sent": values.past_day,
    "decisions_received": values.past_day,
    "care_plan_updated": values.past_day,
    "record_written": values.past_day,
    "record_distributed": values.past_day,
}
_DECISION: Mapping[str, values.Read] = {
    "text": values.words,
    "owner": values.words,
    "due": values.day,
}
_CHILD: Mapping[str, values.Read] = {
    "dob": values.past_day,
    "iro": values.words,
    "social_worker": values.words,
    "team": values.words,
}

ADDS: Mapping[str, Kind] = {
    "plan": Kind(
        {
            "title": values.words,
            "regulator": values.words,
            "inspected_from": values.past_day,
            "inspected_to": values.past_day,
        },
        ("title", "regulator", "inspected_from"),
        _add_plan,
    ),
    "area": Kind(
        {"plan": values.record("plan"), "service": values.words, "number": values.number, **_AREA},
        ("plan", "service", "number", "text"),
        _add_area,
    ),
    "commitment": Kind(
        {"area": values.record("area"), "text": values.words, "items": values.points},
        ("area", "text"),
        _add_commitment,
    ),
    "action": Kind(
        {
            "commitment": values.record("commitment"),
            "title": values.words,
            "owner": values.words,
            "due": values.day,
        },
        ("commitment", "title"),
        _add_action,
    ),
    "evidence": Kind(
        {"about": values.record("area", "commitment", "action"), **_EVIDENCE, "file": values.file},
        ("about", "kind"),
        _add_evidence,
    ),
    "lineage": Kind(
        {"area": values.record("area"), "earlier": values.record("area")},
        ("area", "earlier"),
        _link,
    ),
    "person": Kind(
        {"name": values.words, "role": values.code(Role), "team": values.words},
        ("name",),
        people.add_person,
    ),
    "child": Kind(
        {
            "local_id": values.words,
            "authority": values.words,
            **_CHILD,
            "started": values.past_day,
            "legal_status": values.code(LegalStatus),
            "placement": values.words,
        },
        ("local_id",),
        children.add_child,
    ),
    "review": Kind({"child": values.record("child"), **_REVIEW}, ("child",), _add_review),
    "decision": Kind(
        {"review": values.record("review"), **_DECISION}, ("review", "text"), _add_decision
    ),
    "extra_day": Kind(
        {"day": values.day, "name": values.words, "region": values.words, "works": values.yes_no},
        ("day", "name"),
        calendars.add_extra_day,
    ),
    "period": Kind({"child": values.record("child"), **_PERIOD}, ("child", "started"), _add_period),
}


SETS: Mapping[str, tuple[Mapping[str, values.Read], Callable[..., bool]]] = {
    "area": (_AREA, plans.change_area),
    "action": (
        {
            "title": values.words,
            "owner": values.words,
            "due": values.day,
            "status": values.code(ActionStatus),
            "brag": values.code(Brag),
        },
        plans.change_action,
    ),
    "evidence": (_EVIDENCE, evidence.change_evidence),
    "person": ({"role": values.code(Role), "team": values.words}, people.change_person),
    "child": (_CHILD, children.change_child),
    "period": (_PERIOD, children.change_period),
    "review": ({**_REVIEW, **_PAPERS}, reviews.change_review),
    "decision": (
        {
            **_DECISION,
            "state": values.code(DecisionState),
            "contested": values.past_day,
            "contested_reason": values.words,
            "carried_out": values.code(CarriedOut),
            "carried_out_reason": values.words,
        },
        reviews.change_decision,
    ),
}
