"""What the journal keeps of the time between two reviews."""

from __future__ import annotations

from typing import ClassVar

from store.contact.codes import Follows, Notified, Visitor
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

_FACT = Detail.SERVICE_FACT
_WORDS = Detail.NARRATIVE


@register
class VisitRecord(Record):
    """A visit to a child: when, by whom, and whether the child was seen alone."""

    kind: ClassVar[str] = "visit"
    titled_by: ClassVar[str] = "on"

    child = RecordField("child", detail=_FACT)
    on = DateField(detail=_FACT)
    by = RecordField("person", detail=_FACT)
    visitor = CodeField(Visitor, detail=_FACT)
    alone = YesNoField(detail=_FACT)
    what = TextField(detail=_WORDS)


@register
class MidwayRecord(Record):
    """A check by the IRO, about half-way between two reviews, of how the plan goes."""

    kind: ClassVar[str] = "midway"
    titled_by: ClassVar[str] = "on"

    child = RecordField("child", detail=_FACT)
    on = DateField(detail=_FACT)
    by = RecordField("person", detail=_FACT)
    findings = TextField(detail=_WORDS, protected=True)


@register
class NotificationRecord(Record):
    """A change that the social worker owes the IRO word of: when it was, when it was told."""

    kind: ClassVar[str] = "notification"
    titled_by: ClassVar[str] = "of"

    child = RecordField("child", detail=_FACT)
    of = CodeField(Notified, detail=_FACT)
    happened = DateField(detail=_FACT)
    told = DateField(detail=_FACT)
    by = RecordField("person", detail=_FACT)
    follows = CodeField(Follows, detail=_FACT)
    what = TextField(detail=_WORDS)
