"""Who may send here and where this store sends: cards taken, and revoked."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from store.database import get_setting, protection, set_setting
from store.database.private_files import explained, write_private
from store.errors import NotFound, PlanReviewError, Refused
from store.journal import Journal, Judge, Judged
from store.snapshots.cards import (
    CENTRE,
    DEVICE,
    MOST_CARD_BYTES,
    Card,
    CardRefused,
    Former,
    Keys,
    read_card,
)
from store.snapshots.credentials import (
    Credential,
    Wanted,
    credential_of,
    credentials,
    issue,
    judge_by,
)
from store.wording import plain, say

_SIGNING = "snapshots.signing"
_IDENTITY = "snapshots.identity"
_EARLIER = "snapshots.earlier_identities"
_FORMER = "snapshots.former"
_KIND = "snapshots.kind"
_ASKS_FOR = "snapshots.asks_for"
_COLLATOR = "collator"
# As many as a card holds.
_MOST_EARLIER = 32


class KeysDiffer(Refused):
    """A card shows other keys for a device that is already enrolled."""


@dataclass(frozen=True)
class Party:
    """A card taken here: since when (UTC), and when it was revoked, if it was.

    `was` are ids under which the same device wrote before, `earlier` keys with which it signed
    before: what it wrote then still comes from it.
    """

    card: Card
    enrolled: datetime
    revoked: datetime | None
    was: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()

    @property
    def ids(self) -> frozenset[str]:
        """Every id whose changes come from this device."""
        return frozenset({self.card.id, *self.was})

    @property
    def signs(self) -> tuple[str, ...]:
        """Every key with which this device signs or signed, the present one first."""
        return (self.card.signs, *self.earlier)


@dataclass(frozen=True)
class Enrolled:
    """What enrolling did: the card, its fingerprint to read aloud, and this store's own.

    `vouched` says that the keys known before signed for new ones, so nothing has to be read aloud;
    `goes_on_for` names the device that went on under this id. At a centre `credential` is what
    the device may do from now on, and `judged` what that changed of what stands here.
    """

    card: Card
    fingerprint: str
    own_fingerprint: str
    new: bool
    vouched: bool = False
    goes_on_for: str | None = None
    credential: Credential | None = None
    judged: Judged | None = None

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
            earlier = json.loads(get_setting(database, _EARLIER) or "[]")
            return Keys(signing, identity, tuple(earlier))
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
        policy=get_setting(journal.database, _ASKS_FOR) if kind == CENTRE else None,
        former=own_former(journal),
    )


def own_former(journal: Journal) -> tuple[Former, ...]:
    """The identities of this store before its present one, oldest first."""
    kept = json.loads(get_setting(journal.database, _FORMER) or "[]")
    return tuple(Former(**each) for each in kept)


def own_ids(journal: Journal) -> frozenset[str]:
    """Every id under which this store writes or wrote."""
    return frozenset({journal.author.device, *(each.id for each in own_former(journal))})


def former_ids(journal: Journal) -> tuple[str, ...]:
    """The ids under which this store wrote before it took the one it has, newest first."""
    ids = dict.fromkeys(each.id for each in reversed(own_former(journal)))
    return tuple(one for one in ids if one != journal.author.device)


def law(journal: Journal, device: str) -> Judge | None:
    """What this store lets another device save: by the credentials that it issued itself."""
    own = own_ids(journal)
    return judge_by([each for each in credentials(journal, device) if each.centre in own])


def replace_keys(journal: Journal, device: str) -> Keys:
    """New keys for this store, which the present ones vouch for, and `device` as its id.

    What was sealed to the present identity can still be opened. Joins a transaction.
    """
    database, old = journal.database, own_keys(journal)
    new = Keys.fresh(journal.entropy(32))
    earlier = (old.identity, *old.earlier)[:_MOST_EARLIER]
    former = own_former(journal)[1 - _MOST_EARLIER :]
    vouching = Former.of(old, journal.author.device, device, new.signs)
    with database.atomic():
        set_setting(database, _SIGNING, new.signing)
        set_setting(database, _IDENTITY, new.identity)
        set_setting(database, _EARLIER, json.dumps(earlier))
        set_setting(database, _FORMER, json.dumps([asdict(each) for each in (*former, vouching)]))
    return Keys(new.signing, new.identity, earlier)


def _recovery(journal: Journal) -> str | None:
    try:
        recipients = protection(journal.folder).recovery
    except PlanReviewError:  # a store whose key lives in memory has no key file
        return None
    return recipients[0] if recipients else None


def my_card(journal: Journal) -> bytes:
    """The card this store hands out, as the bytes of its file."""
    return own_card(journal).to_bytes(own_keys(journal))


def write_card(
    journal: Journal, path: Path, *, kind: str | None = None, policy: str | None = None
) -> Card:
    """Write this store's card to `path`; `kind` "centre" or "device", and the `policy` a centre
    asks to be sent under, are kept for later cards."""
    if kind is not None:
        set_setting(journal.database, _KIND, kind)
    if policy is not None:
        set_setting(journal.database, _ASKS_FOR, policy)
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


def enrol(journal: Journal, card: Path | Card, wanted: Wanted | None = None) -> Enrolled:
    """Take `card`: a centre's says where snapshots go, a device's that its files are read here.

    Reading the fingerprint aloud is what makes it safe; show it on both sides. At a centre a
    device gets a credential, as `wanted` or its card says. Refuses this store's own card, and
    other keys under the id of a device that is enrolled (KeysDiffer), unless its keys vouch for
    them.
    """
    taken = card if isinstance(card, Card) else card_at(card)
    own = own_card(journal)
    if taken.id in own_ids(journal) or taken.signs == own.signs:
        raise CardRefused(say("snapshots.card_own"))
    database = journal.database
    with database.atomic():
        known = party(journal, taken.id)
        same = known is not None and _same_keys(known.card, taken)
        vouched = known is not None and not same and _vouched(known, taken)
        if known and known.revoked is None and not same and not vouched:
            raise KeysDiffer(say("snapshots.keys_differ", name=plain(known.card.name)))
        before = _went_before(journal, taken)
        was = {*(known.was if known else ()), *(before.ids if before else ())} - {taken.id}
        trusted = known.signs if known is not None and (same or vouched) else ()
        _keep(journal, taken, was, [key for key in trusted if key != taken.signs])
        credential, judged = None, None
        if own.kind == CENTRE and taken.kind == DEVICE:
            credential, judged = _credential(journal, taken, before, wanted or Wanted(), same)
    return Enrolled(
        taken,
        taken.fingerprint,
        own.fingerprint,
        new=known is None,
        vouched=vouched,
        goes_on_for=before.card.name if before and known is None else None,
        credential=credential,
        judged=judged,
    )


def _vouched(known: Party, card: Card) -> bool:
    """Whether the keys known of a device signed for the ones that its new card shows."""
    return known.revoked is None and card.goes_on_for(known.card.id, known.card.signs)


def _went_before(journal: Journal, card: Card) -> Party | None:
    """The enrolled device that vouches that the one of `card`, under another id, goes on for it."""
    for each in reversed(card.former):
        known = party(journal, each.id)
        if known is not None and each.id != card.id and each.signs in known.signs:
            return known
    return None


def _credential(
    journal: Journal, card: Card, before: Party | None, wanted: Wanted, same: bool
) -> tuple[Credential, Judged | None]:
    """The credential of a device, a new one where something about it is new."""
    given = credential_of(journal, card.id)
    if given is not None and same and not wanted.something:
        return given, None
    earlier = given or (credential_of(journal, before.card.id) if before else None)
    credential = issue(journal, own_keys(journal), card, wanted, earlier)
    return credential, journal.judge([card.id, *(before.ids if before else ())])


def _keep(journal: Journal, card: Card, was: Iterable[str], earlier: Iterable[str]) -> None:
    journal.database.execute_sql(
        "INSERT OR REPLACE INTO party (id, kind, name, person, role, recipient, signs,"
        " recovery, place, enrolled, revoked, policy, was, earlier) VALUES (?, ?, ?, ?, ?, ?, ?, ?,"
        " (SELECT coalesce(max(place), 0) + 1 FROM party), ?, NULL, ?, ?, ?)",
        (
            card.id,
            card.kind,
            plain(card.name),
            card.person and plain(card.person),
            card.role and plain(card.role),
            card.recipient,
            card.signs,
            card.recovery,
            _stamp(journal),
            card.policy,
            json.dumps(sorted(was)),
            json.dumps(list(dict.fromkeys(earlier))),
        ),
    )


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


_COLUMNS = (
    "id, kind, name, person, role, recipient, signs, recovery, enrolled, revoked, policy, was,"
    " earlier"
)


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
    device, kind, name, person, role, recipient, signs, recovery, enrolled, revoked = row[:10]
    policy, was, earlier = row[10:]
    return Party(
        Card(kind, device, name, person, role, recipient, signs, recovery, policy),
        datetime.fromisoformat(enrolled),
        datetime.fromisoformat(revoked) if revoked else None,
        tuple(json.loads(was)),
        tuple(json.loads(earlier)),
    )
