"""A quick start: what the toolkit would do several times over until the first paint, done once."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

from textual.app import App
from textual.screen import Screen

SEARCH_AFTER = 0.5  # seconds until Python looks for cycles again


class QuickStart(App[int]):
    """Mixed into the program: its first theme and its screens' styles are read one time each.

    Python's search for cycles rests until the first screen stands: all that is made until then
    stays, and the search, which passes it again and again, took a third of the start. What the
    program itself is made of it never passes: a search among it held up a key for 50 ms.
    """

    def __init__(self) -> None:
        if not gc.get_freeze_count():
            gc.freeze()
        super().__init__()

    def on_load(self) -> None:
        gc.disable()

    async def on_mount(self) -> None:
        self.set_timer(SEARCH_AFTER, gc.enable)

    def on_unmount(self) -> None:
        gc.enable()

    def begin_with_theme(self, name: str) -> None:
        """The theme of the first paint, before any style is read."""
        # Not by assignment, which has all styles read anew for each screen that comes.
        self.set_reactive(App.theme, name)
        self.stylesheet.set_variables(self.get_css_variables())

    def styled_as_now(self, build: Callable[[], Screen[Any]]) -> Screen[Any]:
        """A new screen, for which the styles need not be read again: they are this theme's."""
        screen = build()
        screen._css_update_count = self._css_update_count
        # The classes its size will give it; later they would have all styles read again.
        width, height = self.size
        screen.add_class(
            *screen._get_breakpoint_classes(width, self.HORIZONTAL_BREAKPOINTS or []),
            *screen._get_breakpoint_classes(height, self.VERTICAL_BREAKPOINTS or []),
            update=False,
        )
        return screen
