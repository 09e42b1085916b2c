"""Who may send here and where this store sends: cards taken, and revoked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from store.database import get_setting, protection, set_setting
from store.database.private_files import explained, write_private
from store.errors import NotFound, PlanReviewError, Refused
from store.journal import Journal
from store.snapshots.cards import (
    CENTRE,
    DEVICE,
    MOST_CARD_BYTES,
    Card,
    CardRefused,
    Keys,
    read_card,
)
from store.wording import plain, say

_SIGNING = "snapshots.signing"
_IDENTITY = "snapshots.identity"
_KIND = "snapshots.kind"
_COLLATOR = "collator"


class KeysDiffer(Refused):
    """A card shows other keys for a device that is already enrolled."""


@dataclass(frozen=True)
class Party:
    """A card taken here: since when (UTC), and when it was revoked, if it was."""

    card: Card
    enrolled: datetime
    revoked: datetime | None


@dataclass(frozen=True)
class Enrolled:
    """What enrolling did: the card, its fingerprint to read aloud, and this store's own."""

    card: Card
    fingerprint: str
    own_fingerprint: str
    new: bool

    @property
    def sends_here(self) -> bool:
        """Whether the card is a centre's, so that snapshots go there from now on."""
        return self.card.kind == CENTRE


def own_keys(journal: Journal) -> Keys:
    """This store's private keys, made on first use; they never leave the encrypted store."""
    database = journal.database
    with database.atomic():
        signing, identity = get_setting(database, _SIGNING), get_setting(database, _IDENTITY)
        if signing and identity:
            return Keys(signing, identity)
        keys = Keys.fresh(journal.entropy(32))
        set_setting(database, _SIGNING, keys.signing)
        set_setting(database, _IDENTITY, keys.identity)
    return keys


def own_kind(journal: Journal) -> str:
    """What this store is, "centre" or "device": as set, else a centre when its role collates."""
    kind = get_setting(journal.database, _KIND)
    if kind in (CENTRE, DEVICE):
        return str(kind)
    return CENTRE if str(journal.author.role or "") == _COLLATOR else DEVICE


def own_card(journal: Journal) -> Card:
    """The card this store hands out."""
    keys, author = own_keys(journal), journal.author
    kind = own_kind(journal)
    return Card(
        kind=kind,
        id=author.device,
        name=plain(author.device_name)[:200] or author.device[:8],
        person=plain(author.person)[:200] or None,
        role=str(author.role or "") or None,
        recipient=keys.recipient,
        signs=keys.signs,
        recovery=_recovery(journal) if kind == CENTRE else None,
    )


def _recovery(journal: Journal) -> str | None:
    try:
        recipients = protection(journal.folder).recovery
    except PlanReviewError:  # a store whose key lives in memory has no key file
        return None
    return recipients[0] if recipients else None


def my_card(journal: Journal) -> bytes:
    """The card this store hands out, as the bytes of its file."""
    return own_card(journal).to_bytes(own_keys(journal))


def write_card(journal: Journal, path: Path, *, kind: str | None = None) -> Card:
    """Write this store's card to `path`; `kind` "centre" or "device" is kept for later cards."""
    if kind is not None:
        set_setting(journal.database, _KIND, kind)
    write_private(path, my_card(journal))
    return own_card(journal)


