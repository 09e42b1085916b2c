"""Education and pathway plans: begun in working days, reviewed each term or half-year."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from store import calendars, children, education
from store.education import PlanStatus, Season, Terms
from store.errors import ReasonNeeded, Refused
from store.journal import Journal
from tests.store.rooms import new_store

EDUCATION, PATHWAY = "education_plan", "pathway_plan"


def child_of(journal: Journal, ref: str = "C-1", **facts: Any) -> str:
    """A child of eleven, looked after since 15 Apr 2024 unless told otherwise."""
    facts = {"dob": date(2013, 5, 2), "started": date(2024, 4, 15), **facts}
    return children.add_child(journal, ref, iro="Alder", social_worker="Hazel", **facts)


def due_next(journal: Journal, child_id: str, kind: str) -> education.Upcoming | None:
    """The plan of a kind that is due next of a child."""
    child = children.child(journal, child_id)
    assert child is not None
    own = education.by_child(journal, kind, {child.id: child}).get(child.id, [])
    calendar, terms = calendars.working_days(journal), education.terms(journal)
    return education.upcoming(kind, child, own, calendar, terms)


def day_of_next(journal: Journal, child_id: str, kind: str) -> date | None:
    """The day on which it is due."""
    found = due_next(journal, child_id, kind)
    return None if found is None else found.due


@pytest.mark.parametrize(
    ("started", "born", "due"),
    [
        (date(2024, 4, 15), date(2013, 5, 2), date(2024, 4, 29)),
        (date(2024, 4, 29), date(2013, 5, 2), date(2024, 5, 15)),  # two holidays in May
        (date(2024, 4, 15), None, date(2024, 4, 29)),
        (date(2024, 4, 15), date(2021, 9, 12), date(2024, 9, 26)),  # from the third birthday
        (date(2024, 4, 15), date(2006, 4, 20), None),  # grown up before it is due
    ],
)
def test_an_education_plan_is_begun_within_ten_working_days(
    tmp_path: Path, started: date, born: date | None, due: date | None
) -> None:
    journal = new_store(tmp_path)
    assert day_of_next(journal, child_of(journal, started=started, dob=born), EDUCATION) == due


@pytest.mark.parametrize(
    ("held", "due"),
    [
        (date(2024, 4, 29), date(2024, 12, 20)),  # in the summer term: once in the autumn term
        (date(2024, 4, 18), date(2024, 7, 20)),  # in the holidays: in the term that follows
        (date(2024, 9, 12), date(2025, 4, 5)),
    ],
)
def test_then_it_is_reviewed_each_term(tmp_path: Path, held: date, due: date) -> None:
    journal = new_store(tmp_path)
    child = child_of(journal)
    education.add_education_plan(journal, child, held=held, by="Hazel", school="The school")
    found = due_next(journal, child, EDUCATION)
    assert found is not None
    assert (found.due, found.first) == (due, False)
    assert found.rule == "Usual terms (practice)"
    assert found.until is not None  # the eighteenth birthday
    assert found.until == date(2031, 5, 2)


def test_the_services_own_terms_go_before_the_default(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = child_of(journal)
    education.add_education_plan(journal, child, held=date(2024, 5, 6))
    term = education.add_term(journal, Season.AUTUMN, date(2024, 9, 3), date(2024, 12, 18))
    assert day_of_next(journal, child, EDUCATION) == date(2024, 12, 18)
    again = education.add_term(journal, Season.AUTUMN, date(2024, 9, 3), date(2024, 12, 13))
    assert again == term, "one term, whoever enters it"
    assert day_of_next(journal, child, EDUCATION) == date(2024, 12, 13)
    education.withdraw_term(journal, term, "Entered for another island")
    assert day_of_next(journal, child, EDUCATION) == date(2024, 12, 20)
    education.add_term(journal, Season.AUTUMN, date(2024, 9, 3), date(2024, 12, 18))
    assert day_of_next(journal, child, EDUCATION) == date(2024, 12, 18)


@pytest.mark.parametrize(
    ("started", "ended", "says"),
    [
        (date(2024, 9, 3), date(2024, 9, 3), "before it begins"),
        (date(2024, 9, 3), None, "first and its last day"),
    ],
)
def test_a_term_that_is_none_is_refused(
    tmp_path: Path, started: date, ended: Any, says: str
) -> None:
    journal = new_store(tmp_path)
    with pytest.raises(Refused, match=says):
        education.add_term(journal, Season.AUTUMN, started, ended)


def test_terms_follow_each_other_over_the_years() -> None:
    terms = Terms()
    day, seen = date(2024, 1, 1), []
    for _ in range(4):
        term = terms.after(day)
        seen.append(term.name)
        day = term.started
    assert seen == [
        "spring term 2024",
        "summer term 2024",
        "autumn term 2024",
        "spring term 2025",
    ]


@pytest.mark.parametrize(
    ("started", "born", "due"),
    [
        (date(2024, 4, 15), date(2008, 6, 30), date(2024, 9, 30)),
        (date(2024, 4, 15), date(2008, 11, 30), date(2025, 2, 28)),
        (date(2024, 8, 1), date(2008, 6, 30), date(2024, 11, 1)),  # sixteen before entering care
        (date(2024, 4, 15), date(2013, 5, 2), date(2029, 8, 2)),
        (date(2024, 4, 15), None, None),
    ],
)
def test_a_pathway_plan_is_made_within_three_months_of_sixteen(
    tmp_path: Path, started: date, born: date | None, due: date | None
) -> None:
    journal = new_store(tmp_path)
    child = child_of(journal, started=started, dob=born)
    found = due_next(journal, child, PATHWAY)
    assert (found.due if found else None) == due
    if found is not None and due is not None:
        assert found.begins is not None
        assert found.begins < due


def test_it_is_reviewed_at_least_every_six_months(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = child_of(journal, dob=date(2007, 1, 2))
    education.add_pathway_plan(journal, child, held=date(2024, 4, 30), by="Rowan")
    assert day_of_next(journal, child, PATHWAY) == date(2024, 10, 30)
    education.add_pathway_plan(journal, child, held=date(2024, 8, 31))
    # 28 Feb 2025 lies after the eighteenth birthday: a care leaver's plan from then on
    assert day_of_next(journal, child, PATHWAY) is None
    first, second = reversed(education.pathway_plans(journal, child))
    assert (first.first, second.first) == (True, False)
    assert (first.due, second.due) == (date(2024, 7, 15), date(2024, 10, 30))
    assert (first.on_time, second.on_time) == (True, True)
    assert first.ref.startswith("PW-")


def test_a_plan_that_is_planned_is_met_by_being_held(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = child_of(journal)
    made = education.add_education_plan(journal, child, due=date(2024, 4, 26))
    found = due_next(journal, child, EDUCATION)
    assert found is not None
    assert found.record is not None
    assert (found.record.id, found.due) == (made, date(2024, 4, 26))
    education.change_education_plan(journal, made, held=date(2024, 4, 29), late_reason="No room")
    (plan,) = education.education_plans(journal, child)
    assert (plan.status, plan.on_time) == (PlanStatus.COMPLETED, False)
    with pytest.raises(ReasonNeeded):
        education.change_education_plan(journal, made, held=date(2024, 4, 26))


def test_first_plans_are_owed_for_each_period(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    kept, left = child_of(journal), child_of(journal, "C-2")
    period = children.periods_of(journal, left)[left][0]
    children.end_period(journal, period.id, date(2024, 4, 22))
    education.add_education_plan(journal, kept, held=date(2024, 5, 6))
    found = {one.child_id: one for one in education.first_plans(journal, EDUCATION)}
    assert (found[kept].due, found[kept].held) == (date(2024, 4, 29), date(2024, 5, 6))
    assert (found[left].held, found[left].left_before) == (None, True)
    pathway = {one.child_id: one for one in education.first_plans(journal, PATHWAY)}
    assert left not in pathway, "left before sixteen"
    assert pathway[kept].due == date(2029, 8, 2)


@pytest.mark.parametrize(
    ("fields", "field", "says"),
    [
        ({"held": date(2024, 4, 14)}, "held", "before the child entered care"),
        ({"held": date(2024, 9, 17)}, "held", "still to come"),
        ({"status": PlanStatus.COMPLETED}, "held", "needs the day"),
        ({"status": PlanStatus.CANCELLED, "held": date(2024, 5, 2)}, "status", "cannot be"),
    ],
)
def test_wrong_orders_are_refused_with_words(
    tmp_path: Path, fields: dict[str, Any], field: str, says: str
) -> None:
    journal = new_store(tmp_path)
    child = child_of(journal)
    for add in (education.add_education_plan, education.add_pathway_plan):
        with pytest.raises(Refused, match=says) as refusal:
            add(journal, child, **fields)
        assert refusal.value.field == field


def test_an_education_plan_ends_with_care_and_a_pathway_plan_goes_on(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = child_of(journal, dob=date(2007, 1, 2))
    period = children.periods_of(journal, child)[child][0]
    children.end_period(journal, period.id, date(2024, 6, 1))
    with pytest.raises(Refused, match="not looked after on 2 Jul 2024"):
        education.add_education_plan(journal, child, held=date(2024, 7, 2))
    education.add_pathway_plan(journal, child, held=date(2024, 7, 2))
    assert len(education.pathway_plans(journal, child)) == 1
