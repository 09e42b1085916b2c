"""Keeps what is typed into a form on disk within a second, and gives it back to one window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from textual.timer import Timer

from store import drafts
from store.errors import PlanReviewError
from store.wording import say
from tui.widgets.frame import Frame
from tui.widgets.lines import Piece

KEEP_AFTER = 0.3  # seconds after a key; well within the second that is promised
TRY_AGAIN_AFTER = 1.0  # seconds after a write that failed


class DraftKeeper:
    """The draft of one open form: `form` and `about` name it, `content` gives what is typed."""

    def __init__(
        self, frame: Frame, form: str, about: str, content: Callable[[], Mapping[str, Any]]
    ) -> None:
        self._frame, self._form, self._about, self._content = frame, form, about, content
        self._id: str | None = None
        self._waiting: Timer | None = None
        self._kept_at = ""
        self._failed: str | None = None
        self.read_only = False
        self._closing = False
        self._latest: dict[str, Any] = {}

    def begin(self) -> Mapping[str, Any] | None:
        """The content to go on with, if any; a draft another window holds is only read."""
        found = drafts.draft_for(self._frame.journal, self._form, self._about)
        if found is None:
            return None
        if not drafts.take(self._frame.journal, found.id):
            self.read_only = True
        else:
            self._id = found.id
            self._kept_at = found.kept.astimezone().strftime("%H:%M:%S")
        return found.content

    def typed(self) -> None:
        """A key changed the form: the draft follows within a second."""
        if self.read_only:
            return
        # Taken now: when the window closes, the fields may be gone before the draft is written.
        self._latest = dict(self._content())
        if self._waiting is None:
            self._waiting = self._frame.set_timer(KEEP_AFTER, self.keep)

    def keep(self) -> None:
        """Put what is typed on disk now; a failure stays in the status line until it is over."""
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None
        if self.read_only:
            return
        try:
            kept = drafts.keep(self._frame.journal, self._form, self._about, self._latest)
        except PlanReviewError as error:
            self._failed = error.sentence
            if not self._closing:
                self._waiting = self._frame.set_timer(TRY_AGAIN_AFTER, self.keep)
        else:
            self._id, self._failed = kept.id, None
            self._kept_at = kept.kept.astimezone().strftime("%H:%M:%S")
        if self._frame.is_running and self._frame.is_current and not self._closing:
            self._frame.facts_changed()

    def leave(self) -> bool:
        """Give the draft back for any window; True when there is one to go on with."""
        self._closing = True
        if self._waiting is not None:
            self.keep()
        if self._id is not None and not self.read_only:
            drafts.let_go(self._frame.journal, self._id)
        return self._id is not None

    def saved(self) -> None:
        """The form is in the store: its draft has done its work."""
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None
        if self._id is not None:
            drafts.discard(self._frame.journal, self._id)
            self._id = None

    def state(self) -> list[Piece]:
        """How the draft stands, for the status line."""
        from tui.glyphs import glyph

        if self.read_only:
            return [(f"{glyph('draft')} ", "accent"), (say("evidence_form.elsewhere"), "amber")]
        if self._failed is not None:
            since = say("evidence_form.not_kept", at=self._kept_at or "–", why=self._failed)
            return [(f"{glyph('wrong')} {since}", "bold red")]
        if self._id is None:
            return [(say("evidence_form.nothing_typed"), "dim")]
        return [
            (f"{glyph('draft')} ", "accent"),
            (say("evidence_form.kept", at=self._kept_at), "text"),
        ]
