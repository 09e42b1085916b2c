"""What a centre has for its devices: what is to be written, what was not fetched, since when."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from store import asking, listing
from store.journal import Journal, natural_id
from store.snapshots import board, collate, devices, receive, refused_files, revoke, write_receipts
from store.snapshots.handing_back import HandBack, to_hand_back
from tests.store.parties import enrolled, save, sent


def waits(centre: Journal) -> list[tuple[str, tuple[int, ...], int, int, int]]:
    def told(one: HandBack) -> tuple[str, tuple[int, ...], int, int, int]:
        return one.name, one.receipts, one.changes, one.files, one.decisions

    return [told(one) for one in to_hand_back(centre)]


def test_a_receipt_waits_until_a_file_of_the_device_says_it_was_read(tmp_path: Path) -> None:
    centre, [device] = enrolled(tmp_path)
    out, back = tmp_path / "out", tmp_path / "back"
    assert waits(centre) == []
    save(device, title="one")
    sent(device, out)
    collate(centre, [out])
    assert waits(centre) == [("IRO-01", (), 0, 1, 0)]
    assert not to_hand_back(centre)[0].written
    write_receipts(centre, back)
    assert waits(centre) == [("IRO-01", (1,), 0, 0, 0)]
    assert to_hand_back(centre)[0].written
    [row] = listing.list_records(centre, "waiting")
    assert (row["name"], row["receipts"], row["files_not_answered"]) == ("IRO-01", [1], 0)
    # A file from before it was read says nothing of it.
    save(device, title="two")
    sent(device, out)
    receive(device, [back])
    collate(centre, [out])
    assert waits(centre) == [("IRO-01", (1,), 0, 1, 0)]
    save(device, title="three")
    sent(device, out)
    collate(centre, [out])
    assert waits(centre) == [("IRO-01", (), 0, 2, 0)]
    write_receipts(centre, back)
    receive(device, [back])
    save(device, title="four")
    sent(device, out)
    collate(centre, [out])
    write_receipts(centre, back)
    assert waits(centre) == [("IRO-01", (3,), 0, 0, 0)]


def test_a_decision_waits_for_every_device_whose_value_stood_there(tmp_path: Path) -> None:
    centre, found = enrolled(tmp_path, 3)
    out, back = tmp_path / "out", tmp_path / "back"
    thing = natural_id("thing", "one")
    for device, value in zip(found, ("a", "b", None), strict=True):
        save(device, thing if value else None, status=value or "alone")
        sent(device, out)
    collate(centre, [out])
    write_receipts(centre, back)
    for device in found:
        receive(device, [back])
        save(device, title="read")
        sent(device, out)
    collate(centre, [out])
    write_receipts(centre, back)
    before = {one.name: one.decisions for one in to_hand_back(centre)}
    assert set(before.values()) == {0}
    [conflict] = centre.conflicts()
    centre.decide(thing, conflict.field, "a", "the first was right")
    assert {one.name: one.decisions for one in to_hand_back(centre)} == {
        "IRO-01": 1,
        "IRO-02": 1,
        "IRO-03": 0,
    }
    write_receipts(centre, back)
    receive(found[0], [back])
    save(found[0], title="had it")
    sent(found[0], out)
    collate(centre, [out])
    assert {one.name: one.decisions for one in to_hand_back(centre)} == {
        "IRO-01": 0,
        "IRO-02": 1,
        "IRO-03": 0,
    }
    [second] = [one for one in to_hand_back(centre) if one.name == "IRO-02"]
    assert second.changes >= 1
    assert second.receipts == (2, 3)


def test_nothing_waits_for_a_revoked_device(tmp_path: Path) -> None:
    centre, [device] = enrolled(tmp_path)
    save(device, title="one")
    sent(device, tmp_path / "out")
    collate(centre, [tmp_path / "out"])
    revoke(centre, device.author.device)
    assert to_hand_back(centre) == []


def test_the_board_is_asked_in_the_language_of_every_list(tmp_path: Path) -> None:
    centre, [first, second] = enrolled(tmp_path, 2)
    save(first, title="one")
    path = sent(first, tmp_path / "out")
    shutil.copy(path, tmp_path / "rubbish")
    (tmp_path / "out" / "bad.planreview").write_bytes(b"not one")
    collate(centre, [tmp_path / "out"])
    rows = {line.id: board.device_row(line) for line in devices(centre)}
    rows |= {file.file: board.refused_row(file) for file in refused_files(centre)}
    rows |= {f"back:{one.id}": board.hand_back_row(one) for one in to_hand_back(centre)}
    one, other, bad = first.author.device, second.author.device, refused_files(centre)[0].file
    for query, wanted in (
        ("", set(rows)),
        ("kind:device", {one, other}),
        ("state:never", {other}),
        ("device:iro-01", {one, f"back:{one}"}),
        (board.ONLY_REFUSED, {bad}),
        ("kind:device last:today", {one}),
        ("waited>0", {one}),
        ("alder -kind:hand_back", {one, other}),
        ("not a snapshot", {bad}),
        ("ref:bad", {bad}),
        ("decisions<1 changes<1", {f"back:{one}"}),
    ):
        assert board.found(centre, query, rows) == wanted, query
    with pytest.raises(asking.QueryError, match="There is kind, device"):
        board.found(centre, "owner:me", rows)
    assert [way.text for way in board.complete(centre, "state:m", 7)] == ["missing"]
