"""A backup: one file with the store, what opens it, and the sealed evidence; and the way back.

An ordinary tar whose members are each sealed already: the key slots, a copy of the database
under the store's own key, the evidence files. Last comes a list of them with sizes and SHA-256,
sealed with a key derived from the store's, so that a member taken out or an older one put in
is seen. An unprotected key slot never leaves the device: such a backup would be an open book.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
import shutil
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from store.database import keys
from store.database.connection import (
    DATABASE_FILE,
    EVIDENCE_FOLDER,
    Damaged,
    Database,
    StoreExists,
    checked_copy,
    deep_check,
    derived_key,
    open_database,
)
from store.database.private_files import (
    explained,
    make_private_folder,
    part_of,
    place_private,
    sync_folder,
)
from store.database.settings import RESTORED, set_setting
from store.errors import Refused
from store.wording import plain, say

FORMAT = "planreview backup 1"
SUFFIX = ".backup"
_LIST = "members.json"
_MEMBER = re.compile(rf"{keys.KEY_FILE}|{DATABASE_FILE}|{_LIST}|{EVIDENCE_FOLDER}/[0-9a-f]{{64}}")
_MOST_SMALL = 16 * 1024 * 1024
_CHUNK = 1024 * 1024


class NotABackup(Refused):
    """The file is no backup, or not a whole one."""


class NothingGuardsIt(Refused):
    """The store has neither passphrase nor recovery key, so its backup would be unprotected."""


@dataclass(frozen=True)
class Backup:
    """What was written: the file, its size in bytes, how many evidence files are in it."""

    path: Path
    size: int
    evidence: int


@dataclass(frozen=True)
class Restored:
    """What was restored: where, when the backup was made (UTC), how many evidence files."""

    folder: Path
    made: datetime
    evidence: int


class _Hashing:
    """A file read through, with the SHA-256 and the size of what went by."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._hash, self.size = file, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._hash.update(data)
        self.size += len(data)
        return data

    def sealed(self) -> dict[str, object]:
        return {"size": self.size, "sha256": self._hash.hexdigest()}


def backup(database: Database, folder: Path, to: Path, *, now: datetime | None = None) -> Backup:
    """Write a backup of the open store in `folder` into the folder `to`, and read it back.

    The store is checked first. Raises Damaged, NothingGuardsIt, CannotWrite or NoRoom.
    """
    slots = keys.guarded_slots(folder)
    if not slots:
        raise NothingGuardsIt(say("backup.nothing_guards_it"))
    if deep_check(database):
        raise Damaged(say("database.damaged", path=plain(str(folder / DATABASE_FILE))))
    made = now or datetime.now(UTC)
    if not to.is_dir():
        make_private_folder(to)
    path = to / f"planreview-{made:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}{SUFFIX}"
    copy = part_of(folder / "backup.db")
    evidence = 0

    def fill(part: Path) -> None:
        nonlocal evidence
        listed: dict[str, dict[str, object]] = {}
        with part.open("r+b") as file, tarfile.open(fileobj=file, mode="w") as tar:

            def put(name: str, source: IO[bytes], size: int) -> None:
                member = tarfile.TarInfo(name)
                member.size, member.mode, member.mtime = size, 0o600, int(made.timestamp())
                through = _Hashing(source)
                tar.addfile(member, through)
                listed[name] = through.sealed()

            key_file = keys.slots_to_bytes(slots)
            put(keys.KEY_FILE, BytesIO(key_file), len(key_file))
            with copy.open("rb") as source:
                put(DATABASE_FILE, source, copy.stat().st_size)
            # The copy came first: whatever it names lies here already.
            for sealed in sorted((folder / EVIDENCE_FOLDER).glob("*")):
                name = f"{EVIDENCE_FOLDER}/{sealed.name}"
                if _MEMBER.fullmatch(name):
                    with sealed.open("rb") as source:
                        put(name, source, sealed.stat().st_size)
                    evidence += 1
            body = json.dumps(
                {"format": FORMAT, "made": made.astimezone(UTC).isoformat(), "members": listed},
                sort_keys=True,
            )
            whole = json.dumps({"list": body, "seal": _seal(database, body)}).encode()
            put(_LIST, BytesIO(whole), len(whole))
        _read(part, lambda _name, source: _drain(source, None))

    try:
        checked_copy(database, copy)
        place_private(path, fill)
    finally:
        copy.unlink(missing_ok=True)
    return Backup(path, path.stat().st_size, evidence)


