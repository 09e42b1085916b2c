"""The README's key table, made from the registry of actions: `python -m tui.key_docs`."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Sequence
from pathlib import Path

from tui import actions

README = Path(__file__).resolve().parents[1] / "README.md"
BEGIN, END = "<!-- keys: begin -->", "<!-- keys: end -->"


def key_table() -> str:
    """The table of all keys as Markdown; loads every screen, for each brings its own keys."""
    for package in ("tui.screens", "tui.dialogs", "tui.widgets"):
        house = importlib.import_module(package)
        for room in pkgutil.iter_modules(house.__path__, f"{package}."):
            importlib.import_module(room.name)
    importlib.import_module("tui.app")
    return actions.key_table_markdown()


def with_table(readme: str) -> str:
    """The README's text with today's table between its two markers."""
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    if not rest or not after:
        raise ValueError(f"{README.name} lacks the markers {BEGIN} and {END}")
    return f"{before}{BEGIN}\n{key_table()}\n{END}{after}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Checks or writes the table; 1 when it is out of date."""
    parser = argparse.ArgumentParser(prog="python -m tui.key_docs", description=__doc__)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--check", action="store_true", help="fail when the table is out of date")
    what.add_argument("--write", action="store_true", help="write the table into README.md")
    wanted = parser.parse_args(arguments)
    old = README.read_text("utf-8")
    new = with_table(old)
    if wanted.write:
        README.write_text(new, "utf-8")
    elif old != new:
        print(
            "README.md: the key table is out of date. Run: python -m tui.key_docs --write",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
