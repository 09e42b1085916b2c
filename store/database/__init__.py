"""The encrypted store on disk: file and folder, keys, migrations, settings of this device."""

from __future__ import annotations

from store.database.connection import (
    DATABASE_FILE,
    EVIDENCE_FOLDER,
    WHOLE_STORE,
    Database,
    checked_copy,
    create_database,
    data_version,
    deep_check,
    derived_key,
    open_database,
    roomy,
    storage_troubles,
)
from store.database.keys import (
    KEY_FILE,
    Protection,
    RecoveryKey,
    change_passphrase,
    new_key,
    new_recovery_key,
    protection,
    recovery_sheet,
    unlock,
    write_key_file,
)
from store.database.migrations import Migration, migrate, schema_number
from store.database.settings import get_setting, set_setting

__all__ = [
    "DATABASE_FILE",
    "EVIDENCE_FOLDER",
    "KEY_FILE",
    "WHOLE_STORE",
    "Database",
    "Migration",
    "Protection",
    "RecoveryKey",
    "change_passphrase",
    "checked_copy",
    "create_database",
    "data_version",
    "deep_check",
    "derived_key",
    "get_setting",
    "migrate",
    "new_key",
    "new_recovery_key",
    "open_database",
    "protection",
    "recovery_sheet",
    "roomy",
    "schema_number",
    "set_setting",
    "storage_troubles",
    "unlock",
    "write_key_file",
]
