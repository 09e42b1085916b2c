"""How pre-proceedings end."""

from __future__ import annotations

from store.codes import Code
from store.wording import say


class PreProceedingsOutcome(Code):
    """What became of pre-proceedings."""

    STEPPED_DOWN = "stepped_down"
    FAMILY_ARRANGEMENT = "family_arrangement"
    ACCOMMODATED = "accommodated"
    PROCEEDINGS = "proceedings"
    OTHER = "other"

    @property
    def wording(self) -> str:
        """The code in words, from the catalogue."""
        return say(f"pre_proceedings.{self.key}")
