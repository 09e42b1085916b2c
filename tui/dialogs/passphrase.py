"""The question that opens the store: a few tries, and nothing of the store on the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Input

from store.errors import Locked, PlanReviewError
from store.wording import say
from tui.dialogs.base import Dialog, SheetLine
from tui.widgets.line_input import LineInput

if TYPE_CHECKING:
    from store.journal import Journal

TRIES = 5


class PassphraseScreen(Dialog["Journal"]):
    """Asks for the passphrase; the opened store is the answer, None after escape or five tries."""

    def __init__(self, unlock: Callable[[str], Journal], *, hint: str = "") -> None:
        super().__init__()
        self.title_text = say("dialogs.passphrase_title")
        self._unlock, self._hint = unlock, hint
        self.tried = 0

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("enter", say("dialogs.passphrase_open")),
            ("esc", say("dialogs.passphrase_quit")),
        ]

    def sheet(self) -> ComposeResult:
        yield LineInput(password=True, placeholder=say("dialogs.passphrase_label"))
        if self._hint:
            yield SheetLine([(self._hint, "dim")])

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.value:
            self.problem(None)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        typed = event.value
        event.input.value = ""
        try:
            journal = self._unlock(typed)
        except Locked:
            self.tried += 1
            if self.tried >= TRIES:
                self.dismiss(None)
                return
            self.problem(say("dialogs.passphrase_wrong", tried=self.tried, tries=TRIES))
        except PlanReviewError as error:
            self.problem(error.sentence)
        else:
            self.dismiss(journal)
