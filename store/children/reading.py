"""Children as lists and pages show them: a few queries for all of them, never one per child."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from store import people
from store.calendars import working_days
from store.children.models import (
    ChildRecord,
    OccurrenceRecord,
    PeriodRecord,
    ReviewRecord,
    occurrence_id,
)
from store.clock import DueDate, WorkingDays, age_on, next_review_due
from store.codes import LegalStatus, ReviewState
from store.journal import Journal, one_of, withheld
from store.wording import say


@dataclass(frozen=True, slots=True)
class Period:
    """One period of being looked after; `rule_set` names the clock that runs in it."""

    id: str
    child_id: str
    started: date
    ended: date | None
    legal_status: LegalStatus | None
    placement: str | None
    rule_set: str

    def covers(self, day: date) -> bool:
        """Whether the child was looked after in this period on `day`, its last day included."""
        return self.started <= day and (self.ended is None or day <= self.ended)

    def open_on(self, day: date) -> bool:
        """Whether the child is looked after on `day`: the day of leaving no longer counts."""
        return self.started <= day and (self.ended is None or day < self.ended)


@dataclass(frozen=True, slots=True)
class Child:
    """A child by local reference, with the periods (oldest first) and the clock of the last one.

    `next` is the statutory last day of the next review, `planned` the day agreed for it;
    `held` are the days of the reviews held in the current period. `dob_to_month`: only the month
    of birth was sent here, so that ages are right to the month.
    """

    id: str
    ref: str
    authority: str
    local_id: str
    dob: date | None
    age: int | None
    iro: str | None
    social_worker: str | None
    team: str | None
    periods: tuple[Period, ...]
    became_looked_after: date | None
    looked_after: bool
    next: DueDate | None
    last_held: date | None
    planned: date | None = None
    held: tuple[date, ...] = ()
    conflict: bool = False
    dob_to_month: bool = False

    @property
    def age_shown(self) -> str:
        """The age in years as a person reads it: "12", "about 12" where only the month of birth
        is known here, nothing without a date of birth."""
        about = self.dob_to_month and self.age is not None
        return say("children.about_age", age=self.age) if about else self.age_short

    @property
    def age_short(self) -> str:
        """The same where there is room for three signs: "12", "~12"."""
        if self.age is None:
            return ""
        return f"~{self.age}" if self.dob_to_month else str(self.age)

    @property
    def period(self) -> Period | None:
        """The period that counts now: the latest."""
        return self.periods[-1] if self.periods else None

    @property
    def overlapping(self) -> bool:
        """Whether two periods run at once: two devices wrote one down with different days.

        No device lets a person enter that; a merge can bring it. One of them is to be withdrawn.
        """
        return any(
            earlier.ended is None or later.started < earlier.ended
            for earlier, later in pairwise(self.periods)
        )


def rule_set_of(legal_status: LegalStatus | None) -> str:
    """The clock a legal status calls for; the adoption clocks are chosen by hand."""
    return "short_breaks" if legal_status is not None and legal_status.short_breaks else "routine"


Of = str | Collection[str] | None
"""The id of a child, the ids of some, or None for all."""


def of_children(query: Any, column: Any, of: Of) -> Any:
    """A query for the rows of some children only, whose ids a column holds."""
    if of is None:
        return query
    return query.where(column == of if isinstance(of, str) else one_of(column, of))


def periods_of(journal: Journal, of: Of = None) -> dict[str, list[Period]]:
    """The periods of every child (or some) by child id, oldest first."""
    query = PeriodRecord.select().where(PeriodRecord.withdrawn.is_null())
    query = of_children(query, PeriodRecord.child, of)
    found: dict[str, list[Period]] = {}
    for row in journal.rows(query):
        if row["started"] is None or row["child"] is None:
            continue
        status = row["legal_status"]
        found.setdefault(row["child"], []).append(
            Period(
                id=row["id"],
                child_id=row["child"],
                started=row["started"],
                ended=row["ended"],
                legal_status=status,
                placement=row["placement"],
                rule_set=row["rule_set"] or rule_set_of(status),
            )
        )
    for periods in found.values():
        periods.sort(key=lambda period: (period.started, period.id))
    return found


def period_for(
    periods: Sequence[Period], held: date | None, named: str | None = None
) -> Period | None:
    """The period a review belongs to: the one it names, else the latest that covers its day."""
    for period in periods:
        if period.id == named:
            return period
    if held is None:
        return periods[-1] if periods else None
    covering = [period for period in periods if period.covers(held)]
    return covering[-1] if covering else None


def next_due(
    period: Period | None, held: Iterable[date], calendar: WorkingDays, today: date
) -> DueDate | None:
    """The next review of a period; None once it has ended, or ends before the review is due."""
    if period is None or (period.ended is not None and period.ended <= today):
        return None
    due = next_review_due(period.started, sorted(held), calendar, period.rule_set)
    return None if period.ended is not None and period.ended <= due.due else due


def children(journal: Journal, only: Collection[str] | None = None) -> list[Child]:
    """Every child (or some) that is not withdrawn, by the clock: what is due first, first."""
    found = _read(journal, only)
    return sorted(
        found,
        key=lambda child: (
            child.next is None,
            child.next.due if child.next else date.max,
            not child.looked_after,
            child.ref,
        ),
    )


def child(journal: Journal, child_or_id: str) -> Child | None:
    """One child by id; None where there is none or it was withdrawn."""
    found = _read(journal, child_or_id)
    return found[0] if found else None


def references(journal: Journal, of: Of = None) -> dict[str, str]:
    """The local reference of every child (or some) by id, withdrawn ones too."""
    query = ChildRecord.select(ChildRecord.id, ChildRecord.local_id)
    rows = journal.rows(of_children(query, ChildRecord.id, of))
    return {row["id"]: shown_reference(row["local_id"], row["id"]) for row in rows}


def shown_reference(local_id: str | None, record: str) -> str:
    """The reference as shown; where a centre may not see it, the beginning of the record's id."""
    return local_id or f"C-{record[:6]}"


