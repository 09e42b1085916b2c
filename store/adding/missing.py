"""Missing episodes with their interview, and serious incidents with their plan, by field=value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store import missing
from store.adding import values
from store.adding.kind import Changing, Fields, Kind
from store.journal import Journal
from store.missing import PARTS, MissingFrom, MissingType


def _missing(journal: Journal, **given: Any) -> str:
    return missing.add_missing(journal, given.pop("child"), given.pop("started"), **given)


def _incident(journal: Journal, **given: Any) -> str:
    return missing.add_incident(journal, given.pop("child"), given.pop("on"), **given)


_MISSING: Fields = {
    "started": values.moment,
    "ended": values.moment,
    "type": values.code(MissingType),
    "missing_from": values.code(MissingFrom),
    "offered": values.past_day,
    "interviewed": values.moment,
    "refused": values.yes_no,
    "by": values.person,
    "said": values.prose,
    "late_reason": values.prose,
    "note": values.prose,
}
_INCIDENT: Fields = {
    "on": values.past_day,
    "what": values.prose,
    **dict.fromkeys(PARTS, values.prose),
    "seen_by": values.person,
    "seen": values.past_day,
    "missing": values.record("missing"),
}
_CHILD: Fields = {"child": values.record("child")}

ADDS: Mapping[str, Kind] = {
    "missing": Kind({**_CHILD, **_MISSING}, ("child", "started"), _missing, "child"),
    "incident": Kind({**_CHILD, **_INCIDENT}, ("child", "on"), _incident, "child"),
}

SETS: Mapping[str, Changing] = {
    "missing": (_MISSING, missing.change_missing),
    "incident": (_INCIDENT, missing.change_incident),
}
