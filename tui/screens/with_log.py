"""Work beside a screen that needs a centre's log, which may lie in a database elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import TypeVar

from store.journal import Journal
from tui.widgets.frame import Frame

Result = TypeVar("Result")


def with_log(frame: Frame, work: Callable[[Journal | None], Result]) -> Callable[[], Result]:
    """Work for a thread of its own that is given the log named when the program began, or None."""
    journal, log = frame.journal, frame.planreview.central_log

    def run() -> Result:
        with nullcontext() if log is None else log.opened(journal) as central:
            return work(central)

    return run
