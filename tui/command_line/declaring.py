"""How a family of commands says what it takes."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from store.wording import say

Run = Callable[[argparse.Namespace], int]


class Commands:
    """The commands of the parser; a family adds each of its own with its help and its function."""

    def __init__(self, kinds: Any, common: argparse.ArgumentParser) -> None:
        self._kinds = kinds
        self._common = common

    def add(self, name: str, run: Run) -> argparse.ArgumentParser:
        """The parser of a new command `name`, with its help from the catalogue."""
        words = say(f"command_line.help_{name.replace('-', '_')}")
        made: argparse.ArgumentParser = self._kinds.add_parser(
            name,
            parents=[self._common],
            help=words,
            description=words,
            argument_default=argparse.SUPPRESS,
            allow_abbrev=False,
        )
        made.set_defaults(run=run)
        return made


def typed_query(args: argparse.Namespace) -> str:
    """The query of a command, in as many words as it was typed."""
    return " ".join(word.strip() for word in given(args, "query", []))


def given(args: argparse.Namespace, name: str, default: Any = None) -> Any:
    """An argument that may not have been given."""
    return getattr(args, name, default)
