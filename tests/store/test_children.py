"""Children by local reference, their periods of being looked after, and their clock."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from store import children
from store.children import KnownOtherwise, NoSuchChild, PeriodsOverlap
from store.codes import LegalStatus
from store.errors import Refused
from tests.store.devices import new_device, pass_on

STARTED = date(2024, 5, 28)
BORN = date(2013, 5, 2)


def test_a_child_is_added_with_its_period_and_clock(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    added = children.add_child(
        journal,
        " C-0147 ",
        dob=BORN,
        iro="Alder",
        social_worker="Hazel",
        team="Rowan",
        started=STARTED,
        legal_status=LegalStatus.C1,
        placement="foster care",
    )
    child = children.child(journal, added)
    assert child is not None
    assert (child.ref, child.authority, child.age) == ("C-0147", "JE", 11)
    assert (child.iro, child.social_worker, child.team) == ("Alder", "Hazel", "Rowan")
    assert child.looked_after
    assert child.became_looked_after == STARTED
    assert child.next is not None
    assert child.next.due == date(2024, 6, 25)
    assert child.period is not None
    assert child.period.legal_status is LegalStatus.C1
    assert child.period.rule_set == "routine"
    assert len(journal.units()) == 1, "one step to undo"
    journal.undo()
    assert children.children(journal) == []


def test_a_child_needs_nothing_but_its_reference(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = children.child(journal, children.add_child(journal, "X 1"))
    assert child is not None
    assert (child.dob, child.age, child.next, child.looked_after) == (None, None, None, False)


@pytest.mark.parametrize("reference", ["", "  ", "a\x1b[31mb", "a\u202eb", "a\x00b", "x" * 61])
def test_a_reference_that_is_none_is_refused(tmp_path: Path, reference: str) -> None:
    journal = new_device(tmp_path)
    with pytest.raises(Refused) as refusal:
        children.add_child(journal, reference)
    assert refusal.value.field == "local_id"
    assert children.children(journal) == []


def test_markup_in_a_reference_is_only_text(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    children.add_child(journal, "[b]x[/y]")
    assert children.children(journal)[0].ref == "[b]x[/y]"


def test_two_devices_that_add_one_child_make_one(tmp_path: Path) -> None:
    one, two = new_device(tmp_path / "1", 1), new_device(tmp_path / "2", 2)
    ids = {
        children.add_child(journal, ref, dob=BORN, started=STARTED)
        for journal, ref in ((one, "C-0147"), (two, "c-0147"))
    }
    assert len(ids) == 1
    pass_on(one, two)
    pass_on(two, one)
    for journal in (one, two):
        (child,) = children.children(journal)
        assert len(child.periods) == 1


def test_adding_again_fills_what_is_missing_and_never_overwrites(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    added = children.add_child(journal, "C-0147", iro="Alder")
    assert children.add_child(journal, "C-0147", dob=BORN, iro="alder") == added
    with pytest.raises(KnownOtherwise, match="another IRO"):
        children.add_child(journal, "C-0147", iro="Birch", team="Rowan")
    child = children.child(journal, added)
    assert child is not None
    assert (child.dob, child.iro, child.team) == (BORN, "Alder", None)


def test_facts_change_and_empty(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    added = children.add_child(journal, "C-0147", dob=BORN, iro="Alder", team="Rowan")
    assert children.change_child(journal, added, iro="Birch", team=None)
    assert not children.change_child(journal, added, iro="Birch")
    child = children.child(journal, added)
    assert child is not None
    assert (child.iro, child.team, child.dob) == ("Birch", None, BORN)
    with pytest.raises(NoSuchChild):
        children.change_child(journal, "0" * 32, iro="Birch")


def test_periods_follow_each_other_and_the_last_one_has_the_clock(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    added = children.add_child(journal, "C-0147", started=date(2022, 1, 10))
    first = children.periods_of(journal, added)[added][0]
    with pytest.raises(PeriodsOverlap, match="10 Jan 2022 is still open"):
        children.add_period(journal, added, STARTED)
    children.end_period(journal, first.id, date(2023, 3, 1))
    ended = children.child(journal, added)
    assert ended is not None
    assert not ended.looked_after
    assert ended.next is None
    with pytest.raises(PeriodsOverlap, match="runs at the same time"):
        children.add_period(journal, added, date(2022, 6, 1))
    children.add_period(journal, added, date(2023, 3, 1), legal_status=LegalStatus.V3)
    child = children.child(journal, added)
    assert child is not None
    assert [period.started for period in child.periods] == [date(2022, 1, 10), date(2023, 3, 1)]
    assert child.next is not None
    assert child.next.due == date(2023, 6, 1)
    assert child.next.rule == "England, SI 2010/959 reg 48"


def test_the_adoption_clock_is_chosen_by_hand(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    added = children.add_child(journal, "C-0147", started=STARTED, legal_status=LegalStatus.E1)
    child = children.child(journal, added)
    assert child is not None
    assert child.period is not None
    assert child.period.rule_set == "routine"
    children.change_period(journal, child.period.id, rule_set="adoption_placed")
    child = children.child(journal, added)
    assert child is not None
    assert child.next is not None
    assert child.next.due == date(2024, 6, 25)
    with pytest.raises(Refused, match="monthly"):
        children.change_period(journal, children.period_id(added, STARTED), rule_set="monthly")


@pytest.mark.parametrize(
    ("dob", "started", "field"),
    [(date(2024, 9, 17), None, "dob"), (date(2024, 6, 1), STARTED, "started")],
)
def test_impossible_births_are_refused(
    tmp_path: Path, dob: date, started: date | None, field: str
) -> None:
    journal = new_device(tmp_path)
    with pytest.raises(Refused) as refusal:
        children.add_child(journal, "C-0147", dob=dob, started=started)
    assert refusal.value.field == field
    assert children.children(journal) == []


def test_a_period_does_not_end_before_it_starts(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    added = children.add_child(journal, "C-0147", started=STARTED)
    with pytest.raises(Refused, match="before the period's first day"):
        children.end_period(journal, children.period_id(added, STARTED), STARTED - timedelta(1))


def test_a_leaver_before_the_due_date_has_no_next_review(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    added = children.add_child(journal, "C-0147", started=date(2024, 9, 2))
    children.end_period(journal, children.period_id(added, date(2024, 9, 2)), date(2024, 9, 27))
    child = children.child(journal, added)
    assert child is not None
    assert child.looked_after
    assert child.next is None


def test_the_caseload_stands_by_the_clock(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    with journal.unit_of_work("caseload"):
        children.add_child(journal, "C-3", started=date(2024, 9, 10))
        children.add_child(journal, "C-1")
        children.add_child(journal, "C-2", started=date(2024, 8, 1))
        left = children.add_child(journal, "C-0", started=date(2024, 1, 2))
        children.end_period(journal, children.period_id(left, date(2024, 1, 2)), date(2024, 2, 2))
    assert [child.ref for child in children.children(journal)] == ["C-2", "C-3", "C-0", "C-1"]


def test_a_hundred_children_take_a_few_questions(tmp_path: Path) -> None:
    journal = new_device(tmp_path)

    def asked() -> int:
        count = 0

        def listen(_statement: str) -> None:
            nonlocal count
            count += 1

        journal.database.connection().set_trace_callback(listen)
        children.children(journal)
        journal.database.connection().set_trace_callback(None)
        return count

    children.add_child(journal, "C-1", started=STARTED)
    one = asked()
    with journal.unit_of_work("many"):
        for number in range(2, 101):
            children.add_child(journal, f"C-{number}", started=STARTED)
    assert asked() <= one + 1
    assert one < 16


def test_a_withdrawn_child_is_out_of_the_list_and_can_come_back(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    added = children.add_child(journal, "C-0147", dob=BORN)
    children.withdraw_child(journal, added, "Entered by mistake")
    assert children.children(journal) == []
    assert children.add_child(journal, "C-0147") == added
    child = children.child(journal, added)
    assert child is not None
    assert child.dob == BORN


def test_one_period_written_down_twice_is_seen_after_a_merge(tmp_path: Path) -> None:
    one, two = new_device(tmp_path / "1", 1), new_device(tmp_path / "2", 2)
    added = children.add_child(one, "C-0147", started=STARTED)
    children.add_child(two, "C-0147", started=STARTED + timedelta(1))
    pass_on(two, one)
    child = children.child(one, added)
    assert child is not None
    assert child.overlapping
    children.withdraw_period(one, children.period_id(added, STARTED), "The order was of the 29th")
    child = children.child(one, added)
    assert child is not None
    assert not child.overlapping
    assert child.became_looked_after == STARTED + timedelta(1)


def test_a_conflict_of_its_period_shows_on_the_child(tmp_path: Path) -> None:
    one, two = new_device(tmp_path / "1", 1), new_device(tmp_path / "2", 2)
    for journal, status in ((one, LegalStatus.C1), (two, LegalStatus.C2)):
        children.add_child(journal, "C-0147", started=STARTED, legal_status=status)
    assert not children.children(one)[0].conflict
    pass_on(two, one)
    assert children.children(one)[0].conflict
