"""Two panes side by side with one rule between, or one of them where the window is narrow."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Resize
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from tui.glyphs import glyph
from tui.widgets.lines import strip_of

SIDE_BY_SIDE = 110
WIDEST = 110
DETAIL_LEAST = 28


class PaneRule(Widget):
    """The line between two panes; the thumb on it is the left pane's scrollbar."""

    DEFAULT_CSS = "PaneRule { width: 1; height: 1fr; background: $pr-bg; }"
    can_focus = False

    def __init__(self, of: Widget) -> None:
        super().__init__()
        self.of = of

    def on_mount(self) -> None:
        if isinstance(self.of, ScrollView):
            self.watch(self.of, "scroll_y", self._moved, init=False)
            self.watch(self.of, "virtual_size", self._moved, init=False)

    def _moved(self) -> None:
        self.refresh()

    def render_line(self, y: int) -> Strip:
        app: Any = self.app
        pane, height = self.of, self.size.height
        whole = pane.virtual_size.height
        thumb = False
        if isinstance(pane, ScrollView) and whole > height > 0:
            size = max(1, round(height * height / whole))
            top = round((height - size) * pane.scroll_offset.y / max(1, whole - height))
            thumb = top <= y < top + size
        sign = (glyph("thumb"), "dim") if thumb else (glyph("pane"), "rule")
        return strip_of([sign], 1, app.palette)


class Across(Widget):
    """The line over a detail that stands under its list."""

    DEFAULT_CSS = "Across { width: 1fr; height: 1; background: $pr-bg; }"
    can_focus = False

    def render_line(self, y: int) -> Strip:
        app: Any = self.app
        width = self.size.width
        return strip_of([(glyph("across") * width, "rule")], width, app.palette)


class Panes(Container):
    """A left and a right pane. `share` is the left one's percentage from 110 columns on.

    Below that `narrow` says what is seen: `first`, `second`, or `below` (the right pane under the
    left, `below_rows` lines).
    """

    DEFAULT_CSS = """
    Panes { layout: horizontal; width: 1fr; height: 1fr; }
    Panes.-stacked { layout: vertical; }
    """

    def __init__(
        self,
        left: Widget,
        right: Widget,
        *,
        share: int = 72,
        narrow: str = "first",
        below_rows: int = 4,
        id: str | None = None,  # noqa: A002 - Textual's own name
    ) -> None:
        super().__init__(id=id)
        self.left, self.right = left, right
        self.share = share
        self._narrow = narrow
        self.below_rows = below_rows
        self.upright = PaneRule(left)
        self.across = Across()

    @property
    def narrow(self) -> str:
        """What is seen below 110 columns."""
        return self._narrow

    @narrow.setter
    def narrow(self, which: str) -> None:
        self._narrow = which
        self.divide()

    @property
    def side_by_side(self) -> bool:
        """Whether both panes stand beside each other now."""
        return self.size.width >= SIDE_BY_SIDE

    def compose(self) -> ComposeResult:
        yield self.left
        yield self.upright
        yield self.across
        yield self.right

    def on_resize(self, event: Resize) -> None:
        self.divide()

    def divide(self) -> None:
        """Give each pane its room."""
        width = self.size.width
        if not width:
            return
        beside = self.side_by_side
        below = not beside and self._narrow == "below"
        self.set_class(below, "-stacked")
        self.upright.display = beside
        self.across.display = below
        self.left.display = beside or self._narrow != "second"
        self.right.display = beside or self._narrow != "first"
        if beside:
            left = min(round(width * self.share / 100), width - 1 - DETAIL_LEAST, WIDEST)
            self.left.styles.width = left
        else:
            self.left.styles.width = "1fr"
        self.right.styles.width = "1fr"
        self.right.styles.height = self.below_rows if below else "1fr"
        focused = self.screen.focused
        for hidden, seen in ((self.left, self.right), (self.right, self.left)):
            if not hidden.display and focused is not None and hidden in focused.ancestors_with_self:
                seen.focus()
