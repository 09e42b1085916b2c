"""A section of a child's page: its rows have what, who and two days, as all sections have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from store.wording import say


class Tone(Enum):
    """How a state is to be read: well, late, soon, neither; each has its sign and colour."""

    RIGHT = auto()
    LATE = auto()
    SOON = auto()
    PLAIN = auto()


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of the page. `detail` are the pairs of label and words beside it."""

    id: str
    kind: str
    what: str
    who: str | None = None
    first: date | None = None
    second: date | None = None
    state: str = ""
    tone: Tone = Tone.PLAIN
    closed: bool = False
    detail: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """The records of one subject under their heading.

    `first` and `second` name the words over the two days, `who` says whether there is a person;
    `adds` are the kinds that can be added here. `findings` are sentences about the whole.
    """

    key: str
    entries: Sequence[Entry]
    first: str = ""
    second: str = ""
    who: bool = False
    adds: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Its heading."""
        return say(f"sections.title_{self.key}")
