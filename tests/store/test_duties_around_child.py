"""What the records around a child ask for: on Today, in Triage, gone as soon as it is done."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from store import children, education, family, health, missing, open_work, pre_proceedings
from store.duties import duties
from store.duty import UNRECORDED, Duty
from store.family import Relation
from store.health import HealthStatus, HealthType, Quality
from store.journal import Journal
from store.missing import PARTS
from store.pre_proceedings import PreProceedingsOutcome
from tests.store.rooms import new_store

LEFT = datetime(2024, 9, 13, 20, tzinfo=UTC)
BACK = datetime(2024, 9, 14, 7, 30, tzinfo=UTC)
OWN = {
    *("health", "education_plan", "pathway_plan", "missing", "incident"),
    *("pre_proceedings", "planning_meeting", "family"),
}


def child_of(journal: Journal, ref: str = "C-1", **facts: Any) -> str:
    """A child of eleven, looked after since 15 Apr 2024 unless told otherwise."""
    facts = {"dob": date(2013, 5, 2), "started": date(2024, 4, 15), "iro": "Alder", **facts}
    return children.add_child(journal, ref, social_worker="Hazel", team="North", **facts)


def at_home(journal: Journal, ref: str = "H-3") -> str:
    """A child who was never looked after here."""
    return children.add_child(journal, ref, dob=date(2010, 3, 4), social_worker="Hazel")


def open_duties(journal: Journal, child: str | None = None) -> dict[tuple[str, str], Duty]:
    """The duties of these rooms, by kind and part."""
    only = None if child is None else {child}
    found = [duty for duty in duties(journal, only) if duty.kind in OWN]
    assert len({duty.key for duty in found}) == len(found), "each has a key of its own"
    return {(duty.kind, duty.part): duty for duty in found}


def test_a_child_who_enters_care_has_its_checks_and_plans_ahead(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = child_of(journal, dob=date(2008, 8, 1))
    found = open_duties(journal, child)
    assert {key: duty.due for key, duty in found.items()} == {
        ("health", "iha"): date(2024, 5, 15),
        ("health", "dental"): date(2024, 10, 15),
        ("health", "sdq"): date(2025, 4, 15),
        ("education_plan", ""): date(2024, 4, 29),
        ("pathway_plan", ""): date(2024, 11, 1),
    }
    for duty in found.values():
        assert (duty.owner, duty.team, duty.child) == ("Hazel", "North", "C-1")
        assert duty.status == UNRECORDED
        assert (duty.record, duty.record_kind) == (child, "child")
        assert duty.why
        assert duty.rule
    assert found["health", "iha"].counts_on(date(2024, 4, 15))
    assert not found["health", "sdq"].counts_on(date(2025, 2, 14))
    assert found["health", "sdq"].counts_on(date(2025, 2, 15))
    assert found["health", "sdq"].given == (("type", "sdq"),)


def test_they_do_not_depend_on_the_day(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = child_of(journal, dob=date(2008, 8, 1))
    health.add_health(journal, child, HealthType.IHA, held=date(2024, 5, 10))
    home = at_home(journal)
    missing.add_missing(journal, home, LEFT, ended=BACK)
    pre_proceedings.add_pre_proceedings(journal, home, date(2024, 8, 1))
    before = open_duties(journal)
    period = children.periods_of(journal, child)[child][0]
    for day in (date(2024, 9, 17), date(2026, 1, 1), date(2040, 1, 1)):
        journal.pinned_today = day
        assert open_duties(journal) == before
    journal.pinned_today = date(2024, 9, 16)
    children.end_period(journal, period.id, date(2024, 9, 10))
    found = open_duties(journal, child)
    assert found["health", "dental"].until == date(2024, 9, 10)
    assert not any(
        duty.counts_on(date(2024, 9, 16)) for (_, part), duty in found.items() if part != "quality"
    )


def test_health_goes_from_planned_to_held_to_checked(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = child_of(journal)
    made = health.add_health(
        journal, child, HealthType.IHA, appointment=date(2024, 9, 20), due=date(2024, 5, 20)
    )
    duty = open_duties(journal)["health", "iha"]
    assert (duty.record, duty.record_kind, duty.status) == (made, "health", "booked")
    assert duty.due == date(2024, 5, 20)
    health.change_health(journal, made, held=date(2024, 9, 12))
    found = open_duties(journal)
    assert ("health", "iha") not in found
    assert found["health", "rha"].due == date(2025, 9, 12)
    quality = found["health", "quality"]
    assert (quality.due, quality.owner) == (date(2024, 9, 26), "Alder")
    assert quality.what.startswith("Report and quality")
    health.change_health(journal, made, received=date(2024, 9, 16))
    assert open_duties(journal)["health", "quality"].due == date(2024, 9, 30)
    health.change_health(journal, made, quality=Quality.GOOD_ENOUGH, checked_by="Alder")
    assert ("health", "quality") not in open_duties(journal)


def test_a_refused_assessment_waits_for_the_next_one(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = child_of(journal)
    health.add_health(journal, child, HealthType.IHA, status=HealthStatus.REFUSED)
    found = open_duties(journal)
    assert ("health", "iha") not in found
    assert found["health", "rha"].due == date(2025, 5, 15)


def test_a_cancelled_one_is_to_be_held_again(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = child_of(journal)
    health.add_health(journal, child, HealthType.IHA, status=HealthStatus.CANCELLED)
    duty = open_duties(journal)["health", "iha"]
    assert (duty.record, duty.due) == (child, date(2024, 5, 15))


def test_a_plan_that_was_held_asks_for_its_review(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = child_of(journal)
    education.add_education_plan(journal, child, held=date(2024, 4, 29))
    duty = open_duties(journal)["education_plan", ""]
    assert (duty.due, duty.what) == (date(2024, 12, 20), "Education plan to review")
    assert duty.begins == date(2024, 10, 20)


def test_a_missing_child_is_a_duty_at_once_then_the_interview(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = at_home(journal)
    made = missing.add_missing(journal, child, LEFT)
    duty = open_duties(journal, child)["missing", "away"]
    assert (duty.due, duty.owner) == (date(2024, 9, 13), "Hazel")
    missing.change_missing(journal, made, ended=BACK)
    duty = open_duties(journal, child)["missing", "interview"]
    assert (duty.at, duty.due) == (BACK + timedelta(hours=72), date(2024, 9, 17))
    missing.change_missing(journal, made, offered=date(2024, 9, 14))
    assert open_duties(journal, child)["missing", "interview"].status == "offered"
    missing.change_missing(journal, made, refused=True)
    assert open_duties(journal, child) == {}


def test_an_incident_waits_for_its_plan_and_to_be_seen(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = at_home(journal)
    made = missing.add_incident(journal, child, date(2024, 9, 13), reasons="Friends.")
    found = open_duties(journal, child)
    assert found["incident", "seen"].due == date(2024, 9, 16)
    assert found["incident", "plan"].due == date(2024, 9, 20)
    assert found["incident", "plan"].what.endswith("6 parts to write")
    missing.change_incident(journal, made, **dict.fromkeys(PARTS[1:-1], "Written."))
    assert open_duties(journal)["incident", "plan"].what.endswith("plan: child's words")
    missing.change_incident(
        journal, made, feedback="I felt safe.", seen_by="Rowan", seen=date(2024, 9, 16)
    )
    assert open_duties(journal) == {}


def test_pre_proceedings_ask_for_letter_meeting_and_outcome(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = at_home(journal)
    made = pre_proceedings.add_pre_proceedings(journal, child, date(2024, 8, 1), lead="Rowan")
    found = open_duties(journal, child)
    assert {key: duty.due for key, duty in found.items()} == {
        ("pre_proceedings", "letter"): None,
        ("pre_proceedings", "outcome"): date(2024, 11, 21),
        ("planning_meeting", ""): date(2024, 8, 15),
    }
    assert {duty.owner for duty in found.values()} == {"Rowan"}
    pre_proceedings.add_planning_meeting(journal, child, date(2024, 9, 9))
    assert open_duties(journal, child)["planning_meeting", ""].due == date(2024, 9, 23)
    pre_proceedings.change_pre_proceedings(
        journal, made, ended=date(2024, 9, 13), outcome=PreProceedingsOutcome.STEPPED_DOWN
    )
    assert open_duties(journal, child) == {}


def rows_of_family(journal: Journal) -> list[tuple[str, str]]:
    """The rows of related children in the table of open work."""
    found = open_work.ids(journal, "kind:family")
    found.rest()
    rows = open_work.page(journal, found.numbers)
    return [(row.ref, row.status) for row in rows if row is not None]


def test_the_iro_of_one_related_child_moves_the_row_of_the_other(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    one, two = child_of(journal, "C-1"), child_of(journal, "C-2", iro="Birch")
    family.add_family(journal, two, one)
    assert rows_of_family(journal) == [("C-1", "warning")]
    for child in (two, one):
        children.change_child(journal, child, iro="Maple")
    assert rows_of_family(journal) == []
    children.change_child(journal, two, iro="Birch")
    assert rows_of_family(journal) == [("C-1", "warning")]
    children.change_child(journal, one, iro="Birch")
    assert rows_of_family(journal) == []
    baby = child_of(journal, "C-0", dob=date(2024, 1, 1), iro="Birch")
    family.add_family(journal, one, baby, Relation.PARENT_OF)
    assert rows_of_family(journal) == [("C-1", "finding")]
    kept = open_work_rows(journal)
    journal.rebuild()
    assert open_work_rows(journal) == kept


def open_work_rows(journal: Journal) -> list[Any]:
    """Every row of open work, in one order."""
    return journal.state()["open_work"]


def test_each_step_leaves_the_rows_a_rebuild_would_make(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child, home = child_of(journal, dob=date(2008, 8, 1)), at_home(journal)
    made = health.add_health(journal, child, HealthType.IHA, held=date(2024, 5, 10))
    health.change_health(journal, made, quality=Quality.NOT_GOOD_ENOUGH)
    education.add_education_plan(journal, child, held=date(2024, 5, 6))
    education.add_term(journal, education.Season.AUTUMN, date(2024, 9, 3), date(2024, 12, 18))
    episode = missing.add_missing(journal, home, LEFT, ended=BACK)
    case = pre_proceedings.add_pre_proceedings(journal, home, date(2024, 8, 1))
    pre_proceedings.add_planning_meeting(journal, home, date(2024, 9, 9))
    missing.change_missing(journal, episode, offered=date(2024, 9, 14))
    pre_proceedings.withdraw_pre_proceedings(journal, case, "Another child")
    period = children.periods_of(journal, child)[child][0]
    children.end_period(journal, period.id, date(2024, 9, 10))
    journal.undo()
    kept = open_work_rows(journal)
    assert kept
    journal.rebuild()
    assert open_work_rows(journal) == kept
