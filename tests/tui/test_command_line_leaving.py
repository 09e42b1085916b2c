"""What leaves is shown before it does, and a lost laptop's account is printed."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.tui.command_line_case import Line, enrolled


class Terminal(io.StringIO):
    """A keyboard at which one answer was typed."""

    def isatty(self) -> bool:
        return True


def test_what_leaves_is_shown_once_and_a_change_of_policy_asks_again(
    line: Line, tmp_path: Path
) -> None:
    enrolled(line, tmp_path)
    out = tmp_path / "stick"
    line("add", "child", "local_id=C-0001", "dob=2014-05-17")
    first = line("snapshot", "--to", out, "--policy", "region", "--yes")
    assert first.code == 0
    assert "Leaves in a coarser form" in first.said
    line("add", "child", "local_id=C-0002")
    again = line("snapshot", "--to", out, "--json")
    assert again.json["policy"] == "region"
    assert "coarser" not in again.said
    line("add", "child", "local_id=C-0003")
    wider = line("snapshot", "--to", out, "--policy", "own-service")
    assert wider.code == 3
    assert "--yes" in wider.said
    assert line("snapshot", "--to", out, "--policy", "own-service", "--yes").code == 0


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("\n", 3), ("no\n", 3)])
def test_at_a_terminal_it_is_asked(
    line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    enrolled(line, tmp_path)
    line("add", "child", "local_id=C-0001")
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    ran = line("snapshot", "--to", tmp_path / "stick")
    assert ran.code == code
    assert "Send under this policy?" in ran.said
    assert (tmp_path / "stick").exists() == (code == 0)


def test_a_job_goes_on_and_says_that_nobody_was_asked(line: Line, tmp_path: Path) -> None:
    enrolled(line, tmp_path)
    line("add", "child", "local_id=C-0001")
    ran = line("snapshot", "--to", tmp_path / "stick")
    assert ran.code == 0
    assert "Nobody was asked" in ran.said


def test_the_drill_prints_or_writes_the_account_and_revokes_nobody(
    line: Line, tmp_path: Path
) -> None:
    centre = enrolled(line, tmp_path)
    line("add", "child", "local_id=C-0147")
    line("snapshot", "--to", tmp_path / "stick")
    centre("collate", tmp_path / "stick")
    drill = centre("revoke", "laptop", "--drill")
    assert drill.code == 0
    assert "C-0147" in drill.out
    assert "What never came" in drill.out
    assert centre("list", "devices", "--json").json[0]["revoked"] is None
    file = tmp_path / "laptop.txt"
    assert centre("revoke", "laptop", "--drill", "--to", file).code == 0
    assert "C-0147" in file.read_text("utf-8")
    done = centre("revoke", "laptop", "--json")
    assert done.json["wrote"]["children"] == ["C-0147"]
    assert done.json["revoked"] is True
    assert centre("list", "devices", "--json").json[0]["revoked"]
