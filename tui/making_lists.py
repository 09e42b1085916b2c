"""An opening that takes a while, because an update makes the lists anew: how far they are."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from store.wording import say

if TYPE_CHECKING:
    from store.journal import Journal
    from store.opening import Told

A_MOMENT = 5_000
"""So many rows are made in a second or two, and nothing need be said."""


class TakesLong(Exception):
    """The passphrase is right, and opening takes a while: `go_on` does it and tells how far."""

    def __init__(self, go_on: Callable[[Told], Journal]) -> None:
        super().__init__()
        self.go_on = go_on


def lists_anew(done: int, items: int) -> str:
    """How far they are, in words."""
    if not items:
        return say("command_line.lists_anew_so_far", done=f"{done:,}")
    return say("command_line.lists_anew", done=f"{done:,}", items=f"{items:,}")


@contextmanager
def telling_of_lists() -> Iterator[Told]:
    """What to give `open_store`, for a terminal: one line, and only where it takes a while."""
    said = False

    def told(done: int, items: int) -> None:
        nonlocal said
        if max(done, items) > A_MOMENT and sys.stderr.isatty():
            said = True
            print(f"\r{lists_anew(done, items)}", end="", file=sys.stderr, flush=True)

    try:
        yield told
    finally:
        if said:
            print(file=sys.stderr)
