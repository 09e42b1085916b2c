"""Long work on a thread of its own, so that the keyboard never waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from store.journal import Journal

Result = TypeVar("Result")


def on_own_connection(journal: Journal, work: Callable[[], Result]) -> Result:
    """Do `work` on a connection of the calling thread, which is closed again afterwards."""
    with journal.database.connection_context():
        return work()
