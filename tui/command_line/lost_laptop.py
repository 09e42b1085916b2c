"""The lost-laptop drill: what a device held and what never came, printed or written to a file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from store.wording import plain, say
from tui.command_line.central import declare as declare_central
from tui.command_line.declaring import given
from tui.command_line.printing import print_json

if TYPE_CHECKING:
    from store.journal import Journal
    from store.snapshots.lost import Holding


def takes(parser: argparse.ArgumentParser) -> None:
    """Add what `revoke` takes for the drill."""
    parser.add_argument("--drill", action="store_true", help=say("command_line.help_drill"))
    parser.add_argument("--to", metavar="FILE", type=Path, help=say("command_line.help_account"))
    declare_central(parser, "--from")


def account(
    journal: Journal, args: argparse.Namespace, device: str, central: Journal | None
) -> None:
    """Print the account of a device, or write it to the file that was named."""
    from store.database.private_files import write_private
    from store.snapshots import lost

    found = lost.lost(journal, device, log=central)
    to: Path | None = given(args, "to")
    if to is not None:
        write_private(to, found.as_text().encode("utf-8"))
    if given(args, "json"):
        print_json(
            {
                "device": found.line.name,
                "revoked": found.line.party.revoked is not None,
                "wrote": _holding(found.own),
                "was_sent": _holding(found.sent),
                "missing": [list(span) for span in found.line.missing],
                "silent": found.line.silent,
                "file": str(to) if to else None,
            }
        )
    elif to is not None:
        print(say("command_line.account_written", path=plain(str(to))))
    else:
        print(found.as_text(), end="")


def _holding(holding: Holding) -> dict[str, object]:
    return {
        "changes": holding.changes,
        "records": dict(holding.kinds),
        "children": list(holding.children),
    }
