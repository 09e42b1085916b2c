"""Reviews and decisions as lists and pages show them: a few queries for all, never one each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import peewee

from store import people
from store.calendars import working_days
from store.children import Period, ReviewRecord, period_for, periods_of, references
from store.children.models import attendees
from store.children.reading import Of, in_conflict, of_children
from store.clock import ordinal_word
from store.codes import (
    Attendee,
    BringForward,
    CarriedOut,
    DecisionState,
    Participation,
    ReviewCause,
    ReviewState,
)
from store.journal import Journal, one_of
from store.reviews.late_reasons import WhyLate, why_late
from store.reviews.models import DecisionRecord, MeetingRecord
from store.reviews.standing import Standing, objections_learned, standing


@dataclass(frozen=True, slots=True)
class Meeting:
    """One sitting; `counts` on the one whose day is the day the review was held."""

    id: str
    on: date
    counts: bool


@dataclass(frozen=True, slots=True)
class Review:
    """A review as it stands: ordinal (computed per period), cause, state and sittings apart.

    `due` and `due_why` are what was in force when it was logged. `on_time` is None where that
    cannot be said (no due date, cancelled, or not held and not yet due).
    """

    id: str
    ref: str
    child_id: str
    child_ref: str
    ordinal: int
    ordinal_word: str
    cause: ReviewCause
    ground: BringForward | None
    state: ReviewState
    due: date | None
    due_why: str
    held: date | None
    meetings: tuple[Meeting, ...]
    participation: Participation | None
    attended: tuple[Attendee, ...]
    views: str
    what_changed: str
    findings: str
    late_reason: WhyLate | None
    next_due: date | None
    on_time: bool | None
    conflict: bool
    decisions: int
    period_id: str | None = None
    occurrence: str | None = None
    state_reason: str = ""
    decisions_sent: date | None = None
    decisions_received: date | None = None
    care_plan_updated: date | None = None
    record_written: date | None = None
    record_distributed: date | None = None

    @property
    def on(self) -> date | None:
        """The day it stands under in a list: held, else its last sitting, else due."""
        return self.held or max((m.on for m in self.meetings), default=self.due)


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision of a review; `state` is computed on today's date, `silent` when by silence.

    `answer_by` is the last day to contest it; `late_arriving` marks an objection dated in time
    that reached this store only after that day.
    """

    id: str
    ref: str
    review_id: str
    child_id: str
    child_ref: str
    position: int
    text: str
    owner: str | None
    due: date | None
    carried_out: CarriedOut | None
    carried_out_reason: str
    state: DecisionState
    conflict: bool
    review_ref: str = ""
    held: date | None = None
    silent: bool = False
    contested: date | None = None
    contested_reason: str = ""
    agreed: date | None = None
    answer_by: date | None = None
    late_arriving: bool = False

    @property
    def is_open(self) -> bool:
        """Whether no review has yet said if it was carried out."""
        return self.carried_out is None


def review_ref(record: str) -> str:
    """The short reference of a review."""
    return f"R-{record[:6]}"


def decision_ref(record: str) -> str:
    """The short reference of a decision."""
    return f"D-{record[:6]}"


def reviews(journal: Journal, of: Of = None) -> list[Review]:
    """Every review (of one child or of some) that is not withdrawn, newest first."""
    query = ReviewRecord.select().where(ReviewRecord.withdrawn.is_null())
    rows = journal.rows(of_children(query, ReviewRecord.child, of))
    if not rows:
        return []
    meetings = _meetings(journal, of)
    ordinals = _ordinals(rows, meetings, periods_of(journal, of))
    counts = _decision_counts(journal, of)
    refs, disputed, today = (
        references(journal, of),
        in_conflict(journal, "review"),
        journal.today(),
    )
    disputed |= _reviews_of_disputed_meetings(journal)
    found = [
        _review(
            row,
            refs.get(row["child"] or "", ""),
            ordinals[row["id"]],
            meetings.get(row["id"], []),
            counts.get(row["id"], 0),
            row["id"] in disputed,
            today,
        )
        for row in rows
    ]
    return sorted(found, key=lambda r: (r.on or date.min, r.ordinal, r.id), reverse=True)


