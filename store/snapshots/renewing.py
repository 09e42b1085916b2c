"""Going on with new keys, or as a new device: what vouches for it, and what is sent again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from store.database import set_setting
from store.journal import Journal, Reissued
from store.snapshots.cards import CENTRE, Card
from store.snapshots.credentials import (
    Credential,
    CredentialRefused,
    credentials,
    keep_credential,
    read_credential,
)
from store.snapshots.enrolment import (
    centre,
    own_card,
    own_ids,
    own_kind,
    parties,
    replace_keys,
)
from store.wording import plain, say


@dataclass(frozen=True)
class Renewed:
    """The card before and after, and for whom the new one is to be taken to (names)."""

    before: Card
    card: Card
    known_at: tuple[str, ...]
    reissued: Reissued | None = None

    @property
    def sentence(self) -> str:
        """What happened and what to do, in words."""
        to = ", ".join(plain(name) for name in self.known_at) or say("snapshots.nobody")
        if self.reissued is None:
            return say("enrolment.keys_renewed", to=to)
        key = "gone_on_reissued" if self.reissued.changes else "gone_on"
        return say(
            f"enrolment.{key}",
            to=to,
            changes=self.reissued.changes,
            first=self.reissued.first,
        )


def rotate_keys(journal: Journal) -> Renewed:
    """New keys under the same id; the keys before sign for them and still open what comes."""
    before = own_card(journal)
    with journal.database.atomic():
        replace_keys(journal, journal.author.device)
    return Renewed(before, own_card(journal), _known_at(journal))


def go_on_anew(journal: Journal, first: int | None = None) -> Renewed:
    """Go on as a new device with new keys, in one transaction; nothing is lost.

    `first` is the number from which another store writes other changes under this id (a copy of
    this laptop): this store's own from there on are issued again under the new id. Without it
    (a store restored from a backup) what is here stays as it is and only what is saved from now
    on has the new id; what was not sent yet is still sent as it was signed.
    """
    before, author = own_card(journal), journal.author
    device = journal.entropy(16).hex()
    database = journal.database
    try:
        with database.atomic():
            replace_keys(journal, device)
            reissued = journal.reissue(device, first)
            set_setting(database, "device", device)
            # What the centre said and what files held was said of the numbers before.
            database.execute_sql("DELETE FROM receipt_had")
            database.execute_sql("UPDATE snapshot_written SET own = NULL")
    except BaseException:
        journal.author = author
        raise
    return Renewed(before, own_card(journal), _known_at(journal), reissued)


def _known_at(journal: Journal) -> tuple[str, ...]:
    """Who must take the new card: the centre, or every device of one."""
    if own_kind(journal) == CENTRE:
        return tuple(each.card.name for each in parties(journal) if each.revoked is None)
    to = centre(journal)
    return (to.card.name,) if to else ()


def take_credential(journal: Journal, data: bytes) -> Credential:
    """Take what the centre lets this device do; person and role follow the newest credential.

    CredentialRefused for one of another device or one that the centre did not sign.
    """
    to = centre(journal)
    credential = read_credential(data, to.signs if to else ())
    if credential.device not in own_ids(journal) or to is None or credential.centre != to.card.id:
        raise CredentialRefused(say("enrolment.credential_not_ours"))
    database = journal.database
    with database.atomic():
        newest = own_credential(journal)
        keep_credential(journal, credential, data)
        if newest is None or credential.number >= newest.number:
            set_setting(database, "role", credential.role)
            if credential.person:
                set_setting(database, "person", credential.person)
            journal.author = replace(
                journal.author,
                person=credential.person or journal.author.person,
                role=credential.role,
            )
    return credential


def own_credential(journal: Journal) -> Credential | None:
    """What this store's centre lets it do; None before its centre said so."""
    to = centre(journal)
    found = [
        each
        for device in own_ids(journal)
        for each in credentials(journal, device)
        if to is not None and each.centre == to.card.id
    ]
    return max(found, key=lambda each: each.number, default=None)


def another_writes(
    journal: Journal, received: Iterable[tuple[int, int]], forked: int | None
) -> int | None:
    """From which number on another store writes under this store's id, by what the centre says.

    `received` are the numbers it has under this id, `forked` where it saw two copies part. A
    number this store never wrote means that a copy of it did: then everything unsent is in doubt.
    """
    if forked is not None:
        return forked
    own = journal.own_range_after(0)
    last = own.last if own is not None else 0
    if any(end > last for _, end in received):
        return min(journal.sent(), last) + 1
    return None
