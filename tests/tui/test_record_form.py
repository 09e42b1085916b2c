"""The form of every record around a child: added, shown, opened again, changed, taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from store import adding, children, contact, drafts, missing, opening, reviews
from store.adding import Shape
from store.children import Child
from store.codes import ReviewState
from store.journal import Journal
from store.today import what_needs_me
from tests.tui.review_stage import TODAY, app_on, shown, store_with_child, write
from tests.tui.review_stage import fill as fill_store
from tui.dialogs.ask import AskReason
from tui.screens.child import ChildScreen
from tui.screens.child_sections import addable
from tui.screens.record_form import RecordForm
from tui.screens.record_paper import KEYS
from tui.screens.today import TodayScreen

CARED, HOME, LEFT = "C-0147", "H-0003", "C-0300"
MENU = [key for key in KEYS if key not in "jk"]


@dataclass(frozen=True)
class Case:
    """A record as it is typed: text by field, a key where the answer is one key; then a change."""

    typed: dict[str, str]
    change: dict[str, str] = field(default_factory=dict)
    child: str = CARED


CASES = {
    "placement": Case(
        {"started": "1/7/2024", "type": "2", "where": "with an aunt", "why": "1"},
        {"where": "with a cousin"},
    ),
    "legal_status": Case({"started": "1/7/2024", "status": "2"}, {"status": "5"}),
    "point": Case({"topic": "3", "answer": "2", "note": "A tutor."}, {"answer": "1"}),
    "consultation": Case(
        {"who": "2", "named": "mother", "sent": "2/9/2024", "how": "3"},
        {"received": "5/9/2024", "said": "Well."},
    ),
    "preparation": Case({"report_received": "12/9/2024", "advocacy": "y"}, {"complaint": "n"}),
    "information": Case({"pack": "2", "given": "2/9/2024", "by": "Hazel"}, {"by": "Rowan"}),
    "visit": Case(
        {"on": "10/9/2024", "visitor": "2", "by": "Alder", "alone": "y", "what": "At home."},
        {"alone": "n"},
    ),
    "midway": Case({"on": "5/8/2024", "findings": "On course."}, {"findings": " Mostly."}),
    "notification": Case(
        {"of": "7", "happened": "9/9/2024", "told": "11/9/2024"}, {"follows": "2"}
    ),
    "note": Case({"text": "Rang the school."}, {"text": " Nobody there."}),
    "health": Case({"type": "4", "held": "1/7/2024", "score": "14"}, {"score": "17"}),
    "education_plan": Case(
        {"held": "1/7/2024", "school": "The school", "views": "More art."}, {"agreed": "Art."}
    ),
    "pathway_plan": Case({"held": "1/7/2024", "views": "A flat."}, {"by": "Rowan"}),
    "missing": Case(
        {"started": "12/9/2024 22:00", "ended": "13/9/2024 7:30", "type": "1"},
        {"interviewed": "14/9/2024 9:00", "refused": "n"},
    ),
    "incident": Case({"on": "13/9/2024", "what": "A fall."}, {"risks": "The wall."}),
    "pre_proceedings": Case(
        {"started": "1/8/2024", "letter": "5/8/2024", "lead": "Hazel"},
        {"meeting": "12/8/2024"},
        HOME,
    ),
    "planning_meeting": Case(
        {"on": "9/9/2024", "reviewed": "y", "plan": "Home."}, {"next": "20/9/2024"}, HOME
    ),
    "family": Case({"relation": "1", "other": LEFT}, {"iro_reason": "Two islands."}),
    "dispute": Case(
        {"theme": "4", "about": "No plan.", "opened": "9/9/2024", "raised_by": "Alder"},
        {"about": " Since May."},
    ),
    "leaver": Case(
        {"worker": "Hazel", "in_touch": "10/9/2024", "accommodation": "3"}, {"suitable": "y"}, LEFT
    ),
    "feedback": Case({"received": "9/9/2024", "said": "Too long."}, {"changed": "Shorter."}),
}


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """C-0147 looked after, H-0003 never, C-0300 until two weeks ago."""
    opened = store_with_child(tmp_path / "store")
    children.add_child(opened, HOME, date(2014, 3, 2), social_worker="Hazel")
    began = date(2020, 1, 6)
    left = children.add_child(opened, LEFT, date(2007, 3, 1), iro="Alder", started=began)
    children.end_period(opened, children.period_id(left, began), date(2024, 9, 2))
    yield opened
    opening.close_store(opened)


def the(journal: Journal, ref: str) -> Child:
    """The child of that reference."""
    return next(one for one in children.children(journal) if one.ref == ref)


@asynccontextmanager
async def page_of(
    journal: Journal, ref: str, size: tuple[int, int]
) -> AsyncIterator[tuple[ChildScreen, Pilot[int]]]:
    """The page of a child."""
    app = app_on(journal)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        page = ChildScreen(the(journal, ref).id)
        app.push_screen(page)
        await pilot.pause()
        yield page, pilot
        assert app._exception is None


async def begin(page: ChildScreen, pilot: Pilot[int], kind: str) -> RecordForm:
    """Begin a record of a kind by the menu of `a`."""
    assert page.page is not None
    key = MENU[1 + addable(page.page.sections).index(kind)]
    await pilot.press("a", key)
    await pilot.pause()
    form = pilot.app.screen
    assert isinstance(form, RecordForm), kind
    assert form.kind == kind
    return form


async def fill(pilot: Pilot[int], form: RecordForm, typed: dict[str, str]) -> None:
    """Type what is known, field by field, going on with `tab` as a person does."""
    left = dict(typed)
    for ask in form.paper.form.asks:
        if not left:
            break
        assert form.paper.focus == ask.name
        text = left.pop(ask.name, None)
        if text is not None:
            await write(pilot, text)
        if text is None or ask.shape not in (Shape.CODE, Shape.YES_NO):
            await pilot.press("tab")
    assert not left, left


async def save(pilot: Pilot[int], form: RecordForm) -> None:
    """Save; where a reason is asked for, give one."""
    await pilot.press("ctrl+s")
    await pilot.pause()
    if isinstance(pilot.app.screen, AskReason):
        await write(pilot, "a slip")
        await pilot.press("enter")
        await pilot.pause()
    assert pilot.app.screen is not form, shown(pilot.app)
    await pilot.pause()


def values(journal: Journal, kind: str, record: str) -> dict[str, Any]:
    """What stands in a record, without what is empty."""
    there = adding.values_of(journal, kind, record)
    return {name: value for name, value in there.items() if value not in (None, "", [])}


@pytest.mark.parametrize(
    "kind",
    # Each kind takes seconds; six always run, all of them by name.
    [
        pytest.param(kind, marks=() if at % 4 == 0 else pytest.mark.slow)
        for at, kind in enumerate(CASES)
    ],
)
async def test_a_record_is_added_shown_opened_changed_and_taken_back(
    journal: Journal, kind: str
) -> None:
    case = CASES[kind]
    async with page_of(journal, case.child, (80, 24)) as (page, pilot):
        assert page.page is not None
        before = {entry.id for one in page.page.sections for entry in one.entries}
        form = await begin(page, pilot, kind)
        await fill(pilot, form, case.typed)
        await save(pilot, form)
        entries = [e for one in page.page.sections for e in one.entries if e.id not in before]
        (entry,) = [one for one in entries if one.kind == kind]
        assert page._table.move_to(entry.id)
        await pilot.pause()
        added = values(journal, kind, entry.id)
        for name in case.typed:
            assert name in added, (name, added)
        if not adding.can_change(kind):
            await pilot.press("enter")
            await pilot.pause()
            assert pilot.app.screen is page
            assert "✗" in shown(pilot.app)
        else:
            await pilot.press("enter")
            await pilot.pause()
            again = pilot.app.screen
            assert isinstance(again, RecordForm)
            assert again.record == entry.id
            await fill(pilot, again, case.change)
            await save(pilot, again)
            changed = values(journal, kind, entry.id)
            for name in case.change:
                assert changed[name] != added.get(name), name
            kept = set(added) - set(case.change)
            assert {n: changed[n] for n in kept} == {n: added[n] for n in kept}
            await pilot.press("u")
            await pilot.pause()
            assert values(journal, kind, entry.id) == added
        await pilot.press("u")
        await pilot.pause()
        assert page.page.sections
        left = {one.id for section in page.page.sections for one in section.entries}
        assert entry.id not in left


@pytest.mark.slow
@pytest.mark.parametrize("kind", CASES)
async def test_every_form_opens_wide_and_nothing_of_it_is_cut(journal: Journal, kind: str) -> None:
    async with page_of(journal, CASES[kind].child, (120, 40)) as (page, pilot):
        await begin(page, pilot, kind)
        text = shown(pilot.app)
        assert "…" not in text
        for ask in adding.form_to_add(kind).asks:
            assert f" {ask.label} " in text, ask.label


async def test_what_cannot_be_is_told_at_its_field_and_saves_nothing(journal: Journal) -> None:
    async with page_of(journal, CARED, (80, 24)) as (page, pilot):
        form = await begin(page, pilot, "missing")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "✗ Missing since is needed to save this." in shown(pilot.app)
        await write(pilot, "30/2 9:00")
        await pilot.press("tab")
        assert "February has 29 days" in shown(pilot.app)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert form.paper.focus == "started"
        text = shown(pilot.app)
        assert "30/2 9:00" in text
        assert "✗ Missing since: February has 29 days" in text
        assert pilot.app.screen is form
        assert missing.episodes(journal) == []


async def test_what_the_store_refuses_stands_at_its_field(journal: Journal) -> None:
    async with page_of(journal, CARED, (80, 24)) as (page, pilot):
        form = await begin(page, pilot, "missing")
        await fill(pilot, form, {"started": "12/9/2024 22:00", "offered": "13/9/2024"})
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert form.paper.focus == "offered"
        assert "not back yet" in shown(pilot.app)
        assert missing.episodes(journal) == []
        await pilot.press("ctrl+u", "ctrl+s")
        await pilot.pause()
        assert pilot.app.screen is page
        assert len(missing.episodes(journal)) == 1


async def test_esc_keeps_a_draft_that_today_lists_and_opens_again(journal: Journal) -> None:
    async with page_of(journal, CARED, (80, 24)) as (page, pilot):
        form = await begin(page, pilot, "visit")
        await fill(pilot, form, {"on": "10/9/2024", "what": "Quiet at home."})
        await pilot.press("escape")
        await pilot.pause()
        assert pilot.app.screen is page
        (kept,) = drafts.drafts(journal)
        assert kept.form == "record"
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("1")
        await pilot.pause()
        await pilot.pause()
        today = pilot.app.screen
        assert isinstance(today, TodayScreen), type(today)
        lines = what_needs_me(journal).lines
        assert today._table.move_to(next(line.key for line in lines if line.kind == "draft"))
        await pilot.pause()
        text = shown(pilot.app)
        assert "visit" in text
        await pilot.press("enter")
        await pilot.pause()
        again = pilot.app.screen
        assert isinstance(again, RecordForm)
        assert "Quiet at home." in shown(pilot.app)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert drafts.drafts(journal) == []
        assert [one.what for one in contact.visits(journal)] == ["Quiet at home."]


async def test_another_window_reads_only(tmp_path: Path) -> None:
    mine = opening.init(tmp_path / "store", None, "Alder", role="iro", device="D", today=TODAY)
    fill_store(mine)
    other = opening.open_store(tmp_path / "store", today=TODAY)
    child = the(mine, CARED)
    content = {"cells": {"what": "Mine"}, "title": CARED}
    drafts.keep(other, "record", f"add:visit:{child.id}", content)
    async with page_of(mine, CARED, (80, 24)) as (page, pilot):
        form = await begin(page, pilot, "visit")
        text = shown(pilot.app)
        assert "is being written in another window since" in text
        assert "Mine" in text
        await pilot.press("1", "ctrl+s")
        await pilot.pause()
        assert form.paper.revision == 0
        assert pilot.app.screen is form
    opening.close_store(other)
    opening.close_store(mine)


async def test_the_next_review_is_planned_and_cancelled(journal: Journal) -> None:
    async with page_of(journal, CARED, (80, 24)) as (page, pilot):
        form = await begin(page, pilot, "occurrence")
        await fill(pilot, form, {"planned": "18/9/2024", "ground": "1"})
        await save(pilot, form)
        assert the(journal, CARED).planned == date(2024, 9, 18)
        form = await begin(page, pilot, "cancellation")
        await fill(pilot, form, {"reason": "Snow on the roads"})
        await save(pilot, form)
        states = [one.state for one in reviews.reviews(journal)]
        assert ReviewState.CANCELLED in states
        await pilot.press("u")
        await pilot.pause()
        assert ReviewState.CANCELLED not in [one.state for one in reviews.reviews(journal)]


async def test_a_record_that_is_not_there_is_told_at_its_field(journal: Journal) -> None:
    async with page_of(journal, CARED, (80, 24)) as (page, pilot):
        form = await begin(page, pilot, "family")
        await fill(pilot, form, {"relation": "1", "other": "C-0999"})
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert form.paper.focus == "other"
        assert "✗ Nothing here is called “C-0999”" in shown(pilot.app)
        assert pilot.app.screen is form
