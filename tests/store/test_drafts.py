"""Drafts: the half-written stays, belongs to one window, and is free when that one is killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from store import drafts
from store.database import new_key
from store.drafts import DraftHeld, NoDraft
from store.journal import Journal
from store.opening import open_store, throwaway


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return throwaway(tmp_path, "Ann")


def second_window(journal: Journal) -> Journal:
    raw = str(journal.database.connect_params["passphrase"])[2:-1]
    return open_store(journal.folder, key=bytes.fromhex(raw))


def test_what_is_typed_is_there_after_reopening(journal: Journal) -> None:
    words = {"views": "I'd like [b]a dog[/b] \x1b[2J ‮ \ud800", "decisions": [["call", None]]}
    drafts.keep(journal, "review", "c1", {"views": "I"})
    kept = drafts.keep(journal, "review", "c1", words)
    again = second_window(journal)
    (found,) = drafts.drafts(again)
    assert (found.id, found.content, found.about) == (kept.id, words, "c1")
    assert found.begun <= found.kept


def test_a_draft_belongs_to_one_window(journal: Journal) -> None:
    mine = drafts.keep(journal, "review", "c1", {"views": "mine"})
    other = second_window(journal)
    seen = drafts.draft_for(other, "review", "c1")
    assert seen is not None
    assert seen.window == "elsewhere"
    assert not drafts.take(other, mine.id)
    with pytest.raises(DraftHeld, match="another window"):
        drafts.keep(other, "review", "c1", {"views": "theirs"})
    with pytest.raises(DraftHeld):
        drafts.discard(other, mine.id)
    assert drafts.keep(other, "review", "c2", {}).window == "here"
    drafts.let_go(journal, mine.id)
    assert drafts.take(other, mine.id)
    assert not drafts.take(journal, mine.id)


def test_a_free_draft_is_never_written_over(journal: Journal) -> None:
    first = drafts.keep(journal, "review", None, {"views": "first"})
    drafts.let_go(journal, first.id)
    second = drafts.keep(journal, "review", None, {"views": "second"})
    assert {d.id: d.content["views"] for d in drafts.drafts(journal)} == {
        first.id: "first",
        second.id: "second",
    }
    mine = drafts.draft_for(journal, "review", None)
    assert mine is not None
    assert mine.id == second.id


def test_discarding_and_a_draft_that_is_gone(journal: Journal) -> None:
    kept = drafts.keep(journal, "review", "c1", {})
    drafts.discard(journal, kept.id)
    drafts.discard(journal, kept.id)
    assert drafts.drafts(journal) == []
    assert drafts.draft(journal, kept.id) is None
    with pytest.raises(NoDraft):
        drafts.take(journal, kept.id)


def test_a_killed_windows_draft_is_free_at_once(tmp_path: Path) -> None:
    key = new_key()
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from store import drafts, opening\n"
        "opening.new_key = lambda: bytes.fromhex(sys.argv[2])\n"
        "journal = opening.throwaway(Path(sys.argv[1]), 'Ann')\n"
        "drafts.keep(journal, 'review', 'c1', {'views': 'in mid-sen'})\n"
        "print('kept', flush=True)\n"
        "sys.stdin.read()\n"
    )
    window = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path), key.hex()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert window.stdout is not None
    assert window.stdout.readline() == "kept\n"
    here = open_store(tmp_path, key=key)
    (held,) = drafts.drafts(here)
    assert held.window == "elsewhere"
    window.kill()
    window.communicate()
    (free,) = drafts.drafts(here)
    assert (free.window, free.content) == ("", {"views": "in mid-sen"})
    assert drafts.take(here, free.id)


def test_a_draft_is_no_change(journal: Journal) -> None:
    drafts.keep(journal, "review", "c1", {"views": "x"})
    assert journal.ranges() == []
    assert journal.units() == []
