"""Brothers and sisters, who usually keep one IRO, and a looked-after parent and their child, who
must have two: as the records of families say it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from store import family
from store.family import Relation
from store.journal import Journal

Kin = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Ties:
    """By child id: `together` the brothers and sisters with the child itself, `apart` the others
    who must have another IRO."""

    together: Kin = field(default_factory=dict)
    apart: Kin = field(default_factory=dict)


def ties(journal: Journal) -> Ties:
    """The ties between all children; brothers and sisters with a reason for two IROs have none."""
    every = family.links(journal)
    apart: dict[str, set[str]] = {}
    for link in every:
        if link.relation is Relation.PARENT_OF:
            apart.setdefault(link.child_id, set()).add(link.other_id)
            apart.setdefault(link.other_id, set()).add(link.child_id)
    return Ties(
        joined(
            (link.child_id, link.other_id)
            for link in every
            if link.relation is Relation.SIBLING and not link.iro_reason
        ),
        {child: frozenset(others) for child, others in apart.items()},
    )


def joined(pairs: Iterable[tuple[str, str]]) -> Kin:
    """Whom each of them belongs together with, itself among them: links join into one group."""
    groups: dict[str, set[str]] = {}
    for one, other in pairs:
        both = groups.get(one, {one}) | groups.get(other, {other})
        for member in both:
            groups[member] = both
    return {member: frozenset(group) for member, group in groups.items()}


def grouped(children: Iterable[str], together: Kin) -> list[tuple[str, ...]]:
    """These children in groups that belong together, the largest first, each as listed."""
    groups: dict[frozenset[str], list[str]] = {}
    for child in children:
        groups.setdefault(together.get(child, frozenset({child})), []).append(child)
    return sorted((tuple(group) for group in groups.values()), key=lambda group: -len(group))
