"""The page of a lost laptop: what it held, what never came, what to do; and the key that revokes.

Opening it revokes nobody, so that the drill can be held on any day.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from threading import Event

from textual.app import ComposeResult

from store import snapshots
from store.database.private_files import write_private
from store.errors import PlanReviewError
from store.snapshots.lost import Lost, lost
from store.wording import plain, say
from tui.actions import Action, offer
from tui.dialogs.ask import AskText
from tui.dialogs.choose import Choice, ChooseOne
from tui.screens.with_log import with_log
from tui.typed_path import typed_path
from tui.widgets.frame import Frame
from tui.widgets.ledger import Entry, Gap, Ledger, Title, Words
from tui.widgets.lines import Line

offer(
    "lost",
    "revoke",
    ("export", "screen_share.key_account"),
    "copy",
    Action("down", "move", ("j",), footer=False),
    Action("up", "move", ("k",), footer=False),
)


def revoke_question(name: str) -> ChooseOne:
    """Whether to take nothing more of a device or centre of that name."""
    choices = [
        Choice("y", say("screen_share.revoke_yes", name=name), True),
        Choice("n", say("screen_share.revoke_no"), False),
    ]
    return ChooseOne(say("screen_share.revoke_title", name=name), choices)


def _entries(account: Lost) -> list[Entry]:
    line = account.line
    entries: list[Entry] = [
        Title(f"{line.name}  {line.party.card.person or ''}", [(line.state.wording, "dim")])
    ]
    for section in account.sections:
        entries += [Gap(), Title(section.title)]
        for words in section.lines:
            bare = words.lstrip()
            entries.append(Words(bare, "text", indent=1 if bare == words else 3))
    return entries


class LostPage(Frame):
    """The account of one device over the whole width; `esc` goes back to the devices."""

    place = "lost"
    mode = "share"

    def __init__(self, device: str) -> None:
        super().__init__()
        self._device = device
        self.account: Lost | None = None
        self._left = Event()

    def body(self) -> ComposeResult:
        yield Ledger(id="page", focusable=True)

    # Reading -----------------------------------------------------------------------------------

    def refresh_records(self) -> None:
        """Read the account beside the screen: a device may hold a million changes."""
        self._left.set()
        self._left = Event()
        if self.account is None:
            self._show([Words(say("screen_share.lost_reading"), "dim")])
            self.query_one("#page", Ledger).focus()
            self.busy(say("screen_share.lost_reading"))
        self.run_worker(self._read(self._left), group="account", exclusive=True)

    async def _read(self, left: Event) -> None:
        journal = self.journal

        read = with_log(self, lambda log: lost(journal, self._device, left.is_set, log))
        try:
            found = await asyncio.to_thread(snapshots.on_own_connection, journal, read)
        except snapshots.Cancelled:
            return
        except PlanReviewError as why:
            self.busy(None)
            self.refuse(why.sentence)
            return
        if left.is_set():
            return
        self.account = found
        self._show(_entries(found))
        self.busy(None)

    def on_unmount(self) -> None:
        self._left.set()

    def _show(self, entries: list[Entry]) -> None:
        self.query_one("#page", Ledger).show(entries)

    # What is said ------------------------------------------------------------------------------

    def facts(self) -> Line:
        if self.account is None:
            return []
        line = self.account.line
        if line.party.revoked is not None:
            return [(say("screen_share.lost_revoked", name=line.name), "red")]
        key = "lost_rehearsal" if line.goes_on_as is None else "lost_gone_on"
        return [(say(f"screen_share.{key}", name=line.name), "bold")]

    def why_not(self, action: str) -> str | None:
        if action in ("revoke", "export") and self.account is None:
            return say("screen_share.lost_reading")
        if action == "revoke" and self.account and self.account.line.party.revoked is not None:
            return say("screen_share.revoked_already", name=self.account.line.name)
        return None

    def reference_here(self) -> str | None:
        return self.account.line.party.card.fingerprint if self.account else None

    # Acting ------------------------------------------------------------------------------------

    async def action_revoke(self) -> None:
        account = self.account
        assert account is not None, "the key waits for the account"
        name = account.line.name
        # An id under which nobody writes any more is let go of without another question.
        if account.line.goes_on_as is not None or await self.ask(revoke_question(name)):
            snapshots.revoke(self.journal, self._device)
            self.changed(say("screen_share.revoked", name=name))

    async def action_export(self) -> None:
        account = self.account
        assert account is not None, "the key waits for the account"
        name = "".join(c if c.isalnum() else "-" for c in account.line.name)
        at = str(Path.home() / f"{name}.txt")
        hint = say("screen_share.account_hint")
        text = await self.ask(AskText(say("screen_share.account_where"), at, hint=hint))
        if text:
            path = typed_path(text)
            write_private(path, account.as_text().encode("utf-8"))
            self.tell(say("screen_share.account_written", path=plain(str(path))))

    def action_down(self) -> None:
        self.query_one("#page", Ledger).scroll_down(animate=False)

    def action_up(self) -> None:
        self.query_one("#page", Ledger).scroll_up(animate=False)
