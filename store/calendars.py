"""Public holidays this service adds: the States can vote a day at a few weeks' notice.

Every date that is computed reads them when it is asked for, so a new day moves all open due
dates at once; the due date of a review that was logged stays as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from weakref import WeakKeyDictionary

from store.clock import WorkingDays, region_code
from store.errors import NotFound, Refused
from store.journal import (
    DateField,
    Detail,
    Journal,
    Record,
    TextField,
    YesNoField,
    natural_id,
    register,
)
from store.rules import book
from store.wording import say


@register
class ExtraDayRecord(Record):
    """A day that the library of public holidays does not know, or has and should not."""

    kind: ClassVar[str] = "extra_day"
    titled_by: ClassVar[str] = "day"

    region = TextField(detail=Detail.SERVICE_FACT)
    day = DateField(detail=Detail.SERVICE_FACT)
    name = TextField(detail=Detail.SERVICE_FACT)
    works = YesNoField(detail=Detail.SERVICE_FACT)


@dataclass(frozen=True, slots=True)
class ExtraDay:
    """One local day: a public holiday of its own, or (`works`) one that is not kept here."""

    id: str
    region: str
    day: date
    name: str
    works: bool


class NoSuchDay(NotFound):
    """A day that is not in the local list."""


def extra_day_id(region: str, day: date) -> str:
    """The id of a day: the same day added on two devices is one."""
    return natural_id("extra_day", region, day.isoformat())


def add_extra_day(
    journal: Journal, day: date, name: str, region: str | None = None, *, works: bool = False
) -> str:
    """Adds a public holiday (with `works`: says that one of the known ones is a working day).

    The same day again takes the new name. Returns the id.
    """
    name = " ".join(name.split())
    if not name:
        raise Refused(say("calendars.name_missing"), field="name")
    own = region_code(region or journal.region)
    record = extra_day_id(own, day)
    values: dict[str, object] = {"region": own, "day": day, "name": name, "works": works}
    known = journal.get(ExtraDayRecord, record)
    if known is not None and known["withdrawn"] is not None:
        values["withdrawn"] = None
    with journal.unit_of_work(say("calendars.unit_added")) as unit:
        unit.create(ExtraDayRecord, record, **values)
    return record


def remove_extra_day(journal: Journal, day: date, reason: str, region: str | None = None) -> None:
    """Takes a day out of the local list, for a reason; NoSuchDay where it is not in it."""
    own = region_code(region or journal.region)
    record = extra_day_id(own, day)
    known = journal.get(ExtraDayRecord, record)
    if known is None or known["withdrawn"] is not None:
        raise NoSuchDay(say("calendars.no_such_day", day=day.isoformat()), field="day")
    with journal.unit_of_work(say("calendars.unit_removed"), reason) as unit:
        unit.withdraw(ExtraDayRecord, record, reason)


def extra_days(journal: Journal, region: str | None = None) -> list[ExtraDay]:
    """The local days of a region (this store's, when none is named), by date."""
    own = region_code(region or journal.region)
    rows = journal.rows(
        ExtraDayRecord.select().where(
            ExtraDayRecord.region == own, ExtraDayRecord.withdrawn.is_null()
        )
    )
    found = [
        ExtraDay(row["id"], own, row["day"], row["name"] or "", bool(row["works"]))
        for row in rows
        if row["day"] is not None
    ]
    return sorted(found, key=lambda extra: extra.day)


_Known = tuple[object, WorkingDays]
_calendars: WeakKeyDictionary[Journal, _Known] = WeakKeyDictionary()


def working_days(journal: Journal) -> WorkingDays:
    """The working days that count in this store: public holidays of its region and local days,
    with the limits this service counts in them.

    Kept until anything is written; and then the same calendar again unless a day or a rule changed.
    """
    version = journal.version()
    known = _calendars.get(journal)
    if known is not None and known[0] == version:
        return known[1]
    extra = {day.day: None if day.works else day.name for day in extra_days(journal)}
    region, rules = region_code(journal.region), book(journal)
    calendar = WorkingDays(region, extra, rules)
    if known is not None and known[1].counts_as(calendar):
        calendar = known[1]
    _calendars[journal] = (version, calendar)
    return calendar
