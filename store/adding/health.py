"""Health assessments and checks by field=value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store import health
from store.adding import values
from store.adding.kind import Changing, Fields, Kind
from store.health import HealthStatus, HealthType, Quality
from store.journal import Journal


def _health(journal: Journal, **given: Any) -> str:
    return health.add_health(journal, given.pop("child"), given.pop("type"), **given)


_HEALTH: Fields = {
    "appointment": values.day,
    "held": values.past_day,
    "by": values.person,
    "received": values.past_day,
    "quality": values.code(Quality),
    "checked_by": values.person,
    "checked": values.past_day,
    "quality_note": values.prose,
    "late_reason": values.prose,
    "score": values.number,
    "up_to_date": values.yes_no,
    "consent": values.past_day,
    "requested": values.past_day,
    "status": values.code(HealthStatus),
    "assessed_before": values.past_day,
    "due": values.day,
    "note": values.prose,
}

ADDS: Mapping[str, Kind] = {
    "health": Kind(
        {"child": values.record("child"), "type": values.code(HealthType), **_HEALTH},
        ("child", "type"),
        _health,
        "child",
    ),
}

SETS: Mapping[str, Changing] = {"health": (_HEALTH, health.change_health)}
