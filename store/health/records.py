"""What screens and the command line see of a health assessment or check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from store.health.codes import HealthStatus, HealthType, Quality


@dataclass(frozen=True, slots=True)
class Assessment:
    """One assessment or check as it stands. `due` is its last day in time, where one can be said.

    `on_time` is None where there is nothing to measure: not yet due, exempt, refused, cancelled,
    or the child left care before the last day. `quality` is another measure than `on_time`.
    """

    id: str
    ref: str
    child_id: str
    child_ref: str
    type: HealthType
    period_id: str | None
    due: date | None
    consent: date | None
    requested: date | None
    appointment: date | None
    held: date | None
    by: str | None
    received: date | None
    status: HealthStatus
    late_reason: str
    assessed_before: date | None
    exempt: bool
    on_time: bool | None
    score: int | None
    up_to_date: bool | None
    quality: Quality | None
    quality_note: str
    checked_by: str | None
    checked: date | None
    note: str
    conflict: bool

    @property
    def on(self) -> date | None:
        """The day it stands under in a list: held, else the appointment, else due."""
        return self.held or self.assessed_before or self.appointment or self.due

    @property
    def is_open(self) -> bool:
        """Whether it is still to be held."""
        return self.status is HealthStatus.PLANNED and not self.exempt

    @property
    def unchecked(self) -> bool:
        """Whether it is an assessment that was held and whose quality nobody has checked."""
        return self.type.assesses and self.held is not None and self.quality is None
