"""A clock far behind is told from what was long on its way: by the receipt a file speaks of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from store.journal import Journal
from store.snapshots import Coverage, DeviceLine, collate, devices, receive, write_receipts
from store.snapshots.coverage import device_rows
from tests.store.devices import Clock
from tests.store.parties import enrolled, save, sent

NOW = datetime(2024, 9, 16, 9, tzinfo=UTC)
YEARS = timedelta(days=1000)


def line_of(centre: Journal, device: Journal) -> DeviceLine:
    return next(line for line in devices(centre) if line.id == device.author.device)


def test_a_file_older_than_the_receipt_it_speaks_of_has_a_clock_behind(tmp_path: Path) -> None:
    centre, [wrong, right] = enrolled(tmp_path, 2)
    wrong._now = Clock(NOW - YEARS)
    for device in (wrong, right):
        save(device, title="first")
        sent(device, tmp_path / "1")
    collate(centre, [tmp_path / "1"])
    # Old is what it says it is: it may have waited offline for years.
    assert not line_of(centre, wrong).behind
    write_receipts(centre, tmp_path / "1")
    for device in (wrong, right):
        receive(device, [tmp_path / "1"])
        save(device, title="second")
        sent(device, tmp_path / "2")
    # The stick lies in a drawer for years.
    centre._now = Clock(NOW + YEARS)
    collate(centre, [tmp_path / "2"])
    found = line_of(centre, wrong)
    assert (found.behind, found.state) == (True, Coverage.BEHIND)
    assert not line_of(centre, right).behind
    said = {row["ref"]: row["clock_behind"] for row in device_rows(centre)}
    assert said[wrong.author.device]
    assert not said[right.author.device]
    # Once it is set, the next file says so.
    wrong._now = Clock(NOW + YEARS)
    save(wrong, title="third")
    sent(wrong, tmp_path / "3")
    collate(centre, [tmp_path / "3"])
    assert not line_of(centre, wrong).behind
