"""What the journal keeps of plans, and the ids that are the same on every device."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from store.codes import ActionStatus, Brag, EvidenceKind
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
class PlanRecord(Record):
    """A plan: the answer to one inspection report."""

    kind: ClassVar[str] = "plan"

    title = TextField(detail=_FACT)
    regulator = TextField(detail=_FACT)
    inspected_from = DateField(detail=_FACT)
    inspected_to = DateField(detail=_FACT)


@register
class AreaRecord(Record):
    """An area for improvement, known by plan, service and number."""

    kind: ClassVar[str] = "area"
    titled_by: ClassVar[str] = "text"

    plan = RecordField("plan", detail=_FACT)
    service = TextField(detail=_FACT)
    number = NumberField(detail=_FACT)
    title = TextField(detail=_FACT)
    text = TextField(detail=_FACT)
    standard = TextField(detail=_FACT)
    deadline = TextField(detail=_FACT)
    due = DateField(detail=_FACT)
    due_rule = TextField(detail=_FACT)


@register
class CommitmentRecord(Record):
    """One paragraph of a response, with the points of the list it introduces."""

    kind: ClassVar[str] = "commitment"
    titled_by: ClassVar[str] = "text"

    area = RecordField("area", detail=_FACT)
    position = NumberField(detail=_FACT)
    text = TextField(detail=_FACT)
    items = ListField(detail=_FACT)


@register
class ActionRecord(Record):
    """What somebody does about a commitment, by when."""

    kind: ClassVar[str] = "action"

    commitment = RecordField("commitment", detail=_FACT)
    position = NumberField(detail=_FACT)
    title = TextField(detail=_WORDS)
    # Not looked for by its owner but in the list of open work, which has its own index.
    owner = RecordField("person", detail=_FACT, index=False)
    due = DateField(detail=_FACT)
    original_due = DateField(detail=_FACT)
    status = CodeField(ActionStatus, detail=_FACT, protected=True)
    brag = CodeField(Brag, detail=_FACT, protected=True)


@register
class LineageRecord(Record):
    """That an area says again what an earlier plan's area had promised."""

    kind: ClassVar[str] = "lineage"
    titled_by: ClassVar[str] = "area"

    area = RecordField("area", detail=_FACT)
    earlier = RecordField("area", detail=_FACT)


@register
class EvidenceRecord(Record):
    """What shows that an area, a commitment or an action is met; its verbs are in `evidence`.

    It stands here because every level of a plan counts its evidence.
    """

    kind: ClassVar[str] = "evidence"
    titled_by: ClassVar[str] = "shows"

    about = RecordField(None, detail=_FACT, protected=True)
    about_kind = TextField(detail=_FACT, protected=True)
    type = CodeField(EvidenceKind, detail=_FACT, protected=True)
    on = DateField(detail=_FACT, protected=True)
    held_at = TextField(detail=_WORDS, protected=True)
    checked_by = RecordField("person", detail=_FACT, protected=True)
    shows = TextField(detail=_WORDS, protected=True)
    # The sealed file: how it was called, and what finds and opens it (see `sealed_files`).
    file_name = TextField(detail=_WORDS, protected=True)
    sealed_name = TextField(detail=_FACT, protected=True)
    sealed_key = TextField(detail=Detail.SECRET, protected=True)
    sealed_sha256 = TextField(detail=Detail.SECRET, protected=True)
    sealed_size = NumberField(detail=_FACT, protected=True)


def plan_id(title: str, regulator: str, inspected_from: date, inspected_to: date) -> str:
    """A plan is one plan wherever the same report on the same inspection is taken in."""
    return natural_id(
        "plan", regulator, title, inspected_from.isoformat(), inspected_to.isoformat()
    )


def area_id(plan: str, service: str, number: int) -> str:
    """An area's number is unique only inside its service."""
    return natural_id("area", plan, service, str(number))


def commitment_id(area: str, position: int) -> str:
    """A commitment is its place in the response to its area."""
    return natural_id("commitment", area, str(position))


def lineage_id(area: str, earlier: str) -> str:
    """A link between two areas is one link, whoever makes it."""
    return natural_id("lineage", area, earlier)
