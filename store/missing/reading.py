"""Missing episodes and incidents as lists and pages show them: a few queries for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from store import child_file, children, people
from store.calendars import working_days
from store.child_file import Only
from store.children.reading import in_conflict
from store.clock import Limit
from store.journal import Journal
from store.missing.codes import MissingFrom, MissingType
from store.missing.models import IncidentRecord, MissingRecord
from store.plans.names import short_ids

PARTS = ("reasons", "risks", "involvement", "areas", "people", "next_steps", "feedback")
"""The seven parts of the plan after a serious incident, in their order."""


@dataclass(frozen=True, slots=True)
class Episode:
    """One episode of being missing. Moments are in the time of the clock on the wall here.

    `interview_due` is the last moment for the return interview, None until the child is back.
    """

    id: str
    ref: str
    child_id: str
    child_ref: str
    type: MissingType
    missing_from: MissingFrom
    started: datetime
    ended: datetime | None
    interview_due: datetime | None
    offered: date | None
    refused: bool
    interviewed: datetime | None
    by: str | None
    said: str
    late_reason: str
    note: str
    conflict: bool

    @property
    def interview_open(self) -> bool:
        """Whether the child is back and was neither interviewed nor refused an interview."""
        return self.ended is not None and self.interviewed is None and not self.refused

    @property
    def offered_and_refused(self) -> bool:
        """Whether an interview was offered and the child did not want it."""
        return self.refused and self.interviewed is None

    @property
    def in_time(self) -> bool | None:
        """Whether the interview was held within the limit; None while none was held."""
        if self.interviewed is None or self.interview_due is None:
            return None
        return self.interviewed <= self.interview_due

    def standing(self, at: datetime) -> bool | None:
        """Whether the interview is in time at a moment: False once the limit has passed.

        None while the child is missing or the limit runs.
        """
        if self.in_time is not None:
            return self.in_time
        if self.interview_due is None:
            return None
        return None if at <= self.interview_due else False


@dataclass(frozen=True, slots=True)
class Incident:
    """A serious incident. `parts` are the seven parts of its plan by name, empty ones too."""

    id: str
    ref: str
    child_id: str
    child_ref: str
    episode: str | None
    on: date
    what: str
    parts: tuple[tuple[str, str], ...]
    seen_by: str | None
    seen: date | None
    conflict: bool

    @property
    def parts_missing(self) -> tuple[str, ...]:
        """The parts that nobody has written yet."""
        return tuple(name for name, words in self.parts if not words)

    @property
    def is_seen(self) -> bool:
        """Whether a senior manager has seen it, with the day."""
        return self.seen is not None and self.seen_by is not None


def interview_limit(limit: Limit, ended: datetime) -> datetime:
    """The last moment for the interview: clock hours, through weekends and clock changes."""
    return limit.last_moment(ended).astimezone()


def episodes(journal: Journal, child_id: str | None = None, *, only: Only = None) -> list[Episode]:
    """The missing episodes of one child, of some, or of all, newest first."""
    rows = [
        row
        for row in child_file.rows(journal, MissingRecord, child_id, only)
        if row["started"] is not None
    ]
    if not rows:
        return []
    refs, names = children.references(journal, child_id), people.names(journal)
    own = short_ids("MI", (row["id"] for row in rows))
    disputed = in_conflict(journal, MissingRecord.kind)
    limit = working_days(journal).book.limit("return_interview")
    found = [
        Episode(
            id=row["id"],
            ref=own[row["id"]],
            child_id=row["child"],
            child_ref=refs.get(row["child"], ""),
            type=row["type"] or MissingType.MISSING,
            missing_from=row["missing_from"] or MissingFrom.HOME,
            started=row["started"].astimezone(),
            ended=row["ended"].astimezone() if row["ended"] else None,
            interview_due=interview_limit(limit, row["ended"]) if row["ended"] else None,
            offered=row["offered"],
            refused=bool(row["refused"]),
            interviewed=row["interviewed"].astimezone() if row["interviewed"] else None,
            by=names.get(row["by"] or ""),
            said=row["said"] or "",
            late_reason=row["late_reason"] or "",
            note=row["note"] or "",
            conflict=row["id"] in disputed,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.started.astimezone(UTC), one.id), reverse=True)


def episode(journal: Journal, record: str) -> Episode | None:
    """One episode by id; None where there is none or it was withdrawn."""
    row = journal.get(MissingRecord, record)
    if row is None or row["child"] is None:
        return None
    return next((one for one in episodes(journal, row["child"]) if one.id == record), None)


def incidents(
    journal: Journal, child_id: str | None = None, *, only: Only = None
) -> list[Incident]:
    """The serious incidents of one child, of some, or of all, newest first."""
    rows = [
        row
        for row in child_file.rows(journal, IncidentRecord, child_id, only)
        if row["on"] is not None
    ]
    if not rows:
        return []
    refs, names = children.references(journal, child_id), people.names(journal)
    own = short_ids("SI", (row["id"] for row in rows))
    disputed = in_conflict(journal, IncidentRecord.kind)
    found = [
        Incident(
            id=row["id"],
            ref=own[row["id"]],
            child_id=row["child"],
            child_ref=refs.get(row["child"], ""),
            episode=row["missing"],
            on=row["on"],
            what=row["what"] or "",
            parts=tuple((name, row[name] or "") for name in PARTS),
            seen_by=names.get(row["seen_by"] or ""),
            seen=row["seen"],
            conflict=row["id"] in disputed,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.on, one.id), reverse=True)


def incident(journal: Journal, record: str) -> Incident | None:
    """One incident by id; None where there is none or it was withdrawn."""
    row = journal.get(IncidentRecord, record)
    if row is None or row["child"] is None:
        return None
    return next((one for one in incidents(journal, row["child"]) if one.id == record), None)
