"""Opening the encrypted database: the one place that knows the driver and its settings.

The order of the settings matters: SQLCipher's log goes quiet first, or a wrong key would
scribble over the screen; the file format is pinned before anything is read.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import peewee
import sqlcipher3
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from playhouse.sqlcipher_ext import SqlCipherDatabase

from store.database.private_files import (
    CannotWrite,
    NoRoom,
    explained,
    make_private_file,
    make_private_folder,
    place_private,
)
from store.errors import Locked, NotFound, Refused
from store.wording import plain, say

DATABASE_FILE = "store.db"
EVIDENCE_FOLDER = "evidence"
BUSY_SECONDS = 5

PRAGMAS: tuple[tuple[str, object], ...] = (
    ("cipher_log_level", "NONE"),
    ("cipher_compatibility", 4),
    ("journal_mode", "wal"),
    # NORMAL loses acknowledged commits at a power cut; FULL does not.
    ("synchronous", "FULL"),
    ("foreign_keys", 1),
    ("secure_delete", "ON"),
    ("temp_store", 2),  # memory: no plaintext temporary file beside an encrypted store
    ("trusted_schema", 0),
    # 16 MB of decrypted pages: with SQLite's own 2 MB a list of 50,000 open items took ten times
    # longer to search, because each page was decrypted again and again.
    ("cache_size", -16_000),
    # Four thousand pages before what was written is folded in: with SQLite's own thousand every
    # edit of a thousand rows folded in its own pages while the person waited.
    ("wal_autocheckpoint", 4_000),
    ("fullfsync", 1),
    ("checkpoint_fullfsync", 1),
)
_QUICKLY_CHECKED = 16 * 1024**2
_ROOMY = -32_000
# For a whole store made anew: ids fall anywhere in their indexes, so it is read all over.
WHOLE_STORE = -256_000
# What must read back as set, because secrecy or durability rests on it.
_PROMISED = (
    ("journal_mode", "wal"),
    ("synchronous", 2),
    ("secure_delete", 1),
    ("temp_store", 2),
    ("trusted_schema", 0),
)

# The driver looks for a way to adapt every NULL it is given, and until it has found none that takes
# as long as writing ten numbers: half the time of a row of forty columns. This one it finds.
sqlcipher3.register_adapter(type(None), {}.get)

LOCAL_TABLES = (
    "CREATE TABLE setting (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, done TEXT NOT NULL)",
)


class NoEncryption(Locked):
    """The SQLite at hand cannot encrypt, or does not keep a promised setting."""


class WrongKey(Locked):
    """The file does not open with this key: another store's key, or a damaged file."""


class Damaged(Refused):
    """The store's file fails its own check."""


class StoreExists(Refused):
    """A store is already there and is not written over."""


class NoStore(NotFound):
    """No store lies in the folder."""

    exit_code = 4


class Busy(Locked):
    """Another window held the store longer than the busy timeout."""


class Database(SqlCipherDatabase):  # type: ignore[misc]  # the driver ships without types
    """Peewee's SQLCipher database, refusing an SQLite that would write plain text."""

    def _add_conn_hooks(self, conn: Any) -> None:
        version = conn.execute("PRAGMA cipher_version").fetchone()
        if not version or not version[0]:
            raise NoEncryption(say("database.no_encryption"))
        super()._add_conn_hooks(conn)


def _database(path: Path, raw_key: str, pragmas: tuple[tuple[str, object], ...]) -> Database:
    return Database(
        str(path),
        pragmas=pragmas,
        passphrase=raw_key,
        lock_type="IMMEDIATE",
        timeout=BUSY_SECONDS,
    )


def _raw(key: bytes) -> str:
    """A raw key in SQLCipher's notation: no key derivation, so opening takes a millisecond."""
    if len(key) != 32:
        raise ValueError("a store's key has 32 bytes")
    return f"x'{key.hex()}'"


def _connect(database: Database, path: Path) -> None:
    try:
        database.connect()
        for name, value in _PROMISED:
            if database.pragma(name) != value:
                raise NoEncryption(say("database.setting_refused", name=name))
    except peewee.DatabaseError as error:
        database.close()
        raise _explained(error, path) from error
    except BaseException:
        database.close()
        raise


def _explained(error: peewee.DatabaseError, path: Path) -> Exception:
    text, shown = str(error).lower(), plain(str(path))
    if "not a database" in text:
        return WrongKey(say("database.wrong_key", path=shown))
    if "malformed" in text or "disk image" in text:
        return Damaged(say("database.damaged", path=shown))
    if "locked" in text or "busy" in text:
        return Busy(say("database.busy", seconds=BUSY_SECONDS))
    if "full" in text:
        return NoRoom(say("database.disk_full", path=shown))
    if "readonly" in text or "unable to open" in text or "disk i/o" in text:
        return CannotWrite(say("database.no_access", path=shown, why=plain(str(error))))
    return error


