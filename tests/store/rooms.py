"""A store with every subject in it, and the reports of the project's own words."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from store import imports, plans
from store.journal import Journal
from tests.store.pristine import pristine

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
TODAY = date(2024, 9, 16)


def ticking(begin: datetime = datetime(2024, 9, 16, 9, tzinfo=UTC)) -> Callable[[], datetime]:
    """A clock that moves a second with each look at it."""
    seconds = itertools.count()
    return lambda: begin + timedelta(seconds=next(seconds))


def new_store(
    folder: Path,
    seed: int = 1,
    *,
    today: date = TODAY,
    now: Callable[[], datetime] | None = None,
) -> Journal:
    """An empty store whose ids and moments are the same on every run."""
    return pristine(
        folder / f"store-{seed}",
        "Willow",
        team="North",
        role="iro",
        device=f"IRO-{seed:02}",
        today=today,
        now=now or ticking(),
        entropy=random.Random(seed).randbytes,
    )


def with_plan(folder: Path, report: str = "report.txt", seed: int = 1) -> Journal:
    """A store into which one of the fixture reports was taken."""
    journal = new_store(folder, seed)
    imports.take(journal, imports.propose(journal, FIXTURES / report))
    return journal


def first_commitment(journal: Journal) -> plans.Commitment:
    """The first commitment of the first area."""
    return plans.commitments(journal)[0]
