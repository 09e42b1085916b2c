"""Reading behind the list: what takes long is asked on one other thread, keys go on meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from store import open_work
from store.journal import Journal

Answer = TypeVar("Answer")


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
