"""Writing down which children are brothers and sisters, or parent and child."""

from __future__ import annotations

from typing import Any

from store import child_file
from store.errors import Refused
from store.family.codes import Relation
from store.family.models import FamilyRecord, family_id, in_order
from store.family.reading import links
from store.journal import Journal
from store.wording import say


def add_family(
    journal: Journal,
    child_id: str,
    other: str,
    relation: Relation = Relation.SIBLING,
    iro_reason: str | None = None,
) -> str:
    """Writes down how a child is related to another; the same again is the same record.

    With `PARENT_OF` the first is the parent. Returns the record's id.
    """
    first, second = in_order(child_id, other, relation)
    _check(journal, first, second, relation)
    values: dict[str, Any] = {"child": first, "other": second, "relation": relation}
    if iro_reason:
        values["iro_reason"] = iro_reason
    record = family_id(first, second, relation)
    return child_file.save_new(journal, FamilyRecord, say("family.unit_added"), values, record)


def change_family(journal: Journal, record: str, reason: str | None = None, **fields: Any) -> bool:
    """Changes iro_reason: why brothers and sisters have different IROs. False when it is so."""
    child_file.only_fields(FamilyRecord, fields, fixed=("child", "other", "relation"))
    child_file.known(journal, FamilyRecord, record)
    label = say("family.unit_changed")
    return child_file.save_change(journal, FamilyRecord, label, record, fields, reason)


def withdraw_family(journal: Journal, record: str, reason: str) -> None:
    """Takes a relation (entered by mistake) out, for a reason."""
    child_file.withdraw(journal, FamilyRecord, say("family.unit_withdrawn"), record, reason)


def _check(journal: Journal, child_id: str, other: str, relation: Relation) -> None:
    if child_id == other:
        raise Refused(say("family.itself"), field="other")
    child = child_file.known_child(journal, child_id)
    second = child_file.known_child(journal, other)
    parent = relation is Relation.PARENT_OF
    if parent and child.dob is not None and second.dob is not None and second.dob <= child.dob:
        sentence = say("family.parent_is_younger", parent=child.ref, child=second.ref)
        raise Refused(sentence, field="relation")
    own = family_id(child_id, other, relation)
    for link in links(journal, child_id):
        if link.id != own and other in (link.child_id, link.other_id):
            sentence = say("family.related_otherwise", ref=link.ref, relation=link.relation.wording)
            raise Refused(sentence, field="relation")
