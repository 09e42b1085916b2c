"""Files and folders only their owner can read, written whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from store.errors import Locked, Refused
from store.wording import plain, say

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600


class CannotWrite(Locked):
    """A folder or file may not be written or read by this user."""


class NoRoom(Refused):
    """The disk is full; nothing was written."""


def explained(error: OSError, path: Path) -> Locked | NoRoom:
    """The failure of the file system as a sentence about `path`."""
    import errno

    shown = plain(str(path))
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return NoRoom(say("database.disk_full", path=shown))
    return CannotWrite(
        say("database.no_access", path=shown, why=plain(error.strerror or str(error)))
    )


def make_private_folder(folder: Path) -> None:
    """Make `folder` (and what lies above it) if missing, and close it to other users."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        folder.chmod(PRIVATE_FOLDER)
    except OSError as error:
        raise explained(error, folder) from error


def make_private_file(path: Path) -> None:
    """Make an empty `path` that only its owner reads; FileExistsError when it is there."""
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE)
    os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable (a rename survives a power cut only after this)."""
    if os.name == "nt":  # a folder cannot be opened for this on Windows; NTFS journals names
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def part_of(path: Path) -> Path:
    """A name beside `path` for the unfinished file; no two writers share one."""
    return path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")


def write_private(path: Path, data: bytes) -> None:
    """Write `data` to `path` whole or not at all: `.part` (0600), fsync, rename, fsync of the
    folder. An older file of that name is replaced in one step.
    """

    def fill(part: Path) -> None:
        with part.open("r+b") as file:
            file.write(data)

    place_private(path, fill)


def place_private(path: Path, fill: Callable[[Path], None]) -> None:
    """Let `fill` write an empty private file beside `path`, then put it in place durably."""
    part = part_of(path)
    try:
        make_private_file(part)
        fill(part)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise explained(error, path) from error
    finally:
        part.unlink(missing_ok=True)
