"""Children and reviews of the demo (draft)."""
from __future__ import annotations
from collections.abc import Iterator
from store.demo.clock import DemoClock
from store.demo.telling import Step
from store.journal import Journal

def review_steps() -> Iterator[Step]:
    """x"""
    yield from ()

def keep_draft(journal: Journal, clock: DemoClock) -> None:
    """x"""
