"""Writing down who works with a care leaver, when they were last in touch, and how they are."""

from __future__ import annotations

from datetime import date
from typing import Any

from store.child_file import (
    after_birth,
    have_been,
    known,
    known_child,
    only_fields,
    save_change,
    save_new,
    withdraw,
)
from store.errors import Refused
from store.journal import Journal
from store.leavers.codes import Accommodation, Activity
from store.leavers.models import LeaverRecord, leaver_id
from store.leavers.qualifying import left_care
from store.wording import say

_PAST = ("in_touch", "closed")


class StillLookedAfter(Refused):
    """A care leaver who has not left care."""


def add_leaver(
    journal: Journal,
    child_id: str,
    worker: str | None = None,
    in_touch: date | None = None,
    accommodation: Accommodation | None = None,
    suitable: bool | None = None,
    activity: Activity | None = None,
    note: str | None = None,
) -> str:
    """Begins the record of a care leaver, the worker by name; the same child makes the same one.

    Refused while the child is looked after. Whether the rule makes them a leaver is not asked:
    a service may do more than it must.
    """
    child = known_child(journal, child_id)
    if child.periods and left_care(child) is None:
        raise StillLookedAfter(say("leavers.still_looked_after"), field="child")
    values: dict[str, Any] = {
        "child": child_id,
        "worker": worker,
        "in_touch": in_touch,
        "accommodation": accommodation,
        "suitable": suitable,
        "activity": activity,
        "note": note,
    }
    have_been(journal, values, _PAST)
    after_birth(child, values, _PAST)
    given = {name: value for name, value in values.items() if value is not None}
    return save_new(
        journal, LeaverRecord, say("leavers.unit_added"), given, record=leaver_id(child_id)
    )


def change_leaver(journal: Journal, record: str, reason: str | None = None, **fields: Any) -> bool:
    """Changes worker, in_touch, accommodation, suitable, activity, note or closed.

    `closed` ends the record for a reason of life (no contact wished, moved away, died).
    """
    only_fields(LeaverRecord, fields)
    row = known(journal, LeaverRecord, record)
    have_been(journal, fields, _PAST)
    after_birth(known_child(journal, row["child"]), fields, _PAST)
    return save_change(journal, LeaverRecord, say("leavers.unit_changed"), record, fields, reason)


def withdraw_leaver(journal: Journal, record: str, reason: str) -> None:
    """Takes the record of a leaver (begun by mistake) out, for a reason."""
    withdraw(journal, LeaverRecord, say("leavers.unit_withdrawn"), record, reason)
