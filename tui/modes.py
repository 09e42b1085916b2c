"""The modes of the header: their digits, their words and where their screen is written."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from store.wording import say


@dataclass(frozen=True)
class Mode:
    """One mode: the digit that opens it and the screen class that is shown."""

    digit: str
    name: str
    module: str
    screen: str

    def label(self) -> str:
        """The mode's word in the header."""
        return say(f"frame.mode_{self.name}")

    def exists(self) -> bool:
        """Whether the mode has content; one without is not shown at all."""
        return find_spec(self.module) is not None

    def build(self) -> Any:
        """A new screen of this mode; the module is imported here, not when the program starts."""
        return getattr(import_module(self.module), self.screen)()


# The digits keep their meaning when a mode between them is not there yet.
MODES: tuple[Mode, ...] = (
    Mode("1", "today", "tui.screens.today", "TodayScreen"),
    Mode("2", "plan", "tui.screens.plan", "PlanScreen"),
    Mode("3", "reviews", "tui.screens.reviews", "ReviewsScreen"),
    Mode("4", "triage", "tui.screens.triage", "TriageScreen"),
    Mode("5", "measures", "tui.screens.measures", "MeasuresScreen"),
    Mode("6", "share", "tui.screens.share", "ShareScreen"),
)

# Which mode shows a record of the kinds that do not stand on a child's page.
MODE_OF_KIND = {
    "plan": "plan",
    "area": "plan",
    "commitment": "plan",
    "action": "plan",
    "evidence": "plan",
    "query": "triage",
    "arrival": "share",
    "card": "share",
    "changes": "share",
    "device": "share",
}

ON_THE_DESK = frozenset({"conflict", "author_note"})
"""What the conflict desk shows, over whatever screen it is asked for."""


def mode_of(kind: str) -> str:
    """The mode that shows records of a kind: those around a child stand on the child's page."""
    return MODE_OF_KIND.get(kind, "reviews")


def shown_modes() -> tuple[Mode, ...]:
    """The modes with content, in the order of their digits."""
    return tuple(mode for mode in MODES if mode.exists())
