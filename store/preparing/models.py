"""What the journal keeps of the weeks before a review."""

from __future__ import annotations

from typing import ClassVar

from store.journal import (
    CodeField,
    DateField,
    Detail,
    NumberField,
    Record,
    RecordField,
    TextField,
    YesNoField,
    natural_id,
    register,
)
from store.preparing.codes import Consulted, Pack, Way

_FACT = Detail.SERVICE_FACT
_WORDS = Detail.NARRATIVE


@register
class ConsultationRecord(Record):
    """Somebody asked for their view before a review, and what they said.

    `occurrence` is the place of that review in its period; a review need not be held for it.
    """

    kind: ClassVar[str] = "consultation"
    titled_by: ClassVar[str] = "who"

    child = RecordField("child", detail=_FACT)
    occurrence = RecordField("occurrence", detail=_FACT)
    who = CodeField(Consulted, detail=_FACT)
    named = TextField(detail=_WORDS)
    sent = DateField(detail=_FACT)
    received = DateField(detail=_FACT)
    how = CodeField(Way, detail=_FACT)
    said = TextField(detail=_WORDS, protected=True)


@register
class PreparationRecord(Record):
    """The preparation of one review: one record wherever it is written down."""

    kind: ClassVar[str] = "preparation"
    titled_by: ClassVar[str] = "ordinal"

    child = RecordField("child", detail=_FACT)
    occurrence = RecordField("occurrence", detail=_FACT)
    ordinal = NumberField(detail=_FACT)
    report_asked = DateField(detail=_FACT)
    report_received = DateField(detail=_FACT)
    reports_shared = DateField(detail=_FACT)
    spoke = DateField(detail=_FACT)
    not_spoken = TextField(detail=_WORDS)
    advocacy = YesNoField(detail=_FACT)
    complaint = YesNoField(detail=_FACT)
    legal = YesNoField(detail=_FACT)


@register
class InformationRecord(Record):
    """An information pack that was given: which one, when, by whom."""

    kind: ClassVar[str] = "information"
    titled_by: ClassVar[str] = "pack"

    child = RecordField("child", detail=_FACT)
    pack = CodeField(Pack, detail=_FACT)
    given = DateField(detail=_FACT)
    by = RecordField("person", detail=_FACT)


def preparation_id(occurrence: str) -> str:
    """The preparation of the review at a place in a period."""
    return natural_id("preparation", occurrence)
