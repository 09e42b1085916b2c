"""The question that opens the store: a few tries, and nothing of the store on the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Input

from store.errors import Locked, PlanReviewError
from store.wording import say
from tui.dialogs.base import Dialog, SheetLine, SheetWords
from tui.making_lists import TakesLong, lists_anew
from tui.widgets.line_input import LineInput

if TYPE_CHECKING:
    from store.journal import Journal
    from store.opening import Told

TRIES = 5


class _GivenUp(Exception):
    """The screen was left while the lists were made: the store stays as it was."""


class Going(Message):
    """How far it is, or why it ended."""

    def __init__(self, sentence: str, *, failed: bool = False) -> None:
        super().__init__()
        self.sentence, self.failed = sentence, failed


class Opened(Message):
    """The store is open."""

    def __init__(self, journal: Journal) -> None:
        super().__init__()
        self.journal = journal


class PassphraseScreen(Dialog["Journal"]):
    """Asks for the passphrase; the opened store is the answer, None after escape or five tries."""

    def __init__(self, unlock: Callable[[str], Journal], *, hint: str = "") -> None:
        super().__init__()
        self.title_text = say("dialogs.passphrase_title")
        self._unlock, self._hint = unlock, hint
        self.tried = 0
        self._left = False

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
        except TakesLong as long:
            event.input.disabled = True
            go_on = long.go_on
            self.run_worker(lambda: self._make_lists(go_on), thread=True, exit_on_error=False)
        else:
            self.dismiss(journal)

    # What takes long, on a thread of its own ---------------------------------------------------

    def on_unmount(self) -> None:
        self._left = True

    def _make_lists(self, go_on: Callable[[Told], Journal]) -> None:
        def told(done: int, items: int) -> None:
            if self._left:
                raise _GivenUp
            self.post_message(Going(lists_anew(done, items)))

        try:
            journal = go_on(told)
            journal.database.close()  # the thread's own connection
        except _GivenUp:
            return
        except PlanReviewError as error:
            self.post_message(Going(error.sentence, failed=True))
        else:
            self.post_message(Opened(journal))

    def on_going(self, event: Going) -> None:
        if event.failed:
            self.problem(event.sentence)
            self.query_one(LineInput).disabled = False
        for line in self.query(".problem").results(SheetWords):
            if not event.failed:
                line.say(event.sentence, "text")

    def on_opened(self, event: Opened) -> None:
        self.dismiss(event.journal)
