"""What the journal keeps of two children who are related: siblings, or parent and child."""

from __future__ import annotations

from typing import ClassVar

from store.family.codes import Relation
from store.journal import (
    CodeField,
    Detail,
    Record,
    RecordField,
    TextField,
    natural_id,
    register,
)


@register
class FamilyRecord(Record):
    """Two children and how the first is related to the other.

    `iro_reason` says why brothers and sisters have different IROs, where that is meant.
    """

    kind: ClassVar[str] = "family"
    titled_by: ClassVar[str] = "relation"

    child = RecordField("child", detail=Detail.SERVICE_FACT)
    other = RecordField("child", detail=Detail.SERVICE_FACT)
    relation = CodeField(Relation, detail=Detail.SERVICE_FACT)
    iro_reason = TextField(detail=Detail.NARRATIVE)


def in_order(child: str, other: str, relation: Relation) -> tuple[str, str]:
    """The two children as they are kept: brothers and sisters have no first."""
    if relation is Relation.SIBLING and other < child:
        return other, child
    return child, other


def family_id(child: str, other: str, relation: Relation) -> str:
    """Two children are related once, from whichever side it is entered."""
    return natural_id("family", *in_order(child, other, relation), relation.value)
