"""The demo's centre: its card is taken, and all but the last steps were handed in once."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from store import snapshots
from store.demo.caseload import SEED
from store.demo.content import content
from store.demo.telling import Step
from store.journal import Journal
from store.opening import throwaway


def told_to_the_centre(steps: Sequence[Step], folder: Path) -> list[Step]:
    """The steps with a snapshot before the last of them, so that some changes wait to be sent.

    The card is taken in the same step: its keys then stand behind nearly all random ids.
    """
    told = content("caseload")["centre"]
    before = len(steps) - told["steps_not_sent"]

    def hand_in(journal: Journal) -> None:
        snapshots.enrol(journal, _card(journal, folder))
        snapshots.write_snapshot(journal, folder / "handed-in")

    sent = Step(steps[before - 1].on, told["sent_by"], hand_in)
    return [*steps[:before], sent, *steps[before:]]


def _card(journal: Journal, folder: Path) -> Path:
    """The card of a centre that nobody has: it is gone before the demo opens."""
    told = content("caseload")["centre"]
    centre = throwaway(
        folder / "centre",
        told["person"],
        role="collator",
        device=told["name"],
        today=journal.today(),
        now=journal.now,
        entropy=random.Random(SEED + 2).randbytes,
    )
    try:
        path = folder / "centre.card"
        snapshots.write_card(centre, path, kind=snapshots.CENTRE)
    finally:
        centre.close()
    return path
