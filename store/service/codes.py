"""The closed lists of the service: how a caseload stands, and whose caseload is handed over."""

from __future__ import annotations

from store.codes import Code
from store.wording import say


class _Listed(Code):
    """A code whose words stand in this room's file."""

    @property
    def wording(self) -> str:
        """The code in words, from the catalogue."""
        return say(f"service.{self.key}")


class Standing(_Listed):
    """How a caseload stands to the limits for a full-time IRO."""

    UNDER = "under"
    WITHIN = "within"
    OVER = "over"
    UNKNOWN = "unknown"
    LEFT = "left"
    UNALLOCATED = "unallocated"


class Worker(_Listed):
    """Whose caseload it is: the value is the field of the child that names them."""

    IRO = "iro"
    SOCIAL_WORKER = "social_worker"
