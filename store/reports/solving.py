"""Whether a hidden figure could have a value: sums of whole numbers, solved exactly.

Bounds are narrowed along the sums until nothing changes, then one figure after another is tried,
its true value first: what is shown is true, so a solution near it is found soon.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Bounds = tuple[int, int]
#: A total and its parts, each the number of a figure.
Equation = tuple[int, tuple[int, ...]]

#: After so many tries a value counts as one the figure cannot have.
PATIENCE = 400


class Sums:
    """Equations between figures that are known by number; `truth` are their true values."""

    def __init__(self, equations: Sequence[Equation], truth: Sequence[int]) -> None:
        self.equations = equations
        self.truth = truth
        self.of: list[list[int]] = [[] for _ in truth]
        for number, (total, parts) in enumerate(equations):
            for key in {total, *parts}:
                self.of[key].append(number)

    def solution(self, key: int, value: int, bounds: Sequence[Bounds]) -> Mapping[int, int] | None:
        """Figures that differ from the truth so that `key` is `value` and every sum holds.

        Each figure keeps to its bounds. None where there is no such solution, and also where none
        was found within the patience: the careful answer.
        """
        if not bounds[key][0] <= value <= bounds[key][1]:
            return None
        found = list(bounds)
        found[key] = (value, value)
        self._left = PATIENCE
        solved = self._solve(found, self.of[key])
        if solved is None:
            return None
        return {
            one: low
            for one, (low, _) in enumerate(solved)
            if self.of[one] and low == solved[one][1] and low != self.truth[one]
        }

    def _solve(self, bounds: list[Bounds], touched: Sequence[int]) -> list[Bounds] | None:
        """Narrow from the equations touched, then try the figures they reach one after another."""
        self._left -= 1
        if self._left < 0:
            return None
        reached = self._narrow(bounds, touched)
        if reached is None:
            return None
        loose = [key for key in self._keys_of(reached) if bounds[key][0] < bounds[key][1]]
        # A figure whose bounds hold its true value can keep it, unless a sum it is in broke.
        broken = [key for key in loose if any(self._is_broken(eq, bounds) for eq in self.of[key])]
        if not broken:
            return self._settled(bounds)
        key = min(broken, key=lambda one: bounds[one][1] - bounds[one][0])
        low, high = bounds[key]
        near = min(max(self.truth[key], low), high)
        for value in sorted(range(low, high + 1), key=lambda one: abs(one - near)):
            trial = list(bounds)
            trial[key] = (value, value)
            solved = self._solve(trial, list(reached))
            if solved is not None or self._left < 0:
                return solved
        return None

    def _keys_of(self, equations: set[int]) -> set[int]:
        return {key for eq in equations for key in (self.equations[eq][0], *self.equations[eq][1])}

    def _kept(self, key: int, bounds: Sequence[Bounds]) -> int:
        """The true value where the bounds hold it, else the nearest they hold."""
        low, high = bounds[key]
        return min(max(self.truth[key], low), high)

    def _is_broken(self, number: int, bounds: Sequence[Bounds]) -> bool:
        total, parts = self.equations[number]
        return self._kept(total, bounds) != sum(self._kept(part, bounds) for part in parts)

    def _settled(self, bounds: Sequence[Bounds]) -> list[Bounds] | None:
        """Every figure at its kept value, where all sums hold."""
        if any(self._is_broken(number, bounds) for number in range(len(self.equations))):
            return None
        kept = [self._kept(key, bounds) for key in range(len(bounds))]
        return [(value, value) for value in kept]

    def _narrow(self, bounds: list[Bounds], touched: Sequence[int]) -> set[int] | None:
        """Narrow bounds along the sums; the equations reached, None where no value is left."""
        waiting = list(dict.fromkeys(touched))
        reached = set(waiting)
        while waiting:
            number = waiting.pop()
            total, parts = self.equations[number]
            least = sum(bounds[part][0] for part in parts)
            most = sum(bounds[part][1] for part in parts)
            low, high = bounds[total]
            changed = []
            if least > low or most < high:
                low, high = max(low, least), min(high, most)
                bounds[total] = (low, high)
                changed.append(total)
            if low > high:
                return None
            for part in parts:
                own_low, own_high = bounds[part]
                new_low = max(own_low, low - (most - own_high))
                new_high = min(own_high, high - (least - own_low))
                if new_low > own_low or new_high < own_high:
                    if new_low > new_high:
                        return None
                    bounds[part] = (new_low, new_high)
                    least += new_low - own_low
                    most += new_high - own_high
                    changed.append(part)
            for key in changed:
                for other in self.of[key]:
                    reached.add(other)
                    if other not in waiting and (other != number or len(changed) > 1):
                        waiting.append(other)
        return reached
