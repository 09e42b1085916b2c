"""Two devices that change one thing apart from each other: a conflict waits to be decided."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from store import children, reviews
from store.children import ReviewRecord
from store.codes import Participation
from store.demo.caseload import SEED
from store.demo.conflict_story import apart
from store.demo.content import content
from store.demo.folder import prefix
from store.demo.telling import Step
from store.journal import Journal
from store.opening import throwaway
from store.wording import say

# So many of the last changes reach back past the review in question.
_LATELY = 60


def disagreement() -> Iterator[Step]:
    """The one step in which both change the same field and hear of each other."""
    told = content("caseload")["disagreement"]
    yield Step(date.fromisoformat(told["on"]), told["here"][0], _disagree)


def _disagree(journal: Journal) -> None:
    told = content("caseload")["disagreement"]
    child = children.child_id(children.own_authority(journal), told["child"])
    review = reviews.reviews(journal, child)[0].id
    with tempfile.TemporaryDirectory(prefix=prefix()) as folder:
        other = throwaway(
            Path(folder) / "other",
            told["there"][0],
            role="iro",
            device=told["device"],
            today=journal.today(),
            now=journal.now,
            entropy=random.Random(SEED + 1).randbytes,
        )
        try:
            last = max(over.last for over in journal.ranges())
            lately = journal.own_range_after(max(0, last - _LATELY))
            assert lately is not None
            other.receive(list(journal.changes(lately)), [lately])
            _amend(other, review, told["there"])
            _amend(journal, review, told["here"])
            apart(journal, other, date.fromisoformat(told["on"]))
            its_own = other.own_range_after(0)
            assert its_own is not None
            journal.receive(list(other.changes(its_own)), [its_own])
        finally:
            other.close()


def _amend(journal: Journal, review: str, told: list[Any]) -> None:
    _, code, reason = told
    with journal.unit_of_work(say("reviews.unit_changed"), reason) as unit:
        unit.save(ReviewRecord, review, participation=Participation(f"PN{code}"))
