"""The closed lists of health: what is assessed, how far it has come, and how good it was."""

from __future__ import annotations

from store.codes import Code
from store.wording import say


class _HealthCode(Code):
    """A code worded in the catalogue's file of health."""

    @property
    def wording(self) -> str:
        """The code in words, from the catalogue."""
        return say(f"health.{self.key}")


class HealthType(_HealthCode):
    """What is assessed or checked."""

    IHA = "iha"
    RHA = "rha"
    DENTAL = "dental"
    SDQ = "sdq"
    IMMUNISATIONS = "immunisations"

    @property
    def short(self) -> str:
        """The wording for a narrow column: "IHA"."""
        return say(f"health.health_short_{self.name.lower()}")

    @property
    def assesses(self) -> bool:
        """Whether it is a health assessment, whose report comes and whose quality is checked."""
        return self in (HealthType.IHA, HealthType.RHA)


class HealthStatus(_HealthCode):
    """How far an assessment has come; refused by the child, cancelled by whoever offered it."""

    PLANNED = "planned"
    COMPLETED = "completed"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class Quality(_HealthCode):
    """Whether the assessment was good enough, whatever day it was held."""

    GOOD_ENOUGH = "good_enough"
    NOT_GOOD_ENOUGH = "not_good_enough"
