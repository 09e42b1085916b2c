"""Plans, areas, commitments, actions, evidence and lineage by field=value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store import evidence, plans
from store.adding import values
from store.adding.kind import Changing, Fields, Kind
from store.codes import ActionStatus, Brag, EvidenceKind
from store.journal import Journal


def _add_plan(journal: Journal, **given: Any) -> str:
    first = given["inspected_from"]
    proposed = plans.ProposedPlan(
        title=given["title"],
        regulator=given["regulator"],
        inspected_from=first,
        inspected_to=given.get("inspected_to") or first,
    )
    return plans.add_plan(journal, proposed).plan_id


def _add_area(journal: Journal, **given: Any) -> str:
    return plans.add_area(journal, given.pop("plan"), **given)


def _add_commitment(journal: Journal, **given: Any) -> str:
    return plans.add_commitment(journal, given.pop("area"), **given)


def _add_action(journal: Journal, **given: Any) -> str:
    return plans.add_action(journal, given.pop("commitment"), **given)


def _add_evidence(journal: Journal, **given: Any) -> str:
    return evidence.add_evidence(journal, given.pop("about"), **given)


def _link(journal: Journal, **given: Any) -> str:
    return plans.link_earlier(journal, given["area"], given["earlier"])


_AREA: Fields = {
    "title": values.words,
    "text": values.words,
    "standard": values.words,
    "deadline": values.words,
    "due": values.day,
}

_EVIDENCE: Fields = {
    "kind": values.code(EvidenceKind),
    "on": values.past_day,
    "held_at": values.words,
    "checked_by": values.words,
    "shows": values.words,
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
}

SETS: Mapping[str, Changing] = {
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
}
