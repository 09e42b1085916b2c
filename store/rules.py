"""The limits of this service: the labelled defaults with its own versions laid over them.

Every date that is computed reads them when it is asked for, so a change moves all open due dates
at once; the due date of a review that was logged stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from store.clock import UNITS, Book, Limit, default_book, default_limits
from store.clock.months import FIRST_YEAR, LAST_YEAR
from store.errors import NotFound, Refused
from store.journal import (
    DateField,
    Detail,
    Journal,
    NumberField,
    Record,
    TextField,
    natural_id,
    register,
)
from store.wording import say

LARGEST_AMOUNT = 1000


@register
class RuleRecord(Record):
    """One version of a limit that this service set: from `valid_from` on it holds."""

    kind: ClassVar[str] = "rule"
    titled_by: ClassVar[str] = "key"

    key = TextField(detail=Detail.SERVICE_FACT)
    amount = NumberField(detail=Detail.SERVICE_FACT)
    unit = TextField(detail=Detail.SERVICE_FACT)
    valid_from = DateField(detail=Detail.SERVICE_FACT)
    known_from = DateField(detail=Detail.SERVICE_FACT)
    label = TextField(detail=Detail.SERVICE_FACT)
    source = TextField(detail=Detail.SERVICE_FACT)


class NoSuchRule(NotFound):
    """A version of a limit that this service did not set, or has withdrawn."""


def rule_id(key: str, valid_from: date) -> str:
    """The id of a version: two devices that set the same limit from the same day make one."""
    return natural_id("rule", key, valid_from.isoformat())


def limit(journal: Journal, key: str) -> Limit:
    """The limit of a key as this service keeps it, with all its versions; UnknownLimit."""
    return book(journal).limit(key)


_Known = tuple[object, Book]
_books: WeakKeyDictionary[Journal, _Known] = WeakKeyDictionary()


def book(journal: Journal) -> Book:
    """All limits of this service. Kept until anything is written, and the same one again after
    unless a rule changed."""
    version = journal.version()
    known = _books.get(journal)
    if known is not None and known[0] == version:
        return known[1]
    own = own_rules(journal)
    found = Book([*default_limits(), *own]) if own else default_book()
    if known is not None and known[1] == found:
        found = known[1]
    _books[journal] = (version, found)
    return found


def own_rules(journal: Journal) -> list[Limit]:
    """The versions this service set, by limit and day; a limit of a newer version is left out."""
    rows = journal.rows(RuleRecord.select().where(RuleRecord.withdrawn.is_null()))
    defaults = default_book().limits
    found: list[Limit] = []
    for row in rows:
        default = defaults.get(row["key"] or "")
        if default is None or None in (row["amount"], row["valid_from"]):
            continue
        found.append(
            Limit(
                key=default.key,
                amount=row["amount"],
                unit=row["unit"] if row["unit"] in UNITS else default.unit,
                from_=default.from_,
                label=row["label"] or say("rules.own_label"),
                source=row["source"] or say("rules.own_source"),
                practice=False,
                group=default.group,
                valid_from=row["valid_from"],
                known_from=row["known_from"] or row["valid_from"],
                local=True,
                id=row["id"],
            )
        )
    return sorted(found, key=lambda one: (one.key, one.valid_from))


def set_rule(
    journal: Journal,
    key: str,
    amount: int,
    valid_from: date | None = None,
    *,
    unit: str | None = None,
    label: str | None = None,
    source: str | None = None,
    reason: str | None = None,
) -> str:
    """Sets a limit to `amount` for all that is counted from `valid_from` (today) on; its id.

    The same day again takes the new amount. A limit that counts backwards goes on doing so. What
    was counted from an earlier day keeps the version of that day.
    """
    default = _default(key)
    unit = unit or default.unit
    amount = _checked(default, amount, unit)
    day = valid_from or journal.today()
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Refused(
            say("rules.day_outside", first=FIRST_YEAR, last=LAST_YEAR), field="valid_from"
        )
    record = rule_id(key, day)
    values: dict[str, object] = {
        "key": key,
        "amount": amount,
        "unit": unit,
        "valid_from": day,
        "known_from": journal.now().astimezone().date(),
        "label": " ".join((label or "").split()) or say("rules.own_label"),
        "source": " ".join((source or "").split()) or say("rules.own_source"),
    }
    known = journal.get(RuleRecord, record)
    if known is not None and known["withdrawn"] is not None:
        values["withdrawn"] = None
    with journal.unit_of_work(say("rules.unit_set", limit=default.name), reason) as unit_of_work:
        unit_of_work.create(RuleRecord, record, **values)
    return record


def change_rule(journal: Journal, record: str, reason: str | None = None, **fields: Any) -> bool:
    """Changes amount, unit, label or source of a version that this service set; NoSuchRule."""
    known, default = _own(journal, record)
    changed = {name: fields.get(name, known[name]) for name in ("amount", "unit")}
    unit = changed["unit"] or default.unit
    fields["amount"] = _checked(default, changed["amount"] or 0, unit)
    with journal.unit_of_work(say("rules.unit_set", limit=default.name), reason) as unit_of_work:
        return unit_of_work.save(RuleRecord, record, **fields)


def withdraw_rule(journal: Journal, record: str, reason: str) -> str:
    """Takes a version that this service set out again, for a reason; NoSuchRule. Its id."""
    _, default = _own(journal, record)
    with journal.unit_of_work(say("rules.unit_withdrawn", limit=default.name), reason) as unit:
        unit.withdraw(RuleRecord, record, reason)
    return record


def _default(key: str) -> Limit:
    return default_book().limit(key)


def _own(journal: Journal, record: str) -> tuple[dict[str, Any], Limit]:
    known = journal.get(RuleRecord, record)
    if known is None or known["withdrawn"] is not None:
        raise NoSuchRule(say("rules.no_such_rule"))
    return known, _default(known["key"] or "")


def _checked(default: Limit, amount: int, unit: str) -> int:
    """The amount of a limit, backwards where the default counts backwards."""
    # Clock hours end at a moment and a caseload is no time: neither turns into the other units.
    alone = {"hours", "children"} & {unit, default.unit}
    if unit not in UNITS or (alone and unit != default.unit):
        raise Refused(say("rules.no_such_unit", units=", ".join(UNITS)), field="unit")
    if not 1 <= abs(amount) <= LARGEST_AMOUNT:
        raise Refused(say("rules.amount_outside", most=LARGEST_AMOUNT), field="amount")
    return abs(amount) if default.amount > 0 else -abs(amount)


_UNIT_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("wd", "working day", "working days"), "working_days"),
    **dict.fromkeys(("d", "day", "days"), "days"),
    **dict.fromkeys(("w", "week", "weeks"), "weeks"),
    **dict.fromkeys(("m", "mo", "month", "months"), "months"),
    **dict.fromkeys(("y", "year", "years"), "years"),
    **dict.fromkeys(("h", "hour", "hours"), "hours"),
    **dict.fromkeys(("child", "children"), "children"),
}


def read_span(key: str, text: str) -> tuple[int, str]:
    """Amount and unit of a span as typed for a limit ("15", "15 wd", "3 months", "72 h").

    A number alone keeps the unit the limit has. Refused says what may be typed.
    """
    default = _default(key)
    typed = re.fullmatch(r"\s*(\d{1,5})\s*([a-z ]*?)\s*", text.replace("_", " ").casefold())
    unit = default.unit if typed and not typed[2] else _UNIT_WORDS.get(typed[2] if typed else "")
    if typed is None or unit is None:
        raise Refused(say("rules.no_span", span=default.span), field="amount")
    _checked(default, int(typed[1]), unit)
    return int(typed[1]), unit