def _read(journal: Journal, of: Of) -> list[Child]:
    query = ChildRecord.select().where(ChildRecord.withdrawn.is_null())
    held_query = ReviewRecord.select(
        ReviewRecord.child, ReviewRecord.period, ReviewRecord.held
    ).where(
        ReviewRecord.withdrawn.is_null(),
        ReviewRecord.held.is_null(False),
        ReviewRecord.state == ReviewState.HELD,
    )
    planned_query = OccurrenceRecord.select(OccurrenceRecord.id, OccurrenceRecord.planned).where(
        OccurrenceRecord.withdrawn.is_null(), OccurrenceRecord.planned.is_null(False)
    )
    held_query = of_children(held_query, ReviewRecord.child, of)
    planned_query = of_children(planned_query, OccurrenceRecord.child, of)
    rows = journal.rows(of_children(query, ChildRecord.id, of))
    if not rows:
        return []
    held: dict[str, list[dict[str, Any]]] = {}
    for row in journal.rows(held_query):
        held.setdefault(row["child"], []).append(row)
    planned: dict[str, date] = {row["id"]: row["planned"] for row in journal.rows(planned_query)}
    periods, names = periods_of(journal, of), people.names(journal)
    disputed = in_conflict(journal, "child", "period")
    to_month = withheld(journal.database, ChildRecord.kind, "dob")
    today, calendar = journal.today(), working_days(journal)
    return [
        _child(
            row,
            tuple(periods.get(row["id"], ())),
            held.get(row["id"], []),
            planned,
            names,
            not disputed.isdisjoint((row["id"], *(p.id for p in periods.get(row["id"], ())))),
            today,
            calendar,
            row["id"] in to_month,
        )
        for row in rows
    ]


def in_conflict(journal: Journal, *kinds: str) -> set[str]:
    """The ids of the records of these kinds with an open conflict."""
    places = ", ".join("?" for _ in kinds)
    rows = journal.database.execute_sql(
        f"SELECT DISTINCT record FROM conflict WHERE kind IN ({places})", kinds
    )
    return {row[0] for row in rows.fetchall()}


def _child(
    row: Mapping[str, Any],
    periods: tuple[Period, ...],
    held: list[dict[str, Any]],
    planned: Mapping[str, date],
    names: Mapping[str, str],
    conflict: bool,
    today: date,
    calendar: WorkingDays,
    to_month: bool,
) -> Child:
    now = periods[-1] if periods else None
    in_period = sorted(
        review["held"]
        for review in held
        if now is not None and period_for(periods, review["held"], review["period"]) is now
    )
    last = max((review["held"] for review in held), default=None)
    due = next_due(now, in_period, calendar, today)
    following = None if now is None or due is None else occurrence_id(now.id, due.ordinal)
    return Child(
        id=row["id"],
        ref=shown_reference(row["local_id"], row["id"]),
        authority=row["authority"] or "",
        local_id=row["local_id"] or "",
        dob=row["dob"],
        age=None if row["dob"] is None else age_on(row["dob"], today),
        iro=names.get(row["iro"] or ""),
        social_worker=names.get(row["social_worker"] or ""),
        team=row["team"],
        periods=periods,
        became_looked_after=None if now is None else now.started,
        looked_after=any(period.open_on(today) for period in periods),
        next=due,
        last_held=last,
        planned=planned.get(following or ""),
        held=tuple(in_period),
        conflict=conflict,
        dob_to_month=to_month,
    )
