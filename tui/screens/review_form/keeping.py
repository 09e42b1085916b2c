"""The form's draft: on disk a third of a second after a key, held by one window, told when not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from store import drafts
from store.drafts import Draft, DraftHeld
from store.errors import PlanReviewError
from tui.screens.review_form.outcome_paper import OutcomePaper

if TYPE_CHECKING:
    from store.journal import Journal

FORM = "review"
#: Seconds from the first key that is not kept to the write. Typing on does not put it off.
KEEP_AFTER = 0.3
#: Seconds until a write that failed is tried again.
TRY_AGAIN_AFTER = 1.0


class DraftKeeper:
    """Writes what the paper holds into the draft of one child's review."""

    def __init__(self, journal: Journal, about: str) -> None:
        self._journal = journal
        self._about = about
        self.draft: Draft | None = None
        self.elsewhere: Draft | None = None
        self.failed_since: datetime | None = None
        self.failed_why = ""
        self._kept = 0
        self._fails_at: datetime | None = None

    def open(self) -> Mapping[str, Any] | None:
        """The words of the draft that is there, now held by this window.

        When another window holds it, `elsewhere` says so and the words are read only.
        """
        found = drafts.draft_for(self._journal, FORM, self._about)
        if found is None:
            return None
        try:
            if found.window != "elsewhere" and drafts.take(self._journal, found.id):
                self.draft = found
            else:
                self.elsewhere = found
        except drafts.NoDraft:
            return None
        return found.content

    def waiting(self, paper: OutcomePaper) -> bool:
        """Whether something was typed that is not on disk."""
        return self.elsewhere is None and paper.revision != self._kept

    def write(self, paper: OutcomePaper) -> bool:
        """Put what the paper holds on disk now; False when the disk did not take it."""
        if not self.waiting(paper):
            return self.failed_since is None
        if self.draft is None and not paper.touched():
            self._kept = paper.revision
            return True
        try:
            self.draft = drafts.keep(self._journal, FORM, self._about, paper.keep())
        except DraftHeld as error:
            self._failed(error.sentence)
            return False
        except PlanReviewError as error:
            self._failed(error.sentence)
            return False
        except Exception as error:  # a full or vanished disk has many names; none may stop typing
            self._failed(str(error) or type(error).__name__)
            return False
        self._kept = paper.revision
        self.failed_since, self.failed_why = None, ""
        return True

    def _failed(self, why: str) -> None:
        if self.failed_since is None:
            self.failed_since = self.draft.kept if self.draft else self._journal.now()
        self.failed_why = why.rstrip(".") + "."

    def leave(self, paper: OutcomePaper) -> bool:
        """Keep the last words and give the draft back; True when there is one to come back to."""
        if self.elsewhere is not None:
            return False
        self.write(paper)
        if self.draft is None:
            return False
        if not paper.touched() and paper.revision:
            drafts.discard(self._journal, self.draft.id)
            self.draft = None
            return False
        drafts.let_go(self._journal, self.draft.id)
        return True

    def saved(self) -> None:
        """The review is saved: its draft goes."""
        if self.draft is not None:
            drafts.discard(self._journal, self.draft.id)
            self.draft = None
