"""The main job's last step: the real work of two devices is one plan at the centre."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

from store import children, evidence, imports, plans
from store.codes import EvidenceKind
from store.journal import Journal
from store.opening import throwaway
from store.snapshots import Coverage, collate, devices, write_snapshot
from tests.store.parties import introduce
from tests.store.rooms import FIXTURES, TODAY, new_store, ticking


def new_centre(folder: Path) -> Journal:
    """A centre with every subject in it."""
    return throwaway(
        folder / "centre",
        "Birch",
        role="collator",
        device="Centre",
        today=TODAY,
        now=ticking(),
        entropy=random.Random(99).randbytes,
    )


def at_work(journal: Journal, owner: str) -> None:
    """What each device does: import the report, add a child, split a commitment, show evidence."""
    imports.take(journal, imports.propose(journal, FIXTURES / "report.txt"))
    children.add_child(journal, "C-0001", dob=date(2012, 3, 4), started=date(2024, 4, 15))
    first = plans.commitments(journal)[0]
    plans.split_commitment(journal, first.id, [(f"What {owner} does", owner, date(2024, 10, 1))])
    minutes = journal.folder / "minutes.txt"
    minutes.write_text(f"what {owner} saw", encoding="utf-8")
    evidence.add_evidence(
        journal, first.area_id, next(iter(EvidenceKind)), on=date(2024, 9, 1), file=minutes
    )


def test_two_devices_work_is_one_plan_and_one_child_at_the_centre(tmp_path: Path) -> None:
    centre, other = new_centre(tmp_path), new_centre(tmp_path / "other")
    out = tmp_path / "out"
    for number, owner in ((1, "Hazel"), (2, "Rowan")):
        device = new_store(tmp_path, number)
        introduce(centre, device)
        at_work(device, owner)
        written = write_snapshot(device, out)
        assert written.files == 1
    done = collate(centre, [out])
    assert (done.files, done.taken, done.refused, done.conflicts) == (2, 2, 0, 0)
    assert len(plans.plans(centre)) == 1
    assert len(children.children(centre)) == 1
    assert {action.owner for action in plans.actions(centre)} == {"Hazel", "Rowan"}
    shown = evidence.evidence(centre)
    assert len(shown) == 2
    read = {evidence.read_file(centre, each.id) for each in shown}
    assert read == {b"what Hazel saw", b"what Rowan saw"}
    assert [line.state for line in devices(centre)] == [Coverage.WHOLE, Coverage.WHOLE]
    before = centre.state()
    assert collate(centre, [out]).already == 2
    centre.rebuild()
    assert centre.state() == before
    assert centre.verify() == done.changes
    assert plans.plans(other) == []


def test_a_date_of_birth_that_differs_is_a_conflict_and_not_a_second_child(tmp_path: Path) -> None:
    centre = new_centre(tmp_path)
    for number in (1, 2):
        device = new_store(tmp_path, number)
        introduce(centre, device)
        children.add_child(device, "C-0001", dob=date(2012, 3, number))
        write_snapshot(device, tmp_path / "out")
    assert collate(centre, [tmp_path / "out"]).conflicts == 1
    assert len(children.children(centre)) == 1
    [conflict] = centre.conflicts()
    assert conflict.field == "dob"
    assert {head.value for head in conflict.heads} == {"2012-03-01", "2012-03-02"}
