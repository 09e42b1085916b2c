"""A centre's log in a database elsewhere: asked beside the screen, shown as it was last read."""

from __future__ import annotations

from store import snapshots
from store.errors import PlanReviewError
from store.snapshots.centre_board import CentreBoard, board_elsewhere, centre_board
from store.wording import say
from tui.screens.share_query import ShareQuery
from tui.screens.with_log import with_log


class ShareLog(ShareQuery):
    """The half of Share that knows where the log of a centre lies."""

    def __init__(self) -> None:
        super().__init__()
        self._board: CentreBoard | None = None  # as it was last read elsewhere
        self._read_at: object = None
        self._asking = False

    @property
    def elsewhere(self) -> str:
        """The database that holds what devices sent; empty where this store does."""
        log = self.planreview.central_log
        if log is not None and not log.url:
            return ""
        return snapshots.kept_at(self.journal) or ("" if log is None else log.place)

    @property
    def read_yet(self) -> bool:
        """Whether what devices sent is known; a log elsewhere takes a moment, or was not named."""
        return self._board is not None or not self.elsewhere

    def why_not(self, action: str) -> str | None:
        if action in ("read_folder", "receipts", "fetch"):
            if self.collates and self.elsewhere and self.planreview.central_log is None:
                return say("screen_share.log_not_named", url=self.elsewhere)
            if action == "fetch" and not (self.collates and self.elsewhere):
                return say("screen_share.log_here")
            if action == "fetch" and self._working:
                return say("screen_share.working")
        return super().why_not(action)

    def centre_board(self) -> CentreBoard:
        """The devices of this centre; of a log elsewhere what it said last, and it is asked again
        where anything was saved since."""
        if not self.elsewhere:
            return centre_board(self.journal)
        known = self._read_at == self.planreview.version()
        if not (known or self._asking or self._working or self.planreview.central_log is None):
            self._asking = True
            self.run_worker(self._ask_log(), group="log")
        return self._board or CentreBoard()

    def action_fetch(self) -> None:
        """Ask the log again: another may have sent, or the database be there again."""
        self._read_at = None
        self.read_again()

    async def _ask_log(self) -> None:
        journal = self.journal
        self.busy(say("screen_share.asking_log", url=self.elsewhere), stops=False)
        try:
            self._board = await self._apart(
                with_log(self, lambda log: board_elsewhere(journal, log or journal))
            )
        except PlanReviewError as why:
            trouble = why.sentence
        else:
            trouble = ""
        finally:
            self._asking = False
        # What came here with it was saved here, and is no reason to ask again.
        self._read_at = self.planreview.version()
        self.read_again()
        if trouble:
            self.refuse(trouble)