def card_at(path: Path) -> Card:
    """The card in the file `path`, verified; CardRefused, or Locked where it may not be read."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_CARD_BYTES + 1)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as why:
        raise CardRefused(say("snapshots.card_not_there", file=plain(str(path)))) from why
    except OSError as why:
        raise explained(why, path) from why
    return read_card(data, file=path.name)


def enrol(journal: Journal, card: Path | Card) -> Enrolled:
    """Take `card`: a centre's says where snapshots go, a device's that its files are read here.

    Reading the fingerprint aloud is what makes it safe; show it on both sides. Refuses this
    store's own card, and other keys under the id of a device that is enrolled (KeysDiffer).
    """
    taken = card if isinstance(card, Card) else card_at(card)
    own = own_card(journal)
    if taken.id == own.id or taken.signs == own.signs:
        raise CardRefused(say("snapshots.card_own"))
    database = journal.database
    with database.atomic():
        known = party(journal, taken.id)
        if known and known.revoked is None and not _same_keys(known.card, taken):
            raise KeysDiffer(say("snapshots.keys_differ", name=plain(known.card.name)))
        database.execute_sql(
            "INSERT OR REPLACE INTO party (id, kind, name, person, role, recipient, signs,"
            " recovery, place, enrolled, revoked) VALUES (?, ?, ?, ?, ?, ?, ?, ?,"
            " (SELECT coalesce(max(place), 0) + 1 FROM party), ?, NULL)",
            (
                taken.id,
                taken.kind,
                plain(taken.name),
                taken.person and plain(taken.person),
                taken.role and plain(taken.role),
                taken.recipient,
                taken.signs,
                taken.recovery,
                _stamp(journal),
            ),
        )
    return Enrolled(taken, taken.fingerprint, own.fingerprint, new=known is None)


def _same_keys(one: Card, other: Card) -> bool:
    return (one.recipient, one.signs) == (other.recipient, other.signs)


def _stamp(journal: Journal) -> str:
    return journal.now().isoformat(timespec="seconds")


def revoke(journal: Journal, device: str) -> Party:
    """Take nothing more from `device` (its name, id, or the start of its id); work stays here."""
    found = find_party(journal, device)
    journal.database.execute_sql(
        "UPDATE party SET revoked = ? WHERE id = ? AND revoked IS NULL",
        (_stamp(journal), found.card.id),
    )
    return found


def find_party(journal: Journal, text: str) -> Party:
    """The one enrolled party of that name, id, or start of an id; NotFound with who there is."""
    wanted = text.strip().casefold()
    everyone = parties(journal)
    for found in (
        [each for each in everyone if wanted == each.card.id],
        [each for each in everyone if wanted == each.card.name.casefold()],
        [each for each in everyone if len(wanted) >= 4 and each.card.id.startswith(wanted)],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            ids = ", ".join(each.card.id[:8] for each in found)
            raise NotFound(say("snapshots.several_parties", text=plain(text), ids=ids))
    names = ", ".join(sorted(each.card.name for each in everyone)) or say("snapshots.nobody")
    raise NotFound(say("snapshots.no_party", text=plain(text), names=names))


_COLUMNS = "id, kind, name, person, role, recipient, signs, recovery, enrolled, revoked"


def parties(journal: Journal) -> list[Party]:
    """Every card taken here, revoked ones too, by name."""
    rows = journal.database.execute_sql(f"SELECT {_COLUMNS} FROM party ORDER BY name, id")
    return [_party(row) for row in rows.fetchall()]


def party(journal: Journal, device: str) -> Party | None:
    """The card taken for the device of that id."""
    row = journal.database.execute_sql(
        f"SELECT {_COLUMNS} FROM party WHERE id = ?", (device,)
    ).fetchone()
    return _party(row) if row else None


def centre(journal: Journal) -> Party | None:
    """Where this store's snapshots go: the centre enrolled last that is not revoked."""
    row = journal.database.execute_sql(
        f"SELECT {_COLUMNS} FROM party WHERE kind = ? AND revoked IS NULL"
        " ORDER BY place DESC LIMIT 1",
        (CENTRE,),
    ).fetchone()
    return _party(row) if row else None


def _party(row: tuple[Any, ...]) -> Party:
    device, kind, name, person, role, recipient, signs, recovery, enrolled, revoked = row
    return Party(
        Card(kind, device, name, person, role, recipient, signs, recovery),
        datetime.fromisoformat(enrolled),
        datetime.fromisoformat(revoked) if revoked else None,
    )
