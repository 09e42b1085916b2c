"""Keeps what is typed into a form on disk within a second, held by one window at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from textual.timer import Timer

from store import drafts
from store.drafts import Draft
from store.errors import PlanReviewError
from store.wording import plain, say
from tui.glyphs import glyph
from tui.widgets.frame import Frame
from tui.widgets.lines import Piece

#: Seconds from the first key that is not kept to the write. Typing on does not put it off.
KEEP_AFTER = 0.3
#: Seconds until a write that failed is tried again.
TRY_AGAIN_AFTER = 1.0


class DraftKeeper:
    """The draft of one open form: `form` and `about` name it.

    `content` gives what is typed, None while there is nothing worth keeping; `called` names the
    record for people; `told` is called when the state of the draft changed.
    """

    def __init__(
        self,
        frame: Frame,
        form: str,
        about: str | None,
        content: Callable[[], Mapping[str, Any] | None],
        *,
        called: Callable[[], str],
        told: Callable[[], None] | None = None,
    ) -> None:
        self._frame, self._form, self._about, self._content = frame, form, about, content
        self._called, self._told = called, told or frame.facts_changed
        #: The draft this window holds, and the one that another window holds.
        self.draft: Draft | None = None
        self.elsewhere: Draft | None = None
        self.failed_since: datetime | None = None
        self._failed_why = ""
        self._warned = False
        self._latest: Mapping[str, Any] | None = None
        self._dirty = False
        self._over = False
        self._waiting: Timer | None = None

    @property
    def read_only(self) -> bool:
        """Whether another window is writing this form."""
        return self.elsewhere is not None

    @property
    def waiting(self) -> bool:
        """Whether something was typed that is not on disk."""
        return self._dirty

    def begin(self) -> Mapping[str, Any] | None:
        """The words to go on with, now held by this window; those of another are only read."""
        found = drafts.draft_for(self._frame.journal, self._form, self._about)
        if found is None:
            return None
        try:
            if found.window != "elsewhere" and drafts.take(self._frame.journal, found.id):
                self.draft = found
            else:
                self.elsewhere = found
        except drafts.NoDraft:
            return None
        return found.content

    def typed(self) -> None:
        """A key changed the form: the draft follows within a second."""
        if self.read_only or self._over:
            return
        # Taken now: when the window closes, the fields may be gone before the draft is written.
        self._latest, self._dirty, self._warned = self._content(), True, False
        self._keep_in(KEEP_AFTER)

    def keep(self) -> bool:
        """Put what is typed on disk now; False when the disk did not take it."""
        self._stop()
        if not self._dirty or self._over:
            return self.failed_since is None
        try:
            self._write()
        except PlanReviewError as error:
            self._failed(error.sentence)
        except Exception as error:  # a full or vanished disk has many names; none may stop typing
            self._failed(str(error) or type(error).__name__)
        else:
            self._dirty, self.failed_since, self._failed_why = False, None, ""
        return self.failed_since is None

    def _write(self) -> None:
        journal = self._frame.journal
        if self._latest is not None:
            self.draft = drafts.keep(journal, self._form, self._about, self._latest)
        elif self.draft is not None:
            drafts.discard(journal, self.draft.id)
            self.draft = None

    def _failed(self, why: str) -> None:
        if self.failed_since is None:
            self.failed_since = self.draft.kept if self.draft else self._frame.journal.now()
        self._failed_why = why.rstrip(".") + "."

    def leave(self) -> bool:
        """Keep the last words and give the draft back; False, once, when they cannot be kept."""
        if self._over:
            return True
        if not self.keep() and not self._warned:
            # Leaving now would lose words: the form stays open and says so.
            self._warned = True
            self._keep_in(TRY_AGAIN_AFTER)
            return False
        self._end()
        return True

    def close(self) -> None:
        """The window closes: keep what can be kept, give the draft back."""
        if not self._over:
            self.keep()
            self._end()

    def saved(self) -> None:
        """The form is in the store: its draft has done its work."""
        self._stop()
        self._over = True
        if self.draft is not None:
            drafts.discard(self._frame.journal, self.draft.id)
            self.draft = None

    def _end(self) -> None:
        self._stop()
        self._over = True
        if self.draft is not None:
            # What cannot be given back now is free as soon as this window is gone.
            with suppress(Exception):
                drafts.let_go(self._frame.journal, self.draft.id)

    def _keep_in(self, seconds: float) -> None:
        if self._waiting is None:
            self._waiting = self._frame.set_timer(seconds, self._tick)

    def _tick(self) -> None:
        self._waiting = None
        if not self.keep():
            self._keep_in(TRY_AGAIN_AFTER)
        if self._frame.is_running and self._frame.is_current:
            self._told()

    def _stop(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None

    # What is said about it ----------------------------------------------------------------------

    def state(self) -> list[Piece]:
        """How the draft stands, for the status line."""
        if self.elsewhere is not None:
            since = self.elsewhere.begun.astimezone().strftime("%H:%M")
            words = say("form_draft.elsewhere", what=plain(self._called()), since=since)
            return [(words, "amber")]
        if self.failed_since is not None:
            since = _hour(self.failed_since)
            end = say("form_draft.lost" if self._warned else "form_draft.keep_open")
            words = say("form_draft.failed", since=since, why=plain(self._failed_why), end=end)
            return [(f"{glyph('wrong')} ", "bold red"), (words, "bold red")]
        if self.draft is None:
            return [(say("form_draft.nothing_typed"), "dim")]
        return [
            (f"{glyph('draft')} {say('form_draft.kept')} ", "bold accent"),
            (_hour(self.draft.kept), "dim"),
        ]

    def open_draft(self) -> str | None:
        """The draft on this screen for the sentence of a crash: `C-0147, 09:12:04`."""
        if self.draft is None:
            return None
        return f"{plain(self._called())}, {_hour(self.draft.kept)}"


def _hour(moment: datetime) -> str:
    return moment.astimezone().strftime("%H:%M:%S")
