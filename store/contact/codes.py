"""The closed lists of what happens between two reviews."""

from __future__ import annotations

from store.codes import Code
from store.wording import say


class _ContactCode(Code):
    @property
    def wording(self) -> str:
        """The code in words, from the catalogue."""
        return say(f"contact.{self.key}")


class Visitor(_ContactCode):
    """Who visited a child."""

    SOCIAL_WORKER = "social_worker"
    IRO = "iro"
    MANAGER = "manager"
    ADVOCATE = "advocate"
    OTHER = "other"


class Notified(_ContactCode):
    """What the social worker must tell the IRO of between two reviews."""

    CARE_PLAN = "care_plan"
    DECISION_NOT_DONE = "decision_not_done"
    FAMILY_TIME = "family_time"
    SOCIAL_WORKER = "social_worker"
    ENQUIRY = "enquiry"
    COMPLAINT = "complaint"
    MOVE = "move"
    FAMILY = "family"
    OFFENCE = "offence"
    EXCLUSION = "exclusion"
    MISSING = "missing"
    HEALTH = "health"


class Follows(_ContactCode):
    """What the IRO makes of what they were told."""

    NOTED = "noted"
    SPOKE = "spoke"
    VISIT = "visit"
    BROUGHT_FORWARD = "brought_forward"
    DISPUTE = "dispute"
