"""Which region's public holidays count, and the days this service adds to them: the States can
vote one at a few weeks' notice.

Every date that is computed reads them when it is asked for, so a new day moves all open due
dates at once; the due date of a review that was logged stays as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from store.clock import WorkingDays, region_code
from store.database import get_setting
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
    known_from = DateField(detail=Detail.SERVICE_FACT)


@register
class RegionRecord(Record):
    """The region whose public holidays an authority keeps, once it is not the one it began with.

    A record of the authority and not a setting of the device: its devices count alike, it can be
    undone, and a centre that takes in several authorities keeps its own.
    """

    kind: ClassVar[str] = "region"
    titled_by: ClassVar[str] = "region"

    authority = TextField(detail=Detail.SERVICE_FACT)
    region = TextField(detail=Detail.SERVICE_FACT)


MOVES_DATES = frozenset({"extra_day", "region", "rule", "term"})
"""The kinds of record by which dates are counted: a change of one may move any due date."""


@dataclass(frozen=True, slots=True)
class ExtraDay:
    """One local day: a public holiday of its own, or (`works`) one that is not kept here.

    It holds on its day; `known_from` is when this service learned of it.
    """

    id: str
    region: str
    day: date
    name: str
    works: bool
    known_from: date | None


class NoSuchDay(NotFound):
    """A day that is not in the local list."""


def extra_day_id(region: str, day: date) -> str:
    """The id of a day: the same day added on two devices is one."""
    return natural_id("extra_day", region, day.isoformat())


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday as it counts here: `local` when this service added it, `works` when it
    took a known one out; `id` is then the record of its change, `known_from` the day of it."""

    day: date
    name: str
    local: bool = False
    works: bool = False
    id: str | None = None
    known_from: date | None = None


def region_of(journal: Journal) -> str:
    """The code of the region whose public holidays count in this store."""
    known = journal.get(RegionRecord, region_id(journal))
    chosen = known["region"] if known is not None and known["withdrawn"] is None else None
    return region_code(chosen or journal.region)


def region_name(code: str) -> str:
    """A region in words: "Isle of Man"."""
    return say(f"clock.region_{code.lower()}")


def region_id(journal: Journal) -> str:
    """The id of the choice of region of this store's authority."""
    return natural_id("region", get_setting(journal.database, "authority") or "")


def set_region(journal: Journal, region: str, reason: str | None = None) -> str:
    """Counts by the public holidays of another region from now on; UnknownRegion. Its id."""
    code, record = region_code(region), region_id(journal)
    words = say("calendars.unit_region", region=region_name(code))
    with journal.unit_of_work(words, reason) as unit:
        unit.create(
            RegionRecord,
            record,
            authority=get_setting(journal.database, "authority") or None,
            region=code,
        )
    return record


def holidays(journal: Journal, year: int) -> list[Holiday]:
    """The public holidays of a year as they count here, and those this service took out."""
    own = {one.day: one for one in extra_days(journal) if one.day.year == year}
    found = [
        Holiday(day, name) for day, name in working_days(journal).in_year(year) if day not in own
    ]
    found += [
        Holiday(one.day, one.name, True, one.works, one.id, one.known_from) for one in own.values()
    ]
    return sorted(found, key=lambda one: one.day)


def add_extra_day(
    journal: Journal,
    day: date,
    name: str,
    region: str | None = None,
    *,
    works: bool = False,
    reason: str | None = None,
) -> str:
    """Adds a public holiday (with `works`: says that one of the known ones is a working day).

    The same day again takes the new name. Returns the id.
    """
    name = " ".join(name.split())
    if not name:
        raise Refused(say("calendars.name_missing"), field="name")
    own = region_code(region) if region else region_of(journal)
    record = extra_day_id(own, day)
    values: dict[str, object] = {"region": own, "day": day, "name": name, "works": works}
    values["known_from"] = journal.now().astimezone().date()
    known = journal.get(ExtraDayRecord, record)
    if known is not None and known["withdrawn"] is not None:
        values["withdrawn"] = None
    with journal.unit_of_work(say("calendars.unit_added"), reason) as unit:
        unit.create(ExtraDayRecord, record, **values)
    return record


def remove_extra_day(journal: Journal, day: date, reason: str, region: str | None = None) -> str:
    """Takes a day out of the local list, for a reason; NoSuchDay where it is not in it. Its id."""
    own = region_code(region) if region else region_of(journal)
    record = extra_day_id(own, day)
    known = journal.get(ExtraDayRecord, record)
    if known is None or known["withdrawn"] is not None:
        raise NoSuchDay(say("calendars.no_such_day", day=day.isoformat()), field="day")
    with journal.unit_of_work(say("calendars.unit_removed"), reason) as unit:
        unit.withdraw(ExtraDayRecord, record, reason)
    return record


def change_extra_day(
    journal: Journal, record: str, reason: str | None = None, **fields: object
) -> bool:
    """Changes name or works of a local day; NoSuchDay."""
    day_of(journal, record)
    if "name" in fields and not fields["name"]:
        raise Refused(say("calendars.name_missing"), field="name")
    with journal.unit_of_work(say("calendars.unit_changed"), reason) as unit:
        return unit.save(ExtraDayRecord, record, **fields)


def day_of(journal: Journal, record: str) -> ExtraDay:
    """A local day by its id; NoSuchDay."""
    row = journal.get(ExtraDayRecord, record)
    if row is None or row["withdrawn"] is not None or row["day"] is None:
        raise NoSuchDay(say("calendars.no_such_day", day=record[:6]), field="day")
    return _extra_day(row)


def extra_days(journal: Journal, region: str | None = None) -> list[ExtraDay]:
    """The local days of a region (this store's, when none is named), by date."""
    own = region_code(region) if region else region_of(journal)
    rows = journal.rows(
        ExtraDayRecord.select().where(
            ExtraDayRecord.region == own, ExtraDayRecord.withdrawn.is_null()
        )
    )
    found = [_extra_day(row) for row in rows if row["day"] is not None]
    return sorted(found, key=lambda extra: extra.day)


def _extra_day(row: Mapping[str, Any]) -> ExtraDay:
    return ExtraDay(
        row["id"],
        row["region"],
        row["day"],
        row["name"] or "",
        bool(row["works"]),
        row["known_from"],
    )


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
    region, rules = region_of(journal), book(journal)
    calendar = WorkingDays(region, extra, rules)
    if known is not None and known[1].counts_as(calendar):
        calendar = known[1]
    _calendars[journal] = (version, calendar)
    return calendar
