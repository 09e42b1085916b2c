"""A caseload goes from who leaves to others: seen first, one step, one undo."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from store import children, family, reviews, service
from store.errors import Refused
from store.family import Relation
from store.journal import Journal
from store.service import NothingToHandOver, Standing, Worker, kin
from tests.store.caseload import whole_outcome
from tests.store.devices import new_device

STARTED = date(2024, 5, 28)


def give(journal: Journal, iro: str | None, refs: Iterable[str]) -> list[str]:
    """Children looked after, of one IRO."""
    return [children.add_child(journal, ref, iro=iro, started=STARTED) for ref in refs]


def iros(journal: Journal) -> dict[str, str | None]:
    """The IRO of every child by reference."""
    return {child.ref: child.iro for child in children.children(journal)}


def test_all_to_one_in_one_step(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    give(journal, "Birch", ("C-1", "C-2"))
    give(journal, "Alder", ("C-9",))
    service.add_post(journal, "Alder", Decimal("0.05"))
    post = service.add_post(journal, "Birch", Decimal(1))
    seen = service.propose_handover(journal, "birch", ["alder"])
    assert [(move.ref, move.to) for move in seen.moves] == [("C-1", "Alder"), ("C-2", "Alder")]
    (taker,) = seen.receivers
    assert (taker.before, taker.after, taker.per_fte) == (1, 3, Decimal("60.0"))
    assert taker.standing is Standing.WITHIN
    assert iros(journal)["C-1"] == "Birch", "a proposal writes nothing"
    units = len(journal.units())
    done = service.hand_over(journal, seen, last_day=date(2024, 9, 30))
    assert (done.children, done.skipped) == (2, 0)
    assert iros(journal) == {"C-1": "Alder", "C-2": "Alder", "C-9": "Alder"}
    assert next(p for p in service.posts(journal) if p.id == post).until == date(2024, 9, 30)
    assert len(journal.units()) == units + 1
    journal.undo()
    assert iros(journal) == {"C-1": "Birch", "C-2": "Birch", "C-9": "Alder"}
    assert all(p.until is None for p in service.posts(journal))


def test_spread_evenly_for_full_time(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    give(journal, "Birch", (f"C-{number:02}" for number in range(9)))
    service.add_post(journal, "Alder", Decimal(1))
    service.add_post(journal, "Cedar", Decimal("0.5"))
    seen = service.propose_handover(journal, "Birch", ["Alder", "Cedar"])
    assert [(one.person, one.after) for one in seen.receivers] == [("Alder", 6), ("Cedar", 3)]
    assert [one.per_fte for one in seen.receivers] == [Decimal("6.0"), Decimal("6.0")]


def test_who_has_fewer_gets_more_and_an_unknown_share_is_full_time(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    give(journal, "Birch", ("C-1", "C-2", "C-3"))
    give(journal, "Alder", ("C-8", "C-9"))
    seen = service.propose_handover(journal, "Birch", ["Alder", "Cedar"])
    assert [(one.before, one.after) for one in seen.receivers] == [(2, 3), (0, 2)]


def test_brothers_and_sisters_stay_together(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    ids = give(journal, "Birch", ("C-1", "C-2", "C-3", "C-4"))
    (sister,) = give(journal, "Cedar", ("C-9",))
    family.add_family(journal, ids[0], ids[2], Relation.SIBLING)
    family.add_family(journal, ids[3], sister, Relation.SIBLING)
    seen = service.propose_handover(journal, "Birch", ["Alder", "Cedar"])
    given = {move.ref: (move.to, move.with_kin) for move in seen.moves}
    assert given["C-1"] == ("Alder", ("C-3",))
    assert given["C-3"] == ("Alder", ("C-1",))
    assert given["C-4"] == ("Cedar", ("C-9",)), "where the sister is already"


def test_brothers_with_a_reason_for_two_iros_may_part(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    one, two = give(journal, "Birch", ("C-1", "C-2"))
    family.add_family(journal, one, two, Relation.SIBLING, iro_reason="one harmed the other")
    seen = service.propose_handover(journal, "Birch", ["Alder", "Cedar"])
    assert {move.to for move in seen.moves} == {"Alder", "Cedar"}
    assert all(move.with_kin == () for move in seen.moves)


def test_a_parent_and_their_child_get_two(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    parent, baby = give(journal, "Birch", ("C-1", "C-2"))
    give(journal, "Cedar", ("C-7", "C-8", "C-9"))
    family.add_family(journal, parent, baby, Relation.PARENT_OF)
    seen = service.propose_handover(journal, "Birch", ["Alder", "Cedar"])
    assert {move.to for move in seen.moves} == {"Alder", "Cedar"}
    seen = service.propose_handover(journal, "Birch", ["Alder"])
    assert {move.to for move in seen.moves} == {"Alder"}, "nobody else to go to"


def test_links_join_into_one_group() -> None:
    together = kin.joined([("a", "b"), ("c", "d"), ("b", "c")])
    assert together["a"] == frozenset("abcd")
    assert kin.grouped(["x", "d", "a"], together) == [("d", "a"), ("x",)]


def test_only_some_children_and_those_of_nobody(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    one, _ = give(journal, "Birch", ("C-1", "C-2"))
    give(journal, None, ("C-3",))
    service.hand_over(journal, service.propose_handover(journal, "Birch", ["Alder"], only=[one]))
    assert iros(journal) == {"C-1": "Alder", "C-2": "Birch", "C-3": None}
    service.hand_over(journal, service.propose_handover(journal, None, ["Alder"]))
    assert iros(journal) == {"C-1": "Alder", "C-2": "Birch", "C-3": "Alder"}


def test_who_has_left_care_stays_where_they_were(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    left, _ = give(journal, "Birch", ("C-1", "C-2"))
    children.end_period(journal, children.period_id(left, STARTED), date(2024, 7, 1))
    seen = service.propose_handover(journal, "Birch", ["Alder"])
    assert [move.ref for move in seen.moves] == ["C-2"]


def test_the_leavers_open_decisions_go_with_the_child(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = children.add_child(
        journal, "C-1", dob=date(2013, 5, 2), social_worker="Hazel", started=STARTED
    )
    reviews.log_review(journal, whole_outcome(child))
    seen = service.propose_handover(journal, "Hazel", ["Rowan"], Worker.SOCIAL_WORKER)
    assert seen.decisions == 2
    done = service.hand_over(journal, seen)
    assert done.decisions == 2
    owners = [decision.owner for decision in reviews.decisions(journal, child)]
    assert owners == ["Rowan", "Rowan", "Rowan"]
    known = children.child(journal, child)
    assert known is not None
    assert (known.social_worker, known.iro) == ("Rowan", None)
    journal.undo()
    owners = [decision.owner for decision in reviews.decisions(journal, child)]
    assert owners == ["Hazel", "Rowan", "Hazel"]


def test_what_changed_since_it_was_seen_is_left_alone(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    one, two = give(journal, "Birch", ("C-1", "C-2"))
    seen = service.propose_handover(journal, "Birch", ["Alder"])
    children.change_child(journal, one, iro="Cedar")
    done = service.hand_over(journal, seen)
    assert (done.children, done.skipped) == (1, 1)
    assert iros(journal) == {"C-1": "Cedar", "C-2": "Alder"}
    children.change_child(journal, two, iro="Cedar")
    with pytest.raises(NothingToHandOver):
        service.hand_over(journal, seen)


@pytest.mark.parametrize("to", [[], ["  "], ["Birch"], ["Alder", "birch"]])
def test_to_nobody_or_to_the_leaver_is_refused(tmp_path: Path, to: list[str]) -> None:
    journal = new_device(tmp_path)
    give(journal, "Birch", ("C-1",))
    with pytest.raises(Refused) as refusal:
        service.propose_handover(journal, "Birch", to)
    assert refusal.value.field == "to"
    with pytest.raises(NothingToHandOver, match="no child"):
        service.propose_handover(journal, "Cedar", ["Alder"])


def test_children_change_teams_in_one_step(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    ids = give(journal, "Birch", ("C-1", "C-2", "C-3"))
    children.change_child(journal, ids[0], team="South")
    assert service.move_to_team(journal, ids, " South ") == 2
    assert {child.team for child in children.children(journal)} == {"South"}
    journal.undo()
    assert [c.team for c in children.children(journal)].count(None) == 2
