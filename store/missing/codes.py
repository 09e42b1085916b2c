"""The closed lists of missing episodes: of what type, and from where."""

from __future__ import annotations

from store.codes import Code
from store.wording import say


class _MissingCode(Code):
    """A code worded in the catalogue's file of missing episodes."""

    @property
    def wording(self) -> str:
        """The code in words, from the catalogue."""
        return say(f"missing.{self.key}")


class MissingType(_MissingCode):
    """What kind of absence it was (M and A of the SSDA903 collection)."""

    MISSING = "missing"
    AWAY = "away"


class MissingFrom(_MissingCode):
    """Where the child was missing from; a child at home is looked after by nobody here."""

    HOME = "home"
    CARE = "care"
