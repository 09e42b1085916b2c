"""Sealed evidence files: unreadable where they lie, whole when opened, never plain on disk."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest

from store import sealed_files
from store.database import EVIDENCE_FOLDER
from store.sealed_files import (
    FileTooLarge,
    SealedFileDamaged,
    SealedFileMissing,
    opened,
    path_of,
    seal,
    take_in,
    unseal,
)

NAMES = b"n" * 32
PLAIN = b"minutes of a meeting, not for everyone\n" * 100


def test_what_was_sealed_comes_back_and_cannot_be_read_where_it_lies(tmp_path: Path) -> None:
    sealed = seal(tmp_path, PLAIN, NAMES, os.urandom)
    assert unseal(tmp_path, sealed) == PLAIN
    assert (sealed.size, sealed.sha256) == (len(PLAIN), hashlib.sha256(PLAIN).hexdigest())
    (file,) = (tmp_path / EVIDENCE_FOLDER).iterdir()
    assert b"minutes" not in file.read_bytes()
    assert sealed.sha256 not in file.name
    assert file.stat().st_mode & 0o777 == 0o600


def test_one_document_sealed_twice_is_two_files(tmp_path: Path) -> None:
    first, second = (seal(tmp_path, PLAIN, NAMES, os.urandom) for _ in range(2))
    assert first.name != second.name
    assert first.key != second.key
    assert unseal(tmp_path, first) == unseal(tmp_path, second)


def test_an_empty_file_is_a_file(tmp_path: Path) -> None:
    assert unseal(tmp_path, seal(tmp_path, b"", NAMES, os.urandom)) == b""


def test_an_altered_cut_or_swapped_file_is_refused(tmp_path: Path) -> None:
    sealed, other = (seal(tmp_path, PLAIN, NAMES, os.urandom) for _ in range(2))
    place = path_of(tmp_path, sealed.name)
    whole = place.read_bytes()
    flipped = bytearray(whole)
    flipped[-20] ^= 1
    for bad in (
        bytes(flipped),
        whole[:-1],
        whole[:10],
        b"",
        path_of(tmp_path, other.name).read_bytes(),
    ):
        place.write_bytes(bad)
        with pytest.raises(SealedFileDamaged, match="restore"):
            unseal(tmp_path, sealed)
    with pytest.raises(SealedFileDamaged):
        opened(whole, replace(sealed, sha256="0" * 64))
    with pytest.raises(SealedFileDamaged):
        opened(whole, replace(sealed, key=""))


def test_a_file_that_has_not_arrived_and_a_name_that_is_none(tmp_path: Path) -> None:
    sealed = seal(tmp_path, PLAIN, NAMES, os.urandom)
    raw = path_of(tmp_path, sealed.name).read_bytes()
    path_of(tmp_path, sealed.name).unlink()
    with pytest.raises(SealedFileMissing):
        unseal(tmp_path, sealed)
    with pytest.raises(SealedFileMissing):
        path_of(tmp_path, "../store.key")
    take_in(tmp_path, sealed.name, raw)
    assert unseal(tmp_path, sealed) == PLAIN


def test_a_file_too_large_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealed_files, "MOST_BYTES", 10)
    with pytest.raises(FileTooLarge):
        seal(tmp_path, PLAIN, NAMES, os.urandom)
    assert list(tmp_path.iterdir()) == []
