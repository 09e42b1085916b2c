"""Pre-proceedings and permanency planning meetings by field=value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store import pre_proceedings
from store.adding import values
from store.adding.kind import Changing, Fields, Kind
from store.journal import Journal
from store.pre_proceedings import PreProceedingsOutcome


def _pre_proceedings(journal: Journal, **given: Any) -> str:
    return pre_proceedings.add_pre_proceedings(
        journal, given.pop("child"), given.pop("started"), **given
    )


def _planning_meeting(journal: Journal, **given: Any) -> str:
    return pre_proceedings.add_planning_meeting(
        journal, given.pop("child"), given.pop("on"), **given
    )


_CASE: Fields = {
    "started": values.past_day,
    "letter": values.past_day,
    "meeting": values.past_day,
    "lead": values.person,
    "ended": values.past_day,
    "outcome": values.code(PreProceedingsOutcome),
    "delay_reason": values.prose,
    "note": values.prose,
}
_MEETING: Fields = {
    "on": values.past_day,
    "reviewed": values.yes_no,
    "plan": values.prose,
    "by": values.person,
    "next": values.day,
    "note": values.prose,
    "pre_proceedings": values.record("pre_proceedings"),
}
_CHILD: Fields = {"child": values.record("child")}

ADDS: Mapping[str, Kind] = {
    "pre_proceedings": Kind({**_CHILD, **_CASE}, ("child", "started"), _pre_proceedings, "child"),
    "planning_meeting": Kind({**_CHILD, **_MEETING}, ("child", "on"), _planning_meeting, "child"),
}

SETS: Mapping[str, Changing] = {
    "pre_proceedings": (_CASE, pre_proceedings.change_pre_proceedings),
    "planning_meeting": (_MEETING, pre_proceedings.change_planning_meeting),
}
