"""Between two reviews: visits, midway checks, what the social worker owes the IRO."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from store import contact, reviews, rules
from store.calendars import working_days
from store.child_file import NoSuchRecord
from store.contact import Follows, Notified, Visitor
from store.errors import ReasonNeeded, Refused
from store.reviews import Outcome
from tests.store.caseload import FIRST, SECOND, add_child, log_first
from tests.store.rooms import new_store


def test_a_visit_is_by_the_childs_own_people_unless_another_is_named(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = add_child(journal)
    contact.add_visit(journal, child, date(2024, 9, 10), visitor=Visitor.IRO, alone=True)
    contact.add_visit(journal, child, date(2024, 9, 2), by="Hazel", what=" At school. ")
    contact.add_visit(journal, child, date(2024, 8, 1), visitor=Visitor.ADVOCATE)
    assert [(one.visitor, one.by, one.alone, one.what) for one in contact.visits(journal)] == [
        (Visitor.IRO, "Alder", True, ""),
        (Visitor.SOCIAL_WORKER, "Hazel", None, "At school."),
        (Visitor.ADVOCATE, None, None, ""),
    ]
    own = contact.visits(journal, child)[0]
    assert own.ref.startswith("V-")
    assert contact.change_visit(journal, own.id, alone=False)
    contact.withdraw_visit(journal, own.id, "Another child")
    assert len(contact.visits(journal, child)) == 2
    with pytest.raises(NoSuchRecord):
        contact.change_visit(journal, own.id, alone=True)


@pytest.mark.parametrize(
    ("on", "said"), [(date(2024, 9, 17), "still to come"), (date(2012, 1, 1), "birth")]
)
def test_a_day_that_cannot_be_is_refused(tmp_path: Path, on: date, said: str) -> None:
    journal = new_store(tmp_path)
    child = add_child(journal)
    with pytest.raises(Refused, match=said):
        contact.add_visit(journal, child, on)
    with pytest.raises(Refused, match=said):
        contact.add_midway(journal, child, on)
    with pytest.raises(Refused, match=said):
        contact.add_notification(journal, child, Notified.MOVE, on)


def test_a_midway_check_is_of_a_child_looked_after(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = add_child(journal)
    with pytest.raises(Refused, match="not looked after on 27 May 2024"):
        contact.add_midway(journal, child, date(2024, 5, 27))
    made = contact.add_midway(journal, child, date(2024, 8, 5), "On course.")
    assert [(one.on, one.by) for one in contact.midways(journal)] == [(date(2024, 8, 5), "Alder")]
    with pytest.raises(ReasonNeeded):
        contact.change_midway(journal, made, findings="Adrift.")
    assert contact.change_midway(journal, made, "Misread", findings="Adrift.")


@pytest.mark.parametrize(
    ("checks", "found"),
    [
        ([], False),
        ([date(2024, 8, 5)], True),
        ([FIRST], False),  # on the day of the earlier review: part of that review
        ([SECOND], False),
        ([date(2024, 6, 10), date(2024, 9, 14)], False),
        ([date(2024, 6, 21)], True),
        ([date(2024, 9, 12)], True),
    ],
)
def test_a_check_counts_between_the_two_reviews(
    tmp_path: Path, checks: list[date], found: bool
) -> None:
    journal = new_store(tmp_path)
    child = add_child(journal)
    first = log_first(journal, child)
    second = reviews.log_review(journal, Outcome(child, held=SECOND))
    for on in checks:
        contact.add_midway(journal, child, on)
    done = contact.checked_midway(reviews.reviews(journal), contact.midways(journal))
    assert done == {second.id: found}
    assert first.id not in done


def test_a_notification_is_told_in_time_or_late(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = add_child(journal)
    limit, calendar = rules.limit(journal, "notification"), working_days(journal)
    cases = [(date(2024, 9, 6), False), (date(2024, 9, 9), True), (None, False)]
    for told, late in cases:
        made = contact.add_notification(
            journal, child, Notified.MOVE, date(2024, 8, 30), told, follows=None
        )
        one = next(n for n in contact.notifications(journal) if n.id == made)
        assert one.told_late(limit, calendar) is late
    assert contact.change_notification(
        journal, made, told=date(2024, 9, 10), follows=Follows.BROUGHT_FORWARD
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"happened": date(2024, 9, 5), "told": date(2024, 9, 4)}, "before"),
        ({"happened": date(2024, 9, 5), "follows": Follows.NOTED}, "day they were told"),
        ({}, "day it happened"),
    ],
)
def test_a_wrong_order_of_telling_is_refused(
    tmp_path: Path, fields: dict[str, Any], said: str
) -> None:
    journal = new_store(tmp_path)
    child = add_child(journal)
    with pytest.raises(Refused, match=said):
        contact.add_notification(journal, child, Notified.HEALTH, **fields)
    assert contact.notifications(journal) == []
