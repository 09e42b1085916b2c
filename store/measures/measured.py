"""A measure's figure with the records on both sides of it, so that it can be walked back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from store.wording import say


class Ref(NamedTuple):
    """One record behind a figure: its kind and its id."""

    kind: str
    id: str


Refs = tuple[Ref, ...]


def refs(kind: str, records: Iterable[str]) -> Refs:
    """Records of one kind, each once, in an order that depends on nothing but them."""
    return tuple(Ref(kind, record) for record in sorted(set(records)))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Records a measure leaves out, and why; `reason` names a sentence of the catalogue."""

    reason: str
    records: Refs

    @property
    def words(self) -> str:
        """Why, in words."""
        return say(f"measures.left_out_{self.reason}")


@dataclass(frozen=True, slots=True)
class Measured:
    """What a measure counts out of what, and what it leaves out with the reason."""

    key: str
    counted: Refs
    of: Refs
    left_out: tuple[LeftOut, ...] = ()

    @property
    def title(self) -> str:
        """The measure's name."""
        return say(f"measures.title_{self.key}")

    @property
    def definition(self) -> str:
        """What is counted, out of what, and what is left out, in one sentence."""
        return say(f"measures.definition_{self.key}")

    @property
    def percent(self) -> int | None:
        """The figure as a whole percentage; None where there is nothing to measure."""
        return percentage(len(self.counted), len(self.of))

    @property
    def rest(self) -> Refs:
        """Those measured that do not count."""
        counted = set(self.counted)
        return tuple(ref for ref in self.of if ref not in counted)


def percentage(part: int, whole: int) -> int | None:
    """`part` of `whole` as a whole percentage, halves rounded up; None of nothing.

    100 and 0 are said only where they are exact, so that one late review in 300 does not vanish.
    """
    if whole <= 0:
        return None
    rounded = (200 * part + whole) // (2 * whole)
    if rounded == 100 and part < whole:
        return 99
    if rounded == 0 and part > 0:
        return 1
    return rounded


def without_nothing(*left_out: LeftOut) -> tuple[LeftOut, ...]:
    """Those groups that hold a record."""
    return tuple(group for group in left_out if group.records)
