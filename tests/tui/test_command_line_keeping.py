"""init, passphrase, backup, restore and doctor, as a person and a script use them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from store.errors import Locked
from tests.tui.command_line_case import WORDS, Line


@pytest.fixture
def line(no_store: Line) -> Line:
    """With no store in its folder yet."""
    return no_store


def recovery_in(text: str) -> str:
    found = re.search(r"AGE-SECRET-KEY-1\w+", text)
    assert found
    return found[0]


def test_init_makes_a_store_and_shows_the_recovery_key_once(line: Line) -> None:
    ran = line("init", "--person", "Ann", "--device", "laptop 3", "--region", "Jersey")
    assert ran.code == 0
    assert "Ann" in ran.out
    secret = recovery_in(ran.out)
    assert not any(
        secret.encode() in file.read_bytes() for file in line.folder.rglob("*") if file.is_file()
    )
    again = line("init")
    assert (again.code, "AGE-SECRET" in again.out) == (3, False)
    assert line.other("b")("init", "--region", "Atlantis").code == 3


def test_a_store_without_a_passphrase_says_so_until_it_has_one(
    line: Line, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("PLANREVIEW_PASSPHRASE")
    made = line("init", "--no-passphrase")
    assert made.code == 0
    assert "unprotected" in made.said
    assert line("doctor").code == 1
    (tmp_path / "new").write_text("at last some words")
    assert line("passphrase", "--new-passphrase-file", tmp_path / "new").code == 0
    assert line("doctor").code == 4
    assert line("doctor", "--passphrase-file", tmp_path / "new").code == 0


def test_a_lost_passphrase_is_replaced_with_the_recovery_key(
    line: Line, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet"
    sheet.write_text(line("init").out)
    (tmp_path / "new").write_text("new words")
    new = ("--new-passphrase-file", tmp_path / "new")
    monkeypatch.setenv("PLANREVIEW_PASSPHRASE", "forgotten")
    assert line("passphrase", *new).code == 4
    assert line("passphrase", "--recovery-file", sheet, *new).code == 0
    monkeypatch.setenv("PLANREVIEW_PASSPHRASE", "new words")
    assert line("doctor").code == 0


def test_a_backup_opens_on_an_empty_machine(line: Line, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet"
    sheet.write_text(line("init", "--person", "Ann").out)
    written = line("backup", "--to", tmp_path / "stick", "--json").json
    there = line.other("there")
    assert there("restore", written["file"]).code == 0
    assert there("doctor", "--rebuild").code == 0
    assert there("restore", written["file"]).code == 3
    by_key = line.other("by_key")
    assert by_key("restore", written["file"], "--recovery-file", sheet).code == 0
    assert by_key("doctor").code == 0
    bad = tmp_path / "bad"
    bad.write_bytes(Path(written["file"]).read_bytes()[:9999])
    ran = line.other("none")("restore", bad)
    assert (ran.code, len(ran.said.splitlines())) == (3, 1)


def test_the_doctor_rebuilds_and_compares(line: Line) -> None:
    line("init")
    rows = line("doctor", "--rebuild", "--json").json
    assert all(set(row) == {"what", "state", "finding"} for row in rows)
    assert not any(row["finding"] for row in rows)


def test_a_folder_that_is_a_file_is_refused_in_words(line: Line, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    ran = Line(tmp_path / "file" / "store", line._capsys)("init")
    assert (ran.code, len(ran.said.splitlines())) == (4, 1)


def test_the_screens_open_the_store_and_let_it_go(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui.app import PlanReviewApp

    line("init", "--person", "Ann")
    shown: list[str] = []

    def run(app: PlanReviewApp) -> int:
        shown.append(app.journal.author.person)
        return 0

    monkeypatch.setattr("tui.command_line.opening._needs_a_terminal", lambda: None)
    monkeypatch.setattr(PlanReviewApp, "run", run)
    assert line().code == 0
    assert shown == ["Ann"]
    assert not (line.folder / "store.db-wal").exists()


def test_the_screens_ask_for_the_passphrase_themselves(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui.app import PlanReviewApp

    line("init", "--person", "Ann")
    monkeypatch.delenv("PLANREVIEW_PASSPHRASE")
    shown: list[str] = []

    def run(app: PlanReviewApp) -> int:
        assert app._journal is None
        assert app._unlock is not None
        with pytest.raises(Locked):
            app._unlock("guess")
        shown.append(app._unlock(WORDS).author.person)
        return 0

    monkeypatch.setattr("tui.command_line.opening._needs_a_terminal", lambda: None)
    monkeypatch.setattr(PlanReviewApp, "run", run)
    assert line().code == 0
    assert shown == ["Ann"]
    assert line.other("none")().code == 4
