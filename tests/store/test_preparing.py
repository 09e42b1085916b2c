"""Before a review: consultations, the report, the talk with the child, the packs, the checklist."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from store import children, preparing, reviews, rules
from store.calendars import working_days
from store.codes import Participation
from store.errors import ReasonNeeded, Refused
from store.journal import Journal
from store.preparing import Consulted, Pack, Part, Way
from store.reviews import Outcome
from tests.store.caseload import SECOND, add_child, log_first
from tests.store.devices import pass_on
from tests.store.rooms import new_store

SENT = date(2024, 9, 2)
ANSWERED = date(2024, 9, 9)


def second_due(folder: Path) -> tuple[Journal, str]:
    """A store whose child has had the first review; the second is due on 20 Sep 2024."""
    journal = new_store(folder)
    child = add_child(journal)
    log_first(journal, child)
    return journal, child


def list_of(journal: Journal, child: str) -> preparing.Checklist:
    """The checklist before the child's next review."""
    known = children.child(journal, child)
    assert known is not None
    found = preparing.checklist(journal, known)
    assert found is not None
    return found


def test_the_checklist_says_what_is_missing_until_it_is_done(tmp_path: Path) -> None:
    journal, child = second_due(tmp_path)
    before = list_of(journal, child)
    assert (before.ordinal, before.review, before.done) == (2, date(2024, 9, 20), 0)
    assert Part.PROFESSIONAL not in before.missing
    assert before.line(Part.REPORT).by == date(2024, 9, 17)
    preparing.add_consultation(journal, child, Consulted.CHILD, sent=SENT)
    preparing.add_consultation(
        journal, child, Consulted.PARENT, "mother", SENT, ANSWERED, Way.PHONE, "She agrees."
    )
    preparing.add_consultation(journal, child, Consulted.CARER, received=ANSWERED, how=Way.FORM)
    preparing.prepare(journal, child, report_asked=SENT, report_received=date(2024, 9, 13))
    preparing.prepare(journal, child, spoke=date(2024, 9, 12), advocacy=True, complaint=True)
    preparing.prepare(journal, child, legal=False, reports_shared=date(2024, 9, 13))
    preparing.add_information(journal, child, Pack.YOUNG_PERSON, SENT)
    preparing.add_information(journal, child, Pack.FOSTER_CARERS, SENT)
    after = list_of(journal, child)
    assert after.missing == (Part.LEGAL,)
    assert (after.done, after.needed) == (9, 10)
    assert after.line(Part.CHILD).note == "asked 2 Sep 2024, no answer yet"
    assert after.line(Part.PARENT).note == "mother"
    assert after.line(Part.LEGAL).note == "not explained"
    assert after.line(Part.INFORMATION).note == "also foster carers"
    assert after.line(Part.SHARED).late
    assert not after.line(Part.REPORT).late


def test_one_preparation_for_each_review(tmp_path: Path) -> None:
    journal, child = second_due(tmp_path)
    made = preparing.prepare(journal, child, report_received=date(2024, 9, 11))
    assert preparing.prepare(journal, child, spoke=date(2024, 9, 12)) == made
    logged = reviews.log_review(journal, Outcome(child, held=SECOND))
    own = reviews.review(journal, logged.id)
    assert own is not None
    (done,) = preparing.preparations(journal, child)
    assert (done.occurrence, done.ordinal) == (own.occurrence, 2)
    assert list_of(journal, child).ordinal == 3
    assert list_of(journal, child).done == 0
    assert preparing.prepare(journal, child, review_id=logged.id, advocacy=True) == made
    preparing.withdraw_preparation(journal, made, "Another child")
    assert preparing.preparations(journal) == []
    assert preparing.prepare(journal, child, review_id=logged.id, legal=True) == made
    assert len(preparing.preparations(journal)) == 1


@pytest.mark.parametrize(
    ("received", "in_time"),
    [(date(2024, 9, 17), True), (date(2024, 9, 18), False), (None, None)],
)
def test_the_report_is_in_time_three_working_days_before(
    tmp_path: Path, received: date | None, in_time: bool | None
) -> None:
    journal, child = second_due(tmp_path)
    journal.pinned_today = date(2024, 9, 20)
    preparing.prepare(journal, child, report_asked=SENT, report_received=received)
    (done,) = preparing.preparations(journal)
    limit = rules.limit(journal, "social_worker_report")
    assert done.report_in_time(date(2024, 9, 20), limit, working_days(journal)) is in_time


