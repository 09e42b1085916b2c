"""What lies on the conflict desk: the values between which a person decides, and the risk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from store.called import Called
from store.clock import Urgency
from store.duplicates import Duplicate
from store.wording import say


class Sort(StrEnum):
    """What stands against each other: values of a field, a withdrawal and an edit, or records."""

    VALUES = "values"
    WITHDRAWN = "withdrawn"
    DOUBLE = "double"


class Risk(StrEnum):
    """What is at stake, in one word beside the conflict."""

    PROTECTED = "protected"
    DATE = "date"
    STATUS = "status"
    WITHDRAWN = "withdrawn"
    TEXT = "text"
    VALUE = "value"
    DOUBLE = "double"

    @property
    def wording(self) -> str:
        """The word."""
        return say(f"conflicts.risk_{self.value}")


@dataclass(frozen=True)
class Value:
    """One of what stands against each other, numbered from 1 in the order of writing.

    `value` is the text the journal keeps, `shown` what a person reads, `words` what a code means.
    `record` is the record it is, among possible duplicates; `withheld` that its value is not here.
    """

    number: int
    value: str | None
    shown: str
    words: str
    person: str
    role: str
    device: str
    device_name: str
    at: datetime
    reason: str | None
    wins: bool
    withheld: bool = False
    record: str | None = None


@dataclass(frozen=True)
class Item:
    """A conflict or a possible duplicate on the desk.

    `heads` names what stands there, so that a decision about something else is refused; `until`
    is the day it was put off to; `hangs` counts the records that hang on it.
    """

    id: str
    sort: Sort
    kind: str
    record: str
    field: str | None
    called: Called
    words: str
    risk: Risk
    protected: bool
    values: tuple[Value, ...]
    heads: tuple[str, ...]
    since: datetime
    due: date | None = None
    hurry: Urgency | None = None
    hangs: int = 0
    narrative: bool = False
    until: date | None = None
    duplicate: Duplicate | None = None

    @property
    def needs_reason(self) -> bool:
        """Whether deciding it takes a reason: a protected field, or a record that goes."""
        return self.protected or self.sort is Sort.DOUBLE

    @property
    def withheld_on(self) -> tuple[str, ...]:
        """The names of the devices that hold a value which is not here."""
        return tuple(dict.fromkeys(one.device_name for one in self.values if one.withheld))


@dataclass(frozen=True)
class Decided:
    """A decision made on this device today; `unit` is what undo takes back."""

    unit: str
    called: Called
    kind: str
    record: str
    words: str
    value: str
    person: str
    at: datetime
    reason: str | None


@dataclass(frozen=True)
class Desk:
    """All that waits for a decision, by risk; what was put off; what was decided here today."""

    queue: tuple[Item, ...]
    put_off: tuple[Item, ...]
    decided: tuple[Decided, ...]

    @property
    def protected(self) -> int:
        """How many of the queue are about a protected field."""
        return sum(1 for item in self.queue if item.protected)

    def find(self, wanted: str) -> Item | None:
        """The item of that id, or the first one about that record."""
        every = (*self.queue, *self.put_off)
        own = next((item for item in every if item.id == wanted), None)
        return own or next((item for item in every if _about(item, wanted)), None)


def _about(item: Item, record: str) -> bool:
    return item.record == record or (
        item.duplicate is not None and record in item.duplicate.records
    )
