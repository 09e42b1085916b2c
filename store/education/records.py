"""What screens and the command line see of an education or pathway plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from store.education.codes import PlanStatus


@dataclass(frozen=True, slots=True)
class ChildPlan:
    """An education or pathway plan (`kind`) as it was made or reviewed. `due` is its last day.

    `on_time` is None while that cannot be said, or where the child left care before the last day.
    """

    id: str
    ref: str
    kind: str
    child_id: str
    child_ref: str
    period_id: str | None
    first: bool
    due: date | None
    held: date | None
    status: PlanStatus
    on_time: bool | None
    by: str | None
    school: str
    views: str
    agreed: str
    late_reason: str
    conflict: bool

    @property
    def on(self) -> date | None:
        """The day it stands under in a list."""
        return self.held or self.due

    @property
    def is_open(self) -> bool:
        """Whether it is still to be held."""
        return self.status is PlanStatus.PLANNED
