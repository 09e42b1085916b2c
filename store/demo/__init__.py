"""The demo: a made-up plan and caseload in a throwaway store, for pictures and for trying out.

Its day is Monday 16 September 2024, twelve weeks before the plan's deadline; its key lives in
memory only, and its folder goes when the program ends.
"""

from __future__ import annotations

import random
from datetime import date

from store.demo.building import build
from store.demo.caseload import SEED, TODAY
from store.demo.clock import DemoClock
from store.demo.folder import new_folder
from store.journal import Journal
from store.opening import throwaway

__all__ = ["TODAY", "build", "open_demo"]

_BEGINNING = date(2012, 1, 30)


def open_demo(*, today: date | None = None, frozen: bool = False) -> Journal:
    """A new demo store, filled; `frozen` holds its clock at 08:58 as the pictures need it."""
    clock = DemoClock(_BEGINNING)
    journal = throwaway(
        new_folder() / "store",
        "Alder",
        team="Reviewing",
        role="iro",
        device="Demo",
        today=TODAY,
        now=clock,
        # Always the same ids, so that references in pictures and in the text stay the same.
        entropy=random.Random(SEED).randbytes,
    )
    build(journal, clock)
    journal.pinned_today = today or TODAY
    if not frozen:
        clock.run()
    return journal
