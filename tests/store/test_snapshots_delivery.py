"""How far each record got: from a draft to the centre's own state, and what was refused there."""

from __future__ import annotations

from pathlib import Path

from store import drafts, open_work, plans
from store.journal import Journal, natural_id
from store.snapshots import (
    Delivery,
    collate,
    deliveries,
    delivery_counts,
    receive,
    write_receipts,
    write_snapshot,
)
from tests.store.parties import enrolled, introduce, save, sent
from tests.store.rooms import first_commitment, with_plan
from tests.store.test_snapshots_receipts import in_team


def how_far(journal: Journal, record: str) -> Delivery | None:
    """The delivery of one record."""
    return deliveries(journal, [record]).get(record)


def test_a_record_goes_from_saved_to_merged(tmp_path: Path) -> None:
    centre, [device, other] = enrolled(tmp_path, 2)
    thing, stick = save(device, title="x"), tmp_path / "stick"
    assert how_far(device, thing) is Delivery.SAVED
    sent(device, stick)
    assert how_far(device, thing) is Delivery.EXPORTED
    collate(centre, [stick])
    write_receipts(centre, stick)
    assert how_far(device, thing) is Delivery.EXPORTED
    receive(device, [stick])
    assert how_far(device, thing) is Delivery.MERGED
    assert how_far(other, thing) is None
    save(device, thing, title="y")
    assert how_far(device, thing) is Delivery.SAVED


def test_a_value_that_another_replaced_was_received(tmp_path: Path) -> None:
    centre, [device] = enrolled(tmp_path)
    thing, stick = save(device, title="x"), tmp_path / "stick"
    sent(device, stick)
    collate(centre, [stick])
    save(centre, thing, title="put right")
    write_receipts(centre, stick)
    receive(device, [stick])
    assert how_far(device, thing) is Delivery.RECEIVED


def test_a_conflict_and_a_draft_are_said_first(tmp_path: Path) -> None:
    centre, found = enrolled(tmp_path, 2)
    thing, stick = natural_id("thing", "same"), tmp_path / "stick"
    for device in found:
        save(device, thing, title=device.author.device)
        sent(device, stick)
    collate(centre, [stick])
    write_receipts(centre, stick)
    receive(found[0], [stick])
    assert how_far(found[0], thing) is Delivery.CONFLICT
    assert how_far(found[1], thing) is Delivery.EXPORTED


def test_a_file_that_was_refused_takes_its_records_along_until_they_come_otherwise(
    tmp_path: Path,
) -> None:
    centre, [device] = enrolled(tmp_path)
    first, stick = save(device, title="x"), tmp_path / "stick"
    path = sent(device, stick)
    path.write_bytes(path.read_bytes()[:-20])
    second = save(device, title="y")
    sent(device, stick)
    collate(centre, [stick])
    write_receipts(centre, stick)
    receive(device, [stick])
    assert how_far(device, first) is Delivery.REFUSED
    assert how_far(device, second) is Delivery.MERGED
    third = save(device, title="z")
    counts = delivery_counts(device, [first, second, third, "no such record"])
    assert list(counts.items()) == [
        (Delivery.SAVED, 1),
        (Delivery.MERGED, 1),
        (Delivery.REFUSED, 1),
    ]
    sent(device, stick, full=True)
    collate(centre, [stick])
    write_receipts(centre, stick)
    receive(device, [stick])
    assert how_far(device, first) is Delivery.MERGED


def test_open_work_says_it_and_can_be_asked_for_it(tmp_path: Path) -> None:
    centre, device = in_team(tmp_path, "Centre", "Birch", "collator", 9), with_plan(tmp_path)
    introduce(centre, device)
    commitment, stick = first_commitment(device), tmp_path / "stick"
    action = plans.add_action(device, commitment.id, "Ring round")
    drafts.keep(device, "action", action, {"title": "Ring"})
    assert how_far(device, action) is Delivery.DRAFT

    def asked(word: str) -> set[str]:
        return {
            row.ref
            for row in open_work.page(device, open_work.ids(device, f"delivery:{word}").numbers)
            if row is not None
        }

    def words() -> set[str]:
        every = open_work.page(device, open_work.ids(device, "").numbers)
        return {row.delivery for row in every if row is not None}

    assert words() == {"here"}
    write_snapshot(device, stick)
    assert words() == {"sent"}
    collate(centre, [stick])
    write_receipts(centre, stick)
    receive(device, [stick])
    assert words() == {"merged"}
    assert asked("merged")
    assert asked("sent") == asked("here") == asked("refused") == asked("received") == set()
    plans.change_action(device, action, owner="Hazel")
    assert len(asked("here")) == 1
    before = device.state()
    device.rebuild()
    assert device.state() == before
    write_snapshot(device, stick)
    collate(centre, [stick])
    own = {row.delivery for row in open_work.page(centre, open_work.ids(centre, "").numbers) if row}
    assert own == {"received"}
