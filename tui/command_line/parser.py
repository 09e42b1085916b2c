"""What the command line takes: one parser, to which each family of commands adds its own."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from store.errors import WrongUse
from store.wording import plain, say
from tui.command_line import (
    enrolling,
    exchanging,
    handing_over,
    keeping,
    opening,
    papers,
    reading,
    sharing,
    simulating,
    telling,
    writing,
)
from tui.command_line.declaring import Commands

PROGRAM = "planreview"


class OneSentence(argparse.ArgumentParser):
    """A parser whose complaint is one sentence with exit code 2, and no usage dump."""

    def error(self, message: str) -> NoReturn:
        """Raise the complaint as WrongUse."""
        raise WrongUse(say("command_line.wrong_use", message=plain(message), command=self.prog))

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """As argparse does; the words of a query may stand after an option, too."""
        found, left = super().parse_known_args(args, namespace)
        if left and any(action.dest == "query" for action in self._actions):
            words = [word for word in left if not word.startswith("-")]
            found.query = [*getattr(found, "query", []), *words]
            left = [word for word in left if word.startswith("-")]
        return found, left


def common_options() -> argparse.ArgumentParser:
    """What every command takes, before or after its name."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    everywhere = common.add_argument_group(say("command_line.everywhere"))
    everywhere.add_argument(
        "--store", metavar="FOLDER", type=Path, help=say("command_line.help_store")
    )
    everywhere.add_argument(
        "--passphrase-file",
        metavar="FILE",
        type=Path,
        help=say("command_line.help_passphrase_file"),
    )
    everywhere.add_argument("--json", action="store_true", help=say("command_line.help_json"))
    everywhere.add_argument("--today", metavar="DATE", help=say("command_line.help_today"))
    return common


def with_queries(argv: Sequence[str]) -> list[str]:
    """The arguments with what a query leaves out (`-kind:review`) kept from being an option.

    Every option but `-h` begins with two dashes; to argparse a word after a space is no option,
    and to the query line the space says nothing.
    """
    return [f" {word}" if word != "-h" and re.match("-[^-]", word) else word for word in argv]


def build() -> argparse.ArgumentParser:
    """The whole parser."""
    common = common_options()
    parser = OneSentence(
        prog=PROGRAM,
        parents=[common],
        description=say("command_line.description"),
        epilog=say("command_line.exit_codes"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="store_true", help=say("command_line.help_version"))
    parser.set_defaults(run=opening.open_app)
    kinds: Any = parser.add_subparsers(
        metavar="COMMAND", title=say("command_line.commands"), parser_class=OneSentence
    )
    commands = Commands(kinds, common)
    for family in (
        opening,
        keeping,
        reading,
        telling,
        writing,
        exchanging,
        enrolling,
        sharing,
        handing_over,
        papers,
        simulating,
    ):
        family.declare(commands)
    return parser
