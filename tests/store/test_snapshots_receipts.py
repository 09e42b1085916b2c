"""What goes back to a device: what arrived of it, its slice, and a conflict it can see."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from store import children, people, reviews
from store.codes import DecisionState, Role
from store.database import get_setting, set_setting
from store.journal import Journal, RecordField, fields_of, kinds, natural_id
from store.opening import throwaway
from store.reviews import Outcome, ProposedDecision
from store.snapshots import (
    RECEIPT_SUFFIX,
    Receipts,
    collate,
    enrol,
    own_card,
    parties,
    receive,
    refused_files,
    revoke,
    told,
    write_receipts,
    write_snapshot,
)
from store.snapshots.whose import KEPT_KINDS, LISTED_KINDS, SHARED_KINDS
from tests.store.devices import Thing
from tests.store.parties import enrolled, introduce, new_store, save, sent
from tests.store.rooms import TODAY, ticking


def back(centre: Journal, folder: Path, **options: object) -> Receipts:
    """Write the receipts of a centre into a folder."""
    folder.mkdir(exist_ok=True)
    return write_receipts(centre, folder, **options)  # type: ignore[arg-type]


def test_a_receipt_says_what_arrived_and_is_written_once(tmp_path: Path) -> None:
    centre, [device] = enrolled(tmp_path)
    for n in range(3):
        save(device, title=str(n))
    sent(device, tmp_path / "out")
    collate(centre, [tmp_path / "out"])
    assert told(device) is None
    done = back(centre, tmp_path / "out")
    assert (len(done.written), done.changes, done.troubles) == (1, 0, ())
    had = receive(device, [tmp_path / "out"])
    assert (had.files, had.taken, had.changes, had.refused) == (1, 1, 0, 0)
    known = told(device)
    assert known is not None
    assert (known.number, known.received, known.refused, known.missing) == (1, ((1, 3),), (), ())
    assert back(centre, tmp_path / "out").written == ()
    assert receive(device, [tmp_path / "out"]).already == 1


def in_team(folder: Path, name: str, person: str, role: str, seed: int) -> Journal:
    """A store of somebody in the team North, with every subject in it."""
    return throwaway(
        folder / name,
        person,
        team="North",
        role=role,
        device=name,
        today=TODAY,
        now=ticking(),
        entropy=random.Random(seed).randbytes,
    )


def logged(iro: Journal, local_id: str, team: str) -> str:
    """A child of a team with its first review and one recommendation; gives the decision."""
    child = children.add_child(
        iro, local_id, iro="Alder", team=team, started=date(2024, 8, 19), dob=date(2012, 3, 4)
    )
    outcome = Outcome(
        child, meetings=[date(2024, 9, 13)], decisions=[ProposedDecision("A place at school")]
    )
    return reviews.log_review(iro, outcome).decisions[0]


def test_a_manager_contests_what_the_team_decided_and_the_iro_sees_it(tmp_path: Path) -> None:
    centre = in_team(tmp_path, "Centre", "Birch", "collator", 1)
    iro = in_team(tmp_path, "IRO-01", "Alder", "iro", 2)
    manager = in_team(tmp_path, "Manager", "Maple", "manager", 3)
    for device in (iro, manager):
        introduce(centre, device)
    decision, elsewhere = logged(iro, "C-0001", "North"), logged(iro, "C-0002", "South")
    people.add_person(manager, "Maple", role=Role.MANAGER, team="North")
    stick = tmp_path / "stick"

    def round_trip() -> None:
        for device in (iro, manager):
            if device.unsent():
                write_snapshot(device, stick)
        assert collate(centre, [stick]).refused == 0
        back(centre, stick)
        for device in (iro, manager):
            assert receive(device, [stick]).refused == 0

    round_trip()
    # The manager's slice is the team of the manager: not the child of another team.
    assert [child.ref for child in children.children(manager)] == ["C-0001"]
    assert reviews.decision(manager, elsewhere) is None
    assert reviews.contest(manager, decision, "No place is to be had", date(2024, 9, 16))
    assert children.children(manager)[0].iro == "Alder"
    round_trip()
    seen = reviews.decision(iro, decision)
    assert seen is not None
    assert (seen.state, seen.contested_reason) == (
        DecisionState.CONTESTED,
        "No place is to be had",
    )
    for device in (iro, manager, centre):
        device.verify()
        before = device.state()
        device.rebuild()
        assert device.state() == before


def test_both_sides_of_a_conflict_and_its_decision_come_back(tmp_path: Path) -> None:
    centre, [one, two, third] = enrolled(tmp_path, 3)
    thing = natural_id("thing", "same")
    save(one, thing, title="here")
    save(two, thing, title="there")
    save(third, title="of nobody else")
    stick = tmp_path / "stick"
    for device in (one, two, third):
        sent(device, stick)
    assert collate(centre, [stick]).conflicts == 1
    back(centre, stick)
    for device in (one, two):
        assert receive(device, [stick]).conflicts == 1
        assert len(device.conflicts()) == 1
    assert receive(third, [stick]).changes == 0
    centre.decide(thing, "title", "here", "asked both")
    back(centre, stick)
    for device in (one, two):
        receive(device, [stick])
        assert device.conflicts() == []
        assert device.get(Thing, thing) == centre.get(Thing, thing)
    assert third.get(Thing, thing) is None


def test_any_order_of_receipts_gives_one_state(tmp_path: Path) -> None:
    centre, [one, two] = enrolled(tmp_path, 2)
    thing, stick = natural_id("thing", "same"), tmp_path / "stick"
    save(two, thing, title="two")
    for n in range(4):
        save(one, thing, status=str(n))
        for device in (one, two):
            if device.unsent():
                sent(device, stick)
        collate(centre, [stick])
        back(centre, stick)
    files = sorted(stick.glob(f"{own_card(two).short}-*{RECEIPT_SUFFIX}"))
    assert len(files) == 4
    clones = [copy_of(two, tmp_path / f"copy-{n}") for n in range(3)]
    for seed, clone in enumerate(clones):
        random.Random(seed).shuffle(files)
        for file in files[:2]:
            receive(clone, [file])
        receive(clone, [stick])
    receive(two, [stick])
    for clone in clones:
        assert clone.state() == two.state()
        assert clone.ranges() == two.ranges()
        known, other = told(two), told(clone)
        assert known == other
    assert two.get(Thing, thing) == centre.get(Thing, thing)


def copy_of(device: Journal, folder: Path) -> Journal:
    """Another store that reads what is sealed to `device`, with the same changes in it."""
    clone = new_store(folder, 90)
    for name in ("snapshots.signing", "snapshots.identity"):
        set_setting(clone.database, name, get_setting(device.database, name))
    enrol(clone, parties(device)[0].card)
    own = [each for each in device.ranges() if each.device == device.author.device]
    for over in own:
        clone.receive(list(device.changes(over)), [over])
    clone.author = device.author
    return clone


def test_a_lost_receipt_is_known_and_sent_again(tmp_path: Path) -> None:
    centre, [one, two] = enrolled(tmp_path, 2)
    thing, stick = natural_id("thing", "same"), tmp_path / "stick"
    for n in range(2):
        for device in (one, two):
            save(device, thing, title=f"{device.author.device[:2]} {n}")
            sent(device, stick)
        collate(centre, [stick])
        if not n:
            for lost in back(centre, stick).written:
                lost.unlink()
    back(centre, stick)
    receive(one, [stick])
    known = told(one)
    assert known is not None
    assert known.missing == (1,)
    assert one.get(Thing, thing) != centre.get(Thing, thing) or one.ranges() != centre.ranges()
    assert len(back(centre, stick, only=["IRO-01"], again=True).written) == 1
    receive(one, [stick])
    assert one.state() == centre.state()


def test_receipts_of_others_are_left_alone_and_strangers_refused(tmp_path: Path) -> None:
    centre, [one, two] = enrolled(tmp_path, 2)
    stranger = new_store(tmp_path / "stranger", 77, "collator")
    stick = tmp_path / "stick"
    save(one, title="x")
    sent(one, stick)
    collate(centre, [stick])
    back(centre, stick)
    had = receive(two, [stick])
    assert (had.files, had.others, had.taken, had.refused) == (2, 1, 1, 0)
    # Sealed to this device by a centre it has not taken the card of.
    enrol(stranger, own_card(two))
    back(stranger, stick)
    had = receive(two, [stick])
    assert (had.refused, had.already) == (1, 1)
    assert "not enrolled" in refused_files(two)[0].reason
    # A snapshot is no receipt, and a receipt no snapshot.
    path = sent(two, tmp_path / "more") if two.unsent() else sent(one, tmp_path / "more", full=True)
    renamed = path.rename(path.with_suffix(RECEIPT_SUFFIX))
    assert receive(centre, [renamed]).refused == 1
    assert told(centre) is None
    [mine] = [
        p for p in stick.glob(f"*{RECEIPT_SUFFIX}") if p.name.startswith(own_card(one).short)
    ][:1]
    as_snapshot = mine.rename(mine.with_suffix(".planreview"))
    assert collate(one, [as_snapshot]).refused == 1
    assert "receipt" in refused_files(one)[0].reason


def test_a_refused_file_is_told_to_its_sender(tmp_path: Path) -> None:
    centre, [device] = enrolled(tmp_path)
    save(device, title="x")
    path = sent(device, tmp_path / "out")
    path.write_bytes(path.read_bytes()[:-20])
    assert collate(centre, [tmp_path / "out"]).refused == 1
    back(centre, tmp_path / "out")
    receive(device, [tmp_path / "out"])
    known = told(device)
    assert known is not None
    assert known.received == ()
    assert [each.file for each in known.refused] == [path.name]
    assert "seal" in known.refused[0].reason


def test_a_revoked_device_is_told_and_sent_nothing_else(tmp_path: Path) -> None:
    centre, [one, two] = enrolled(tmp_path, 2)
    thing, stick = natural_id("thing", "same"), tmp_path / "stick"
    for device in (one, two):
        save(device, thing, title=device.author.device)
        sent(device, stick)
    revoke(centre, "IRO-01")
    collate(centre, [stick])
    back(centre, stick)
    had = receive(one, [stick])
    assert (had.taken, had.changes) == (1, 0)
    known = told(one)
    assert known is not None
    assert known.revoked is not None


def test_a_folder_that_cannot_be_written_is_told_and_nothing_counts_as_sent(
    tmp_path: Path,
) -> None:
    centre, [device] = enrolled(tmp_path)
    save(device, title="x")
    sent(device, tmp_path / "out")
    collate(centre, [tmp_path / "out"])
    done = write_receipts(centre, tmp_path / "none" / "deeper")
    assert (done.written, len(done.troubles)) == ((), 1)
    assert len(back(centre, tmp_path / "out").written) == 1


def test_every_kind_is_shared_kept_or_about_a_child(tmp_path: Path) -> None:
    for kind, model in kinds().items():
        if kind in {"thing", "named", "person"} or kind in {
            *SHARED_KINDS,
            *KEPT_KINDS,
            *LISTED_KINDS,
        }:
            continue
        points = [f.refers_to for f in fields_of(model).values() if isinstance(f, RecordField)]
        assert kind == "child" or "child" in points or None in points, kind


@pytest.mark.parametrize("seed", range(3))
def test_round_by_round_sends_what_one_look_at_everything_would(tmp_path: Path, seed: int) -> None:
    centre, found = enrolled(tmp_path, 3)
    chance, stick = random.Random(seed), tmp_path / "stick"
    stick.mkdir()
    names = [natural_id("thing", str(n)) for n in range(6)]
    for _ in range(12):
        for device in found:
            for _ in range(chance.randrange(3)):
                save(device, chance.choice(names), title=chance.choice("xyz"))
            if device.unsent() and chance.random() < 0.7:
                sent(device, stick)
        if chance.random() < 0.7:
            collate(centre, [stick])
        if chance.random() < 0.6:
            back(centre, stick)
    collate(centre, [stick])
    back(centre, stick)
    for device in found:
        receive(device, [stick])
        once = copy_of(device, tmp_path / f"once-{device.author.device[:2]}")
        again = tmp_path / f"again-{device.author.device[:2]}"
        back(centre, again, only=[device.author.device], again=True)
        receive(once, [again])
        assert once.ranges() == device.ranges()
        assert once.state() == device.state()
