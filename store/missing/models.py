"""What the journal keeps of missing episodes and of serious incidents with their plan."""

from __future__ import annotations

from typing import ClassVar

from store.journal import (
    CodeField,
    DateField,
    Detail,
    Record,
    RecordField,
    TextField,
    WhenField,
    YesNoField,
    register,
)
from store.missing.codes import MissingFrom, MissingType

_FACT = Detail.SERVICE_FACT
_WORDS = Detail.NARRATIVE


@register
class MissingRecord(Record):
    """One episode of being missing, and the interview after the return."""

    kind: ClassVar[str] = "missing"
    titled_by: ClassVar[str] = "started"

    child = RecordField("child", detail=_FACT)
    type = CodeField(MissingType, detail=_FACT)
    missing_from = CodeField(MissingFrom, detail=_FACT)
    started = WhenField(detail=_FACT, index=True)
    ended = WhenField(detail=_FACT)
    offered = DateField(detail=_FACT)
    refused = YesNoField(detail=_FACT)
    interviewed = WhenField(detail=_FACT, protected=True)
    by = RecordField("person", detail=_FACT)
    said = TextField(detail=_WORDS, protected=True)
    late_reason = TextField(detail=_WORDS)
    note = TextField(detail=_WORDS)


@register
class IncidentRecord(Record):
    """A Serious Incident Notification: the plan in seven parts, and who in charge saw it."""

    kind: ClassVar[str] = "incident"
    titled_by: ClassVar[str] = "on"

    child = RecordField("child", detail=_FACT)
    missing = RecordField("missing", detail=_FACT)
    on = DateField(detail=_FACT)
    what = TextField(detail=_WORDS)
    reasons = TextField(detail=_WORDS)
    risks = TextField(detail=_WORDS)
    involvement = TextField(detail=_WORDS)
    areas = TextField(detail=_WORDS)
    people = TextField(detail=_WORDS)
    next_steps = TextField(detail=_WORDS)
    feedback = TextField(detail=_WORDS, protected=True)
    seen_by = RecordField("person", detail=_FACT)
    seen = DateField(detail=_FACT)
