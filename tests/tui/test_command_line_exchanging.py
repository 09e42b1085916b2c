"""Import, cards, snapshots and collating from the command line: the main job without a screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.command_line_case import Line, enrolled

REPORT = "004_015f410490e342ad.txt"


def test_a_snapshot_without_a_centre_is_refused_with_words(line: Line, tmp_path: Path) -> None:
    line("add", "child", "local_id=C-0147")
    ran = line("snapshot", "--to", tmp_path / "stick")
    assert (ran.code, len(ran.said.splitlines())) == (3, 1)
    assert "enrol" in ran.said
    assert not (tmp_path / "stick").exists()


def test_a_snapshot_is_collated_once_however_often_it_is_read(line: Line, tmp_path: Path) -> None:
    centre = enrolled(line, tmp_path)
    line("add", "child", "local_id=C-0147", "dob=2014-05-01", "started=2024-06-10")
    assert line("snapshot", "--to", tmp_path / "stick", "--json").json["changes"] > 0
    assert "everything" in line("snapshot", "--to", tmp_path / "stick").said
    assert len(list((tmp_path / "stick").iterdir())) == 1
    done = centre("collate", tmp_path / "stick").json
    told = {"files", "taken", "already", "refused", "changes", "conflicts", "aside", "receipts"}
    assert set(done) == told
    assert (done["taken"], done["refused"]) == (1, 0)
    again = centre("collate", tmp_path / "stick").json
    assert (again["taken"], again["already"], again["changes"]) == (0, 1, 0)
    assert [child["local_id"] for child in centre("list", "children", "--json").json] == ["C-0147"]
    (device,) = centre("list", "devices", "--json").json
    assert {"ref", "name", "received", "missing", "last_heard"} <= set(device)


def test_a_flipped_bit_is_set_aside_and_listed(line: Line, tmp_path: Path) -> None:
    centre = enrolled(line, tmp_path)
    line("add", "child", "local_id=C-0147")
    path = Path(line("snapshot", "--to", tmp_path / "stick", "--json").json["file"])
    data = bytearray(path.read_bytes())
    data[-40] ^= 1
    path.write_bytes(data)
    ran = centre("collate", tmp_path / "stick")
    assert (ran.code, ran.json["refused"]) == (3, 1)
    assert centre("verify", path).code == 3
    (aside,) = centre("list", "refused", "--json").json
    assert {"file", "reason", "line"} <= set(aside)
    assert centre("list", "children", "--json").json == []


def test_two_who_changed_one_thing_are_both_seen_until_one_decides(
    line: Line, tmp_path: Path
) -> None:
    centre = enrolled(line, tmp_path)
    second = line.other("second")
    assert second("init", "--person", "Ben", "--device", "other").code == 0
    for one, other in ((second, centre), (centre, second)):
        card = tmp_path / f"{one.folder.name}.second"
        one("card", "--to", card)
        other("enrol", card)
    for each, team in ((line, "North"), (second, "South")):
        assert each("add", "child", "local_id=C-0147", f"team={team}").code == 0
        assert each("snapshot", "--to", tmp_path / "stick").code == 0
    assert centre("collate", tmp_path / "stick").code == 1
    assert len(centre("list", "children", "--json").json) == 1
    (conflict,) = centre("list", "conflicts", "--json").json
    assert {"ref", "record", "field", "values"} <= set(conflict)
    assert {head["value"] for head in conflict["values"]} == {"North", "South"}
    assert centre("decide", conflict["ref"], "East", "--reason", "asked").code == 3
    assert centre("decide", conflict["ref"], "south", "--reason", "asked").code == 0
    assert centre("list", "conflicts", "--json").json == []
    assert centre("list", "children", "--json").json[0]["team"] == "South"


def test_a_revoked_device_is_taken_no_more(line: Line, tmp_path: Path) -> None:
    centre = enrolled(line, tmp_path)
    line("add", "child", "local_id=C-0147")
    line("snapshot", "--to", tmp_path / "stick")
    assert centre("revoke", "laptop").code == 0
    assert centre("collate", tmp_path / "stick").json["refused"] == 1


def test_a_file_that_is_no_report_is_refused_whole(line: Line, tmp_path: Path) -> None:
    for name, content in (("empty.txt", b""), ("binary.txt", bytes(range(256)) * 20)):
        (tmp_path / name).write_bytes(content)
        ran = line("import", tmp_path / name)
        assert (ran.code, ran.out) == (3, "")
        assert len(ran.said.splitlines()) == 1
        assert name in ran.said
    assert line("import", tmp_path / "none.txt").code == 3
    both = line("import", tmp_path / "empty.txt", tmp_path / "binary.txt")
    assert both.code == 3
    assert len(both.json["refused"]) == 2


@pytest.mark.shared
def test_the_published_report_is_taken_once(line: Line, shared: Path) -> None:
    report = shared / "sources" / REPORT
    looked = line("import", report, "--dry-run")
    assert (looked.code, looked.json["taken"]) == (0, 40)
    proposed = looked.json["plan"]["areas"]
    assert [len(area["commitments"]) for area in proposed] == [3, 5, 5, 3, 3, 4, 2, 6]
    assert len(proposed[5]["commitments"][1]["items"]) == 7
    assert line("list", "areas", "--json").json == []
    taken = line("import", report).json
    assert set(taken) == {"kind", "taken", "unchanged", "refused", "findings"}
    assert (taken["taken"], taken["unchanged"]) == (40, 0)
    again = line("import", report).json
    assert (again["taken"], again["unchanged"]) == (0, 40)
    areas = line("list", "areas", "--json").json
    assert len(areas) == 8
    assert len(line("list", "commitments", "--json").json) == 31