@contextmanager
def storage_troubles(folder: Path) -> Iterator[None]:
    """Turn the driver's failures (full disk, lock, permission, damage) into sentences."""
    try:
        yield
    except peewee.DatabaseError as error:
        # A rollback that fails after the real failure would hide it: what came first says why.
        cause: BaseException | None = error
        while isinstance(cause, peewee.DatabaseError):
            known = _explained(cause, folder / DATABASE_FILE)
            if known is not cause:
                raise known from error
            cause = cause.__context__
            while cause is not None and not isinstance(cause, peewee.DatabaseError):
                cause = cause.__context__
        raise


def create_database(folder: Path, key: bytes) -> Database:
    """Make an empty encrypted store file in `folder`, private before the first connection.

    Refuses (`StoreExists`) when one is there.
    """
    make_private_folder(folder)
    path = folder / DATABASE_FILE
    try:
        make_private_file(path)
    except FileExistsError as error:
        raise StoreExists(say("database.store_exists", folder=plain(str(folder)))) from error
    except OSError as error:
        raise explained(error, path) from error
    database = _database(path, _raw(key), PRAGMAS)
    _connect(database, path)
    with database.atomic():
        for statement in LOCAL_TABLES:
            database.execute_sql(statement)
    return database


def open_database(folder: Path, key: bytes) -> Database:
    """Open the store in `folder`; looks it over first where that is quick or there is cause to.

    Raises NoStore, WrongKey, Damaged, or CannotWrite.
    """
    path = folder / DATABASE_FILE
    try:
        there = path.is_file() and path.stat().st_size > 0
    except OSError as error:
        raise explained(error, path) from error
    if not there:
        raise NoStore(say("database.no_store", folder=plain(str(folder))))
    looked_over = _small(path) or _left_open(path)
    database = _database(path, _raw(key), PRAGMAS)
    _connect(database, path)
    if looked_over:
        try:
            _quick_check(database, path)
        except BaseException:
            database.close()
            raise
    return database


def _small(path: Path) -> bool:
    """Whether SQLite's quick check takes no time to speak of (0.7 s for 100 MB).

    In a larger store that was closed in order nobody waits for it: every page is sealed by itself,
    so a damaged one is found when it is read, and `doctor` reads them all.
    """
    return path.stat().st_size < _QUICKLY_CHECKED


def _left_open(path: Path) -> bool:
    """Whether the last window did not close the store, or one has it open now."""
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


def _quick_check(database: Database, path: Path) -> None:
    try:
        found = database.execute_sql("PRAGMA quick_check(1)").fetchone()
    except peewee.DatabaseError as error:
        raise _explained(error, path) from error
    if found is None or found[0] != "ok":
        raise Damaged(say("database.damaged", path=plain(str(path))))


def deep_check(database: Database) -> tuple[str, ...]:
    """Every fault of the file: broken seals of pages, then SQLite's integrity check."""
    faults = [str(row[0]) for row in database.execute_sql("PRAGMA cipher_integrity_check")]
    faults += [
        str(row[0]) for row in database.execute_sql("PRAGMA integrity_check(20)") if row[0] != "ok"
    ]
    return tuple(faults)


def checked_copy(database: Database, target: Path) -> None:
    """Copy the whole store into `target` under the same key, reopen the copy and check it
    before it takes its name; a reader of the folder never sees half a copy.
    """
    # A copy stays one file: in WAL mode the check alone would leave files beside it.
    pragmas = tuple(pair for pair in PRAGMAS if pair[0] != "journal_mode")

    def fill(part: Path) -> None:
        with storage_troubles(target.parent):
            database.execute_sql("VACUUM INTO ?", (str(part),))
        copy = _database(part, str(database.connect_params["passphrase"]), pragmas)
        try:
            copy.connect()
            _quick_check(copy, part)
        except peewee.DatabaseError as error:
            raise _explained(error, part) from error
        finally:
            copy.close()

    place_private(target, fill)


def derived_key(database: Database, purpose: str) -> bytes:
    """A key for one other purpose, from the store's own (HKDF): nothing more to keep or lose."""
    raw = bytes.fromhex(str(database.connect_params["passphrase"])[2:-1])
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(raw)


def data_version(database: Database) -> int:
    """A number that changes when *another* connection has written; this one's own writes
    leave it as it was. Of a database at a URL it is 0: nothing is kept from one reading of it to
    the next.
    """
    if getattr(database, "dialect", None) is not None:
        return 0
    return int(database.execute_sql("PRAGMA data_version").fetchone()[0])


@contextmanager
def roomy(database: Database, room: int = _ROOMY) -> Iterator[None]:
    """More decrypted pages kept while one transaction changes many records, and then no more.

    An edit of a thousand touches more pages than are kept for reading; those that do not fit are
    encrypted and decrypted several times over. Python's search for cycles rests meanwhile: it
    would pass everything an edit makes several times, and an edit makes none.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        with _kept_pages(database, room):
            yield
    finally:
        if searching:
            gc.enable()


@contextmanager
def _kept_pages(database: Database, room: int) -> Iterator[None]:
    """At least so many pages kept for a while, and then as many as before."""
    # A server sees to its own; and a cache is in kilobytes, written as a negative number.
    kept = getattr(database, "cache_size", room)
    if kept <= room:
        yield
        return
    database.cache_size = room
    try:
        yield
    finally:
        database.cache_size = kept
