"""What a child's page shows beside reviews, decisions and periods, subject by subject.

Each subject has a file that makes its section; the order here is the order on the page.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from store.children import Child
from store.clock import WorkingDays
from store.journal import Journal
from store.sections import (
    checklist,
    contact,
    disputes,
    education,
    family,
    feedback,
    health,
    leavers,
    missing,
    notes,
    placements,
    pre_proceedings,
    preparing,
)
from store.sections.section import Entry, Section, Tone

__all__ = ["Entry", "Section", "Tone", "sections"]

Make = Callable[[Journal, Child, date, WorkingDays], Section]

SECTIONS: tuple[Make, ...] = (
    placements.section,
    checklist.section,
    preparing.section,
    contact.section,
    disputes.section,
    health.section,
    education.section,
    missing.section,
    pre_proceedings.section,
    family.section,
    leavers.section,
    feedback.section,
    notes.section,
)


def sections(journal: Journal, child: Child, today: date, calendar: WorkingDays) -> list[Section]:
    """Every section of the child's page, the empty ones too: they say what can be added."""
    return [make(journal, child, today, calendar) for make in SECTIONS]
