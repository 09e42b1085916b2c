"""The README's tables of keys and commands, made from the program: `python -m tui.key_docs`."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from store.wording import say
from tui import actions
from tui.command_line import parser

README = Path(__file__).resolve().parents[1] / "README.md"


def key_table() -> str:
    """The table of all keys as Markdown; loads every screen, for each brings its own keys."""
    for package in ("tui.screens", "tui.dialogs", "tui.widgets"):
        house = importlib.import_module(package)
        for room in pkgutil.iter_modules(house.__path__, f"{package}."):
            importlib.import_module(room.name)
    importlib.import_module("tui.app")
    return actions.key_table_markdown()


def command_table() -> str:
    """The table of all commands as Markdown, one row for each, with its own options."""
    rows = [
        f"| {say('command_table.column_command')} | {say('command_table.column_does')} |",
        "|---|---|",
        f"| `{parser.PROGRAM}` | {say('command_table.opens_the_app')} |",
    ]
    for action in parser.build()._actions:
        if not isinstance(action, argparse._SubParsersAction):
            continue
        helps = {choice.dest: choice.help or "" for choice in action._choices_actions}
        for name, command in action.choices.items():
            own = " ".join([parser.PROGRAM, name, *_arguments(command)]).replace("|", "\\|")
            rows.append(f"| `{own}` | {helps.get(name, '')} |".replace("\n", " "))
    return "\n".join(rows)


def _arguments(command: argparse.ArgumentParser) -> list[str]:
    """What a command takes beyond what every command takes, as one would type it."""
    everywhere = {option for action in parser.common_options()._actions for option in _keys(action)}
    words = []
    for action in command._actions:
        if isinstance(action, argparse._HelpAction) or everywhere & set(_keys(action)):
            continue
        if isinstance(action, argparse._SubParsersAction):
            words.append("…")
            continue
        value = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
        if action.choices and not action.metavar:
            value = "/".join(str(choice) for choice in action.choices)
        many = "…" if action.nargs in ("+", "*") else ""
        if not action.option_strings:
            words.append(f"[{value}{many}]" if action.nargs in ("?", "*") else f"{value}{many}")
            continue
        option = action.option_strings[-1]
        typed = option if action.nargs == 0 else f"{option} {value}{many}"
        words.append(typed if action.required else f"[{typed}]")
    return words


def _keys(action: argparse.Action) -> tuple[str, ...]:
    return tuple(action.option_strings)


TABLES: Mapping[str, Callable[[], str]] = {"keys": key_table, "commands": command_table}


def with_tables(readme: str) -> str:
    """The README's text with today's tables between their markers."""
    for name, table in TABLES.items():
        begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
        before, found_begin, rest = readme.partition(begin)
        _, found_end, after = rest.partition(end)
        if not found_begin or not found_end:
            raise ValueError(f"{README.name} lacks the markers {begin} and {end}")
        readme = f"{before}{begin}\n{table()}\n{end}{after}"
    return readme


def main(arguments: Sequence[str] | None = None) -> int:
    """Checks or writes the tables; 1 when one is out of date."""
    reader = argparse.ArgumentParser(prog="python -m tui.key_docs", description=__doc__)
    what = reader.add_mutually_exclusive_group(required=True)
    what.add_argument("--check", action="store_true", help="fail when a table is out of date")
    what.add_argument("--write", action="store_true", help="write the tables into README.md")
    wanted = reader.parse_args(arguments)
    old = README.read_text("utf-8")
    new = with_tables(old)
    if wanted.write:
        README.write_text(new, "utf-8")
    elif old != new:
        print("README.md: a table is out of date. Run: python -m tui.key_docs --write")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
