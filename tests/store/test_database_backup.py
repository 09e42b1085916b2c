"""Backups: one file that opens on an empty machine, and that is refused unless it is whole."""

from __future__ import annotations

import io
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from store import opening, sealed_files
from store.database import (
    Migration,
    derived_key,
    get_setting,
    new_recovery_key,
    protection,
    set_setting,
)
from store.database.backup import NotABackup, NothingGuardsIt, backup, restore
from store.database.connection import StoreExists
from store.database.keys import WrongPassphrase, change_passphrase
from store.journal import Journal
from store.opening import init, open_store

PLAIN = b"minutes nobody else should read"


def made(folder: Path, passphrase: str | None = "old words", *recovery: str) -> Journal:
    journal = init(folder, passphrase, "Ann", recovery=recovery)
    set_setting(journal.database, "marker", "kept")
    return journal


def attach(journal: Journal) -> sealed_files.SealedFile:
    name_key = derived_key(journal.database, "evidence names")
    return sealed_files.seal(journal.folder, PLAIN, name_key, journal.entropy)


def test_opens_on_an_empty_machine_with_the_passphrase_alone(tmp_path: Path) -> None:
    journal = made(tmp_path / "here")
    sealed = attach(journal)
    written = backup(journal.database, journal.folder, tmp_path / "stick")
    assert [file.name for file in (tmp_path / "stick").iterdir()] == [written.path.name]
    assert written.evidence == 1
    assert written.path.stat().st_mode & 0o777 == 0o600
    assert PLAIN not in written.path.read_bytes()
    assert not list((tmp_path / "here").glob("*.part"))
    restored = restore(written.path, tmp_path / "there", "old words")
    assert restored.evidence == 1
    there = open_store(tmp_path / "there", "old words")
    assert get_setting(there.database, "marker") == "kept"
    assert sealed_files.unseal(there.folder, sealed) == PLAIN
    # Whoever wrote the backup may write on, so the restored store is another device.
    assert there.author.device != journal.author.device
    assert replace(there.author, device=journal.author.device) == journal.author
    there.close()
    assert open_store(tmp_path / "there", "old words").author == there.author
    assert sorted(file.name for file in tmp_path.iterdir()) == ["here", "stick", "there"]


def test_the_recovery_key_alone_opens_it_and_sets_a_new_passphrase(tmp_path: Path) -> None:
    recovery = new_recovery_key()
    journal = made(tmp_path / "here", "forgotten", recovery.recipient)
    written = backup(journal.database, journal.folder, tmp_path)
    restore(written.path, tmp_path / "there", recovery=recovery.secret, new_passphrase="new words")
    assert protection(tmp_path / "there").recovery == (recovery.recipient,)
    open_store(tmp_path / "there", "new words").close()
    open_store(tmp_path / "there", recovery=recovery.secret).close()


def test_a_wrong_passphrase_leaves_nothing_behind(tmp_path: Path) -> None:
    journal = made(tmp_path / "here")
    written = backup(journal.database, journal.folder, tmp_path)
    with pytest.raises(WrongPassphrase):
        restore(written.path, tmp_path / "there", "guess")
    assert list((tmp_path / "there").iterdir()) == []
    restore(written.path, tmp_path / "there", "old words")


def test_a_store_is_never_restored_over(tmp_path: Path) -> None:
    journal = made(tmp_path / "here")
    written = backup(journal.database, journal.folder, tmp_path)
    with pytest.raises(StoreExists):
        restore(written.path, tmp_path / "here", "old words")
    assert get_setting(journal.database, "marker") == "kept"


def test_an_open_key_never_leaves_the_device(tmp_path: Path) -> None:
    bare = made(tmp_path / "bare", None)
    with pytest.raises(NothingGuardsIt):
        backup(bare.database, bare.folder, tmp_path / "stick")
    recovery = new_recovery_key()
    journal = made(tmp_path / "here", None, recovery.recipient)
    written = backup(journal.database, journal.folder, tmp_path / "stick")
    assert b"unprotected" not in written.path.read_bytes()
    restore(written.path, tmp_path / "there", recovery=recovery.secret)
    change_passphrase(bare.folder, None, "at last")
    backup(bare.database, bare.folder, tmp_path / "stick")


def test_anything_less_than_a_whole_backup_is_refused(tmp_path: Path) -> None:
    journal = made(tmp_path / "here")
    attach(journal)
    written = backup(journal.database, journal.folder, tmp_path)
    whole = written.path.read_bytes()
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 1
    bad = tmp_path / "bad.backup"
    for content in (
        b"",
        b"\x00" * 20_000,
        b"no tar",
        whole[:3000],
        whole[:-12_000],
        bytes(flipped),
    ):
        bad.write_bytes(content)
        with pytest.raises(NotABackup, match=r"bad\.backup"):
            restore(bad, tmp_path / "there", "old words")
        assert list((tmp_path / "there").iterdir()) == []


def _rewritten(source: Path, target: Path, drop: str, add: dict[str, bytes]) -> None:
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for name, data in add.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            new.addfile(member, io.BytesIO(data))
        for member in old:
            if not (drop and member.name.startswith(drop)):
                new.addfile(member, old.extractfile(member))


def test_a_member_taken_out_or_smuggled_in_is_seen(tmp_path: Path) -> None:
    journal = made(tmp_path / "here")
    attach(journal)
    written = backup(journal.database, journal.folder, tmp_path)
    bad = tmp_path / "bad.backup"
    for drop, add in (("evidence/", {}), ("members", {}), ("", {"../escaped": b"x"})):
        _rewritten(written.path, bad, drop, add)
        with pytest.raises(NotABackup):
            restore(bad, tmp_path / "there", "old words")
    assert not (tmp_path / "escaped").exists()


def test_a_backup_taken_from_an_older_shape_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = made(tmp_path / "here")
    written = backup(journal.database, journal.folder, tmp_path)
    restore(written.path, tmp_path / "there", "old words")
    later = Migration(len(opening.MIGRATIONS) + 1, "later", ("CREATE TABLE later (x TEXT)",))
    monkeypatch.setattr(opening, "MIGRATIONS", (*opening.MIGRATIONS, later))
    there = open_store(tmp_path / "there", "old words")
    assert there.database.table_exists("later")
    assert len(list((tmp_path / "there" / "backups").iterdir())) == 1
