"""Commands and records in one list: type a reference, a name, or what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from textual.app import ComposeResult
from textual.events import Key
from textual.widgets import Input

from store.wording import say
from tui.actions import key_names
from tui.dialogs.base import Dialog, SheetLine
from tui.dialogs.choose import Choice, ChoiceList
from tui.places import offered
from tui.themes import CHOSEN_BY_HAND
from tui.widgets.line_input import LineInput

MOST = 10


@dataclass(frozen=True)
class Jump:
    """A record the palette can go to: its kind and id, its reference, what it says, and how it
    ended where it is closed."""

    kind: str
    id: str
    reference: str
    words: str
    ended: str = ""


class PalettePanel(Dialog[Any]):
    """What can be done here, and every record there is."""

    def __init__(self) -> None:
        super().__init__()
        self.title_text = say("dialogs.palette_title")
        self.commands: list[Choice] = []
        self.jumps: list[Choice] | None = None

    def sheet(self) -> ComposeResult:
        yield LineInput(placeholder=say("dialogs.palette_hint"))
        yield ChoiceList([])
        yield SheetLine("", role="hint")

    def on_mount(self) -> None:
        app: Any = self.app
        for mode in app.modes:
            self.commands.append(
                Choice("", mode.label(), lambda name=mode.name: app.go_to_mode(name), mode.digit)
            )
        below = app.screen_stack[-2]
        for item in offered(app, below):
            action = item.action
            if item.reason is None and action.group != "move" and action.name != "palette":
                run = self._runner(item.at, action.name)
                self.commands.append(Choice("", action.words(), run, key_names(action)))
        if not app.no_color:
            for name in CHOSEN_BY_HAND:
                self.commands.append(
                    Choice("", say(f"key_labels.theme_{name}"), lambda n=name: app.use_palette(n))
                )
        self.show_found("")

    def _runner(self, place: Any, name: str) -> Callable[[], None]:
        return lambda: place.action_do(name)

    def _records(self) -> list[Choice]:
        """Plans, areas and pages, read when the first letter is typed; every other record is
        asked for with every letter."""
        if self.jumps is None:
            self.jumps = []
            app: Any = self.app
            found = app.jumps()
            if callable(found):
                self.run_worker(self._read(found))
            else:
                self._take(found)
        return self.jumps

    async def _read(self, question: Callable[[], list[Jump]]) -> None:
        """A large plan takes a moment: it is read beside the keys."""
        from tui.screens.triage_reading import Behind

        app: Any = self.app
        behind = Behind(app.journal)
        try:
            found = await behind.ask(question)
        finally:
            behind.end(wait=False)
        if self.is_attached:
            self._take(found)
            self.show_found(self.query_one(LineInput).value)

    def _take(self, jumps: list[Jump]) -> None:
        self.jumps = [self._choice(jump) for jump in jumps]

    def _choice(self, jump: Jump) -> Choice:
        label = f"{jump.reference}  {jump.words}".rstrip()
        kind = jump.kind.replace("_", " ")
        note = f"{kind} · {jump.ended}" if jump.ended else kind
        return Choice("", label, self._opener(jump), note)

    def _opener(self, jump: Jump) -> Callable[[], None]:
        app: Any = self.app
        return lambda: app.open_record(jump.kind, jump.id)

    def on_input_changed(self, event: Input.Changed) -> None:
        self.show_found(event.value)

    def show_found(self, text: str) -> None:
        """The commands and records that hold every word typed; references first."""
        words = text.casefold().split()
        pool = [*self.commands, *self._records()] if words else self.commands
        found = [
            choice
            for choice in pool
            if all(word in f"{choice.label} {choice.note}".casefold() for word in words)
        ]
        if words:
            found.sort(key=lambda choice: not choice.label.casefold().startswith(words[0]))
            app: Any = self.app
            records = [self._choice(jump) for jump in app.records_called(text, MOST * 2)]
            # What is typed as a reference stands first; else words find work more often.
            found = [*found[:MOST], *records, *found[MOST:]]
        self.query_one(ChoiceList).show(found[: MOST * 5])
        self.problem(None if found else say("dialogs.nothing_found", text=text))

    def on_key(self, event: Key) -> None:
        steps = {"down": 1, "up": -1, "pagedown": MOST, "pageup": -MOST}
        if event.key in steps:
            self.query_one(ChoiceList).step(steps[event.key])
            event.stop()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        chosen = self.query_one(ChoiceList).chosen()
        if chosen is None:
            return
        app = self.app
        self.dismiss(None)
        # Run once this sheet is gone, so that what it opens comes in front of the screen.
        app.call_later(chosen.value)
