"""People, children and their periods by field=value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store import children, people
from store.adding import values
from store.adding.kind import Changing, Fields, Kind
from store.children import PlacementChange, PlacementKind
from store.codes import LegalStatus, Role
from store.journal import Journal


def _add_period(journal: Journal, **given: Any) -> str:
    return children.add_period(journal, given.pop("child"), **given)


def _add_placement(journal: Journal, **given: Any) -> str:
    return children.add_placement(journal, given.pop("child"), **given)


def _add_legal_status(journal: Journal, **given: Any) -> str:
    return children.add_legal_status(journal, given.pop("child"), **given)


_PERIOD: Fields = {
    "started": values.past_day,
    "ended": values.past_day,
    "legal_status": values.code(LegalStatus),
    "placement": values.words,
    "rule_set": values.words,
}

_PLACEMENT: Fields = {
    "started": values.past_day,
    "type": values.code(PlacementKind),
    "where": values.words,
    "why": values.code(PlacementChange),
    "ended": values.past_day,
}

_STATUS: Fields = {"started": values.past_day, "status": values.code(LegalStatus)}

_CHILD: Fields = {
    "dob": values.past_day,
    "iro": values.words,
    "social_worker": values.words,
    "team": values.words,
}

ADDS: Mapping[str, Kind] = {
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
    "period": Kind({"child": values.record("child"), **_PERIOD}, ("child", "started"), _add_period),
    "placement": Kind(
        {"child": values.record("child"), **_PLACEMENT},
        ("child", "started"),
        _add_placement,
        about="child",
    ),
    "legal_status": Kind(
        {"child": values.record("child"), **_STATUS},
        ("child", "started", "status"),
        _add_legal_status,
        about="child",
    ),
}

SETS: Mapping[str, Changing] = {
    "person": ({"role": values.code(Role), "team": values.words}, people.change_person),
    "child": (_CHILD, children.change_child),
    "period": (_PERIOD, children.change_period),
    "placement": (_PLACEMENT, children.change_placement),
    "legal_status": (_STATUS, children.change_legal_status),
}
