"""The closed list of what an audit finds of the work it looked at."""

from __future__ import annotations

from store.codes import Code
from store.wording import say


class Grade(Code):
    """How good the work is that an audit looked at."""

    OUTSTANDING = "outstanding"
    GOOD = "good"
    REQUIRES_IMPROVEMENT = "requires_improvement"
    INADEQUATE = "inadequate"

    @property
    def wording(self) -> str:
        """The code in words, from the catalogue."""
        return say(f"audits.{self.key}")
