"""A leaver's caseload as one signed file: all of it on the other device, and nobody else's."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import children, reviews, service
from store.errors import NotFound
from store.journal import Journal
from store.snapshots import (
    HANDOVER_SUFFIX,
    NotADevice,
    collate,
    enrol,
    own_card,
    receive,
    refused_files,
    revoke,
    write_handover,
    write_receipts,
    write_snapshot,
)
from tests.store.parties import introduce
from tests.store.test_snapshots_receipts import in_team, logged


def two_devices(tmp_path: Path) -> tuple[Journal, Journal]:
    """A leaver's device and the one of who takes over, enrolled with each other."""
    leaver = in_team(tmp_path, "Leaver", "Alder", "iro", 11)
    taker = in_team(tmp_path, "Taker", "Hazel", "iro", 12)
    enrol(leaver, own_card(taker))
    enrol(taker, own_card(leaver))
    return leaver, taker


def test_a_caseload_arrives_whole_on_the_other_device(tmp_path: Path) -> None:
    leaver, taker = two_devices(tmp_path)
    decision = logged(leaver, "C-0001", "North")
    children.add_child(leaver, "C-0002", iro="Birch")
    own = service.children_of(leaver, "Alder")
    service.hand_over(leaver, service.propose_handover(leaver, "Alder", ["Hazel"]))
    written = write_handover(leaver, tmp_path / "stick", "Taker", [one.id for one in own])
    assert (written.children, written.device) == (1, "Taker")
    assert written.path.suffix == HANDOVER_SUFFIX
    had = receive(taker, [tmp_path / "stick"])
    assert (had.taken, had.handovers, had.refused, had.changes) == (1, 1, 0, written.changes)
    assert [(one.ref, one.iro) for one in children.children(taker)] == [("C-0001", "Hazel")]
    there = reviews.decision(taker, decision)
    assert there is not None
    assert there.text == "A place at school"
    assert receive(taker, [tmp_path / "stick"]).already == 1
    for journal in (leaver, taker):
        journal.verify()
        before = journal.state()
        journal.rebuild()
        assert journal.state() == before


def test_what_others_wrote_about_the_child_goes_along(tmp_path: Path) -> None:
    leaver, taker = two_devices(tmp_path)
    centre = in_team(tmp_path, "Centre", "Birch", "collator", 13)
    other = in_team(tmp_path, "Other", "Willow", "iro", 14)
    for device in (leaver, other):
        introduce(centre, device)
    stick = tmp_path / "stick"
    children.add_child(leaver, "C-0001", iro="Alder")
    children.add_child(other, "C-0001", team="North")
    for device in (leaver, other):
        write_snapshot(device, stick)
    collate(centre, [stick])
    write_receipts(centre, stick)
    receive(leaver, [stick])
    [child] = service.children_of(leaver, "Alder")
    write_handover(leaver, tmp_path / "over", "Taker", [child.id])
    receive(taker, [tmp_path / "over"])
    [there] = children.children(taker)
    assert (there.ref, there.iro, there.team) == ("C-0001", "Alder", "North")
    # The centre takes what the leaver wrote from the leaver alone: a handover is no snapshot.
    over = next((tmp_path / "over").iterdir())
    assert collate(centre, [over]).refused == 1


def test_only_an_enrolled_device_is_written_for(tmp_path: Path) -> None:
    leaver, taker = two_devices(tmp_path)
    centre = in_team(tmp_path, "Centre", "Birch", "collator", 13)
    introduce(centre, leaver)
    child = children.add_child(leaver, "C-0001", iro="Alder")
    with pytest.raises(NotFound):
        write_handover(leaver, tmp_path / "stick", "Nobody", [child])
    with pytest.raises(NotADevice):
        write_handover(leaver, tmp_path / "stick", "Centre", [child])
    revoke(leaver, "Taker")
    with pytest.raises(NotADevice):
        write_handover(leaver, tmp_path / "stick", "Taker", [child])
    assert not (tmp_path / "stick").exists()
    # And a device takes none from a stranger.
    enrol(leaver, own_card(taker))
    revoke(taker, "Leaver")
    write_handover(leaver, tmp_path / "stick", "Taker", [child])
    assert receive(taker, [tmp_path / "stick"]).refused == 1
    assert "revoked" in refused_files(taker)[0].reason
    assert children.children(taker) == []
