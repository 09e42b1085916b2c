"""Related children by field=value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store import family
from store.adding import values
from store.adding.kind import Changing, Kind
from store.family import Relation
from store.journal import Journal


def _family(journal: Journal, **given: Any) -> str:
    return family.add_family(journal, given.pop("child"), **given)


ADDS: Mapping[str, Kind] = {
    "family": Kind(
        {
            "child": values.record("child"),
            "relation": values.code(Relation),
            "other": values.record("child"),
            "iro_reason": values.prose,
        },
        ("child", "other"),
        _family,
        "child",
    ),
}

SETS: Mapping[str, Changing] = {"family": ({"iro_reason": values.prose}, family.change_family)}