def review(journal: Journal, record: str) -> Review | None:
    """One review by id; None where there is none or it was withdrawn."""
    row = journal.get(ReviewRecord, record)
    if row is None or row["withdrawn"] is not None:
        return None
    return next((r for r in reviews(journal, row["child"]) if r.id == record), None)


def decisions(
    journal: Journal,
    child_id: str | None = None,
    review_id: str | None = None,
    open_only: bool = False,
) -> list[Decision]:
    """Decisions, those of the newest review first, each review's in their order.

    `open_only` leaves those of which no review has said whether they were carried out.
    """
    query = DecisionRecord.select().where(DecisionRecord.withdrawn.is_null())
    if child_id is not None:
        query = query.where(DecisionRecord.child == child_id)
    if review_id is not None:
        query = query.where(DecisionRecord.review == review_id)
    if open_only:
        query = query.where(DecisionRecord.carried_out.is_null())
    return _decisions(journal, journal.rows(query))


def decisions_in_sight(
    journal: Journal, late: date, person: str, horizon: date, *, only_own: bool = False
) -> list[Decision]:
    """The open decisions due before `late`, those without a day or an owner, and those of a person
    that are due until `horizon`; with `only_own` of all these the person's own."""
    names = people.names(journal)
    own = {key for key, name in names.items() if name.casefold() == person.casefold()}
    due, owner = DecisionRecord.due, DecisionRecord.owner
    mine = one_of(owner, own)
    open_ones = DecisionRecord.select().where(
        DecisionRecord.withdrawn.is_null(), DecisionRecord.carried_out.is_null()
    )
    late_or_bare = due.is_null() | (due < late)
    if only_own:
        query = open_ones.where(mine & (late_or_bare | (due <= horizon)))
    else:
        nobodys = owner.is_null() | ~one_of(owner, names)
        query = open_ones.where(late_or_bare | nobodys | (mine & (due <= horizon)))
    return _decisions(journal, journal.rows(query))


def decision(journal: Journal, record: str) -> Decision | None:
    """One decision by id; None where there is none or it was withdrawn."""
    row = journal.get(DecisionRecord, record)
    if row is None or row["withdrawn"] is not None:
        return None
    return _decisions(journal, [row])[0]


def _decisions(journal: Journal, rows: list[dict[str, Any]]) -> list[Decision]:
    if not rows:
        return []
    of = ReviewRecord.select(ReviewRecord.id, ReviewRecord.held, ReviewRecord.decisions_received)
    of = of.where(one_of(ReviewRecord.id, {row["review"] for row in rows if row["review"]}))
    by_id = {row["id"]: row for row in journal.rows(of)}
    refs = references(journal, {row["child"] for row in rows if row["child"]})
    names = people.names(journal)
    disputed, today = in_conflict(journal, "decision"), journal.today()
    calendar = working_days(journal)
    learned = objections_learned(journal, (r["id"] for r in rows if r["contested"] is not None))
    found = [
        _decision(
            row,
            refs.get(row["child"] or "", ""),
            names,
            by_id.get(row["review"], {}),
            row["id"] in disputed,
            standing(
                row,
                by_id.get(row["review"], {}).get("decisions_received"),
                learned.get(row["id"]),
                calendar,
                today,
            ),
        )
        for row in rows
    ]
    found.sort(key=lambda d: (d.position, d.id))
    found.sort(key=lambda d: (d.held or date.min, d.review_id), reverse=True)
    return found


