"""Export from the command line, and where the demo of many items begins."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from store import open_work
from store.journal import Journal
from store.opening import open_store
from tests.tui.command_line_case import WORDS, Line
from tui.app import PlanReviewApp
from tui.command_line import opening
from tui.command_line.parser import build


@pytest.fixture
def line(line: Line) -> Line:
    """With two children in it."""
    for local in ("C-0147", "C-0148"):
        added = line("add", "child", f"local_id={local}", "dob=2014-05-01", "started=2024-06-10")
        assert added.code == 0
    return line


def test_open_work_is_written_as_triage_lists_it(line: Line, tmp_path: Path) -> None:
    to = tmp_path / "work.json"
    ran = line("export", "work", "kind:review", "--to", to)
    assert (ran.code, ran.out.split()[0]) == (0, "2")
    held = json.loads(to.read_text())
    assert {row["child"] for row in held["rows"]} == {"C-0147", "C-0148"}
    assert "kind:review" in to.read_text()
    one = tmp_path / "one.csv"
    fewer = line("export", "work", "child:C-0147", "kind:review", "--to", one, "--json").json
    assert fewer["rows"] == 1
    assert "C-0148" not in one.read_text("utf-8-sig")


def test_the_records_of_a_kind_are_written_as_list_prints_them(line: Line, tmp_path: Path) -> None:
    ran = line("export", "children", "C-0148", "--to", tmp_path / "children.csv")
    assert ran.code == 0
    text = (tmp_path / "children.csv").read_text("utf-8-sig")
    assert "C-0148" in text
    assert "C-0147" not in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("work", "--to", "work.odt"), ".csv"),
        (("nothing", "--to", "work.csv"), "children"),
        (("work", "nofield:x", "--to", "work.csv"), "nofield"),
        (("work",), "--to"),
        (("work", "--sort", "colour", "--to", "work.csv"), "It is by due, owner, kind"),
        (("children", "--sort", "colour", "--to", "work.csv"), "It is by ref, local_id"),
    ],
)
def test_what_cannot_be_written_is_said_in_one_sentence(
    line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = line("export", *words)
    assert ran.code in (2, 3)
    assert said in ran.said
    assert not list(tmp_path.glob("work.*"))


def test_the_demo_of_many_items_begins_on_triage(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str | None] = []

    def shown(app: PlanReviewApp) -> int:
        begun.append(app.begins_with)
        assert isinstance(app.journal, Journal)
        return 0

    monkeypatch.setattr(opening, "_shown", shown)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(opening, "_needs_a_terminal", lambda: None)
    args = build().parse_args(["demo", "--items", "60"])
    assert args.run(args) == 0
    assert begun == ["triage"]


def test_open_work_is_listed_as_it_is_exported(line: Line, tmp_path: Path) -> None:
    listed = line("list", "work", "-kind:review", "--json").json
    to = tmp_path / "work.json"
    assert line("export", "work", "-kind:review", "--to", to).code == 0
    exported = json.loads(to.read_text("utf-8"))
    assert exported["query"] == "-kind:review"
    assert [row["ref"] for row in listed] == [row["ref"] for row in exported["rows"]]
    assert len(listed) == exported["count"] > 0
    assert line("list", "work", "colour:red").code == 2


def test_every_order_of_triage_can_be_typed_both_ways_round(line: Line, tmp_path: Path) -> None:
    to = tmp_path / "work.json"
    journal = open_store(line.folder, WORDS)
    try:
        for sort, shown in [(name, name) for name in open_work.SORTS] + [("clock", "due")]:
            for typed, down in ((sort, False), (f"-{sort}", True)):
                numbers = open_work.ids(journal, "kind:review", shown, descending=down).rest()
                refs = [row.ref for row in open_work.page(journal, numbers) if row]
                listed = line("list", "work", "kind:review", "--sort", typed, "--json").json
                assert [row["ref"] for row in listed] == refs
                line("export", "work", "kind:review", f"--sort={typed}", "--to", to)
                assert [row["ref"] for row in json.loads(to.read_text())["rows"]] == refs
    finally:
        journal.close()


def test_other_kinds_are_sorted_by_their_own_columns(line: Line) -> None:
    up = [row["ref"] for row in line("list", "children", "--sort", "local_id", "--json").json]
    down = [row["ref"] for row in line("list", "children", "--sort", "-local-id", "--json").json]
    assert up == ["C-0147", "C-0148"] == down[::-1]
    assert line("list", "plans", "--sort", "title").code == 0
