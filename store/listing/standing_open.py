"""Open conflicts, and the drafts of this device, as rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from store import drafts, references
from store.journal import Journal
from store.listing.row import Row


def _conflicts(journal: Journal) -> list[Row]:
    every = journal.conflicts()
    refs = {kind: references.refs_of(journal, kind) for kind in {one.kind for one in every}}
    return [
        {
            "ref": one.id,
            "record": refs[one.kind].get(one.record, one.record[:6]),
            "kind": one.kind,
            "field": one.field,
            "protected": one.protected,
            "values": [
                {
                    "value": head.value,
                    "shown": head.shown,
                    "person": head.person,
                    "role": head.role,
                    "device": head.device,
                    "at": head.at.isoformat(timespec="seconds"),
                    "reason": head.reason,
                    "holds": head.wins,
                }
                for head in one.heads
            ],
        }
        for one in every
    ]


def _drafts(journal: Journal) -> list[Row]:
    refs = references.refs_of(journal, "child")
    return [
        {
            "ref": one.id,
            "form": one.form,
            "about": refs.get(one.about or "", one.about),
            "begun": one.begun.isoformat(timespec="seconds"),
            "kept": one.kept.isoformat(timespec="seconds"),
        }
        for one in drafts.drafts(journal)
    ]


LISTS: Mapping[str, Callable[[Journal], list[Row]]] = {
    "conflicts": _conflicts,
    "drafts": _drafts,
}
LISTED: Mapping[str, str] = {}