def _meetings(journal: Journal, of: Of) -> dict[str, list[dict[str, Any]]]:
    query = MeetingRecord.select().where(
        MeetingRecord.withdrawn.is_null(), MeetingRecord.on.is_null(False)
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for row in journal.rows(of_children(query, MeetingRecord.child, of)):
        found.setdefault(row["review"], []).append(row)
    for rows in found.values():
        rows.sort(key=lambda row: (row["on"], row["id"]))
    return found


def _decision_counts(journal: Journal, of: Of) -> dict[str, int]:
    count = peewee.fn.COUNT(DecisionRecord.id)
    query = DecisionRecord.select(DecisionRecord.review, count)
    query = query.where(DecisionRecord.withdrawn.is_null()).group_by(DecisionRecord.review)
    return dict(of_children(query, DecisionRecord.child, of).tuples().execute(journal.database))


def _reviews_of_disputed_meetings(journal: Journal) -> set[str]:
    disputed = in_conflict(journal, "meeting")
    if not disputed:
        return set()
    query = MeetingRecord.select(MeetingRecord.id, MeetingRecord.review)
    return {row["review"] for row in journal.rows(query) if row["id"] in disputed}


def _ordinals(
    rows: Iterable[Mapping[str, Any]],
    meetings: Mapping[str, list[dict[str, Any]]],
    periods: Mapping[str, list[Period]],
) -> dict[str, int]:
    """First, second, later: counted in each period by day; a cancelled review takes no place."""
    placed: dict[tuple[str, str], list[tuple[date, str, ReviewState | None]]] = {}
    for row in rows:
        sat = [meeting["on"] for meeting in meetings.get(row["id"], ())]
        day = row["held"] or max(sat, default=row["due"]) or date.max
        period = period_for(periods.get(row["child"], ()), row["held"] or day, row["period"])
        place = (row["child"] or "", period.id if period else "")
        placed.setdefault(place, []).append((day, row["id"], row["state"]))
    found: dict[str, int] = {}
    for entries in placed.values():
        before = 0
        for _, record, state in sorted(entries, key=lambda entry: entry[:2]):
            found[record] = before + 1
            before += state is not ReviewState.CANCELLED
    return found


def _review(
    row: Mapping[str, Any],
    child_ref: str,
    ordinal: int,
    meetings: list[dict[str, Any]],
    decided: int,
    conflict: bool,
    today: date,
) -> Review:
    held, due = row["held"], row["due"]
    state = row["state"] or (ReviewState.HELD if held else ReviewState.PLANNED)
    return Review(
        id=row["id"],
        ref=review_ref(row["id"]),
        child_id=row["child"] or "",
        child_ref=child_ref,
        ordinal=ordinal,
        ordinal_word=ordinal_word(ordinal),
        cause=row["cause"] or ReviewCause.ROUTINE,
        ground=row["ground"],
        state=state,
        due=due,
        due_why=row["due_why"] or "",
        held=held,
        meetings=tuple(Meeting(m["id"], m["on"], m["on"] == held) for m in meetings),
        participation=row["participation"],
        attended=attendees(row["attended"]),
        views=row["views"] or "",
        what_changed=row["what_changed"] or "",
        findings=row["findings"] or "",
        late_reason=why_late(row["late_reason"]),
        next_due=row["next_due"],
        on_time=in_time(state, held, due, today),
        conflict=conflict,
        decisions=decided,
        period_id=row["period"],
        occurrence=row["occurrence"],
        state_reason=row["state_reason"] or "",
        decisions_sent=row["decisions_sent"],
        decisions_received=row["decisions_received"],
        care_plan_updated=row["care_plan_updated"],
        record_written=row["record_written"],
        record_distributed=row["record_distributed"],
    )


def in_time(state: ReviewState, held: date | None, due: date | None, today: date) -> bool | None:
    """Whether a review was held on or before its last day; past due and not held is late."""
    if due is None or state is ReviewState.CANCELLED:
        return None
    if held is not None:
        return held <= due
    return False if due < today else None


def _decision(
    row: Mapping[str, Any],
    child_ref: str,
    names: Mapping[str, str],
    of: Mapping[str, Any],
    conflict: bool,
    stands: Standing,
) -> Decision:
    return Decision(
        id=row["id"],
        ref=decision_ref(row["id"]),
        review_id=row["review"] or "",
        child_id=row["child"] or "",
        child_ref=child_ref,
        position=row["position"] or 0,
        text=row["text"] or "",
        owner=names.get(row["owner"] or ""),
        due=row["due"],
        carried_out=row["carried_out"],
        carried_out_reason=row["carried_out_reason"] or "",
        state=stands.state,
        conflict=conflict,
        review_ref=review_ref(row["review"] or ""),
        held=of.get("held"),
        silent=stands.silent,
        contested=row["contested"],
        contested_reason=row["contested_reason"] or "",
        agreed=row["agreed"],
        answer_by=stands.answer_by,
        late_arriving=stands.late_arriving,
    )