def test_why_the_child_was_not_spoken_with_is_an_answer(tmp_path: Path) -> None:
    journal, child = second_due(tmp_path)
    preparing.prepare(journal, child, not_spoken="Did not want to; asked twice.")
    assert list_of(journal, child).line(Part.PRIVATE).done
    with pytest.raises(Refused, match="Either"):
        preparing.prepare(journal, child, spoke=date(2024, 9, 12))
    made = preparing.preparations(journal)[0].id
    assert preparing.change_preparation(journal, made, not_spoken=None, spoke=date(2024, 9, 12))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"spoke": date(2024, 9, 17)}, "still to come"),
        ({"spoke": date(2024, 5, 27)}, "before"),
        ({"report_asked": SENT, "report_received": date(2024, 9, 1)}, "before"),
        ({"spoke": SENT, "not_spoken": "Away"}, "Either"),
    ],
)
def test_a_preparation_that_cannot_be_is_refused(
    tmp_path: Path, fields: dict[str, Any], said: str
) -> None:
    journal, child = second_due(tmp_path)
    with pytest.raises(Refused, match=said):
        preparing.prepare(journal, child, **fields)
    assert preparing.preparations(journal) == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"sent": ANSWERED, "received": SENT}, "before"),
        ({"said": "I like it."}, "day the answer came"),
        ({"sent": date(2024, 9, 17)}, "still to come"),
    ],
)
def test_a_consultation_that_cannot_be_is_refused(
    tmp_path: Path, fields: dict[str, Any], said: str
) -> None:
    journal, child = second_due(tmp_path)
    with pytest.raises(Refused, match=said):
        preparing.add_consultation(journal, child, Consulted.CHILD, **fields)
    assert preparing.consultations(journal) == []


def test_what_somebody_said_changes_only_for_a_reason(tmp_path: Path) -> None:
    journal, child = second_due(tmp_path)
    made = preparing.add_consultation(
        journal, child, Consulted.CHILD, received=ANSWERED, said="To stay."
    )
    with pytest.raises(ReasonNeeded):
        preparing.change_consultation(journal, made, said="To go home.")
    assert preparing.change_consultation(journal, made, "Heard again", said="To go home.")
    preparing.withdraw_consultation(journal, made, "Another child")
    assert preparing.consultations(journal, child) == []


def test_a_child_under_four_is_neither_asked_nor_spoken_with(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = children.add_child(
        journal, "C-0200", dob=date(2022, 1, 5), started=date(2024, 9, 9), iro="Alder"
    )
    missing = list_of(journal, child).missing
    assert missing == (Part.PARENT, Part.CARER, Part.REPORT, Part.SHARED, Part.INFORMATION)


def test_a_child_without_a_clock_has_no_review_to_prepare(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = children.add_child(journal, "C-0200")
    known = children.child(journal, child)
    assert known is not None
    assert preparing.checklist(journal, known) is None
    with pytest.raises(Refused, match="no period"):
        preparing.prepare(journal, child, advocacy=True)
    preparing.add_consultation(journal, child, Consulted.PARENT, sent=SENT)
    preparing.add_information(journal, child, Pack.CHILD)
    assert preparing.information(journal, child)[0].given == journal.today()


def test_two_devices_prepare_one_review(tmp_path: Path) -> None:
    one, other = new_store(tmp_path, 1), new_store(tmp_path, 2)
    child = add_child(one)
    reviews.log_review(one, Outcome(child, held=date(2024, 6, 20), participation=Participation.PN1))
    pass_on(one, other)
    first = preparing.prepare(one, child, report_received=date(2024, 9, 11))
    second = preparing.prepare(other, child, spoke=date(2024, 9, 12))
    assert first == second
    pass_on(other, one)
    pass_on(one, other)
    assert preparing.preparations(one) == preparing.preparations(other)
    (both,) = preparing.preparations(one)
    assert (both.report_received, both.spoke) == (date(2024, 9, 11), date(2024, 9, 12))
