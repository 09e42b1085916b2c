"""The closed lists of care leavers: how the rule reads, where they live, what they do."""

from __future__ import annotations

from store.codes import Code
from store.wording import say


class _Listed(Code):
    """A code whose words stand in this room's file."""

    @property
    def wording(self) -> str:
        """The code in words, from the catalogue."""
        return say(f"leavers.{self.key}")


class LeaverStatus(_Listed):
    """Whether the rule makes someone a care leaver; computed, never kept."""

    QUALIFIES = "qualifies"
    NOT = "not"
    UNKNOWN = "unknown"


class Accommodation(_Listed):
    """Where a care leaver lives."""

    FAMILY = "family"
    FORMER_CARERS = "former_carers"
    OWN_HOME = "own_home"
    SUPPORTED = "supported"
    LODGINGS = "lodgings"
    STUDENT = "student"
    HEALTH = "health"
    CUSTODY = "custody"
    TEMPORARY = "temporary"
    NONE = "none"
    OTHER = "other"


class Activity(_Listed):
    """What a care leaver does by day."""

    HIGHER_EDUCATION = "higher_education"
    EDUCATION = "education"
    TRAINING = "training"
    WORK = "work"
    CARING = "caring"
    ILLNESS = "illness"
    SEEKING = "seeking"
    OTHER = "other"
