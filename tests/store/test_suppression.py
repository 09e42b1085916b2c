"""What readers outside can still work out: an attacker who tries every table there could be."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterator, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.reports.suppression import FEW, WIDTH, Figures, Shown, Sum, feasible_width, protect

MOST = 14  # the attacker tries no larger figure; tables are made of smaller ones


def table_of(rows: list[list[int]]) -> Figures:
    """A table of counts of children with a total of every row, every column and all."""
    down, across = range(len(rows)), range(len(rows[0]))
    figures = Figures()
    for y, x in itertools.product(down, across):
        figures.counts[y, x] = rows[y][x]
    for y in down:
        figures.counts[y, "all"] = sum(rows[y])
        figures.sums.append(Sum((y, "all"), tuple((y, x) for x in across)))
    for x in across:
        figures.counts["all", x] = sum(row[x] for row in rows)
        figures.sums.append(Sum(("all", x), tuple((y, x) for y in down)))
    figures.counts["all", "all"] = sum(map(sum, rows))
    figures.sums.append(Sum(("all", "all"), tuple((y, "all") for y in down)))
    figures.private = set(figures.counts)
    return figures


def shares_of(whole: int, *parts: int) -> Figures:
    """Parts of one whole that may overlap: of each a reader can work out what is left."""
    figures = Figures(counts={"whole": whole}, private={"whole"})
    for number, part in enumerate(parts):
        rest = ("rest", number)
        figures.counts |= {number: part, rest: whole - part}
        figures.private |= {number, rest}
        figures.unseen.add(rest)
        figures.shares[number] = ("whole", rest)
        figures.sums.append(Sum("whole", (number, rest)))
    return figures


def could_stand(how: Shown | None, value: int, true: int) -> bool:
    """Whether a figure shown in this way could have a value."""
    if how is Shown.EXACT:
        return value == true
    return 1 <= value <= FEW if how is Shown.FEW else True


def tables_like(
    figures: Figures, shown: Mapping[Hashable, Shown], basic: list[Hashable]
) -> Iterator[dict[Hashable, int]]:
    """Every set of figures that looks the same as what is shown, found by trying them all."""
    tried = [
        [v for v in range(MOST + 1) if could_stand(shown.get(k), v, figures.counts[k])]
        for k in basic
    ]
    for values in itertools.product(*tried):
        known = dict(zip(basic, values, strict=True))
        waiting = list(figures.sums)
        while waiting:
            one = waiting.pop(0)
            if one.total in known and one.parts[-1] not in known:
                known[one.parts[-1]] = known[one.total] - sum(known[p] for p in one.parts[:-1])
            elif all(part in known for part in one.parts):
                known.setdefault(one.total, sum(known[part] for part in one.parts))
            else:
                waiting.append(one)
        if not all(known[one.total] == sum(known[p] for p in one.parts) for one in figures.sums):
            continue
        if not all(
            v >= 0 and could_stand(shown.get(k), v, figures.counts[k]) for k, v in known.items()
        ):
            continue
        if all(
            1 <= known[rest] <= FEW
            for part, (_, rest) in figures.shares.items()
            if shown.get(part) is Shown.ALL_BUT_FEW
        ):
            yield known


def attacked(figures: Figures, basic: list[Hashable]) -> dict[Hashable, int]:
    """How far apart the values are that an attacker finds for every small figure."""
    shown = protect(figures)
    for key, count in figures.counts.items():
        if key not in figures.unseen and figures.is_small(key, count):
            assert shown[key] in (Shown.FEW, Shown.HIDDEN)
    seen: dict[Hashable, set[int]] = {key: set() for key in figures.small}
    hidden = {
        one: [part for part in one.parts if shown.get(part) is not Shown.EXACT]
        for one in figures.sums
    }
    for one, parts in hidden.items():
        if one.total in figures.private and 1 <= sum(figures.counts[p] for p in parts) <= FEW:
            seen[one] = set()  # nor may all that is hidden of a total be known to be a few
    for known in tables_like(figures, shown, basic):
        for key, values in seen.items():
            values.add(sum(known[p] for p in hidden[key]) if key in hidden else known[key])
        if all(max(v) - min(v) >= WIDTH for v in seen.values()):
            break
    return {key: max(values) - min(values) for key, values in seen.items()}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 8), min_size=2, max_size=2), min_size=2, max_size=2))
def test_no_small_count_of_a_table_can_be_worked_out(rows: list[list[int]]) -> None:
    figures = table_of(rows)
    widths = attacked(figures, [(y, x) for y in range(2) for x in range(2)])
    assert all(width >= WIDTH for width in widths.values()), (protect(figures), widths)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=3, max_size=4))
def test_no_small_count_of_a_list_can_be_worked_out(row: list[int]) -> None:
    figures = Figures(counts=dict(enumerate(row)))
    figures.counts["all"] = sum(row)
    figures.sums.append(Sum("all", tuple(range(len(row)))))
    figures.private = set(figures.counts)
    widths = attacked(figures, list(range(len(row))))
    assert all(width >= WIDTH for width in widths.values()), (protect(figures), widths)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 12).flatmap(lambda n: st.tuples(st.just(n), *[st.integers(0, n)] * 2)))
def test_nothing_small_is_left_of_a_whole(numbers: tuple[int, int, int]) -> None:
    whole, *parts = numbers
    figures = shares_of(whole, *parts)
    widths = attacked(figures, ["whole", 0, 1])
    assert all(width >= WIDTH for width in widths.values()), (protect(figures), widths)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(st.integers(0, 60), min_size=3, max_size=4), min_size=2, max_size=6))
def test_larger_tables_are_safe_by_the_solver(rows: list[list[int]]) -> None:
    across = min(map(len, rows))
    figures = table_of([row[:across] for row in rows])
    shown = protect(figures)
    assert all(feasible_width(figures, shown, key) >= WIDTH for key in figures.small)


@pytest.mark.parametrize(
    ("row", "hidden"),
    [
        ([30, 40, 12], {}),  # nothing small: everything stands
        ([0, 40, 12], {}),  # none is no secret
        ([3, 40, 12], {0: Shown.FEW, 2: Shown.HIDDEN}),  # 55 - 40 - 12 would give it back
        ([1, 1, 40], {0: Shown.FEW, 1: Shown.FEW, 2: Shown.HIDDEN}),  # 42 - 40 = 2 = 1 + 1
        ([4, 4, 40], {0: Shown.FEW, 1: Shown.HIDDEN}),  # 48 - 40 = 8 = 4 + 4
        ([1, 1, 1, 40], {0: Shown.FEW, 1: Shown.FEW, 2: Shown.FEW, 3: Shown.HIDDEN}),
    ],
)
def test_what_is_held_back_of_a_row(row: list[int], hidden: dict[int, Shown]) -> None:
    figures = Figures(counts=dict(enumerate(row)))
    figures.counts["all"] = sum(row)
    figures.sums.append(Sum("all", tuple(range(len(row)))))
    figures.private = set(figures.counts)
    shown = protect(figures)
    assert {key: how for key, how in shown.items() if how is not Shown.EXACT} == hidden


def test_a_few_late_are_said_as_all_but_fewer_than_five() -> None:
    shown = protect(shares_of(58, 56))
    assert shown == {"whole": Shown.EXACT, 0: Shown.ALL_BUT_FEW}


def test_what_is_no_child_stays() -> None:
    figures = Figures(counts={"posts": 3, "areas": 2})
    assert set(protect(figures).values()) == {Shown.EXACT}


def test_the_attacker_sees_through_an_unprotected_table() -> None:
    """The attack itself works: with only small counts hidden it finds the number."""
    figures = table_of([[2, 9], [6, 7]])
    shown = {k: Shown.FEW if figures.is_small(k, n) else Shown.EXACT
             for k, n in figures.counts.items()}  # fmt: skip
    found = {k[0, 0] for k in tables_like(figures, shown, [(0, 0), (0, 1), (1, 0), (1, 1)])}
    assert found == {2}
    assert feasible_width(figures, shown, (0, 0)) == 0
