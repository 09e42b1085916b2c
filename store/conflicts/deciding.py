"""Deciding: every act here is one unit of work through the journal, and one undo."""

from __future__ import annotations

from datetime import UTC, date
from typing import Any

from store.clock import show_date
from store.conflicts.items import Item, Sort, Value
from store.conflicts.models import DeferralRecord
from store.conflicts.reading import head_names
from store.duplicates import keep_one, not_the_same
from store.errors import NotFound, ReasonNeeded, Refused
from store.journal import Journal, RecordField, field_of
from store.people import ensure_person
from store.wording import say


class DecidedMeanwhile(NotFound):
    """What stood in conflict when it was shown no longer stands so."""


class HeldElsewhere(Refused):
    """A value of the conflict is withheld from this store: a device that holds it decides."""


class NotATextOfPeople(Refused):
    """Both values cannot be kept: only one code, day or name can hold."""


def take(journal: Journal, item: Item, number: int, reason: str = "") -> Value:
    """Decides for one of the values; of possible duplicates keeps that record.

    Raises ReasonNeeded, HeldElsewhere, DecidedMeanwhile, or Refused for a number that is not there.
    """
    chosen = value_numbered(item, number)
    if item.sort is Sort.DOUBLE:
        assert item.duplicate is not None
        assert chosen.record is not None
        keep_one(journal, item.duplicate, chosen.record, reason)
    elif item.sort is Sort.WITHDRAWN:
        restores = chosen.value is None
        label = say("conflicts.unit_restored" if restores else "conflicts.unit_stays")
        _decide(journal, item, chosen.value, reason, label)
    else:
        _decide(
            journal, item, chosen.value, reason, say("conflicts.unit_decided", field=item.words)
        )
    return chosen


def value_numbered(item: Item, number: int) -> Value:
    """The value of that number; Refused with the numbers there are."""
    found = next((one for one in item.values if one.number == number), None)
    if found is None:
        raise Refused(say("conflicts.no_such_number", count=len(item.values)), field="value")
    return found


def write(journal: Journal, item: Item, value: Any, reason: str = "") -> None:
    """Decides for another value than those in conflict: a Python value, of a person the name."""
    field = field_of(item.kind, item.field or "")
    if item.sort is not Sort.VALUES or field is None:
        raise Refused(say("conflicts.nothing_to_write"), field="value")
    label = say("conflicts.unit_decided", field=item.words)
    with journal.unit_of_work(label, reason.strip() or None) as unit:
        if isinstance(field, RecordField) and field.refers_to == "person":
            value = ensure_person(unit, value)
        try:
            text = field.to_text(value)
        except ValueError as unfit:
            said = say("journal.unfit_value", field=item.words, value=str(value))
            raise Refused(said, field="value") from unfit
        _decide(journal, item, text, reason, label)


def keep_both(journal: Journal, item: Item, reason: str = "") -> str:
    """Keeps every text, each with who wrote it and when, and returns the whole.

    Only people's own words can stand side by side: NotATextOfPeople for anything else.
    """
    why = not_both(item)
    if why is not None:
        raise NotATextOfPeople(why, field="value")
    # The day is said in UTC and in full: two people who keep both write the same text.
    parts = [
        say(
            "conflicts.both_part",
            text=value.value,
            person=value.person,
            day=show_date(value.at.astimezone(UTC).date(), today=date.min, weekday=False),
        )
        for value in item.values
        if value.value is not None
    ]
    whole = "\n\n".join(dict.fromkeys(parts))
    _decide(journal, item, whole, reason, say("conflicts.unit_both", field=item.words))
    return whole


def not_both(item: Item) -> str | None:
    """Why both values of an item cannot be kept; None when they can."""
    if item.sort is Sort.DOUBLE:
        return say("conflicts.both_not_for_records")
    if item.sort is Sort.WITHDRAWN or not item.narrative:
        return say("conflicts.both_not_for_values")
    if sum(1 for value in item.values if value.value is not None) < 2:
        return say("conflicts.both_one_is_empty")
    return None


def defer(journal: Journal, item: Item, until: date) -> None:
    """Puts a decision off to a day to come; until then it stands on nobody's Today.

    It travels like everything, and ends when another value comes to the conflict.
    """
    if until <= journal.today():
        raise Refused(say("conflicts.defer_to_come"), field="until")
    with journal.unit_of_work(say("conflicts.unit_deferred", field=item.words)) as unit:
        earlier = DeferralRecord.select().where(
            DeferralRecord.withdrawn.is_null(),
            DeferralRecord.about == item.record,
        )
        for row in journal.rows(earlier):
            if (row["field"] or None) == item.field and tuple(row["heads"] or ()) == item.heads:
                unit.withdraw(DeferralRecord, row["id"], say("conflicts.put_off_again"))
        unit.create(
            DeferralRecord,
            about=item.record,
            about_kind=item.kind,
            field=item.field,
            heads=list(item.heads),
            until=until,
            by=ensure_person(unit, journal.author.person),
        )


def different(journal: Journal, item: Item, reason: str = "") -> None:
    """Says that possible duplicates are different things: nobody is asked about them again."""
    if item.duplicate is None:
        raise Refused(say("conflicts.only_for_doubles"))
    not_the_same(journal, item.duplicate, reason)


def not_here(item: Item) -> str | None:
    """Why an item cannot be decided on this device; None when it can."""
    if not item.withheld_on:
        return None
    return say("conflicts.held_elsewhere", devices=", ".join(item.withheld_on))


def _decide(journal: Journal, item: Item, text: str | None, reason: str, label: str) -> None:
    elsewhere = not_here(item)
    if elsewhere is not None:
        raise HeldElsewhere(elsewhere, field="value")
    now = [one for one in journal.conflicts(item.record) if one.field == item.field]
    if not now or head_names(now[0]) != item.heads:
        raise DecidedMeanwhile(say("conflicts.decided_meanwhile"))
    if item.protected and not reason.strip():
        raise ReasonNeeded(say("conflicts.reason_needed", field=item.words), field="reason")
    with journal.unit_of_work(label, reason.strip() or None):
        journal.decide(item.record, item.field or "", text, reason)
