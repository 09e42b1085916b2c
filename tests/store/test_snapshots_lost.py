"""The lost-laptop drill: exactly what a device held, what never came, and what to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from store import children
from store.errors import NotFound
from store.snapshots import Cancelled, collate, devices, revoke, write_receipts, write_snapshot
from store.snapshots.lost import lost
from tests.store.parties import introduce
from tests.store.rooms import new_store
from tests.store.test_snapshots_main_job import at_work, new_centre


def test_it_lists_what_the_device_wrote_and_what_was_sent_to_it(tmp_path: Path) -> None:
    centre = new_centre(tmp_path)
    one, other = new_store(tmp_path, 1), new_store(tmp_path, 2)
    for device, ref in ((one, "C-0001"), (other, "C-0002")):
        introduce(centre, device)
        at_work(device, "Hazel")
        children.add_child(device, f"D-{ref[2:]}", dob=date(2013, 1, 2), iro="Willow")
        write_snapshot(device, tmp_path / "in")
    collate(centre, [tmp_path / "in"])
    before = lost(centre, "IRO-01")
    assert before.sent.records == 0
    write_receipts(centre, tmp_path / "back")
    account = lost(centre, "IRO-01")
    assert account.own == before.own
    assert account.own.children == ("C-0001", "D-0001")
    assert ("evidence", 1) in account.own.kinds
    assert account.files == 1
    assert account.own.changes == devices(centre)[0].received
    assert "D-0002" in account.sent.children
    text = account.as_text()
    for words in ("D-0001", "D-0002", "What never came", "Revoke IRO-01", "whether it was locked"):
        assert words in text
    assert not any(each.party.revoked for each in devices(centre)), "a rehearsal revokes nobody"
    revoke(centre, "IRO-01")
    assert "IRO-01 is revoked" in lost(centre, "IRO-01").as_text()


def test_what_never_came_is_named_by_number(tmp_path: Path) -> None:
    centre, device = new_centre(tmp_path), new_store(tmp_path, 1)
    introduce(centre, device)
    for number in range(3):
        children.add_child(device, f"C-{number}")
        write_snapshot(device, tmp_path / "in")
    sorted((tmp_path / "in").iterdir())[1].unlink()
    collate(centre, [tmp_path / "in"])
    [line] = devices(centre)
    text = lost(centre, "IRO-01").as_text()
    first, last = line.missing[0]
    count = last - first + 1
    spans = f"{first}–{last}" if count > 1 else f"{first}"
    assert f"by number: {spans} ({count})" in text


def test_of_a_device_that_never_sent_nothing_is_known_and_that_is_said(tmp_path: Path) -> None:
    centre, device = new_centre(tmp_path), new_store(tmp_path, 1)
    introduce(centre, device)
    text = lost(centre, "IRO-01").as_text()
    assert "No file of it was ever read here" in text
    assert "Nothing was sent to it from here" in text
    with pytest.raises(NotFound):
        lost(centre, "IRO-09")


def test_reading_the_account_stops_when_nobody_waits_for_it(tmp_path: Path) -> None:
    centre, device = new_centre(tmp_path), new_store(tmp_path, 1)
    introduce(centre, device)
    with pytest.raises(Cancelled):
        lost(centre, "IRO-01", lambda: True)
