"""Open conflicts, possible duplicates, and the drafts of this device, as rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from store import conflicts, drafts, references
from store.journal import Conflict, Journal
from store.listing.row import Row, text


def conflict_row(one: Conflict, refs: Mapping[str, str], names: Mapping[str, str]) -> Row:
    """A conflict with every value that stands in it; `refs` of its kind, `names` of devices."""
    return {
        "ref": one.id,
        "record": refs.get(one.record, one.record[:6]),
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


def _conflicts(journal: Journal) -> list[Row]:
    every = journal.conflicts()
    dated = conflicts.put_off(conflicts.conflict_items(journal), journal)
    items = {item.id: item for item in dated}
    refs = {kind: references.refs_of(journal, kind) for kind in {one.kind for one in every}}
    return [
        conflict_row(one, refs[one.kind], {})
        | {
            "risk": items[one.id].risk.value if one.id in items else None,
            "put_off": text(items[one.id].until) if one.id in items else None,
        }
        for one in every
    ]


def _duplicates(journal: Journal) -> list[Row]:
    return [
        {
            "ref": item.id,
            "record": item.called.ref,
            "kind": item.kind,
            "same": list(item.duplicate.same),
            "put_off": text(item.until),
            "records": [
                {
                    "number": value.number,
                    "id": value.record,
                    "person": value.person,
                    "device": value.device,
                    "at": value.at.isoformat(timespec="seconds"),
                }
                for value in item.values
            ],
        }
        for item in conflicts.put_off(conflicts.double_items(journal), journal)
        if item.duplicate is not None
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
    "duplicates": _duplicates,
    "drafts": _drafts,
}
LISTED: Mapping[str, str] = {}
