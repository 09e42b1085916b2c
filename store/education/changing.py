"""Writing down education and pathway plans; wrong orders are refused, gaps become duties."""

from __future__ import annotations

from typing import Any

from store import child_file
from store.calendars import working_days
from store.children import Child, period_for
from store.clock import show_date
from store.education.codes import PlanStatus
from store.education.counting import due_of
from store.education.reading import MODELS, by_child
from store.education.terms import terms
from store.errors import Refused
from store.journal import Journal
from store.wording import say


def add_education_plan(journal: Journal, child_id: str, **fields: Any) -> str:
    """Writes down a personal education plan that was begun or reviewed, or is planned; its id.

    Fields: due, held, status, by (name), school, views, agreed, late_reason.
    """
    return _add(journal, "education_plan", child_id, fields)


def add_pathway_plan(journal: Journal, child_id: str, **fields: Any) -> str:
    """Writes down a pathway plan that was made or reviewed, or is planned; its id.

    Fields: due, held, status, by (name), views, agreed, late_reason.
    """
    return _add(journal, "pathway_plan", child_id, fields)


def change_education_plan(
    journal: Journal, record: str, reason: str | None = None, **fields: Any
) -> bool:
    """Changes fields of an education plan; False when nothing differs."""
    return _change(journal, "education_plan", record, reason, fields)


def change_pathway_plan(
    journal: Journal, record: str, reason: str | None = None, **fields: Any
) -> bool:
    """Changes fields of a pathway plan; False when nothing differs."""
    return _change(journal, "pathway_plan", record, reason, fields)


def withdraw_education_plan(journal: Journal, record: str, reason: str) -> None:
    """Takes an education plan out of every list, for a reason."""
    _withdraw(journal, "education_plan", record, reason)


def withdraw_pathway_plan(journal: Journal, record: str, reason: str) -> None:
    """Takes a pathway plan out of every list, for a reason."""
    _withdraw(journal, "pathway_plan", record, reason)


def _add(journal: Journal, kind: str, child_id: str, fields: dict[str, Any]) -> str:
    model = MODELS[kind]
    child_file.only_fields(model, fields)
    child = child_file.known_child(journal, child_id)
    values = {"child": child_id, **fields}
    _check(journal, kind, child, values)
    values |= _followed(journal, kind, child, values, None)
    return child_file.save_new(journal, model, say(f"education.unit_{kind}_added"), values)


def _change(
    journal: Journal, kind: str, record: str, reason: str | None, fields: dict[str, Any]
) -> bool:
    model = MODELS[kind]
    child_file.only_fields(model, fields)
    row = child_file.known(journal, model, record)
    child = child_file.known_child(journal, row["child"])
    if "held" in fields and "status" not in fields:
        fields["status"] = None if fields["held"] is None else PlanStatus.COMPLETED
    values = row | fields
    _check(journal, kind, child, values)
    fields |= _followed(journal, kind, child, values, record)
    label = say(f"education.unit_{kind}_changed")
    return child_file.save_change(journal, model, label, record, fields, reason)


def _withdraw(journal: Journal, kind: str, record: str, reason: str) -> None:
    label = say(f"education.unit_{kind}_withdrawn")
    child_file.withdraw(journal, MODELS[kind], label, record, reason)


def _check(journal: Journal, kind: str, child: Child, values: dict[str, Any]) -> None:
    child_file.have_been(journal, values, ("held",))
    child_file.after_birth(child, values, ("held", "due"))
    held, status = values.get("held"), values.get("status")
    if status is PlanStatus.COMPLETED and held is None:
        raise Refused(say("education.completed_without_day"), field="held")
    if held is None:
        return
    said = show_date(held, weekday=False)
    if status not in (None, PlanStatus.COMPLETED):
        sentence = say("education.held_and_not", held=said, status=status.wording)
        raise Refused(sentence, field="status")
    if not child.periods:
        return
    started = child.periods[0].started
    if held < started:
        start = show_date(started, weekday=False)
        raise Refused(say("education.before_care", held=said, started=start), field="held")
    # A pathway plan goes on after care has ended; an education plan of a child looked after ends.
    if kind == "education_plan" and not any(period.covers(held) for period in child.periods):
        raise Refused(say("education.outside_care", held=said), field="held")


def _followed(
    journal: Journal, kind: str, child: Child, values: dict[str, Any], record: str | None
) -> dict[str, Any]:
    """What follows once a plan was held: its period, and the last day that was in force."""
    held = values.get("held")
    if held is None:
        return {}
    period = period_for(child.periods, held)
    own = by_child(journal, kind, {child.id: child}).get(child.id, [])
    before = [one for one in own if one.id != record and one.held is not None and one.held < held]
    counted = due_of(kind, child, period, before, working_days(journal), terms(journal))
    followed: dict[str, Any] = {"status": PlanStatus.COMPLETED}
    if period is not None:
        followed["period"] = period.id
    if values.get("due") is None and counted is not None:
        followed["due"] = counted.due
    return followed
