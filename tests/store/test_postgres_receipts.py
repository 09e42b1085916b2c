"""A centre that keeps its log in PostgreSQL answers its devices like one that keeps it here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event

from store import children, people, reviews
from store.codes import Role
from store.journal import Journal, natural_id
from store.opening import open_central
from store.rules import RuleRecord
from store.snapshots import (
    Wanted,
    answer,
    collate,
    collate_and_answer,
    devices,
    enrol,
    own_card,
    receive,
    revoke,
    told,
    watch,
    write_receipts,
    write_snapshot,
)
from store.snapshots.central import bring_along
from store.snapshots.dump import dump
from tests.store.devices import Thing
from tests.store.parties import enrolled, introduce, new_store, save, sent
from tests.store.test_snapshots_receipts import in_team, logged
from tests.store.test_snapshots_renewing import copy_of


def story(folder: Path, central_of: Callable[[Journal], Journal | None]) -> list[Journal]:
    """Four rounds of a service: slices, contests, a conflict, an aside, a role, a revocation."""
    centre = in_team(folder, "Centre", "Birch", "collator", 1)
    iro = in_team(folder, "IRO-01", "Alder", "iro", 2)
    manager = in_team(folder, "Manager", "Maple", "manager", 3)
    other = in_team(folder, "Other", "Rowan", "iro", 4)
    for device in (iro, manager, other):
        enrol(device, own_card(centre))
    enrol(centre, own_card(iro))
    enrol(centre, own_card(manager))
    enrol(centre, own_card(other), Wanted(role="iro", slice=("@all",)))
    central = central_of(centre)
    stick = folder / "stick"
    decision = logged(iro, "C-0001", "North")
    logged(iro, "C-0002", "South")
    people.add_person(manager, "Maple", role=Role.MANAGER, team="North")
    people.add_person(centre, "Birch", role=Role.COLLATOR)

    def round_trip() -> None:
        for device in (iro, manager, other):
            if device.unsent():
                write_snapshot(device, stick)
        done, answered = collate_and_answer(centre, [stick], central=central)
        assert (done.refused, answered.troubles) == (0, ())
        for device in (iro, manager, other):
            assert receive(device, [stick]).refused == 0

    round_trip()
    assert [child.ref for child in children.children(manager)] == ["C-0001"]
    assert reviews.contest(manager, decision, "No place is to be had", date(2024, 9, 16))
    child = children.children(manager)[0].id
    children.change_child(manager, child, reason="moved", social_worker="Elm")
    children.change_child(iro, child, reason="moved", social_worker="Ash")
    with other.unit_of_work("a limit") as work:
        limit = work.create(RuleRecord, key="distribution", amount=5)
    round_trip()
    assert iro.conflicts()
    assert iro.get(RuleRecord, limit) is None
    known = told(other)
    assert known is not None
    assert known.aside
    # What stood aside counts again, and reaches the others as something new.
    enrol(centre, own_card(other), Wanted(role="manager", since=datetime(2024, 1, 1, tzinfo=UTC)))
    for conflict in manager.conflicts():
        manager.decide(conflict.record, conflict.field, conflict.heads[0].value, "asked both")
    round_trip()
    assert iro.get(RuleRecord, limit) is not None
    assert not iro.conflicts()
    revoke(centre, "Other")
    round_trip()
    log = central or centre
    lines = devices(centre, log)
    assert [line.aside for line in lines] == [0, 0, 0]
    assert [line.receipt for line in lines if line.receipt is None] == []
    assert write_receipts(centre, stick, log=log).written == ()
    return [iro, manager, other]


def test_devices_end_in_the_same_state(tmp_path: Path, url: str) -> None:
    opened: list[Journal] = []

    def central_of(centre: Journal) -> Journal:
        opened.append(open_central(centre, url))
        return opened[0]

    here = story(tmp_path / "here", lambda _: None)
    there = story(tmp_path / "there", central_of)
    for one, two in zip(here, there, strict=True):
        assert list(dump(one)) == list(dump(two))
        assert one.ranges() == two.ranges()
        two.verify()
    assert opened[0].verify() >= 20
    opened[0].close()


def test_a_watch_takes_and_answers_and_hears_of_decisions(tmp_path: Path, url: str) -> None:
    centre, [one, two] = enrolled(tmp_path, 2)
    central, stick, stop = open_central(centre, url), tmp_path / "stick", Event()
    thing = natural_id("thing", "same")
    for device in (one, two):
        save(device, thing, title=device.author.device_name)
        sent(device, stick)
    rounds = watch(centre, [stick], stop, every=0.01, settling=0.01, central=central)
    done, answered = next(rounds)  # the files may still be growing; the credentials are news
    assert (done.taken, len(answered.written)) == (0, 2)
    done, answered = next(rounds)
    assert (done.taken, done.conflicts, len(answered.written)) == (2, 1, 2)
    assert centre.conflicts() == []
    for device in (one, two):
        receive(device, [stick])
    one.decide(thing, "title", "IRO-01", "asked both")
    sent(one, stick)
    done, _ = next(rounds)
    assert (done.taken, central.conflicts()) == (1, [])
    receive(two, [stick])
    assert two.conflicts() == []
    # Enrolling says something to a device without any file having come.
    third = new_store(tmp_path / "device-3", 3)
    introduce(centre, third)
    done, answered = next(rounds)
    assert (done.files, len(answered.written)) == (0, 1)
    stop.set()
    assert list(rounds) == []
    central.close()


def test_another_log_is_looked_through_from_its_beginning(tmp_path: Path, url: str) -> None:
    centre, [one, two] = enrolled(tmp_path, 2)
    stick, thing = tmp_path / "stick", natural_id("thing", "same")
    save(one, thing, title="one")
    sent(one, stick)
    collate(centre, [stick])
    answer(centre, stick)
    # From here on the centre keeps its log elsewhere: what it had goes along.
    central = open_central(centre, url)
    save(two, thing, status="two")
    sent(two, stick)
    collate(centre, [stick], into=central)
    answer(centre, stick, central=central)
    receive(one, [stick])
    receive(two, [stick])
    assert one.get(Thing, thing) == two.get(Thing, thing) == central.get(Thing, thing)
    assert centre.get(Thing, thing) != one.get(Thing, thing)
    assert not answer(centre, stick, central=central).written
    central.close()


def forked(tmp_path: Path) -> tuple[Journal, Journal, Path]:
    """A centre, a device of which a copy was made, and the stick with what both wrote."""
    centre, [device] = enrolled(tmp_path)
    stick, thing = tmp_path / "stick", natural_id("thing", "same")
    save(device, thing, title="before")
    sent(device, stick)
    copy = copy_of(device, tmp_path / "copy", centre)
    for one, words in ((device, "here"), (copy, "there")):
        save(one, thing, title=words)
        save(one, title=words)
        sent(one, stick)
    return centre, device, stick


def test_a_fork_that_the_store_here_knows_goes_along(tmp_path: Path, url: str) -> None:
    centre, device, stick = forked(tmp_path)
    collate(centre, [stick])
    central = open_central(centre, url)
    assert bring_along(centre, central) == 5
    assert central.forked() == {device.author.device: 2}
    assert list(dump(central)) == list(dump(centre))
    assert bring_along(centre, central) == 0
    central.close()


def test_two_copies_are_told_by_a_log_elsewhere(tmp_path: Path, url: str) -> None:
    centre, device, stick = forked(tmp_path)
    central = open_central(centre, url)
    before = device.author.device
    done, answered = collate_and_answer(centre, [stick], central=central)
    assert (done.refused, answered.troubles, centre.forked()) == (0, (), {})
    [line] = devices(centre, central)
    assert (line.forked, line.aside) == (2, 4)
    assert receive(device, [stick]).refused == 0
    assert device.author.device != before
    central.close()
