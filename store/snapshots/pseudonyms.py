"""Pseudonyms of references: keyed, the same from every device of one service.

The key is a value of the journal of class SECRET. So it reaches the centre of the service with
what its devices send, comes back to them with their slices, lies in backups and nowhere else, and
never leaves under a policy that needs it. Should two stores have made one before they met, the
earliest counts from then on.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import cache
from typing import ClassVar

from store.journal import Detail, Journal, Record, TextField, WhenField, register
from store.journal.change import REASON
from store.journal.committing import keyed_hash
from store.journal.sending import Sendable
from store.snapshots.policy import Policy, Pseudonym
from store.wording import say

_KEY_BYTES = 32
_LETTERS = 8


@register
class PseudonymKeyRecord(Record):
    """A key of the service for making pseudonyms, in hex, and when it was made."""

    kind: ClassVar[str] = "pseudonym_key"
    titled_by: ClassVar[str] = "made"

    made = WhenField()
    key = TextField(detail=Detail.SECRET)


def pseudonyms(journal: Journal, reader: str | None = None) -> Pseudonym:
    """How this service's pseudonyms are made; its key is made when there is none.

    A key made by the store that will read them (`reader`, its id) is never used: whoever knows
    the key can try references until one fits.
    """
    key = bytes.fromhex(_key(journal, reader) or _new_key(journal))

    def pseudonym(kind: str, field: str, value: str) -> str:
        # Spelt as a natural id is: one reference, one pseudonym.
        said = "\x1f".join((kind, field, " ".join(value.split()).casefold()))
        letters = base64.b32encode(keyed_hash(key, said.encode())).decode("ascii")
        return f"X-{letters[:_LETTERS]}"

    return pseudonym


def makes_key(journal: Journal, policy: Policy, reader: str) -> bool:
    """Makes the key a policy needs where there is none: a change that can go along at once."""
    if Detail.IDENTIFIER not in policy.coarsens or _key(journal, reader) is not None:
        return False
    _new_key(journal)
    return True


def _key(journal: Journal, reader: str | None) -> str | None:
    rows = journal.rows(
        PseudonymKeyRecord.select().where(
            PseudonymKeyRecord.withdrawn.is_null(),
            PseudonymKeyRecord.key.is_null(False),
            PseudonymKeyRecord.made.is_null(False),
        )
    )
    theirs = {
        record
        for (record,) in journal.database.execute_sql(
            "SELECT record FROM change WHERE kind = ? AND device = ?",
            (PseudonymKeyRecord.kind, reader or ""),
        )
    }
    usable = [row for row in rows if row["id"] not in theirs]
    found = min(usable, key=lambda row: (row["made"], row["id"]), default=None)
    return None if found is None else str(found["key"])


def _new_key(journal: Journal) -> str:
    key = journal.entropy(_KEY_BYTES).hex()
    with journal.unit_of_work(say("snapshots.unit_pseudonym_key")) as work:
        work.create(PseudonymKeyRecord, made=journal.now(), key=key)
    return key


def lines_under(
    journal: Journal, policy: Policy, reader: str | None = None
) -> Callable[[Sendable], str]:
    """How a change is written into a file for `reader` under a policy."""
    pseudonym = pseudonyms(journal, reader) if Detail.IDENTIFIER in policy.coarsens else _none
    withholds = cache(policy.withholds)  # asked for every value, answered once for every field

    def stand_in(kind: str, field: str, value: str) -> str | None:
        return policy.stand_in(kind, field, value, pseudonym)

    @cache
    def whole(kind: str, names: tuple[str, ...]) -> bool:
        return not any(withholds(kind, name) for name in (*names, REASON))

    def line(change: Sendable) -> str:
        if not change.states and whole(change.kind, tuple(change.values)):
            return change.to_line()
        return change.to_line(withholds, stand_in)

    return line


def _none(kind: str, field: str, value: str) -> str:
    raise AssertionError("a policy that leaves references whole needs no pseudonym")
