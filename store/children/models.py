"""What the journal keeps of children: the child, its periods, moves and statuses, the reviews.

The review stands here and not with its verbs (`store.reviews`) because a child's clock counts
from the reviews held.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from store.children.codes import PlacementChange, PlacementKind
from store.codes import (
    Attendee,
    BringForward,
    LegalStatus,
    Participation,
    ReviewCause,
    ReviewState,
)
from store.journal import (
    CodeField,
    DateField,
    Detail,
    ListField,
    Record,
    RecordField,
    TextField,
    natural_id,
    register,
)

_FACT = Detail.SERVICE_FACT
_WORDS = Detail.NARRATIVE


@register
class ChildRecord(Record):
    """A child by local reference; a name is never kept."""

    kind: ClassVar[str] = "child"
    titled_by: ClassVar[str] = "local_id"

    authority = TextField(detail=_FACT)
    local_id = TextField(detail=Detail.IDENTIFIER, index=True)
    dob = DateField(detail=Detail.DATE_OF_BIRTH)
    iro = RecordField("person", detail=_FACT)
    social_worker = RecordField("person", detail=_FACT)
    team = TextField(detail=_FACT)


@register
class PeriodRecord(Record):
    """One period of being looked after; the statutory clock runs inside it."""

    kind: ClassVar[str] = "period"
    titled_by: ClassVar[str] = "started"

    child = RecordField("child", detail=_FACT)
    started = DateField(detail=_FACT)
    ended = DateField(detail=_FACT)
    legal_status = CodeField(LegalStatus, detail=_FACT)
    placement = TextField(detail=_WORDS)
    rule_set = TextField(detail=_FACT)


@register
class PlacementRecord(Record):
    """Where a child lived from a day on in a period; `why` is the reason of the move there.

    The first place of a period may stand on the period alone, in words.
    """

    kind: ClassVar[str] = "placement"
    titled_by: ClassVar[str] = "started"

    child = RecordField("child", detail=_FACT)
    period = RecordField("period", detail=_FACT)
    started = DateField(detail=_FACT)
    ended = DateField(detail=_FACT)
    type = CodeField(PlacementKind, detail=_FACT)
    where = TextField(detail=_WORDS)
    why = CodeField(PlacementChange, detail=_FACT)


@register
class LegalStatusRecord(Record):
    """A legal status that began inside a period; the first one stands on the period itself."""

    kind: ClassVar[str] = "legal_status"
    titled_by: ClassVar[str] = "started"

    child = RecordField("child", detail=_FACT)
    period = RecordField("period", detail=_FACT)
    started = DateField(detail=_FACT)
    status = CodeField(LegalStatus, detail=_FACT)


@register
class OccurrenceRecord(Record):
    """The place of a review in a period, and the day it is planned for before it is held."""

    kind: ClassVar[str] = "occurrence"
    titled_by: ClassVar[str] = "planned"

    child = RecordField("child", detail=_FACT)
    period = RecordField("period", detail=_FACT)
    planned = DateField(detail=_FACT)
    ground = CodeField(BringForward, detail=_FACT)


@register
class ReviewRecord(Record):
    """A review with its four separate properties, what was found, and when its papers went out.

    The ordinal is computed. `due` is the date that was in force when it was logged.
    """

    kind: ClassVar[str] = "review"
    titled_by: ClassVar[str] = "held"

    child = RecordField("child", detail=_FACT)
    period = RecordField("period", detail=_FACT)
    occurrence = RecordField("occurrence", detail=_FACT)
    cause = CodeField(ReviewCause, detail=_FACT)
    ground = CodeField(BringForward, detail=_FACT)
    state = CodeField(ReviewState, detail=_FACT)
    state_reason = TextField(detail=_WORDS)
    due = DateField(detail=_FACT, protected=True)
    due_why = TextField(detail=_FACT)
    held = DateField(detail=_FACT, protected=True, index=True)
    participation = CodeField(Participation, detail=_FACT, protected=True)
    attended = ListField(detail=_FACT, codes=Attendee)
    views = TextField(detail=_WORDS, protected=True)
    what_changed = TextField(detail=_WORDS)
    findings = TextField(detail=_WORDS, protected=True)
    # A known code, or a reason in the service's own words.
    late_reason = TextField(detail=_FACT)
    next_due = DateField(detail=_FACT)
    decisions_sent = DateField(detail=_FACT)
    decisions_received = DateField(detail=_FACT)
    care_plan_updated = DateField(detail=_FACT)
    record_written = DateField(detail=_FACT)
    record_distributed = DateField(detail=_FACT)


def attendees(values: list[str] | None) -> tuple[Attendee, ...]:
    """Who attended, in the order of the form; what a newer version wrote is left out."""
    there = set(values or ())
    return tuple(who for who in Attendee if who.value in there)


def child_id(authority: str, local_id: str) -> str:
    """A child is one child wherever the same authority's local reference is used."""
    return natural_id("child", authority, local_id)


def period_id(child: str, started: date) -> str:
    """A period is one period wherever it is entered with the same first day."""
    return natural_id("period", child, started.isoformat())


def placement_id(child: str, started: date) -> str:
    """A move is one move wherever it is entered with the same day."""
    return natural_id("placement", child, started.isoformat())


def legal_status_id(child: str, started: date) -> str:
    """A change of the legal status is one change wherever it is entered with the same day."""
    return natural_id("legal_status", child, started.isoformat())


def occurrence_id(period: str, ordinal: int) -> str:
    """The place of the `ordinal`th review of a period."""
    return natural_id("occurrence", period, str(ordinal))
