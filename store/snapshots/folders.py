"""The folders that files come from and go to, and which of them was used last."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from store.database import get_setting, set_setting
from store.database.private_files import explained
from store.errors import Refused
from store.journal import Journal
from store.wording import plain, say

READ = "read"
WRITTEN = "written"


class NoFolder(Refused):
    """A folder to read is not there."""


def last_folder(journal: Journal, use: str) -> str:
    """The folder last `read` from or `written` to; empty before the first time."""
    return get_setting(journal.database, f"snapshots.folder_{use}") or ""


def keep_folder(journal: Journal, use: str, folder: Path) -> None:
    """Remember `folder` for the next time."""
    set_setting(journal.database, f"snapshots.folder_{use}", str(folder))


def files_in(folders: Iterable[Path], suffixes: Collection[str]) -> Iterator[Path]:
    """The files under `folders` with one of these endings, in name order, each once.

    Unfinished ones (`.part`) are left alone; a file named itself is taken whatever its ending.
    """
    seen: set[Path] = set()
    for folder in folders:
        try:
            if folder.is_file():
                found = [folder]
            elif folder.is_dir():
                next(folder.iterdir(), None)  # rglob is silent about a folder it may not read
                found = sorted(p for p in folder.rglob("*") if p.suffix in suffixes and p.is_file())
            else:
                raise NoFolder(say("snapshots.no_such_folder", folder=plain(str(folder))))
        except OSError as why:
            raise explained(why, folder) from why
        for path in found:
            if (real := path.resolve()) not in seen:
                seen.add(real)
                yield path
