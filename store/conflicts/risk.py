"""In which order conflicts are decided: what could harm a child first.

The rule, said in `conflicts.order` as well:

1. protected fields of a child's records (what a child said, whether it took part, what was
   decided for it, when a review was held);
2. other protected fields (status and judgement of actions, evidence);
3. what is overdue, or due within three working days;
4. records that somebody withdrew and somebody else went on with;
5. everything else, and after it possible duplicates.

Within each: the earlier due first, then the one on which more records hang, then the older.
"""

from __future__ import annotations

from datetime import date

from store.clock import Urgency
from store.conflicts.items import Item, Risk, Sort
from store.journal import CodeField, DateField, Detail, RecordField, TextField, field_of, fields_of
from store.journal.kinds import model_of

_STATUS = frozenset({"status", "state", "brag", "outcome"})


def order(item: Item) -> tuple[object, ...]:
    """The place of an item in the queue; the least comes first."""
    return (
        _rank(item),
        item.due or date.max,
        -item.hangs,
        item.since,
        item.called.ref,
        item.id,
    )


def _rank(item: Item) -> int:
    if item.sort is Sort.DOUBLE:
        return 5
    if item.protected:
        return 0 if of_a_child(item.kind) else 1
    if item.hurry in (Urgency.LATE, Urgency.SOON):
        return 2
    return 3 if item.sort is Sort.WITHDRAWN else 4


def of_a_child(kind: str) -> bool:
    """Whether records of this kind are about a child."""
    model = model_of(kind)
    return kind == "child" or (model is not None and "child" in fields_of(model))


def risk_of(kind: str, name: str) -> Risk:
    """The word for what is at stake in a field."""
    field = field_of(kind, name)
    if name == "withdrawn":
        return Risk.WITHDRAWN
    if field is not None and field.protected:
        return Risk.PROTECTED
    if isinstance(field, DateField):
        return Risk.DATE
    if isinstance(field, CodeField) and name in _STATUS:
        return Risk.STATUS
    if is_narrative(kind, name):
        return Risk.TEXT
    return Risk.VALUE


def is_narrative(kind: str, name: str) -> bool:
    """Whether a field holds people's own words: two of them can both be kept."""
    field = field_of(kind, name)
    return (
        isinstance(field, TextField)
        and not isinstance(field, RecordField)
        and field.detail is Detail.NARRATIVE
        and name != "withdrawn"
    )
