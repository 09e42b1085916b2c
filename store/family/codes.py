"""How two children are related."""

from __future__ import annotations

from store.codes import Code
from store.wording import say


class Relation(Code):
    """How the first of two children is related to the other."""

    SIBLING = "sibling"
    PARENT_OF = "parent_of"

    @property
    def wording(self) -> str:
        """The code in words, from the catalogue."""
        return say(f"family.{self.key}")
