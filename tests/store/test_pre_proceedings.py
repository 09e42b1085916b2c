"""Pre-proceedings: sixteen weeks, a planning meeting each fortnight, a child at home."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from store import calendars, children, pre_proceedings
from store.errors import ReasonNeeded, Refused
from store.journal import Journal
from store.pre_proceedings import GoingOnAlready, PreProceedingsOutcome
from tests.store.rooms import new_store

STARTED = date(2024, 6, 3)


def at_home(journal: Journal, ref: str = "H-3") -> str:
    """A child who was never looked after here."""
    return children.add_child(journal, ref, social_worker="Hazel")


def case_of(journal: Journal, child: str) -> pre_proceedings.Case:
    """The only pre-proceedings of a child."""
    (found,) = pre_proceedings.pre_proceedings(journal, child)
    return found


def test_they_aim_at_sixteen_weeks(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = at_home(journal)
    made = pre_proceedings.add_pre_proceedings(journal, child, STARTED, letter=date(2024, 6, 5))
    case = case_of(journal, child)
    assert (case.ref, case.aim, case.is_open) == (f"PP-{made[:6]}", date(2024, 9, 23), True)
    assert case.in_aim is None
    assert case.days(date(2024, 6, 10)) == 7
    pre_proceedings.change_pre_proceedings(
        journal, made, ended=date(2024, 9, 12), outcome=PreProceedingsOutcome.STEPPED_DOWN
    )
    case = case_of(journal, child)
    assert (case.is_open, case.in_aim) == (False, True)


def test_planning_meetings_are_a_fortnight_apart(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    calendar = calendars.working_days(journal)
    child = at_home(journal)
    pre_proceedings.add_pre_proceedings(journal, child, STARTED)
    assert pre_proceedings.next_meeting(case_of(journal, child), calendar).due == date(2024, 6, 17)
    made = pre_proceedings.add_planning_meeting(journal, child, date(2024, 6, 14), plan="Home.")
    case = case_of(journal, child)
    assert [one.id for one in case.meetings] == [made]
    assert (case.meetings[0].reviewed, case.meetings[0].case) == (True, case.id)
    assert pre_proceedings.next_meeting(case, calendar).due == date(2024, 6, 28)
    pre_proceedings.change_planning_meeting(journal, made, next=date(2024, 6, 21))
    assert pre_proceedings.next_meeting(case_of(journal, child), calendar).due == date(2024, 6, 21)
    with pytest.raises(ReasonNeeded):
        pre_proceedings.change_planning_meeting(journal, made, plan="With the aunt.")


def test_a_meeting_stands_without_pre_proceedings(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = children.add_child(journal, "C-1", started=date(2024, 4, 15))
    pre_proceedings.add_planning_meeting(journal, child, date(2024, 6, 14))
    (meeting,) = pre_proceedings.planning_meetings(journal, child)
    assert (meeting.case, meeting.reviewed) == (None, None)


@pytest.mark.parametrize(
    ("fields", "field", "says"),
    [
        ({"started": date(2024, 9, 17)}, "started", "still to come"),
        ({"letter": date(2024, 6, 2)}, "letter", "is before Started"),
        ({"meeting": date(2024, 6, 2)}, "meeting", "is before Started"),
        ({"ended": date(2024, 9, 2)}, "outcome", "needs its outcome"),
        ({"outcome": PreProceedingsOutcome.OTHER}, "ended", "needs the day"),
        (
            {
                "letter": date(2024, 9, 3),
                "ended": date(2024, 9, 2),
                "outcome": PreProceedingsOutcome.OTHER,
            },
            "ended",
            "is before Letter",
        ),
    ],
)
def test_wrong_orders_are_refused_with_words(
    tmp_path: Path, fields: dict[str, Any], field: str, says: str
) -> None:
    journal = new_store(tmp_path)
    given = {"started": STARTED, **fields}
    with pytest.raises(Refused, match=says) as refusal:
        pre_proceedings.add_pre_proceedings(journal, at_home(journal), **given)
    assert refusal.value.field == field


def test_they_run_once_at_a_time(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = at_home(journal)
    made = pre_proceedings.add_pre_proceedings(journal, child, STARTED)
    with pytest.raises(GoingOnAlready, match="from 3 Jun 2024"):
        pre_proceedings.add_pre_proceedings(journal, child, date(2024, 7, 1))
    pre_proceedings.change_pre_proceedings(
        journal, made, ended=date(2024, 7, 1), outcome=PreProceedingsOutcome.FAMILY_ARRANGEMENT
    )
    pre_proceedings.add_pre_proceedings(journal, child, date(2024, 7, 1))
    assert len(pre_proceedings.pre_proceedings(journal, child)) == 2


def test_a_meeting_belongs_to_its_own_child_and_time(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    made = pre_proceedings.add_pre_proceedings(journal, at_home(journal), STARTED)
    other = at_home(journal, "H-4")
    with pytest.raises(Refused, match="another child"):
        pre_proceedings.add_planning_meeting(
            journal, other, date(2024, 6, 14), pre_proceedings=made
        )
    with pytest.raises(Refused, match="before the pre-proceedings started"):
        pre_proceedings.add_planning_meeting(
            journal, children.child_id("JE", "H-3"), date(2024, 6, 2), pre_proceedings=made
        )
    with pytest.raises(Refused, match="still to come"):
        pre_proceedings.add_planning_meeting(journal, other, date(2024, 9, 17))
