"""What the journal keeps of the service: who is in which post, for how much of full time."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from store.codes import Role
from store.journal import (
    CodeField,
    DateField,
    Detail,
    Record,
    RecordField,
    TextField,
    natural_id,
    register,
)
from store.journal.fields import JournalField

_FACT = Detail.SERVICE_FACT


class ShareField(JournalField):
    """A share of full time, as a decimal: 0.6."""

    def written(self, value: object) -> str:
        return f"{Decimal(str(value)).normalize():f}"

    def read(self, text: str) -> Decimal:
        return Decimal(text)


@register
class PostRecord(Record):
    """A person in a role, for a share of full time, from a day until a day (its last one)."""

    kind: ClassVar[str] = "post"
    titled_by: ClassVar[str] = "role"

    person = RecordField("person", detail=_FACT)
    role = CodeField(Role, detail=_FACT)
    team = TextField(detail=_FACT)
    fte = ShareField(detail=_FACT)
    started = DateField(detail=_FACT)
    until = DateField(detail=_FACT)


def post_id(person: str, role: Role, started: str) -> str:
    """A post is one post wherever the same person's first day in the same role is written down."""
    return natural_id("post", person, role.value, started)
