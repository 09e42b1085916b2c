"""Tables of enrolment beside the cards: how identities follow each other, and credentials."""

from __future__ import annotations

ENROLMENT_DDL: tuple[str, ...] = (
    # JSON lists: ids under which the device wrote before, and keys with which it signed before.
    "ALTER TABLE party ADD COLUMN was TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE party ADD COLUMN earlier TEXT NOT NULL DEFAULT '[]'",
    # The policy that a centre's card asks for.
    "ALTER TABLE party ADD COLUMN policy TEXT",
    # Signed by the centre, by its number there: issued here, or taken from this store's centre.
    """CREATE TABLE credential (centre TEXT NOT NULL, number INTEGER NOT NULL,
        device TEXT NOT NULL, said TEXT NOT NULL, PRIMARY KEY (centre, number)) WITHOUT ROWID""",
    "CREATE INDEX credential_device ON credential (device, number)",
)
