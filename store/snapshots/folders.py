"""Which folder was used last, so that nobody types the same path twice."""

from __future__ import annotations

from pathlib import Path

from store.database import get_setting, set_setting
from store.journal import Journal

READ = "read"
WRITTEN = "written"


def last_folder(journal: Journal, use: str) -> str:
    """The folder last `read` from or `written` to; empty before the first time."""
    return get_setting(journal.database, f"snapshots.folder_{use}") or ""


def keep_folder(journal: Journal, use: str, folder: Path) -> None:
    """Remember `folder` for the next time."""
    set_setting(journal.database, f"snapshots.folder_{use}", str(folder))
