"""Children's feedback and audits on the screen: what was said, what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from store import audits, children, feedback, opening
from store.journal import Journal
from tests.tui.plan_stage import shown
from tui.app import PlanReviewApp
from tui.screens.record_form import RecordForm
from tui.screens.voice import VoiceScreen

TODAY = date(2024, 9, 16)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """A form of a child, one without a name, an audit with a gap."""
    opened = opening.throwaway(tmp_path / "store", "Alder", role="iro", today=TODAY)
    child = children.add_child(opened, "C-0147", iro="Alder", started=date(2024, 5, 28))
    feedback.add_feedback(opened, date(2024, 9, 2), "Too many strangers came.", child)
    feedback.add_feedback(opened, date(2024, 8, 1), "The room is cold.", changed="It is heated.")
    audits.add_audit(opened, "Voice of the child", date(2024, 9, 3), gap="under-fives")
    yield opened
    opening.close_store(opened)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_feedback_and_audits_stand_with_what_is_open(
    journal: Journal, size: tuple[int, int]
) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=size) as pilot:
        await pilot.press("3", "F")
        await pilot.pause(0.1)
        assert isinstance(app.screen, VoiceScreen)
        text = shown(app)
        for words in ("C-0147", "Too many strangers", "no name", "Voice of the child"):
            assert words in text
        assert "2 forms since 1 Feb 2024" in text
        assert "2 open" in text


async def test_what_changed_is_written_where_it_was_said(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("3", "F", "enter")
        await pilot.pause(0.1)
        assert isinstance(app.screen, RecordForm)
        await pilot.press("tab", "tab", "tab", *"Only who she asks for.", "f2")
        await pilot.pause(0.2)
        assert isinstance(app.screen, VoiceScreen)
        form = next(one for one in feedback.feedback(journal) if one.child_id)
        assert (form.changed, form.answered) == ("Only who she asks for.", TODAY)


async def test_a_form_without_a_name_and_an_audit_are_added(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("3", "F", "a", "2")
        await pilot.pause(0.1)
        await pilot.press(*"Permanence", "f2")
        await pilot.pause(0.2)
        assert len(audits.audits(journal)) == 2
        await pilot.press("a", "1")
        await pilot.pause(0.1)
        await pilot.press("tab", "tab", *"I was heard.", "f2")
        await pilot.pause(0.2)
        assert len(feedback.feedback(journal)) == 3


async def test_duties_of_no_child_lead_here(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("3")
        await pilot.pause(0.1)
        audit = audits.audits(journal)[0].id
        assert app.screen.show_record("audit", audit)  # type: ignore[attr-defined]
        await pilot.pause(0.1)
        page = app.screen
        assert isinstance(page, VoiceScreen)
        assert page.record_here() == audit


async def test_a_form_taken_in_by_mistake_is_withdrawn_for_a_reason(journal: Journal) -> None:
    app = PlanReviewApp(journal)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("3", "F", "delete")
        await pilot.pause(0.1)
        await pilot.press(*"taken in twice", "enter")
        await pilot.pause(0.2)
        assert len(feedback.feedback(journal)) == 1
