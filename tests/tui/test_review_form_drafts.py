"""Drafts of the review form, and text that is not meant well."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual import events

from store import drafts, opening, reviews
from store.codes import Attendee
from store.journal import Journal
from tests.tui.review_stage import (
    TODAY,
    Make,
    fill,
    form_of,
    keys_of,
    logged,
    made,
    opened,
    shown,
    store_with_child,
    the_child,
)
from tui.screens.draft_keeper import KEEP_AFTER
from tui.screens.review_form import ReviewForm


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


# --- drafts ---------------------------------------------------------------------------------


def test_a_key_waits_less_than_a_second_for_the_disk() -> None:
    assert KEEP_AFTER <= 0.5


async def test_escape_keeps_the_words_and_opening_finds_them(store: Make) -> None:
    journal = store()
    async with opened(journal) as (app, pilot):
        child = the_child(journal)
        app.push_screen(ReviewForm(child))
        await pilot.pause()
        await pilot.press(*keys_of("fri"), "enter", "1", *keys_of("mw"), "enter", *keys_of("I wan"))
        await pilot.press("escape")
        await pilot.pause()
        (kept,) = drafts.drafts(journal)
        assert (kept.content["parts"], kept.content["of"]) == (5, 8)
        form = ReviewForm(child)
        app.push_screen(form)
        await pilot.pause()
        assert form.paper.here is form.paper.views
        await pilot.press("t")
        assert form.paper.views.text == "I want"
        assert form.paper.held.value == date(2024, 9, 13)
        assert Attendee.MOTHER in form.paper.attended.ticked
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert not drafts.drafts(journal)
        assert logged(journal).views == "I want"


async def test_a_form_left_untouched_leaves_no_draft(store: Make) -> None:
    journal = store()
    async with form_of(journal) as (_, pilot):
        await pilot.press("tab", "tab", "escape")
        await pilot.pause()
        assert not drafts.drafts(journal)


async def test_the_draft_is_on_disk_without_leaving(store: Make) -> None:
    journal = store()
    async with form_of(journal) as (form, pilot):
        await pilot.press(*keys_of("fri"), "enter")
        for _ in range(200):
            await pilot.pause(0.05)
            if form.keeper.draft is not None and not form.keeper.waiting:
                break
        (kept,) = drafts.drafts(journal)
        assert kept.content["held"] == "2024-09-13"
        assert "Draft kept" in shown(pilot.app)


async def test_another_window_reads_only(tmp_path: Path) -> None:
    journal = kept_store(tmp_path / "store")
    other = opening.open_store(tmp_path / "store", today=TODAY)
    child = the_child(journal)
    drafts.keep(other, "review", child, {"held": "2024-09-13", "cells": {"views": "Mine"}})
    async with form_of(journal) as (form, pilot):
        text = shown(pilot.app)
        assert "C-0147 is being written in another window since" in text
        assert "It opens here read-only" in text
        assert "Mine" in text
        await pilot.press("f", "1", "ctrl+s")
        await pilot.pause()
        assert form.paper.revision == 0
        assert len(reviews.reviews(journal)) == 1
    opening.close_store(other)
    opening.close_store(journal)


def kept_store(folder: Path) -> Journal:
    """A store without passphrase that can be opened again."""
    journal = opening.init(folder, None, "Alder", role="iro", device="IRO-02", today=TODAY)
    return fill(journal)


async def test_a_disk_that_refuses_is_told_and_tried_again(
    store: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = store()

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    async with form_of(journal) as (form, pilot):
        with monkeypatch.context() as broken:
            broken.setattr(drafts, "keep", full)
            await pilot.press(*keys_of("fri"), "escape")
            await pilot.pause()
            assert form.is_current
            assert "Draft not kept since" in shown(pilot.app)
        await pilot.press("enter", "escape")
        await pilot.pause()
        assert not form.is_current
        assert drafts.drafts(journal)


# --- hostile text ---------------------------------------------------------------------------

HOSTILE = "[b]x[/y] \x1b[31mred\x1b[0m \u202eltr\u200f {0} %s"


async def test_hostile_text_is_kept_as_it_was_and_shown_plain(store: Make) -> None:
    journal = store()
    async with form_of(journal) as (form, pilot):
        await pilot.press(*keys_of("fri"), "enter", "1", "enter")
        sheet = form.query_one("#sheet")
        sheet.post_message(events.Paste(HOSTILE + "\0\ud800"))
        await pilot.pause()
        text = shown(pilot.app)
        assert "[b]x[/y]" in text
        assert "\x1b" not in text
        assert "\u202e" not in text
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert logged(journal).views == HOSTILE


async def test_a_hundred_thousand_characters_are_taken(store: Make) -> None:
    journal = store()
    long = "word " * 20_000
    async with form_of(journal) as (form, pilot):
        await pilot.press(*keys_of("fri"), "enter", "1", "enter")
        form.query_one("#sheet").post_message(events.Paste(long))
        await pilot.pause()
        await pilot.press("x", "up", "home", "ctrl+s")
        await pilot.pause()
        assert logged(journal).views == f"{long}x"


async def test_pasted_lines_become_decisions(store: Make) -> None:
    journal = store()
    async with form_of(journal) as (form, pilot):
        await pilot.press(*keys_of("fri"), *["tab"] * 8)
        form.query_one("#sheet").post_message(events.Paste("Visit @ro +10wd\nCall @Elm\n"))
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert made(journal) == [
            ("Visit", "Rowan", date(2024, 9, 30)),
            ("Call", "Elm", date(2024, 10, 14)),
        ]
