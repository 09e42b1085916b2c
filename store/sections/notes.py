"""The quick notes on a child and on the records of its file, the newest first."""

from __future__ import annotations

from datetime import date

from store import notes, references
from store.children import Child
from store.clock import WorkingDays
from store.journal import Journal
from store.sections.section import Entry, Section
from store.wording import plain, say

_LONGEST = 60


def section(journal: Journal, child: Child, today: date, calendar: WorkingDays) -> Section:
    """The notes of a child, whatever record they are on."""
    found = notes.notes(journal, child_id=child.id)
    kinds = {one.about_kind for one in found if one.about_id != child.id}
    refs = {kind: references.refs_of(journal, kind) for kind in sorted(kinds)}
    entries = []
    for one in found:
        text = " ".join(plain(one.text).split())
        entries.append(
            Entry(
                id=one.id,
                kind="note",
                what=text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…",
                who=one.by,
                first=one.on,
                state=refs.get(one.about_kind, {}).get(one.about_id, ""),
                detail=((say("sections.note"), plain(one.text)),),
            )
        )
    return Section("notes", entries, first="on", who=True, adds=("note",))
