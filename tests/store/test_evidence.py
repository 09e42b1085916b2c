"""Evidence lies on areas, commitments and actions; its file is sealed and comes out unchanged."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from store import evidence, plans
from store.codes import EvidenceKind
from store.errors import NotFound, ReasonNeeded, Refused, WrongUse
from store.evidence import FileNotTaken, NoEvidenceThere
from tests.store.rooms import first_commitment, with_plan

AUDIT = EvidenceKind.AUDIT


def test_evidence_counts_at_the_level_it_lies_on_and_above(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    line = first_commitment(journal)
    action = plans.add_action(journal, line.id, "Write the page")
    for about in (line.area_id, line.id, action):
        evidence.add_evidence(journal, about, AUDIT)
    assert plans.action(journal, action).evidence == 1
    assert plans.commitment(journal, line.id).standing.evidence == 2
    assert plans.area(journal, line.area_id).standing.evidence == 3
    assert plans.plans(journal)[0].standing.evidence == 3
    assert len(evidence.evidence_below(journal, line.area_id)) == 3


def test_everything_recorded_comes_back(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    area = plans.areas(journal)[0]
    made = evidence.add_evidence(
        journal, area.id, AUDIT, date(2024, 9, 6), "Shared drive", "Hazel", "9 of 10 files in order"
    )
    (found,) = evidence.evidence(journal, area.id)
    assert found.id == made
    assert found.ref == f"E-{made[:6]}"
    assert (found.about_kind, found.about_ref) == ("area", "2023-HW-1")
    assert (found.kind, found.on, found.older_than) == (AUDIT, date(2024, 9, 6), 10)
    assert (found.held_at, found.checked_by) == ("Shared drive", "Hazel")
    assert found.shows == "9 of 10 files in order"
    assert found.file_name is None


def test_evidence_does_not_go_on_a_plan_or_a_stranger(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    for about in (plans.plans(journal)[0].id, "0" * 32):
        with pytest.raises(NoEvidenceThere, match="an area for improvement, a commitment"):
            evidence.add_evidence(journal, about, AUDIT)


def test_evidence_of_a_day_to_come_is_refused(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    with pytest.raises(Refused) as refused:
        evidence.add_evidence(journal, plans.areas(journal)[0].id, AUDIT, date(2024, 9, 17))
    assert refused.value.field == "on"


def test_an_attached_file_is_sealed_and_comes_out_unchanged(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    content = b"words of a child " * 1000
    file = tmp_path / "audit of June.txt"
    file.write_bytes(content)
    made = evidence.add_evidence(journal, plans.areas(journal)[0].id, AUDIT, file=file)
    found = evidence.one_evidence(journal, made)
    assert (found.file_name, found.file_size) == ("audit of June.txt", len(content))
    assert evidence.read_file(journal, made) == content
    lying = [path for path in journal.folder.rglob("*") if path.is_file()]
    assert not any(b"words of a child" in path.read_bytes() for path in lying)
    assert not any("audit" in path.name for path in lying)


def test_the_file_is_written_out_where_a_person_asks_and_nothing_is_written_over(
    tmp_path: Path,
) -> None:
    journal = with_plan(tmp_path)
    file = tmp_path / "audit.txt"
    file.write_bytes(b"content")
    made = evidence.add_evidence(journal, plans.areas(journal)[0].id, AUDIT, file=file)
    out = tmp_path / "out"
    out.mkdir()
    place = evidence.save_file(journal, made, out)
    assert place == out / "audit.txt"
    assert place.read_bytes() == b"content"
    assert place.stat().st_mode & 0o077 == 0
    with pytest.raises(FileNotTaken, match="is there already"):
        evidence.save_file(journal, made, out)


def test_a_file_name_never_leads_out_of_a_folder(tmp_path: Path) -> None:
    assert evidence._file_name("../../etc/passwd") == "passwd"
    assert evidence._file_name("..\\..\\boot.ini") == "boot.ini"
    assert evidence._file_name("..") not in ("..", "")
    assert "\x1b" not in evidence._file_name("a\x1b[31m.txt")


def test_another_file_needs_a_reason_and_a_refusal_seals_nothing(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    file = tmp_path / "one.txt"
    file.write_bytes(b"1")
    made = evidence.add_evidence(journal, plans.areas(journal)[0].id, AUDIT)
    evidence.attach(journal, made, file)
    sealed = sorted(journal.folder.rglob("*"))
    with pytest.raises(ReasonNeeded):
        evidence.attach(journal, made, file)
    assert sorted(journal.folder.rglob("*")) == sealed
    evidence.attach(journal, made, file, "The signed one")


def test_files_that_cannot_be_attached_are_refused(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    made = evidence.add_evidence(journal, plans.areas(journal)[0].id, AUDIT)
    os.mkfifo(tmp_path / "pipe")
    for file in (tmp_path, tmp_path / "pipe", tmp_path / "nowhere"):
        with pytest.raises(FileNotTaken):
            evidence.attach(journal, made, file)
    with pytest.raises(NotFound, match="No file"):
        evidence.read_file(journal, made)


def test_what_evidence_shows_changes_only_with_a_reason(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    made = evidence.add_evidence(journal, plans.areas(journal)[0].id, AUDIT, shows="Nine of ten")
    with pytest.raises(ReasonNeeded):
        evidence.change_evidence(journal, made, shows="Ten of ten")
    assert evidence.change_evidence(journal, made, "Counted again", shows="Ten of ten")
    assert evidence.change_evidence(journal, made, checked_by="Rowan", held_at="Drive")
    with pytest.raises(WrongUse, match="kind, on, held_at, checked_by, shows"):
        evidence.change_evidence(journal, made, colour="red")


def test_withdrawn_evidence_counts_nowhere(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    area = plans.areas(journal)[0]
    made = evidence.add_evidence(journal, area.id, AUDIT)
    evidence.withdraw_evidence(journal, made, "Of another area")
    assert evidence.evidence(journal) == []
    assert plans.area(journal, area.id).standing.evidence == 0


def test_old_evidence_says_so_and_when_it_is_old(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    area = plans.areas(journal)[0]
    for day in (date(2024, 7, 18), date(2024, 7, 17)):  # sixty days ago, and sixty-one
        evidence.add_evidence(journal, area.id, AUDIT, day)
    just, old = evidence.evidence(journal, area.id)
    assert just.age_note is None
    assert old.age_note == "Older than 60 days: a second reading is due (v)"
