"""The frame: chrome at each size, actions and their reasons, questions, refresh, lock, crash."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any, cast

import pytest
from textual.widgets import Input

from store.errors import Locked
from store.journal import Journal
from tests.tui.stage import CountingStore, FormScreen, StageMode, StageScreen, stage_app
from tui.app import PlanReviewApp
from tui.config import Config, read_config
from tui.dialogs.base import Dialog, SheetLine, SheetWords
from tui.dialogs.choose import Choice, ChoiceList, ChooseOne
from tui.dialogs.help import HelpPanel
from tui.dialogs.palette import PalettePanel
from tui.dialogs.passphrase import PassphraseScreen
from tui.widgets.chrome import Footer, Header, StatusLine
from tui.widgets.frame import Frame, TooSmall
from tui.widgets.ledger import Ledger
from tui.widgets.record_table import RecordTable


def line(widget: Any) -> str:
    """What a line of chrome shows."""
    return "".join(segment.text for segment in widget.render_line(0))


def sheet(app: PlanReviewApp) -> str:
    """All words of the dialog in front."""
    rows = [line(one) for one in app.screen.query(SheetLine)]
    return " ".join(rows + [one.text for one in app.screen.query(SheetWords)])


def chrome(app: PlanReviewApp) -> tuple[str, str, str]:
    """Header, status line and footer of the screen in front."""
    screen = app.screen
    return (
        line(screen.query_one(Header)),
        line(screen.query_one(StatusLine)),
        line(screen.query_one(Footer)),
    )


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (120, 40), (200, 60)])
async def test_three_lines_of_chrome_at_every_size(size: tuple[int, int]) -> None:
    app = stage_app()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        header, status, footer = chrome(app)
        assert header.startswith(" 1 Today ")
        assert ("Plan" in header) == (size[0] >= 78)
        assert status.startswith(" 6 need you · 3 late")
        assert footer.startswith(" enter open")
        assert footer.rstrip().endswith("? all keys")
        assert footer.count("  ") >= 1
        assert app.screen.query_one(Ledger).display == (size[0] >= 110)
        for widget in app.screen.query("Header, StatusLine, Footer, RecordTable"):
            assert widget.region.right <= size[0]


async def test_the_footer_shows_whole_pairs_and_only_what_applies() -> None:
    app = stage_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        footer = app.screen.query_one(Footer)
        labels = [label for _, label in footer.pairs()]
        assert "evidence" not in labels
        shown = line(footer)
        assert sum(f"{key} {label}" in shown for key, label in footer.pairs()) <= 7


async def test_the_right_part_of_the_status_line_goes_first() -> None:
    app = stage_app()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert "23 not sent" in chrome(app)[1]
        cast("Frame", app.screen).tell("a rather long account of what was just done here")
        await pilot.pause()
        assert chrome(app)[1].strip() == "6 need you · 3 late"


async def test_a_window_too_small_shows_the_sentence_and_comes_back() -> None:
    app = stage_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.resize_terminal(50, 12)
        await pilot.pause()
        assert app.screen.query_one(TooSmall).display
        assert not app.screen.query_one(Footer).display
        assert "60×15" in line(app.screen.query_one(TooSmall))
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert not app.screen.query_one(TooSmall).display
        assert app.screen.query_one(RecordTable).display


async def test_digits_change_the_mode_and_a_missing_one_does_nothing() -> None:
    app = stage_app()
    async with app.run_test() as pilot:
        await pilot.press("2")
        await pilot.pause()
        assert app.current_mode == "plan"
        assert " 2 Plan " in chrome(app)[0]
        await pilot.press("4", "1")
        await pilot.pause()
        assert app.current_mode == "today"
        await pilot.click(Header, offset=(12, 0))
        assert app.current_mode == "plan"


async def test_an_action_that_does_not_apply_says_why_until_the_next_key() -> None:
    app = stage_app()
    async with app.run_test() as pilot:
        await pilot.press("v")
        assert "Evidence does not go on a decision" in chrome(app)[1]
        await pilot.press("j")
        assert "6 need you" in chrome(app)[1]


async def test_a_long_refusal_is_shown_to_its_end() -> None:
    app = stage_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        status = app.screen.query_one(StatusLine)
        cast("Frame", app.screen).refuse("word " * 30 + "Type 30/9.")
        await pilot.pause()
        assert status.size.height == 3
        assert "Type 30/9." in "".join(s.text for s in status.render_line(2))
        await pilot.press("j")
        await pilot.pause()
        assert status.size.height == 1


async def test_a_refusal_of_the_store_becomes_its_sentence() -> None:
    app = stage_app()
    async with app.run_test() as pilot:
        await pilot.press("a")
        assert "✗ Nothing can be added on a stage." in chrome(app)[1]
        await pilot.press("U")
        assert "Nothing was undone here." in chrome(app)[1]


async def test_undo_says_what_it_undid_and_the_screen_reads_again() -> None:
    store = CountingStore()
    app = stage_app(store)
    async with app.run_test() as pilot:
        reads = cast("Any", app.screen).reads
        await pilot.press("u")
        assert store.undone == 1
        assert "Undone: owner of 2.2 · U redoes" in chrome(app)[1]
        assert cast("Any", app.screen).reads == reads + 1


async def test_what_was_just_done_is_said_before_what_is_not_sent() -> None:
    app = stage_app()
    async with app.run_test(size=(62, 24)) as pilot:
        assert "23 not sent" in chrome(app)[1]
        await pilot.press("u")
        assert "Undone: owner of 2.2 · U redoes" in chrome(app)[1]
        assert "23 not sent" not in chrome(app)[1]
        await pilot.resize_terminal(120, 24)
        await pilot.pause()
        assert "U redoes · 23 not sent" in chrome(app)[1]


async def test_what_another_window_saves_is_read_without_moving_the_cursor() -> None:
    store = CountingStore()
    app = stage_app(store)
    async with app.run_test() as pilot:
        await pilot.press("j", "j")
        screen = cast("Any", app.screen)
        reads = screen.reads
        app.look_for_changes()
        assert screen.reads == reads
        store.writes += 1
        app.look_for_changes()
        assert screen.reads == reads + 1
        assert screen.record_here() == "C-0112"


async def test_a_screen_with_its_own_beginning_reads_its_records_once() -> None:
    class OwnBeginning(StageScreen):
        def on_mount(self) -> None:
            super().on_mount()

    app = stage_app()
    async with app.run_test() as pilot:
        await app.push_screen(OwnBeginning())
        await pilot.pause()
        assert cast("Any", app.screen).reads == 1


async def test_a_question_is_answered_or_left() -> None:
    app = stage_app()
    async with app.run_test() as pilot:
        await pilot.press("o")
        await pilot.pause()
        assert isinstance(app.screen, Dialog)
        await pilot.press("escape")
        await pilot.pause()
        assert "owner" not in chrome(app)[1]
        await pilot.press("o", *"Rowan", "enter")
        await pilot.pause()
        assert "owner → Rowan" in chrome(app)[1]


async def test_a_question_keeps_what_it_cannot_take() -> None:
    app = stage_app()
    async with app.run_test() as pilot:
        await pilot.press("o", "backspace", "enter")
        await pilot.pause()
        assert "Who?" in sheet(app)
        assert isinstance(app.screen, Dialog)


async def test_dismissing_twice_in_one_breath_is_safe() -> None:
    app = stage_app()
    async with app.run_test() as pilot:
        await pilot.press("o")
        await pilot.pause()
        dialog = cast("Dialog[str]", app.screen)
        dialog.dismiss("Hazel")
        dialog.dismiss("Rowan")
        await pilot.pause()
        assert isinstance(app.screen, StageScreen)
        assert "owner → Hazel" in chrome(app)[1]
        dialog.dismiss("Birch")
        await pilot.pause()
        assert isinstance(app.screen, StageScreen)


async def test_a_reason_is_asked_where_the_store_needs_one() -> None:
    app = stage_app()
    async with app.run_test() as pilot:
        await pilot.press("e")
        await pilot.pause()
        assert "This was saved before." in sheet(app)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, Dialog)
        await pilot.press(*"typo", "enter")
        await pilot.pause()
        assert "edited: typo" in chrome(app)[1]


async def test_help_comes_from_the_registry_with_reasons() -> None:
    app = stage_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, HelpPanel)
        shown = "\n".join(
            "".join(text for text, _ in one) for one in app.screen.query_one(Ledger)._lines
        )
        assert "down, up" in shown
        assert "Not here now" in shown
        assert "Evidence does not go on a decision." in shown
        await pilot.press("slash", *"hist", "enter")
        shown = "\n".join(
            "".join(text for text, _ in one) for one in app.screen.query_one(Ledger)._lines
        )
        assert "history" in shown
        assert "down, up" not in shown
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(app.screen, StageScreen)


async def test_the_palette_runs_commands_and_jumps() -> None:
    app = stage_app()
    async with app.run_test() as pilot:
        await pilot.press("ctrl+p", *"undo", "enter")
        await pilot.pause()
        assert "Undone" in chrome(app)[1]
        await pilot.press("ctrl+p", *"p-2023", "enter")
        await pilot.pause()
        assert app.current_mode == "plan"
        await pilot.press("ctrl+p", *"light", "enter")
        await pilot.pause()
        assert app.palette.name == "light"
        await pilot.press("ctrl+p", *"[/b] zzz")
        assert isinstance(app.screen, PalettePanel)
        assert "Nothing matches" in sheet(app)


async def test_in_a_text_field_letters_are_letters() -> None:
    app = stage_app()
    async with app.run_test() as pilot:
        await pilot.press("c")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        app.screen.query("TextField Input").last().focus()
        await pilot.press("q", "u", "2", "question_mark")
        assert app.screen.query("TextField Input").last(Input).value == "qu2?"
        assert "F1 all keys" in chrome(app)[2]
        assert "ctrl+s save" in chrome(app)[2]
        await pilot.press("ctrl+s")
        assert "saved" in chrome(app)[1]
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, StageScreen)


class DraftScreen(StageScreen):
    """A stage with a draft on it."""

    def draft_open(self) -> str | None:
        return "C-0147, 09:12:04"


async def test_quit_asks_once_while_a_draft_is_open() -> None:
    modes = [StageMode("1", "today", "", "", DraftScreen)]
    app = PlanReviewApp(cast("Journal", CountingStore()), modes=modes)
    async with app.run_test() as pilot:
        await pilot.press("q")
        assert "C-0147 is a draft, it is kept. q again leaves." in chrome(app)[1]
        await pilot.press("j", "q")
        assert app.is_running
        await pilot.press("q")
        await pilot.pause()
    assert app.return_code == 0


class Sealed:
    """Opens a store for one passphrase only."""

    def __init__(self) -> None:
        self.closed = 0
        self.opened = 0

    def close(self) -> None:
        self.closed += 1

    def __call__(self, passphrase: str) -> Journal:
        if passphrase != "birch":
            raise Locked("no")
        self.opened += 1
        return cast("Journal", CountingStore())


def sealed_app(sealed: Sealed) -> PlanReviewApp:
    modes = [StageMode("1", "today", "", "", StageScreen)]
    return PlanReviewApp(None, unlock=sealed, modes=modes)


async def test_the_passphrase_opens_and_locking_shows_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sealed = Sealed()
    monkeypatch.setattr("store.opening.close_store", lambda journal: sealed.close())
    app = sealed_app(sealed)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert isinstance(app.screen, PassphraseScreen)
        await pilot.press(*"oak", "enter")
        shown = sheet(app)
        assert "1 of 5 tries; the store is unchanged" in shown
        await pilot.press(*"birch", "enter")
        await pilot.pause()
        assert isinstance(app.screen, StageScreen)
        await pilot.press("L")
        await pilot.pause()
        assert isinstance(app.screen, PassphraseScreen)
        assert sealed.closed == 1
        assert not [s for s in app.screen_stack if isinstance(s, StageScreen)]
        app.look_for_changes()
        await pilot.press(*"birch", "enter")
        await pilot.pause()
        assert isinstance(app.screen, StageScreen)
        assert sealed.opened == 2


async def test_five_wrong_passphrases_end_it() -> None:
    app = sealed_app(Sealed())
    async with app.run_test() as pilot:
        await pilot.pause()
        for _ in range(5):
            await pilot.press("x", "enter")
        await pilot.pause()
    assert app.return_value == 4


async def test_a_store_without_passphrase_is_not_locked() -> None:
    app = stage_app()
    async with app.run_test() as pilot:
        await pilot.press("L")
        assert "without a passphrase" in chrome(app)[1]


async def test_a_crash_shows_a_number_and_no_value(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app = stage_app(CountingStore(folder=tmp_path))
    with pytest.raises(RuntimeError):
        async with app.run_test() as pilot:
            await pilot.press("X")
    app._print_error_renderables()
    shown = capsys.readouterr()
    report = next((tmp_path / "incidents").iterdir())
    text = report.read_text()
    assert "Something broke (incident " in shown.err
    assert report.stem.removeprefix("incident-") in shown.err
    assert "Kim" not in text + shown.err + shown.out
    assert "Traceback" not in shown.err + shown.out
    assert "action_explode" in text
    assert stat.S_IMODE(report.stat().st_mode) == 0o600


async def test_choosing_takes_one_key_or_narrows() -> None:
    app = stage_app()
    answers: list[Any] = []
    async with app.run_test() as pilot:
        keyed = ChooseOne("Status", [Choice("1", "open", "o"), Choice("2", "done", "d")])
        app.push_screen(keyed, answers.append)
        await pilot.press("2")
        await pilot.pause()
        many = [Choice("", f"child {n}", n) for n in range(30)]
        app.push_screen(ChooseOne("Child", many), answers.append)
        await pilot.pause()
        await pilot.press(*"d 27")
        assert len(app.screen.query_one(ChoiceList).choices) == 1
        await pilot.press("enter")
        await pilot.pause()
        app.push_screen(ChooseOne("Child", many, value=3), answers.append)
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()
    assert answers == ["d", 27, 4]


def test_a_broken_config_is_named_and_left_aside(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    assert read_config(file) == Config()
    file.write_text('theme = "light"\nglyphs = "ascii"\n[keys]\nwhy = ["w", "f4"]\nowner = "O"\n')
    config = read_config(file)
    assert (config.theme, config.ascii_glyphs) == ("light", True)
    assert config.keys == {"why": ("w", "f4"), "owner": ("O",)}
    file.write_text("[keys]\nwhy = 7\n")
    assert "why" in (read_config(file).problem or "")
    file.write_text("theme = ")
    assert str(file) in (read_config(file).problem or "")


async def test_undo_is_offered_only_where_something_can_be_taken_back() -> None:
    store = CountingStore()
    app = stage_app(store)
    async with app.run_test(size=(120, 40)) as pilot:
        assert "u undo" in chrome(app)[2]
        store.nothing_done = True
        store.writes += 1
        await pilot.press("r")
        await pilot.pause()
        assert "u undo" not in chrome(app)[2]
        await pilot.press("u")
        await pilot.pause()
        assert store.undone == 0
        assert "Nothing" in chrome(app)[1]
