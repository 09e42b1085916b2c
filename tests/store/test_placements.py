"""Moves from place to place and legal statuses inside a period of being looked after."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from store import children
from store.children import KnownMove, NotLookedAfter, PlacementChange, PlacementKind
from store.codes import LegalStatus
from store.errors import Refused
from store.journal import Journal
from tests.store.devices import new_device, pass_on

STARTED = date(2024, 5, 28)
MOVED = date(2024, 7, 1)


def looked_after(journal: Journal, ended: date | None = None) -> str:
    """A child in foster care by agreement since 28 May."""
    child = children.add_child(
        journal,
        "C-0147",
        started=STARTED,
        legal_status=LegalStatus.V2,
        placement="foster care in St Helier",
    )
    if ended:
        children.end_period(journal, children.period_id(child, STARTED), ended)
    return child


def test_the_periods_own_words_are_the_first_placement(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = looked_after(journal)
    (first,) = children.placements_of(journal)[child]
    assert (first.record_kind, first.started, first.ended) == ("period", STARTED, None)
    assert first.words == "foster care in St Helier"


def test_a_move_ends_the_place_before(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = looked_after(journal, ended=date(2024, 9, 2))
    children.add_placement(
        journal, child, MOVED, PlacementKind.KINSHIP, " with  an aunt ", PlacementChange.CARE_PLAN
    )
    placed = children.placements_of(journal, child)[child]
    assert [(one.started, one.ended) for one in placed] == [
        (STARTED, MOVED),
        (MOVED, date(2024, 9, 2)),
    ]
    assert placed[1].words == "kinship foster care · with an aunt"
    assert placed[1].why is PlacementChange.CARE_PLAN
    for day, at in ((date(2024, 6, 30), 0), (MOVED, 1), (date(2024, 9, 1), 1)):
        assert children.spell_on(placed, day) is placed[at]
    assert children.spell_on(placed, date(2024, 9, 2)) is None, "the day of leaving"
    assert journal.units()[0].label == "Move to another placement added"


def test_the_first_place_may_be_written_down_in_full(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = looked_after(journal)
    children.add_placement(journal, child, STARTED, PlacementKind.FOSTER)
    (first,) = children.placements_of(journal)[child]
    assert (first.record_kind, first.kind) == ("placement", PlacementKind.FOSTER)


def test_a_gap_between_two_places_is_told(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = looked_after(journal)
    children.add_placement(
        journal, child, date(2024, 6, 10), PlacementKind.HEALTH, ended=date(2024, 6, 20)
    )
    children.add_placement(journal, child, MOVED, PlacementKind.FOSTER)
    ends = [one.ended for one in children.placements_of(journal)[child]]
    assert ends == [date(2024, 6, 10), date(2024, 6, 20), None]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2024, 5, 27), "was not looked after on 27 May"),
        (date(2024, 9, 2), "was not looked after on 2 Sep"),
        (date(2024, 9, 17), "still to come"),
    ],
)
def test_a_move_outside_every_period_is_refused(tmp_path: Path, day: date, words: str) -> None:
    journal = new_device(tmp_path)
    child = looked_after(journal, ended=date(2024, 9, 2))
    with pytest.raises(Refused, match=words) as refusal:
        children.add_placement(journal, child, day, PlacementKind.FOSTER)
    assert refusal.value.field == "started"
    assert len(children.placements_of(journal)[child]) == 1


def test_an_end_that_cannot_be_is_refused(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = looked_after(journal, ended=date(2024, 9, 2))
    for ended in (date(2024, 6, 30), date(2024, 9, 3), date(2024, 9, 17)):
        with pytest.raises(Refused) as refusal:
            children.add_placement(journal, child, MOVED, ended=ended)
        assert refusal.value.field == "ended"


def test_the_same_move_twice_is_one_and_another_is_refused(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = looked_after(journal)
    ids = {
        children.add_placement(journal, child, MOVED, PlacementKind.FOSTER, where)
        for where in (None, "St Ouen")
    }
    assert len(ids) == 1
    with pytest.raises(KnownMove):
        children.add_placement(journal, child, MOVED, PlacementKind.KINSHIP)


def test_two_devices_that_write_down_one_move_make_one(tmp_path: Path) -> None:
    one, two = new_device(tmp_path / "1", 1), new_device(tmp_path / "2", 2)
    ids = set()
    for journal, kind in ((one, PlacementKind.FOSTER), (two, PlacementKind.KINSHIP)):
        child = looked_after(journal)
        ids.add(children.add_placement(journal, child, MOVED, kind))
    assert len(ids) == 1
    pass_on(one, two)
    pass_on(two, one)
    for journal in (one, two):
        assert len(children.placements_of(journal)[child]) == 2
        assert [conflict.field for conflict in journal.conflicts()] == ["type"]


def test_a_placement_is_changed_and_withdrawn(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = looked_after(journal)
    move = children.add_placement(journal, child, MOVED, PlacementKind.FOSTER)
    assert children.change_placement(journal, move, started=date(2024, 7, 3), where="St Ouen")
    assert not children.change_placement(journal, move, where="St Ouen")
    assert children.placements_of(journal)[child][1].started == date(2024, 7, 3)
    with pytest.raises(NotLookedAfter):
        children.change_placement(journal, move, started=date(2024, 1, 1))
    children.withdraw_placement(journal, move, "wrong child")
    assert len(children.placements_of(journal)[child]) == 1
    children.add_placement(journal, child, MOVED, PlacementKind.FOSTER)
    assert len(children.placements_of(journal)[child]) == 2, "written down again after all"


def test_a_status_begins_inside_the_period(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = looked_after(journal)
    changed = children.add_legal_status(journal, child, MOVED, LegalStatus.C1)
    spells = children.legal_statuses_of(journal)[child]
    assert [(one.status, one.started, one.ended) for one in spells] == [
        (LegalStatus.V2, STARTED, MOVED),
        (LegalStatus.C1, MOVED, None),
    ]
    clock = children.child(journal, child)
    assert clock is not None
    assert clock.period is not None
    assert clock.period.legal_status is LegalStatus.V2, "the first one stays on the period"
    children.change_legal_status(journal, changed, status=LegalStatus.C2)
    assert children.legal_statuses_of(journal)[child][1].status is LegalStatus.C2
    children.withdraw_legal_status(journal, changed, "typed twice")
    assert len(children.legal_statuses_of(journal)[child]) == 1


@pytest.mark.parametrize(
    ("day", "status", "field"),
    [
        (STARTED, LegalStatus.C1, "started"),
        (MOVED, LegalStatus.V4, "status"),
        (date(2024, 5, 1), LegalStatus.C1, "started"),
    ],
)
def test_a_status_that_cannot_begin_there_is_refused(
    tmp_path: Path, day: date, status: LegalStatus, field: str
) -> None:
    journal = new_device(tmp_path)
    child = looked_after(journal)
    with pytest.raises(Refused) as refusal:
        children.add_legal_status(journal, child, day, status)
    assert refusal.value.field == field


def test_placements_are_read_in_a_fixed_number_of_queries(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    for number in range(3):
        child = children.add_child(journal, f"C-{number}", started=STARTED, placement="foster")
        children.add_placement(journal, child, MOVED, PlacementKind.KINSHIP)
    asked: list[object] = []
    rows = journal.rows

    def counted(query: object) -> list[dict[str, object]]:
        asked.append(query)
        return rows(query)

    journal.rows = counted  # type: ignore[method-assign]
    children.placements_of(journal)
    assert len(asked) == 2


def test_the_words_of_today(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = looked_after(journal)

    def now() -> list[str]:
        known = children.child(journal, child)
        assert known is not None
        return children.lives_now(journal, known)

    assert now() == ["accommodated by agreement", "foster care in St Helier"]
    children.add_placement(journal, child, MOVED, PlacementKind.KINSHIP)
    children.add_legal_status(journal, child, MOVED, LegalStatus.C2)
    assert now() == ["full care order", "kinship foster care"]
    children.end_period(journal, children.period_id(child, STARTED), date(2024, 9, 2))
    assert now() == ["full care order", "kinship foster care"], "as it was last"
