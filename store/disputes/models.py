"""What the journal keeps of a dispute: what it is about, each stage it went through, its end."""

from __future__ import annotations

from typing import ClassVar

from store.disputes.codes import DisputeOutcome, Stage, Theme
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

_FACT = Detail.SERVICE_FACT
_WORDS = Detail.NARRATIVE


@register
class DisputeRecord(Record):
    """A dispute the IRO raises for a child; informal from the day it is opened."""

    kind: ClassVar[str] = "dispute"
    titled_by: ClassVar[str] = "opened"

    child = RecordField("child", detail=_FACT)
    review = RecordField("review", detail=_FACT)
    decision = RecordField("decision", detail=_FACT)
    theme = CodeField(Theme, detail=_FACT)
    about = TextField(detail=_WORDS)
    raised_by = RecordField("person", detail=_FACT)
    opened = DateField(detail=_FACT)
    referred = DateField(detail=_FACT)
    referred_to = TextField(detail=_FACT)
    outcome = CodeField(DisputeOutcome, detail=_FACT, protected=True)
    closed = DateField(detail=_FACT, protected=True)
    outcome_note = TextField(detail=_WORDS)


@register
class DisputeStageRecord(Record):
    """One formal stage of a dispute, under the name it had when it was entered.

    `due` is its last day as it was in force when the stage was left; an open one has none.
    """

    kind: ClassVar[str] = "dispute_stage"
    titled_by: ClassVar[str] = "name"

    dispute = RecordField("dispute", detail=_FACT)
    child = RecordField("child", detail=_FACT)
    stage = CodeField(Stage, detail=_FACT)
    name = TextField(detail=_FACT)
    entered = DateField(detail=_FACT)
    with_whom = RecordField("person", detail=_FACT)
    answered = DateField(detail=_FACT)
    answer = TextField(detail=_WORDS)
    due = DateField(detail=_FACT)


@register
class DisputeRungRecord(Record):
    """How this service keeps a stage: what it calls it, and whether it has it at all."""

    kind: ClassVar[str] = "dispute_rung"
    titled_by: ClassVar[str] = "stage"

    stage = CodeField(Stage, detail=_FACT)
    name = TextField(detail=_FACT)
    used = YesNoField(detail=_FACT)


def stage_id(dispute: str, stage: Stage) -> str:
    """A dispute is at a stage once, whoever writes it down."""
    return natural_id("dispute_stage", dispute, stage.value)


def rung_id(stage: Stage) -> str:
    """A service keeps a stage in one way."""
    return natural_id("dispute_rung", stage.value)
