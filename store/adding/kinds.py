"""Every kind of record that can be added and changed by field=value, from its own file."""

from __future__ import annotations

from collections.abc import Mapping

from store.adding import (
    children,
    clock,
    contact,
    disputes,
    education,
    family,
    health,
    missing,
    plans,
    pre_proceedings,
    preparing,
    reviews,
    service,
)
from store.adding.kind import Changing, Kind

# One file for each subject; its kinds stand here in the order of the list of kinds.
_SUBJECTS = (
    *(plans, children, reviews, preparing, contact),
    *(health, education, missing, pre_proceedings, family),
    *(clock, disputes, service),
)

ADDS: Mapping[str, Kind] = {
    name: kind for subject in _SUBJECTS for name, kind in subject.ADDS.items()
}
SETS: Mapping[str, Changing] = {
    name: changing for subject in _SUBJECTS for name, changing in subject.SETS.items()
}
