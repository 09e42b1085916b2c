"""Widgets of whole lines: what they draw goes to the screen as it is, and is kept until it changes.

The toolkit's way of styling a line (border, padding, opacity, link colours) has nothing to do for
them and costs more than the line itself, most of all while a list scrolls.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Self

from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget


class Drawn(Widget):
    """A widget that gives each line complete, as wide as itself and with its background.

    A line is asked for again only when it was refreshed, or when size or palette are others.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._lines_kept: dict[int, Strip] = {}
        self._kept_for: tuple[Size, str] | None = None

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        if not regions:
            self._lines_kept.clear()
        for region in regions:
            for y in region.line_range:
                self._lines_kept.pop(y, None)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        app: Any = self.app
        size, kept = self.size, self._lines_kept
        if self._kept_for != (size, app.palette.name):
            self._kept_for = (size, app.palette.name)
            kept.clear()
        missing = [y for y in crop.line_range if y not in kept]
        if missing:
            for y, strip in zip(missing, self.draw_lines(missing), strict=True):
                kept[y] = self._filtered(strip)
        strips = [kept[y] for y in crop.line_range]
        if crop.column_span != (0, size.width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def draw_lines(self, rows: Sequence[int]) -> Iterable[Strip]:
        """These lines of the widget; what they have in common may be looked up once."""
        return map(self.render_line, rows)

    def _filtered(self, strip: Strip) -> Strip:
        """The line as NO_COLOR has it; the palette has true colours only, so that is all."""
        if self.app.no_color:
            for one in self.get_line_filters():
                strip = strip.apply_filter(one, self.background_colors[1])
        return strip


class DrawnScroll(Drawn, ScrollView):
    """Such a widget that scrolls its lines; where it stands is shown by others, not by a bar."""

    # Another number of lines needs no new layout: nothing around it changes its place.
    virtual_size = Reactive(Size(0, 0))

    @property
    def allow_vertical_scroll(self) -> bool:
        return True

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        if round(old_value) != round(new_value):
            self.refresh()
