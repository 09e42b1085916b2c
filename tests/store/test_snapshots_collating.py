"""The centre takes every file once, whole or not at all, in any order, and knows the gaps."""

from __future__ import annotations

import itertools
import random
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.database import get_setting, set_setting
from store.errors import Locked
from store.journal import natural_id
from store.listing import list_records
from store.sealed_files import path_of, seal, unseal
from store.snapshots import (
    Coverage,
    NoFolder,
    batches,
    collate,
    devices,
    enrol,
    own_card,
    refused_files,
    revoke,
)
from store.snapshots import taking as taking_room
from tests.store.devices import Clock, Thing
from tests.store.parties import enrolled, introduce, new_store, save, sent, snapshots_in


def test_every_record_arrives(tmp_path: Path) -> None:
    centre, [device] = enrolled(tmp_path)
    records = [save(device, title=f"thing {n}") for n in range(5)]
    sent(device, tmp_path / "out")
    done = collate(centre, [tmp_path / "out"])
    assert (done.files, done.taken, done.already, done.refused) == (1, 1, 0, 0)
    assert (done.changes, done.conflicts) == (5, 0)
    assert centre.state() == device.state()
    assert [centre.get(Thing, r) for r in records] == [device.get(Thing, r) for r in records]
    assert centre.verify() == 5


def test_a_second_reading_changes_nothing(tmp_path: Path) -> None:
    centre, [device] = enrolled(tmp_path)
    save(device, title="one")
    path = sent(device, tmp_path / "out")
    collate(centre, [tmp_path / "out"])
    before = centre.state()
    again = collate(centre, [tmp_path / "out", tmp_path / "out", path])
    assert (again.files, again.taken, again.already, again.changes) == (1, 0, 1, 0)
    shutil.copy(path, tmp_path / "out" / "copy.planreview")
    assert collate(centre, [tmp_path / "out"]).already == 2
    assert centre.state() == before


def test_any_order_gives_the_same_state(tmp_path: Path) -> None:
    device = new_store(tmp_path / "d", 1)
    centres = [new_store(tmp_path / f"c{n}", 200 + n, "collator") for n in range(6)]
    for centre, order in zip(centres, itertools.permutations(range(3)), strict=True):
        introduce(centre, device)
        save(device, natural_id("thing", "one"), title=f"first {centre.author.device}")
        out = tmp_path / f"out-{centre.author.device}"
        for step in range(3):
            save(device, natural_id("thing", "one"), status=str(step))
            sent(device, out)
        files = snapshots_in(out)
        for at in order:
            collate(centre, [files[at]])
        assert centre.state() == device.state()
        assert centre.ranges() == device.ranges()


@pytest.mark.parametrize("seed", range(4))
def test_random_files_of_many_devices_in_any_order_give_one_state(
    tmp_path: Path, seed: int
) -> None:
    centre, found = enrolled(tmp_path, 3)
    other = new_store(tmp_path / "other", 200, "collator")
    for device in found:
        enrol(other, own_card(device))
    # The second machine of the same centre: same id and keys, another order of files.
    for key in ("snapshots.signing", "snapshots.identity"):
        set_setting(other.database, key, get_setting(centre.database, key))
    chance = random.Random(seed)
    names = [natural_id("thing", str(n)) for n in range(4)]
    out = tmp_path / "out"
    for _ in range(25):
        device = chance.choice(found)
        save(device, chance.choice(names), status=chance.choice("abc"), title=chance.choice("xyz"))
        if chance.random() < 0.4:
            sent(device, out, full=chance.random() < 0.3) if device.unsent() else None
    for device in found:
        sent(device, out, full=True)
    files = snapshots_in(out)
    collate(centre, [out])
    chance.shuffle(files)
    collate(other, files)
    assert centre.state() == other.state()
    assert [(c.record, c.field) for c in centre.conflicts()] == [
        (c.record, c.field) for c in other.conflicts()
    ]
    written = sum(each.last for device in found for each in device.ranges())
    assert sum(line.received for line in devices(centre)) == written


def test_one_thing_made_on_two_devices_is_one_thing_at_the_centre(tmp_path: Path) -> None:
    centre, [one, two] = enrolled(tmp_path, 2)
    child = natural_id("thing", "JE", "C-0001")
    for device in (one, two):
        save(device, child, title="C-0001", status="looked after")
    save(two, natural_id("thing", "two"), status="differs here")
    save(one, natural_id("thing", "two"), status="differs there")
    for device in (one, two):
        sent(device, tmp_path / "out")
    done = collate(centre, [tmp_path / "out"])
    assert len(centre.rows(Thing.select())) == 2
    assert done.conflicts == 1
    assert [(c.record, c.field) for c in centre.conflicts()] == [
        (natural_id("thing", "two"), "status")
    ]


