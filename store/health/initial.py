"""The initial health assessment of every period of being looked after, written down or not.

The weekly figure and the quarterly report count these: in time and good enough are two measures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from store import children
from store.calendars import working_days
from store.children import Child, Period
from store.clock import WorkingDays
from store.health.codes import HealthStatus, HealthType, Quality
from store.health.counting import due_of
from store.health.reading import by_child
from store.health.records import Assessment
from store.journal import Journal


class Standing(Enum):
    """How an initial assessment stands on a day; the last three are left out of the measure."""

    IN_TIME = auto()
    LATE = auto()
    OUTSTANDING = auto()
    OVERDUE = auto()
    EXEMPT = auto()
    REFUSED = auto()
    LEFT = auto()


@dataclass(frozen=True, slots=True)
class Initial:
    """The initial assessment that one period asks for. `due` is its last day in time.

    `record` is what is written down of it, None where nothing is.
    """

    child_id: str
    child_ref: str
    iro: str | None
    social_worker: str | None
    team: str | None
    period_id: str
    started: date
    ended: date | None
    due: date
    record: Assessment | None

    @property
    def held(self) -> date | None:
        """The day it was held."""
        return self.record.held if self.record else None

    @property
    def exempt(self) -> bool:
        """Whether an assessment shortly before entering care made it unnecessary."""
        return self.record is not None and self.record.exempt

    @property
    def quality(self) -> Quality | None:
        """Whether it was good enough; None while nobody has checked."""
        return self.record.quality if self.record else None

    @property
    def late_reason(self) -> str:
        """Why it was late, in words."""
        return self.record.late_reason if self.record else ""

    @property
    def left_before(self) -> bool:
        """Whether the child left care before the last day without having had it."""
        gone = self.ended is not None and self.ended < self.due
        return gone and self.held is None

    def standing(self, on: date) -> Standing:
        """How it stands on `on`: what was held after that day is not yet held."""
        held = self.held
        if self.exempt:
            return Standing.EXEMPT
        if held is not None and held <= on:
            return Standing.IN_TIME if held <= self.due else Standing.LATE
        if self.ended is not None and self.ended < self.due and self.ended <= on:
            return Standing.LEFT
        if self.record is not None and self.record.status is HealthStatus.REFUSED:
            return Standing.REFUSED
        return Standing.OVERDUE if on > self.due else Standing.OUTSTANDING

    def days_over(self, on: date) -> int:
        """Calendar days past the last day, until it was held or until `on`; 0 while in time."""
        until = self.held if self.held is not None and self.held <= on else on
        return max(0, (until - self.due).days)


def initial_assessments(journal: Journal) -> list[Initial]:
    """One for each period of every child, by the day on which the limit falls."""
    calendar = working_days(journal)
    every = {child.id: child for child in children.children(journal)}
    written = by_child(journal, every)
    found = [
        _initial(child, period, written.get(child.id, ()), calendar)
        for child in every.values()
        for period in child.periods
    ]
    return sorted(found, key=lambda one: (one.due, one.child_ref, one.period_id))


_BEST_FIRST = (
    HealthStatus.COMPLETED,
    HealthStatus.PLANNED,
    HealthStatus.REFUSED,
    HealthStatus.CANCELLED,
)


def _initial(
    child: Child, period: Period, own: Sequence[Assessment], calendar: WorkingDays
) -> Initial:
    here = [one for one in own if one.type is HealthType.IHA and one.period_id == period.id]
    # What was held counts before what is planned; an exemption settles it.
    here.sort(key=lambda one: (not one.exempt, _BEST_FIRST.index(one.status), one.held or date.max))
    record = here[0] if here else None
    counted = due_of(HealthType.IHA, child, period, (), calendar)
    due = record.due if record is not None and record.due is not None else None
    if due is None:
        due = counted.due if counted is not None else period.started
    return Initial(
        child_id=child.id,
        child_ref=child.ref,
        iro=child.iro,
        social_worker=child.social_worker,
        team=child.team,
        period_id=period.id,
        started=period.started,
        ended=period.ended,
        due=due,
        record=record,
    )
