"""A date as people write dates: read while it is typed, told at once when it cannot be one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Literal

from textual.binding import Binding

from store.clock import WorkingDays, distance, parse_date, show_date, still_could_be_date
from store.errors import Refused
from store.wording import say
from tui.widgets.fields import FieldInput, TextField
from tui.widgets.lines import Line

Verdict = Callable[[date | None], Line | str]


class DateInput(FieldInput):
    """The control of a date field; the arrow down opens the calendar."""

    BINDINGS = [Binding("down", "calendar", show=False)]  # noqa: RUF012 - as Textual declares it

    def keys_here(self) -> list[tuple[str, str]]:
        return [*super().keys_here(), ("↓", say("key_labels.calendar"))]

    def action_calendar(self) -> None:
        """Step into the calendar."""
        field = self.parent.parent if self.parent is not None else None
        if isinstance(field, DateField):
            field.open_calendar()


class DateField(TextField):
    """One date. `value` is the date or None; `verdict_for` gives the words beside it.

    `prefer` settles which year a day without one means: the next such day, or the last.
    `today` and `calendar` come from the store, so that a pinned day holds here too.
    """

    def __init__(
        self,
        name: str,
        label: str,
        value: date | None = None,
        *,
        today: date,
        calendar: WorkingDays,
        width: int | None = 20,
        hint: str = "",
        verdict_for: Verdict | None = None,
        prefer: Literal["future", "past"] = "future",
        id: str | None = None,  # noqa: A002 - Textual's own name
    ) -> None:
        self._today, self._calendar = today, calendar
        self._prefer: Literal["future", "past"] = prefer
        self._value = value
        self._shown = self._show(value)
        self._verdict_for = verdict_for
        super().__init__(name, label, self._shown, width=width, hint=hint, id=id)

    def _make_input(self, value: str, hint: str) -> FieldInput:
        return DateInput(value, placeholder=hint, select_on_focus=True)

    def _show(self, value: date | None) -> str:
        if value is None:
            return ""
        shown = show_date(value, today=self._today)
        return shown if str(value.year) in shown else f"{shown} {value.year}"

    def on_mount(self) -> None:
        super().on_mount()
        self._judge(at_once=True)

    @property
    def value(self) -> Any:
        """The date, or None while there is none that can be read."""
        return self._value

    @value.setter
    def value(self, value: date | None) -> None:
        self._value, self._shown = value, self._show(value)
        self.text = self._shown
        self._judge(at_once=True)

    def typed(self) -> None:
        self._judge(at_once=True)
        super().typed()

    def left(self) -> None:
        self._judge(at_once=False)
        if self._value is not None and self.problem is None:
            self._shown = self._show(self._value)
            self.text = self._shown
        super().left()

    def _judge(self, *, at_once: bool) -> None:
        """Read what stands there; while typing only what can no longer become right is an error."""
        text = self.text
        wrong: str | None = None
        if not text:
            self._value = None
        elif text != self._shown or self._value is None:
            try:
                self._value = parse_date(
                    text, today=self._today, calendar=self._calendar, prefer=self._prefer
                )
            except Refused as refused:
                self._value = None
                if not at_once or not still_could_be_date(text, self._today):
                    wrong = refused.sentence
        if wrong != self.problem:
            self.problem = wrong
        self.verdict = self._words()

    def _words(self) -> Line | str:
        if self._verdict_for is not None:
            return self._verdict_for(self._value)
        if self._value is None:
            return ""
        away = distance(self._value, self._today, self._calendar)
        if self.text == self._shown:
            return [(away, "dim")]
        return [(f"{self._show(self._value)}  {away}", "dim")]

    def open_calendar(self) -> None:
        """Choose the day in a month; enter takes it."""
        from tui.dialogs.month import MonthSheet

        def taken(day: date | None) -> None:
            if day is not None:
                self.value = day
                self.typed()
                self.move_on()

        start = self._value or self._today
        self.app.push_screen(MonthSheet(self.label, start, self._today, self._calendar), taken)
