"""What dates are counted by, as rows: every version of every limit, public holidays, local days."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from store import calendars, references, rules
from store.clock import Limit
from store.journal import Journal
from store.listing.row import Row, text


def _rule(one: Limit, today: bool, refs: Mapping[str, str]) -> Row:
    return {
        "ref": refs.get(one.id or "", ""),
        "key": one.key,
        "limits": one.name,
        "amount": one.amount,
        "unit": one.unit,
        "from": one.from_,
        "valid_from": text(one.valid_from),
        "known_from": text(one.known_from),
        "holds_today": today,
        "practice": one.practice,
        "own": one.local,
        "label": one.label,
        "source": one.source,
        "id": one.id,
    }


def _rules(journal: Journal) -> list[Row]:
    today, refs = journal.today(), references.refs_of(journal, "rule")
    return [
        _rule(version, version == limit.on(today), refs)
        for limit in rules.book(journal).limits.values()
        for version in limit.versions
    ]


def _holidays(journal: Journal) -> list[Row]:
    """The public holidays of this year and the next two."""
    region, first = calendars.region_of(journal), journal.today().year
    return [
        {
            "day": text(one.day),
            "name": one.name,
            "region": region,
            "own": one.local,
            "works": one.works,
            "id": one.id,
        }
        for year in range(first, first + 3)
        for one in calendars.holidays(journal, year)
    ]


def _extra_days(journal: Journal) -> list[Row]:
    refs = references.refs_of(journal, "extra_day")
    return [
        {
            "ref": refs.get(one.id, ""),
            "day": text(one.day),
            "name": one.name,
            "region": one.region,
            "works": one.works,
            "known_from": text(one.known_from),
            "id": one.id,
        }
        for one in calendars.extra_days(journal)
    ]


def _region(journal: Journal) -> list[Row]:
    code = calendars.region_of(journal)
    return [
        {
            "ref": references.REGION,
            "region": code,
            "name": calendars.region_name(code),
            "id": calendars.region_id(journal),
        }
    ]


LISTS: Mapping[str, Callable[[Journal], list[Row]]] = {
    "rules": _rules,
    "holidays": _holidays,
    "extra_days": _extra_days,
    "regions": _region,
}
LISTED: Mapping[str, str] = {"rule": "rules", "extra_day": "extra_days", "region": "regions"}
