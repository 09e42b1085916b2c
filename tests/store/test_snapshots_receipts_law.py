"""Credentials, copies and new keys on the way back: what a device learns from its receipt."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from store import children
from store.database import get_setting, set_setting
from store.journal import Journal
from store.rules import RuleRecord
from store.snapshots import (
    Delivery,
    Wanted,
    collate,
    copy_writes,
    deliveries,
    enrol,
    own_card,
    own_credential,
    receive,
    rotate_keys,
    told,
    write_receipts,
    write_snapshot,
)
from tests.store.devices import Thing
from tests.store.parties import enrolled, new_store, save, sent
from tests.store.test_snapshots_receipts import in_team, logged


def service(
    tmp_path: Path, slice_: tuple[str, ...], role: str = "manager"
) -> tuple[Journal, Journal, Journal, Path]:
    """A centre, a device with children of two teams, another one with a slice, and a stick."""
    centre = in_team(tmp_path, "Centre", "Birch", "collator", 21)
    iro = in_team(tmp_path, "IRO-01", "Alder", "iro", 22)
    other = in_team(tmp_path, "Other", "Maple", "iro", 23)
    for device in (iro, other):
        enrol(device, own_card(centre))
    enrol(centre, own_card(iro))
    enrol(centre, own_card(other), Wanted(role=role, slice=slice_))
    logged(iro, "C-0001", "North")
    logged(iro, "C-0002", "South")
    write_snapshot(iro, tmp_path / "stick")
    collate(centre, [tmp_path / "stick"])
    write_receipts(centre, tmp_path / "stick")
    return centre, iro, other, tmp_path / "stick"


def seen(journal: Journal) -> list[str]:
    """The children on a device."""
    return sorted(child.ref for child in children.children(journal))


def test_the_credential_comes_with_the_receipt_and_says_the_slice(tmp_path: Path) -> None:
    centre, _, other, stick = service(tmp_path, ("North",))
    assert own_credential(other) is None
    assert receive(other, [stick]).refused == 0
    given = own_credential(other)
    assert given is not None
    assert (given.role, given.slice, other.author.role) == ("manager", ("North",), "manager")
    assert seen(other) == ["C-0001"]
    # Another slice: what is new in it comes, what is here already is not sent again.
    enrol(centre, own_card(other), Wanted(slice=("North", "South")))
    write_receipts(centre, stick)
    receive(other, [stick])
    assert seen(other) == ["C-0001", "C-0002"]
    assert write_receipts(centre, stick).written == ()


def test_all_and_none(tmp_path: Path) -> None:
    *_, other, stick = service(tmp_path, ("@all",))
    receive(other, [stick])
    assert seen(other) == ["C-0001", "C-0002"]
    (tmp_path / "second").mkdir()
    *_, other, stick = service(tmp_path / "second", ("@none",))
    had = receive(other, [stick])
    assert (had.taken, had.changes, seen(other)) == (1, 0, [])


def test_a_smaller_slice_drops_nothing_that_was_not_sent(tmp_path: Path) -> None:
    centre, _, other, stick = service(tmp_path, ("@all",))
    receive(other, [stick])
    [first, _] = sorted(children.children(other), key=lambda child: child.ref)
    children.change_child(other, first.id, team="West")
    enrol(centre, own_card(other), Wanted(slice=("@none",)))
    write_receipts(centre, stick)
    receive(other, [stick])
    assert other.unsent() == 1
    assert seen(other) == ["C-0001", "C-0002"]
    write_snapshot(other, stick)
    assert collate(centre, [stick]).changes == 1
    assert children.child(centre, first.id).team == "West"  # type: ignore[union-attr]


def test_what_the_role_does_not_permit_is_told_and_refused(tmp_path: Path) -> None:
    centre, _, other, stick = service(tmp_path, ("@all",), "iro")
    receive(other, [stick])
    with other.unit_of_work("a limit") as work:
        record = work.create(RuleRecord, key="distribution", amount=5)
    write_snapshot(other, stick)
    assert collate(centre, [stick]).aside == 1
    write_receipts(centre, stick)
    receive(other, [stick])
    known = told(other)
    assert known is not None
    assert [each.cause for each in known.aside] == ["law"]
    assert deliveries(other, [record]) == {record: Delivery.REFUSED}


def test_a_copy_is_told_to_both_and_both_go_on(tmp_path: Path) -> None:
    centre, [device] = enrolled(tmp_path)
    clone = new_store(tmp_path / "clone", 1)
    for key in ("snapshots.signing", "snapshots.identity"):
        set_setting(clone.database, key, get_setting(device.database, key))
    enrol(clone, own_card(centre))
    stick = tmp_path / "stick"
    for journal, title in ((device, "here"), (clone, "there")):
        save(journal, title=title)
        sent(journal, stick)
    collate(centre, [stick])
    write_receipts(centre, stick)
    was = device.author.device
    for journal in (device, clone):
        receive(journal, [stick])
        assert journal.author.device != was
        assert copy_writes(journal) is None
        enrol(centre, own_card(journal))
        sent(journal, stick)
    collate(centre, [stick])
    assert {row["title"] for row in centre.rows(Thing.select())} == {"here", "there"}


def test_new_keys_open_what_was_sealed_to_the_old(tmp_path: Path) -> None:
    centre, [device] = enrolled(tmp_path)
    stick = tmp_path / "stick"
    save(device, title="before")
    sent(device, stick)
    collate(centre, [stick])
    write_receipts(centre, stick)
    rotate_keys(device)
    save(device, title="after")
    assert receive(device, [stick]).taken == 1
    enrol(centre, own_card(device))
    sent(device, stick)
    assert collate(centre, [stick]).taken == 1
    write_receipts(centre, stick)
    assert receive(device, [stick]).taken == 1
    known = told(device)
    assert known is not None
    assert known.received == ((1, 2),)
    # And the centre's own: what was signed or sealed before is read on both sides.
    save(device, title="late")
    path = sent(device, stick)
    rotate_keys(centre)
    assert collate(centre, [path]).taken == 1
    enrol(device, own_card(centre))
    write_receipts(centre, stick)
    assert receive(device, [stick]).refused == 0


def test_what_stood_aside_and_counts_again_goes_to_the_others(tmp_path: Path) -> None:
    centre, iro, other, stick = service(tmp_path, ("@all",), "iro")
    with other.unit_of_work("a limit") as work:
        record = work.create(RuleRecord, key="distribution", amount=5)
    write_snapshot(other, stick)
    assert collate(centre, [stick]).aside == 1
    write_receipts(centre, stick)
    receive(iro, [stick])
    assert iro.get(RuleRecord, record) is None
    manager = Wanted(role="manager", since=datetime(2024, 1, 1, tzinfo=UTC))
    enrol(centre, own_card(other), manager)
    assert centre.asides() == []
    write_receipts(centre, stick)
    receive(iro, [stick])
    assert iro.get(RuleRecord, record) is not None
