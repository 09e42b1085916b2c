"""What screens may ask of the program they stand in, without knowing it whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tui.widgets.lines import Line

if TYPE_CHECKING:
    from store.journal import Journal
    from store.opening import CentralLog


class Program(Protocol):
    """The running program as its screens and chrome see it."""

    last_told: Line
    leaving: bool
    central_log: CentralLog | None

    @property
    def journal(self) -> Journal:
        """The opened store."""

    def version(self) -> object:
        """Changes whenever any window or command saved something."""

    def not_sent(self) -> str:
        """How many changes no snapshot has held yet; empty for none."""

    def open_record(self, kind: str, record_id: str) -> None:
        """Go to the mode that shows a record, and put the cursor on it."""

    def go_to_mode(self, name: str) -> None:
        """Go to a mode by its name."""
