"""What would differ with each value: a due date, whether it was in time, how it is counted.

Only what follows from the rules of the store is said, and only where it follows simply.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from store import calendars
from store.clock import after_review, age_on, distance, next_review_due, show_date
from store.codes import ActionStatus, Participation, participation_fits
from store.conflicts.items import Item, Sort
from store.journal import DateField, Journal, field_of, model_of
from store.wording import say


@dataclass(frozen=True)
class Weighed:
    """A fact with what it would be under each value, in the order of the values."""

    label: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class _Case:
    """The record whose field is in conflict, with what is needed to count from it."""

    journal: Journal
    item: Item
    row: Mapping[str, Any]

    def day(self, on: date | None) -> str:
        """A day as it stands in a table."""
        today = self.journal.today()
        return show_date(on, today=today) if on else say("conflicts.unknown")

    def child(self) -> Mapping[str, Any]:
        """The child the record is about."""
        model = model_of("child")
        own = self.item.record if self.item.kind == "child" else self.row.get("child")
        return (self.journal.get(model, own) if model is not None and own else None) or {}


_Way = Callable[[_Case, Any], dict[str, str]]


def weigh(journal: Journal, item: Item) -> tuple[Weighed, ...]:
    """The facts that follow from each value of a field, those that say something."""
    model, field = model_of(item.kind), field_of(item.kind, item.field or "")
    if item.sort is Sort.WITHDRAWN:
        stands = tuple(say(_yes_no(value.value is None)) for value in item.values)
        return (Weighed(say("conflicts.stands_in_lists"), stands),)
    if model is None or field is None or any(value.withheld for value in item.values):
        return ()
    case = _Case(journal, item, journal.get(model, item.record) or {})
    way = _way(item.kind, item.field or "")
    if way is None:
        return ()
    columns: list[dict[str, str]] = []
    for value in item.values:
        try:
            read = field.from_text(value.value)
        except ValueError:
            read = None
        columns.append({} if read is None else way(case, read))
    labels = dict.fromkeys(label for column in columns for label in column)
    none = say("conflicts.unknown")
    return tuple(
        Weighed(label, tuple(column.get(label, none) for column in columns)) for label in labels
    )


def _way(kind: str, name: str) -> _Way | None:
    own = _WAYS.get((kind, name))
    if own is not None:
        return own
    if name in _OWNERS:
        return _owned
    field = field_of(kind, name)
    if isinstance(field, DateField):
        return _dated if name in ("due", "until", "training_due") else _held
    return None


def _yes_no(yes: bool) -> str:
    return "shown.yes" if yes else "shown.no"


def _took_part(case: _Case, code: Participation) -> dict[str, str]:
    born, held = case.child().get("dob"), case.row.get("held")
    said = {
        say("conflicts.attended"): say(_yes_no(code.attended)),
        say("conflicts.took_part"): say(_yes_no(code.took_part)),
    }
    if born is not None and held is not None:
        fits = participation_fits(code, born, held) is None
        label = say("conflicts.age_check", age=age_on(born, held))
        said[label] = say("conflicts.fits" if fits else "conflicts.does_not_fit")
    return said


def _dated(case: _Case, due: date) -> dict[str, str]:
    calendar = calendars.working_days(case.journal)
    return {say("conflicts.clock"): distance(due, case.journal.today(), calendar)}


def _held(case: _Case, held: date) -> dict[str, str]:
    """Whether a day on which something was done was in time, where the record has a due day."""
    due = case.row.get("due")
    if not isinstance(due, date) or case.item.field not in ("held", "on"):
        return {}
    return {say("conflicts.in_time", day=case.day(due)): say(_yes_no(held <= due))}


def _review_held(case: _Case, held: date) -> dict[str, str]:
    calendar = calendars.working_days(case.journal)
    said = _held(case, held)
    for step in after_review(held, calendar):
        if step.key in ("decisions_sent", "record_distributed"):
            said[step.label] = case.day(step.on)
    return said


def _started(case: _Case, started: date) -> dict[str, str]:
    calendar = calendars.working_days(case.journal)
    rules = case.row.get("rule_set") or "routine"
    first = next_review_due(started, [], calendar, rules)
    return {say("conflicts.first_review"): case.day(first.due)}


def _born(case: _Case, born: date) -> dict[str, str]:
    return {say("conflicts.age"): str(age_on(born, case.journal.today()))}


def _status(case: _Case, status: ActionStatus) -> dict[str, str]:
    return {say("conflicts.counts_done"): say(_yes_no(status.is_done))}


def _counted(case: _Case, code: Enum) -> dict[str, str]:
    wording = getattr(code, "wording", str(code.value))
    return {say("conflicts.counts_as"): wording}


def _owned(case: _Case, person: str) -> dict[str, str]:
    model = model_of("person")
    row = case.journal.get(model, person) if model is not None else None
    return {say("conflicts.on_whose_list"): (row or {}).get("name") or say("conflicts.unknown")}


_OWNERS = frozenset({"owner", "iro", "social_worker"})

_WAYS: Mapping[tuple[str, str], _Way] = {
    ("review", "participation"): _took_part,
    ("review", "held"): _review_held,
    ("period", "started"): _started,
    ("child", "dob"): _born,
    ("action", "status"): _status,
    ("action", "brag"): _counted,
    ("dispute", "outcome"): _counted,
}
