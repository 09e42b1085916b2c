"""What can be listed of a centre's log in a database elsewhere; names come from the store here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from store.journal import Journal
from store.snapshots.coverage import device_rows
from store.snapshots.enrolment import parties
from store.snapshots.set_aside import aside_rows
from store.snapshots.taking import refused_rows
from store.wording import plain

Rows = list[dict[str, Any]]


def _conflicts(journal: Journal, central: Journal) -> Rows:
    names = {each.card.id: plain(each.card.name) for each in parties(journal)}
    return [
        {
            "ref": one.id,
            "record": one.record,
            "kind": one.kind,
            "field": one.field,
            "protected": one.protected,
            "values": [
                {
                    "value": head.value,
                    "shown": head.shown,
                    "person": head.person,
                    "role": head.role,
                    "device": names.get(head.device, head.device),
                    "at": head.at.isoformat(timespec="seconds"),
                    "reason": head.reason,
                    "holds": head.wins,
                }
                for head in one.heads
            ],
        }
        for one in central.conflicts()
    ]


def _refused(_: Journal, central: Journal) -> Rows:
    return refused_rows(central)


CENTRAL_LISTS: dict[str, Callable[[Journal, Journal], Rows]] = {
    "devices": device_rows,
    "asides": aside_rows,
    "conflicts": _conflicts,
    "refused": _refused,
}
