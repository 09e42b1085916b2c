"""The sheet that shows both fingerprints before a card is taken."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.events import Key

from store.snapshots import CENTRE, Card, Policy
from store.wording import say
from tui.dialogs.base import Dialog, SheetLine


class TakeCard(Dialog[bool]):
    """Whose card it is, and the fingerprints to read to each other; enter takes it."""

    AUTO_FOCUS = ""

    def __init__(self, card: Card, own: Card, policy: Policy) -> None:
        super().__init__()
        self.card, self.own, self.policy = card, own, policy
        kind = say("screen_share.a_centre" if card.kind == CENTRE else "screen_share.a_device")
        self.title_text = say("screen_share.take_title", name=card.name, kind=kind)

    def keys(self) -> list[tuple[str, str]]:
        """Enter says that both fingerprints were heard."""
        return [("enter", say("screen_share.they_match")), ("esc", say("screen_share.not_taken"))]

    def sheet(self) -> ComposeResult:
        who = " · ".join(filter(None, (self.card.person, self.card.role)))
        yield SheetLine([(who, "text")])
        yield SheetLine([(say("screen_share.theirs"), "dim")], [(self.card.fingerprint, "bold")])
        yield SheetLine([(say("screen_share.ours"), "dim")], [(self.own.fingerprint, "bold")])
        yield SheetLine([(say("screen_share.read_both"), "dim")])
        leaves = "you_send" if self.card.kind == CENTRE else "they_send"
        words = say(f"screen_share.{leaves}", policy=self.policy.wording)
        yield SheetLine([(words, "text")])

    def on_key(self, event: Key) -> None:
        """Enter takes the card."""
        if event.key == "enter":
            event.stop()
            self.dismiss(True)
