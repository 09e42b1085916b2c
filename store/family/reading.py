"""Related children, and what their IROs should be: one for brothers and sisters, two for parents.

Brothers and sisters usually keep one IRO: where they do not, it is a warning until somebody says
why. A parent who is looked after and their child have different ones: the same is a finding.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from store import children
from store.children import Child, shown_reference
from store.children.reading import in_conflict
from store.family.codes import Relation
from store.family.models import FamilyRecord
from store.journal import Journal
from store.plans.names import short_ids
from store.wording import plain, say


@dataclass(frozen=True, slots=True)
class Link:
    """Two related children; of parent and child, `child_id` is the parent."""

    id: str
    ref: str
    child_id: str
    child_ref: str
    other_id: str
    other_ref: str
    relation: Relation
    iro_reason: str
    conflict: bool

    def to(self, child_id: str) -> tuple[str, str]:
        """The id and reference of the one related to this child."""
        if child_id == self.child_id:
            return self.other_id, self.other_ref
        return self.child_id, self.child_ref

    def seen_from(self, child_id: str) -> str:
        """What the other is to this child: "brother or sister", "parent", "child"."""
        if self.relation is Relation.SIBLING:
            return self.relation.wording
        return say("family.is_child" if child_id == self.child_id else "family.is_parent")


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with the IROs of two related children, and what mends it.

    `serious` for a finding, else it is a warning. It no longer counts from `until` on.
    """

    link: str
    children: tuple[str, str]
    sentence: str
    mend: str
    serious: bool
    until: date | None


def links(
    journal: Journal, child_id: str | None = None, *, only: Collection[str] | None = None
) -> list[Link]:
    """The relations of one child, of some (either of the two), or of all."""
    model = FamilyRecord
    query = model.select().where(model.withdrawn.is_null())
    if child_id is not None:
        query = query.where((model.child == child_id) | (model.other == child_id))
    rows = [
        row
        for row in journal.rows(query)
        if row["child"] and row["other"] and row["relation"]
        if only is None or row["child"] in only or row["other"] in only
    ]
    if not rows:
        return []
    own, disputed = short_ids("SB", (row["id"] for row in rows)), in_conflict(journal, "family")
    refs = children.references(journal)
    found = [
        Link(
            id=row["id"],
            ref=own[row["id"]],
            child_id=row["child"],
            child_ref=refs.get(row["child"]) or shown_reference(None, row["child"]),
            other_id=row["other"],
            other_ref=refs.get(row["other"]) or shown_reference(None, row["other"]),
            relation=row["relation"],
            iro_reason=row["iro_reason"] or "",
            conflict=row["id"] in disputed,
        )
        for row in rows
    ]
    return sorted(found, key=lambda link: (link.child_ref, link.other_ref, link.id))


def findings(journal: Journal, child_id: str | None = None) -> list[Finding]:
    """What is wrong now with the IROs of related children (of one child, or of all)."""
    today = journal.today()
    every = links(journal, child_id)
    if child_id is None:
        known = {child.id: child for child in children.children(journal)}
    else:
        ids = {own for link in every for own in (link.child_id, link.other_id)}
        known = {own: one for own in ids if (one := children.child(journal, own)) is not None}
    return [
        found
        for found in findings_of(every, known)
        if found.until is None or today < found.until
        if all(known[own].looked_after for own in found.children)
    ]


def findings_of(every: Collection[Link], known: Mapping[str, Child]) -> Iterator[Finding]:
    """What is wrong with the IROs of these, while both are looked after; reads no today."""
    for link in every:
        serious = link.relation is Relation.PARENT_OF
        one, other = known.get(link.child_id), known.get(link.other_id)
        if one is None or other is None or one.period is None or other.period is None:
            continue
        ends = [day for day in (one.period.ended, other.period.ended) if day is not None]
        if not serious and other.ref < one.ref:
            one, other = other, one  # brothers and sisters stand in the order of their references
        if one.iro is None or other.iro is None:
            continue  # a child without an IRO is another gap
        same = one.iro == other.iro
        if same is not serious or (not serious and link.iro_reason):
            continue
        words = "parent" if serious else "sibling"
        said = {"one": plain(one.ref), "other": plain(other.ref), "iro": plain(one.iro)}
        if not serious:
            said["second"] = plain(other.iro)
        yield Finding(
            link.id,
            (one.id, other.id),
            say(f"family.finding_{words}", **said),
            say(f"family.mend_{words}"),
            serious,
            min(ends, default=None),
        )
