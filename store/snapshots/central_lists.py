"""What can be listed of a centre's log in a database elsewhere; names come from the store here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from store import references
from store.called import called
from store.duplicates import duplicates
from store.journal import Journal
from store.listing.standing_open import conflict_row
from store.snapshots.coverage import device_rows
from store.snapshots.enrolment import parties
from store.snapshots.handing_back import waiting_rows
from store.snapshots.ranges import among
from store.snapshots.set_aside import aside_rows
from store.snapshots.taking import refused_rows
from store.wording import plain

Rows = list[dict[str, Any]]


def _conflicts(journal: Journal, central: Journal) -> Rows:
    names, every = _names(journal), central.conflicts()
    refs = {kind: references.refs_of(central, kind) for kind in {one.kind for one in every}}
    return [conflict_row(one, refs[one.kind], names) for one in every]


def _duplicates(journal: Journal, central: Journal) -> Rows:
    found, names = duplicates(central), _names(journal)
    about = called(central, ((one.kind, record) for one in found for record in one.records))
    made = _made(central, [record for one in found for record in one.records])
    return [
        {
            "ref": one.id,
            "record": about[one.records[0]].ref,
            "kind": one.kind,
            "same": list(one.same),
            "records": [
                {
                    "number": number,
                    "id": record,
                    "person": plain(person),
                    "device": names.get(device, device),
                    "at": at,
                }
                for number, (at, record, person, device) in enumerate(
                    sorted(made[record] for record in one.records), start=1
                )
            ],
        }
        for one in found
    ]


def _made(central: Journal, records: Iterable[str]) -> dict[str, tuple[str, str, str, str]]:
    """When each record was made, itself, by whom and where: its first change."""
    rows = among(
        central, "SELECT record, hlc, device, seq, at, person FROM change WHERE record IN", records
    )
    return {
        record: (at, record, person, device)
        for record, _, device, _, at, person in sorted(rows, reverse=True)
    }


def _names(journal: Journal) -> dict[str, str]:
    return {each.card.id: plain(each.card.name) for each in parties(journal)}


def _refused(_: Journal, central: Journal) -> Rows:
    return refused_rows(central)


CENTRAL_LISTS: dict[str, Callable[[Journal, Journal], Rows]] = {
    "devices": device_rows,
    "asides": aside_rows,
    "waiting": waiting_rows,
    "conflicts": _conflicts,
    "duplicates": _duplicates,
    "refused": _refused,
}
