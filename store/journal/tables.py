"""The journal's own tables; most are derived from `change` and can be made anew from it."""

from __future__ import annotations

FIRST_DDL: tuple[str, ...] = (
    # The log, an ordinary rowid table (a WITHOUT ROWID one with rows this wide was twice as slow).
    # vals {"field": text or null}; repl [["field", device, seq], …] the heads replaced;
    # saw the same for the heads a withdrawal saw; salt one per row, or parts
    # {"salts": {…}, "commitments": {…}} once a value is withheld or erased; states {"field": …}.
    """CREATE TABLE change (
        device TEXT NOT NULL, seq INTEGER NOT NULL, hlc INTEGER NOT NULL, at TEXT NOT NULL,
        person TEXT NOT NULL, role TEXT NOT NULL, kind TEXT NOT NULL, record TEXT NOT NULL,
        vals TEXT NOT NULL, repl TEXT, saw TEXT, unit TEXT NOT NULL, label TEXT NOT NULL,
        reason TEXT, undoes TEXT, salt TEXT, parts TEXT, states TEXT, hash TEXT NOT NULL,
        arrived TEXT NOT NULL, PRIMARY KEY (device, seq))""",
    "CREATE INDEX change_record ON change (record, kind)",
    "CREATE INDEX change_unit ON change (unit)",
    "CREATE INDEX change_undoes ON change (undoes, unit, seq) WHERE undoes IS NOT NULL",
    # Replaced heads; may stand here before the change they name arrives.
    """CREATE TABLE dead (device TEXT NOT NULL, seq INTEGER NOT NULL, field TEXT NOT NULL,
        PRIMARY KEY (device, seq, field)) WITHOUT ROWID""",
    # Fields with more than one head, every head of them; place 1 is the one shown.
    """CREATE TABLE fork (record TEXT NOT NULL, field TEXT NOT NULL, device TEXT NOT NULL,
        seq INTEGER NOT NULL, place INTEGER NOT NULL,
        PRIMARY KEY (record, field, device, seq)) WITHOUT ROWID""",
    """CREATE TABLE conflict (record TEXT NOT NULL, field TEXT NOT NULL, kind TEXT NOT NULL,
        PRIMARY KEY (record, field)) WITHOUT ROWID""",
    # What has been seen, as unbroken ranges per device, with the hash before and at the end.
    """CREATE TABLE held (device TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
        prev TEXT NOT NULL, head TEXT NOT NULL, PRIMARY KEY (device, first)) WITHOUT ROWID""",
    "CREATE TABLE ahead (device TEXT PRIMARY KEY, hlc INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE stamp (one INTEGER PRIMARY KEY CHECK (one = 1), hlc INTEGER NOT NULL)",
    "CREATE TABLE sent (one INTEGER PRIMARY KEY CHECK (one = 1), last INTEGER NOT NULL, at TEXT)",
    "CREATE TABLE shape (one INTEGER PRIMARY KEY CHECK (one = 1), signature TEXT NOT NULL)",
    "INSERT INTO stamp VALUES (1, 0)",
    "INSERT INTO sent VALUES (1, 0, NULL)",
)

# Changes that are kept whole but are part of no state: `line` is the change as it travels, `prev`
# the hash before it; cause "fork" (why: the number it begins with) or "law" (why: a code).
ASIDE_DDL: tuple[str, ...] = (
    """CREATE TABLE aside (device TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL,
        prev TEXT NOT NULL, cause TEXT NOT NULL, why TEXT NOT NULL, kind TEXT NOT NULL,
        record TEXT NOT NULL, line TEXT NOT NULL, arrived TEXT NOT NULL,
        PRIMARY KEY (device, seq, hash))""",
    "CREATE INDEX aside_record ON aside (record)",
    # The devices of which two copies write, and the number from which on they differ.
    "CREATE TABLE forked (device TEXT PRIMARY KEY NOT NULL, seq INTEGER NOT NULL) WITHOUT ROWID",
)

# Few changes, or none, lack a value: who asks which ones do reads no other.
WITHHELD_DDL: tuple[str, ...] = (
    "CREATE INDEX change_withheld ON change (kind, record) WHERE states IS NOT NULL",
)

# A unit's first change is found at once: undo asks for it, unit after unit, and a unit may be long.
UNIT_DDL: tuple[str, ...] = (
    "DROP INDEX change_unit",
    "CREATE INDEX change_unit ON change (unit, seq)",
)

# Whose change replaces a head is kept with it: only one of the same record does. All that follows
# from the log is made anew, because another record's may have counted.
REPLACED_DDL: tuple[str, ...] = (
    "DROP TABLE dead",
    """CREATE TABLE dead (device TEXT NOT NULL, seq INTEGER NOT NULL, field TEXT NOT NULL,
        record TEXT NOT NULL, kind TEXT NOT NULL,
        PRIMARY KEY (device, seq, field, record, kind)) WITHOUT ROWID""",
    "UPDATE shape SET signature = ''",
)

# Of a file that arrives again it is asked whether any of its changes lacks a value here.
LACKING_DDL: tuple[str, ...] = (
    "CREATE INDEX change_lacking ON change (device, seq) WHERE states IS NOT NULL",
)

# Units are only ever asked for with the device whose they are; and what arrives of one device is
# then written in one place of the index, not in as many as it has units.
OWN_UNIT_DDL: tuple[str, ...] = (
    "DROP INDEX change_unit",
    "CREATE INDEX change_unit ON change (device, unit, seq)",
)

DDL: tuple[str, ...] = (
    *(*FIRST_DDL, *ASIDE_DDL, *WITHHELD_DDL),
    *(*UNIT_DDL, *REPLACED_DDL, *LACKING_DDL, *OWN_UNIT_DDL),
)
