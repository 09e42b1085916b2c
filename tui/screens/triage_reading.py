"""Reading behind the list: what takes long is asked on one other thread, keys go on meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from store import open_work
from store.journal import Journal
from store.open_work import Group, KeyList
from tui.screens.triage_looking import Looking

Answer = TypeVar("Answer")
SLICE = 20_000  # rows read at a time until the record under the cursor is found


@dataclass(frozen=True)
class Listed:
    """What stands in the list, and the headings between."""

    numbers: KeyList
    groups: tuple[Group, ...]


def listed(journal: Journal, looking: Looking, first: int, here: int | None) -> Listed:
    """The list as it is looked at: its first rows, or all of them down to row `here`."""
    query, sort, group = looking.query, looking.sort, looking.group
    down = looking.descending
    numbers = open_work.ids(journal, query, sort, descending=down, group=group, first=first)
    if here is not None and open_work.reads_through(sort, descending=down, group=group):
        numbers.rest()
    while here is not None and numbers.place(here) is None and numbers.more(SLICE):
        pass
    groups = open_work.groups(journal, query, group) if group is not None else ()
    return Listed(numbers, tuple(groups))


class Behind:
    """One thread with its own reading connection; a question that is cancelled before its turn
    is never asked."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="planreview-list")
        self._thread.submit(open_work.read_aside, journal)

    async def ask(self, question: Callable[[], Answer]) -> Answer:
        """The answer of a question to the store, once the thread is free."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, question)

    def end(self, *, wait: bool = True) -> None:
        """Close the connection and the thread; what is being read is read to its end first."""
        self._thread.submit(self._journal.database.close)
        self._thread.shutdown(wait=wait)
