"""The page of a lost laptop: what it held, what never came, what to do; and the key that revokes.

Opening it revokes nobody, so that the drill can be held on any day.
"""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult

from store import snapshots
from store.database.private_files import write_private
from store.snapshots.lost import Lost, lost
from store.wording import plain, say
from tui.actions import Action, offer
from tui.dialogs.ask import AskText
from tui.dialogs.choose import Choice, ChooseOne
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


class LostPage(Frame):
    """The account of one device over the whole width; `esc` goes back to the devices."""

    place = "lost"
    mode = "share"

    def __init__(self, device: str) -> None:
        super().__init__()
        self._device = device
        self._account: Lost | None = None

    def body(self) -> ComposeResult:
        yield Ledger(id="page", focusable=True)

    @property
    def account(self) -> Lost:
        """What is known of the device."""
        if self._account is None:
            self._account = lost(self.journal, self._device)
        return self._account

    def refresh_records(self) -> None:
        self._account = None
        line = self.account.line
        entries: list[Entry] = [
            Title(f"{line.name}  {line.party.card.person or ''}", [(line.state.wording, "dim")])
        ]
        for section in self.account.sections:
            entries += [Gap(), Title(section.title)]
            for words in section.lines:
                bare = words.lstrip()
                entries.append(Words(bare, "text", indent=1 if bare == words else 3))
        page = self.query_one("#page", Ledger)
        page.show(entries)
        page.focus()

    def facts(self) -> Line:
        line = self.account.line
        if line.party.revoked is not None:
            return [(say("screen_share.lost_revoked", name=line.name), "red")]
        return [(say("screen_share.lost_rehearsal", name=line.name), "bold")]

    def why_not(self, action: str) -> str | None:
        if action == "revoke" and self.account.line.party.revoked is not None:
            return say("screen_share.revoked_already", name=self.account.line.name)
        return None

    def reference_here(self) -> str | None:
        return self.account.line.party.card.fingerprint

    async def action_revoke(self) -> None:
        name = self.account.line.name
        if await self.ask(revoke_question(name)):
            snapshots.revoke(self.journal, self._device)
            self.changed(say("screen_share.revoked", name=name))

    async def action_export(self) -> None:
        name = "".join(c if c.isalnum() else "-" for c in self.account.line.name)
        at = str(Path.home() / f"{name}.txt")
        hint = say("screen_share.account_hint")
        text = await self.ask(AskText(say("screen_share.account_where"), at, hint=hint))
        if text:
            path = typed_path(text)
            write_private(path, self.account.as_text().encode("utf-8"))
            self.tell(say("screen_share.account_written", path=plain(str(path))))

    def action_down(self) -> None:
        self.query_one("#page", Ledger).scroll_down(animate=False)

    def action_up(self) -> None:
        self.query_one("#page", Ledger).scroll_up(animate=False)
