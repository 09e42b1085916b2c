"""The store's file: sealed, private, durable; opened, moved on to a newer shape, or refused."""

from __future__ import annotations

import errno
import stat
import subprocess
import sys
from pathlib import Path

import peewee
import pytest

from store.database import (
    DATABASE_FILE,
    Database,
    Migration,
    connection,
    create_database,
    data_version,
    deep_check,
    get_setting,
    migrate,
    new_key,
    open_database,
    schema_number,
    set_setting,
    storage_troubles,
)
from store.database.connection import Busy, Damaged, NoEncryption, NoStore, StoreExists, WrongKey
from store.database.migrations import NewerStore
from store.database.private_files import CannotWrite, NoRoom, write_private

ONE = Migration(1, "first", ("CREATE TABLE note (text TEXT)",))
TWO = Migration(2, "second", ("ALTER TABLE note ADD COLUMN on_day TEXT",))
MARKER = "plain words a thief would look for"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def made(folder: Path, key: bytes) -> Database:
    database = create_database(folder, key)
    migrate(database, folder, [ONE])
    database.execute_sql("INSERT INTO note VALUES (?)", (MARKER,))
    return database


def test_nothing_in_the_folder_can_be_read_without_the_key(tmp_path: Path) -> None:
    database = made(tmp_path / "s", new_key())
    for file in (tmp_path / "s").iterdir():
        assert MARKER.encode() not in file.read_bytes()
    database.close()
    assert not (tmp_path / "s" / DATABASE_FILE).read_bytes().startswith(b"SQLite")


@pytest.mark.skipif(sys.platform == "win32", reason="permission bits are a POSIX thing")
def test_folder_and_files_are_the_owners_alone(tmp_path: Path) -> None:
    database = made(tmp_path / "s", new_key())
    assert mode(tmp_path / "s") == 0o700
    files = list((tmp_path / "s").iterdir())
    assert len(files) == 3  # the store, its log and the log's index
    assert {mode(file) for file in files} == {0o600}
    database.close()


def test_the_promised_settings_hold(tmp_path: Path) -> None:
    database = made(tmp_path, new_key())
    read = {
        name: str(database.pragma(name)).lower()
        for name in ("journal_mode", "synchronous", "secure_delete", "temp_store", "busy_timeout")
    }
    assert read == {
        "journal_mode": "wal",
        "synchronous": "2",
        "secure_delete": "1",
        "temp_store": "2",
        "busy_timeout": "5000",
    }
    assert database.pragma("trusted_schema") == 0
    assert database.pragma("cipher_log_level") == "NONE"
    database.close()


def test_reopens_with_its_key_and_keeps_what_was_written(tmp_path: Path) -> None:
    key = new_key()
    made(tmp_path, key).close()
    again = open_database(tmp_path, key)
    assert again.execute_sql("SELECT text FROM note").fetchall() == [(MARKER,)]
    assert deep_check(again) == ()
    again.close()


def test_a_wrong_key_is_refused_and_nothing_is_scribbled_on_the_screen(tmp_path: Path) -> None:
    made(tmp_path, new_key()).close()
    with pytest.raises(WrongKey, match=r"store\.key"):
        open_database(tmp_path, new_key())
    script = (
        "from pathlib import Path; from store.database import open_database\n"
        f"try: open_database(Path({str(tmp_path)!r}), bytes(32))\n"
        "except Exception as error: print(type(error).__name__)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert (ran.stdout.strip(), ran.stderr) == ("WrongKey", "")


def test_an_sqlite_without_encryption_is_refused(tmp_path: Path) -> None:
    class Plain:
        def execute(self, _sql: str) -> Plain:
            return self

        def fetchone(self) -> None:
            return None

    database = Database(str(tmp_path / "x.db"))
    with pytest.raises(NoEncryption, match="sqlcipher3"):
        database._add_conn_hooks(Plain())


def test_a_store_is_never_made_over_another(tmp_path: Path) -> None:
    made(tmp_path, new_key()).close()
    with pytest.raises(StoreExists):
        create_database(tmp_path, new_key())


def test_no_store_no_folder_and_a_folder_that_is_a_file_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(NoStore, match="planreview init"):
        open_database(tmp_path / "none", new_key())
    (tmp_path / "file").write_text("x")
    with pytest.raises(CannotWrite, match="--store"):
        create_database(tmp_path / "file" / "s", new_key())


def test_one_flipped_bit_is_found(tmp_path: Path) -> None:
    key = new_key()
    database = made(tmp_path, key)
    with database.atomic():
        for number in range(2000):
            database.execute_sql("INSERT INTO note VALUES (?)", (f"{number} " * 20,))
    database.close()
    path = tmp_path / DATABASE_FILE
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises((Damaged, WrongKey)):
        open_database(tmp_path, key)


@pytest.mark.parametrize("left_open", [False, True])
def test_a_large_store_is_looked_over_when_it_was_not_closed_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left_open: bool
) -> None:
    monkeypatch.setattr(connection, "_QUICKLY_CHECKED", 0)
    checked: list[Path] = []
    monkeypatch.setattr(connection, "_quick_check", lambda _, path: checked.append(path))
    key = new_key()
    database = made(tmp_path, key)
    database.execute_sql("INSERT INTO note VALUES ('mine')")
    if not left_open:
        database.close()
    open_database(tmp_path, key).close()
    assert checked == ([tmp_path / DATABASE_FILE] if left_open else [])
    database.close()


