"""`planreview decide`: every act of the conflict desk from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.tui.command_line_case import Line


def exchange(line: Line, centre: Line, folder: Path) -> None:
    """What the device wrote arrives at the centre."""
    line("snapshot", "--to", folder)
    centre("collate", folder)


@pytest.fixture
def both(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[Line, Line]:
    """A device and its centre, which wrote a child's team and words each in its own way."""
    line, centre = Line(tmp_path / "store", capsys), Line(tmp_path / "centre", capsys)
    assert line("init", "--person", "Alder", "--device", "laptop", "--no-passphrase").code == 0
    made = centre("init", "--person", "Birch", "--role", "collator", "--no-passphrase")
    assert made.code == 0
    for one, other in ((line, centre), (centre, line)):
        card = tmp_path / f"{one.folder.name}.card"
        assert one("card", "--to", card).code == 0
        assert other("enrol", card).code == 0
    for each, team in ((line, "North"), (centre, "South")):
        for number in (1, 2):
            added = each("add", "child", f"local_id=C-000{number}", f"team={team}")
            assert added.code == 0, added.said
        text = f"text=Rang, said {team}."
        assert each("add", "note", "about=C-0001", text).code == 0
    exchange(line, centre, tmp_path / "stick")
    return line, centre


def conflicts(line: Line) -> Any:
    """The open conflicts, as `list` prints them."""
    return line("list", "conflicts", "--json").json


def test_every_act_of_the_desk(both: tuple[Line, Line]) -> None:
    _, centre = both
    first, second = conflicts(centre)
    assert {first["field"], second["field"]} == {"team"}
    assert (first["risk"], first["put_off"]) == ("value", None)
    ref = first["ref"]
    assert centre("decide", ref).code == 2
    assert centre("decide", ref, "North", "--keep-both").code == 2
    wrong = centre("decide", ref, "East")
    assert wrong.code == 3
    assert "North" in wrong.said
    assert centre("decide", ref, "--keep-both").code == 3
    assert centre("decide", ref, "--not-same").code == 3
    assert "Alder" in centre("decide", ref, "--note", "Which team?").out
    assert centre("decide", ref, "--defer", "31/12/2199").code == 0
    assert {one["put_off"] for one in conflicts(centre)} == {None, "2199-12-31"}
    assert centre("undo").code == 0
    assert centre("decide", ref, "East", "--other", "--json").json["act"] == "value"
    assert centre("list", "children", "--json").json[0]["team"] in ("East", "North", "South")
    assert len(conflicts(centre)) == 1
    assert centre("undo").code == 0
    assert "2 of 2" in centre("decide", ref, "--for-all", "here", "--dry-run").out
    assert len(conflicts(centre)) == 2
    assert centre("decide", ref, "--for-all", "here").code == 0
    teams = {one["team"] for one in centre("list", "children", "--json").json}
    assert (teams, conflicts(centre)) == ({"South"}, [])


def test_possible_duplicates_are_listed_and_decided(both: tuple[Line, Line]) -> None:
    _, centre = both
    for _ in range(2):
        visit = ("add", "visit", "child=C-0001", "on=1/7/2024", "alone=y")
        assert centre(*visit).code == 0
    (double,) = centre("list", "duplicates", "--json").json
    assert (double["kind"], double["same"]) == ("visit", ["child", "on", "visitor"])
    assert [one["number"] for one in double["records"]] == [1, 2]
    assert centre("decide", double["ref"], "1").code == 3
    assert centre("decide", double["ref"], "1", "--reason", "One visit").code == 0
    assert centre("list", "duplicates", "--json").json == []
    assert centre("undo").code == 0
    record = double["records"][0]["id"]
    assert centre("decide", record, "--not-same").code == 0
    assert centre("list", "duplicates", "--json").json == []
