"""What the journal keeps of pre-proceedings and of permanency planning meetings."""

from __future__ import annotations

from typing import ClassVar

from store.journal import (
    CodeField,
    DateField,
    Detail,
    Record,
    RecordField,
    TextField,
    YesNoField,
    register,
)
from store.pre_proceedings.codes import PreProceedingsOutcome

_FACT = Detail.SERVICE_FACT
_WORDS = Detail.NARRATIVE


@register
class PreProceedingsRecord(Record):
    """Pre-proceedings of one child, from their start to their outcome."""

    kind: ClassVar[str] = "pre_proceedings"
    titled_by: ClassVar[str] = "started"

    child = RecordField("child", detail=_FACT)
    started = DateField(detail=_FACT)
    letter = DateField(detail=_FACT)
    meeting = DateField(detail=_FACT)
    lead = RecordField("person", detail=_FACT)
    outcome = CodeField(PreProceedingsOutcome, detail=_FACT)
    ended = DateField(detail=_FACT)
    delay_reason = TextField(detail=_WORDS)
    note = TextField(detail=_WORDS)


@register
class PlanningMeetingRecord(Record):
    """A permanency planning meeting of a child, and whether it reviewed the pre-proceedings."""

    kind: ClassVar[str] = "planning_meeting"
    titled_by: ClassVar[str] = "on"

    child = RecordField("child", detail=_FACT)
    pre_proceedings = RecordField("pre_proceedings", detail=_FACT)
    on = DateField(detail=_FACT)
    reviewed = YesNoField(detail=_FACT)
    plan = TextField(detail=_WORDS, protected=True)
    by = RecordField("person", detail=_FACT)
    next = DateField(detail=_FACT)
    note = TextField(detail=_WORDS)
