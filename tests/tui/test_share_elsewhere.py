"""Share at a centre whose log lies in PostgreSQL: read from there, decided here, told back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from store import conflicts, snapshots
from store.journal import Journal, natural_id
from store.opening import CentralLog
from store.snapshots import collate_and_answer, kept_at
from tests.store.parties import enrolled, save, sent
from tests.tui.test_share import NARROW, SHARE, WIDE, answer, read, seen, settled
from tui.app import PlanReviewApp
from tui.screens.conflict_desk import ConflictDesk


@pytest.fixture
def fleet(tmp_path: Path) -> tuple[Journal, list[Journal], str]:
    """A centre, two devices that say different things of one record, and the record; in `out`
    their files, and one that is none."""
    centre, devices = enrolled(tmp_path, 2)
    thing = natural_id("thing", "one")
    for number, device in enumerate(devices):
        save(device, thing, status=f"value {number}")
        sent(device, tmp_path / "out")
    (tmp_path / "out" / "bad.planreview").write_bytes(b"not one")
    return centre, devices, thing


@asynccontextmanager
async def share(
    centre: Journal, log: CentralLog | None, size: tuple[int, int] = WIDE
) -> AsyncIterator[Pilot[Any]]:
    app = PlanReviewApp(centre, modes=[SHARE], central_log=log)
    async with app.run_test(size=size) as pilot:
        await rested(pilot)
        yield pilot


async def rested(pilot: Pilot[Any]) -> None:
    """Wait until the log has been asked."""
    await pilot.pause()
    for _ in range(300):
        if not getattr(pilot.app.screen, "_asking", False):
            break
        await pilot.pause(0.02)
    await pilot.pause()


async def test_a_folder_is_read_into_the_database_and_what_waits_there_is_decided_here(
    fleet: tuple[Journal, list[Journal], str], url: str, tmp_path: Path
) -> None:
    centre, devices, _ = fleet
    async with share(centre, CentralLog(url)) as pilot:
        assert "nothing yet" in seen(pilot)
        await pilot.press("i")
        await answer(pilot, str(tmp_path / "out"))
        await rested(pilot)
        shown = seen(pilot)
        assert "2 devices" in shown
        assert "Refused files  1" in shown
        assert "1 conflict" in shown
        assert centre.ranges() != []  # what waits came here
        await pilot.press("D")
        await settled(pilot)
        assert isinstance(pilot.app.screen, ConflictDesk)
        await pilot.press("1")
        await settled(pilot)
        await answer(pilot, "asked both")
        await pilot.press("escape")
        await rested(pilot)
        assert "1 conflict" not in seen(pilot)
    with CentralLog(url).opened(centre) as log:
        assert log.conflicts() == []
    assert len(conflicts.desk(centre).queue) == 0
    for device in devices:
        snapshots.receive(device, [tmp_path / "out"])


async def test_without_its_address_share_says_where_what_devices_sent_lies(
    fleet: tuple[Journal, list[Journal], str], url: str, tmp_path: Path
) -> None:
    centre = fleet[0]
    with CentralLog(url).opened(centre) as log:
        collate_and_answer(centre, [tmp_path / "out"], central=log)
    for size in (WIDE, NARROW):
        async with share(centre, None, size) as pilot:
            shown = seen(pilot)
            assert f"What devices sent lies in {kept_at(centre)[:30]}" in shown
            assert "planreview share --from" in shown
            assert "never" not in shown
            for key in ("i", "r"):
                await pilot.press(key)
                await pilot.pause()
                assert "with planreview share --from" in seen(pilot)
    async with share(centre, CentralLog()) as pilot:  # the store here after all
        assert "2 devices" in seen(pilot)


async def test_what_a_lost_device_held_is_read_there(
    fleet: tuple[Journal, list[Journal], str], url: str, tmp_path: Path
) -> None:
    centre = fleet[0]
    with CentralLog(url).opened(centre) as log:
        collate_and_answer(centre, [tmp_path / "out"], central=log)
    async with share(centre, CentralLog(url)) as pilot:
        assert "To hand back  2" in seen(pilot)
        await pilot.press("R")
        await read(pilot)
        assert "1 change" in seen(pilot)


async def test_a_database_that_does_not_answer_is_told_and_asked_again_by_a_key(
    fleet: tuple[Journal, list[Journal], str], url: str, tmp_path: Path
) -> None:
    centre = fleet[0]
    nowhere = CentralLog(f"postgresql://postgres@/plans?host={tmp_path}")
    async with share(centre, nowhere, NARROW) as pilot:
        assert "does not take part" in seen(pilot)
        await pilot.press("i")
        await answer(pilot, str(tmp_path / "out"))
        await rested(pilot)
        assert "does not take part" in seen(pilot)
        assert isinstance(pilot.app, PlanReviewApp)
        pilot.app.central_log = CentralLog(url)  # it answers again
        await pilot.press("F")
        await rested(pilot)
        assert "2 devices" in seen(pilot)
    assert kept_at(centre) == ""


async def test_what_a_device_ended_meanwhile_no_longer_waits_on_the_desk_here(
    fleet: tuple[Journal, list[Journal], str], url: str, tmp_path: Path
) -> None:
    centre, [first, _], thing = fleet
    with CentralLog(url).opened(centre) as log:
        collate_and_answer(centre, [tmp_path / "out"], central=log)
        snapshots.fetch_desk(centre, log)
        assert len(centre.conflicts()) == 1
        snapshots.receive(first, [tmp_path / "out"])
        first.decide(thing, "status", "value 1", "asked")
        sent(first, tmp_path / "out")
        collate_and_answer(centre, [tmp_path / "out"], central=log)
        assert log.conflicts() == []
    async with share(centre, CentralLog(url)):
        assert centre.conflicts() == []
    centre.close()


def test_the_address_says_nothing_of_who_asks(tmp_path: Path) -> None:
    log = CentralLog("postgresql://me@db.example/plans?sslmode=verify-full")
    assert log.place == "postgresql://db.example/plans"
    assert CentralLog().place == ""
