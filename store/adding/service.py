"""Posts, audits, care leavers and children's feedback by field=value."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from store import audits, feedback, leavers, service
from store.adding import values
from store.adding.kind import Changing, Fields, Kind
from store.adding.values import Read, Shape
from store.audits import Grade
from store.codes import Role
from store.errors import Refused
from store.journal import Journal
from store.leavers import Accommodation, Activity
from store.wording import say


def _share(journal: Journal, field: str, text: str) -> Decimal:
    try:
        return service.share(text)
    except Refused as wrong:
        raise Refused(
            say("adding.bad_value", field=field, reason=wrong.sentence), field=field
        ) from wrong


share = Read(Shape.NUMBER, _share)
"""A share of full time: 0.6, 60% or 1."""


def _add_leaver(journal: Journal, **given: Any) -> str:
    return leavers.add_leaver(journal, given.pop("child"), **given)


def _add_feedback(journal: Journal, **given: Any) -> str:
    about = {f"{name}_id": given.pop(name, None) for name in ("child", "review")}
    return feedback.add_feedback(journal, **about, **given)


_POST: Fields = {
    "role": values.code(Role),
    "team": values.words,
    "fte": share,
    "started": values.past_day,
    "until": values.day,
}
_LEAVER: Fields = {
    "worker": values.person,
    "in_touch": values.past_day,
    "accommodation": values.code(Accommodation),
    "suitable": values.yes_no,
    "activity": values.code(Activity),
    "note": values.prose,
}
_FEEDBACK: Fields = {
    "received": values.past_day,
    "review": values.record("review"),
    "said": values.prose,
    "changed": values.prose,
    "told": values.past_day,
    "owner": values.person,
}
_AUDIT: Fields = {
    "theme": values.words,
    "on": values.past_day,
    "by": values.person,
    "cases": values.number,
    "children": values.records("child"),
    "grade": values.code(Grade),
    "gap": values.prose,
    "training": values.words,
    "training_for": values.person,
    "training_due": values.day,
    "areas": values.records("area"),
}

ADDS: Mapping[str, Kind] = {
    "post": Kind({"person": values.person, **_POST}, ("person",), service.add_post),
    "leaver": Kind(
        {"child": values.record("child"), **_LEAVER}, ("child",), _add_leaver, about="child"
    ),
    "feedback": Kind(
        {"child": values.record("child"), **_FEEDBACK}, ("said",), _add_feedback, about="child"
    ),
    "audit": Kind(_AUDIT, ("theme",), audits.add_audit),
}
SETS: Mapping[str, Changing] = {
    "post": (_POST, service.change_post),
    "leaver": ({**_LEAVER, "closed": values.past_day}, leavers.change_leaver),
    "feedback": ({**_FEEDBACK, "answered": values.past_day}, feedback.change_feedback),
    "audit": ({**_AUDIT, "training_done": values.past_day}, audits.change_audit),
}
