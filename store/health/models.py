"""What the journal keeps of a health assessment or check; when it is due is computed."""

from __future__ import annotations

from typing import ClassVar

from store.health.codes import HealthStatus, HealthType, Quality
from store.journal import (
    CodeField,
    DateField,
    Detail,
    NumberField,
    Record,
    RecordField,
    TextField,
    YesNoField,
    register,
)

_FACT = Detail.SERVICE_FACT
_WORDS = Detail.NARRATIVE


@register
class HealthRecord(Record):
    """One assessment or check: planned, held, its report, and the check of its quality.

    `due` stands here once it was held, or where somebody set it. `assessed_before` is the day of
    an assessment before entering care that makes the initial one unnecessary.
    """

    kind: ClassVar[str] = "health"
    titled_by: ClassVar[str] = "held"

    child = RecordField("child", detail=_FACT)
    period = RecordField("period", detail=_FACT)
    type = CodeField(HealthType, detail=_FACT)
    due = DateField(detail=_FACT, protected=True)
    consent = DateField(detail=_FACT)
    requested = DateField(detail=_FACT)
    appointment = DateField(detail=_FACT)
    held = DateField(detail=_FACT, protected=True)
    by = RecordField("person", detail=_FACT)
    received = DateField(detail=_FACT)
    status = CodeField(HealthStatus, detail=_FACT)
    late_reason = TextField(detail=_WORDS)
    assessed_before = DateField(detail=_FACT)
    score = NumberField(detail=_FACT)
    up_to_date = YesNoField(detail=_FACT)
    quality = CodeField(Quality, detail=_FACT, protected=True)
    quality_note = TextField(detail=_WORDS)
    checked_by = RecordField("person", detail=_FACT)
    checked = DateField(detail=_FACT)
    note = TextField(detail=_WORDS)
