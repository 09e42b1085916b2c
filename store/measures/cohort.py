"""Who was looked after: at the beginning, at the end, and who came and left between."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from store.children import Child
from store.clock import age_on
from store.measures.measured import Refs, refs
from store.measures.span import Span

#: Ages as the yearly collection groups them: from the first year of each up to the next.
AGES = (0, 1, 5, 10, 16, 18)


@dataclass(frozen=True, slots=True)
class Cohort:
    """Children by id: looked after before the span began, in it, entered, left, at its end."""

    before: Refs
    entered: Refs
    during: Refs
    left: Refs
    at_end: Refs


def looked_after_on(everyone: Iterable[Child], day: date) -> Refs:
    """The children looked after at the end of a day."""
    return refs(
        "child",
        (child.id for child in everyone if any(p.open_on(day) for p in child.periods)),
    )


def cohort(everyone: Iterable[Child], span: Span) -> Cohort:
    """The movements of a span; a child who leaves and comes back in it is counted once in each."""
    known = list(everyone)
    before = looked_after_on(known, span.begin - timedelta(days=1))
    entered = refs("child", (c.id for c in known if any(span.covers(p.started) for p in c.periods)))
    left = refs("child", (c.id for c in known if any(span.covers(p.ended) for p in c.periods)))
    return Cohort(
        before=before,
        entered=entered,
        during=tuple(sorted({*before, *entered})),
        left=left,
        at_end=looked_after_on(known, span.end),
    )


def by_age(everyone: Iterable[Child], of: Refs, day: date) -> list[tuple[int, int | None, Refs]]:
    """Children `of` by age on a day: (from, up to and with, children); the last without a birth.

    The upper age of the last group is None, and the group without a date of birth begins at -1.
    """
    wanted = {ref.id for ref in of}
    groups: dict[int, list[str]] = {first: [] for first in (*AGES, -1)}
    for child in everyone:
        if child.id not in wanted:
            continue
        age = None if child.dob is None else age_on(child.dob, day)
        first = -1 if age is None else max(a for a in AGES if a <= max(age, 0))
        groups[first].append(child.id)
    ends = {first: later - 1 for first, later in pairwise(AGES)}
    return [(first, ends.get(first), refs("child", own)) for first, own in groups.items()]
