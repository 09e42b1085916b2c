"""How far each record got: draft, saved, exported, received, merged; in conflict, or refused.

Worked out from what was written to the centre and what its newest receipt says; nothing is kept,
so any order of receipts gives the same answer.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from weakref import WeakKeyDictionary

from store.asking import Delivered
from store.drafts import drafts
from store.journal import Journal
from store.snapshots.acknowledged import Span, Told, told
from store.snapshots.enrolment import centre
from store.snapshots.manifest import DELTA, FULL
from store.snapshots.ranges import outside
from store.wording import say


class Delivery(StrEnum):
    """How far a record got; where several hold, the first of REFUSED, CONFLICT and the rest."""

    DRAFT = "draft"
    SAVED = "saved"
    EXPORTED = "exported"
    RECEIVED = "received"
    MERGED = "merged"
    CONFLICT = "conflict"
    REFUSED = "refused"

    @property
    def wording(self) -> str:
        """The word for it."""
        return say(f"snapshots.delivery_{self.value}")


_GRAVEST = (
    Delivery.REFUSED,
    Delivery.CONFLICT,
    Delivery.DRAFT,
    Delivery.SAVED,
    Delivery.EXPORTED,
    Delivery.RECEIVED,
    Delivery.MERGED,
)


@dataclass(frozen=True)
class Sendings:
    """Which of this device's own changes went into files for the centre, arrived, were refused.

    `refused` are those of files that were set aside and did not come otherwise, and those that
    stand aside at the centre.
    """

    exported: tuple[Span, ...]
    received: tuple[Span, ...]
    refused: tuple[Span, ...]

    def of(self, seq: int) -> Delivery:
        """How far the change of that number got."""
        if _within(seq, self.refused):
            return Delivery.REFUSED
        if _within(seq, self.received):
            return Delivery.RECEIVED
        return Delivery.EXPORTED if _within(seq, self.exported) else Delivery.SAVED


def _within(seq: int, spans: Iterable[Span]) -> bool:
    return any(first <= seq <= last for first, last in spans)


def sendings(journal: Journal) -> Sendings:
    """What became of this device's own changes, as far as it was told."""
    at = centre(journal)
    if at is None:
        return Sendings((), (), ())
    rows = journal.database.execute_sql(
        "SELECT first, last FROM snapshot_span WHERE centre = ? AND device = ? ORDER BY first",
        (at.card.id, journal.author.device),
    )
    known = told(journal)
    exported = tuple((int(first), int(last)) for first, last in rows)
    if known is None:
        return Sendings(exported, (), ())
    return Sendings(exported, known.received, tuple(_refused(journal, at.card.id, known)))


def _refused(journal: Journal, at: str, known: Told) -> list[Span]:
    files = {each.file for each in known.refused}
    rows = journal.database.execute_sql(
        "SELECT name, own FROM snapshot_written WHERE centre = ? AND extent IN (?, ?)",
        (at, FULL, DELTA),
    )
    lost = {
        part
        for name, own in rows
        if name in files and own
        for first, last in json.loads(own)
        for part in outside(first, last, known.received)
    }
    return sorted(lost | {span for each in known.aside for span in each.spans})


def deliveries(journal: Journal, records: Collection[str]) -> dict[str, Delivery]:
    """How far each of these records got; one this device never wrote on is left out.

    Of several own changes the one that got least far counts: what is not sent, is not sent.
    """
    known = sendings(journal)
    wanted = json.dumps(sorted(records))
    found: dict[str, set[Delivery]] = {}
    rows = journal.database.execute_sql(
        "SELECT record, seq, EXISTS (SELECT 1 FROM json_each(vals) v WHERE NOT EXISTS (SELECT 1"
        " FROM dead d WHERE d.device = c.device AND d.seq = c.seq AND d.field = v.key"
        " AND d.record = c.record AND d.kind = c.kind))"
        # The plus keeps it to the index of records: a device may have a million changes.
        " FROM change c WHERE +device = ? AND record IN (SELECT value FROM json_each(?))",
        (journal.author.device, wanted),
    )
    heads: set[str] = set()
    for record, seq, is_head in rows:
        found.setdefault(record, set()).add(known.of(seq))
        if is_head:
            heads.add(record)
    for record, states in found.items():
        if record in heads and states == {Delivery.RECEIVED}:
            states.add(Delivery.MERGED)
            states.discard(Delivery.RECEIVED)
    rows = journal.database.execute_sql(
        "SELECT DISTINCT record FROM conflict WHERE record IN (SELECT value FROM json_each(?))",
        (wanted,),
    )
    for (record,) in rows:
        found.setdefault(record, set()).add(Delivery.CONFLICT)
    for draft in drafts(journal):
        if draft.about is not None and draft.about in records:
            found.setdefault(draft.about, set()).add(Delivery.DRAFT)
    return {
        record: next(state for state in _GRAVEST if state in states)
        for record, states in found.items()
    }


def delivery_counts(journal: Journal, records: Collection[str]) -> dict[Delivery, int]:
    """How many of these records got how far, in the order of their way; none without a centre."""
    if centre(journal) is None:
        return {}
    counts = Counter(deliveries(journal, records).values())
    return {state: counts[state] for state in Delivery if counts[state]}


_known: WeakKeyDictionary[Journal, tuple[tuple[int, int], Delivered]] = WeakKeyDictionary()


def delivered(journal: Journal) -> Delivered:
    """What lists of open work need of it, read again only after a write."""
    version = journal.version()
    before = _known.get(journal)
    if before is None or before[0] != version:
        found = sendings(journal)
        before = (version, Delivered(found.received, found.refused))
        _known[journal] = before
    return before[1]
