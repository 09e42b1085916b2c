"""The command line as scripts meet it: exit codes, one sentence, nothing heavy for help."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tui.command_line_case import WORDS, Line
from tui.command_line import keeping, parser
from tui.command_line.printing import print_json, print_record, print_rows, table

HOSTILE = "[b]x[/y] \x1b[2Jwiped\x00 ‮evil\u2028"


@pytest.fixture
def line(no_store: Line) -> Line:
    """With no store in its folder yet."""
    return no_store


def run_python(*words: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **(env or {})},
        check=False,
    )


def test_help_loads_neither_the_screens_nor_the_store() -> None:
    script = (
        "import sys\nfrom tui.__main__ import main\ncode = main(['--help'])\n"
        "heavy = {'textual', 'rich', 'peewee', 'playhouse', 'holidays', 'cryptography'}\n"
        "print('LOADED', sorted(heavy & set(sys.modules)), code)"
    )
    ran = run_python("-c", script)
    assert ran.stdout.splitlines()[-1] == "LOADED [] 0", ran.stderr


def test_listing_loads_no_screen(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom tui.__main__ import main\n"
        "main(['init', '--no-passphrase']); main(['doctor']); main(['list', 'plans'])\n"
        "print('LOADED', sorted({'textual', 'rich'} & set(sys.modules)))"
    )
    ran = run_python("-c", script, env={"PLANREVIEW_STORE": str(tmp_path / "s")})
    assert ran.stdout.splitlines()[-1] == "LOADED []", ran.stderr


def test_the_module_runs_as_the_command_does() -> None:
    ran = run_python("-m", "tui", "--version")
    assert (ran.returncode, ran.stdout.split()[0]) == (0, "planreview")


def test_every_command_has_help(line: Line) -> None:
    asked = line.anywhere(["--help"])
    assert asked.code == 0
    for name in ("init", "import", "backup", "restore", "snapshot", "collate", "doctor"):
        assert name in asked.out
        assert line.anywhere([name, "--help"]).code == 0


@pytest.mark.parametrize(
    "words", [["--nope"], ["no-such"], ["backup"], ["init", "--role", "king"], ["import"]]
)
def test_wrong_use_is_one_sentence_and_two(line: Line, words: list[str]) -> None:
    ran = line(*words)
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.said.splitlines()) == 1
    assert "--help" in ran.said


def test_no_store_a_wrong_passphrase_and_none_at_all_are_four(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert line("doctor").code == 4
    assert line("init").code == 0
    monkeypatch.setenv("PLANREVIEW_PASSPHRASE", "wrong")
    ran = line("doctor")
    assert (ran.code, len(ran.said.splitlines())) == (4, 1)
    monkeypatch.delenv("PLANREVIEW_PASSPHRASE")
    monkeypatch.setattr("tui.command_line.session.can_ask", lambda: False)
    assert "--passphrase-file" in line("doctor").said


def test_the_passphrase_comes_from_a_file_or_the_prompt(
    line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line("init")
    monkeypatch.delenv("PLANREVIEW_PASSPHRASE")
    (tmp_path / "words").write_text(WORDS + "\n")
    assert line("doctor", "--passphrase-file", tmp_path / "words").code == 0
    assert line("doctor", "--passphrase-file", tmp_path / "none").code == 3
    monkeypatch.setattr("tui.command_line.session.can_ask", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda _prompt: WORDS)
    assert line("doctor").code == 0


def test_a_new_passphrase_is_typed_twice_the_same(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PLANREVIEW_PASSPHRASE")
    monkeypatch.setattr("tui.command_line.session.can_ask", lambda: True)
    typed = iter(["one", "two"])
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))
    assert line("init").code == 3
    assert not (line.folder / "store.db").exists()


def test_the_day_for_reading_is_a_day_or_wrong_use(line: Line) -> None:
    line("init")
    assert line("--today", "2024-09-16", "doctor").code == 0
    assert line("doctor", "--today", "31/2").code == 2


def test_the_unexpected_leaves_a_number_and_a_report_without_words(
    line: Line, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    def fails(_args: object) -> int:
        secret = "C-0147 said so"
        raise RuntimeError(secret)

    monkeypatch.setattr(keeping, "doctor", fails)
    ran = line("doctor")
    assert ran.code == 3
    assert "incident" in ran.said
    (report,) = (tmp_path / "data").rglob("incident-*.txt")
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert "C-0147" not in report.read_text() + ran.said
    assert "RuntimeError" in report.read_text()


def test_ctrl_c_is_one_sentence(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_args: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(keeping, "doctor", stopped)
    ran = line("doctor")
    assert (ran.code, len(ran.said.splitlines())) == (130, 1)


def test_the_screens_ask_for_a_terminal(line: Line) -> None:
    line("init")
    ran = line()
    assert (ran.code, len(ran.said.splitlines())) == (2, 1)


def test_what_people_wrote_reaches_no_terminal_as_a_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = [{"ref": "A-1", "text": HOSTILE, "items": [HOSTILE], "owner": None, "open": True}]
    print_rows(rows, as_json=False)
    print_record(rows[0], as_json=False)
    print_json(rows)
    printed = capsys.readouterr().out
    assert "[b]x[/y]" in printed
    for sign in ("\x1b", "\x00", "‮", "\u2028"):
        assert sign not in printed


def test_json_keeps_every_sign_for_a_script(line: Line, capsys: pytest.CaptureFixture[str]) -> None:
    import json

    print_json({"text": HOSTILE + "é \U0001f600"})
    assert json.loads(capsys.readouterr().out) == {"text": HOSTILE + "é \U0001f600"}


def test_a_table_fits_its_window_and_counts_wide_signs() -> None:
    rows = [{"ref": "A-1", "text": "word " * 40}, {"ref": "A-2", "text": "漢字" * 30}]
    assert all(len(each) <= 60 for each in table(rows, 60))
    head, first, second = table(rows, None)
    assert head.split() == ["ref", "text"]
    assert first.count("word") == 40
    assert second.endswith("字")


def test_the_parser_offers_only_what_is_there() -> None:
    import argparse

    (kinds,) = (
        action
        for action in parser.build()._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    for name, made in kinds.choices.items():
        assert callable(made.get_default("run")), name
