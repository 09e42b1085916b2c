"""What is of this device only: its id, name, person, role, keys; never in a snapshot."""

from __future__ import annotations

from store.database.connection import Database

RESTORED = "restored"
"""Set in a store made from a backup: when the backup was made. Opening it takes it away."""


def get_setting(database: Database, key: str, default: str | None = None) -> str | None:
    """The value kept for `key`, or `default`."""
    row = database.execute_sql("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else default


def set_setting(database: Database, key: str, value: str | None) -> None:
    """Keep `value` for `key` durably; None removes it. Joins a transaction that is open."""
    with database.atomic():
        if value is None:
            database.execute_sql("DELETE FROM setting WHERE key = ?", (key,))
        else:
            database.execute_sql(
                "INSERT INTO setting (key, value) VALUES (?, ?)"
                " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, value),
            )
