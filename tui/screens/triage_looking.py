"""How the Triage list is looked at; what changes it is loaded when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from store.saved_views import View
from tui.screens.triage_rows import USUAL


@dataclass(frozen=True)
class Looking:
    """What decides which list stands on the screen; `view` is the saved view it began as."""

    query: str = ""
    columns: tuple[str, ...] = USUAL
    sort: str = "due"
    descending: bool = False
    group: str | None = None
    view: View | None = None

    @property
    def changed(self) -> bool:
        """Whether anything differs from the saved view."""
        return self.view is not None and replace(self, view=None) != of_view(self.view, None)


def of_view(view: View, keep: View | None) -> Looking:
    """How a saved view looks at the list."""
    return Looking(view.query, view.columns or USUAL, view.sort, view.descending, view.group, keep)
