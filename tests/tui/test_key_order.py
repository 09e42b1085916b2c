"""Keys that come in one breath: each goes where the one before it led."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from textual.events import Key
from textual.keys import _character_to_key

from tests.tui.stage import stage_app
from tui.widgets.fields import Field


def send_at_once(app: Any, *keys: str) -> None:
    """Hand over keys as a terminal does with a paste or a slow line: no pause between them."""
    for key in keys:
        named = _character_to_key(key) if len(key) == 1 else key
        app._driver.send_message(Key(named, key if len(key) == 1 else None))


@pytest.mark.asyncio
async def test_a_whole_form_in_one_breath_lands_field_by_field() -> None:
    app = stage_app()
    async with app.run_test(size=(120, 40)) as pilot:
        # From the list: the form opens, and every part of it is filled.
        send_at_once(app, "c", "tab", *"12/9", "enter", "3", *"ma", "enter", *"she said", "tab")
        send_at_once(app, *"at home", "ctrl+s")
        await pilot.press("f1")
        await pilot.press("escape")
        fields = {field.name: field for field in app.screen.query(Field)}
        assert fields["held"].value == date(2025, 9, 12)
        assert fields["part"].value == 3
        assert fields["attended"].value == ("mother", "x")
        assert fields["views"].value == "she said"
        assert fields["place"].text == "at home"


@pytest.mark.asyncio
async def test_an_answer_in_one_breath_goes_to_its_question() -> None:
    app = stage_app()
    async with app.run_test(size=(80, 24)) as pilot:
        send_at_once(app, "o", *"Rowan", "enter", "e", *"left the team", "enter", "j")
        await pilot.press("k")
        told = app.last_told[0]
        assert "edited: left the team" in told[0]


@pytest.mark.asyncio
async def test_thousands_of_letters_in_one_breath_keep_their_order() -> None:
    app = stage_app()
    words = "abcdefghij" * 200
    async with app.run_test(size=(80, 24)) as pilot:
        send_at_once(app, "c", "tab", "enter", "3", "enter", *words, "tab")
        await pilot.press("f1")
        await pilot.press("escape")
        fields = {field.name: field for field in app.screen.query(Field)}
        assert fields["views"].value == words


@pytest.mark.asyncio
async def test_a_window_made_tiny_and_large_again_keeps_the_cursor_in_its_field() -> None:
    app = stage_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("c", "tab", "enter", "3", "enter", "a")
        before = app.focused
        await pilot.resize_terminal(40, 10)
        await pilot.pause()
        await pilot.press("x")
        await pilot.resize_terminal(60, 15)
        await pilot.pause()
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert app.focused is before
        await pilot.press("b")
        fields = {field.name: field for field in app.screen.query(Field)}
        assert fields["views"].value == "ab"
