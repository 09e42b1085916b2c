"""A step of the demo's story: what was done, on which day and by whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from store.journal import Journal


@dataclass(frozen=True)
class Step:
    """One act in the journal; steps of one day are told in the order in which they were made."""

    on: date
    by: str
    act: Callable[[Journal], object]
