"""A plan as a reader found it, before anyone takes it into the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ProposedCommitment:
    """One paragraph of the provider's response; `items` are the list that it introduces.

    `line` is the line of the file where the paragraph begins, counted from 1; 0 when the plan
    does not come from a file.
    """

    position: int
    text: str
    items: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True)
class ProposedArea:
    """One area for improvement; its number is unique only together with its service.

    `deadline` holds the literal words of the report, `due` the day they come to (None when the
    words name none) and `due_rule` the sentence that says how. Without a `title` an area goes by
    its first words.
    """

    service: str
    number: int
    text: str
    standard: str | None = None
    deadline: str | None = None
    due: date | None = None
    due_rule: str | None = None
    title: str | None = None
    commitments: tuple[ProposedCommitment, ...] = ()
    line: int = 0


@dataclass(frozen=True)
class ProposedPlan:
    """A whole plan: the report it answers and the areas in the order of the report."""

    title: str
    regulator: str
    inspected_from: date
    inspected_to: date
    areas: tuple[ProposedArea, ...] = ()

    @property
    def commitments(self) -> int:
        """How many commitments all areas hold together."""
        return sum(len(area.commitments) for area in self.areas)
