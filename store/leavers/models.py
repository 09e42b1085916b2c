"""What the journal keeps of a care leaver: who works with them, and how they are."""

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
    natural_id,
    register,
)
from store.leavers.codes import Accommodation, Activity

_FACT = Detail.SERVICE_FACT


@register
class LeaverRecord(Record):
    """What is kept of one child after care; whether the law makes them a leaver is computed."""

    kind: ClassVar[str] = "leaver"
    titled_by: ClassVar[str] = "child"

    child = RecordField("child", detail=_FACT)
    worker = RecordField("person", detail=_FACT)
    in_touch = DateField(detail=_FACT)
    accommodation = CodeField(Accommodation, detail=_FACT)
    suitable = YesNoField(detail=_FACT)
    activity = CodeField(Activity, detail=_FACT)
    note = TextField(detail=Detail.NARRATIVE)
    closed = DateField(detail=_FACT)


def leaver_id(child: str) -> str:
    """A leaver is one record for each child, wherever it is begun."""
    return natural_id("leaver", child)
