"""Cards, credentials and keys from the command line; a restored store goes on as a new device."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tui.command_line_case import Line


@pytest.fixture
def centre(no_store: Line, tmp_path: Path) -> Line:
    made = no_store.other("centre")
    assert made("init", "--person", "Birch", "--role", "collator", "--device", "Centre").code == 0
    made("card", "--to", tmp_path / "centre.card")
    return made


@pytest.fixture
def device(centre: Line, tmp_path: Path) -> Line:
    made = centre.other("device")
    assert made("init", "--person", "Ann", "--device", "laptop").code == 0
    assert made("card", "--to", tmp_path / "device.card").code == 0
    assert made("enrol", tmp_path / "centre.card").code == 0
    return made


def test_a_credential_is_said_and_handed_over(centre: Line, device: Line, tmp_path: Path) -> None:
    told = centre(
        *("enrol", tmp_path / "device.card", "--role", "manager", "--until", "2024-12-31"),
        *("--slice", "North", "South", "--credential", tmp_path / "laptop.credential"),
    )
    assert told.code == 0
    assert "Ann, manager" in told.out
    assert "North, South" in told.out
    said = json.loads((tmp_path / "laptop.credential").read_text("utf-8"))
    assert (said["role"], said["slice"]) == ("manager", ["North", "South"])
    again = centre("enrol", tmp_path / "device.card", "--until", "never", "--json")
    assert again.json["credential"]["until"] is None
    assert again.json["credential"]["number"] == 2
    assert centre("enrol", tmp_path / "device.card", "--role", "king").code == 3


def test_what_stands_aside_is_listed(centre: Line, device: Line, tmp_path: Path) -> None:
    centre("enrol", tmp_path / "device.card", "--role", "auditor")
    device("add", "child", "local_id=C-0001")
    device("snapshot", "--to", tmp_path / "out", "--yes")
    assert centre("collate", tmp_path / "out").code == 0
    rows = centre("list", "asides", "--json").json
    assert {row["cause"] for row in rows} == {"law"}
    assert "child" in {row["kind"] for row in rows}
    assert centre("list", "children", "--json").json == []


def test_new_keys_are_taken_without_reading_aloud(
    centre: Line, device: Line, tmp_path: Path
) -> None:
    centre("enrol", tmp_path / "device.card")
    told = device("rotate-keys")
    assert told.code == 0
    assert "Centre" in told.out
    device("card", "--to", tmp_path / "device.card")
    taken = centre("enrol", tmp_path / "device.card")
    assert "nothing has to be read aloud" in taken.out
    assert device("rotate-keys", "--json").json["hand_to"] == ["Centre"]


def test_a_restored_store_goes_on_as_a_new_device(
    centre: Line, device: Line, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    centre("enrol", tmp_path / "device.card")
    device("add", "child", "local_id=C-0001")
    assert device("backup", "--to", tmp_path / "backups").code == 0
    device("add", "child", "local_id=C-0002")
    device("snapshot", "--to", tmp_path / "out", "--yes")
    [file] = (tmp_path / "backups").iterdir()
    again = Line(tmp_path / "again", capsys)
    told = again("restore", file)
    assert told.code == 0
    assert "new device" in told.out
    again("add", "child", "local_id=C-0003")
    again("card", "--to", tmp_path / "again.card")
    taken = centre("enrol", tmp_path / "again.card")
    assert "goes on for it" in taken.out
    again("snapshot", "--to", tmp_path / "out", "--yes")
    assert centre("collate", tmp_path / "out").code == 0
    assert [row["ref"] for row in centre("list", "children", "--json").json] == [
        "C-0001",
        "C-0002",
        "C-0003",
    ]
    assert centre("list", "asides", "--json").json == []


def test_a_lost_centre_is_read_with_the_recovery_key_alone(
    centre: Line, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = Line(tmp_path / "lost", capsys)
    recovery = lost("init", "--person", "B", "--role", "collator", "--json").json["recovery_key"]
    lost("card", "--to", tmp_path / "lost.card")
    device = Line(tmp_path / "device", capsys)
    device("init", "--person", "Ann", "--device", "laptop")
    device("card", "--to", tmp_path / "device.card")
    device("enrol", tmp_path / "lost.card")
    device("add", "child", "local_id=C-0001")
    device("snapshot", "--to", tmp_path / "out", "--yes")
    centre("enrol", tmp_path / "device.card")
    assert centre("collate", tmp_path / "out").code == 3
    (tmp_path / "recovery.txt").write_text(recovery, "utf-8")
    read = centre("collate", tmp_path / "out", "--recovery-file", tmp_path / "recovery.txt")
    assert read.code == 0, read.said
    assert [row["ref"] for row in centre("list", "children", "--json").json] == ["C-0001"]
