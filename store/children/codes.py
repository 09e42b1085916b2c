"""The closed lists of placements: what kind of place, and why a child moved there."""

from __future__ import annotations

from store.codes import Code
from store.wording import say


class _Listed(Code):
    """A code whose words stand in this room's file."""

    @property
    def wording(self) -> str:
        """The code in words, from the catalogue."""
        return say(f"children.{self.key}")


class PlacementKind(_Listed):
    """What kind of place a child looked after lives in."""

    FOSTER = "foster"
    KINSHIP = "kinship"
    PARENTS = "parents"
    CHILDRENS_HOME = "childrens_home"
    RESIDENTIAL_SCHOOL = "residential_school"
    PARENT_AND_CHILD = "parent_and_child"
    ADOPTION = "adoption"
    SUPPORTED = "supported"
    INDEPENDENT = "independent"
    SECURE = "secure"
    CUSTODY = "custody"
    HEALTH = "health"
    OTHER = "other"


class PlacementChange(_Listed):
    """Why a child moved from one place to the next (the reasons of the SSDA903 collection)."""

    CARE_PLAN = "care_plan"
    CLOSED = "closed"
    ALLEGATION = "allegation"
    STANDARDS = "standards"
    APPROVAL = "approval"
    CARER_BEHAVIOUR = "carer_behaviour"
    CARER_OTHER = "carer_other"
    CHILD = "child"
    AUTHORITY = "authority"
    STATUS_ONLY = "status_only"
    CUSTODY = "custody"
    OTHER = "other"
