"""Disputes as lists and pages show them, with both clocks; a few queries for all of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from store import people, plans
from store.calendars import working_days
from store.children import references
from store.children.reading import in_conflict
from store.clock import Step, WorkingDays
from store.disputes.codes import TOTAL, DisputeOutcome, Stage, Theme
from store.disputes.models import DisputeRecord, DisputeStageRecord
from store.disputes.rungs import names
from store.journal import Journal, one_of
from store.wording import say


@dataclass(frozen=True, slots=True)
class StageEntry:
    """One formal stage a dispute went through; `due` is its last day, `left` when it moved on."""

    id: str
    stage: Stage
    name: str
    entered: date
    due: date
    with_whom: str | None
    answered: date | None
    answer: str
    left: date | None

    @property
    def in_time(self) -> bool | None:
        """Whether it was answered, or left, by its last day; None while it runs."""
        ended = self.answered or self.left
        return None if ended is None else ended <= self.due


@dataclass(frozen=True, slots=True)
class Dispute:
    """A dispute with its clocks.

    `formal` is the day the first formal stage began, `total_due` the last day of all of them,
    `days` the working days from there to the end. `due` is the clock that runs out first, None
    once closed, and `why` explains it.
    """

    id: str
    ref: str
    child_id: str
    child_ref: str
    review_id: str | None
    decision_id: str | None
    theme: Theme | None
    about: str
    raised_by: str | None
    opened: date
    stage: Stage
    stage_name: str
    stages: tuple[StageEntry, ...]
    formal: date | None
    total_due: date | None
    due: date | None
    why: Sequence[Step]
    referred: date | None
    referred_to: str
    outcome: DisputeOutcome | None
    closed: date | None
    outcome_note: str
    days: int | None
    conflict: bool

    @property
    def is_open(self) -> bool:
        """Whether it has not been closed."""
        return self.closed is None

    @property
    def in_time(self) -> bool | None:
        """Whether it closed within the limit of all formal stages; None where none began or ran
        out."""
        if self.total_due is None or self.closed is None:
            return None
        return self.closed <= self.total_due

    @property
    def answered(self) -> bool:
        """Whether the stage it stands at has answered, so that the IRO is to go on or to close."""
        return bool(self.stages) and self.stages[-1].answered is not None

    def over_on(self, day: date) -> bool:
        """Whether all formal stages together have run out on `day` and it is open."""
        return self.is_open and self.total_due is not None and self.total_due < day


def disputes(
    journal: Journal, child_id: str | None = None, *, only: Collection[str] | None = None
) -> list[Dispute]:
    """Disputes of one child, of some, or of all; open ones first, then the newest."""
    wanted = {child_id} if child_id is not None else None if only is None else set(only)
    rows = _rows(journal, DisputeRecord, wanted)
    rows = [row for row in rows if row["opened"] is not None and row["child"]]
    if not rows:
        return []
    entries: dict[str, list[dict[str, Any]]] = {}
    for row in _rows(journal, DisputeStageRecord, wanted):
        if row["entered"] is not None and row["stage"] is not None:
            entries.setdefault(row["dispute"], []).append(row)
    reading = _Reading(
        references(journal, wanted),
        plans.short_ids("DS", (row["id"] for row in journal.rows(_ids()))),
        people.names(journal),
        names(journal),
        working_days(journal),
        in_conflict(journal, "dispute"),
        in_conflict(journal, "dispute_stage"),
    )
    found = [reading.dispute(row, entries.get(row["id"], [])) for row in rows]
    found.sort(key=lambda one: (one.opened, one.id), reverse=True)
    return sorted(found, key=lambda one: not one.is_open)


def dispute(journal: Journal, record: str) -> Dispute | None:
    """One dispute by id; None where there is none or it was withdrawn."""
    row = journal.get(DisputeRecord, record)
    if row is None or row["withdrawn"] is not None:
        return None
    return next((one for one in disputes(journal, row["child"]) if one.id == record), None)


def _ids() -> Any:
    return DisputeRecord.select(DisputeRecord.id).where(DisputeRecord.withdrawn.is_null())


def _rows(journal: Journal, model: Any, wanted: set[str] | None) -> list[dict[str, Any]]:
    query = model.select().where(model.withdrawn.is_null())
    if wanted is not None:
        query = query.where(one_of(model.child, wanted))
    return journal.rows(query)


@dataclass(frozen=True)
class _Reading:
    """What every dispute of one reading is read with."""

    children: Mapping[str, str]
    refs: Mapping[str, str]
    people: Mapping[str, str]
    names: Mapping[Stage, str]
    calendar: WorkingDays
    conflicts: Collection[str]
    stage_conflicts: Collection[str]

    def dispute(self, row: Mapping[str, Any], entries: Sequence[Mapping[str, Any]]) -> Dispute:
        """One dispute of its record and those of its stages."""
        closed, opened = row["closed"], row["opened"]
        stages = self._stages(entries, closed)
        now = stages[-1].stage if stages else Stage.INFORMAL
        formal = stages[0].entered if stages else None
        total = None if formal is None else self._last_day(TOTAL, formal)
        due, why = self._clock(opened, stages, total, closed)
        return Dispute(
            id=row["id"],
            ref=self.refs.get(row["id"], ""),
            child_id=row["child"],
            child_ref=self.children.get(row["child"], ""),
            review_id=row["review"],
            decision_id=row["decision"],
            theme=row["theme"],
            about=row["about"] or "",
            raised_by=self.people.get(row["raised_by"] or ""),
            opened=opened,
            stage=now,
            stage_name=stages[-1].name if stages else self.names[now],
            stages=stages,
            formal=formal,
            total_due=total,
            due=due,
            why=why,
            referred=row["referred"],
            referred_to=row["referred_to"] or "",
            outcome=row["outcome"],
            closed=closed,
            outcome_note=row["outcome_note"] or "",
            days=None
            if formal is None or closed is None
            else self.calendar.between(formal, closed),
            conflict=row["id"] in self.conflicts
            or any(stage.id in self.stage_conflicts for stage in stages),
        )

    def _last_day(self, key: str, start: date) -> date:
        return self.calendar.book.limit(key).last_day(start, self.calendar)

    def _stages(
        self, entries: Sequence[Mapping[str, Any]], closed: date | None
    ) -> tuple[StageEntry, ...]:
        ordered = sorted(entries, key=lambda row: (row["stage"].rank, row["entered"]))
        following: list[date | None] = [row["entered"] for row in ordered[1:]]
        return tuple(
            StageEntry(
                id=row["id"],
                stage=row["stage"],
                name=row["name"] or self.names[row["stage"]],
                entered=row["entered"],
                due=row["due"] or self._last_day(row["stage"].limit, row["entered"]),
                with_whom=self.people.get(row["with_whom"] or ""),
                answered=row["answered"],
                answer=row["answer"] or "",
                left=left,
            )
            for row, left in zip(ordered, [*following, closed], strict=False)
        )

    def _clock(
        self,
        opened: date,
        stages: Sequence[StageEntry],
        total: date | None,
        closed: date | None,
    ) -> tuple[date | None, Sequence[Step]]:
        """The day that runs out first and the steps that explain it."""
        book = self.calendar.book
        if not stages or total is None:
            limit = book.limit(Stage.INFORMAL.limit)
            began = limit.steps(opened, self.calendar, say("disputes.step_opened"))
            return (None if closed else limit.last_day(opened, self.calendar)), began
        last = stages[-1]
        limit = book.limit(last.stage.limit)
        steps = tuple(limit.steps(last.entered, self.calendar, last.name))
        if last.answered is not None:
            steps += (Step(say("disputes.step_answered"), last.answered),)
        over = book.limit(TOTAL).on(stages[0].entered)
        steps += (Step(say("disputes.step_total", span=over.span), total, key="total"),)
        if closed is not None:
            return None, (*steps, Step(say("disputes.step_closed"), closed))
        return (total if last.answered is not None else min(last.due, total)), steps
