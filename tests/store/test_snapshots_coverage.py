"""What the centre says of each device: exactly what is missing, how long silent, what is wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.snapshots import Coverage, collate, device_rows, devices, write_receipts, write_snapshot
from store.snapshots.arrivals import arrivals
from tests.store.devices import Clock
from tests.store.parties import enrolled, introduce, new_store, save, sent


def test_what_a_device_said_of_itself_is_kept(tmp_path: Path) -> None:
    centre, [device] = enrolled(tmp_path)
    for number in range(3):
        save(device, title=str(number))
    sent(device, tmp_path / "in")
    collate(centre, [tmp_path / "in"])
    [line] = devices(centre)
    assert (line.state, line.held, line.waited, line.missing) == (Coverage.WHOLE, ((1, 3),), 3, ())
    assert line.chain_broken_at is None
    assert line.receipt is None
    write_receipts(centre, tmp_path / "back")
    [line] = devices(centre)
    assert line.receipt is not None
    assert line.receipt[0] == 1


def test_a_gap_is_named_exactly_and_is_where_the_chain_breaks(tmp_path: Path) -> None:
    centre, [device] = enrolled(tmp_path)
    for number in range(3):
        save(device, title=str(number))
        sent(device, tmp_path / "in")
    first, second, _ = sorted((tmp_path / "in").iterdir())
    second.unlink()
    collate(centre, [tmp_path / "in"])
    [line] = devices(centre)
    assert (line.state, line.missing, line.chain_broken_at) == (Coverage.MISSING, ((2, 2),), 2)
    assert first.exists()
    [arrival] = list(arrivals(centre))
    assert "2" in arrival.what
    assert arrival.lost


def test_a_clock_far_ahead_is_told(tmp_path: Path) -> None:
    centre = new_store(tmp_path / "centre", 200, "collator")
    clock = Clock(datetime(2024, 9, 16, 9, tzinfo=UTC) + timedelta(days=400))
    device = new_store(tmp_path / "device", 1, clock=clock)
    introduce(centre, device)
    save(device, title="from next year")
    sent(device, tmp_path / "in")
    collate(centre, [tmp_path / "in"])
    [line] = devices(centre)
    assert line.ahead
    assert line.state is Coverage.AHEAD
    assert [one.what for one in arrivals(centre)] == ["Its clock runs more than a day ahead"]


def test_two_copies_of_one_device_are_told(tmp_path: Path) -> None:
    centre, [device] = enrolled(tmp_path)
    copy = new_store(tmp_path / "copy", 1)
    save(device, title="one")
    save(copy, title="other")
    for each in (device, copy):
        for over in each.ranges():
            centre.receive(list(each.changes(over)), [over])
    [line] = devices(centre)
    assert (line.state, line.forked) == (Coverage.FORKED, 1)
    assert line.aside == 2
    [arrival] = list(arrivals(centre))
    assert "from change 1 on" in arrival.what
    [row] = device_rows(centre)
    assert (row["state"], row["forked"], row["aside"]) == ("forked", 1, 2)


@pytest.mark.parametrize("full", [False, True])
def test_a_full_file_says_what_had_waited(tmp_path: Path, full: bool) -> None:
    centre, [device] = enrolled(tmp_path)
    save(device, title="one")
    sent(device, tmp_path / "in")
    save(device, title="two")
    write_snapshot(device, tmp_path / "in", full)
    collate(centre, [tmp_path / "in"])
    [line] = devices(centre)
    assert line.waited == 1
