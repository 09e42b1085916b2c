"""Letters and sheets on the screen: read, written, their templates changed with a preview."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store import disputes, documents, drafts, opening, reviews
from store.codes import DecisionState
from store.journal import Journal
from tests.tui.review_stage import app_on, keys_of, shown, store_with_child, the_child
from tui.screens.child import ChildScreen
from tui.screens.document_page import DocumentPage
from tui.screens.record_form import RecordForm
from tui.screens.templates import TemplateForm, TemplatesScreen


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = store_with_child(tmp_path / "store")
    yield opened
    opening.close_store(opened)


@asynccontextmanager
async def child_page(
    journal: Journal, at: str, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[Pilot[int]]:
    """The page of C-0147 with the cursor on a record."""
    app = app_on(journal)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("3")
        await pilot.pause()
        app.push_screen(ChildScreen(the_child(journal), at))
        await pilot.pause()
        yield pilot
        assert app._exception is None


def review_of(journal: Journal) -> str:
    return reviews.reviews(journal)[0].id


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_letter_is_read_before_it_goes_out(
    journal: Journal, size: tuple[int, int], tmp_path: Path
) -> None:
    to = tmp_path / "letter.html"
    async with child_page(journal, review_of(journal), size) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("p")
        await pilot.pause()
        assert isinstance(pilot.app.screen, DocumentPage)
        text = shown(pilot.app)
        for words in ("A letter about your review", "Dear ____________,", "I like it here."):
            assert words in text
        await pilot.press("o", *keys_of("Sam"), "enter")
        await pilot.pause()
        assert "Dear Sam," in shown(pilot.app)
        await pilot.press("x")
        await pilot.pause()
        await pilot.press("ctrl+u", *keys_of(str(to)), "enter")
        await pilot.pause()
        await pilot.press("s")
        await pilot.pause()
        assert "Decisions and recommendations" in shown(pilot.app)
    assert "Dear Sam," in to.read_text("utf-8")
    assert "Sam" not in repr(journal.state())


async def test_a_template_is_changed_with_a_preview_and_a_reason(journal: Journal) -> None:
    async with child_page(journal, review_of(journal)) as pilot:
        await pilot.press("p")
        await pilot.pause()
        await pilot.press("e")
        await pilot.pause()
        assert isinstance(pilot.app.screen, TemplatesScreen)
        assert "as shipped" in shown(pilot.app)
        await pilot.press("e")
        await pilot.pause()
        form = pilot.app.screen
        assert isinstance(form, TemplateForm)
        await pilot.press("ctrl+home", *keys_of("Hello {nam}"), "enter")
        await pilot.pause()
        assert "there is no place {nam}" in shown(pilot.app)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert pilot.app.screen is form
        assert not documents.template(journal, "letter").own
        await pilot.press("left", "left", "e", "right")
        await pilot.pause()
        assert "Hello ____________" in shown(pilot.app)
        await pilot.press("ctrl+s")
        await pilot.pause()
        await pilot.press(*keys_of("Warmer"), "enter")
        await pilot.pause()
        assert documents.template(journal, "letter").text.startswith("Hello {name}\n")
        assert "the service's own" in shown(pilot.app)
        assert drafts.drafts(journal) == []
        await pilot.press("delete")
        await pilot.pause()
        await pilot.press(*keys_of("Too warm"), "enter")
        await pilot.pause()
        assert not documents.template(journal, "letter").own
        await pilot.press("u")
        await pilot.pause()
        assert documents.template(journal, "letter").own


async def test_words_of_a_template_are_a_draft_until_saved(journal: Journal) -> None:
    async with child_page(journal, review_of(journal)) as pilot:
        await pilot.press("p")
        await pilot.pause()
        await pilot.press("e", "e")
        await pilot.pause()
        await pilot.press("ctrl+home", *keys_of("Hello "))
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        (draft,) = drafts.drafts(journal)
        assert (draft.form, draft.about) == ("template", "letter")
        pilot.app.push_screen(TemplateForm("letter"))
        await pilot.pause()
        assert "Hello # A letter" in shown(pilot.app)


async def test_a_decision_without_a_review_held_has_no_letter(journal: Journal) -> None:
    child = the_child(journal)
    async with child_page(journal, child) as pilot:
        page = pilot.app.screen
        assert isinstance(page, ChildScreen)
        page._table.move_to(reviews.decisions(journal)[0].id)
        await pilot.press("p")
        await pilot.pause()
        assert isinstance(pilot.app.screen, DocumentPage)


# --- the manager's answer -------------------------------------------------------------------


async def test_a_manager_agrees(journal: Journal) -> None:
    decision = reviews.decisions(journal)[0]
    async with child_page(journal, decision.id) as pilot:
        await pilot.press("e", "a")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        found = reviews.decision(journal, decision.id)
        assert found is not None
        assert (found.state, found.agreed) == (DecisionState.DECIDED, journal.today())
        await pilot.press("enter")
        await pilot.pause()
        assert "agreed on 16 Sep" in shown(pilot.app)


async def test_contesting_leads_to_a_dispute(journal: Journal) -> None:
    decision = reviews.decisions(journal)[0]
    async with child_page(journal, decision.id) as pilot:
        await pilot.press("e", "n")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press(*keys_of("No money for it"), "enter")
        await pilot.pause()
        found = reviews.decision(journal, decision.id)
        assert found is not None
        assert (found.state, found.contested_reason) == (
            DecisionState.CONTESTED,
            "No money for it",
        )
        await pilot.press("y")
        await pilot.pause()
        assert isinstance(pilot.app.screen, RecordForm)
        await pilot.press("ctrl+s")
        await pilot.pause()
        (dispute,) = disputes.disputes(journal)
        assert dispute.decision_id == decision.id
        assert "Disputes  1" in shown(pilot.app)
        await pilot.press("u")
        await pilot.pause()
        assert disputes.disputes(journal) == []


async def test_the_review_says_of_each_paper_its_limit_and_whether_it_was_in_time(
    journal: Journal,
) -> None:
    from datetime import date

    review = review_of(journal)
    reviews.change_review(journal, review, decisions_sent=date(2024, 6, 28))
    reviews.change_review(journal, review, care_plan_updated=date(2024, 7, 4))
    async with child_page(journal, review) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press(*("j",) * 60)
        await pilot.pause()
        text = shown(pilot.app)
        assert "28 Jun, late, limit 27 Jun" in text
        assert "day not known" in text
        assert "4 Jul, limit 4 Jul" in text
        assert "not yet, limit 11 Jul" in text
        reviews.change_review(journal, review, decisions_received=date(2024, 7, 1))
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press(*("j",) * 60)
        await pilot.pause()
        assert "1 Jul, contested until 8 Jul" in shown(pilot.app)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("calendar", "September 2024"),
        ("templates", "Letter to the child"),
        ("stages", "name of a stage"),
    ],
)
async def test_the_palette_opens_the_pages(journal: Journal, kind: str, words: str) -> None:
    app = app_on(journal)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("3")
        await pilot.pause()
        app.open_record(kind, "")
        await pilot.pause()
        assert words in shown(app)
        assert app._exception is None


@pytest.mark.parametrize("kind", ["calendar", "templates"])
async def test_every_key_there_is_has_its_words(journal: Journal, kind: str) -> None:
    app = app_on(journal)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("3")
        await pilot.pause()
        app.open_record(kind, "")
        await pilot.pause()
        for key in ("question_mark", "escape", "ctrl+p", "escape"):
            await pilot.press(key)
            await pilot.pause()
        app.push_screen(DocumentPage(review_of(journal), "R"))
        await pilot.pause()
        await pilot.press("question_mark")
        await pilot.pause()
        assert "letter/sheet" in shown(app)
        assert app._exception is None
