"""Locking and unlocking: while the store is closed nothing that was read stays in a widget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.screen import Screen

from store.errors import Refused
from store.wording import say
from tui.modes import Mode

if TYPE_CHECKING:
    from store.journal import Journal
    from tui.widgets.lines import Line

Unlock = Callable[[str], "Journal"]
"""Opens the store; raises TakesLong where a person should see how far it is."""

LOCKED = "locked"  # the mode of an empty screen under the question for the passphrase
NO_ACCESS = 4


class Locking(App[int]):
    """A program over a store that can be closed and asked for again."""

    _journal: Journal | None
    modes: Sequence[Mode]
    last_told: Line
    begins_with: str | None = None  # the name of a mode; the first one when there is none

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._unlock: Unlock | None = None
        self.add_mode(LOCKED, Screen)

    def first_mode(self) -> None:
        """Show the mode to begin with, or the first there is."""
        wanted = [mode for mode in self.modes if mode.name == self.begins_with]
        for mode in (wanted or self.modes)[:1]:
            self.switch_mode(mode.name)

    def ask_passphrase(self) -> None:
        """Show nothing but the question for the passphrase until it opens the store."""
        from tui.dialogs.passphrase import PassphraseScreen

        if self._unlock is None:
            raise RuntimeError("no store and no way to unlock one")

        def opened(journal: Journal | None) -> None:
            if journal is None:
                self.exit(NO_ACCESS)
                return
            self._journal = journal
            self.first_mode()

        self.switch_mode(LOCKED)
        self.push_screen(PassphraseScreen(self._unlock), opened, mode=LOCKED)

    async def action_lock(self) -> None:
        """Take every screen down, close the store, and ask for the passphrase."""
        from store.opening import close_store

        if self._unlock is None:
            raise Refused(say("frame.no_lock"))
        self.switch_mode(LOCKED)
        for mode in self.modes:
            await self.remove_mode(mode.name)
            self.add_mode(mode.name, mode.build)
        journal, self._journal, self.last_told = self._journal, None, ()
        if journal is not None:
            close_store(journal)
        self.ask_passphrase()
