"""The command that plays a whole service's exchange on this machine and shows what held."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from store.wording import say
from tui.command_line.declaring import Commands, given
from tui.command_line.printing import print_json

if TYPE_CHECKING:
    from store.simulating import Simulated

DEVICES, CHANGES = 200, 40


def declare(commands: Commands) -> None:
    """Add the command."""
    made = commands.add("simulate", simulate)
    made.add_argument(
        "--devices", metavar="N", type=int, default=DEVICES, help=say("command_line.help_devices")
    )
    made.add_argument(
        "--changes", metavar="N", type=int, default=CHANGES, help=say("command_line.help_changes")
    )


def simulate(args: argparse.Namespace) -> int:
    """Play it and print what was promised, seen and measured; 1 where something did not hold."""
    from store import simulating

    print(say("simulating.making", devices=args.devices, changes=args.changes), file=sys.stderr)
    played = simulating.simulate(args.devices, args.changes, _told)
    print("\r\033[K" if sys.stderr.isatty() else "", end="", file=sys.stderr)
    if given(args, "json"):
        print_json(asdict(played))
    else:
        _shown(played)
    return 0 if played.held else 1


def _told(step: str, done: int, total: int) -> None:
    """Progress on one line of a terminal; a file or a pipe is not filled with it."""
    if sys.stderr.isatty() and (done % 50 == 0 or done == total):
        words = say(f"simulating.step_{step}")
        print(f"\r\033[K{words}  {done} / {total}", end="", file=sys.stderr, flush=True)


def _shown(played: Simulated) -> None:
    from store import simulating

    for proof in played.proofs:
        mark = say("simulating.yes" if proof.held else "simulating.no")
        print(f"{mark:4} {proof.claim}: {proof.seen}")
    print()
    print(simulating.printed(played.figures, as_json=False))
    print()
    failed = sum(not proof.held for proof in played.proofs)
    print(
        say("simulating.not_held", count=failed, all=len(played.proofs))
        if failed
        else say("simulating.all_held")
    )
