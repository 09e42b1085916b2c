"""The frame every screen stands in: chrome, status, questions, and errors that become sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import DescendantBlur, DescendantFocus, Key, Resize, ScreenResume
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from store.errors import PlanReviewError, ReasonNeeded
from store.wording import say
from tui.places import Place
from tui.widgets.chrome import Footer, Header, StatusLine, progress
from tui.widgets.lines import Line, spaced, strip_of, wrapped

if TYPE_CHECKING:
    from store.journal import Journal
    from tui.dialogs.base import Dialog
    from tui.program import Program
    from tui.widgets.panes import Panes

Answer = TypeVar("Answer")

SMALLEST = (60, 15)
WIDE, TALL = 110, 30


class TooSmall(Widget):
    """The sentence that stands instead of a screen when the window cannot hold one."""

    DEFAULT_CSS = "TooSmall { display: none; width: 1fr; height: 1fr; }"

    def render_line(self, y: int) -> Strip:
        app: Any = self.app
        width = self.size.width
        lines = wrapped(say("frame.too_small", width=SMALLEST[0], height=SMALLEST[1]), width - 1)
        return strip_of(lines[y] if y < len(lines) else "", width, app.palette)


class Frame(Place, Screen[Any]):
    """A screen with header, status line and footer; subclasses give `body` and their actions."""

    place: ClassVar[str] = ""
    mode: ClassVar[str] = ""
    digits: ClassVar[bool] = True
    inherit_bindings: ClassVar[bool] = True

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.bind_place()
        # Held rather than looked for: both are drawn anew with nearly every key.
        self._status, self._footer = StatusLine(), Footer()
        self._told: Line = ()
        self._refused: str | None = None
        self._busy: Line | None = None
        self._seen_version: object = None
        self._stands = False
        self._focus_before: Widget | None = None
        #: The panes whose right one may be shut; they say so when they are there.
        self.panes: Panes | None = None

    # What a screen gives -------------------------------------------------------------------

    def body(self) -> ComposeResult:
        """The widgets between header and status line."""
        yield from ()

    def refresh_records(self) -> None:
        """Read the records again and show them; the cursor stays on its record."""

    def facts(self) -> Line:
        """The left part of the status line: how many, where, what is wrong."""
        return []

    def record_here(self) -> str | None:
        """The id of the record under the cursor."""
        return None

    def reference_here(self) -> str | None:
        """The reference `y` copies."""
        return None

    def back(self) -> bool:
        """Take one step back inside the screen; False when there is none."""
        return False

    def steps_back(self) -> bool:
        """Whether `esc` leads anywhere now: the footer says so only then."""
        return len(self.app.screen_stack) > 1

    def show_record(self, kind: str, record_id: str) -> bool:
        """Put the cursor on a record; False when it is not shown here."""
        return False

    def draft_open(self) -> str | None:
        """The draft open here and when it was last kept, as `C-0147, 09:12:04`."""
        return None

    def close_frame(self) -> None:
        """Leave a page that stands on a mode's own screen."""
        if len(self.app.screen_stack) > 1 and self.is_current:
            self.dismiss()

    # What the frame does ------------------------------------------------------------------------

    @property
    def journal(self) -> Journal:
        """The store this program was opened on."""
        return self.planreview.journal

    @property
    def planreview(self) -> Program:
        """The program, with its type."""
        app: Program = self.app  # type: ignore[assignment]
        return app

    @property
    def wide(self) -> bool:
        """Whether two panes stand side by side."""
        return self.app.size.width >= WIDE

    @property
    def tall(self) -> bool:
        """Whether there is room for empty lines between groups."""
        return self.app.size.height >= TALL

    def compose(self) -> ComposeResult:
        yield TooSmall()
        yield Header(self.mode, self.digits)
        with Vertical(id="body"):
            yield from self.body()
        yield self._status
        yield self._footer

    def on_mount(self) -> None:
        # The toolkit calls each class's own handler: a screen that called this one from its own
        # would otherwise read its records twice.
        if not self._stands:
            self._stands = True
            self.read_again()

    def on_unmount(self) -> None:
        self._stands = False

    def on_screen_resume(self, event: ScreenResume) -> None:
        # Styles are read when a screen is made, and by the program after a change of theme.
        event.refresh_styles = False
        if self._seen_version != self.planreview.version():
            self.read_again()
        else:
            self.facts_changed()

    def look_again(self) -> None:
        """Read the records again if anything was saved since they were read."""
        if self._seen_version != self.planreview.version():
            self.read_again()

    def read_again(self) -> None:
        """Read the records and draw status and keys anew; failures become their sentence."""
        if not self._stands:  # brought to the front before its widgets are there, or after
            return
        self._seen_version = self.planreview.version()
        try:
            self.refresh_records()
        except PlanReviewError as error:
            self.refuse(error.sentence)
        self.facts_changed()

    def facts_changed(self) -> None:
        """Draw the status line and the footer anew."""
        if not self._stands:
            return
        left: Line
        if self._busy is not None:
            left = self._busy
        elif self._refused is not None:
            self._status.refuse(self._refused)
            self.keys_changed()
            return
        else:
            left = self.facts()
        told = self._told or self.planreview.last_told
        # In a narrow window what was just done is worth more than what is not sent yet.
        both, alone = spaced([told, self.planreview.not_sent()]), spaced([told])
        self._status.say(left, *([(text, "dim") for text, _ in part] for part in (both, alone)))
        self.keys_changed()

    def keys_changed(self) -> None:
        """Draw the footer anew: what applies has changed."""
        self._footer.refresh()

    def tell(self, sentence: str) -> None:
        """Say at the right of the status line what was last done."""
        self.planreview.last_told = [(sentence, "dim")]
        self.facts_changed()

    def refuse(self, sentence: str) -> None:
        """Say in the status line what was refused and why; it stays until the next key."""
        self._refused = sentence
        self.facts_changed()

    def changed(self, sentence: str) -> None:
        """After a write: say what was done and read the records again."""
        self.planreview.last_told = [(sentence, "dim")]
        self.read_again()

    def toast(self, sentence: str) -> None:
        """Say something that is not visible on the screen, in plain text, for four seconds."""
        self.app.notify(sentence, timeout=4, markup=False)

    def busy(
        self,
        what: str | None,
        done: int = 0,
        total: int | None = None,
        note: str = "",
        *,
        stops: bool = True,
    ) -> None:
        """Show progress in the status line, and that `esc` stops it where it does; None ends."""
        self._busy = None if what is None else progress(what, done, total, note, stops=stops)
        self.facts_changed()

    async def ask(self, dialog: Dialog[Answer]) -> Answer | None:
        """Show a question and wait for its answer; None when it was left with escape."""
        return await self.app.push_screen_wait(dialog)

    async def with_reason(self, title: str, write: Callable[[str | None], object]) -> bool:
        """Write without a reason; ask for one where the store needs it. True when written."""
        from tui.dialogs.ask import AskReason

        try:
            write(None)
        except ReasonNeeded as needed:
            reason = await self.ask(AskReason(title, said=needed.sentence))
            if not reason:
                return False
            write(reason)
        return True

    # Keys every frame has ----------------------------------------------------------------------

    async def action_history(self) -> None:
        record = self.record_here()
        if record is not None:
            from tui.dialogs.history import HistoryList

            await self.ask(HistoryList(record, self.reference_here() or ""))

    def action_copy(self) -> None:
        reference = self.reference_here()
        if reference:
            self.app.copy_to_clipboard(reference)
            self.toast(say("frame.copied", reference=reference))

    def action_refresh_view(self) -> None:
        self.read_again()

    def on_key(self, event: Key) -> None:
        if self._refused is not None:
            self._refused = None
            self.facts_changed()
        if event.key != "q":
            self.planreview.leaving = False
        self.feed_chord(event)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        self.keys_changed()

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        self.keys_changed()

    def on_resize(self, event: Resize) -> None:
        small = event.size.width < SMALLEST[0] or event.size.height < SMALLEST[1]
        if small and self.focused is not None:
            # What is hidden loses the focus; it comes back with the room.
            self._focus_before = self.focused
        for child in self.children:
            # The toolkit's own tooltip shows and hides itself; shown here it would stand empty
            # over the first line of a real terminal.
            if not child.has_class("-textual-system"):
                child.display = isinstance(child, TooSmall) == small
        if not small:
            if self._stands:
                self.arranged()
            self.facts_changed()
            before, self._focus_before = self._focus_before, None
            if before is not None:
                self.call_after_refresh(self._focus_again, before)

    def _focus_again(self, widget: Widget) -> None:
        if self.focused is None and widget.is_attached and widget.focusable:
            self.set_focus(widget)

    def arranged(self) -> None:
        """The window changed its size; screens that stack or hide panes by hand do it here."""
