"""Whether a hidden figure could have a value: sums of whole numbers, solved exactly.

Bounds are narrowed along the sums until nothing changes, then one figure after another is tried,
its true value first: what is shown is true, so a solution near it is found soon.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

Bounds = tuple[int, int]

#: After so many tries a value counts as one the figure cannot have.
PATIENCE = 400


@dataclass(frozen=True)
class Equation:
    """A total that is the sum of its parts; a figure may stand among the parts once."""

    total: Hashable
    parts: tuple[Hashable, ...]

    @cached_property
    def keys(self) -> frozenset[Hashable]:
        """Every figure in it."""
        return frozenset((self.total, *self.parts))


def could_be(
    key: Hashable,
    value: int,
    equations: Sequence[Equation],
    bounds: Mapping[Hashable, Bounds],
    truth: Mapping[Hashable, int],
) -> bool:
    """Whether `key` can be `value` while every sum holds and every figure keeps to its bounds.

    False also when that could not be found out within the patience: the careful answer.
    """
    low, high = bounds[key]
    if not low <= value <= high:
        return False
    joined = _joined(key, equations, bounds)
    if key in truth and truth[key] == value:
        return True  # the truth keeps every sum
    known = {other: bounds[other] for equation in joined for other in equation.keys}
    known[key] = (value, value)
    return _Search(joined, truth).solve(known)


def _joined(
    key: Hashable, equations: Sequence[Equation], bounds: Mapping[Hashable, Bounds]
) -> list[Equation]:
    """The sums that reach `key` through figures that are not known."""
    found: list[Equation] = []
    seen, edge = {key}, {key}
    while edge:
        new = [eq for eq in equations if eq not in found and edge & eq.keys]
        found += new
        edge = {
            other
            for equation in new
            for other in equation.keys
            if other not in seen and bounds[other][0] != bounds[other][1]
        }
        seen |= edge
    return found


class _Search:
    def __init__(self, equations: Sequence[Equation], truth: Mapping[Hashable, int]) -> None:
        self.equations = equations
        self.truth = truth
        self.left = PATIENCE

    def solve(self, known: dict[Hashable, Bounds]) -> bool:
        self.left -= 1
        if self.left < 0 or not self._narrow(known):
            return False
        loose = [key for key, (low, high) in known.items() if low < high]
        if not loose:
            return True
        key = min(loose, key=lambda one: known[one][1] - known[one][0])
        low, high = known[key]
        near = min(max(self.truth[key], low), high)
        for value in sorted(range(low, high + 1), key=lambda one: abs(one - near)):
            if self.solve({**known, key: (value, value)}):
                return True
            if self.left < 0:
                return False
        return False

    def _narrow(self, known: dict[Hashable, Bounds]) -> bool:
        """Narrow every bound along the sums; False where a figure has no value left."""
        changed = True
        while changed:
            changed = False
            for equation in self.equations:
                least = sum(known[part][0] for part in equation.parts)
                most = sum(known[part][1] for part in equation.parts)
                low, high = known[equation.total]
                if (max(low, least), min(high, most)) != (low, high):
                    known[equation.total] = low, high = max(low, least), min(high, most)
                    changed = True
                if low > high:
                    return False
                for part in equation.parts:
                    own_low, own_high = known[part]
                    new = (
                        max(own_low, low - (most - own_high)),
                        min(own_high, high - (least - own_low)),
                    )
                    if new != (own_low, own_high):
                        if new[0] > new[1]:
                            return False
                        known[part] = new
                        least += new[0] - own_low
                        most += new[1] - own_high
                        changed = True
        return True
