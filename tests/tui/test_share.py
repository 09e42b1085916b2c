"""Share: a device sees its centre and what is not sent, a centre its devices and the gaps."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from store import snapshots
from store.journal import Journal, natural_id
from store.snapshots import (
    collate,
    collate_and_answer,
    enrol,
    own_card,
    write_card,
)
from tests.store.devices import Clock
from tests.store.parties import enrolled, introduce, new_store, save, sent, snapshots_in
from tui.app import PlanReviewApp
from tui.modes import Mode

SHARE = Mode("6", "share", "tui.screens.share", "ShareScreen")
WIDE, NARROW = (120, 40), (80, 24)


@asynccontextmanager
async def share(journal: Journal, size: tuple[int, int] = WIDE) -> AsyncIterator[Pilot[Any]]:
    """The program on one store, with Share in front."""
    app = PlanReviewApp(journal, modes=[SHARE])
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield pilot


def disagreeing(folder: Path) -> tuple[Journal, list[Journal], str]:
    """A centre, two devices that say different things of one record, and the record."""
    centre, devices = enrolled(folder, 2)
    thing = natural_id("thing", "one")
    for number, device in enumerate(devices):
        save(device, thing, status=f"value {number}")
        sent(device, folder / "out")
    collate(centre, [folder / "out"])
    return centre, devices, thing


def seen(pilot: Pilot[Any]) -> str:
    """What stands on the screen, line by line."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def answer(pilot: Pilot[Any], text: str) -> None:
    """Type over what the question proposes, and take it."""
    await pilot.pause()
    pilot.app.screen.query_one("Input").value = text  # type: ignore[attr-defined]
    await pilot.press("enter")
    await settled(pilot)


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until no question is being worked on, or the next one has been asked."""
    for _ in range(200):
        await pilot.pause(0.02)
        if len(pilot.app.screen_stack) > 1 or not getattr(pilot.app.screen, "_working", False):
            break
    await pilot.pause()


async def read(pilot: Pilot[Any]) -> None:
    """Wait until the account of a device is there."""
    for _ in range(200):
        await pilot.pause(0.02)
        if getattr(pilot.app.screen, "account", None) is not None:
            break
    await pilot.pause()


async def test_a_fresh_device_is_told_where_to_begin(tmp_path: Path) -> None:
    for role, title in (("iro", "Your centre"), ("collator", "The devices")):
        async with share(new_store(tmp_path / role, 1, role), NARROW) as pilot:
            shown = seen(pilot)
            assert f"{title} will stand here" in shown
            assert "take each other's card" in shown or "take theirs" in shown
            assert "a  take" in shown


async def test_cards_are_exchanged_by_keys_with_both_fingerprints_shown(tmp_path: Path) -> None:
    device, centre = new_store(tmp_path / "d", 1), new_store(tmp_path / "c", 200, "collator")
    write_card(centre, tmp_path / "centre.card")
    async with share(device) as pilot:
        await pilot.press("W")
        await answer(pilot, str(tmp_path / "device.card"))
        assert own_card(device).fingerprint in seen(pilot)
        await pilot.press("a")
        await answer(pilot, str(tmp_path / "centre.card"))
        shown = seen(pilot)
        assert own_card(centre).fingerprint in shown
        assert own_card(device).fingerprint in shown
        await pilot.press("enter")
        await settled(pilot)
        assert "Snapshots go there from now on" in seen(pilot)
        assert "Where snapshots go" in seen(pilot)
    assert snapshots.centre(device) is not None
    assert enrol(centre, tmp_path / "device.card").new


async def test_a_card_is_not_taken_on_escape_and_a_bad_one_is_refused(tmp_path: Path) -> None:
    device, centre = new_store(tmp_path / "d", 1), new_store(tmp_path / "c", 200, "collator")
    write_card(centre, tmp_path / "centre.card")
    (tmp_path / "bad.card").write_bytes(b"\x00[b]x[/y]")
    async with share(device) as pilot:
        await pilot.press("a")
        await answer(pilot, str(tmp_path / "centre.card"))
        await pilot.press("escape")
        await settled(pilot)
        assert snapshots.parties(device) == []
        await pilot.press("a")
        await answer(pilot, str(tmp_path / "bad.card"))
        assert "is not a planreview card" in seen(pilot)
        assert snapshots.parties(device) == []


async def test_a_snapshot_is_written_by_one_key_and_a_folder(tmp_path: Path) -> None:
    _, [device] = enrolled(tmp_path)
    save(device, title="one")
    async with share(device) as pilot:
        await pilot.press("E")
        await pilot.pause()
        shown = seen(pilot)
        assert "What Centre gets from here" in shown
        assert "Names of children and families: no field" in shown
        await pilot.press("enter")
        await settled(pilot)
        assert "Sealed to Centre. Leaves: own service: all but names." in seen(pilot)
        await answer(pilot, str(tmp_path / "out"))
        assert "1 change written" in seen(pilot)
        assert "everything is sent" in seen(pilot)
        await pilot.press("E")
        await pilot.pause()
        await answer(pilot, str(tmp_path / "out"))
        assert "Nothing new: no file was written" in seen(pilot)
    assert len(snapshots_in(tmp_path / "out")) == 1


async def test_without_a_centre_the_key_says_what_is_missing(tmp_path: Path) -> None:
    device = new_store(tmp_path / "d", 1)
    save(device, title="one")
    async with share(device) as pilot:
        await pilot.press("E")
        await pilot.pause()
        assert "There is no centre to send to. a takes the centre's card." in seen(pilot)
        for key in "ip":
            await pilot.press(key)
            await pilot.pause()
            assert "There is no centre to send to" in seen(pilot)
        await pilot.press("r")
        await pilot.pause()
        assert "Only a centre writes receipts" in seen(pilot)


async def test_a_folder_is_read_and_the_devices_show_what_came(tmp_path: Path) -> None:
    centre, devices = enrolled(tmp_path, 3)
    whole, missing, silent = devices
    silent._now = Clock(datetime(2024, 9, 3, 9, tzinfo=UTC))
    for device in devices:
        save(device, title="one")
        sent(device, tmp_path / "out")
    save(missing, title="lost")
    sent(missing, tmp_path / "lost")
    save(missing, title="after")
    sent(missing, tmp_path / "out")
    (tmp_path / "out" / "rubbish.planreview").write_bytes(b"not one")
    async with share(centre) as pilot:
        await pilot.press("i")
        await answer(pilot, str(tmp_path / "out"))
        shown = seen(pilot)
        assert "5 files, 4 new, 4 changes" in shown
        assert "3 devices · 1 missing · 1 silent · 1 refused" in shown
        board = shown[: shown.index("Refused files")]
        lines = {line[4:10]: line for line in board.splitlines() if line[4:8] == "IRO-"}
        assert "whole" in lines["IRO-01"]
        assert "missing" in lines["IRO-02"]
        assert " 2 " in lines["IRO-02"]
        assert "9 wd" in lines["IRO-03"]
        assert "silent" in lines["IRO-03"]
        assert "The file is not a snapshot" in shown
        assert "see where it is from" in shown
        await pilot.press("j")
        await pilot.pause()
        assert "What is missing" in seen(pilot)
        await pilot.press("i")
        await pilot.pause()
        assert str(tmp_path / "out") in seen(pilot)
        await answer(pilot, str(tmp_path / "lost"))
        assert "3 devices · 1 silent · 1 refused" in seen(pilot)
    assert whole.state() != centre.state()


async def test_the_folder_question_refuses_in_words(tmp_path: Path) -> None:
    centre, _ = enrolled(tmp_path)
    async with share(centre) as pilot:
        await pilot.press("i")
        await answer(pilot, str(tmp_path / "none"))
        assert "There is no folder or file" in seen(pilot)


async def test_a_centre_with_its_log_in_a_database_reads_no_folder_into_the_store(
    tmp_path: Path,
) -> None:
    centre, [device] = enrolled(tmp_path)
    save(device, title="one")
    sent(device, tmp_path / "out")
    snapshots.keep_at(centre, "postgresql://db.example.org/plans")
    async with share(centre) as pilot:
        await pilot.press("r")
        await answer(pilot, str(tmp_path / "out"))
        assert "db.example.org" in seen(pilot)
    assert centre.ranges() == []


async def test_a_device_is_revoked_after_a_question(tmp_path: Path) -> None:
    centre, [device] = enrolled(tmp_path)
    save(device, title="x")
    async with share(centre) as pilot:
        await pilot.press("R")
        await read(pilot)
        shown = seen(pilot)
        assert "Nothing is revoked: IRO-01 may go on" in shown
        assert "What never came" in shown
        await pilot.press("x")
        await answer(pilot, str(tmp_path / "account.txt"))
        assert "What to do" in (tmp_path / "account.txt").read_text("utf-8")
        await pilot.press("R")
        await pilot.pause()
        await pilot.press("n")
        await settled(pilot)
        assert snapshots.parties(centre)[0].revoked is None
        await pilot.press("R")
        await pilot.pause()
        await pilot.press("y")
        await settled(pilot)
        assert "IRO-01 is revoked" in seen(pilot)
    sent(device, tmp_path / "out")
    assert collate(centre, [tmp_path / "out"]).refused == 1


async def test_a_conflict_shows_every_value_and_a_person_decides(tmp_path: Path) -> None:
    centre, *_ = disagreeing(tmp_path)
    async with share(centre) as pilot:
        assert "value 0 · value 1" in seen(pilot) or "value 1 · value 0" in seen(pilot)
        await pilot.press("D")
        await pilot.pause()
        shown = seen(pilot)
        assert "1  value 0" in shown
        assert "2  value 1" in shown
        assert "shown until someone decides" in shown
        await pilot.press("2")
        await answer(pilot, "the first was right")
        assert "Status → value 1" in seen(pilot)
        assert "Nothing is in conflict" not in seen(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert centre.conflicts() == []
        await pilot.press("u")
        await pilot.pause()
        assert len(centre.conflicts()) == 1


async def test_details_open_on_enter_where_the_window_is_narrow(tmp_path: Path) -> None:
    centre, [device] = enrolled(tmp_path)
    save(device, title="x")
    sent(device, tmp_path / "out")
    collate(centre, [tmp_path / "out"])
    async with share(centre, NARROW) as pilot:
        assert own_card(device).fingerprint not in seen(pilot)
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert own_card(device).fingerprint in seen(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert "Devices" in seen(pilot)


async def test_names_from_cards_are_never_read_as_markup(tmp_path: Path) -> None:
    centre = new_store(tmp_path / "c", 200, "collator")
    device = new_store(tmp_path / "d", 1)
    device.author = type(device.author)(device.author.device, "[b]x[/y]", "\x1b[31mRed", "iro")
    introduce(centre, device)
    async with share(centre) as pilot:
        assert "[b]x[/y]" in seen(pilot)
        assert "\x1b" not in seen(pilot)


async def test_esc_stops_a_reading_between_two_files(tmp_path: Path, monkeypatch: Any) -> None:
    centre, [device] = enrolled(tmp_path)
    save(device, title="x")
    first = sent(device, tmp_path / "out")
    for number in range(3):
        shutil.copy(first, tmp_path / "out" / f"copy-{number}.planreview")
    async with share(centre) as pilot:
        screen: Any = pilot.app.screen

        def slowly(*asked: Any, **options: Any) -> Any:
            pilot.app.call_from_thread(screen.back)
            return collate_and_answer(*asked, **options)

        monkeypatch.setattr("store.snapshots.collate_and_answer", slowly)
        await pilot.press("i")
        await answer(pilot, str(tmp_path / "out"))
        assert "Stopped after 0 files" in seen(pilot)


async def test_what_may_leave_is_chosen_and_agreed_to(tmp_path: Path) -> None:
    _, [device] = enrolled(tmp_path)
    save(device, title="one")
    async with share(device, NARROW) as pilot:
        await pilot.press("p")
        await pilot.pause()
        await pilot.press("2")
        await settled(pilot)
        shown = seen(pilot)
        assert "Leaves in a coarser form" in shown
        assert "enter agree" in shown
        assert "Local ref" in shown
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("E")
        await pilot.pause()
        assert "Leaves: region" in seen(pilot)
        await answer(pilot, str(tmp_path / "out"))
        assert "everything is sent" in seen(pilot)
    assert len(snapshots_in(tmp_path / "out")) == 1


async def test_nothing_leaves_until_somebody_agreed(tmp_path: Path) -> None:
    _, [device] = enrolled(tmp_path)
    save(device, title="one")
    async with share(device) as pilot:
        await pilot.press("E")
        await pilot.pause()
        await pilot.press("escape")
        await settled(pilot)
        assert "Which folder" not in seen(pilot)
    assert snapshots.unsent(device) == 1


async def test_receipts_are_written_and_a_device_reads_what_the_centre_said(tmp_path: Path) -> None:
    centre, [device] = enrolled(tmp_path)
    save(device, title="one")
    sent(device, tmp_path / "out")
    collate(centre, [tmp_path / "out"])
    async with share(centre) as pilot:
        assert "Next" in seen(pilot)
        await pilot.press("r")
        await answer(pilot, str(tmp_path / "out"))
        assert "Receipts written: 1" in seen(pilot)
        assert "Newest receipt" in seen(pilot)
        await pilot.press("r")
        await answer(pilot, str(tmp_path / "out"))
        assert "no receipt was written" in seen(pilot)
    async with share(device) as pilot:
        assert "No receipt has come yet" in seen(pilot)
        await pilot.press("i")
        await answer(pilot, str(tmp_path / "out"))
        shown = seen(pilot)
        assert "Files from the centre: 1" in shown
        assert "The centre said" in shown
