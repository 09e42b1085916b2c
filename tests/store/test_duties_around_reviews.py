"""What the weeks before a review and the time between two ask for, and when it goes away."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from store import children, contact, duties, preparing, reviews
from store.children import ReviewRecord
from store.codes import ReviewState
from store.contact import Follows, Notified, Visitor
from store.duty import Duty
from store.journal import Journal
from store.preparing import Consulted, Pack
from store.reviews import FoundPoint, Met, Outcome, Topic, topics_at
from tests.store.caseload import FIRST, SECOND, add_child, log_first
from tests.store.rooms import new_store

MINE = (
    "consultation",
    "preparation",
    "information",
    "midway",
    "visit",
    "notification",
    "adjourned",
    "point",
)


def open_duties(journal: Journal, *kinds: str, on: date | None = None) -> dict[str, Duty]:
    """The duties of some kinds, by kind and part; with `on` only those shown that day."""
    found = [duty for duty in duties.duties(journal) if duty.kind in (kinds or MINE)]
    if on is not None:
        found = [duty for duty in found if duty.counts_on(on)]
    return {f"{duty.kind} {duty.part}".strip(): duty for duty in found}


def reviewed_once(folder: Path) -> tuple[Journal, str]:
    """C-0147 with Rowan as worker; first review on 20 Jun 2024, the second due on 20 Sep."""
    journal = new_store(folder)
    child = add_child(journal)
    children.change_child(journal, child, social_worker="Rowan", team="North")
    log_first(journal, child)
    return journal, child


def test_a_review_is_prepared_step_by_step(tmp_path: Path) -> None:
    journal, child = reviewed_once(tmp_path)
    found = open_duties(journal, "consultation", "preparation", "information")
    assert {name: (duty.due, duty.owner) for name, duty in found.items()} == {
        "consultation": (date(2024, 9, 6), "Alder"),
        "preparation report": (date(2024, 9, 17), "Rowan"),
        "preparation private": (date(2024, 9, 20), "Alder"),
        "information": (date(2024, 9, 20), "Alder"),
    }
    assert all(duty.begins == date(2024, 8, 23) for duty in found.values())
    assert found["consultation"].what == "Ask: child, parent, carer"
    assert found["consultation"].given == (("who", "child"),)
    for who in (Consulted.CHILD, Consulted.PARENT, Consulted.CARER):
        preparing.add_consultation(journal, child, who, sent=date(2024, 9, 2))
    made = preparing.prepare(journal, child, report_received=date(2024, 9, 12))
    preparing.add_information(journal, child, Pack.CHILD, date(2024, 9, 2))
    assert set(open_duties(journal, "consultation", "preparation", "information")) == {
        "preparation private"
    }
    preparing.prepare(journal, child, spoke=date(2024, 9, 12), advocacy=True)
    (left,) = open_duties(journal, "preparation").values()
    assert (left.part, left.record, left.record_kind) == ("explain", made, "preparation")
    assert left.what == "Explain complaint, legal advice"
    preparing.prepare(journal, child, complaint=True, legal=True)
    assert not open_duties(journal, "preparation")


def test_preparation_is_shown_from_four_weeks_before_to_the_day(tmp_path: Path) -> None:
    journal, _ = reviewed_once(tmp_path)
    for day, shown in [
        (date(2024, 8, 22), False),
        (date(2024, 8, 23), True),
        (date(2024, 9, 20), True),
        (date(2024, 9, 21), False),
    ]:
        assert bool(open_duties(journal, "preparation", on=day)) is shown, day


def test_the_next_review_begins_a_preparation_of_its_own(tmp_path: Path) -> None:
    journal, child = reviewed_once(tmp_path)
    preparing.prepare(journal, child, report_received=date(2024, 9, 12), not_spoken="Away")
    reviews.log_review(journal, Outcome(child, held=SECOND, next_due=date(2025, 3, 3)))
    found = open_duties(journal, "preparation")
    assert found["preparation report"].due == date(2025, 2, 26)
    assert found["preparation private"].due == date(2025, 3, 3)


def test_a_midway_check_lies_half_way_between_two_reviews(tmp_path: Path) -> None:
    journal, child = reviewed_once(tmp_path)
    duty = open_duties(journal, "midway")["midway"]
    assert (duty.due, duty.owner, duty.until) == (date(2024, 8, 1), "Alder", date(2024, 9, 21))
    contact.add_midway(journal, child, FIRST)
    assert open_duties(journal, "midway")
    made = contact.add_midway(journal, child, date(2024, 8, 5))
    assert not open_duties(journal, "midway")
    contact.withdraw_midway(journal, made, "Another child")
    reviews.log_review(journal, Outcome(child, held=SECOND))
    assert open_duties(journal, "midway")["midway"].due == date(2024, 12, 13)


def test_no_midway_check_before_the_first_review(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    add_child(journal)
    assert not open_duties(journal, "midway")


def test_a_visit_is_due_from_the_last_one(tmp_path: Path) -> None:
    journal, child = reviewed_once(tmp_path)
    first = open_duties(journal, "visit")["visit"]
    assert (first.due, first.status, first.owner) == (date(2024, 7, 9), "unrecorded", "Rowan")
    contact.add_visit(journal, child, date(2024, 8, 1))
    contact.add_visit(journal, child, date(2024, 9, 1), visitor=Visitor.IRO)
    later = open_duties(journal, "visit")["visit"]
    assert (later.due, later.status) == (date(2024, 9, 12), "due")


def test_the_iro_is_told_and_says_what_follows(tmp_path: Path) -> None:
    journal, child = reviewed_once(tmp_path)
    made = contact.add_notification(journal, child, Notified.MOVE, date(2024, 9, 9))
    untold = open_duties(journal, "notification")["notification tell"]
    assert (untold.due, untold.owner, untold.record) == (date(2024, 9, 16), "Rowan", made)
    contact.change_notification(journal, made, told=date(2024, 9, 11))
    told = open_duties(journal, "notification")["notification follow"]
    assert (told.due, told.owner) == (date(2024, 9, 18), "Alder")
    contact.change_notification(journal, made, follows=Follows.NOTED)
    assert not open_duties(journal, "notification")


def test_an_adjourned_review_is_to_be_completed_within_twenty_working_days(tmp_path: Path) -> None:
    journal, child = reviewed_once(tmp_path)
    begun = reviews.log_review(
        journal, Outcome(child, state=ReviewState.ADJOURNED, meetings=[date(2024, 9, 3)])
    )
    duty = open_duties(journal, "adjourned")["adjourned"]
    assert (duty.due, duty.record, duty.owner) == (date(2024, 10, 1), begun.id, "Alder")
    reviews.log_review(journal, Outcome(child, held=SECOND))
    assert not open_duties(journal, "adjourned")


def test_the_checklist_of_the_last_review_is_to_be_answered(tmp_path: Path) -> None:
    journal, child = reviewed_once(tmp_path)
    before = open_duties(journal, "point")["point"]
    assert (before.due, before.status) == (date(2024, 7, 11), "unrecorded")
    assert before.what == "Checklist: health, emotional wellbeing, education and 6 more"
    logged = reviews.log_review(journal, Outcome(child, held=SECOND))
    asked = topics_at(11)
    reviews.set_points(journal, logged.id, [FoundPoint(one, Met.YES) for one in asked[:-1]])
    left = open_duties(journal, "point")["point"]
    assert (left.what, left.due) == ("Checklist: care plan up to date", date(2024, 10, 4))
    assert (left.status, left.given) == ("due", (("topic", "care_plan"),))
    reviews.set_point(journal, logged.id, Topic.CARE_PLAN, Met.PARTLY)
    assert "point" not in open_duties(journal, "point")


def test_a_permanence_plan_is_asked_for_by_the_second_review(tmp_path: Path) -> None:
    journal, child = reviewed_once(tmp_path)
    asked = open_duties(journal, "point")["point permanence"]
    assert (asked.due, asked.owner, asked.begins) == (
        date(2024, 9, 20),
        "Rowan",
        date(2024, 8, 23),
    )
    logged = reviews.log_review(journal, Outcome(child, held=SECOND))
    assert open_duties(journal, "point")["point permanence"].due == SECOND
    reviews.set_point(journal, logged.id, Topic.PERMANENCE, agreed=SECOND)
    assert "point permanence" not in open_duties(journal, "point")


def test_of_two_reviews_of_one_day_the_last_does_not_depend_on_arrival(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = add_child(journal)
    held = {"child": child, "state": ReviewState.HELD, "held": date(2024, 6, 20)}
    for record in ("b" * 32, "a" * 32):  # made anew they stand the other way round
        with journal.unit_of_work("Two of one day") as work:
            work.create(ReviewRecord, record, **held)
    assert {duty.record for duty in open_duties(journal, "care_plan").values()} == {"b" * 32}
    before = journal.state()
    journal.rebuild()
    assert journal.state() == before


def test_a_child_that_left_has_none(tmp_path: Path) -> None:
    journal, child = reviewed_once(tmp_path)
    known = children.child(journal, child)
    assert known is not None
    assert known.period is not None
    children.end_period(journal, known.period.id, date(2024, 9, 10))
    assert not open_duties(journal, on=date(2024, 9, 16))


def test_the_duties_of_some_children_are_those_of_all(tmp_path: Path) -> None:
    journal, child = reviewed_once(tmp_path)
    other = children.add_child(journal, "C-0200", started=date(2024, 9, 2))
    contact.add_notification(journal, other, Notified.HEALTH, date(2024, 9, 9))
    every = list(duties.duties(journal))
    for own in (child, other):
        alone = list(duties.duties(journal, [own]))
        assert alone == [duty for duty in every if duty.child_id == own]
    assert len({duty.key for duty in every}) == len(every)
