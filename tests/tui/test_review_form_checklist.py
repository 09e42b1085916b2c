"""The second page of the review form: the checklist, what changed, and how they are saved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from store import children, drafts, opening, reviews
from store.codes import BringForward, ReviewState
from store.journal import Journal
from store.reviews import FoundPoint, Met, Outcome, OwnReason, Topic
from tests.tui.review_stage import (
    Make,
    form_of,
    keys_of,
    logged,
    shown,
    store_with_child,
    the_child,
    write,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Make]:
    """Makes stores and closes them again."""
    kept: list[Journal] = []

    def make(**named: Any) -> Journal:
        kept.append(store_with_child(tmp_path / f"store{len(kept)}", **named))
        return kept[-1]

    yield make
    for journal in kept:
        opening.close_store(journal)


def found(journal: Journal) -> dict[Topic, tuple[Met | None, str, date | None]]:
    """The checklist of the review saved last."""
    every = reviews.points(journal, review_id=logged(journal).id)
    return {one.topic: (one.answer, one.note, one.agreed) for one in every}


async def test_one_key_opens_the_checklist_and_one_save_takes_both_pages(store: Make) -> None:
    journal = store()
    async with form_of(journal) as (form, pilot):
        await pilot.press(*keys_of("fri"), "enter", "1", "f3")
        await write(pilot, "Saturdays are in the plan.")
        await pilot.press("tab", "y", "p")
        await write(pilot, "Sleeps badly.")
        await pilot.press("enter", "x", "n")
        await write(pilot, "No visits yet.")
        await pilot.press("enter", "y", "y", "y")
        await write(pilot, "10/9")
        await pilot.press("enter", "y")
        await pilot.pause()
        text = shown(pilot.app)
        assert "Checklist  8 of 9" in text
        assert "by the second review" in text
        await pilot.press("f3")
        await pilot.pause()
        assert form.paper.here is form.paper.attended
        assert "F3 checklist 8 of 9" in shown(pilot.app)
        await pilot.press("f3", "ctrl+s")
        await pilot.pause()
    assert logged(journal).what_changed == "Saturdays are in the plan."
    assert found(journal) == {
        Topic.HEALTH: (Met.YES, "", None),
        Topic.WELLBEING: (Met.PARTLY, "Sleeps badly.", None),
        Topic.EDUCATION: (Met.NOT_NEEDED, "", None),
        Topic.FAMILY_TIME: (Met.NO, "No visits yet.", None),
        Topic.IDENTITY: (Met.YES, "", None),
        Topic.PLACEMENT: (Met.YES, "", None),
        Topic.PERMANENCE: (Met.YES, "", date(2024, 9, 10)),
        Topic.SAFEGUARDING: (Met.YES, "", None),
    }
    journal.undo()
    assert reviews.points(journal) == []


async def test_the_whole_page_stands_on_a_small_screen(store: Make) -> None:
    journal = store()
    reviews.set_standard(journal, Topic.EDUCATION, "Standard 4")
    async with form_of(journal) as (_, pilot):
        await pilot.press("f3")
        await pilot.pause()
        text = shown(pilot.app)
        places = [
            text.index(words)
            for words in (
                "second page",
                "What changed",
                *("Health", "Emotional wellbeing", "Education", "Standard 4", "Contact"),
                *("Identity", "Placement", "Permanence", "plan agreed", "Safeguarding"),
                "Care plan up to date",
            )
        ]
        assert places == sorted(places)
        assert "Staying put" not in text
        assert "due by the second review" in text


async def test_from_sixteen_staying_put_is_asked(tmp_path: Path) -> None:
    journal = store_with_child(tmp_path / "store")
    children.change_child(journal, the_child(journal), dob=date(2008, 9, 1))
    async with form_of(journal) as (_, pilot):
        await pilot.press("f3")
        await pilot.pause()
        assert "Staying put" in shown(pilot.app)
        assert "Pathway plan" in shown(pilot.app)
    opening.close_store(journal)


async def test_a_wrong_field_of_the_other_page_is_gone_to(store: Make) -> None:
    journal = store()
    async with form_of(journal) as (form, pilot):
        await pilot.press(*keys_of("fri"), "enter", "f3", *["tab"] * 8)
        assert form.paper.here is form.paper.checklist.agreed
        await write(pilot, "31/9")
        await pilot.press("f3", "ctrl+s")
        await pilot.pause()
        assert form.is_current
        assert form.paper.here is form.paper.checklist.agreed
        assert "September has 30 days" in shown(pilot.app)
        await pilot.press(*["backspace"] * 4)
        await write(pilot, "17/9/2024")
        await pilot.press("tab", "ctrl+s")
        await pilot.pause()
        assert "still to come" in shown(pilot.app)
        assert len(reviews.reviews(journal)) == 1


async def test_words_can_stand_with_any_answer(store: Make) -> None:
    journal = store()
    async with form_of(journal) as (form, pilot):
        await pilot.press(*keys_of("fri"), "enter", "f3", "tab", "y", "shift+tab", "right")
        await write(pilot, "Teeth seen")
        await pilot.press("enter", "p", "backspace", "backspace", "ctrl+s")
        await pilot.pause()
        assert not form.is_current
    assert found(journal) == {Topic.HEALTH: (Met.YES, "Teeth seen", None)}


async def test_a_draft_keeps_the_page_and_comes_back_on_it(store: Make) -> None:
    journal = store()
    async with form_of(journal) as (_, pilot):
        await pilot.press("f3", "tab", "p")
        await write(pilot, "Half")
        await pilot.press("escape")
        await pilot.pause()
    assert drafts.drafts(journal)
    async with form_of(journal) as (form, pilot):
        await pilot.pause()
        assert form.paper.second
        cell = form.paper.checklist.points[0]
        assert (cell.answer, cell.note.text) == (Met.PARTLY, "Half")
        await pilot.press("f3", *keys_of("fri"), "enter", "ctrl+s")
        await pilot.pause()
    assert found(journal) == {Topic.HEALTH: (Met.PARTLY, "Half", None)}


async def test_a_draft_kept_as_an_outcome_fills_the_page(store: Make) -> None:
    journal = store()
    outcome = Outcome(the_child(journal), what_changed="More visits.")
    point = FoundPoint(Topic.PERMANENCE, Met.YES, None, date(2024, 9, 3))
    content = replace(outcome, points=[point]).to_draft()
    drafts.keep(journal, "review", the_child(journal), content)
    async with form_of(journal) as (form, _):
        part = form.paper.checklist
        assert part.what_changed.text == "More visits."
        assert part.agreed.value == date(2024, 9, 3)
        assert part.found() == [point]


# --- what the first page learned --------------------------------------------------------------


async def test_an_adjourned_review_goes_on_where_it_was_left(store: Make) -> None:
    journal = store()
    begun = reviews.log_review(
        journal,
        Outcome(
            the_child(journal),
            state=ReviewState.ADJOURNED,
            meetings=[date(2024, 9, 3)],
            findings="Begun.",
        ),
    )
    async with form_of(journal, (120, 40)) as (form, pilot):
        await pilot.pause()
        assert "adjourned, complete by Tue 1 Oct" in shown(pilot.app)
        assert form.paper.findings.text == "Begun."
        await pilot.press(*keys_of("fri"), "enter", "ctrl+s")
        await pilot.pause()
    review = logged(journal)
    assert (review.id, review.state, review.held) == (begun.id, ReviewState.HELD, date(2024, 9, 13))
    assert [one.on for one in review.meetings] == [date(2024, 9, 3), date(2024, 9, 13)]


async def test_what_was_planned_to_be_brought_forward_is_proposed_so(store: Make) -> None:
    journal = store()
    reviews.plan_review(journal, the_child(journal), date(2024, 9, 13), BringForward.VISIT)
    async with form_of(journal) as (_, pilot):
        await pilot.press(*keys_of("fri"), "enter", "1", "ctrl+s")
        await pilot.pause()
    assert logged(journal).ground is BringForward.VISIT


async def test_a_reason_of_the_services_own_has_a_key(store: Make) -> None:
    journal = store(first=date(2024, 6, 7))
    reviews.add_late_reason(journal, "Fog on the sea")
    async with form_of(journal) as (_, pilot):
        await pilot.press(*keys_of("fri"), "enter")
        await pilot.pause()
        assert "9 Fog on the sea" in shown(pilot.app)
        await pilot.press("9", "1", "ctrl+s")
        await pilot.pause()
    assert logged(journal).late_reason == OwnReason("Fog on the sea")
