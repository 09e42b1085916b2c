"""Writing down pre-proceedings and planning meetings; the child need not be looked after."""

from __future__ import annotations

from datetime import date
from typing import Any

from store import child_file
from store.children import Child
from store.clock import show_date
from store.errors import Refused
from store.journal import Journal
from store.pre_proceedings.models import PlanningMeetingRecord, PreProceedingsRecord
from store.pre_proceedings.reading import Case, pre_proceedings
from store.wording import say


class GoingOnAlready(Refused):
    """Pre-proceedings of a child while others of the same child go on."""


def add_pre_proceedings(journal: Journal, child_id: str, started: date, **fields: Any) -> str:
    """Writes down that pre-proceedings started; returns their id.

    Fields: letter, meeting, lead (name), outcome, ended, delay_reason, note.
    """
    child_file.only_fields(PreProceedingsRecord, fields)
    child = child_file.known_child(journal, child_id)
    values = {"child": child_id, "started": started, **fields}
    _check(journal, child, values, pre_proceedings(journal, child_id))
    label = say("pre_proceedings.unit_added")
    return child_file.save_new(journal, PreProceedingsRecord, label, values)


def change_pre_proceedings(
    journal: Journal, record: str, reason: str | None = None, **fields: Any
) -> bool:
    """Changes fields of pre-proceedings; False when nothing differs."""
    child_file.only_fields(PreProceedingsRecord, fields)
    row = child_file.known(journal, PreProceedingsRecord, record)
    child = child_file.known_child(journal, row["child"])
    others = [one for one in pre_proceedings(journal, child.id) if one.id != record]
    _check(journal, child, row | fields, others)
    label = say("pre_proceedings.unit_changed")
    return child_file.save_change(journal, PreProceedingsRecord, label, record, fields, reason)


def withdraw_pre_proceedings(journal: Journal, record: str, reason: str) -> None:
    """Takes pre-proceedings out of every list, for a reason; their meetings stay."""
    label = say("pre_proceedings.unit_withdrawn")
    child_file.withdraw(journal, PreProceedingsRecord, label, record, reason)


def add_planning_meeting(journal: Journal, child_id: str, on: date, **fields: Any) -> str:
    """Writes down a permanency planning meeting that was held; returns its id.

    Fields: pre_proceedings (id), reviewed, plan, by (name), next, note. It belongs to the
    pre-proceedings that go on, unless told otherwise, and then it has reviewed them unless told.
    """
    child_file.only_fields(PlanningMeetingRecord, fields)
    child = child_file.known_child(journal, child_id)
    values: dict[str, Any] = {"child": child_id, "on": on, **fields}
    if "pre_proceedings" not in fields:
        values["pre_proceedings"] = _going_on(pre_proceedings(journal, child_id), on)
    if values["pre_proceedings"] is not None and values.get("reviewed") is None:
        values["reviewed"] = True
    _check_meeting(journal, child, values)
    label = say("pre_proceedings.unit_meeting_added")
    return child_file.save_new(journal, PlanningMeetingRecord, label, values)


def change_planning_meeting(
    journal: Journal, record: str, reason: str | None = None, **fields: Any
) -> bool:
    """Changes fields of a planning meeting; False when nothing differs."""
    child_file.only_fields(PlanningMeetingRecord, fields)
    row = child_file.known(journal, PlanningMeetingRecord, record)
    child = child_file.known_child(journal, row["child"])
    _check_meeting(journal, child, row | fields)
    label = say("pre_proceedings.unit_meeting_changed")
    return child_file.save_change(journal, PlanningMeetingRecord, label, record, fields, reason)


def withdraw_planning_meeting(journal: Journal, record: str, reason: str) -> None:
    """Takes a planning meeting out of every list, for a reason."""
    label = say("pre_proceedings.unit_meeting_withdrawn")
    child_file.withdraw(journal, PlanningMeetingRecord, label, record, reason)


def _going_on(cases: list[Case], on: date) -> str | None:
    """The pre-proceedings that went on at a day."""
    for case in cases:
        if case.started <= on and (case.ended is None or on <= case.ended):
            return case.id
    return None


def _check(journal: Journal, child: Child, values: dict[str, Any], others: list[Case]) -> None:
    started, ended = values.get("started"), values.get("ended")
    if started is None:
        raise Refused(say("pre_proceedings.needs_start"), field="started")
    child_file.have_been(journal, values, ("started", "letter", "meeting", "ended"))
    child_file.in_order("pre_proceedings", values, "started", "letter", "meeting", "ended")
    child_file.in_order("pre_proceedings", values, "letter", "ended")
    child_file.in_order("pre_proceedings", values, "meeting", "ended")
    if ended is not None and values.get("outcome") is None:
        raise Refused(say("pre_proceedings.needs_outcome"), field="outcome")
    if values.get("outcome") is not None and ended is None:
        raise Refused(say("pre_proceedings.needs_end"), field="ended")
    for other in others:
        if started < (other.ended or date.max) and other.started < (ended or date.max):
            said = show_date(other.started, weekday=False)
            sentence = say("pre_proceedings.going_on", ref=other.ref, start=said)
            raise GoingOnAlready(sentence, field="started")


def _check_meeting(journal: Journal, child: Child, values: dict[str, Any]) -> None:
    on = values.get("on")
    if on is None:
        raise Refused(say("pre_proceedings.meeting_needs_day"), field="on")
    child_file.have_been(journal, values, ("on",))
    child_file.in_order("planning_meeting", values, "on", "next")
    case = values.get("pre_proceedings")
    if case is None:
        return
    row = child_file.known(journal, PreProceedingsRecord, case)
    if row["child"] != child.id:
        raise Refused(say("pre_proceedings.other_child"), field="pre_proceedings")
    if row["started"] is not None and on < row["started"]:
        started = show_date(row["started"], weekday=False)
        sentence = say("pre_proceedings.meeting_before", on=child_file.shown(on), start=started)
        raise Refused(sentence, field="on")