def test_a_gap_is_known_by_its_numbers_and_closes_when_the_file_comes(tmp_path: Path) -> None:
    centre, [device] = enrolled(tmp_path)
    thing = save(device, title="1")
    first = sent(device, tmp_path / "a")
    for n in range(3):
        save(device, thing, status=str(n))
    second = sent(device, tmp_path / "b")
    save(device, thing, status="last")
    third = sent(device, tmp_path / "c")
    collate(centre, [third, first])
    [line] = devices(centre)
    assert (line.state, line.held, line.missing) == (
        Coverage.MISSING,
        ((1, 1), (5, 5)),
        ((2, 4),),
    )
    assert (line.held_to, line.received, line.files) == (5, 2, 2)
    [row] = list_records(centre, "devices")
    assert (row["name"], row["received"], row["missing"]) == ("IRO-01", 2, [[2, 4]])
    collate(centre, [second])
    [line] = devices(centre)
    assert (line.state, line.held, line.missing) == (Coverage.WHOLE, ((1, 5),), ())
    assert centre.verify() == 5


def test_silence_is_counted_in_working_days(tmp_path: Path) -> None:
    centre, [device, silent, never] = enrolled(tmp_path, 3)
    silent._now = Clock(datetime(2024, 9, 3, 9, tzinfo=UTC))
    for each in (device, silent):
        save(each, title="1")
        sent(each, tmp_path / "out")
    collate(centre, [tmp_path / "out"])
    lines = {line.name: line for line in devices(centre)}
    assert (lines["IRO-01"].state, lines["IRO-01"].silent) == (Coverage.WHOLE, 0)
    assert (lines["IRO-02"].state, lines["IRO-02"].silent) == (Coverage.SILENT, 9)
    assert (lines["IRO-03"].state, lines["IRO-03"].last_heard) == (Coverage.NEVER, None)
    assert never.unsent() == 0


def test_strangers_and_revoked_devices_are_set_aside_until_they_are_enrolled(
    tmp_path: Path,
) -> None:
    centre, [device] = enrolled(tmp_path)
    stranger = new_store(tmp_path / "stranger", 9)
    enrol(stranger, own_card(centre))
    save(stranger, title="x")
    sent(stranger, tmp_path / "out")
    done = collate(centre, [tmp_path / "out"])
    assert (done.taken, done.refused, done.changes) == (0, 1, 0)
    [aside] = refused_files(centre)
    assert "not enrolled" in aside.reason
    assert "enrol IRO-09" in aside.todo
    enrol(centre, own_card(stranger))
    assert collate(centre, [tmp_path / "out"]).taken == 1
    assert refused_files(centre) == []

    revoke(centre, "IRO-01")
    save(device, title="y")
    sent(device, tmp_path / "out")
    assert collate(centre, [tmp_path / "out"]).refused == 1
    [aside] = refused_files(centre)
    assert "IRO-01 was revoked on 2024-09-16" in aside.reason
    assert aside.device == "IRO-01"
    assert [line.state for line in devices(centre) if line.name == "IRO-01"] == [Coverage.REVOKED]


def test_a_file_for_another_centre_is_set_aside(tmp_path: Path) -> None:
    centre, [device] = enrolled(tmp_path)
    other = new_store(tmp_path / "other", 201, "collator")
    introduce(other, device)
    save(device, title="x")
    sent(device, tmp_path / "out")
    assert collate(centre, [tmp_path / "out"]).refused == 1
    assert "another centre" in refused_files(centre)[0].reason
    assert refused_files(centre)[0].device == "IRO-01"
    [row] = list_records(centre, "refused")
    assert row["reason"] == refused_files(centre)[0].reason
    assert (Path(row["file"]).parent, row["line"]) == (tmp_path / "out", None)
    assert collate(other, [tmp_path / "out"]).taken == 1


def test_a_device_may_send_only_its_own_changes(tmp_path: Path) -> None:
    centre, [one, two] = enrolled(tmp_path, 2)
    save(two, title="two's")
    one.receive([c for r in two.ranges() for c in two.changes(r)], two.ranges())
    save(one, title="one's")
    path = sent(one, tmp_path / "out")
    assert collate(centre, [path]).changes == 1
    # A device that passes itself off as a centre in its own store is still a device here.
    one.database.execute_sql("INSERT INTO setting VALUES ('snapshots.kind', 'centre')")
    path = sent(one, tmp_path / "out", full=True)
    assert collate(centre, [path]).refused == 1
    assert "another device than IRO-01" in refused_files(centre)[0].reason


