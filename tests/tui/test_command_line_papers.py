"""Letters, decision sheets, templates and calendars from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import opening
from tests.store.caseload import add_child, log_first
from tests.store.rooms import TODAY
from tests.tui.command_line_case import Line


@pytest.fixture
def line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    """A store with one review held, and the command line at it."""
    folder = tmp_path / "store"
    journal = opening.init(folder, None, "Alder", role="iro", device="IRO-01", today=TODAY)
    log_first(journal, add_child(journal))
    opening.close_store(journal)
    return Line(folder, capsys)


def test_a_letter_is_printed_or_written(line: Line, tmp_path: Path) -> None:
    ref = line("list", "reviews", "--json").json[0]["ref"]
    printed = line("letter", ref, "--name", "Sam", "--today", "2024-09-16")
    assert printed.code == 0
    assert "Dear Sam," in printed.out
    to = tmp_path / "sheet.html"
    done = line("letter", ref, "--as", "decisions", "--to", to)
    assert (done.code, "Written to" in done.out) == (0, True)
    assert to.read_text("utf-8").startswith("<!DOCTYPE html>")
    wrong = line("letter", ref, "--to", tmp_path / "sheet.docx")
    assert (wrong.code, ".md .html .txt" in wrong.said) == (2, True)
    assert line("letter", "C-0147").code == 2
    assert line("letter", ref, "--as", "poem").code == 2


def test_templates_are_listed_written_and_restored(line: Line, tmp_path: Path) -> None:
    assert [row["name"] for row in line("template", "--json").json] == [
        "letter",
        "letter_decision",
        "decisions",
        "decisions_decision",
    ]
    own = tmp_path / "own.txt"
    own.write_text("Dear {nam}", "utf-8")
    wrong = line("template", "letter", "--from", own, "--reason", "Plainer")
    assert (wrong.code, "Did you mean {name}" in wrong.said) == (3, True)
    own.write_text("Hello {name}", "utf-8")
    assert line("template", "letter", "--from", own).code == 3
    assert line("template", "letter", "--from", own, "--reason", "Plainer").code == 0
    assert line("template", "letter").out == "Hello {name}\n"
    assert line("template", "letter", "--restore", "--reason", "No").code == 0
    assert "best wishes" in line("template", "letter").out
    assert line("template", "poem").code in (2, 3)


def test_the_calendar_is_printed_written_and_listed(line: Line, tmp_path: Path) -> None:
    printed = line("calendar", "20/9", "--today", "2024-09-16")
    assert printed.code == 0
    assert printed.out.startswith("September 2024, everyone")
    assert "C-0147" in printed.out
    listed = line("calendar", "--fortnight", "--iro", "Alder", "--json", "--today", "2024-09-16")
    kinds = {(row["on"], row["kind"], row["child"]) for row in listed.json}
    assert ("2024-09-20", "planned", "C-0147") in kinds
    to = tmp_path / "days.ics"
    assert line("calendar", "--to", to, "--today", "2024-09-16").code == 0
    assert "C-0147" not in to.read_text("utf-8")
    assert line("calendar", "--team", "x", "--iro", "y").code == 2
    assert line("calendar", "--to", tmp_path / "days.pdf").code == 2
