"""Questions with one field: a text, a date, a reason, several lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Input

from store.errors import Refused
from store.wording import say
from tui.dialogs.base import Dialog, SheetLine
from tui.widgets.line_input import LineInput

Check = Callable[[str], str | None]


class AskText(Dialog[str]):
    """One line of text; `check` gives a sentence when it cannot be taken."""

    def __init__(
        self,
        title: str,
        value: str = "",
        *,
        hint: str = "",
        check: Check | None = None,
        suggest: Callable[[str], list[str]] | None = None,
        password: bool = False,
    ) -> None:
        super().__init__()
        self.title_text = title
        self._value, self._hint, self._check = value, hint, check
        self._suggest, self._password = suggest, password
        self.found: list[str] = []

    def sheet(self) -> ComposeResult:
        yield LineInput(self._value, password=self._password, select_on_focus=True)
        if self._hint or self._suggest:
            yield SheetLine([(self._hint, "dim")], role="hint")

    def on_input_changed(self, event: Input.Changed) -> None:
        self.problem(None)
        if self._suggest is not None:
            text = event.value.strip()
            self.found = self._suggest(text)[:5] if text else []
            shown = " · ".join(self.found) or self._hint
            self.query_one(".hint", SheetLine).say([(shown, "dim")])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        text = event.value.strip()
        if self.found and len(text) >= 2 and text not in self.found:
            text = self.found[0]
        wrong = self._check(text) if self._check is not None else None
        if wrong:
            self.problem(wrong)
            return
        self.dismiss(text)


class AskReason(AskText):
    """Why a saved value is changed: words, not an empty line."""

    def __init__(self, title: str, said: str = "") -> None:
        super().__init__(title, hint=said, check=_some_reason)


def _some_reason(text: str) -> str | None:
    return None if text else say("dialogs.reason_empty")


@dataclass(frozen=True)
class Dated:
    """The answer to a question for a date: the date, or None for no date."""

    on: date | None


class AskDate(Dialog[Dated]):
    """One date, written as people write dates; an empty line means no date."""

    def __init__(
        self,
        title: str,
        value: date | None = None,
        *,
        empty: bool = True,
        hint: str = "",
        prefer: Literal["future", "past"] = "future",
    ) -> None:
        super().__init__()
        self.title_text = title
        self._value, self._empty, self._hint = value, empty, hint
        self._prefer: Literal["future", "past"] = prefer
        self._shown = ""

    def sheet(self) -> ComposeResult:
        from store.clock import show_date

        self._shown = show_date(self._value, today=self._today()) if self._value else ""
        yield LineInput(self._shown, select_on_focus=True)
        yield SheetLine([(self._hint or say("dialogs.date_hint"), "dim")], role="hint")

    def _today(self) -> date:
        app: Any = self.app
        day: date = app.journal.today()
        return day

    def _read(self, text: str) -> date | None:
        from store.calendars import working_days
        from store.clock import parse_date

        app: Any = self.app
        if text == self._shown and self._value is not None:
            return self._value
        return parse_date(
            text,
            today=self._today(),
            calendar=working_days(app.journal),
            prefer=self._prefer,
        )

    def on_input_changed(self, event: Input.Changed) -> None:
        from store.calendars import working_days
        from store.clock import distance, show_date, still_could_be_date

        app: Any = self.app
        text = event.value.strip()
        self.problem(None)
        hint = self.query_one(".hint", SheetLine)
        try:
            on = self._read(text) if text else None
        except Refused as wrong:
            if text and not still_could_be_date(text, self._today()):
                self.problem(wrong.sentence)
            hint.say([(self._hint or say("dialogs.date_hint"), "dim")])
            return
        if on is None:
            hint.say([(self._hint or say("dialogs.date_hint"), "dim")])
        else:
            away = distance(on, self._today(), working_days(app.journal))
            hint.say([(show_date(on, today=self._today()), "text"), (f"  {away}", "dim")])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        text = event.value.strip()
        if not text:
            if self._empty:
                self.dismiss(Dated(None))
            else:
                self.problem(say("dialogs.date_empty"))
            return
        try:
            self.dismiss(Dated(self._read(text)))
        except Refused as wrong:
            self.problem(wrong.sentence)


class AskLines(Dialog[list[str]]):
    """Several lines, one thing a line; saved with ctrl+s, never by a stray enter."""

    BINDINGS: ClassVar[list[Any]] = [Binding("ctrl+s,f2", "save", show=False, priority=True)]

    def __init__(self, title: str, value: str = "", *, hint: str = "") -> None:
        super().__init__()
        self.title_text = title
        self._value, self._hint = value, hint

    def keys(self) -> list[tuple[str, str]]:
        return [("ctrl+s", say("key_labels.save")), ("esc", say("dialogs.leave"))]

    def sheet(self) -> ComposeResult:
        from textual.widgets import TextArea

        area = TextArea(self._value, compact=True, highlight_cursor_line=False)
        area.styles.height = 6
        yield area
        yield SheetLine([(self._hint, "dim")], role="hint")

    def action_save(self) -> None:
        """Take the lines that say something."""
        from textual.widgets import TextArea

        lines = [line.strip() for line in self.query_one(TextArea).text.splitlines()]
        self.dismiss([line for line in lines if line])
