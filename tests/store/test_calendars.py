"""The local list of public holidays, and what a change of it moves."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from store import calendars, children
from store.errors import ReasonNeeded, Refused
from tests.store.devices import new_device, pass_on

VOTED = date(2024, 9, 20)


def test_an_extra_day_moves_open_due_dates(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    child = children.add_child(journal, "C-0150", started=date(2024, 9, 2))
    before = children.child(journal, child)
    calendars.add_extra_day(journal, VOTED, "Island day")
    after = children.child(journal, child)
    assert before is not None
    assert before.next is not None
    assert after is not None
    assert after.next is not None
    assert (before.next.due, after.next.due) == (date(2024, 9, 30), date(2024, 10, 1))
    assert after.next.sentence.endswith("not counting 20 Sep")
    calendars.remove_extra_day(journal, VOTED, "The vote was lost")
    assert children.children(journal)[0].next == before.next
    calendars.add_extra_day(journal, VOTED, "Island day after all")
    assert [day.name for day in calendars.extra_days(journal)] == ["Island day after all"]


def test_a_known_holiday_can_be_a_working_day_here(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    day = date(2024, 12, 26)
    assert not calendars.working_days(journal).is_working(day)
    calendars.add_extra_day(journal, day, "Not kept this year", works=True)
    assert calendars.working_days(journal).is_working(day)


def test_the_calendar_is_kept_while_nothing_changes_in_it(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    first = calendars.working_days(journal)
    assert calendars.working_days(journal) is first
    children.add_child(journal, "C-0001")
    assert calendars.working_days(journal) is first
    calendars.add_extra_day(journal, VOTED, "Island day")
    assert calendars.working_days(journal) is not first


def test_two_devices_add_one_day(tmp_path: Path) -> None:
    one, two = new_device(tmp_path / "1", 1), new_device(tmp_path / "2", 2)
    for journal in (one, two):
        calendars.add_extra_day(journal, VOTED, "Island day")
    pass_on(one, two)
    assert len(calendars.extra_days(two)) == 1
    assert not two.conflicts()


def test_days_of_another_region_do_not_count_here(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    calendars.add_extra_day(journal, VOTED, "Island day", "Guernsey")
    assert calendars.extra_days(journal) == []
    assert calendars.working_days(journal).is_working(VOTED)
    assert [day.region for day in calendars.extra_days(journal, "GG")] == ["GG"]


def test_refuses_with_words(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    with pytest.raises(Refused, match="needs a name"):
        calendars.add_extra_day(journal, VOTED, "  ")
    with pytest.raises(calendars.NoSuchDay, match="2024-09-20"):
        calendars.remove_extra_day(journal, VOTED, "none")
    calendars.add_extra_day(journal, VOTED, "Island day")
    with pytest.raises(ReasonNeeded):
        calendars.remove_extra_day(journal, VOTED, " ")
    assert len(calendars.extra_days(journal)) == 1