def test_a_truncated_file_is_refused(tmp_path: Path) -> None:
    key = new_key()
    made(tmp_path, key).close()
    path = tmp_path / DATABASE_FILE
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises((Damaged, WrongKey)):
        open_database(tmp_path, key)


def test_another_windows_write_changes_data_version_and_ones_own_does_not(tmp_path: Path) -> None:
    key = new_key()
    here = made(tmp_path, key)
    there = open_database(tmp_path, key)
    before = data_version(here)
    here.execute_sql("INSERT INTO note VALUES ('mine')")
    assert data_version(here) == before
    there.execute_sql("INSERT INTO note VALUES ('theirs')")
    assert data_version(here) != before
    here.close()
    there.close()


def test_settings_of_this_device(tmp_path: Path) -> None:
    key = new_key()
    database = create_database(tmp_path, key)
    assert get_setting(database, "person") is None
    assert get_setting(database, "region", "JE") == "JE"
    set_setting(database, "person", "Ann [b]x[/b]")
    set_setting(database, "person", "Anne")
    database.close()
    database = open_database(tmp_path, key)
    assert get_setting(database, "person") == "Anne"
    set_setting(database, "person", None)
    assert get_setting(database, "person") is None
    database.close()


def test_a_newer_shape_is_reached_once_with_a_backup_first(tmp_path: Path) -> None:
    key = new_key()
    database = made(tmp_path, key)
    assert migrate(database, tmp_path, [ONE]) == ()
    assert not (tmp_path / "backups").exists()
    assert migrate(database, tmp_path, [ONE, TWO]) == ("second",)
    assert schema_number(database) == 2
    assert migrate(database, tmp_path, [ONE, TWO]) == ()
    (copy,) = (tmp_path / "backups").iterdir()
    assert MARKER.encode() not in copy.read_bytes()
    assert mode(copy) == 0o600
    database.close()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    copy.rename(elsewhere / DATABASE_FILE)
    old = open_database(elsewhere, key)
    assert schema_number(old) == 1
    assert old.execute_sql("SELECT text FROM note").fetchall() == [(MARKER,)]
    old.close()


def test_a_step_that_fails_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    database = made(tmp_path, new_key())
    bad = Migration(2, "bad", ("ALTER TABLE note ADD COLUMN a TEXT", "NOT SQL AT ALL"))
    with pytest.raises(peewee.OperationalError):
        migrate(database, tmp_path, [ONE, bad])
    assert schema_number(database) == 1
    assert [column.name for column in database.get_columns("note")] == ["text"]
    database.close()


def test_a_store_of_a_newer_program_is_refused_with_words(tmp_path: Path) -> None:
    database = made(tmp_path, new_key())
    migrate(database, tmp_path, [ONE, TWO])
    with pytest.raises(NewerStore, match="newer planreview"):
        migrate(database, tmp_path, [ONE])
    database.close()


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("database is locked", Busy),
        ("database or disk is full", NoRoom),
        ("attempt to write a readonly database", CannotWrite),
        ("database disk image is malformed", Damaged),
    ],
)
def test_the_drivers_failures_become_sentences(
    tmp_path: Path, words: str, kind: type[Exception]
) -> None:
    with pytest.raises(kind), storage_troubles(tmp_path):
        raise peewee.OperationalError(words)


def test_a_disk_or_folder_that_refuses_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "card"
    write_private(place, b"first")

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(NoRoom, match="free some space"):
            write_private(place, b"second")
    assert place.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [place]

    def closed(*_names: object, **_more: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr("os.open", closed)
        with pytest.raises(CannotWrite, match="Permission denied") as refused:
            create_database(tmp_path / "s", new_key())
    assert refused.value.exit_code == 4
