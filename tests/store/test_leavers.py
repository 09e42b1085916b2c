"""Care leavers: whom the law finds, from when until when, and what they are owed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from store import children, leavers, rules
from store.calendars import working_days
from store.duties.leavers import duties
from store.errors import Refused
from store.journal import Journal
from store.leavers import Accommodation, Activity, LeaverStatus, StillLookedAfter
from tests.store.devices import new_device, pass_on

BORN = date(2007, 3, 1)  # 14 in 2021, 16 in 2023, 18 in 2025, 25 in 2032
TODAY = date(2024, 9, 16)
Spell = tuple[date, date]


def left(journal: Journal, *spells: Spell, dob: date | None = BORN, ref: str = "C-0112") -> str:
    """A child with these periods of being looked after, all of them over."""
    child = children.add_child(journal, ref, dob=dob, iro="Alder")
    for started, ended in spells:
        children.add_period(journal, child, started, ended)
    return child


def rule_of(journal: Journal, child: str) -> leavers.Qualification:
    """How the rule reads for the child."""
    known = children.child(journal, child)
    assert known is not None
    found = leavers.qualification(known, working_days(journal))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("spells", "days", "status"),
    [
        # 13 weeks are 91 days: exactly so many, and one fewer.
        ([(date(2023, 6, 1), date(2023, 8, 31))], 91, LeaverStatus.QUALIFIES),
        ([(date(2023, 6, 1), date(2023, 8, 30))], 90, LeaverStatus.NOT),
        # Two periods together.
        (
            [(date(2022, 1, 1), date(2022, 2, 20)), (date(2023, 1, 1), date(2023, 2, 20))],
            100,
            LeaverStatus.QUALIFIES,
        ),
        # Only what lies after the 14th birthday counts.
        ([(date(2020, 1, 1), date(2021, 5, 30))], 90, LeaverStatus.NOT),
        ([(date(2020, 1, 1), date(2021, 5, 31))], 91, LeaverStatus.QUALIFIES),
        ([(date(2019, 1, 1), date(2020, 12, 31))], 0, LeaverStatus.NOT),
    ],
)
def test_thirteen_weeks_between_fourteen_and_eighteen(
    tmp_path: Path, spells: list[Spell], days: int, status: LeaverStatus
) -> None:
    journal = new_device(tmp_path)
    rule = rule_of(journal, left(journal, *spells))
    assert (rule.days, rule.needed, rule.status) == (days, 91, status)


def test_days_after_the_eighteenth_birthday_do_not_count(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    spell = (date(2023, 12, 1), date(2024, 9, 1))
    rule = rule_of(journal, left(journal, spell, dob=date(2006, 2, 1)))
    assert (rule.days, rule.status) == (62, LeaverStatus.NOT)


@pytest.mark.parametrize(
    ("ended", "begins"),
    [
        (date(2022, 9, 1), date(2023, 3, 1)),  # at 15: from the 16th birthday on
        (date(2024, 6, 1), date(2024, 6, 1)),
    ],
)
def test_from_sixteen_to_under_twenty_five(tmp_path: Path, ended: date, begins: date) -> None:
    journal = new_device(tmp_path)
    rule = rule_of(journal, left(journal, (date(2021, 3, 1), ended)))
    assert (rule.begins, rule.until) == (begins, date(2032, 3, 1))
    for day, holds in (
        (begins - timedelta(days=1), False),
        (begins, True),
        (date(2032, 2, 29), True),
        (date(2032, 3, 1), False),
    ):
        assert rule.holds_on(day) is holds


def test_the_rule_is_the_services_own(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = left(journal, (date(2023, 6, 1), date(2023, 8, 31)))
    rules.set_rule(journal, "leaver_looked_after", 14, date(2023, 1, 1))
    rule = rule_of(journal, child)
    assert (rule.needed, rule.status) == (98, LeaverStatus.NOT)
    assert rule.sentence.startswith("91 days in care between 14 and 18; 14 weeks make a care")


def test_who_is_looked_after_or_never_was_is_no_leaver(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = children.add_child(journal, "C-1", dob=BORN, started=date(2022, 1, 1))
    children.add_child(journal, "C-2", dob=BORN)
    assert leavers.leavers(journal) == []
    with pytest.raises(StillLookedAfter, match="looked after"):
        leavers.add_leaver(journal, child)


def test_without_a_date_of_birth_the_rule_says_so(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = left(journal, (date(2021, 3, 1), date(2024, 6, 1)), dob=None)
    assert rule_of(journal, child).status is LeaverStatus.UNKNOWN
    assert leavers.leavers(journal) == []
    leavers.add_leaver(journal, child, worker="Hazel")
    (leaver,) = leavers.leavers(journal)
    assert (leaver.status, leaver.next_touch) == (LeaverStatus.UNKNOWN, date(2024, 7, 27))


def test_a_leaver_is_found_before_anything_is_written_down(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = left(journal, (date(2021, 3, 1), date(2024, 6, 1)))
    (found,) = leavers.leavers(journal, child)
    assert (found.id, found.child, found.left) == (None, "C-0112", date(2024, 6, 1))
    (duty,) = duties(journal)
    assert (duty.what, duty.owner, duty.due) == ("left care and qualifies; no worker", None, None)
    assert (duty.record, duty.record_kind) == (child, "child")
    assert duty.counts_on(TODAY)
    assert not duty.counts_on(date(2024, 5, 31))
    assert not duty.counts_on(date(2032, 3, 1))


def test_the_worker_is_in_touch_every_eight_weeks(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = left(journal, (date(2021, 3, 1), date(2024, 6, 1)))
    record = leavers.add_leaver(
        journal, child, "Hazel", accommodation=Accommodation.FORMER_CARERS, suitable=True
    )
    (duty,) = duties(journal, {child})
    assert (duty.part, duty.owner, duty.due) == ("touch", "Hazel", date(2024, 7, 27))
    leavers.change_leaver(journal, record, in_touch=date(2024, 9, 2), activity=Activity.TRAINING)
    (duty,) = duties(journal)
    assert duty.due == date(2024, 10, 28)
    (leaver,) = leavers.leavers(journal)
    assert (leaver.accommodation, leaver.suitable) == (Accommodation.FORMER_CARERS, True)
    leavers.change_leaver(journal, record, closed=date(2024, 9, 10))
    assert list(duties(journal)) == []
    leavers.withdraw_leaver(journal, record, "wrong child")
    assert next(duties(journal)).part == "worker"
    assert leavers.add_leaver(journal, child, "Hazel") == record


def test_coming_back_into_care_ends_it(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = left(journal, (date(2021, 3, 1), date(2024, 6, 1)))
    leavers.add_leaver(journal, child, "Hazel")
    children.add_period(journal, child, date(2024, 9, 2))
    assert leavers.leavers(journal) == []
    assert list(duties(journal)) == []


@pytest.mark.parametrize("day", [date(2024, 9, 17), date(2006, 1, 1)])
def test_days_that_cannot_be_are_refused(tmp_path: Path, day: date) -> None:
    journal = new_device(tmp_path)
    child = left(journal, (date(2021, 3, 1), date(2024, 6, 1)))
    with pytest.raises(Refused) as refusal:
        leavers.add_leaver(journal, child, "Hazel", in_touch=day)
    assert refusal.value.field == "in_touch"


def test_two_devices_that_begin_a_leaver_make_one(tmp_path: Path) -> None:
    one, two = new_device(tmp_path / "1", 1), new_device(tmp_path / "2", 2)
    for journal, worker in ((one, "Hazel"), (two, "Rowan")):
        child = left(journal, (date(2021, 3, 1), date(2024, 6, 1)))
        leavers.add_leaver(journal, child, worker)
    pass_on(one, two)
    (leaver,) = leavers.leavers(two)
    assert leaver.conflict
    assert [conflict.field for conflict in two.conflicts(leaver.id)] == ["worker"]
