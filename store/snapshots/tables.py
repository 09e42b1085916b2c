"""The exchange's own tables: local to this store, outside the journal, never in a snapshot."""

from __future__ import annotations

from store.snapshots.enrolment_tables import ENROLMENT_DDL

FIRST_DDL: tuple[str, ...] = (
    # The cards taken here; the newest centre that is not revoked is where snapshots go.
    """CREATE TABLE party (id TEXT PRIMARY KEY NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
        person TEXT, role TEXT, recipient TEXT NOT NULL, signs TEXT NOT NULL, recovery TEXT,
        place INTEGER NOT NULL, enrolled TEXT NOT NULL, revoked TEXT) WITHOUT ROWID""",
    # What left, per centre; the next delta holds what no snapshot_span covers.
    """CREATE TABLE snapshot_written (number INTEGER PRIMARY KEY, sha256 TEXT NOT NULL,
        name TEXT NOT NULL, centre TEXT NOT NULL, extent TEXT NOT NULL, policy TEXT NOT NULL,
        changes INTEGER NOT NULL, files INTEGER NOT NULL, size INTEGER NOT NULL,
        at TEXT NOT NULL)""",
    """CREATE TABLE snapshot_span (centre TEXT NOT NULL, device TEXT NOT NULL,
        first INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (centre, device, first))
        WITHOUT ROWID""",
    # What was read, by the hash of the file: the same file is never taken twice.
    """CREATE TABLE snapshot_read (sha256 TEXT PRIMARY KEY NOT NULL, file TEXT NOT NULL,
        device TEXT NOT NULL, number INTEGER NOT NULL, extent TEXT NOT NULL, policy TEXT NOT NULL,
        created TEXT NOT NULL, changes INTEGER NOT NULL, new INTEGER NOT NULL, at TEXT NOT NULL)
        WITHOUT ROWID""",
    "CREATE INDEX snapshot_read_device ON snapshot_read (device)",
    "CREATE TABLE snapshot_refused (file TEXT PRIMARY KEY NOT NULL, sha256 TEXT, device TEXT,"
    " reason TEXT NOT NULL, todo TEXT NOT NULL, at TEXT NOT NULL) WITHOUT ROWID",
)

RECEIPT_DDL: tuple[str, ...] = (
    # Which of this device's own changes a file held, [[first, last], …].
    "ALTER TABLE snapshot_written ADD COLUMN own TEXT",
    # At a centre: the last receipt for each device (`said` is its digest; `slice` what its slice
    # was, as JSON; null when all of the log has to be looked through for it again), and how far
    # the log was looked through for what the slices need.
    """CREATE TABLE receipt_given (device TEXT PRIMARY KEY NOT NULL, number INTEGER NOT NULL,
        said TEXT NOT NULL, slice TEXT, at TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE slice_seen (device TEXT NOT NULL, first INTEGER NOT NULL,
        last INTEGER NOT NULL, PRIMARY KEY (device, first)) WITHOUT ROWID""",
    # On a device: what its centre said, by the hash of the file; the newest counts.
    """CREATE TABLE receipt_had (sha256 TEXT PRIMARY KEY NOT NULL, centre TEXT NOT NULL,
        number INTEGER NOT NULL, created TEXT NOT NULL, said TEXT NOT NULL) WITHOUT ROWID""",
)

SAID_DDL: tuple[str, ...] = (
    # What a file of format 2 says of its sender: its last own change, how many had waited.
    "ALTER TABLE snapshot_read ADD COLUMN last INTEGER",
    "ALTER TABLE snapshot_read ADD COLUMN unsent INTEGER",
)

HEARD_DDL: tuple[str, ...] = (
    # The number of the newest receipt that the sender had read.
    "ALTER TABLE snapshot_read ADD COLUMN heard INTEGER",
)

DDL: tuple[str, ...] = (*FIRST_DDL, *RECEIPT_DDL, *SAID_DDL, *ENROLMENT_DDL, *HEARD_DDL)
