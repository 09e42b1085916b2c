"""Screens are looked at as soon as they are at rest; commands run at a store of their own."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.tui import settling
from tests.tui.command_line_case import WORDS, Line

settling.use()


@pytest.fixture
def no_store(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Line:
    """The command line on 16 September 2024, at a folder that holds nothing; nothing is typed."""
    monkeypatch.setenv("PLANREVIEW_PASSPHRASE", WORDS)
    monkeypatch.setenv("PLANREVIEW_TODAY", "2024-09-16")
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    return Line(tmp_path / "device", capsys)


@pytest.fixture
def line(no_store: Line) -> Line:
    """The command line at Ann's new store."""
    assert no_store("init", "--person", "Ann", "--device", "laptop").code == 0
    return no_store
