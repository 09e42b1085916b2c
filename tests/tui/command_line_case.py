"""Running the command line inside a test: the code, what it printed, what it said."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tui.__main__ import main

WORDS = "four words in row"


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    said: str

    @property
    def json(self) -> Any:
        """What it printed, read as JSON."""
        return json.loads(self.out)


class Line:
    """A command line at one store."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def __call__(self, *words: object) -> Ran:
        """Run a command at this store."""
        return self.anywhere(["--store", str(self.folder), *map(str, words)])

    def anywhere(self, words: Sequence[str]) -> Ran:
        """Run a command as it is written."""
        self._capsys.readouterr()
        code = main(words)
        printed = self._capsys.readouterr()
        assert "Traceback" not in printed.err
        return Ran(code, printed.out, printed.err)

    def other(self, name: str) -> Line:
        """The command line at another store beside this one."""
        return Line(self.folder.with_name(name), self._capsys)


def enrolled(line: Line, tmp_path: Path) -> Line:
    """A centre that has exchanged cards with the device."""
    centre = line.other("centre")
    assert centre("init", "--person", "Cy", "--role", "collator", "--device", "desk").code == 0
    for one, other in ((line, centre), (centre, line)):
        card = tmp_path / f"{one.folder.name}.card"
        assert one("card", "--to", card).code == 0
        taken = other("enrol", card)
        assert taken.code == 0
        assert "aloud" in taken.out
    return centre
