"""A question with a list: one key takes a choice, letters narrow a long list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import ComposeResult
from textual.events import Click, Key
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from store.wording import say
from tui.dialogs.base import Dialog
from tui.glyphs import glyph
from tui.widgets.choice import Choice
from tui.widgets.lines import Piece, left_right, strip_of

__all__ = ["Choice", "ChoiceList", "ChooseOne"]


class ChoiceList(ScrollView):
    """The choices as lines with one cursor."""

    DEFAULT_CSS = """
    ChoiceList { width: 1fr; height: auto; max-height: 12; background: $pr-chrome;
                 overflow-x: hidden; scrollbar-size: 0 0; }
    """
    can_focus = True
    takes_text = True

    def __init__(self, choices: Sequence[Choice], at: int = 0) -> None:
        super().__init__()
        self.choices = list(choices)
        self.at = at

    def on_mount(self) -> None:
        self._resized()

    def show(self, choices: Sequence[Choice]) -> None:
        """Show other choices; the cursor goes to the first."""
        self.choices, self.at = list(choices), 0
        self._resized()
        self.scroll_to(y=0, animate=False)
        self.refresh(layout=True)

    def _resized(self) -> None:
        self.virtual_size = Size(self.size.width, len(self.choices))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return max(1, len(self.choices))

    def step(self, by: int) -> None:
        """Move the cursor; it stops at the ends."""
        self.at = max(0, min(self.at + by, len(self.choices) - 1))
        top, height = int(self.scroll_offset.y), max(1, self.size.height)
        if self.at < top:
            self.scroll_to(y=self.at, animate=False)
        elif self.at >= top + height:
            self.scroll_to(y=self.at - height + 1, animate=False)
        self.refresh()

    def chosen(self) -> Choice | None:
        """The choice under the cursor."""
        return self.choices[self.at] if self.choices else None

    def on_click(self, event: Click) -> None:
        at = int(self.scroll_offset.y) + event.y
        if at < len(self.choices) and isinstance(self.screen, ChooseOne):
            self.screen.dismiss(self.choices[at].value)

    def render_line(self, y: int) -> Strip:
        app: Any = self.app
        at, width = int(self.scroll_offset.y) + y, self.size.width
        if not 0 <= at < len(self.choices):
            return strip_of("", width, app.palette, "chrome")
        choice, here = self.choices[at], at == self.at
        line: list[Piece] = [(glyph("cursor") if here else " ", "accent"), (" ", "text")]
        if any(other.key for other in self.choices):
            line.append((f"{choice.key:<3}", "bold accent"))
        line.append((choice.label, "bold" if here else "text"))
        right: list[Piece] = [(f"{choice.note} ", "dim")] if choice.note else []
        on = "sel" if here else "chrome"
        return strip_of(left_right(line, right, width), width, app.palette, on)


class ChooseOne(Dialog[Any]):
    """Choose one of a list: its key, or the cursor and enter; letters narrow lists without keys."""

    def __init__(self, title: str, choices: Sequence[Choice], *, value: Any = None) -> None:
        super().__init__()
        self.title_text = title
        self._title = title
        self.all = list(choices)
        self.typed = ""
        at = next((i for i, choice in enumerate(self.all) if choice.value == value), 0)
        self._at = at
        self.narrows = not any(choice.key for choice in self.all)

    def keys(self) -> list[tuple[str, str]]:
        shown = super().keys()
        return [*shown, ("a–z", say("dialogs.filter"))] if self.narrows else shown

    def sheet(self) -> ComposeResult:
        yield ChoiceList(self.all, self._at)

    def on_key(self, event: Key) -> None:
        choices = self.query_one(ChoiceList)
        steps = {"down": 1, "up": -1, "pagedown": 10, "pageup": -10, "home": -9999, "end": 9999}
        if not self.narrows:
            steps |= {"j": 1, "k": -1}
        taken = next((c for c in self.all if c.key and event.character == c.key), None)
        if taken is not None:
            self.dismiss(taken.value)
        elif event.key in steps:
            choices.step(steps[event.key])
        elif event.key == "enter":
            chosen = choices.chosen()
            if chosen is not None:
                self.dismiss(chosen.value)
        elif self.narrows and event.key == "backspace":
            self._narrow(self.typed[:-1])
        elif self.narrows and event.character and event.is_printable:
            self._narrow(self.typed + event.character)
        else:
            return
        event.stop()
        event.prevent_default()

    def _narrow(self, typed: str) -> None:
        self.typed = typed
        words = typed.casefold().split()
        found = [
            choice
            for choice in self.all
            if all(word in f"{choice.label} {choice.note}".casefold() for word in words)
        ]
        self.query_one(ChoiceList).show(found)
        self.problem(None if found else say("dialogs.nothing_found", text=typed))
        for title in self.query(".title"):
            line: list[Piece] = [(self._title, "bold accent"), (f"  {typed}", "text")]
            title.say(line)  # type: ignore[attr-defined]
