"""What the journal keeps of an audit: the theme, the cases, the grade, the gap and the training."""

from __future__ import annotations

from typing import ClassVar

from store.audits.codes import Grade
from store.journal import (
    CodeField,
    DateField,
    Detail,
    ListField,
    NumberField,
    Record,
    RecordField,
    TextField,
    natural_id,
    register,
)

_FACT = Detail.SERVICE_FACT
_WORDS = Detail.NARRATIVE


@register
class AuditRecord(Record):
    """One audit by an IRO; `children` and `areas` hold the ids of records."""

    kind: ClassVar[str] = "audit"
    titled_by: ClassVar[str] = "theme"

    on = DateField(detail=_FACT)
    by = RecordField("person", detail=_FACT)
    theme = TextField(detail=_WORDS)
    cases = NumberField(detail=_FACT)
    children = ListField(detail=_FACT, refers_to="child")
    grade = CodeField(Grade, detail=_FACT, protected=True)
    gap = TextField(detail=_WORDS, protected=True)
    training = TextField(detail=_WORDS)
    training_for = RecordField("person", detail=_FACT)
    training_due = DateField(detail=_FACT)
    training_done = DateField(detail=_FACT)
    areas = ListField(detail=_FACT, refers_to="area")


def audit_evidence_id(audit: str, area: str) -> str:
    """An audit is one piece of evidence of an area, on every device."""
    return natural_id("evidence", "audit", audit, area)
