"""Making and opening a store: whole or not at all, brought up to date, or refused in words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import peewee
import pytest

from store import opening
from store.database import (
    DATABASE_FILE,
    KEY_FILE,
    get_setting,
    new_recovery_key,
    open_database,
    protection,
    unlock,
)
from store.database.connection import NoStore, StoreExists, WrongKey
from store.database.keys import EmptyPassphrase, WrongPassphrase
from store.database.migrations import NewerStore
from store.database.private_files import NoRoom
from store.demo.many import fill
from store.errors import Refused
from store.journal import Journal, kinds
from store.opening import close_store, default_folder, init, open_store, throwaway


def test_a_store_is_made_and_opened_with_the_passphrase(tmp_path: Path) -> None:
    made = init(tmp_path / "s", "words", "Ann", "North", "manager", "laptop 3", "GB")
    close_store(made)
    again = open_store(tmp_path / "s", "words", today=date(2024, 9, 16))
    assert (again.author.person, again.author.role) == ("Ann", "manager")
    assert (again.author.device_name, again.author.device) == ("laptop 3", made.author.device)
    assert (again.region, again.today()) == ("GB", date(2024, 9, 16))
    assert get_setting(again.database, "team") == "North"
    close_store(again)
    close_store(again)
    with pytest.raises(WrongPassphrase):
        open_store(tmp_path / "s", "other words")


def test_two_stores_are_two_devices(tmp_path: Path) -> None:
    one, two = init(tmp_path / "1", None, "Ann"), init(tmp_path / "2", None, "Ann")
    assert one.author.device != two.author.device
    assert protection(tmp_path / "1").unprotected


def test_every_kind_has_its_table_from_the_start(tmp_path: Path) -> None:
    journal = throwaway(tmp_path, "Ann")
    assert set(kinds()) >= {"person", "plan", "area", "commitment", "action", "evidence"}
    for kind in kinds():
        assert journal.database.table_exists(f"now_{kind}")


def test_closing_leaves_one_file_without_a_log(tmp_path: Path) -> None:
    close_store(init(tmp_path, "words", "Ann"))
    left = {file.name for file in tmp_path.iterdir() if file.is_file()}
    assert left == {DATABASE_FILE, KEY_FILE}


def test_a_throwaway_store_leaves_no_key(tmp_path: Path) -> None:
    close_store(throwaway(tmp_path, "Ann"))
    assert not (tmp_path / KEY_FILE).exists()


def test_nothing_is_made_over_a_store_nor_left_of_one_that_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(EmptyPassphrase):
        init(tmp_path, "", "Ann")
    with pytest.raises(Refused):
        init(tmp_path, "words", "Ann", recovery=["no recipient"])
    assert not [file for file in tmp_path.iterdir() if file.is_file()]
    close_store(init(tmp_path, "words", "Ann"))
    with pytest.raises(StoreExists):
        init(tmp_path, "words", "Ben")
    assert open_store(tmp_path, "words").author.person == "Ann"


def test_the_recovery_key_opens_it(tmp_path: Path) -> None:
    recovery = new_recovery_key()
    close_store(init(tmp_path, "forgotten", "Ann", recovery=[recovery.recipient]))
    assert open_store(tmp_path, recovery=recovery.secret).author.person == "Ann"


def test_a_store_of_a_newer_program_is_refused_untouched(tmp_path: Path) -> None:
    close_store(init(tmp_path, "words", "Ann"))
    database = open_database(tmp_path, unlock(tmp_path, "words"))
    database.execute_sql("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(NewerStore, match="99"):
        open_store(tmp_path, "words")


def test_the_key_file_of_another_store_is_said_to_be_that(tmp_path: Path) -> None:
    close_store(init(tmp_path / "1", "words", "Ann"))
    close_store(init(tmp_path / "2", "words", "Ben"))
    (tmp_path / "2" / KEY_FILE).replace(tmp_path / "1" / KEY_FILE)
    with pytest.raises(WrongKey, match="another store"):
        open_store(tmp_path / "1", "words")


def test_no_store_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(NoStore, match="planreview init"):
        open_store(tmp_path, "words")


def test_the_default_folder_is_the_users_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_folder().is_relative_to(tmp_path)
    assert opening.MIGRATIONS[0].number == 1


def test_a_store_without_its_key_file_is_not_called_absent(tmp_path: Path) -> None:
    close_store(init(tmp_path / "store", "four words in a row", "Alder"))
    (tmp_path / "store" / "store.key").unlink()
    with pytest.raises(NoStore, match=r"store\.db is there and unchanged"):
        open_store(tmp_path / "store", "four words in a row")


def test_a_beginning_that_cannot_be_finished_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(_: Journal) -> None:
        try:
            raise peewee.OperationalError("database or disk is full")
        except peewee.OperationalError as full:
            # What the driver says when the rollback after it fails too.
            raise peewee.OperationalError("cannot rollback - no transaction is active") from full

    monkeypatch.setattr(Journal, "prepare", no_room)
    with pytest.raises(NoRoom, match="full"):
        init(tmp_path / "store", "four words in a row", "Alder")
    assert list((tmp_path / "store").iterdir()) == []


class _Stopped(BaseException):
    """As ctrl+c does, it ends what is under way."""


def _of_an_older_shape(folder: Path) -> list[tuple[object, ...]]:
    """A store as an older version left it, with lists of another shape; the rows of its list."""
    journal = init(folder, None, "Alder")
    fill(journal, 40)
    rows = journal.state()["open_work"]
    with journal.database.atomic():
        journal.database.execute_sql("UPDATE shape SET signature = 'older'")
    close_store(journal)
    return rows


def test_lists_made_anew_say_how_far_they_are(tmp_path: Path) -> None:
    rows = _of_an_older_shape(tmp_path)
    heard: list[tuple[int, int]] = []
    journal = open_store(tmp_path, told=lambda done, items: heard.append((done, items)))
    assert heard[0] == (0, len(rows))
    assert heard[-1] == (len(rows), len(rows))
    assert heard == sorted(heard)
    assert journal.state()["open_work"] == rows
    close_store(journal)
    heard.clear()
    close_store(open_store(tmp_path, told=lambda done, items: heard.append((done, items))))
    assert heard == []


@pytest.mark.parametrize("at", [0, 1, 3])
def test_lists_half_made_leave_the_store_as_it_was(tmp_path: Path, at: int) -> None:
    rows = _of_an_older_shape(tmp_path)
    heard: list[int] = []

    def told(done: int, _: int) -> None:
        heard.append(done)
        if len(heard) > at:
            raise _Stopped

    with pytest.raises(_Stopped):
        open_store(tmp_path, told=told)
    untouched = open_database(tmp_path, unlock(tmp_path, None))
    assert untouched.execute_sql("SELECT signature FROM shape").fetchone() == ("older",)
    assert untouched.execute_sql("SELECT count(*) FROM open_work").fetchone() == (len(rows),)
    untouched.close()
    journal = open_store(tmp_path)
    assert journal.state()["open_work"] == rows
    close_store(journal)
