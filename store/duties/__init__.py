"""Every open duty around a child, from one place: for Today, Triage and the diary alike.

A room that knows of duties offers `duties(journal, only)` and stands in `sources`. Reviews,
decisions and the plan's actions have rooms of their own there and are not repeated here.
"""

from __future__ import annotations

from collections.abc import Iterator

from store.duties.sources import KINDS, LEAVE_DUTIES, REACH, SOURCES, STATUSES, Only
from store.duty import UNRECORDED, Duty
from store.journal import Journal

__all__ = ["KINDS", "LEAVE_DUTIES", "REACH", "STATUSES", "UNRECORDED", "Duty", "duties"]


def duties(journal: Journal, only: Only = None) -> Iterator[Duty]:
    """The open duties of these children by id, of every child without any named."""
    if only is not None and not only:
        return
    for source in SOURCES:
        yield from source(journal, only)
