"""What the journal keeps of a review beside the review itself: its sittings and its decisions."""

from __future__ import annotations

from typing import ClassVar

from store.codes import CarriedOut, DecisionState
from store.journal import (
    CodeField,
    DateField,
    Detail,
    NumberField,
    Record,
    RecordField,
    TextField,
    register,
)
from store.reviews.codes import Met, Topic

_FACT = Detail.SERVICE_FACT
_WORDS = Detail.NARRATIVE


@register
class MeetingRecord(Record):
    """One sitting of a review; the one on the day the review was held counts."""

    kind: ClassVar[str] = "meeting"
    titled_by: ClassVar[str] = "on"

    child = RecordField("child", detail=_FACT)
    review = RecordField("review", detail=_FACT)
    on = DateField(detail=_FACT, protected=True)


@register
class DecisionRecord(Record):
    """A recommendation or decision of a review: what, who, by when, and what became of it."""

    kind: ClassVar[str] = "decision"
    titled_by: ClassVar[str] = "text"

    child = RecordField("child", detail=_FACT)
    review = RecordField("review", detail=_FACT)
    position = NumberField(detail=_FACT)
    text = TextField(detail=_WORDS, protected=True)
    owner = RecordField("person", detail=_FACT, protected=True, index=False)
    due = DateField(detail=_FACT, protected=True)
    state = CodeField(DecisionState, detail=_FACT, protected=True)
    agreed = DateField(detail=_FACT, protected=True)
    contested = DateField(detail=_FACT, protected=True)
    contested_reason = TextField(detail=_WORDS, protected=True)
    carried_out = CodeField(CarriedOut, detail=_FACT, protected=True)
    carried_out_reason = TextField(detail=_WORDS, protected=True)
    looked_back = RecordField("review", detail=_FACT)


@register
class PointRecord(Record):
    """What a review found of one topic of its checklist."""

    kind: ClassVar[str] = "point"
    titled_by: ClassVar[str] = "topic"

    child = RecordField("child", detail=_FACT)
    review = RecordField("review", detail=_FACT)
    topic = CodeField(Topic, detail=_FACT)
    answer = CodeField(Met, detail=_FACT, protected=True)
    note = TextField(detail=_WORDS, protected=True)
    agreed = DateField(detail=_FACT, protected=True)


@register
class TopicRecord(Record):
    """The Standard that a topic of the checklist belongs to, as this service labels it."""

    kind: ClassVar[str] = "topic"
    titled_by: ClassVar[str] = "topic"

    topic = CodeField(Topic, detail=_FACT)
    standard = TextField(detail=_FACT)


@register
class LateReasonRecord(Record):
    """A reason for late reviews that this service added to the list, in its own words."""

    kind: ClassVar[str] = "late_reason"
    titled_by: ClassVar[str] = "words"

    words = TextField(detail=_FACT)
