"""What every record on a child's file shares: a child that is known, days that have been,
people by name, and one unit of work for each save.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from store import children
from store.children import Child, NoSuchChild
from store.clock import show_date
from store.errors import NotFound, Refused
from store.journal import (
    Journal,
    Record,
    RecordField,
    TextField,
    UnitOfWork,
    fields_of,
    one_of,
)
from store.people import ensure_person
from store.wording import field_words, say

Values = Mapping[str, Any]
Only = Collection[str] | None
"""The ids of some children; None for all."""


class NoSuchRecord(NotFound):
    """An id that is no record of its kind here, or one that was withdrawn."""


def known_child(journal: Journal, child_id: str) -> Child:
    """The child by id, looked after or not; NoSuchChild where there is none."""
    child = children.child(journal, child_id)
    if child is None:
        raise NoSuchChild(say("children.no_such_child"))
    return child


def known(journal: Journal, model: type[Record], record: str) -> dict[str, Any]:
    """What is kept of a record; NoSuchRecord where there is none, or it was withdrawn."""
    row = journal.get(model, record)
    if row is None or row["withdrawn"] is not None:
        raise NoSuchRecord(say("child_file.no_such_record"))
    return row


def rows(
    journal: Journal, model: type[Record], child_id: str | None = None, only: Only = None
) -> list[dict[str, Any]]:
    """The records of a kind of one child, of some, or of all; withdrawn ones are left out."""
    query = model.select().where(model.withdrawn.is_null())
    of = fields_of(model)["child"]
    if child_id is not None:
        query = query.where(of == child_id)
    elif only is not None:
        query = query.where(one_of(of, only))
    return [row for row in journal.rows(query) if row["child"]]


def save_new(
    journal: Journal, model: type[Record], label: str, values: Values, record: str | None = None
) -> str:
    """Saves a new record, people given by name; a natural id that was withdrawn comes back."""
    if record is not None:
        before = journal.get(model, record)
        if before is not None and before["withdrawn"] is not None:
            values = {**values, "withdrawn": None}
    with journal.unit_of_work(label) as unit:
        return unit.create(model, record, **_kept(unit, model, values))


def save_change(
    journal: Journal,
    model: type[Record],
    label: str,
    record: str,
    values: Values,
    reason: str | None,
) -> bool:
    """Saves what differs, people given by name; False when nothing does."""
    if not values:
        return False
    with journal.unit_of_work(label, reason) as unit:
        return unit.save(model, record, **_kept(unit, model, values))


def withdraw(journal: Journal, model: type[Record], label: str, record: str, reason: str) -> None:
    """Takes a record out of every list, for a reason."""
    known(journal, model, record)
    with journal.unit_of_work(label, reason) as unit:
        unit.withdraw(model, record, reason)


def only_fields(
    model: type[Record], values: Values, *, fixed: Collection[str] = ("child",)
) -> None:
    """TypeError for fields that such a record does not have, or that stay as they are."""
    unknown = set(values) - (set(fields_of(model)) - {"withdrawn", *fixed})
    if unknown:
        raise TypeError(f"a {model.kind} has no {', '.join(sorted(unknown))} to change")


def day_of(moment: date | datetime) -> date:
    """The day of a moment by the clock on the wall here."""
    return moment.astimezone().date() if isinstance(moment, datetime) else moment


def have_been(journal: Journal, values: Values, names: Sequence[str]) -> None:
    """Refuses days and moments to come in these fields."""
    today, now = journal.today(), journal.now()
    for name in names:
        value = values.get(name)
        if value is None:
            continue
        day = day_of(value)
        later_today = isinstance(value, datetime) and day == day_of(now) == today and value > now
        if day > today or later_today:
            raise Refused(say("child_file.to_come", day=shown(value)), field=name)


def in_order(kind: str, values: Values, first: str, *later: str) -> None:
    """Refuses a day in `later` fields that lies before the one in `first`."""
    start = values.get(first)
    if start is None:
        return
    for name in later:
        value = values.get(name)
        if value is not None and _before(value, start):
            raise Refused(
                say(
                    "child_file.wrong_order",
                    later=field_words(kind, name),
                    later_day=shown(value),
                    first=field_words(kind, first),
                    first_day=shown(start),
                ),
                field=name,
            )


def after_birth(child: Child, values: Values, names: Sequence[str]) -> None:
    """Refuses days before the child was born."""
    for name in names:
        value = values.get(name)
        if value is not None and child.dob is not None and day_of(value) < child.dob:
            born = show_date(child.dob, weekday=False)
            raise Refused(say("child_file.before_birth", day=shown(value), born=born), field=name)


def shown(value: date | datetime) -> str:
    """A day, or a moment with its hour, as a sentence says it."""
    said = show_date(day_of(value), weekday=False)
    if isinstance(value, datetime):
        return say("child_file.moment", day=said, hour=value.astimezone().strftime("%H:%M"))
    return said


def _before(value: date | datetime, start: date | datetime) -> bool:
    if isinstance(value, datetime) and isinstance(start, datetime):
        return value < start
    return day_of(value) < day_of(start)


def _kept(unit: UnitOfWork, model: type[Record], values: Values) -> dict[str, Any]:
    fields, kept = fields_of(model), dict(values)
    for name, value in values.items():
        field = fields.get(name)
        if isinstance(field, RecordField) and field.refers_to == "person":
            kept[name] = ensure_person(unit, value)
        elif isinstance(field, TextField) and isinstance(value, str):
            kept[name] = value.strip() or None
    return kept
