"""Writing down missing episodes, return interviews and serious incidents.

A child need not be looked after: they go missing from home as well as from care.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from store import child_file
from store.children import Child
from store.errors import Refused
from store.journal import Journal
from store.missing.codes import MissingFrom, MissingType
from store.missing.models import IncidentRecord, MissingRecord
from store.missing.reading import Episode, episodes
from store.wording import say

_END = datetime.max.replace(tzinfo=UTC)


class EpisodesOverlap(Refused):
    """An episode that would run while another one of the same child does."""


def add_missing(journal: Journal, child_id: str, started: datetime, **fields: Any) -> str:
    """Writes down that a child is or was missing from a moment on; returns the episode's id.

    Fields: type, missing_from, ended (moment), offered (day), refused, interviewed (moment), by
    (name), said, late_reason, note. Moments carry their zone. Without `missing_from` it is care
    where the child was looked after on that day, else home; without `type` it is missing.
    """
    child_file.only_fields(MissingRecord, fields)
    child = child_file.known_child(journal, child_id)
    values = {"child": child_id, "started": started, "type": MissingType.MISSING, **fields}
    if values.get("missing_from") is None:
        values["missing_from"] = _from(child, child_file.day_of(started))
    _check(journal, child, values, episodes(journal, child_id))
    return child_file.save_new(journal, MissingRecord, say("missing.unit_added"), values)


def change_missing(journal: Journal, record: str, reason: str | None = None, **fields: Any) -> bool:
    """Changes fields of an episode; what a child said, and when, needs a reason once it stands.

    False when nothing differs.
    """
    child_file.only_fields(MissingRecord, fields)
    row = child_file.known(journal, MissingRecord, record)
    child = child_file.known_child(journal, row["child"])
    values = row | fields
    if values["started"] is None:
        raise Refused(say("missing.needs_start"), field="started")
    others = [one for one in episodes(journal, child.id) if one.id != record]
    _check(journal, child, values, others)
    label = say("missing.unit_changed")
    return child_file.save_change(journal, MissingRecord, label, record, fields, reason)


def withdraw_missing(journal: Journal, record: str, reason: str) -> None:
    """Takes an episode out of every list, for a reason."""
    label = say("missing.unit_withdrawn")
    child_file.withdraw(journal, MissingRecord, label, record, reason)


def add_incident(journal: Journal, child_id: str, on: date, **fields: Any) -> str:
    """Writes down a serious incident of a day; returns its id.

    Fields: missing (an episode's id), what, the seven parts of the plan (`PARTS`), seen_by (name
    of the senior manager) and seen (day). A part that is not there yet stays a duty.
    """
    child_file.only_fields(IncidentRecord, fields)
    child = child_file.known_child(journal, child_id)
    values = {"child": child_id, "on": on, **fields}
    _check_incident(journal, child, values)
    return child_file.save_new(journal, IncidentRecord, say("missing.unit_incident"), values)


def change_incident(
    journal: Journal, record: str, reason: str | None = None, **fields: Any
) -> bool:
    """Changes fields of an incident; the child's feedback needs a reason once it stands.

    False when nothing differs.
    """
    child_file.only_fields(IncidentRecord, fields)
    row = child_file.known(journal, IncidentRecord, record)
    child = child_file.known_child(journal, row["child"])
    _check_incident(journal, child, row | fields)
    label = say("missing.unit_incident_changed")
    return child_file.save_change(journal, IncidentRecord, label, record, fields, reason)


def withdraw_incident(journal: Journal, record: str, reason: str) -> None:
    """Takes an incident out of every list, for a reason."""
    label = say("missing.unit_incident_withdrawn")
    child_file.withdraw(journal, IncidentRecord, label, record, reason)


def _from(child: Child, day: date) -> MissingFrom:
    looked_after = any(period.covers(day) for period in child.periods)
    return MissingFrom.CARE if looked_after else MissingFrom.HOME


def _check(journal: Journal, child: Child, values: dict[str, Any], others: list[Episode]) -> None:
    been = ("started", "ended", "offered", "interviewed")
    child_file.have_been(journal, values, been)
    child_file.after_birth(child, values, been)
    child_file.in_order("missing", values, "started", "ended")
    started, ended = values["started"], values.get("ended")
    for other in others:
        if started < (other.ended or _END) and other.started < (ended or _END):
            begins = child_file.shown(other.started)
            key = "missing.still_missing" if other.ended is None else "missing.overlaps"
            raise EpisodesOverlap(say(key, ref=other.ref, start=begins), field="started")
    _check_place(child, values)
    _check_interview(values)


def _check_place(child: Child, values: dict[str, Any]) -> None:
    day = child_file.day_of(values["started"])
    from_care = values.get("missing_from") is MissingFrom.CARE
    # Without any period nothing is known against it; with some, one must cover the day.
    if from_care and child.periods and _from(child, day) is MissingFrom.HOME:
        raise Refused(say("missing.not_in_care", day=child_file.shown(day)), field="missing_from")


def _check_interview(values: dict[str, Any]) -> None:
    for name in ("interviewed", "offered"):
        if values.get(name) is not None and values.get("ended") is None:
            raise Refused(say("missing.not_back"), field=name)
    child_file.in_order("missing", values, "ended", "interviewed", "offered")
    if values.get("interviewed") is not None and values.get("refused"):
        raise Refused(say("missing.held_and_refused"), field="refused")
    if values.get("refused") and values.get("ended") is None:
        raise Refused(say("missing.not_back"), field="refused")


def _check_incident(journal: Journal, child: Child, values: dict[str, Any]) -> None:
    if values.get("on") is None:
        raise Refused(say("missing.incident_needs_day"), field="on")
    child_file.have_been(journal, values, ("on", "seen"))
    child_file.after_birth(child, values, ("on",))
    child_file.in_order("incident", values, "on", "seen")
    if values.get("seen") is not None and not values.get("seen_by"):
        raise Refused(say("missing.seen_by_whom"), field="seen_by")
    episode = values.get("missing")
    if episode is not None:
        row = child_file.known(journal, MissingRecord, episode)
        if row["child"] != child.id:
            raise Refused(say("missing.other_child"), field="missing")
