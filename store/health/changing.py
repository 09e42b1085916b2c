"""Writing down health assessments and checks; wrong orders are refused, gaps become duties."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from store import child_file
from store.calendars import working_days
from store.children import Child, Period, period_for
from store.clock import show_date
from store.errors import Refused
from store.health.codes import HealthStatus, HealthType
from store.health.counting import due_of
from store.health.models import HealthRecord
from store.health.reading import assessments, by_child
from store.health.records import Assessment
from store.journal import Journal
from store.wording import say

_HIGHEST_SCORE = 40
"""The total difficulties score of the questionnaire runs from 0 to 40."""


class AssessedAlready(Refused):
    """A second initial assessment for one period of being looked after."""


def add_health(journal: Journal, child_id: str, type: HealthType, **fields: Any) -> str:  # noqa: A002
    """Writes down an assessment or check of a child; returns its id.

    Fields: due, consent, requested, appointment, held, by (name), received, status, late_reason,
    assessed_before, score, up_to_date, quality, quality_note, checked_by (name), checked, note.
    """
    child_file.only_fields(HealthRecord, fields, fixed=("child", "type"))
    child = child_file.known_child(journal, child_id)
    values = {"child": child_id, "type": type, **fields}
    own = by_child(journal, {child.id: child}).get(child.id, [])
    period = _period(child, values)
    if period is not None:
        values["period"] = period.id
    if type is HealthType.IHA:
        _check_first(period, own)
    _check(journal, child, period, values)
    values |= _followed(journal, child, period, values, own)
    return child_file.save_new(journal, HealthRecord, say("health.unit_added"), values)


def change_health(journal: Journal, record: str, reason: str | None = None, **fields: Any) -> bool:
    """Changes fields of an assessment; days held, due and quality need a reason once they stand.

    False when nothing differs.
    """
    child_file.only_fields(HealthRecord, fields, fixed=("child",))
    row = child_file.known(journal, HealthRecord, record)
    child = child_file.known_child(journal, row["child"])
    values = row | fields
    if "held" in fields and "status" not in fields:
        values["status"] = None if values["held"] is None else HealthStatus.COMPLETED
        fields["status"] = values["status"]
    period = _period(child, values)
    own = [one for one in assessments(journal, child.id) if one.id != record]
    _check(journal, child, period, values)
    fields |= _followed(journal, child, period, values, own)
    return child_file.save_change(
        journal, HealthRecord, say("health.unit_changed"), record, fields, reason
    )


def withdraw_health(journal: Journal, record: str, reason: str) -> None:
    """Takes an assessment out of every list, for a reason."""
    child_file.withdraw(journal, HealthRecord, say("health.unit_withdrawn"), record, reason)


def _period(child: Child, values: dict[str, Any]) -> Period | None:
    """The period an assessment belongs to: the one of its day, else the latest."""
    if values.get("held") is not None:
        return period_for(child.periods, values["held"])
    return period_for(child.periods, None, values.get("period"))


def _check_first(period: Period | None, own: Iterable[Assessment]) -> None:
    standing = (HealthStatus.PLANNED, HealthStatus.COMPLETED)
    for one in own:
        same = period is not None and one.period_id == period.id
        if one.type is HealthType.IHA and same and one.status in standing:
            raise AssessedAlready(say("health.assessed_already", ref=one.ref), field="type")


def _check(journal: Journal, child: Child, period: Period | None, values: dict[str, Any]) -> None:
    been = ("consent", "requested", "held", "received", "checked", "assessed_before")
    child_file.have_been(journal, values, been)
    child_file.after_birth(child, values, (*been, "appointment", "due"))
    child_file.in_order("health", values, "requested", "held")
    child_file.in_order("health", values, "held", "received", "checked")
    child_file.in_order("health", values, "received", "checked")
    of: HealthType | None = values.get("type")
    if of is not None and of.assesses:
        _check_in_care(child, values.get("held"), of)
    _check_status(values)
    _check_quality(of, values)
    _check_before(of, period, values)
    _check_results(of, values)


def _check_in_care(child: Child, held: date | None, of: HealthType) -> None:
    """An assessment of a child looked after is held while the child is looked after."""
    if held is None or not child.periods or any(p.covers(held) for p in child.periods):
        return
    started = child.periods[0].started
    if held < started:
        key = "health.before_care" if of is HealthType.IHA else "health.review_before_care"
        raise Refused(say(key, held=_said(held), started=_said(started)), field="held")
    raise Refused(say("health.outside_care", held=_said(held)), field="held")


def _check_status(values: dict[str, Any]) -> None:
    status, held = values.get("status"), values.get("held")
    if status is HealthStatus.COMPLETED and held is None:
        raise Refused(say("health.completed_without_day"), field="held")
    if held is not None and status not in (None, HealthStatus.COMPLETED):
        raise Refused(
            say("health.held_and_not", held=_said(held), status=status.wording), field="status"
        )


def _check_quality(of: HealthType | None, values: dict[str, Any]) -> None:
    if values.get("quality") is None:
        return
    if of is not None and not of.assesses:
        raise Refused(say("health.quality_of_other"), field="quality")
    if values.get("held") is None:
        raise Refused(say("health.quality_before_held"), field="quality")


def _check_before(of: HealthType | None, period: Period | None, values: dict[str, Any]) -> None:
    day = values.get("assessed_before")
    if day is None:
        return
    if of is not HealthType.IHA:
        raise Refused(say("health.before_of_other"), field="assessed_before")
    if period is not None and day > period.started:
        raise Refused(
            say("health.before_is_after", day=_said(day), started=_said(period.started)),
            field="assessed_before",
        )


def _check_results(of: HealthType | None, values: dict[str, Any]) -> None:
    score = values.get("score")
    if score is not None:
        if of is not HealthType.SDQ:
            raise Refused(say("health.score_of_other"), field="score")
        if not 0 <= score <= _HIGHEST_SCORE:
            raise Refused(say("health.score_unfit", highest=_HIGHEST_SCORE), field="score")
    if values.get("up_to_date") is not None and of is not HealthType.IMMUNISATIONS:
        raise Refused(say("health.jabs_of_other"), field="up_to_date")


def _followed(
    journal: Journal,
    child: Child,
    period: Period | None,
    values: dict[str, Any],
    own: Iterable[Assessment],
) -> dict[str, Any]:
    """What follows once an assessment was held: its period, and the last day that was in force.

    That day stays as it was when holidays or rules change later.
    """
    held = values.get("held")
    if held is None or values.get("type") is None:
        return {}
    before = [one for one in own if one.held is None or one.held < held]
    counted = due_of(values["type"], child, period, before, working_days(journal))
    followed: dict[str, Any] = {"status": HealthStatus.COMPLETED}
    if period is not None:
        followed["period"] = period.id
    if values.get("due") is None and counted is not None:
        followed["due"] = counted.due
    return followed


def _said(day: date) -> str:
    return show_date(day, weekday=False)
