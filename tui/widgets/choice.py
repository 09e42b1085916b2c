"""One of several things to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Choice:
    """The key that takes it (or empty), its words, its value, and words beside it."""

    key: str
    label: str
    value: Any
    note: str = ""


@dataclass(frozen=True)
class Box:
    """A thing to tick: the letter that ticks it (underlined in the word), the word, its value."""

    letter: str
    word: str
    value: Any
