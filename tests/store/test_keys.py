"""Keys: what opens the store, what does not, and what a lost passphrase costs."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from store.database import (
    KEY_FILE,
    change_passphrase,
    new_key,
    new_recovery_key,
    protection,
    recovery_sheet,
    unlock,
    write_key_file,
)
from store.database.connection import NoStore
from store.database.keys import (
    EmptyPassphrase,
    KeyFileDamaged,
    PassphraseNeeded,
    WrongPassphrase,
)
from store.errors import Refused


def test_the_passphrase_opens_and_nothing_else_does(tmp_path: Path) -> None:
    key = new_key()
    write_key_file(tmp_path, key, "harbour light")
    assert unlock(tmp_path, "harbour light") == key
    for wrong in ("Harbour light", "", "harbour light "):
        with pytest.raises(WrongPassphrase):
            unlock(tmp_path, wrong)
    with pytest.raises(PassphraseNeeded):
        unlock(tmp_path)
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600
    assert key not in (tmp_path / KEY_FILE).read_bytes()


def test_a_passphrase_is_costly_to_guess(tmp_path: Path) -> None:
    write_key_file(tmp_path, new_key(), "harbour light")
    (slot,) = json.loads((tmp_path / KEY_FILE).read_bytes())["slots"]
    assert slot["kdf"] == "argon2id"
    assert slot["memory_kib"] >= 64 * 1024
    assert slot["passes"] >= 3


def test_the_same_words_composed_differently_open_it(tmp_path: Path) -> None:
    key = new_key()
    write_key_file(tmp_path, key, "caf\u00e9")
    assert unlock(tmp_path, "cafe\u0301") == key


def test_changing_the_passphrase_keeps_the_key_and_the_recovery(tmp_path: Path) -> None:
    key, recovery = new_key(), new_recovery_key()
    write_key_file(tmp_path, key, "old", [recovery.recipient])
    with pytest.raises(WrongPassphrase):
        change_passphrase(tmp_path, "not it", "new")
    change_passphrase(tmp_path, "old", "new")
    assert unlock(tmp_path, "new") == key
    with pytest.raises(WrongPassphrase):
        unlock(tmp_path, "old")
    assert unlock(tmp_path, recovery=recovery.secret) == key
    assert list(tmp_path.iterdir()) == [tmp_path / KEY_FILE]


def test_the_printed_sheet_opens_the_store_and_sets_a_new_passphrase(tmp_path: Path) -> None:
    key, recovery = new_key(), new_recovery_key()
    write_key_file(tmp_path, key, "lost", [recovery.recipient])
    sheet = recovery_sheet(recovery, tmp_path)
    assert unlock(tmp_path, recovery=sheet) == key
    change_passphrase(tmp_path, None, "found", recovery=sheet.lower())
    assert unlock(tmp_path, "found") == key
    with pytest.raises(WrongPassphrase, match="another store"):
        unlock(tmp_path, recovery=new_recovery_key().secret)
    with pytest.raises(WrongPassphrase, match="AGE-SECRET-KEY-1"):
        unlock(tmp_path, recovery="what I wrote down")


def test_without_a_passphrase_the_state_is_named(tmp_path: Path) -> None:
    key = new_key()
    write_key_file(tmp_path, key, None)
    assert unlock(tmp_path) == key
    assert protection(tmp_path).unprotected
    change_passphrase(tmp_path, None, "at last")
    guarded = protection(tmp_path)
    assert (guarded.passphrase, guarded.unprotected) == (True, False)
    assert b"unprotected" not in (tmp_path / KEY_FILE).read_bytes()


def test_either_of_two_recovery_keys_opens_it(tmp_path: Path) -> None:
    key, first, second = new_key(), new_recovery_key(), new_recovery_key()
    write_key_file(tmp_path, key, "x", [first.recipient, second.recipient])
    assert protection(tmp_path).recovery == (first.recipient, second.recipient)
    assert unlock(tmp_path, recovery=second.secret) == key
    with pytest.raises(Refused, match="age1"):
        write_key_file(tmp_path, key, "x", ["somebody"])


def test_an_empty_passphrase_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmptyPassphrase):
        write_key_file(tmp_path, new_key(), "")
    assert not (tmp_path / KEY_FILE).exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"format": "other", "slots": []}', b"\xff\x00", b"[" * 100_000],
)
def test_a_damaged_key_file_is_refused_with_words(tmp_path: Path, content: bytes) -> None:
    (tmp_path / KEY_FILE).write_bytes(content)
    with pytest.raises(KeyFileDamaged, match=r"store\.key"):
        unlock(tmp_path, "x")


def test_a_key_file_may_not_ask_for_all_memory_nor_be_altered(tmp_path: Path) -> None:
    write_key_file(tmp_path, new_key(), "x")
    path = tmp_path / KEY_FILE
    whole = json.loads(path.read_bytes())
    for name, value in (("memory_kib", 2**40), ("passes", 10**9), ("lanes", 0), ("salt", "&")):
        altered = json.loads(path.read_bytes())
        altered["slots"][0][name] = value
        path.write_text(json.dumps(altered))
        with pytest.raises(KeyFileDamaged):
            unlock(tmp_path, "x")
        path.write_text(json.dumps(whole))
    whole["slots"][0]["passes"] = 2
    path.write_text(json.dumps(whole))
    with pytest.raises(WrongPassphrase):
        unlock(tmp_path, "x")


def test_no_key_file_says_there_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(NoStore, match="planreview init"):
        unlock(tmp_path)
