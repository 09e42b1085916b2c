"""The demo's content: published facts in the project's own words, and children that are made up."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from store.clock import WorkingDays, age_on, next_review_due
from store.demo.caseload import TODAY, made_children
from store.demo.content import content

DEMO = Path(__file__).resolve().parents[3] / "store" / "demo"
# The deadline is kept literally, as every import keeps it: a fact, not a sentence.
DEADLINE = "12 months from the date of inspection"


def words_of(text: str) -> list[str]:
    """The words of a text without case and signs."""
    return re.findall(r"[a-z0-9]+", text.lower())


def runs(text: str, length: int = 6) -> set[tuple[str, ...]]:
    """Every run of so many words."""
    words = words_of(text)
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


@pytest.mark.shared
def test_no_sentence_of_a_published_report_is_in_the_demo(shared: Path) -> None:
    published: set[tuple[str, ...]] = set()
    for source in (shared / "sources").glob("*.txt"):
        published |= runs(source.read_text("utf-8"))
    assert published
    for file in DEMO.rglob("*.toml"):
        own = file.read_text("utf-8").replace(DEADLINE, "|")
        assert not runs(own) & published, file.name


def test_current_plan_has_the_numbers_of_the_inspection() -> None:
    plan = content("plan_2023")
    areas = plan["area"]
    assert [area["number"] for area in areas] == [1, 2, 3, 4, 5, 6, 7, 1]
    assert [area["standard"] for area in areas] == ["2", "2", "2", "2", "6", "1", "9", "2"]
    assert [len(area["commitment"]) for area in areas] == [3, 5, 5, 3, 3, 4, 2, 6]
    lists = [c["items"] for area in areas for c in area["commitment"] if "items" in c]
    assert [len(items) for items in lists] == [7]
    assert (plan["inspected_from"], plan["inspected_to"]) == (date(2023, 12, 4), date(2023, 12, 8))
    assert plan["deadline"] == DEADLINE
    assert plan["due"] == date(2024, 12, 8)


def test_earlier_plans_have_their_recommendations_and_areas() -> None:
    plans = {plan["key"]: plan for plan in content("plans_earlier")["plan"]}
    assert len(plans["2012"]["recommendations"]) == 14
    assert [area["title"] for area in plans["2018"]["area"]] == [
        "Workforce",
        "Child and family journey",
        "Early help and prevention",
        "Placements",
        "Performance, quality and risk",
    ]
    assert plans["2019"]["regulator"] == "Ofsted"


def test_children_are_the_same_every_time() -> None:
    assert made_children() == made_children()


def test_caseload_has_the_size_of_the_island() -> None:
    children = made_children()
    assert len(children) == 100
    assert sum(child.iro == "Alder" for child in children) == 58
    assert 220 <= sum(len(child.reviews) for child in children) <= 250


def test_made_reviews_agree_with_the_statutory_clock() -> None:
    calendar = WorkingDays("JE")
    for child in made_children():
        assert child.dob < child.started
        held: list[date] = []
        for review in child.reviews:
            due = next_review_due(child.started, held, calendar)
            assert (review.ordinal, review.due) == (due.ordinal, due.due), child.ref
            assert bool(review.late_reason) == (review.held > due.due), child.ref
            assert child.started <= review.held <= TODAY
            assert calendar.is_working(review.held)
            assert (review.participation == 0) == (age_on(child.dob, review.held) < 4)
            held.append(review.held)


def test_caseload_stands_as_the_pictures_show_it() -> None:
    calendar = WorkingDays("JE")
    children = {child.ref: child for child in made_children()}
    for ref, age, ordinal, _, _, open_decisions, due in content("caseload")["known"]:
        child = children[ref]
        following = next_review_due(child.started, [r.held for r in child.reviews], calendar)
        assert (following.ordinal, following.due) == (ordinal, date.fromisoformat(due)), ref
        assert age_on(child.dob, TODAY) == age, ref
        if child.reviews:
            open_now = [d for d in child.reviews[-1].decisions if d.carried_out in ("", "partly")]
            assert len(open_now) >= open_decisions, ref
