"""What happens between two reviews, and the notes on any record, as rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from store import contact, notes, references, rules
from store.calendars import working_days
from store.journal import Journal
from store.listing.row import Row, text


def _visits(journal: Journal, child_id: str | None = None) -> list[Row]:
    return [
        {
            "ref": one.ref,
            "child": one.child_ref,
            "on": text(one.on),
            "visitor": text(one.visitor),
            "by": one.by,
            "alone": one.alone,
            "what": one.what,
            "id": one.id,
        }
        for one in contact.visits(journal, child_id)
    ]


def _midways(journal: Journal, child_id: str | None = None) -> list[Row]:
    return [
        {
            "ref": one.ref,
            "child": one.child_ref,
            "on": text(one.on),
            "by": one.by,
            "findings": one.findings,
            "id": one.id,
        }
        for one in contact.midways(journal, child_id)
    ]


def _notifications(journal: Journal, child_id: str | None = None) -> list[Row]:
    limit, calendar = rules.limit(journal, "notification"), working_days(journal)
    return [
        {
            "ref": one.ref,
            "child": one.child_ref,
            "of": text(one.of),
            "happened": text(one.happened),
            "told": text(one.told),
            "late": one.told_late(limit, calendar),
            "by": one.by,
            "follows": text(one.follows),
            "what": one.what,
            "id": one.id,
        }
        for one in contact.notifications(journal, child_id)
    ]


def _notes(journal: Journal) -> list[Row]:
    return [_note(journal, one) for one in notes.notes(journal)]


def _note(journal: Journal, one: notes.Note) -> Row:
    return {
        "ref": one.ref,
        "about": references.ref_of(journal, one.about_kind, one.about_id),
        "on": text(one.on),
        "by": one.by,
        "text": one.text,
        "id": one.id,
    }


def below(journal: Journal, kind: str, record: str) -> Row:
    """What lies directly below a record, for showing it alone: its notes, and a child's visits."""
    own: Row = {"notes": [_note(journal, one) for one in notes.notes(journal, record)]}
    if kind != "child":
        return own if own["notes"] else {}
    return {
        "visits": _visits(journal, record),
        "midways": _midways(journal, record),
        "notifications": _notifications(journal, record),
        **own,
    }


LISTS: Mapping[str, Callable[[Journal], list[Row]]] = {
    "visits": _visits,
    "midways": _midways,
    "notifications": _notifications,
    "notes": _notes,
}
LISTED: Mapping[str, str] = {
    "visit": "visits",
    "midway": "midways",
    "notification": "notifications",
    "note": "notes",
}
