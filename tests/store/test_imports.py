"""Files are known by their content; what cannot be read is refused with file, line and remedy."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from store import imports, plans
from store.errors import Locked, PlanReviewError, Refused, WrongUse
from store.imports import files
from tests.store.rooms import FIXTURES, new_store, with_plan

REPORT = FIXTURES / "report.txt"


def refusal(folder: Path, file: Path, kind: type[PlanReviewError] = Refused) -> str:
    """The sentence with which a file is refused; nothing may have been taken."""
    journal = new_store(Path(tempfile.mkdtemp(dir=folder)))
    with pytest.raises(kind) as refused:
        imports.take(journal, imports.propose(journal, file))
    assert plans.plans(journal) == []
    assert journal.units() == []
    return refused.value.sentence


def written(folder: Path, text: str | bytes, name: str = "file.txt") -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_report_is_known_by_its_content_whatever_it_is_called(tmp_path: Path) -> None:
    disguised = written(tmp_path, REPORT.read_bytes(), "holiday.csv")
    assert imports.read(disguised).kind == "inspection-report"


def test_taking_a_report_counts_plan_areas_and_commitments(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    result = imports.take(journal, imports.propose(journal, REPORT))
    assert (result.kind, result.taken, result.unchanged) == ("inspection-report", 14, 0)
    assert result.refused == ()
    assert result.findings == ()
    assert len(journal.units()) == 1


def test_importing_again_changes_nothing(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    before = journal.state()
    result = imports.take(journal, imports.propose(journal, REPORT))
    assert (result.taken, result.unchanged) == (0, 14)
    assert journal.state() == before
    assert len(journal.units()) == 1


def test_importing_again_keeps_what_a_person_changed(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    area = plans.areas(journal)[0]
    plans.change_area(journal, area.id, text="Shorter.")
    imports.take(journal, imports.propose(journal, REPORT))
    assert plans.area(journal, area.id).text == "Shorter."


def test_an_import_that_was_undone_can_be_taken_again(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    journal.undo()
    assert plans.areas(journal) == []
    result = imports.take(journal, imports.propose(journal, REPORT))
    assert result.taken == 14
    assert len(plans.commitments(journal)) == 9


def test_two_stores_that_import_the_same_report_hold_the_same_records(tmp_path: Path) -> None:
    one, other = with_plan(tmp_path, seed=1), with_plan(tmp_path, seed=2)
    assert plans.plans(one) == plans.plans(other)
    assert plans.areas(one) == plans.areas(other)
    assert plans.commitments(one) == plans.commitments(other)


def test_the_result_prints_as_one_object(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    printed = imports.take(journal, imports.propose(journal, REPORT)).as_json()
    assert printed == {
        "kind": "inspection-report",
        "taken": 14,
        "unchanged": 0,
        "refused": [],
        "findings": [],
    }


# Refusals -----------------------------------------------------------------------------------


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    for content in (b"", b" \n\t\n"):
        assert "is empty" in refusal(tmp_path, written(tmp_path, content))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "nowhere.txt is not there" in refusal(tmp_path, tmp_path / "nowhere.txt")
    assert "is not there" in refusal(tmp_path, written(tmp_path, b"x") / "below")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path, tmp_path)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"ab\x00cd", "byte 2"),
        (b"\x80\x81\x82\x83\xff\xfe", "is no text"),
        (b"%PDF-1.7\n...", "is a PDF"),
        (b"PK\x03\x04....", "Word, Excel or zip"),
        (b"\xff\xfeA\xd8", "is no text"),
        (b"age-encryption.org/v1\n", "sealed file"),
    ],
)
def test_what_is_no_text_is_refused_with_what_it_is(
    tmp_path: Path, content: bytes, says: str
) -> None:
    assert says in refusal(tmp_path, written(tmp_path, content))


def test_a_file_that_is_too_large_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LARGEST", 100)
    assert "the limit is" in refusal(tmp_path, written(tmp_path, b"x" * 101))


@pytest.mark.parametrize("failure", [PermissionError(13, "no"), OSError(5, "Input/output error")])
def test_a_file_that_may_not_be_read_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: OSError
) -> None:
    # Raised by hand: an account that may read everything runs these tests too.
    file = written(tmp_path, REPORT.read_bytes())
    before = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        if path == file:
            raise failure
        return before(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    locked = isinstance(failure, PermissionError)
    sentence = refusal(tmp_path, file, Locked if locked else Refused)
    assert ("may not be read" if locked else "could not be read") in sentence


def test_a_pipe_or_device_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "no ordinary file" in refusal(tmp_path, tmp_path / "pipe")


def test_a_text_of_no_known_format_is_refused_with_the_formats(tmp_path: Path) -> None:
    sentence = refusal(tmp_path, written(tmp_path, "CHILD,DOB\n1,01/02/2020\n"))
    assert "inspection-report" in sentence


def test_a_format_that_does_not_exist_is_wrong_use(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    with pytest.raises(WrongUse, match="inspection-report"):
        imports.propose(journal, REPORT, as_kind="poem")


def test_control_characters_are_left_out_with_a_finding(tmp_path: Path) -> None:
    text = REPORT.read_text("utf-8").replace("each quarter", "each\x1b[31m quarter\x07")
    journal = new_store(tmp_path)
    result = imports.take(journal, imports.propose(journal, written(tmp_path, text)))
    assert [finding.rule for finding in result.findings] == ["control-characters"]
    assert all("\x1b" not in line.text for line in plans.commitments(journal))


def test_marks_of_other_languages_stay_as_they_were_typed(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    assert any("[b]every[/y]" in area.text for area in plans.areas(journal))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings_give_the_same_plan(tmp_path: Path, encoding: str) -> None:
    same = written(tmp_path, REPORT.read_text("utf-8").encode(encoding))
    journal = new_store(tmp_path)
    windows = written(
        tmp_path, REPORT.read_text("utf-8").replace("\n", "\r\n").encode(), "windows.txt"
    )
    expected = imports.propose(journal, REPORT).plan
    assert imports.propose(journal, same).plan == expected
    assert imports.propose(journal, windows).plan == expected
