"""Writing down moves from place to place, and legal statuses that change inside a period."""

from __future__ import annotations

from datetime import date
from typing import Any

from store.children.changing import NoSuchChild
from store.children.codes import PlacementChange, PlacementKind
from store.children.models import (
    LegalStatusRecord,
    PlacementRecord,
    legal_status_id,
    placement_id,
)
from store.children.reading import Child, Period, child
from store.clock import show_date
from store.codes import LegalStatus
from store.errors import NotFound, Refused
from store.journal import Journal, Record
from store.wording import say

_PLACEMENT = frozenset({"started", "ended", "type", "where", "why"})


class NotLookedAfter(Refused):
    """A move or a status on a day on which the child was not looked after."""


class KnownMove(Refused):
    """A move or a status that is here already on that day, with other facts."""


class NoSuchPlacement(NotFound):
    """An id that is no placement, or no legal status, here."""


def add_placement(
    journal: Journal,
    child_of: str,
    started: date,
    type: PlacementKind | None = None,  # noqa: A002
    where: str | None = None,
    why: PlacementChange | None = None,
    ended: date | None = None,
) -> str:
    """Writes down that the child lives in another place from `started` on; returns the id.

    The place before ends that day by itself. Refused (NotLookedAfter) outside every period.
    """
    known = _child(journal, child_of)
    period = _period(journal, known, started)
    _check_end(journal, started, ended, period)
    values = {
        "child": child_of,
        "period": period.id,
        "started": started,
        "ended": ended,
        "type": type,
        "where": " ".join((where or "").split()) or None,
        "why": why,
    }
    return _create(journal, PlacementRecord, placement_id(child_of, started), values)


def change_placement(
    journal: Journal, record: str, reason: str | None = None, **fields: Any
) -> bool:
    """Changes started, ended, type, where or why of a placement; False when nothing differs."""
    unknown = set(fields) - _PLACEMENT
    if unknown:
        raise TypeError(f"a placement has no {', '.join(sorted(unknown))} to change")
    row = _standing(journal, PlacementRecord, record)
    started = _started(fields, row)
    period = _period(journal, _child(journal, row["child"]), started)
    _check_end(journal, started, fields.get("ended", row["ended"]), period)
    if "where" in fields:
        fields["where"] = " ".join((fields["where"] or "").split()) or None
    with journal.unit_of_work(say("children.unit_placement_changed"), reason) as unit:
        return unit.save(PlacementRecord, record, period=period.id, **fields)


def withdraw_placement(journal: Journal, record: str, reason: str) -> None:
    """Takes a placement (entered by mistake) out, for a reason."""
    _standing(journal, PlacementRecord, record)
    with journal.unit_of_work(say("children.unit_placement_withdrawn"), reason) as unit:
        unit.withdraw(PlacementRecord, record, reason)


def add_legal_status(journal: Journal, child_of: str, started: date, status: LegalStatus) -> str:
    """Writes down the legal status that holds from `started` on; returns the id.

    The first status of a period stands on the period. Short breaks are periods of their own: a
    change to or from them is refused.
    """
    period = _period(journal, _child(journal, child_of), started)
    _check_status(period, started, status)
    values = {"child": child_of, "period": period.id, "started": started, "status": status}
    return _create(journal, LegalStatusRecord, legal_status_id(child_of, started), values)


def change_legal_status(
    journal: Journal, record: str, reason: str | None = None, **fields: Any
) -> bool:
    """Changes started or status; False when nothing differs."""
    unknown = set(fields) - {"started", "status"}
    if unknown:
        raise TypeError(f"a legal status has no {', '.join(sorted(unknown))} to change")
    row = _standing(journal, LegalStatusRecord, record)
    started = _started(fields, row)
    period = _period(journal, _child(journal, row["child"]), started)
    _check_status(period, started, fields.get("status", row["status"]))
    with journal.unit_of_work(say("children.unit_status_changed"), reason) as unit:
        return unit.save(LegalStatusRecord, record, period=period.id, **fields)


def withdraw_legal_status(journal: Journal, record: str, reason: str) -> None:
    """Takes a legal status (entered by mistake) out, for a reason."""
    _standing(journal, LegalStatusRecord, record)
    with journal.unit_of_work(say("children.unit_status_withdrawn"), reason) as unit:
        unit.withdraw(LegalStatusRecord, record, reason)


def _create(journal: Journal, model: type[Record], record: str, values: dict[str, Any]) -> str:
    given = {name: value for name, value in values.items() if value is not None}
    known = journal.get(model, record)
    if known is not None and known["withdrawn"] is not None:
        given["withdrawn"] = None
    elif known is not None and any(known[n] not in (None, value) for n, value in given.items()):
        day = show_date(values["started"], weekday=False)
        raise KnownMove(say(f"children.{model.kind}_known", day=day), field="started")
    with journal.unit_of_work(say(f"children.unit_{model.kind}_added")) as unit:
        return unit.create(model, record, **given)


def _child(journal: Journal, record: str) -> Child:
    known = child(journal, record)
    if known is None:
        raise NoSuchChild(say("children.no_such_child"))
    return known


def _period(journal: Journal, known: Child, started: date) -> Period:
    """The period in which a spell may begin on that day."""
    day = show_date(started, weekday=False)
    if started > journal.today():
        raise Refused(say("children.move_to_come", day=day), field="started")
    for period in reversed(known.periods):
        if period.open_on(started):
            return period
    raise NotLookedAfter(say("children.not_looked_after_then", day=day), field="started")


def _started(fields: dict[str, Any], row: dict[str, Any]) -> date:
    started: date | None = fields.get("started", row["started"])
    if started is None:
        raise Refused(say("children.move_needs_day"), field="started")
    return started


def _check_end(journal: Journal, started: date, ended: date | None, period: Period) -> None:
    if ended is None:
        return
    said = show_date(ended, weekday=False)
    if ended > journal.today():
        raise Refused(say("children.move_to_come", day=said), field="ended")
    if ended < started:
        day = show_date(started, weekday=False)
        raise Refused(say("children.place_ends_first", ended=said, day=day), field="ended")
    if period.ended is not None and ended > period.ended:
        left = show_date(period.ended, weekday=False)
        raise Refused(say("children.place_outlasts", ended=said, left=left), field="ended")


def _check_status(period: Period, started: date, status: LegalStatus | None) -> None:
    if status is None:
        raise Refused(say("children.status_needed"), field="status")
    if started == period.started:
        raise Refused(say("children.status_is_first"), field="started")
    first = period.legal_status
    if status.short_breaks != (first is not None and first.short_breaks):
        raise Refused(say("children.status_other_clock"), field="status")


def _standing(journal: Journal, model: type[Record], record: str) -> dict[str, Any]:
    row = journal.get(model, record)
    if row is None or row["withdrawn"] is not None:
        raise NoSuchPlacement(say(f"children.no_such_{model.kind}"))
    return row
