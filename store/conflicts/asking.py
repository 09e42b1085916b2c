"""How another value of a field is asked for: which codes there are, whether it is a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from store.codes import Code
from store.conflicts.items import Item
from store.journal import CodeField, DateField, TextField, field_of

_TO_COME = frozenset({"due", "until", "next", "next_due", "training_due", "planned"})


@dataclass(frozen=True)
class Asked:
    """What the values of a field are like: one of some codes, a day, or words to change."""

    codes: tuple[Code, ...] = ()
    day: bool = False
    words: bool = False
    prefer: Literal["future", "past"] = "past"


def how_to_ask(item: Item) -> Asked:
    """How a person is asked for another value of the field in conflict."""
    field = field_of(item.kind, item.field or "")
    if isinstance(field, CodeField):
        return Asked(codes=tuple(one for one in field.codes if isinstance(one, Code)))
    if isinstance(field, DateField):
        return Asked(day=True, prefer="future" if item.field in _TO_COME else "past")
    return Asked(words=type(field) is TextField)
