"""The child page: what stands on it, and every change by its key."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store import children, drafts, opening, reviews
from store.codes import CarriedOut, Participation
from store.journal import Journal
from store.reviews import Decision, Review
from tests.tui.review_stage import app_on, keys_of, shown, store_with_child, the_child
from tui.screens.child import ChildScreen
from tui.screens.child_form import ChildForm
from tui.screens.reading import ReadingPage
from tui.screens.review_form import ReviewForm


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = store_with_child(tmp_path / "store")
    yield opened
    opening.close_store(opened)


@asynccontextmanager
async def page_of(
    journal: Journal, at: str | None = None, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[ChildScreen, Pilot[int]]]:
    """The page of C-0147, the cursor on `at`."""
    app = app_on(journal)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("3")
        await pilot.pause()
        page = ChildScreen(the_child(journal), at)
        app.push_screen(page)
        await pilot.pause()
        yield page, pilot
        assert app._exception is None


def first_review(journal: Journal) -> Review:
    return reviews.reviews(journal)[0]


def first_decision(journal: Journal) -> Decision:
    return reviews.decisions(journal)[0]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_page_holds_reviews_decisions_periods(
    journal: Journal, size: tuple[int, int]
) -> None:
    async with page_of(journal, size=size) as (_, pilot):
        text = shown(pilot.app)
        for words in (
            "C-0147  11 y",
            "looked after since",
            "Hazel, Rowan",
            "Reviews  1",
            "PN2  attended, advocate",
            "in time",
            "Decisions  3",
            "Passport application",
            "no owner",
            "1 wd over",
            "Looked after  1",
            "interim care order · foster care",
        ):
            assert words in text, words


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_labels_stand_over_their_columns_at_any_width(
    journal: Journal, size: tuple[int, int]
) -> None:
    async with page_of(journal, size=size) as (_, pilot):
        for key in ("", "z") if size == (120, 40) else ("",):
            if key:
                await pilot.press(key)
                await pilot.pause()
            lines = shown(pilot.app).splitlines()
            at = next(n for n, line in enumerate(lines) if line.startswith(" Decisions"))
            assert lines[at].index("WHO") == lines[at + 1].index("Hazel")
            by = lines[at].index("BY") + len("BY")
            assert lines[at + 1][by - 1].isalnum()
            assert lines[at + 1][by] == " "


async def test_the_pane_holds_the_clock_and_the_child_s_words(journal: Journal) -> None:
    async with page_of(journal) as (_, pilot):
        text = shown(pilot.app)
        for words in (
            "England, SI 2010/959",
            "First, 20 wd",
            "Second, 3 months",
            "“I like it here.”",
            "What changed because of them",
        ):
            assert words in text, words


async def test_a_draft_stands_first_and_opens_its_form(journal: Journal) -> None:
    drafts.keep(
        journal,
        "review",
        the_child(journal),
        {"held": "2024-09-13", "participation": "PN1", "parts": 5, "of": 8, "cells": {}},
    )
    async with page_of(journal) as (_, pilot):
        text = shown(pilot.app)
        assert "Second  PN1  5 of 8 parts" in text
        await pilot.press("g", "g", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ReviewForm)


async def test_enter_reads_the_review(journal: Journal) -> None:
    async with page_of(journal, first_review(journal).id) as (_, pilot):
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ReadingPage)
        text = shown(pilot.app)
        for words in ("First review", "I like it here.", "Settling in.", "Dental check booked"):
            assert words in text, words
        assert "After the review" in text


async def test_words_of_a_saved_review_change_with_a_reason(journal: Journal) -> None:
    review = first_review(journal)
    async with page_of(journal, review.id) as (_, pilot):
        await pilot.press("e", "f")
        await pilot.pause()
        await pilot.press(*keys_of(" Well."), "ctrl+s")
        await pilot.pause()
        await pilot.press(*keys_of("forgotten"), "enter")
        await pilot.pause()
        assert first_review(journal).findings == "Settling in. Well."
        assert journal.history(review.id)[-1].reason == "forgotten"
        assert "Findings of" in shown(pilot.app)


async def test_what_changed_is_written_without_a_reason(journal: Journal) -> None:
    async with page_of(journal, first_review(journal).id) as (_, pilot):
        await pilot.press("e", "w")
        await pilot.pause()
        await pilot.press(*keys_of("Visits"), "enter", "enter", *keys_of("each week"), "ctrl+s")
        await pilot.pause()
        assert first_review(journal).what_changed == "Visits\n\neach week"


async def test_a_code_changes_by_its_digit(journal: Journal) -> None:
    async with page_of(journal, first_review(journal).id) as (_, pilot):
        await pilot.press("e", "p")
        await pilot.pause()
        await pilot.press("1")
        await pilot.pause()
        await pilot.press(*keys_of("misread"), "enter")
        await pilot.pause()
        assert first_review(journal).participation is Participation.PN1


async def test_a_decision_is_carried_out_by_one_key(journal: Journal) -> None:
    async with page_of(journal, first_decision(journal).id) as (_, pilot):
        await pilot.press("s")
        await pilot.pause()
        await pilot.press("p")
        await pilot.pause()
        await pilot.press(*keys_of("half"), "enter")
        await pilot.pause()
        found = first_decision(journal)
        assert (found.carried_out, found.carried_out_reason) == (CarriedOut.PARTLY, "half")
        await pilot.press("u")
        await pilot.pause()
        assert first_decision(journal).carried_out is None


async def test_owner_and_date_of_a_decision_change(journal: Journal) -> None:
    async with page_of(journal, first_decision(journal).id) as (_, pilot):
        await pilot.press("o")
        await pilot.pause()
        await pilot.press("ctrl+u", *keys_of("ro"), "enter")
        await pilot.pause()
        await pilot.press(*keys_of("moved"), "enter")
        await pilot.pause()
        assert first_decision(journal).owner == "Rowan"
        await pilot.press("d")
        await pilot.pause()
        await pilot.press(*keys_of("30/9/2024"), "enter")
        await pilot.pause()
        await pilot.press(*keys_of("later"), "enter")
        await pilot.pause()
        assert first_decision(journal).due == date(2024, 9, 30)


async def test_esc_leaves_a_question_and_not_the_page_below(journal: Journal) -> None:
    async with page_of(journal, first_decision(journal).id) as (page, pilot):
        await pilot.press("d")
        await pilot.pause()
        assert pilot.app.screen is not page
        await pilot.press("escape")
        await pilot.pause()
        assert pilot.app.screen is page


async def test_a_key_for_decisions_says_so_on_a_review(journal: Journal) -> None:
    async with page_of(journal, first_review(journal).id) as (_, pilot):
        await pilot.press("o")
        await pilot.pause()
        assert "Owner belongs to a decision" in shown(pilot.app)


async def test_a_period_is_added_and_ended(journal: Journal) -> None:
    child = the_child(journal)
    async with page_of(journal) as (_, pilot):
        period = children.child(journal, child)
        assert period is not None
        page = pilot.app.screen
        assert isinstance(page, ChildScreen)
        page._table.move_to(period.periods[0].id)
        await pilot.press("enter")
        await pilot.pause()
        form = pilot.app.screen
        assert isinstance(form, ChildForm)
        form.paper.go("period.0.ended")
        await pilot.press(*keys_of("10/9/2024"), "enter", "ctrl+s")
        await pilot.pause()
        found = children.child(journal, child)
        assert found is not None
        assert found.periods[0].ended == date(2024, 9, 10)
        assert not found.looked_after
        await pilot.press("a", "1")
        await pilot.pause()
        await pilot.press(*keys_of("12/9/2024"), "enter", *keys_of("c2"), "enter", "ctrl+s")
        await pilot.pause()
        found = children.child(journal, child)
        assert found is not None
        assert [one.started for one in found.periods] == [date(2024, 5, 28), date(2024, 9, 12)]
        assert found.next is not None
        assert found.next.ordinal == 1


async def test_history_and_reference_are_of_the_row(journal: Journal) -> None:
    review = first_review(journal)
    async with page_of(journal, review.id) as (page, pilot):
        assert page.record_here() == review.id
        await pilot.press("y")
        assert pilot.app.clipboard == review.ref
        await pilot.press("h")
        await pilot.pause()
        assert "Alder" in shown(pilot.app)
