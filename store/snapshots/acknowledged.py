"""What a device knows of its own work at its centre: the newest receipt, read and kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from store.journal import Journal
from store.snapshots.canonical import (
    NotCanonical,
    canonical,
    count_of,
    strict_object,
    text_of,
    text_or_none,
)
from store.snapshots.cards import DEVICE
from store.snapshots.credentials import MOST_CREDENTIAL_BYTES
from store.snapshots.enrolment import Party, centre, own_former, own_kind
from store.snapshots.envelope import refused
from store.snapshots.manifest import Manifest

Span = tuple[int, int]


@dataclass(frozen=True)
class RefusedThere:
    """A file of this device that its centre set aside: its name, why, when (ISO, UTC)."""

    file: str
    reason: str
    at: str


@dataclass(frozen=True)
class AsideThere:
    """Changes of this device that stand aside at the centre; `cause` is "law" or "fork"."""

    cause: str
    reason: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Told:
    """What the centre said last, and when (UTC); spans are numbers of this device's changes.

    `forked` is the number from which a copy of this device differs; `missing` are receipts with a
    lower number that never came here.
    """

    number: int
    at: datetime
    received: tuple[Span, ...]
    refused: tuple[RefusedThere, ...]
    aside: tuple[AsideThere, ...]
    forked: int | None
    revoked: datetime | None
    missing: tuple[int, ...] = ()


def check(said: dict[str, Any]) -> None:
    """Refuses the whole file when what the receipt says cannot be read."""
    try:
        _read(said, datetime.now(UTC))
    except (NotCanonical, ValueError) as why:
        raise refused("receipt", "ask") from why


def _read(said: dict[str, Any], at: datetime) -> Told:
    revoked = text_or_none(said, "revoked", 40)
    if said.get("credential") is not None:
        strict_object(text_of(said, "credential", MOST_CREDENTIAL_BYTES).encode("utf-8"))
    return Told(
        number=count_of(said, "number"),
        at=at,
        received=_spans(said.get("received")),
        refused=tuple(
            RefusedThere(
                text_of(one, "file", 300), text_of(one, "reason", 2000), text_of(one, "at")
            )
            for one in _objects(said.get("refused"))
        ),
        aside=tuple(
            AsideThere(
                text_of(one, "cause", 20), text_of(one, "reason", 2000), _spans(one.get("seqs"))
            )
            for one in _objects(said.get("aside"))
        ),
        forked=count_of(said, "forked") if said.get("forked") is not None else None,
        revoked=datetime.fromisoformat(revoked) if revoked else None,
    )


def _objects(found: object) -> Iterable[dict[str, Any]]:
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise NotCanonical("a part of the receipt is not a list")
    return found


def _spans(found: object) -> tuple[Span, ...]:
    if not isinstance(found, list):
        raise NotCanonical("spans are not a list")
    for one in found:
        whole = isinstance(one, list) and [type(number) for number in one] == [int, int]
        if not whole or not 1 <= one[0] <= one[1] < 2**63:
            raise NotCanonical("a span is not one")
    return tuple((first, last) for first, last in found)


def keep(journal: Journal, digest: str, manifest: Manifest, said: dict[str, Any]) -> None:
    """Write a receipt down; the newest counts, in whatever order they come."""
    journal.database.execute_sql(
        "INSERT OR IGNORE INTO receipt_had (sha256, centre, number, created, said)"
        " VALUES (?, ?, ?, ?, ?)",
        (
            digest,
            manifest.device,
            manifest.number,
            manifest.created,
            canonical(said).decode("utf-8"),
        ),
    )


def told(journal: Journal) -> Told | None:
    """What the centre of this store said last; None before its first receipt."""
    at = centre(journal)
    if at is None:
        return None
    rows = journal.database.execute_sql(
        "SELECT number, created, said FROM receipt_had WHERE centre = ?"
        " ORDER BY created DESC, number DESC",
        (at.card.id,),
    ).fetchall()
    if not rows:
        return None
    newest, created, said = rows[0]
    here = {number for number, _, _ in rows}
    found = _read(strict_object(said.encode("utf-8")), datetime.fromisoformat(created))
    return replace(found, missing=tuple(n for n in range(1, newest) if n not in here))


def card_not_known_at(journal: Journal) -> Party | None:
    """The centre that has to be handed this device's new card, while it is not seen to know it.

    A device goes on under a new id when a copy of it writes under the old one, or after a restore;
    its centre knows the new one when a receipt comes that is said to it.
    """
    before = any(each.id != journal.author.device for each in own_former(journal))
    if own_kind(journal) != DEVICE or not before or told(journal) is not None:
        return None
    return centre(journal)
