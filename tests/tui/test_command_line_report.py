"""`planreview report`: listed, printed, written, for readers outside unless said otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.command_line_case import Line


@pytest.fixture
def line(line: Line) -> Line:
    """With two children in it."""
    for local in ("C-0147", "C-0148"):
        added = line("add", "child", f"local_id={local}", "dob=2014-05-01", "started=2024-04-10")
        assert added.code == 0
    return line


def test_without_a_name_the_reports_are_listed_with_their_usual_days(line: Line) -> None:
    rows = line("report", "--json").json
    assert {row["name"]: (row["from"], row["to"]) for row in rows} == {
        "iro-quarterly": ("2024-04-01", "2024-06-30"),
        "iha-weekly": ("2024-09-09", "2024-09-15"),
    }
    assert "Quarterly report" in line("report").out


def test_a_report_is_printed_for_readers_outside(line: Line) -> None:
    ran = line("report", "iro-quarterly")
    assert ran.code == 0
    assert "Entered care in the period | fewer than five" in ran.out
    assert "C-0147" not in ran.out
    inside = line("report", "iro-quarterly", "--for", "inside")
    assert "Entered care in the period | 2 |" in inside.out


def test_a_report_is_written_with_the_days_named(line: Line, tmp_path: Path) -> None:
    to = tmp_path / "weekly.html"
    named = ("--from", "2024-04-08", "--to", "14/4/2024", "--to", to)
    ran = line("report", "iha-weekly", *named)
    assert ran.code == 0
    assert "8 Apr 2024 to 14 Apr 2024" in ran.out
    assert "fewer than five" in to.read_text("utf-8")
    content = line("report", "iha-weekly", *named, "--for", "inside", "--json").json
    assert content == {
        "file": str(to),
        "name": "iha-weekly",
        "from": "2024-04-08",
        "to": "2024-04-14",
        "as_at": "2024-09-16",
        "for": "inside",
    }


def test_one_day_means_its_own_quarter(line: Line) -> None:
    content = line("report", "iro-quarterly", "--from", "2024-02-14", "--json").json
    assert (content["from"], content["to"]) == ("2024-01-01", "2024-03-31")


def test_records_stand_in_json_only_for_readers_inside(line: Line) -> None:
    outside = line("report", "iro-quarterly", "--json").out
    assert '"records"' not in outside
    assert '"records"' in line("report", "iro-quarterly", "--json", "--for", "inside").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nonsense",), "iro-quarterly, iha-weekly"),
        (("iro-quarterly", "--to", "x.pdf"), ".html"),
        (("iro-quarterly", "--to", "x.md", "--to", "y.md"), "Give each once"),
        (("iro-quarterly", "--from", "31/9/2024"), "September"),
        (("iro-quarterly", "--for", "everybody"), "inside"),
    ],
)
def test_wrong_use_is_said_and_writes_nothing(
    line: Line, words: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = line("report", *words)
    assert ran.code == 2
    assert said in ran.said
    assert not list(tmp_path.glob("*.*"))


def test_a_query_narrows_it_for_readers_inside(line: Line, tmp_path: Path) -> None:
    assert line("add", "child", "local_id=C-0200", "team=North", "started=2024-05-01").code == 0
    to = tmp_path / "north.md"
    named = ("report", "iro-quarterly", "team:north")
    refused = line(*named, "--to", to)
    assert refused.code == 2
    assert "--for inside" in refused.said
    assert not to.exists()
    ran = line(*named, "--to", to, "--for", "inside")
    assert ran.code == 0
    assert "team:north, 1 of 3 known here" in ran.out
    assert "team:north, 1 of 3 known here" in to.read_text("utf-8")
    content = line(*named, "-child:C-0147", "--for", "inside", "--json").json
    assert (content["query"], content["children"]) == ("team:north -child:C-0147", 1)


def test_a_query_that_cannot_be_read_is_pointed_at(line: Line) -> None:
    ran = line("report", "iro-quarterly", "team:north", "colour:red", "--for", "inside")
    assert ran.code == 2
    sentence, text, carets = ran.said.splitlines()
    assert "colour" in sentence
    assert text.index("colour") == carets.index("^")
    assert carets.strip() == "^" * len("colour")
    assert line("list", "actions", "ownr:hazel").code == 2


def test_the_query_may_stand_after_an_option(line: Line) -> None:
    content = line("report", "iro-quarterly", "--for", "inside", "child:c-0147", "--json").json
    assert content["query"] == "child:c-0147"
    assert len(line("list", "children", "--json", "-ref:c-0147", "c-0148").json) == 1
    assert line("list", "children", "--jsn", "c-0148").code == 2
    assert line("show", "C-0147", "C-0148").code == 2
