"""The program on the screen: modes, theme, undo, refresh, locking and leaving."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App
from textual.binding import Binding

from store import drafts
from store.wording import say
from tui.actions import EVERYWHERE
from tui.config import Config, read_config, take_config
from tui.crash import QuietCrash
from tui.key_order import KeysInOrder
from tui.locking import Locking, Unlock
from tui.modes import ON_THE_DESK, Mode, mode_of, shown_modes
from tui.places import Place, speak, takes_text
from tui.quick_start import QuickStart
from tui.themes import NO_COLOUR, PALETTES, Palette, first_palette, textual_theme
from tui.widgets.chrome import who_and_when
from tui.widgets.frame import Frame
from tui.widgets.lines import Line
from tui.widgets.panes import SIDE_BY_SIDE

if TYPE_CHECKING:
    from store.journal import Journal
    from store.opening import CentralLog
    from tui.dialogs.palette import Jump

LOOK_EVERY = 1.0  # seconds between looks at whether another window saved something


class PlanReviewApp(QuickStart, QuietCrash, KeysInOrder, Locking, Place, App[int]):
    """planreview over one opened store; `unlock` opens it again after a passphrase.

    `central_log` is where a centre's log lies, where that is not this store.
    """

    CSS_PATH = "styles.tcss"
    TITLE = "planreview"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it on the instance
        (0, "-tiny"),
        (60, "-narrow"),
        (110, "-wide"),
        (200, "-vast"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[Any]] = [Binding("ctrl+q", "quit", show=False, priority=True)]
    place = EVERYWHERE

    def __init__(
        self,
        journal: Journal | None,
        *,
        demo: bool = False,
        unlock: Unlock | None = None,
        modes: Sequence[Mode] | None = None,
        jumps: Callable[[], list[Jump]] | None = None,
        config: Config | None = None,
        central_log: CentralLog | None = None,
    ) -> None:
        os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
        super().__init__()
        self.animation_level = "none"
        self._journal = journal
        self._unlock = unlock
        self.demo = demo
        self._jumps = jumps
        self.central_log = central_log
        config = read_config() if config is None else config
        asked = {"PLANREVIEW_THEME": config.theme or "", **os.environ}
        self.palette: Palette = NO_COLOUR if self.no_color else first_palette(asked)
        self.last_told: Line = [(config.problem, "amber")] if config.problem else ()
        take_config(config)
        self.leaving = False
        self.shut_panes: set[str] = set()
        self._undoing: tuple[object, bool] | None = None
        for palette in PALETTES.values():
            self.register_theme(textual_theme(palette))
        self.begin_with_theme(f"planreview-{self.palette.name}")
        self.modes = tuple(shown_modes() if modes is None else modes)
        for mode in self.modes:
            self.add_mode(mode.name, partial(self.styled_as_now, mode.build))
        self.bind_place()

    # The store ---------------------------------------------------------------------------------

    @property
    def journal(self) -> Journal:
        """The opened store."""
        if self._journal is None:
            raise RuntimeError("asked for the store before it was unlocked")
        return self._journal

    def version(self) -> object:
        """Changes whenever any window or command saved something, or a draft came or went here."""
        if self._journal is None:
            return None
        return self._journal.version(), drafts.turn(self._journal)

    def not_sent(self) -> str:
        """How many changes no snapshot has held yet, for the status line; empty for none."""
        count = 0 if self._journal is None else self._journal.unsent()
        return say("frame.not_sent", count=count) if count else ""

    def who_and_when(self) -> list[str]:
        """Role, name and date for the header, longest form first."""
        if self._journal is None:
            return []
        author, today = self._journal.author, self._journal.today()
        return who_and_when(author.role, author.person, today, demo=self.demo)

    # Starting ----------------------------------------------------------------------------------

    async def on_mount(self) -> None:
        self.set_interval(LOOK_EVERY, self.look_for_changes)
        if self._journal is None:
            self.ask_passphrase()
        else:
            self.first_mode()

    def look_for_changes(self) -> None:
        """Let the screen in front read again when something was saved elsewhere."""
        # While the program closes there may be no screen left, and the interval fires once more.
        screen = self.screen_stack[-1] if self.screen_stack else None
        if self._journal is not None and isinstance(screen, Frame):
            screen.look_again()

    # Modes and records -------------------------------------------------------------------------

    def go_to_mode(self, name: str) -> None:
        """Show a mode; one that has no screen yet is left alone."""
        if name in self._modes:
            self.switch_mode(name)

    def open_record(self, kind: str, record_id: str) -> None:
        """Go to the screen that shows records of this kind and put its cursor there."""
        if kind in ON_THE_DESK:
            self.open_desk(record_id)
            return
        mode = mode_of(kind)
        if mode not in self._modes:
            return
        self.switch_mode(mode)

        def show() -> None:
            screen = self.screen
            if isinstance(screen, Frame):
                screen.show_record(kind, record_id)

        self.call_after_refresh(show)

    def open_desk(self, record_id: str) -> None:
        """Show the conflict desk over the screen in front: `esc` goes back to it."""
        from tui.screens.conflict_desk import ConflictDesk

        if isinstance(self.screen, ConflictDesk):
            self.screen.show_record("conflict", record_id)
        else:
            self.push_screen(ConflictDesk(record_id))

    def jumps(self) -> list[Jump] | Callable[[], list[Jump]]:
        """The records the palette can go to, or the question for them that may take a while."""
        if self._jumps is not None:
            return self._jumps()
        from tui.jumps import every_record

        return partial(every_record, self.journal)

    def records_called(self, text: str, most: int) -> list[Jump]:
        """The records the palette can go to by these words, closed ones last."""
        if self._jumps is not None:
            return []
        from tui.jumps import records_called

        return records_called(self.journal, text, most)

    def action_mode(self, digit: str) -> None:
        """Show the mode of a digit, where the header shows digits."""
        screen = self.screen
        if takes_text(self.focused) or not getattr(screen, "digits", False):
            return
        for mode in self.modes:
            if mode.digit == digit:
                self.go_to_mode(mode.name)

    # Keys that work everywhere -----------------------------------------------------------------

    def why_not(self, action: str) -> str | None:
        """Why a key that works everywhere does not now."""
        if action == "undo" and not self._can_undo():
            return say("journal.nothing_to_undo")
        if action == "pane":
            return self._why_no_pane()
        return None

    def _can_undo(self) -> bool:
        """Whether there is anything to take back; asked of the store once for each change."""
        if self._journal is None:
            return False
        now = self._journal.version()
        if self._undoing is None or self._undoing[0] != now:
            self._undoing = (now, self._journal.can_undo())
        return self._undoing[1]

    def _why_no_pane(self) -> str | None:
        panes = getattr(self.screen, "panes", None)
        if panes is None or not getattr(self.screen, "digits", False):
            return say("frame.no_pane")
        return None if panes.wide else say("frame.pane_needs_room", width=SIDE_BY_SIDE)

    def action_pane(self) -> None:
        """Shut the pane beside the list, or open it; each list is left as it was."""
        screen = self.screen
        if isinstance(screen, Frame) and screen.panes is not None:
            screen.panes.shut = not screen.panes.shut
            self.shut_panes ^= {screen.place}
            screen.arranged()
            screen.facts_changed()

    def bind_place(self) -> None:
        """The keys of everywhere; each digit goes to its own mode."""
        super().bind_place()
        for digit in "123456789":
            self._bindings.key_to_bindings.pop(digit, None)
        for mode in self.modes:
            bound = Binding(mode.digit, f"mode('{mode.digit}')", show=False)
            self._bindings.key_to_bindings[mode.digit] = [bound]

    def action_undo(self) -> None:
        done = self.journal.undo()
        sentence = "frame.undone_left" if done.left else "frame.undone"
        self._told(say(sentence, label=done.label, count=len(done.left)))

    def action_redo(self) -> None:
        self._told(say("frame.redone", label=self.journal.redo().label))

    def _told(self, sentence: str) -> None:
        if isinstance(self.screen, Frame):
            self.screen.changed(sentence)

    async def action_back(self) -> None:
        screen = self.screen
        if isinstance(screen, Frame) and not screen.back():
            screen.close_frame()

    def action_next_pane(self) -> None:
        self.screen.focus_next()

    def action_previous_pane(self) -> None:
        self.screen.focus_previous()

    def action_help(self) -> None:
        from tui.dialogs.help import HelpPanel

        if isinstance(self.screen, Frame):
            self.push_screen(HelpPanel())

    def action_palette(self) -> None:
        from tui.dialogs.palette import PalettePanel

        if isinstance(self.screen, Frame):
            self.push_screen(PalettePanel())

    async def action_quit(self) -> None:
        draft = None if self.leaving else self.open_draft()
        if draft is None:
            self.exit(0)
            return
        self.leaving = True
        speak(self, say("frame.draft_quit", about=draft.partition(", ")[0]))

    def action_help_quit(self) -> None:
        speak(self, say("frame.how_to_quit"))

    def use_palette(self, name: str) -> None:
        """Draw everything in another theme."""
        self.palette = PALETTES[name]
        self.theme = f"planreview-{name}"
        self.screen.refresh(layout=True)

    def report_folder(self) -> Path | None:
        return None if self._journal is None else self._journal.folder

    def open_draft(self) -> str | None:
        """A draft open on any screen, as `C-0147, 09:12:04`; None when there is none."""
        for stack in self._screen_stacks.values():
            for screen in stack:
                if isinstance(screen, Frame) and (draft := screen.draft_open()):
                    return draft
        return None