def test_evidence_files_travel_sealed_and_once(tmp_path: Path) -> None:
    centre, [device] = enrolled(tmp_path)
    sealed = seal(device.folder, b"the minutes", b"k" * 32, device.entropy)
    save(device, title=sealed.name)
    sent(device, tmp_path / "out")
    save(device, title="nothing attached")
    second = sent(device, tmp_path / "out")
    collate(centre, [tmp_path / "out"])
    assert unseal(centre.folder, sealed) == b"the minutes"
    assert path_of(centre.folder, sealed.name).stat().st_mode & 0o777 == 0o600
    assert second.stat().st_size < 3000
    assert b"the minutes" not in b"".join(p.read_bytes() for p in snapshots_in(tmp_path / "out"))


def test_evidence_of_the_same_name_with_other_bytes_is_never_written_over(tmp_path: Path) -> None:
    centre, [device] = enrolled(tmp_path)
    sealed = seal(device.folder, b"the minutes", b"k" * 32, device.entropy)
    save(device, title=sealed.name)
    path = path_of(centre.folder, sealed.name)
    path.parent.mkdir()
    path.write_bytes(b"mine")
    sent(device, tmp_path / "out")
    assert collate(centre, [tmp_path / "out"]).refused == 1
    assert path.read_bytes() == b"mine"
    assert centre.ranges() == []


def test_unfinished_files_are_left_alone_and_folders_are_walked(tmp_path: Path) -> None:
    centre, [device] = enrolled(tmp_path)
    save(device, title="x")
    path = sent(device, tmp_path / "out")
    (tmp_path / "out" / "x.planreview.part").write_bytes(b"half")
    (tmp_path / "out" / "notes.txt").write_bytes(b"not one")
    (tmp_path / "out" / "deep" / "er").mkdir(parents=True)
    path.rename(tmp_path / "out" / "deep" / "er" / path.name)
    done = collate(centre, [tmp_path / "out"])
    assert (done.files, done.taken, done.refused) == (1, 1, 0)
    assert collate(centre, []).files == 0


def test_a_folder_that_is_not_there_or_closed_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    centre, _ = enrolled(tmp_path)
    with pytest.raises(NoFolder, match="no folder"):
        collate(centre, [tmp_path / "none"])

    def closed(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", closed)
    with pytest.raises(Locked, match="Permission denied"):
        collate(centre, [tmp_path])


def test_progress_is_told_and_a_cancelled_reading_goes_on_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "AT_ONCE", 2)
    centre, [device] = enrolled(tmp_path)
    for n in range(4):
        save(device, title=str(n))
        sent(device, tmp_path / "out")
    heard: list[tuple[int, int, int]] = []
    done = collate(
        centre,
        [tmp_path / "out"],
        lambda *step: heard.append(step),
        cancelled=lambda: len(heard) == 2,
    )
    assert heard == [(1, 4, 0), (2, 4, 0)]
    assert (done.stopped, done.taken, done.files) == (True, 2, 4)
    rest = collate(centre, [tmp_path / "out"])
    assert (rest.stopped, rest.taken, rest.already) == (False, 2, 2)
    assert centre.state() == device.state()


def test_a_kill_between_merge_and_log_leaves_the_file_untaken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    centre, [device] = enrolled(tmp_path)
    save(device, title="x")
    sent(device, tmp_path / "out")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(taking_room, "no_longer_refused", killed)
        with pytest.raises(KeyboardInterrupt):
            collate(centre, [tmp_path / "out"])
    assert centre.ranges() == []
    assert collate(centre, [tmp_path / "out"]).changes == 1


def test_a_year_offline_and_a_clock_ahead_still_arrive(tmp_path: Path) -> None:
    centre, [late, ahead] = enrolled(tmp_path, 2)
    late._now = Clock(datetime(2023, 9, 16, tzinfo=UTC))
    ahead._now = Clock(datetime(2024, 9, 16, tzinfo=UTC) + timedelta(days=3650))
    for device in (late, ahead):
        save(device, title="x")
        sent(device, tmp_path / "out")
    assert collate(centre, [tmp_path / "out"]).taken == 2
    assert all(line.silent is not None and line.silent >= 0 for line in devices(centre))


def test_two_stores_under_one_id_are_told_apart_and_nothing_is_taken_twice(tmp_path: Path) -> None:
    centre, [device] = enrolled(tmp_path)
    # A laptop set up from an image of the first: the same id and the same keys.
    clone = new_store(tmp_path / "clone", 1)
    for key in ("snapshots.signing", "snapshots.identity"):
        set_setting(clone.database, key, get_setting(device.database, key))
    enrol(clone, own_card(centre))
    save(device, title="here")
    save(clone, title="there")
    here, there = sent(device, tmp_path / "here"), sent(clone, tmp_path / "there")
    assert collate(centre, [here]).taken == 1
    assert collate(centre, [there]).taken == 1
    assert centre.forked() == {device.author.device: 1}
    assert len(centre.asides()) == 2
    assert centre.rows(Thing.select()) == []
