"""Several lines of somebody's words: enter breaks the line, tab moves on, ctrl+z takes back."""

from __future__ import annotations

from typing import Any

from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import TextArea

from store.wording import say
from tui.widgets.fields import Field
from tui.widgets.line_input import underlined
from tui.widgets.lines import Line


class ProseInput(TextArea):
    """The control of a prose field; it grows with its words."""

    takes_text = True

    def render_line(self, y: int) -> Strip:
        return underlined(super().render_line(y), self.app)

    def keys_here(self) -> list[tuple[str, str]]:
        """What the footer says while the cursor stands here."""
        return [
            ("tab", say("key_labels.next_field")),
            ("enter", say("key_labels.new_line")),
            ("ctrl+z", say("key_labels.take_back")),
        ]


class ProseField(Field):
    """Words of several lines, from `least` to `most` rows high."""

    def __init__(
        self,
        name: str,
        label: str,
        value: str = "",
        *,
        least: int = 2,
        most: int = 6,
        hint: str = "",
        id: str | None = None,  # noqa: A002 - Textual's own name
        verdict: Line | str = (),
    ) -> None:
        super().__init__(name, label, id=id, verdict=verdict)
        self.area = ProseInput(
            value,
            soft_wrap=True,
            show_line_numbers=False,
            highlight_cursor_line=False,
            tab_behavior="focus",
            compact=True,
            placeholder=hint,
        )
        self.area.cursor_blink = False
        self.area.styles.width = "1fr"
        self.area.styles.height = "auto"
        self.area.styles.min_height = least
        self.area.styles.max_height = most
        self._beside.styles.width = 1

    def taker(self) -> Widget:
        return self.area

    @property
    def value(self) -> Any:
        return self.text.strip() or None

    @value.setter
    def value(self, value: Any) -> None:
        with self.area.prevent(TextArea.Changed):
            self.area.text = str(value or "")

    @property
    def text(self) -> str:
        return self.area.text

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self.area.has_focus:
            self.typed()
