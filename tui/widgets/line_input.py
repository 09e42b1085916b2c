"""The one-line text control of fields and questions."""

from __future__ import annotations

from typing import Any

from rich.style import Style
from textual.strip import Strip
from textual.widgets import Input

_UNDERLINE = Style(underline=True)


def underlined(strip: Strip, app: Any) -> Strip:
    """The strip of a field; without colour the whole field is underlined, empty or not."""
    palette = getattr(app, "palette", None)
    if palette is not None and palette.underlined_fields:
        return strip.apply_style(_UNDERLINE)
    return strip


class LineInput(Input):
    """An input that is seen without colour as well and whose cursor stands still."""

    takes_text = True

    def __init__(self, value: str | None = None, *, placeholder: str = "", **named: Any) -> None:
        super().__init__(value, placeholder, compact=True, **named)
        self.cursor_blink = False

    def render_line(self, y: int) -> Strip:
        return underlined(super().render_line(y), self.app)
