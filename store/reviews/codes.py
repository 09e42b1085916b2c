"""The closed lists of the checklist that a review goes through."""

from __future__ import annotations

from store.codes import Code
from store.wording import say


class _ReviewCode(Code):
    @property
    def wording(self) -> str:
        """The code in words, from the catalogue."""
        return say(f"reviews.{self.key}")


class Topic(_ReviewCode):
    """One thing a review asks about, in the order of the checklist."""

    HEALTH = "health"
    WELLBEING = "wellbeing"
    EDUCATION = "education"
    FAMILY_TIME = "family_time"
    IDENTITY = "identity"
    PLACEMENT = "placement"
    PERMANENCE = "permanence"
    SAFEGUARDING = "safeguarding"
    CARE_PLAN = "care_plan"
    PATHWAY = "pathway"
    STAYING_PUT = "staying_put"

    @property
    def from_age(self) -> int:
        """The age from which it is asked: 16 for the pathway plan and staying put, else 0."""
        return 16 if self in (Topic.PATHWAY, Topic.STAYING_PUT) else 0


class Met(_ReviewCode):
    """How a review found a topic of its checklist."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_NEEDED = "not_needed"

    @property
    def letter(self) -> str:
        """The one key that takes it."""
        return say(f"reviews.met_letter_{self.name.lower()}")


def topics_at(age: int | None) -> tuple[Topic, ...]:
    """What is asked of a child of this age; everything while the age is not known."""
    return tuple(topic for topic in Topic if age is None or age >= topic.from_age)
