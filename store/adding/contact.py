"""What happens between two reviews by field=value, and the notes on any record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store import contact, notes
from store.adding import values
from store.adding.kind import Changing, Fields, Kind
from store.contact import Follows, Notified, Visitor
from store.journal import Journal

_NOTED = (
    *("child", "review", "decision", "area", "commitment", "action", "evidence", "period"),
    *("consultation", "preparation", "visit", "midway", "notification"),
    *("dispute", "health", "missing", "incident", "pre_proceedings"),
)


def _visit(journal: Journal, **given: Any) -> str:
    return contact.add_visit(journal, given.pop("child"), **given)


def _midway(journal: Journal, **given: Any) -> str:
    return contact.add_midway(journal, given.pop("child"), **given)


def _notify(journal: Journal, **given: Any) -> str:
    return contact.add_notification(journal, given.pop("child"), **given)


def _note(journal: Journal, **given: Any) -> str:
    about = given.pop("about")
    kind = notes.kind_of(journal, about, _NOTED)
    return notes.add_note(journal, kind, about, **given)


_VISIT: Fields = {
    "on": values.past_day,
    "visitor": values.code(Visitor),
    "by": values.person,
    "alone": values.yes_no,
    "what": values.prose,
}
_MIDWAY: Fields = {"on": values.past_day, "findings": values.prose, "by": values.person}
_NOTIFICATION: Fields = {
    "of": values.code(Notified),
    "happened": values.past_day,
    "told": values.past_day,
    "by": values.person,
    "follows": values.code(Follows),
    "what": values.prose,
}
_NOTE: Fields = {"text": values.prose, "on": values.past_day}
_CHILD: Fields = {"child": values.record("child")}

ADDS: Mapping[str, Kind] = {
    "visit": Kind({**_CHILD, **_VISIT}, ("child", "on"), _visit, "child"),
    "midway": Kind({**_CHILD, **_MIDWAY}, ("child", "on"), _midway, "child"),
    "notification": Kind({**_CHILD, **_NOTIFICATION}, ("child", "of"), _notify, "child"),
    "note": Kind({"about": values.record(*_NOTED), **_NOTE}, ("about", "text"), _note, "about"),
}

SETS: Mapping[str, Changing] = {
    "visit": (_VISIT, contact.change_visit),
    "midway": (_MIDWAY, contact.change_midway),
    "notification": (_NOTIFICATION, contact.change_notification),
    "note": (_NOTE, notes.change_note),
}
