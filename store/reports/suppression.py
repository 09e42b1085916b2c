"""Small numbers kept from readers outside: what is said instead of a count of one to four.

A count of 1 to 4 is "fewer than five". That alone is not enough: a total less its other parts
gives the number back, and so do two totals that overlap, a percentage, or what is left of a whole.
So further figures are held back until every small count, shown or only implied, could still be at
least four different numbers in a row for a reader who knows all that is shown, every sum between
the figures, and this rule. The range is found exactly, by solving the sums in whole numbers, never
by estimate; where that takes too long, more is held back.

A figure that is held back says nothing of its size. Nothing is done about a reader who compares
two reports over overlapping days, who sets counts of different things against each other (late
reviews and children with one), or who knows the children.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from store.reports.solving import Bounds, Sums

#: Counts from 1 to this are kept from readers outside.
FEW = 4
#: A small count must leave a reader with values this far apart: 1 to 4 are.
WIDTH = 3
# How far beyond the largest figure a reader may think a hidden one could lie.
_BEYOND = 10


class Shown(Enum):
    """How a figure is shown to readers outside."""

    EXACT = "exact"
    FEW = "few"
    ALL_BUT_FEW = "all_but_few"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Sum:
    """A total and the parts that make it up, each the key of a figure."""

    total: Hashable
    parts: tuple[Hashable, ...]


@dataclass
class Figures:
    """The figures of a report by key, with the sums between them.

    `private` are those about children; `unseen` those a reader can work out but that stand
    nowhere: what is left of a whole. `shares` says of a part which whole and which rest it has.
    """

    counts: dict[Hashable, int] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    private: set[Hashable] = field(default_factory=set)
    unseen: set[Hashable] = field(default_factory=set)
    shares: dict[Hashable, tuple[Hashable, Hashable]] = field(default_factory=dict)

    @property
    def small(self) -> list[Hashable]:
        """The figures that must stay unknown."""
        return [key for key, count in self.counts.items() if self.is_small(key, count)]

    def is_small(self, key: Hashable, count: int) -> bool:
        """Whether a figure is about one to four children."""
        return key in self.private and 1 <= count <= FEW


def protect(figures: Figures) -> dict[Hashable, Shown]:
    """How each figure that stands in the report is shown outside."""
    return _Protection(figures).done()


def feasible_width(figures: Figures, shown: Mapping[Hashable, Shown], key: Hashable) -> int:
    """How far apart the values are that a reader outside must still think possible, up to 3."""
    return _Protection(figures, shown).width(key)


class _Protection:
    """The search for what else to hold back."""

    def __init__(self, figures: Figures, shown: Mapping[Hashable, Shown] | None = None) -> None:
        self.figures = figures
        self._keys = list(figures.counts)
        self._places = {key: place for place, key in enumerate(self._keys)}
        self.cap = max(figures.counts.values(), default=0) + _BEYOND
        self.sums = list(dict.fromkeys(figures.sums))
        self._solver = Sums(
            [
                (self._places[one.total], tuple(sorted(self._places[p] for p in one.parts)))
                for one in self.sums
            ],
            list(figures.counts.values()),
        )
        # Other figures that add up, by how they differ from the true ones: each stays possible
        # while what is shown allows it, so most questions are answered without a search.
        self._others: list[Mapping[int, int]] = []
        self.shown = dict(shown) if shown is not None else self._at_first()

    def _at_first(self) -> dict[Hashable, Shown]:
        """Small counts as "fewer than five"; what leaves a small rest as "all but fewer"."""
        figures = self.figures
        shown = {
            key: Shown.FEW if figures.is_small(key, count) else Shown.EXACT
            for key, count in figures.counts.items()
            if key not in figures.unseen
        }
        for part, (whole, rest) in figures.shares.items():
            small_rest = figures.is_small(rest, figures.counts[rest])
            if small_rest and shown.get(part) is Shown.EXACT and whole in shown:
                shown[part] = Shown.ALL_BUT_FEW
        return shown

    def done(self) -> dict[Hashable, Shown]:
        """Hold back one figure after another until every small count is safe."""
        before = dict(self.shown)
        while self._hide_one() or self._hide_beside_few():
            pass
        self._give_back(before)
        return self.shown

    def _give_back(self, before: Mapping[Hashable, Shown]) -> None:
        """Say again what need not be held back after all, now that the rest is settled."""
        held = [key for key, how in self.shown.items() if how is not before[key]]
        for key in sorted(held, key=lambda one: (-self.figures.counts[one], self._places[one])):
            self.shown[key] = before[key]
            if not self._all_safe(key):
                self.shown[key] = Shown.HIDDEN

    def _all_safe(self, key: Hashable) -> bool:
        """Whether every small count is safe that what is said of `key` could touch."""
        near = self._near(key)
        return not any(self._leaves_few(equation) for equation in self.sums) and all(
            self.width(small) >= WIDTH for small in self.figures.small if small in near
        )

    def _hide_one(self) -> bool:
        """Hold a figure back for the first small count that is exposed; False where none is."""
        return any(self.width(key) < WIDTH and self._hold_back(key) for key in self.figures.small)

    def _hide_beside_few(self) -> bool:
        """Hold a figure back where a total less what is shown leaves one to four in all.

        Each hidden part may be unknown and the reader still know that three children lie outside
        what is shown.
        """
        wholes = {whole for whole, _ in self.figures.shares.values()}
        for equation in self.sums:
            if not self._leaves_few(equation):
                continue
            counts = self.figures.counts
            smallest = min(
                (part for part in equation.parts if self._is_exact(part) and counts[part]),
                key=lambda part: (part in wholes, counts[part], self._places[part]),
                default=equation.total,
            )
            self.shown[smallest] = Shown.HIDDEN
            return True
        return False

    def _leaves_few(self, equation: Sum) -> bool:
        """Whether a total less its parts that are shown is known to be one to four."""
        hidden = [part for part in equation.parts if not self._is_exact(part)]
        left = sum(self.figures.counts[part] for part in hidden)
        return self._is_exact(equation.total) and self.figures.is_small(equation.total, left)

    def _is_exact(self, key: Hashable) -> bool:
        return self.shown.get(key) is Shown.EXACT

    def width(self, key: Hashable) -> int:
        """How far apart two values are that the figure could have, up to the width asked for."""
        bounds, place = self._bounds(), self._places[key]
        known = {self.figures.counts[key]}
        for other in self._others:
            if place in other and all(
                bounds[one][0] <= value <= bounds[one][1] for one, value in other.items()
            ):
                known.add(other[place])
        if max(known) - min(known) >= WIDTH:
            return WIDTH
        tried = range(max(0, max(known) - WIDTH), min(known) + WIDTH + 1)
        for value in sorted(tried, key=lambda one: -abs(one - self.figures.counts[key])):
            if value in known:
                continue
            found = self._solver.solution(place, value, bounds)
            if found is not None:
                self._others.append(found)
                known.add(value)
                if max(known) - min(known) >= WIDTH:
                    return WIDTH
        return max(known) - min(known)

    def _bounds(self) -> list[Bounds]:
        """What the reader is told of each figure: the least and the most it can be."""
        bounds: list[Bounds] = []
        for key, count in self.figures.counts.items():
            how = self.shown.get(key, Shown.HIDDEN)
            if how is Shown.EXACT:
                bounds.append((count, count))
            else:
                bounds.append((1, FEW) if how is Shown.FEW else (0, self.cap))
        for part, (_, rest) in self.figures.shares.items():
            if self.shown.get(part) is Shown.ALL_BUT_FEW:
                low, high = bounds[self._places[rest]]
                bounds[self._places[rest]] = (max(low, 1), min(high, FEW))
        return bounds

    def _hold_back(self, key: Hashable) -> bool:
        """Say less of one figure: the cheapest that makes `key` safe, else the cheapest nearby.

        False when nothing near it says anything any more.
        """
        moves = self._moves(key)
        for move in moves:
            before = self.shown[move]
            self.shown[move] = Shown.HIDDEN
            if self.width(key) >= WIDTH:
                return True
            self.shown[move] = before
        # None is enough alone: begin with a figure that is told exactly, for it tells most.
        first = next((move for move in moves if self._is_exact(move)), moves[0] if moves else None)
        if first is not None:
            self.shown[first] = Shown.HIDDEN
        return first is not None

    def _moves(self, key: Hashable) -> list[Hashable]:
        """Figures about which less can be said, those closest to `key` and cheapest first."""
        near = self._near(key)
        totals = {equation.total for equation in self.sums}
        wholes = {whole for whole, _ in self.figures.shares.values()}  # percentages hang on them

        def cost(other: Hashable) -> tuple[object, ...]:
            count, how = self.figures.counts[other], self.shown[other]
            return (
                near[other],
                how is Shown.EXACT,  # "fewer than five" tells little already
                other == key,
                count == 0,
                other in wholes,
                other in totals,
                count,
                self._places[other],
            )

        open_to = [
            other for other in near if self.shown.get(other, Shown.HIDDEN) is not Shown.HIDDEN
        ]
        return sorted(open_to, key=cost)

    def _near(self, key: Hashable) -> dict[Hashable, int]:
        """Every figure joined to `key` by sums, with how many sums lie between."""
        found = {key: 1}
        edge, steps = {key}, 0
        while edge:
            steps += 1
            reached: set[Hashable] = set()
            for equation in self.sums:
                if edge & {equation.total, *equation.parts}:
                    reached |= {equation.total, *equation.parts} - found.keys()
            found.update(dict.fromkeys(sorted(reached, key=self._places.__getitem__), steps))
            edge = reached
        return found
