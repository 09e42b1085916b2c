"""The closed lists of education and pathway plans, and the seasons of the school year."""

from __future__ import annotations

from store.codes import Code
from store.wording import say


class _EducationCode(Code):
    """A code worded in the catalogue's file of education."""

    @property
    def wording(self) -> str:
        """The code in words, from the catalogue."""
        return say(f"education.{self.key}")


class PlanStatus(_EducationCode):
    """How far a plan, or a review of it, has come."""

    PLANNED = "planned"
    COMPLETED = "completed"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class Season(_EducationCode):
    """One of the three terms of a school year."""

    SPRING = "spring"
    SUMMER = "summer"
    AUTUMN = "autumn"
