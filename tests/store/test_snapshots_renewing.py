"""New keys, new ids: what was written is never lost, and nobody else can take a device's place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.database import get_setting, set_setting
from store.database.keys import new_recovery_key
from store.journal import Journal, NothingToUndo
from store.snapshots import (
    Card,
    KeysDiffer,
    SnapshotRefused,
    Wanted,
    arrivals,
    aside_lines,
    card_not_known_at,
    collate,
    credential_of,
    devices,
    enrol,
    go_on_anew,
    own_arrivals,
    own_card,
    party,
    receive,
    refused_files,
    revoke,
    rotate_keys,
    write_receipts,
)
from store.snapshots.cards import CardRefused, Former, Keys, read_card
from store.snapshots.enrolment import own_keys
from store.snapshots.handing_back import to_hand_back
from store.snapshots.lost import lost
from store.snapshots.reading import Reader, file_bytes, read_snapshot
from tests.store.devices import Clock, Thing
from tests.store.parties import enrolled, introduce, new_store, save, sent
from tests.store.test_journal_forks import clone


def titles(journal: Journal) -> list[str]:
    return sorted(row["title"] for row in journal.rows(Thing.select()) if row["title"])


def copy_of(device: Journal, folder: Path, centre: Journal) -> Journal:
    """A laptop set up from an image of another: the same log, id and keys."""
    found = new_store(folder, 77)
    for key in ("snapshots.signing", "snapshots.identity"):
        set_setting(found.database, key, get_setting(device.database, key))
    clone(device, found)
    found.database.execute_sql("UPDATE sent SET last = ?", (device.sent(),))
    enrol(found, own_card(centre))
    return found


class TestKeys:
    def test_new_keys_are_taken_without_a_word_when_the_old_ones_sign(self, tmp_path: Path) -> None:
        centre, [device] = enrolled(tmp_path)
        save(device, title="before")
        old = sent(device, tmp_path / "out")
        was = own_card(device)
        done = rotate_keys(device)
        assert "Centre" in done.sentence
        assert own_card(device).fingerprint != was.fingerprint
        taken = enrol(centre, own_card(device))
        assert (taken.vouched, taken.new) == (True, False)
        save(device, title="after")
        new = sent(device, tmp_path / "out")
        # What was signed with the old keys is still on its way.
        assert collate(centre, [new]).taken == 1
        assert collate(centre, [old]).taken == 1
        assert titles(centre) == ["after", "before"]

    def test_a_card_with_more_than_one_step_is_taken_too(self, tmp_path: Path) -> None:
        centre, [device] = enrolled(tmp_path)
        rotate_keys(device)
        rotate_keys(device)
        assert enrol(centre, own_card(device)).vouched
        assert read_card(own_card(device).to_bytes(own_keys(device))) == own_card(device)

    def test_keys_that_nobody_signed_for_are_not_taken(self, tmp_path: Path) -> None:
        centre, [device] = enrolled(tmp_path)
        real, thief = own_card(device), Keys.fresh(b"t" * 32)
        plain = Card("device", real.id, "x", None, "iro", thief.recipient, thief.signs)
        with pytest.raises(KeysDiffer):
            enrol(centre, plain)
        # Signing for oneself is no succession either.
        forged = Former.of(thief, real.id, real.id, thief.signs)
        former = (Former(real.id, real.signs, forged.signature),)
        card = Card(
            "device", real.id, "x", None, "iro", thief.recipient, thief.signs, former=former
        )
        with pytest.raises(CardRefused):
            read_card(card.to_bytes(thief))

    def test_a_revoked_device_cannot_come_back_by_renewing_its_keys(self, tmp_path: Path) -> None:
        centre, [device] = enrolled(tmp_path)
        revoke(centre, device.author.device)
        rotate_keys(device)
        assert not enrol(centre, own_card(device)).vouched

    def test_a_centre_with_new_keys_still_opens_what_was_sealed_before(
        self, tmp_path: Path
    ) -> None:
        centre, [device] = enrolled(tmp_path)
        save(device, title="on its way")
        old = sent(device, tmp_path / "out")
        rotate_keys(centre)
        assert collate(centre, [old]).taken == 1
        assert enrol(device, own_card(centre)).vouched
        save(device, title="later")
        assert collate(centre, [sent(device, tmp_path / "out")]).taken == 1
        write_receipts(centre, tmp_path / "back")
        assert receive(device, [tmp_path / "back"]).taken == 1

    def test_a_lost_centre_is_read_again_with_the_recovery_key_alone(self, tmp_path: Path) -> None:
        recovery = new_recovery_key()
        lost = new_store(tmp_path / "lost", 200, "collator")
        device = new_store(tmp_path / "device", 1)
        card = own_card(lost)
        with_recovery = Card(
            card.kind, card.id, card.name, card.person, card.role, card.recipient, card.signs,
            recovery.recipient,
        )  # fmt: skip
        enrol(device, with_recovery)
        save(device, title="sealed to both")
        file = sent(device, tmp_path / "out")
        centre = new_store(tmp_path / "centre", 201, "collator")
        enrol(centre, own_card(device))
        with pytest.raises(SnapshotRefused):
            read_snapshot(file_bytes(file), Reader.of(centre))
        found = read_snapshot(file_bytes(file), Reader.of(centre, recovery=recovery.secret))
        assert [change.values["title"] for change in found.changes] == ["sealed to both"]
        assert collate(centre, [file], recovery=recovery.secret).taken == 1
        assert titles(centre) == ["sealed to both"]


class TestCopies:
    def test_two_copies_are_told_and_both_go_on_and_nothing_is_lost(self, tmp_path: Path) -> None:
        centre, [first] = enrolled(tmp_path)
        shared = save(first, title="before")
        sent(first, tmp_path / "1")
        copy = copy_of(first, tmp_path / "copy", centre)
        save(first, title="of the first")
        save(copy, title="of the copy")
        save(copy, shared, status="changed on the copy")
        sent(first, tmp_path / "2")
        sent(copy, tmp_path / "3")
        old = first.author.device
        for folder in ("1", "2", "3"):
            collate(centre, [tmp_path / folder])
        assert centre.forked() == {old: 2}
        assert titles(centre) == ["before"]
        assert {(line.device, line.first) for line in aside_lines(centre, old)} == {("IRO-01", 2)}
        assert aside_lines(centre, "nobody") == []
        write_receipts(centre, tmp_path / "back")
        units = {journal: journal.units()[0].unit for journal in (first, copy)}
        for journal in (first, copy):
            had = receive(journal, [tmp_path / "back"])
            assert had.renewed is not None
            assert "new device" in had.renewed.sentence
            assert journal.author.device != old
            assert get_setting(journal.database, "device") == journal.author.device
            assert journal.units()[0].unit == units[journal]
            before = journal.state()
            journal.rebuild()
            assert journal.state() == before
            journal.verify()
        assert titles(first) == ["before", "of the first"]
        assert titles(copy) == ["before", "of the copy"]
        # Until a person has taken the new cards their files are set aside, with words.
        sent(first, tmp_path / "4")
        assert collate(centre, [tmp_path / "4"]).refused == 1
        for journal in (first, copy):
            taken = enrol(centre, own_card(journal))
            assert taken.goes_on_for == "IRO-01"
        sent(copy, tmp_path / "5")
        assert collate(centre, [tmp_path / "4", tmp_path / "5"]).refused == 0
        assert titles(centre) == ["before", "of the copy", "of the first"]
        row = centre.get(Thing, shared)
        assert row is not None
        assert row["status"] == "changed on the copy"
        assert refused_files(centre) == []
        assert centre.verify() == sum(r.last - r.first + 1 for r in centre.ranges())
        # What is undone after that is undone there too.
        copy.undo()
        sent(copy, tmp_path / "6")
        collate(centre, [tmp_path / "6"])
        row = centre.get(Thing, shared)
        assert row is not None
        assert row["status"] is None

    def test_the_device_is_reminded_of_its_card_until_a_receipt_knows_its_new_id(
        self, tmp_path: Path
    ) -> None:
        centre, [device] = enrolled(tmp_path)
        save(device, title="one")
        assert card_not_known_at(device) is None
        sent(device, tmp_path / "1")
        go_on_anew(device)
        to = card_not_known_at(device)
        assert to is not None
        assert to.card.name == "Centre"
        [told_so] = own_arrivals(device)
        assert "New card to hand to Centre" in told_so.what
        collate(centre, [tmp_path / "1"])
        write_receipts(centre, tmp_path / "back")
        # A receipt for the id before says nothing of the new one.
        receive(device, [tmp_path / "back"])
        assert card_not_known_at(device) is not None
        enrol(centre, own_card(device))
        write_receipts(centre, tmp_path / "back")
        receive(device, [tmp_path / "back"])
        assert card_not_known_at(device) is None
        assert list(own_arrivals(device)) == []

    def test_the_old_id_is_let_go_of_once_the_new_card_is_here(self, tmp_path: Path) -> None:
        centre, [first] = enrolled(tmp_path)
        save(first, title="before")
        sent(first, tmp_path / "1")
        copy = copy_of(first, tmp_path / "copy", centre)
        for number, journal in enumerate((first, copy)):
            save(journal, title=f"of {number}")
            sent(journal, tmp_path / f"2{number}")
        old = first.author.device
        collate(centre, [tmp_path / "1", tmp_path / "20", tmp_path / "21"])
        write_receipts(centre, tmp_path / "back")
        receive(first, [tmp_path / "back"])
        [line] = devices(centre)
        assert line.goes_on_as is None
        enrol(centre, own_card(first))
        [line] = [line for line in devices(centre) if line.id == old]
        assert line.goes_on_as == first.author.device
        [arrival] = [one for one in arrivals(centre) if one.id == old]
        assert "revoke this one" in arrival.todo
        account = lost(centre, old).as_text()
        assert "goes on under a new id" in account
        assert "Enrol the new card of the other one too" in account
        assert "whether it was locked" not in account
        revoke(centre, old)
        assert [one for one in arrivals(centre) if one.id == old] == []
        assert not any(one.id == old for one in to_hand_back(centre))
        # The other copy is still told, and loses nothing.
        receive(copy, [tmp_path / "back"])
        enrol(centre, own_card(copy))
        for journal in (first, copy):
            sent(journal, tmp_path / "3")
        assert collate(centre, [tmp_path / "3"]).refused == 0
        assert titles(centre) == ["before", "of 0", "of 1"]

    def test_a_receipt_for_more_than_was_written_means_a_copy(self, tmp_path: Path) -> None:
        centre, [device] = enrolled(tmp_path)
        save(device, title="one")
        sent(device, tmp_path / "1")
        copy = copy_of(device, tmp_path / "copy", centre)
        save(device, title="two")
        save(device, title="three")
        sent(device, tmp_path / "1")
        save(copy, title="other")
        collate(centre, [tmp_path / "1"])
        write_receipts(centre, tmp_path / "back")
        assert receive(device, [tmp_path / "back"]).renewed is None
        had = receive(copy, [tmp_path / "back"])
        assert had.renewed is not None
        enrol(centre, own_card(copy))
        sent(copy, tmp_path / "2")
        collate(centre, [tmp_path / "2"])
        assert titles(centre) == ["one", "other", "three", "two"]
        assert centre.forked() == {}

    def test_a_device_that_goes_on_is_given_what_it_was_given_before(self, tmp_path: Path) -> None:
        centre, [device] = enrolled(tmp_path)
        enrol(centre, own_card(device), Wanted(person="Rowan", slice=("North",)))
        go_on_anew(device)
        enrol(centre, own_card(device))
        given = credential_of(centre, device.author.device)
        assert given is not None
        assert (given.person, given.slice) == ("Rowan", ("North",))
        known = party(centre, device.author.device)
        assert known is not None
        assert len(known.was) == 1

    def test_going_on_without_a_copy_sends_what_waited_as_it_was_signed(
        self, tmp_path: Path
    ) -> None:
        centre, [device] = enrolled(tmp_path)
        save(device, title="sent")
        sent(device, tmp_path / "1")
        save(device, title="waits")
        old = device.author.device
        done = go_on_anew(device)
        assert done.reissued is not None
        assert done.reissued.changes == 0
        save(device, title="new")
        enrol(centre, own_card(device))
        sent(device, tmp_path / "1")
        assert collate(centre, [tmp_path / "1"]).refused == 0
        assert titles(centre) == ["new", "sent", "waits"]
        assert {r.device: r.last for r in centre.ranges() if r.device == old} == {old: 2}
        # What was saved under the id before is this device's own work too.
        for _ in range(3):
            device.undo()
        with pytest.raises(NothingToUndo):
            device.undo()
        assert not device.can_undo()

    def test_nobody_sends_for_another_device(self, tmp_path: Path) -> None:
        centre, [one, two] = enrolled(tmp_path, 2)
        save(one, title="mine")
        sent(one, tmp_path / "1")
        stranger = new_store(tmp_path / "stranger", 9)
        introduce(centre, stranger)
        known = party(centre, stranger.author.device)
        assert known is not None
        assert known.ids == {stranger.author.device}
        assert two.author.device not in known.ids


@pytest.mark.parametrize("years", [-10, 10])
def test_a_clock_years_off_is_told_and_never_adopted_and_loses_nothing(
    tmp_path: Path, years: int
) -> None:
    centre, [wrong, right] = enrolled(tmp_path, 2)
    shared = save(right, title="agreed")
    sent(right, tmp_path / "1")
    collate(centre, [tmp_path / "1"])
    wrong._now = Clock(datetime(2024, 9, 16, tzinfo=UTC) + timedelta(days=3652 * years // 10))
    save(wrong, title="of the wrong clock")
    save(wrong, shared, title="also this")
    sent(wrong, tmp_path / "2")
    assert collate(centre, [tmp_path / "2"]).taken == 1
    assert centre.asides() == []
    [conflict] = centre.conflicts(shared)
    assert {head.value for head in conflict.heads} == {"agreed", "also this"}
    [line] = [line for line in devices(centre) if line.id == wrong.author.device]
    assert line.ahead == (years > 0)
    save(centre, title="now")
    newest = max(
        change.hlc for r in centre.ranges() if r.device == centre.author.device
        for change in centre.changes(r)
    )  # fmt: skip
    assert newest >> 16 < datetime(2025, 1, 1, tzinfo=UTC).timestamp() * 1000
