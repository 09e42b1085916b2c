"""What dates are counted by, by field=value: local days, limits of this service, the region."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from store import calendars, rules
from store.adding import values
from store.adding.kind import Changing, Fields, Kind
from store.journal import Journal

_RULE: Fields = {
    "amount": values.number,
    "unit": values.words,
    "label": values.words,
    "source": values.words,
}


def _change_day(journal: Journal, record: str, reason: str | None, **given: Any) -> bool:
    if given.pop("withdrawn", None):
        day = calendars.day_of(journal, record)
        calendars.remove_extra_day(journal, day.day, reason or "", day.region)
        return True
    return calendars.change_extra_day(journal, record, reason, **given)


def _add_rule(
    journal: Journal, key: str, amount: int, valid_from: date | None = None, **given: Any
) -> str:
    return rules.set_rule(journal, key, amount, valid_from, **given)


def _change_rule(journal: Journal, record: str, reason: str | None, **given: Any) -> bool:
    if given.pop("withdrawn", None):
        rules.withdraw_rule(journal, record, reason or "")
        return True
    return rules.change_rule(journal, record, reason, **given)


def _change_region(journal: Journal, record: str, reason: str | None, region: str) -> bool:
    before = calendars.region_of(journal)
    calendars.set_region(journal, region, reason)
    return calendars.region_of(journal) != before


ADDS: Mapping[str, Kind] = {
    "extra_day": Kind(
        {"day": values.day, "name": values.words, "region": values.words, "works": values.yes_no},
        ("day", "name"),
        calendars.add_extra_day,
    ),
    "rule": Kind(
        {"key": values.words, "valid_from": values.day, **_RULE}, ("key", "amount"), _add_rule
    ),
    "region": Kind({"region": values.words}, ("region",), calendars.set_region),
}

SETS: Mapping[str, Changing] = {
    "extra_day": (
        {"name": values.words, "works": values.yes_no, "withdrawn": values.yes_no},
        _change_day,
    ),
    "rule": ({**_RULE, "withdrawn": values.yes_no}, _change_rule),
    "region": ({"region": values.words}, _change_region),
}
