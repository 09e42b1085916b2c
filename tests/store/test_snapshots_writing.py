"""Writing a snapshot: what is new, to the centre that is enrolled, one whole file or none."""

from __future__ import annotations

from pathlib import Path

import pyrage
import pytest

from store.errors import Locked, Refused
from store.snapshots import (
    NoCentre,
    NothingNew,
    collate,
    enrol,
    own_card,
    unsent,
    verify_file,
    write_snapshot,
)
from store.snapshots import enrolment as enrolment_room
from store.snapshots.cards import Card
from store.snapshots.policy import WITHHELD
from tests.store.parties import Named, enrolled, introduce, new_store, save, sent, snapshots_in


def test_without_a_centre_a_snapshot_is_refused_in_words(tmp_path: Path) -> None:
    device = new_store(tmp_path / "d", 1)
    save(device, title="x")
    with pytest.raises(NoCentre, match="no centre"):
        write_snapshot(device, tmp_path)
    enrol(device, own_card(new_store(tmp_path / "e", 2)))
    with pytest.raises(NoCentre, match="IRO-02 is a device's"):
        write_snapshot(device, tmp_path)
    assert not snapshots_in(tmp_path)


def test_a_delta_holds_what_is_new_and_a_full_one_everything(tmp_path: Path) -> None:
    _, [device] = enrolled(tmp_path)
    out = tmp_path / "out"
    thing = save(device, title="one")
    save(device, thing, title="two")
    assert unsent(device) == 2
    first = write_snapshot(device, out)
    assert (first.extent, first.changes, unsent(device)) == ("delta", 2, 0)
    save(device, thing, title="three")
    assert unsent(device) == device.unsent() == 1
    assert write_snapshot(device, out).changes == 1
    assert write_snapshot(device, out, full=True).changes == 3
    assert len(snapshots_in(out)) == 3


def test_nothing_new_says_so_and_writes_nothing(tmp_path: Path) -> None:
    _, [device] = enrolled(tmp_path)
    out = tmp_path / "out"
    with pytest.raises(NothingNew):
        write_snapshot(device, out)
    assert not out.exists()
    save(device, title="one")
    sent(device, out)
    with pytest.raises(NothingNew, match="Centre has been sent everything"):
        write_snapshot(device, out)
    assert len(list(out.iterdir())) == 1


def test_another_centre_is_sent_everything_from_the_beginning(tmp_path: Path) -> None:
    _, [device] = enrolled(tmp_path)
    save(device, title="one")
    sent(device, tmp_path / "out")
    other = new_store(tmp_path / "other", 201, "collator")
    introduce(other, device)
    assert write_snapshot(device, tmp_path / "out").changes == 1
    assert collate(other, [tmp_path / "out"]).taken == 1


def test_names_and_contents_of_the_file_say_nothing_outside_the_seal(tmp_path: Path) -> None:
    _, [device] = enrolled(tmp_path)
    save(device, title="a marker that must not be seen")
    path = sent(device, tmp_path / "out")
    data = path.read_bytes()
    for text in (b"marker", b"Alder", b"IRO-01", device.author.device.encode(), b"manifest"):
        assert text not in data
    assert "Alder" not in path.name
    assert "IRO" not in path.name.upper().removeprefix(own_card(device).short)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_failed_write_leaves_no_file_and_counts_nothing_as_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, [device] = enrolled(tmp_path)
    save(device, title="one")

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full_disk)
        with pytest.raises(Refused, match="full"):
            write_snapshot(device, tmp_path / "out")
    assert not list((tmp_path / "out").iterdir())
    assert unsent(device) == 1
    assert write_snapshot(device, tmp_path / "out").changes == 1


def test_a_folder_that_is_not_there_or_may_not_be_used_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, [device] = enrolled(tmp_path)
    save(device, title="one")
    with pytest.raises(Refused, match="stick"):
        write_snapshot(device, tmp_path / "media" / "stick")
    (tmp_path / "file").write_text("x")
    with pytest.raises(Refused, match="not a folder"):
        write_snapshot(device, tmp_path / "file")
    (tmp_path / "closed").mkdir()

    def closed(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.open", closed)
    with pytest.raises(Locked, match="Permission denied"):
        write_snapshot(device, tmp_path / "closed")
    assert unsent(device) == 1


def test_a_name_on_the_stick_is_never_written_over(tmp_path: Path) -> None:
    _, [device] = enrolled(tmp_path)
    save(device, title="one")
    first = sent(device, tmp_path / "out")
    # A restored backup counts from where it was.
    device.database.execute_sql("DELETE FROM snapshot_written")
    second = sent(device, tmp_path / "out", full=True)
    assert first != second
    assert len(snapshots_in(tmp_path / "out")) == 2


def test_names_of_people_never_leave_and_what_is_held_back_is_marked(tmp_path: Path) -> None:
    centre, [device] = enrolled(tmp_path)
    with device.unit_of_work("named") as work:
        record = work.create(Named, title="A Name", local="C-0001")
    path = sent(device, tmp_path / "out")
    [change] = verify_file(centre, path).changes
    assert change.values == {"title": None, "local": "C-0001"}
    assert change.states == {"title": "withheld"}
    collate(centre, [tmp_path / "out"])
    there = centre.get(Named, record)
    assert there is not None
    assert (there["title"], there["local"]) == (WITHHELD, "C-0001")
    centre.verify()


def test_a_centre_with_a_recovery_key_can_be_read_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    centre, device = new_store(tmp_path / "c", 200, "collator"), new_store(tmp_path / "d", 1)
    identity = pyrage.x25519.Identity.generate()
    monkeypatch.setattr(enrolment_room, "_recovery", lambda _: str(identity.to_public()))
    card: Card = own_card(centre)
    assert card.recovery == str(identity.to_public())
    introduce(centre, device)
    save(device, title="one")
    data = sent(device, tmp_path / "out").read_bytes()
    assert pyrage.decrypt(data, [identity]).startswith(b"planreview snapshot\n")
    assert collate(centre, [tmp_path / "out"]).taken == 1
