"""Brothers and sisters, parents and their children, among those who are looked after."""

from __future__ import annotations

from store.family.changing import add_family, change_family, withdraw_family
from store.family.codes import Relation
from store.family.models import FamilyRecord, family_id
from store.family.reading import Finding, Link, findings, findings_of, links

__all__ = [
    "FamilyRecord",
    "Finding",
    "Link",
    "Relation",
    "add_family",
    "change_family",
    "family_id",
    "findings",
    "findings_of",
    "links",
    "withdraw_family",
]
