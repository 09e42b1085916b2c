"""The command that writes a caseload for another device."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from store.wording import plain, say
from tui.command_line.declaring import Commands, given
from tui.command_line.exchanging import prints_json
from tui.command_line.printing import print_json
from tui.command_line.session import opened
from tui.command_line.sharing import stoppable


def declare(commands: Commands) -> None:
    """Add the command."""
    made = commands.add("handover", handover)
    made.add_argument("person", metavar="PERSON")
    made.add_argument(
        "--for",
        dest="device",
        metavar="DEVICE",
        required=True,
        help=say("command_line.help_for_device"),
    )
    made.add_argument("--to", metavar="DIR", type=Path, required=True)
    made.add_argument("--give", metavar="NAME", nargs="+", help=say("command_line.help_give"))
    made.add_argument(
        "--worker", choices=("iro", "social_worker"), help=say("command_line.help_worker")
    )


def handover(args: argparse.Namespace) -> int:
    """Write a caseload for another device, having handed the children over if that is asked."""
    from store import service, snapshots

    worker = service.Worker(given(args, "worker", "iro"))
    with opened(args) as journal, stoppable() as stop:
        snapshots.handover_receiver(journal, args.device)
        going = [child.id for child in service.children_of(journal, args.person, worker)]
        names = given(args, "give")
        if names:
            proposed = service.propose_handover(journal, args.person, names, worker)
            service.hand_over(journal, proposed)
        done = snapshots.write_handover(journal, args.to, args.device, going, cancelled=stop.is_set)
    if prints_json(args):
        print_json({**asdict(done), "path": str(done.path)})
    else:
        words = {**asdict(done), "path": plain(str(done.path))}
        print(say("command_line.handover", **words))
        if done.unsent:
            print(say("command_line.handover_unsent", **words))
    return 0