def restore(
    file: Path,
    folder: Path,
    passphrase: str | None = None,
    *,
    recovery: str | None = None,
    new_passphrase: str | None = None,
) -> Restored:
    """Make the store in `folder` from a backup, opened by passphrase or recovery key.

    `new_passphrase` replaces the one in the backup. Nothing is left behind unless everything
    checks; a folder that holds anything is never restored into (StoreExists).
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreExists(say("backup.folder_in_use", folder=plain(str(folder))))
    make_private_folder(folder)
    # Beside the place it goes to, so that taking it there is one rename.
    beside = part_of(folder)
    make_private_folder(beside)
    try:
        restored = _unpack(file, beside, passphrase, recovery, new_passphrase)
        folder.rmdir()
        beside.replace(folder)
        sync_folder(folder.parent)
    except OSError as error:
        raise explained(error, folder) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return Restored(folder, restored.made, restored.evidence)


def _unpack(
    file: Path,
    into: Path,
    passphrase: str | None,
    recovery: str | None,
    new_passphrase: str | None,
) -> Restored:
    make_private_folder(into / EVIDENCE_FOLDER)

    def lay(name: str, source: IO[bytes]) -> None:
        place_private(into / name, lambda part: _drain(source, part))

    body, seal = _read(file, lay)
    slots = keys.read_slots((into / keys.KEY_FILE).read_bytes())
    key = keys.unlock_slots(slots, passphrase, recovery=recovery)
    database = open_database(into, key)
    try:
        if deep_check(database) or not hmac.compare_digest(_seal(database, body), seal):
            raise NotABackup(say("backup.damaged", file=plain(str(file))))
        # Whoever opens it must not go on under the id of the store it was copied from.
        set_setting(database, RESTORED, json.loads(body)["made"])
    finally:
        database.close()
    if new_passphrase is not None:
        keys.write_key_file(into, key, new_passphrase, keys.protection(into).recovery)
    content = json.loads(body)
    evidence = sum(name.startswith(EVIDENCE_FOLDER) for name in content["members"])
    return Restored(into, datetime.fromisoformat(content["made"]), evidence)


def _read(file: Path, lay: Callable[[str, IO[bytes]], None]) -> tuple[str, str]:
    """Walk a backup, handing each member to `lay`; the list and its seal when all of it fits."""
    damaged = NotABackup(say("backup.damaged", file=plain(str(file))))
    found: dict[str, dict[str, object]] = {}
    last = b""
    try:
        with tarfile.open(file, mode="r:") as tar:
            for member in tar:
                source = tar.extractfile(member) if member.isreg() else None
                if source is None or not _MEMBER.fullmatch(member.name) or member.name in found:
                    raise damaged
                if member.name == _LIST:
                    last = source.read(_MOST_SMALL)
                    break
                through = _Hashing(source)
                lay(member.name, through)  # type: ignore[arg-type]
                found[member.name] = through.sealed()
        whole: dict[str, Any] = json.loads(last)
        body, seal = str(whole["list"]), str(whole["seal"])
        content = json.loads(body)
        fits = content["format"] == FORMAT and content["members"] == found
        datetime.fromisoformat(content["made"])
    except (tarfile.TarError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise damaged from error
    except OSError as error:
        raise explained(error, file) from error
    if not fits or not {keys.KEY_FILE, DATABASE_FILE} <= found.keys():
        raise damaged
    return body, seal


def _drain(source: IO[bytes], into: Path | None) -> None:
    if into is None:
        while source.read(_CHUNK):
            pass
        return
    with into.open("r+b") as file:
        while chunk := source.read(_CHUNK):
            file.write(chunk)


def _seal(database: Database, body: str) -> str:
    key = derived_key(database, "backup list")
    return hmac.new(key, body.encode(), hashlib.sha256).hexdigest()
