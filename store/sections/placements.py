"""Where a child has lived and under which legal status, on the child's page."""

from __future__ import annotations

from datetime import date

from store.children import Child, LegalSpell, Placement, legal_statuses_of, placements_of
from store.clock import WorkingDays
from store.journal import Journal
from store.sections.section import Entry, Section
from store.wording import field_words, plain, say


def section(journal: Journal, child: Child, today: date, calendar: WorkingDays) -> Section:
    """The moves of a child and the legal statuses that changed inside a period, newest first.

    What stands on a period alone has its row there and is not repeated until something changed.
    """
    placed = placements_of(journal, child.id).get(child.id, [])
    spells = legal_statuses_of(journal, child.id).get(child.id, [])
    moved = {one.period_id for one in placed if one.record_kind == "placement"}
    changed = {one.period_id for one in spells if one.record_kind == "legal_status"}
    entries = [_placement(one) for one in placed if one.period_id in moved]
    entries += [_status(one) for one in spells if one.period_id in changed]
    entries.sort(key=lambda entry: (entry.first or date.min, entry.kind), reverse=True)
    return Section(
        "placements",
        entries,
        first="since",
        second="until",
        adds=("placement", "legal_status"),
    )


def _placement(one: Placement) -> Entry:
    pairs = [
        (field_words("placement", "type"), one.kind.wording if one.kind else ""),
        (field_words("placement", "where"), plain(one.where or "")),
        (field_words("placement", "why"), one.why.wording if one.why else ""),
    ]
    return Entry(
        id=one.id,
        kind=one.record_kind,
        what=plain(one.words) or say("sections.place_unknown"),
        first=one.started,
        second=one.ended,
        state="" if one.ended else say("sections.now"),
        closed=one.ended is not None,
        detail=tuple((label, words) for label, words in pairs if words),
    )


def _status(one: LegalSpell) -> Entry:
    words = one.status.wording if one.status else say("sections.status_unknown")
    return Entry(
        id=one.id,
        kind=one.record_kind,
        what=say("sections.status", status=words),
        first=one.started,
        second=one.ended,
        state="" if one.ended else say("sections.now"),
        closed=one.ended is not None,
    )
