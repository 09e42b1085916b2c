"""Two panes side by side with one rule between, or one of them where the window is narrow."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Resize
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from tui.glyphs import glyph
from tui.themes import Palette
from tui.widgets.drawn import Drawn
from tui.widgets.ledger import Ledger
from tui.widgets.lines import strip_of

SIDE_BY_SIDE = 110
WIDEST = 110
DETAIL_LEAST = 28


class PaneRule(Drawn):
    """The line between two panes; the thumb on it is the left pane's scrollbar."""

    DEFAULT_CSS = "PaneRule { width: 1; height: 1fr; background: $pr-bg; }"
    can_focus = False

    def __init__(self, of: Widget) -> None:
        super().__init__()
        self.of = of
        self._shown = (0, 0)

    def on_mount(self) -> None:
        if isinstance(self.of, ScrollView):
            self.watch(self.of, "scroll_y", self._moved, init=False)
            self.watch(self.of, "virtual_size", self._moved, init=False)

    def _moved(self) -> None:
        """Draw anew the lines the thumb left and those it came to, and no others."""
        thumb = self._thumb()
        if thumb != self._shown:
            ends = [end for end in (self._shown, thumb) if end[0] < end[1]]
            top, bottom = min(end[0] for end in ends), max(end[1] for end in ends)
            self.refresh(Region(0, top, 1, bottom - top))

    def _thumb(self) -> tuple[int, int]:
        """The lines of the thumb: its first, and the one after its last."""
        pane, height = self.of, self.size.height
        whole = pane.virtual_size.height
        if not isinstance(pane, ScrollView) or not whole > height > 0:
            return (0, 0)
        size = max(1, round(height * height / whole))
        top = round((height - size) * pane.scroll_offset.y / max(1, whole - height))
        return (top, top + size)

    def render_lines(self, crop: Region) -> list[Strip]:
        self._shown = self._thumb()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        app: Any = self.app
        top, end = self._shown
        sign, style = ("thumb", "dim") if top <= y < end else ("pane", "rule")
        return _rule(app.palette, glyph(sign), style)


@lru_cache(maxsize=16)
def _rule(palette: Palette, sign: str, style: str) -> Strip:
    return strip_of([(sign, style)], 1, palette)


class Across(Drawn):
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
        self._shut = False
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
    def shuts(self) -> bool:
        """Whether the right pane only explains the left, and may be shut."""
        return isinstance(self.right, Ledger)

    @property
    def shut(self) -> bool:
        """Whether the right pane is shut where it would stand beside the left."""
        return self._shut

    @shut.setter
    def shut(self, shut: bool) -> None:
        self._shut = shut
        self.divide()

    @property
    def wide(self) -> bool:
        """Whether there is room for both panes beside each other."""
        return self._room() >= SIDE_BY_SIDE

    def _room(self) -> int:
        # Before it was laid out once it has no size: it takes what the window has. Divided only
        # afterwards, a narrow window showed both panes for a moment, one of them too small to read.
        return self.size.width or self.app.size.width

    @property
    def side_by_side(self) -> bool:
        """Whether both panes stand beside each other now."""
        return self.wide and not self._shut

    def on_mount(self) -> None:
        if self.shuts:
            app: Any = self.app
            screen: Any = self.screen
            screen.panes = self  # asked for with every key: never looked for
            # As it was left: the list may have been closed meanwhile.
            self._shut = getattr(screen, "place", "") in getattr(app, "shut_panes", ())
        self.divide()

    def compose(self) -> ComposeResult:
        yield self.left
        yield self.upright
        yield self.across
        yield self.right

    def on_resize(self, event: Resize) -> None:
        self.divide()

    def divide(self) -> None:
        """Give each pane its room."""
        width = self._room()
        beside = self.side_by_side
        alone = self.wide and self._shut
        below = not beside and not alone and self._narrow == "below"
        self.set_class(below, "-stacked")
        self.upright.display = beside
        self.across.display = below
        self.left.display = beside or alone or self._narrow != "second"
        self.right.display = beside or (not alone and self._narrow != "first")
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
