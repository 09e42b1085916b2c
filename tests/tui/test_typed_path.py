"""A path as typed: quotes, the home folder, and what can be no path."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import Refused
from tui.typed_path import typed_path


def test_quotes_and_the_home_folder_are_understood() -> None:
    assert typed_path(" '/tmp/a b.txt' ") == Path("/tmp/a b.txt")
    assert typed_path("~/x.pdf") == Path.home() / "x.pdf"


@pytest.mark.parametrize("text", ["x[b]" * 25_000, "a" * 256, "a\0b", "é" * 200])
def test_what_can_be_no_path_is_refused_in_words(text: str) -> None:
    with pytest.raises(Refused, match="path of one file"):
        typed_path(text)


def test_the_home_of_nobody_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="nosuchperson"):
        typed_path("~nosuchperson/x")
