"""What leaves under a policy, in words, before anything does."""

from __future__ import annotations

from textual.app import ComposeResult

from store.snapshots import Policy
from store.snapshots.leaving import Fate, in_words
from store.wording import say
from tui.actions import Action, offer
from tui.widgets.frame import Frame
from tui.widgets.ledger import Entry, Gap, Ledger, Title, Words
from tui.widgets.lines import Line

offer(
    "agree",
    ("open", "screen_share.agree"),
    Action("down", "move", ("j",), footer=False),
    Action("up", "move", ("k",), footer=False),
)

_ROLES = {Fate.LEAVES: "text", Fate.COARSER: "amber", Fate.STAYS: "green"}


def told_entries(policy: Policy, title: str | None = None) -> list[Entry]:
    """A policy in words, as the entries of a page."""
    name = policy.wording.partition(":")[0]
    shown = title or say("screen_share.what_leaves")
    entries: list[Entry] = [Title(shown, [(name, "bold")])]
    fate: Fate | None = None
    for one in in_words(policy):
        if one.fate is not fate:
            fate = one.fate
            entries += [Gap(), Title(fate.wording, style=_ROLES[fate])]
        entries.append(Words(f"{one.what}: {one.how}", indent=1))
        if one.fields:
            entries.append(Words(", ".join(one.fields), "dim", indent=3))
    return entries


class AgreePage(Frame):
    """What leaves, what leaves in a coarser form and what stays; enter says yes to it, once."""

    place = "agree"
    mode = "share"
    digits = False

    def __init__(self, policy: Policy, centre: str) -> None:
        super().__init__()
        self._policy, self._centre = policy, centre

    def body(self) -> ComposeResult:
        yield Ledger(id="page", focusable=True)

    def refresh_records(self) -> None:
        title = say("screen_share.agree_title", centre=self._centre)
        entries = told_entries(self._policy, title)
        page = self.query_one("#page", Ledger)
        page.show(entries)
        page.focus()

    def facts(self) -> Line:
        return [(say("screen_share.agree_facts"), "bold")]

    def action_open(self) -> None:
        self.dismiss(True)

    def action_down(self) -> None:
        self.query_one("#page", Ledger).scroll_down(animate=False)

    def action_up(self) -> None:
        self.query_one("#page", Ledger).scroll_up(animate=False)
