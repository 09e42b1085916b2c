"""Share's lists: what waits for whom, narrowed by a query; a new card; the account of a device."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

from store import conflicts, snapshots
from store.journal import Journal
from store.snapshots import collate, own_card, receive
from store.today import what_needs_me
from tests.store.parties import enrolled, introduce, save, sent
from tests.store.parties import new_store as store_of_parties
from tests.store.rooms import new_store
from tests.store.test_duplicates import twice_logged
from tests.store.test_snapshots_credentials import limit
from tests.tui.test_share import NARROW, WIDE, answer, disagreeing, read, seen, settled, share
from tui.app import PlanReviewApp


async def test_what_waits_for_a_device_stands_there_until_it_has_read_it(tmp_path: Path) -> None:
    centre, devices, thing = disagreeing(tmp_path)
    async with share(centre) as pilot:
        shown = seen(pilot)
        assert "To hand back  2" in shown
        assert "answer to 1 file" in shown
        assert "to write since Mon 16 Sep" in shown
        centre.decide(thing, "status", "value 1", "it was")
        await pilot.press("r")
        await answer(pilot, str(tmp_path / "out"))
        shown = seen(pilot)
        assert "1 decision · 2 changes" in shown
        assert "not read since Mon 16 Sep" in shown
        receive(devices[0], [tmp_path / "out"])
        save(devices[0], title="read")
        sent(devices[0], tmp_path / "out")
        await pilot.press("i")
        await answer(pilot, str(tmp_path / "out"))
        assert "1 decision · 2 changes" in seen(pilot)
        await pilot.press("tab", "k", "k", "k", "j")
        await pilot.pause()
        assert "reads its receipts with i" in seen(pilot)


async def test_the_board_is_narrowed_by_a_query_and_by_one_key_to_refused_files(
    tmp_path: Path,
) -> None:
    centre, [first, _] = enrolled(tmp_path, 2)
    save(first, title="one")
    sent(first, tmp_path / "out")
    (tmp_path / "out" / "bad.planreview").write_bytes(b"not one")
    collate(centre, [tmp_path / "out"])
    async with share(centre, NARROW) as pilot:
        await pilot.press("f")
        await settled(pilot)
        shown = seen(pilot)
        assert "kind:refused" in shown
        assert "1 of 4" in shown
        assert "The file is not a snaps" in shown
        assert "see where it is from" in shown
        assert "IRO-01" not in shown
        await pilot.press("enter")
        await settled(pilot)
        await pilot.pause()
        assert "Nothing of it was taken." in seen(pilot)
        await pilot.press("escape")
        await settled(pilot)
        await pilot.press("f")
        await settled(pilot)
        assert "IRO-02" in seen(pilot)
        assert "kind:refused" not in seen(pilot)
        await pilot.press("slash", *"state:n", "tab", "enter")
        await settled(pilot)
        shown = seen(pilot)
        assert "state:never" in shown
        assert "2 devices" in shown
        assert "IRO-02" in shown
        assert "IRO-01" not in shown
        assert "WHAT TO DO" not in shown
        await pilot.press("escape")
        await settled(pilot)
        assert "IRO-01" in seen(pilot)
        await pilot.press("slash", *"owner:me")
        await settled(pilot)
        assert "No field “owner” here" in seen(pilot)
        await pilot.press("escape", "slash", *"zebra", "enter")
        await settled(pilot)
        assert "Nothing matches zebra." in seen(pilot)
        assert "esc clears the query" in seen(pilot)


async def test_a_new_card_is_asked_for_on_the_device_and_ends_the_old_id_at_the_centre(
    tmp_path: Path,
) -> None:
    centre, [device] = enrolled(tmp_path)
    save(device, title="one")
    sent(device, tmp_path / "out")
    collate(centre, [tmp_path / "out"])
    old = device.author.device
    snapshots.go_on_anew(device)
    for size in (NARROW, WIDE):
        async with share(device, size) as pilot:
            shown = seen(pilot)
            assert "new card not handed over" in shown
            assert "writes under a new id" in shown
            assert "enter writes it" in shown
    async with share(device) as pilot:
        await pilot.press("tab", "enter")
        await answer(pilot, str(tmp_path / "new.card"))
        assert own_card(device).fingerprint in seen(pilot)
    async with share(centre) as pilot:
        await pilot.press("a")
        await answer(pilot, str(tmp_path / "new.card"))
        await pilot.press("enter")
        await read(pilot)
        shown = seen(pilot)
        assert "IRO-01 goes on under a new id: R revokes the old one" in shown
        assert "What it held" in shown
        await pilot.press("R")
        await settled(pilot)
        assert "IRO-01 is revoked" in seen(pilot)
    assert {each.card.id: each.revoked is not None for each in snapshots.parties(centre)} == {
        old: True,
        device.author.device: False,
    }
    snapshots.write_receipts(centre, tmp_path / "back")
    receive(device, [tmp_path / "back"])
    async with share(device) as pilot:
        assert "new card" not in seen(pilot)


async def test_the_account_of_a_device_is_read_beside_the_screen(
    tmp_path: Path, monkeypatch: Any
) -> None:
    centre, [device] = enrolled(tmp_path)
    save(device, title="one")
    begun, stopped = Event(), Event()

    def slowly(journal: Journal, device: str, cancelled: Any, log: None) -> Any:
        begun.set()
        while not cancelled():
            pass
        stopped.set()
        raise snapshots.Cancelled("stopped")

    monkeypatch.setattr("tui.screens.share_lost.lost", slowly)
    async with share(centre) as pilot:
        await pilot.press("R")
        await pilot.pause()
        assert begun.wait(5)
        await pilot.pause()
        assert "Reading what it held" in seen(pilot)
        await pilot.press("R")
        await pilot.pause()
        assert len(pilot.app.screen_stack) == 2
        await pilot.press("escape")
        await settled(pilot)
        assert stopped.wait(5)
        assert "Devices" in seen(pilot)


async def test_the_numbers_of_the_desk_stand_on_share(tmp_path: Path) -> None:
    journal = twice_logged(tmp_path)
    desk = conflicts.desk(journal).queue
    doubles = [item for item in desk if item.sort is conflicts.Sort.DOUBLE]
    assert doubles
    async with share(journal) as pilot:
        shown = seen(pilot)
        assert f"Conflicts  {len(desk)}" in shown
        many = "1 possible double" if len(doubles) == 1 else f"{len(doubles)} possible doubles"
        assert many in shown
        await pilot.press("slash", *"kind:double", "enter")
        await settled(pilot)
        assert f"Conflicts  {len(doubles)}" in seen(pilot)
        await pilot.press("D")
        await settled(pilot)
        assert f"{len(desk)} to decide" in seen(pilot)


async def test_today_says_that_the_new_card_is_to_be_handed_over(tmp_path: Path) -> None:
    device = new_store(tmp_path, 1)
    introduce(store_of_parties(tmp_path / "centre", 200, "collator"), device)
    assert "card" not in {line.kind for line in what_needs_me(device).lines}
    snapshots.go_on_anew(device)
    [line] = [line for line in what_needs_me(device).lines if line.kind == "card"]
    assert line.what == "New card to hand to Centre"
    async with PlanReviewApp(device).run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert "New card to hand to Centre" in seen(pilot)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.pause()
        assert "enter writes it for Centre" in seen(pilot)
        assert "New card" in seen(pilot)


async def test_why_changes_stand_aside_is_said_beside_their_device(tmp_path: Path) -> None:
    centre, [device] = enrolled(tmp_path)
    limit(device)
    sent(device, tmp_path / "out")
    collate(centre, [tmp_path / "out"])
    async with share(centre) as pilot:
        shown = seen(pilot)
        assert "What stands aside" in shown
        assert "Changes 1: " in shown
