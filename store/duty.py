"""A duty: something about a child that somebody must do, by when, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from store.clock import Step

UNRECORDED = "unrecorded"
"""The status of a duty of which nothing was ever written down."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One open duty. It follows from the records alone; whether it is late is for its readers.

    `record` is what it is about (the child, while nothing is written down) and `part` tells
    several duties of one record apart. `due` is the last day in time, `at` the exact end where
    the limit is in hours. It is shown from `begins` on and no longer counts from `until` on.
    While nothing is written down, `given` are the fields, as typed, of the record to add.
    """

    kind: str
    record: str
    record_kind: str
    part: str
    child_id: str | None
    child: str
    what: str
    due: date | None
    owner: str | None
    team: str | None
    rule: str = ""
    why: Sequence[Step] = ()
    until: date | None = None
    status: str = "due"
    at: datetime | None = None
    begins: date | None = None
    given: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from every other."""
        return self.kind, self.record, self.part

    def counts_on(self, day: date) -> bool:
        """Whether it is to be shown on `day`."""
        return (self.begins is None or self.begins <= day) and (
            self.until is None or day < self.until
        )
