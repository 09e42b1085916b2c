"""Health of children looked after: due by whose rule, in time and good enough kept apart."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from store import calendars, child_file, children, health
from store.clock import WorkingDays
from store.errors import ReasonNeeded, Refused
from store.health import AssessedAlready, HealthStatus, HealthType, Quality, Standing
from store.journal import Journal
from tests.store.rooms import new_store

IHA, RHA, SDQ = HealthType.IHA, HealthType.RHA, HealthType.SDQ


def child_of(journal: Journal, ref: str = "C-1", **facts: Any) -> str:
    """A child of eleven, looked after since 15 Apr 2024 unless told otherwise."""
    facts = {"dob": date(2013, 5, 2), "started": date(2024, 4, 15), **facts}
    return children.add_child(journal, ref, iro="Alder", social_worker="Hazel", **facts)


def due_next(journal: Journal, child_id: str) -> dict[HealthType, health.Upcoming]:
    """What is due next of a child, by type."""
    child = children.child(journal, child_id)
    assert child is not None
    own = health.by_child(journal, {child.id: child}).get(child.id, [])
    found = health.upcoming(child, own, calendars.working_days(journal))
    return {one.type: one for one in found}


@pytest.mark.parametrize(
    ("started", "due"),
    [
        (date(2024, 4, 15), date(2024, 5, 15)),
        (date(2024, 6, 24), date(2024, 7, 23)),
        (date(2023, 12, 8), date(2024, 1, 10)),
    ],
)
def test_the_initial_assessment_is_due_20_working_days_after_entering_care(
    tmp_path: Path, started: date, due: date
) -> None:
    journal = new_store(tmp_path)
    child = child_of(journal, started=started)
    next_one = due_next(journal, child)[IHA]
    assert next_one.due == due
    assert [step.key for step in next_one.why] == ["from", "due", "rule"]
    (owed,) = health.initial_assessments(journal)
    assert (owed.due, owed.record) == (due, None)


@pytest.mark.parametrize(
    ("born", "held", "due"),
    [
        (date(2020, 6, 1), date(2024, 5, 10), date(2024, 11, 10)),  # under five: six months
        (date(2019, 6, 1), date(2024, 5, 31), date(2024, 11, 30)),  # the day before the fifth
        (date(2019, 5, 10), date(2024, 5, 10), date(2025, 5, 10)),  # on the fifth birthday
        (date(2013, 5, 2), date(2024, 5, 10), date(2025, 5, 10)),
        (None, date(2024, 8, 31), date(2025, 2, 28)),  # age not known: the shorter time
    ],
)
def test_review_assessments_go_by_age(
    tmp_path: Path, born: date | None, held: date, due: date
) -> None:
    journal = new_store(tmp_path)
    child = child_of(journal, dob=born)
    health.add_health(journal, child, IHA, held=held)
    found = due_next(journal, child)
    assert IHA not in found
    assert found[RHA].due == due
    assert found[RHA].begins == child_file_months_before(due)


def child_file_months_before(due: date) -> date:
    """Two months ahead of a day, the time in which it is shown."""
    limit = WorkingDays().book.limit("plan_ahead")
    return limit.last_day(due, WorkingDays())


def test_checks_repeat_from_the_last_one(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = child_of(journal)
    assert due_next(journal, child)[HealthType.DENTAL].due == date(2024, 10, 15)
    assert due_next(journal, child)[SDQ].due == date(2025, 4, 15)
    health.add_health(journal, child, HealthType.DENTAL, held=date(2024, 8, 31))
    health.add_health(journal, child, SDQ, held=date(2024, 9, 2), score=17)
    assert due_next(journal, child)[HealthType.DENTAL].due == date(2025, 2, 28)
    assert due_next(journal, child)[SDQ].due == date(2025, 9, 2)
    assert HealthType.IMMUNISATIONS not in due_next(journal, child)
    jabs = HealthType.IMMUNISATIONS
    health.add_health(journal, child, jabs, held=date(2024, 9, 2), up_to_date=False)
    assert due_next(journal, child)[jabs].due is None
    health.add_health(journal, child, jabs, held=date(2024, 9, 10), up_to_date=True)
    assert jabs not in due_next(journal, child)


@pytest.mark.parametrize(
    ("born", "due"),
    [
        (date(2013, 5, 2), date(2025, 4, 15)),
        (date(2022, 8, 3), date(2026, 8, 3)),  # the fourth birthday
        (date(2008, 4, 15), None),  # seventeen on that very day
        (date(2008, 4, 16), date(2025, 4, 15)),
        (None, None),
    ],
)
def test_questionnaires_are_for_ages_four_to_sixteen(
    tmp_path: Path, born: date | None, due: date | None
) -> None:
    journal = new_store(tmp_path)
    found = due_next(journal, child_of(journal, dob=born))
    assert (found[SDQ].due if SDQ in found else None) == due


def test_timeliness_and_quality_are_two_measures(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = child_of(journal)
    made = health.add_health(
        journal, child, IHA, consent=date(2024, 4, 16), requested=date(2024, 4, 16),
        held=date(2024, 5, 17), by="Dr Reed", received=date(2024, 5, 24), late_reason="No slot",
    )  # fmt: skip
    own = health.assessment(journal, made)
    assert own is not None
    assert own.ref == f"HA-{made[:6]}"
    assert (own.status, own.on_time, own.due) == (HealthStatus.COMPLETED, False, date(2024, 5, 15))
    assert (own.by, own.unchecked) == ("Dr Reed", True)
    health.change_health(
        journal, made, quality=Quality.GOOD_ENOUGH, checked_by="Alder", checked=date(2024, 6, 3)
    )
    own = health.assessment(journal, made)
    assert own is not None
    assert (own.on_time, own.quality, own.unchecked) == (False, Quality.GOOD_ENOUGH, False)
    assert (own.checked_by, own.checked) == ("Alder", date(2024, 6, 3))


def test_the_last_day_in_force_stays_when_a_holiday_is_added_later(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = child_of(journal)
    done = health.add_health(journal, child, IHA, held=date(2024, 5, 15))
    other = child_of(journal, "C-2")
    calendars.add_extra_day(journal, date(2024, 5, 1), "Voted")
    own = health.assessment(journal, done)
    assert own is not None
    assert own.due == date(2024, 5, 15)
    assert due_next(journal, other)[IHA].due == date(2024, 5, 16)
    with pytest.raises(ReasonNeeded):
        health.change_health(journal, done, due=date(2024, 5, 16))


@pytest.mark.parametrize(
    ("before", "exempt"),
    [(date(2024, 1, 15), True), (date(2024, 1, 14), False), (date(2024, 4, 15), True)],
)
def test_an_assessment_in_the_last_three_months_exempts(
    tmp_path: Path, before: date, exempt: bool
) -> None:
    journal = new_store(tmp_path)
    child = child_of(journal)
    health.add_health(journal, child, IHA, assessed_before=before)
    (owed,) = health.initial_assessments(journal)
    assert owed.exempt == exempt
    found = due_next(journal, child)
    assert (IHA in found) != exempt
    if exempt:
        assert owed.standing(date(2024, 9, 16)) is Standing.EXEMPT
        assert found[RHA].due == date(before.year + 1, before.month, before.day)


def test_how_initial_assessments_stand_on_a_day(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    in_time, late, left = (child_of(journal, ref) for ref in ("C-1", "C-2", "C-3"))
    health.add_health(journal, in_time, IHA, held=date(2024, 5, 15))
    health.add_health(journal, late, IHA, held=date(2024, 5, 20))
    period = children.periods_of(journal, left)[left][0]
    children.end_period(journal, period.id, date(2024, 5, 14))
    refused = child_of(journal, "C-4")
    health.add_health(journal, refused, IHA, status=HealthStatus.REFUSED)
    found = {one.child_id: one for one in health.initial_assessments(journal)}
    on = date(2024, 9, 16)
    assert found[in_time].standing(on) is Standing.IN_TIME
    assert (found[late].standing(on), found[late].days_over(on)) == (Standing.LATE, 5)
    assert found[late].standing(date(2024, 5, 17)) is Standing.OVERDUE
    assert found[late].days_over(date(2024, 5, 17)) == 2
    assert found[late].standing(date(2024, 5, 15)) is Standing.OUTSTANDING
    assert found[left].standing(on) is Standing.LEFT
    assert found[left].left_before
    assert found[refused].standing(on) is Standing.REFUSED


def test_one_initial_assessment_for_a_period(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = child_of(journal)
    made = health.add_health(journal, child, IHA, appointment=date(2024, 10, 1))
    with pytest.raises(AssessedAlready, match="HA-"):
        health.add_health(journal, child, IHA)
    health.change_health(journal, made, status=HealthStatus.CANCELLED)
    again = health.add_health(journal, child, IHA, appointment=date(2024, 10, 8))
    assert due_next(journal, child)[IHA].record is not None
    health.change_health(journal, again, held=date(2024, 9, 12))
    own = health.assessment(journal, again)
    assert own is not None
    assert own.status is HealthStatus.COMPLETED
    health.change_health(journal, again, reason="Wrong child", held=None)
    own = health.assessment(journal, again)
    assert own is not None
    assert own.status is HealthStatus.PLANNED


@pytest.mark.parametrize(
    ("of", "fields", "field", "says"),
    [
        (IHA, {"held": date(2024, 4, 14)}, "held", "before the child entered care"),
        (RHA, {"held": date(2024, 4, 14)}, "held", "before the child entered care"),
        (IHA, {"held": date(2024, 9, 17)}, "held", "still to come"),
        (IHA, {"held": date(2013, 5, 1)}, "held", "before the child's birth"),
        (
            IHA,
            {"held": date(2024, 5, 2), "received": date(2024, 5, 1)},
            "received",
            "is before Held",
        ),
        (IHA, {"status": HealthStatus.COMPLETED}, "held", "needs the day"),
        (
            IHA,
            {"status": HealthStatus.REFUSED, "held": date(2024, 5, 2)},
            "status",
            "cannot be refused",
        ),
        (IHA, {"quality": Quality.GOOD_ENOUGH}, "quality", "once it was held"),
        (
            SDQ,
            {"held": date(2024, 5, 2), "quality": Quality.GOOD_ENOUGH},
            "quality",
            "not of other checks",
        ),
        (SDQ, {"score": 41}, "score", "0 to 40"),
        (IHA, {"score": 4}, "score", "has a score"),
        (IHA, {"assessed_before": date(2024, 4, 16)}, "assessed_before", "after the child"),
        (RHA, {"assessed_before": date(2024, 4, 1)}, "assessed_before", "Only an initial"),
        (SDQ, {"up_to_date": True}, "up_to_date", "immunisations"),
    ],
)
def test_wrong_orders_are_refused_with_words(
    tmp_path: Path, of: HealthType, fields: dict[str, Any], field: str, says: str
) -> None:
    journal = new_store(tmp_path)
    child = child_of(journal)
    with pytest.raises(Refused, match=says) as refusal:
        health.add_health(journal, child, of, **fields)
    assert refusal.value.field == field
    assert health.assessments(journal) == []


def test_an_assessment_after_care_ended_is_refused(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = child_of(journal)
    period = children.periods_of(journal, child)[child][0]
    children.end_period(journal, period.id, date(2024, 6, 1))
    with pytest.raises(Refused, match="not looked after on 2 Jun 2024"):
        health.add_health(journal, child, IHA, held=date(2024, 6, 2))


def test_what_is_withdrawn_is_gone(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = child_of(journal)
    made = health.add_health(journal, child, IHA)
    health.withdraw_health(journal, made, "Entered twice")
    assert health.assessments(journal, child) == []
    with pytest.raises(child_file.NoSuchRecord):
        health.change_health(journal, made, by="Hazel")
