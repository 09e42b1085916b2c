"""Writing down visits, midway checks and what the IRO was told, and changing it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from store import child_file
from store.child_file import known_child
from store.children import Child
from store.clock import show_date
from store.contact.codes import Follows, Notified, Visitor
from store.contact.models import MidwayRecord, NotificationRecord, VisitRecord
from store.errors import Refused
from store.journal import Journal
from store.wording import say


def add_visit(
    journal: Journal,
    child_id: str,
    on: date,
    by: str | None = None,
    visitor: Visitor = Visitor.SOCIAL_WORKER,
    alone: bool | None = None,
    what: str | None = None,
) -> str:
    """Writes down a visit; without a name it is the child's own worker or IRO who came."""
    child = known_child(journal, child_id)
    by = by or {Visitor.SOCIAL_WORKER: child.social_worker, Visitor.IRO: child.iro}.get(visitor)
    values = {"on": on, "by": by, "visitor": visitor, "alone": alone, "what": what}
    _check_day(journal, child, values)
    return child_file.save_new(
        journal, VisitRecord, say("contact.unit_visit_added"), {"child": child_id, **values}
    )


def change_visit(journal: Journal, record: str, reason: str | None = None, **fields: Any) -> bool:
    """Changes on, by (a name), visitor, alone or what. False when nothing differs."""
    child_file.only_fields(VisitRecord, fields)
    row = child_file.known(journal, VisitRecord, record)
    _check_day(journal, known_child(journal, row["child"]), {**row, **fields})
    label = say("contact.unit_visit_changed")
    return child_file.save_change(journal, VisitRecord, label, record, fields, reason)


def withdraw_visit(journal: Journal, record: str, reason: str) -> None:
    """Takes a visit out of every list and count, for a reason."""
    label = say("contact.unit_visit_withdrawn")
    child_file.withdraw(journal, VisitRecord, label, record, reason)


def add_midway(
    journal: Journal,
    child_id: str,
    on: date,
    findings: str | None = None,
    by: str | None = None,
) -> str:
    """Writes down a midway check; by the child's IRO unless another did it.

    Refused for a day on which the child was not looked after.
    """
    child = known_child(journal, child_id)
    values = {"on": on, "by": by or child.iro, "findings": findings}
    _check_midway(journal, child, values)
    return child_file.save_new(
        journal, MidwayRecord, say("contact.unit_midway_added"), {"child": child_id, **values}
    )


def change_midway(journal: Journal, record: str, reason: str | None = None, **fields: Any) -> bool:
    """Changes on, by (a name) or findings; findings that stand need a reason to change."""
    child_file.only_fields(MidwayRecord, fields)
    row = child_file.known(journal, MidwayRecord, record)
    _check_midway(journal, known_child(journal, row["child"]), {**row, **fields})
    label = say("contact.unit_midway_changed")
    return child_file.save_change(journal, MidwayRecord, label, record, fields, reason)


def withdraw_midway(journal: Journal, record: str, reason: str) -> None:
    """Takes a midway check out of every list and count, for a reason."""
    label = say("contact.unit_midway_withdrawn")
    child_file.withdraw(journal, MidwayRecord, label, record, reason)


def add_notification(
    journal: Journal,
    child_id: str,
    of: Notified,
    happened: date | None = None,
    told: date | None = None,
    by: str | None = None,
    follows: Follows | None = None,
    what: str | None = None,
) -> str:
    """Writes down a change of which the IRO is to be told, whether or not they were yet.

    What `follows` of it is the IRO's to say: refused before they were told.
    """
    child = known_child(journal, child_id)
    values = {
        "of": of,
        "happened": happened or told,
        "told": told,
        "by": by or child.social_worker,
        "follows": follows,
        "what": what,
    }
    _check_notification(journal, child, values)
    label = say("contact.unit_notification_added")
    return child_file.save_new(journal, NotificationRecord, label, {"child": child_id, **values})


def change_notification(
    journal: Journal, record: str, reason: str | None = None, **fields: Any
) -> bool:
    """Changes of, happened, told, by (a name), follows or what. False when nothing differs."""
    child_file.only_fields(NotificationRecord, fields)
    row = child_file.known(journal, NotificationRecord, record)
    _check_notification(journal, known_child(journal, row["child"]), {**row, **fields})
    label = say("contact.unit_notification_changed")
    return child_file.save_change(journal, NotificationRecord, label, record, fields, reason)


def withdraw_notification(journal: Journal, record: str, reason: str) -> None:
    """Takes a notification out of every list and count, for a reason."""
    label = say("contact.unit_notification_withdrawn")
    child_file.withdraw(journal, NotificationRecord, label, record, reason)


def _check_day(journal: Journal, child: Child, values: Mapping[str, Any]) -> None:
    if values["on"] is None:
        raise Refused(say("contact.needs_day"), field="on")
    child_file.have_been(journal, values, ("on",))
    child_file.after_birth(child, values, ("on",))


def _check_midway(journal: Journal, child: Child, values: Mapping[str, Any]) -> None:
    _check_day(journal, child, values)
    on = values["on"]
    if child.periods and not any(period.covers(on) for period in child.periods):
        sentence = say("contact.midway_out_of_care", day=show_date(on, weekday=False))
        raise Refused(sentence, field="on")


def _check_notification(journal: Journal, child: Child, values: Mapping[str, Any]) -> None:
    if values["of"] is None:
        raise Refused(say("contact.needs_change"), field="of")
    if values["happened"] is None:
        raise Refused(say("contact.needs_happened"), field="happened")
    child_file.have_been(journal, values, ("happened", "told"))
    child_file.after_birth(child, values, ("happened",))
    child_file.in_order("notification", values, "happened", "told")
    if values["follows"] is not None and values["told"] is None:
        raise Refused(say("contact.follows_before_told"), field="follows")
