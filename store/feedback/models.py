"""What the journal keeps of a child's feedback form: the child's words and what came of them."""

from __future__ import annotations

from typing import ClassVar

from store.journal import DateField, Detail, Record, RecordField, TextField, register

_FACT = Detail.SERVICE_FACT
_WORDS = Detail.NARRATIVE


@register
class FeedbackRecord(Record):
    """One form; the child is not named where it came without a name."""

    kind: ClassVar[str] = "feedback"
    titled_by: ClassVar[str] = "received"

    received = DateField(detail=_FACT)
    child = RecordField("child", detail=_FACT)
    review = RecordField("review", detail=_FACT)
    said = TextField(detail=_WORDS, protected=True)
    changed = TextField(detail=_WORDS, protected=True)
    answered = DateField(detail=_FACT)
    told = DateField(detail=_FACT)
    owner = RecordField("person", detail=_FACT)
