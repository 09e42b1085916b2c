"""Exports: exactly what is on the screen, and nothing a spreadsheet would carry out."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pytest

from store import exporting, open_work, plans
from store.journal import Journal
from tests.store.rooms import with_plan


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    journal = with_plan(tmp_path)
    first = plans.commitments(journal)[0]
    for title in ("=cmd|' /C calc'!A0", " +1+2", "-2", "@SUM(A1)", "A plain one", "Tab\there"):
        plans.add_action(journal, first.id, title, "Hazel")
    return journal


def test_csv_holds_query_count_columns_and_order(journal: Journal, tmp_path: Path) -> None:
    numbers = open_work.ids(journal, "kind:action", "ref").rest()
    done = exporting.export(
        journal, tmp_path / "out.csv", numbers, ("ref", "what", "owner"), "kind:action"
    )
    assert done.rows == 6
    lines = list(csv.reader((tmp_path / "out.csv").read_text("utf-8-sig").splitlines()))
    assert lines[0] == ["Query", "kind:action"]
    assert lines[1] == ["Rows", "6"]
    assert lines[4] == ["Reference", "What", "Owner"]
    shown = [row.ref for row in open_work.page(journal, numbers) if row]
    assert [line[0] for line in lines[5:]] == shown


def test_no_cell_of_a_csv_begins_as_a_formula(journal: Journal, tmp_path: Path) -> None:
    numbers = open_work.ids(journal, "kind:action").rest()
    exporting.export(journal, tmp_path / "out.csv", numbers, ("what",), '-"=1+1"')
    cells = [
        cell
        for line in csv.reader((tmp_path / "out.csv").read_text("utf-8-sig").splitlines())
        for cell in line
    ]
    assert not [cell for cell in cells if cell.lstrip()[:1] in ("=", "+", "-", "@")]


def test_json_is_for_programs(journal: Journal, tmp_path: Path) -> None:
    numbers = open_work.ids(journal, "plain").rest()
    exporting.export(journal, tmp_path / "out.json", numbers, ("what", "status", "due"), "plain")
    told = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert (told["query"], told["count"]) == ("plain", 1)
    assert told["rows"] == [{"what": "A plain one", "status": "not_started", "due": None}]


def test_a_workbook_holds_texts_and_no_formula(journal: Journal, tmp_path: Path) -> None:
    numbers = open_work.ids(journal, "kind:action").rest()
    exporting.export(journal, tmp_path / "out.xlsx", numbers)
    with zipfile.ZipFile(tmp_path / "out.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        texts = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "=cmd|" in texts


def test_another_ending_is_refused_with_the_three_there_are(
    journal: Journal, tmp_path: Path
) -> None:
    with pytest.raises(exporting.NoSuchFormat, match=r"\.csv, \.xlsx or \.json"):
        exporting.export(journal, tmp_path / "out.doc", [])


def test_a_list_of_any_kind_can_be_written(journal: Journal, tmp_path: Path) -> None:
    rows = [{"ref": "x", "text": "=1", "n": 2, "id": "hidden"}]
    exporting.export_rows(journal, tmp_path / "list.csv", rows)
    assert "hidden" not in (tmp_path / "list.csv").read_text("utf-8-sig")
