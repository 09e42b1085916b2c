"""The record of a person's word that records which look alike are not the same thing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from store.journal import Detail, ListField, Record, TextField, natural_id, register


@register
class DistinctRecord(Record):
    """Several records of a kind that somebody looked at and found to be different things.

    Its id follows from theirs, so that two people who say it make one record.
    """

    kind: ClassVar[str] = "distinct"
    titled_by: ClassVar[str] = "of"

    of = TextField(detail=Detail.SERVICE_FACT)
    records = ListField(detail=Detail.SERVICE_FACT)


def distinct_id(records: Iterable[str]) -> str:
    """The id of the word that these records are different."""
    return natural_id("distinct", *sorted(records))
