"""Why a date is what it is, step by step: the same lines on every screen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from store.clock import Step, show_date
from tui.widgets.ledger import Entry, Fact, Words


def step_items(steps: Iterable[Step], today: date) -> list[Entry]:
    """Each step with its day and, under it, what moved that day; without a day its note alone."""
    items: list[Entry] = []
    for step in steps:
        if step.on is None:
            items.append(Fact([(step.label, "dim")], [(step.note, "text")]))
            continue
        items.append(Fact([(step.label, "dim")], [(show_date(step.on, today=today), "text")]))
        if step.note:
            items.append(Words(step.note, "dim", indent=2))
    return items
