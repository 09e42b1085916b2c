"""The evidence form: kind, date, where, who, what it shows, a sealed file; and its draft."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from store import drafts, evidence, opening, plans
from store.codes import EvidenceKind
from store.journal import Journal
from tests.tui.plan_stage import area_id, open_on_plan, shown, store_with_plan
from tui.app import PlanReviewApp
from tui.screens.evidence_form import EvidenceForm, kind_keys


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = store_with_plan(tmp_path / "store")
    yield opened
    opening.close_store(opened)


async def _form(pilot: Pilot[int], app: PlanReviewApp, about: str) -> EvidenceForm:
    await pilot.pause()
    app.go_to_mode("plan")
    await pilot.pause()
    form = EvidenceForm(about)
    await app.push_screen(form)
    await pilot.pause()
    return form


async def _type(pilot: Pilot[int], text: str) -> None:
    names = {" ": "space", "/": "slash", ".": "full_stop", "-": "minus", "_": "underscore"}
    await pilot.press(*(names.get(letter, letter) for letter in text))
    await pilot.pause()


def test_every_kind_has_a_key_of_its_own() -> None:
    keys = kind_keys(EvidenceKind)
    assert len(set(keys)) == len(EvidenceKind)


async def test_evidence_with_a_file_is_recorded_on_an_area(
    journal: Journal, tmp_path: Path
) -> None:
    (tmp_path / "audit.txt").write_text("12 of 20")
    about = area_id(journal, "IRO 1")
    app = open_on_plan(journal)
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(pilot, app, about)
        await pilot.press("a")
        await _type(pilot, "20/6")
        await pilot.press("enter")
        await _type(pilot, "shared records")
        await pilot.press("enter")
        await _type(pilot, "bi")
        await pilot.press("enter")
        await _type(pilot, "12 of 20 told in time")
        await pilot.press("tab")
        await _type(pilot, str(tmp_path / "audit.txt"))
        await pilot.press("ctrl+s")
        await pilot.pause()
    (one,) = evidence.evidence(journal, about)
    assert (one.kind, one.on) == (EvidenceKind.AUDIT, date(2024, 6, 20))
    assert (one.held_at, one.checked_by) == ("shared records", "Birch")
    assert one.shows == "12 of 20 told in time"
    assert evidence.read_file(journal, one.id) == b"12 of 20"
    assert drafts.drafts(journal) == []


async def test_a_file_that_is_not_there_is_told_and_nothing_typed_is_lost(
    journal: Journal,
) -> None:
    about = plans.commitments(journal)[0].id
    app = open_on_plan(journal)
    async with app.run_test(size=(80, 24)) as pilot:
        form = await _form(pilot, app, about)
        await pilot.press("d")
        form.fields["file"].focus()
        await pilot.pause()
        await _type(pilot, "/nowhere/at.all")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "There is no file /nowhere/at.all" in " ".join(shown(app).split())
        assert form.fields["file"].text == "/nowhere/at.all"
    assert evidence.evidence(journal) == []


async def test_a_kind_is_asked_for_before_anything_is_saved(journal: Journal) -> None:
    app = open_on_plan(journal)
    async with app.run_test(size=(120, 40)) as pilot:
        await _form(pilot, app, area_id(journal, "SW 1"))
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "Say what kind of evidence" in shown(app)
    assert evidence.evidence(journal) == []


async def test_what_is_typed_is_a_draft_that_comes_back(journal: Journal) -> None:
    about = area_id(journal, "SW 1")
    app = open_on_plan(journal)
    async with app.run_test(size=(80, 24)) as pilot:
        form = await _form(pilot, app, about)
        await pilot.press("m")
        form.fields["shows"].focus()
        await pilot.pause()
        await _type(pilot, "half a sen")
        for _ in range(200):
            if any(d.content["shows"] == "half a sen" for d in drafts.drafts(journal)):
                break
            await asyncio.sleep(0.05)
        await pilot.press("escape")
        await pilot.pause()
        (kept,) = drafts.drafts(journal)
        assert (kept.content["kind"], kept.content["shows"]) == ("minutes", "half a sen")
        again = await _form(pilot, app, about)
        assert again.fields["shows"].text == "half a sen"
        assert again.fields["kind"].value is EvidenceKind.MINUTES


async def test_closing_the_window_in_mid_word_keeps_the_words(journal: Journal) -> None:
    about = area_id(journal, "SW 1")
    app = open_on_plan(journal)
    async with app.run_test(size=(80, 24)) as pilot:
        form = await _form(pilot, app, about)
        form.fields["shows"].focus()
        await pilot.pause()
        await _type(pilot, "half")
    (kept,) = drafts.drafts(journal)
    assert kept.content["shows"] == "half"


async def test_evidence_is_edited_and_withdrawn_from_the_plan(journal: Journal) -> None:
    area = area_id(journal, "SW 1")
    made = evidence.add_evidence(journal, area, EvidenceKind.AUDIT, shows="six of ten")
    app = open_on_plan(journal)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2", "e", "v", "3", *"drive", "enter")
        await pilot.pause()
        assert evidence.one_evidence(journal, made).held_at == "drive"
        await pilot.press("e", "v", "1", *"feed", "enter")
        await pilot.press(*"mistyped", "enter")
        await pilot.pause()
        assert evidence.one_evidence(journal, made).kind is EvidenceKind.FEEDBACK
        await pilot.press("e", "v", "w", *"twice", "enter")
        await pilot.pause()
        assert evidence.evidence(journal, area) == []
        await pilot.press("u")
        await pilot.pause()
        assert len(evidence.evidence(journal, area)) == 1


async def test_a_page_pasted_into_the_file_is_told_at_the_field(journal: Journal) -> None:
    app = open_on_plan(journal)
    async with app.run_test(size=(80, 24)) as pilot:
        form = await _form(pilot, app, area_id(journal, "SW 1"))
        form.fields["file"].focus()
        await pilot.press("x")
        kind: Any = form.fields["kind"]
        kind.value = EvidenceKind.AUDIT
        file: Any = form.fields["file"]
        file.text = "x[b]" * 25_000
        await pilot.press("tab", "ctrl+s")
        await pilot.pause()
        assert "This is no path" in (form.fields["file"].problem or "")
        assert evidence.evidence(journal) == []
