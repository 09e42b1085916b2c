"""A store whose lists an update makes anew: the terminal and the locked screen say how far."""

from __future__ import annotations

import argparse
import io
import sys
import threading
from pathlib import Path

import pytest

from store import opening
from store.demo.many import fill
from store.journal import Journal
from tests.tui.plan_stage import shown
from tui import making_lists
from tui.app import PlanReviewApp
from tui.command_line import opening as command
from tui.command_line.session import opened
from tui.dialogs.passphrase import PassphraseScreen

WORDS = "four words in a row"


class Terminal(io.StringIO):
    """What a person at a terminal would see."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    journal = opening.init(tmp_path / "store", WORDS, "Alder")
    fill(journal, 40)
    with journal.database.atomic():
        journal.database.execute_sql("UPDATE shape SET signature = 'older'")
    opening.close_store(journal)
    monkeypatch.setattr(making_lists, "A_MOMENT", 3)
    monkeypatch.setattr(command, "A_MOMENT", 3)
    return tmp_path / "store"


def test_a_command_says_it_on_a_terminal_and_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANREVIEW_PASSPHRASE", WORDS)
    args = argparse.Namespace(store=str(folder))
    for said in (True, False):
        terminal = Terminal()
        monkeypatch.setattr(sys, "stderr", terminal)
        with opened(args):
            pass
        assert ("Making the lists anew: 0 of" in terminal.getvalue()) is said


async def test_the_locked_screen_says_it_and_opens(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apps: list[PlanReviewApp] = []
    monkeypatch.setattr(command, "_needs_a_terminal", lambda: None)
    monkeypatch.setattr(command, "_shown", apps.append)
    monkeypatch.delenv("PLANREVIEW_PASSPHRASE", raising=False)
    held: list[Journal] = []
    monkeypatch.setattr(opening, "close_store", held.append)
    command.open_app(argparse.Namespace(store=str(folder)))
    (app,) = apps
    going, seen = threading.Event(), threading.Event()
    make_anew = Journal._make_anew

    def waits(journal: Journal) -> None:
        going.set()
        assert seen.wait(60)
        make_anew(journal)

    monkeypatch.setattr(Journal, "_make_anew", waits)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press(*WORDS, "enter")
        while not going.is_set():
            await pilot.pause(0.02)
        await pilot.pause()
        assert isinstance(app.screen, PassphraseScreen)
        assert "Making the lists anew: 0 of" in shown(app)
        seen.set()
        while isinstance(app.screen, PassphraseScreen):
            await pilot.pause(0.02)
        await pilot.press("4")
        await pilot.pause(0.2)
        assert app.journal.database.execute_sql("SELECT signature <> 'older' FROM shape").fetchone()
    app.journal.database.close()
