"""The Today screen: each line opens its record, says why, and some are done from here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import store.duties
from store import children, drafts, opening, plans, reviews
from store.codes import Participation
from store.journal import Journal
from store.reviews import Outcome, ProposedDecision
from tests.tui.plan_stage import area_id, shown, store_with_plan
from tui.app import PlanReviewApp
from tui.screens.plan import PlanScreen
from tui.screens.reading import ReadingPage
from tui.screens.review_form import ReviewForm
from tui.screens.split_form import SplitForm
from tui.screens.today import TodayScreen

BORN = date(2013, 5, 2)


@pytest.fixture(autouse=True)
def _nothing_around(monkeypatch: pytest.MonkeyPatch) -> None:
    """Duties around the children have tests of their own."""
    monkeypatch.setattr(store.duties, "SOURCES", ())


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = store_with_plan(tmp_path / "store")
    yield opened
    opening.close_store(opened)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Journal]:
    opened = store_with_plan(tmp_path / "store", plan=False)
    yield opened
    opening.close_store(opened)


def _late_review(journal: Journal) -> str:
    return children.add_child(journal, "C-0112", dob=BORN, iro="Alder", started=date(2024, 8, 14))


def _to(screen: object, kind: str) -> None:
    assert isinstance(screen, TodayScreen)
    assert screen.shown is not None
    key = next(line.key for line in screen.shown.lines if line.kind == kind)
    assert screen.query_one("#duties").move_to(key)  # type: ignore[attr-defined]


async def test_a_line_says_why_it_is_due_and_enter_opens_the_form(empty: Journal) -> None:
    _late_review(empty)
    app = PlanReviewApp(empty)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        text = shown(app)
        assert "First review not held" in text
        assert "2 wd over" in text
        assert "England" in text
        assert "logs it and asks why late" in text
        assert "1 needs you" in text
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, ReviewForm)


async def test_in_a_small_window_w_gives_the_reason(empty: Journal) -> None:
    _late_review(empty)
    app = PlanReviewApp(empty)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "England" not in shown(app)
        await pilot.press("w")
        await pilot.pause()
        assert isinstance(app.screen, ReadingPage)
        assert "England" in shown(app)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, TodayScreen)


async def test_an_action_opens_in_its_plan_with_the_cursor_on_it(journal: Journal) -> None:
    commitment = plans.commitments(journal, area_id(journal, "IRO 1"))[1]
    made = plans.add_action(journal, commitment.id, "Tell them", "Alder", date(2024, 9, 6))
    app = PlanReviewApp(journal)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        _to(app.screen, "action")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, PlanScreen)
        assert app.screen.record_here() == made


async def test_decisions_are_said_to_be_sent_from_their_line(empty: Journal) -> None:
    child = _late_review(empty)
    day = date(2024, 9, 5)
    made = reviews.log_review(
        empty,
        Outcome(
            child_id=child,
            held=day,
            meetings=[day],
            participation=Participation.PN1,
            views="Wants to stay.",
            findings="The plan is right.",
            decisions=[ProposedDecision("Do one thing", "Hazel", date(2024, 10, 1))],
        ),
    )
    app = PlanReviewApp(empty)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Send the decision of 5 Sep" in shown(app)
        _to(app.screen, "decisions")
        await pilot.press("s")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        after = reviews.review(empty, made.id)
        assert after is not None
        assert after.decisions_sent == date(2024, 9, 16)
        assert "Send the decision" not in shown(app)
        await pilot.press("u")
        await pilot.pause()
        assert "Send the decision of 5 Sep" in shown(app)


async def test_a_draft_of_actions_opens_where_it_was_left(journal: Journal) -> None:
    commitment = plans.commitments(journal)[0]
    drafts.keep(journal, "split", commitment.id, {"rows": [["Half an act", "", ""]]})
    app = PlanReviewApp(journal)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        _to(app.screen, "draft")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, SplitForm)
        await pilot.pause()
        assert "Half an act" in shown(app)


async def test_a_day_without_duties_names_the_next_one(empty: Journal) -> None:
    children.add_child(empty, "C-1", dob=BORN, iro="Alder", started=date(2024, 9, 16))
    app = PlanReviewApp(empty)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Nothing needs you until Mon 14 Oct." in shown(app)


async def test_a_fresh_store_says_what_to_do_first_and_offers_no_idle_keys(
    empty: Journal,
) -> None:
    app = PlanReviewApp(empty)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        screen = shown(app)
        assert "2 then i" in screen
        assert "3 then a" in screen
        keys = screen.strip().splitlines()[-1]
        for idle in ("status", "owner", "due", "esc"):
            assert idle not in keys
        await pilot.press("k", "k", "enter")
        await pilot.pause()
        assert isinstance(app.screen, PlanScreen)


async def test_a_page_says_that_esc_leads_back(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2")
        assert "esc back" not in shown(app).strip().splitlines()[-1]
        await pilot.press("enter")
        assert "esc back" in shown(app).strip().splitlines()[-1]
        await pilot.press("w")
        assert "esc back" in shown(app).strip().splitlines()[-1]
