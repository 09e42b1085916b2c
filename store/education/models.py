"""What the journal keeps of education plans, pathway plans, and the service's own term dates."""

from __future__ import annotations

from typing import ClassVar

from store.education.codes import PlanStatus, Season
from store.journal import (
    CodeField,
    DateField,
    Detail,
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
class EducationPlanRecord(Record):
    """A personal education plan as it was begun, or as it was reviewed in a term."""

    kind: ClassVar[str] = "education_plan"
    titled_by: ClassVar[str] = "held"

    child = RecordField("child", detail=_FACT)
    period = RecordField("period", detail=_FACT)
    due = DateField(detail=_FACT, protected=True)
    held = DateField(detail=_FACT, protected=True)
    status = CodeField(PlanStatus, detail=_FACT)
    by = RecordField("person", detail=_FACT)
    school = TextField(detail=_WORDS)
    views = TextField(detail=_WORDS, protected=True)
    agreed = TextField(detail=_WORDS)
    late_reason = TextField(detail=_WORDS)


@register
class PathwayPlanRecord(Record):
    """A pathway plan as it was made, or as it was reviewed."""

    kind: ClassVar[str] = "pathway_plan"
    titled_by: ClassVar[str] = "held"

    child = RecordField("child", detail=_FACT)
    period = RecordField("period", detail=_FACT)
    due = DateField(detail=_FACT, protected=True)
    held = DateField(detail=_FACT, protected=True)
    status = CodeField(PlanStatus, detail=_FACT)
    by = RecordField("person", detail=_FACT)
    views = TextField(detail=_WORDS, protected=True)
    agreed = TextField(detail=_WORDS)
    late_reason = TextField(detail=_WORDS)


@register
class TermRecord(Record):
    """The dates of one term of a year, as this service keeps them."""

    kind: ClassVar[str] = "term"
    titled_by: ClassVar[str] = "started"

    year = NumberField(detail=_FACT)
    season = CodeField(Season, detail=_FACT)
    started = DateField(detail=_FACT)
    ended = DateField(detail=_FACT)


def term_id(year: int, season: Season) -> str:
    """A term is one term wherever it is entered: its year and its season name it."""
    return natural_id("term", str(year), season.value)
