"""Before the first export under a policy: what leaves, in words, and a yes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from store.errors import Refused
from store.wording import say
from tui.command_line.printing import tell

if TYPE_CHECKING:
    from store.journal import Journal
    from store.snapshots import Policy


class NotAgreed(Refused):
    """Nobody said yes to what would leave, so nothing was written."""


def agree(journal: Journal, policy: Policy, yes: bool) -> None:
    """Show what leaves and ask, unless somebody said yes to this policy for this centre before.

    `yes` says so without a question. A job without a terminal goes on under a policy that nobody
    was asked about, and says so; where another policy was agreed to, it needs the yes.
    """
    from store.snapshots import centre, leaving

    if centre(journal) is None or leaving.confirmed(journal, policy):
        return
    asks = sys.stdin.isatty() and sys.stderr.isatty()
    if not yes and not asks:
        if leaving.last_confirmed(journal) is None:
            tell(say("policy.not_asked", policy=policy.wording))
            return
        raise NotAgreed(say("policy.needs_yes", policy=policy.wording))
    for line in leaving.as_text(policy).splitlines():
        tell(line)
    if not yes:
        print(say("policy.question"), end=" ", file=sys.stderr, flush=True)
        if sys.stdin.readline().strip().casefold() not in ("y", "yes"):
            raise NotAgreed(say("policy.not_agreed"))
    leaving.confirm(journal, policy)
