"""Before a review: who was asked, the report, the talk with the child, the information packs."""

from __future__ import annotations

from store.preparing.changing import (
    NoReviewToPrepare,
    add_consultation,
    add_information,
    change_consultation,
    change_information,
    change_preparation,
    prepare,
    withdraw_consultation,
    withdraw_information,
    withdraw_preparation,
)
from store.preparing.checklist import Checklist, Line, checklist, checklists
from store.preparing.codes import Consulted, Pack, Part, Way
from store.preparing.models import preparation_id
from store.preparing.reading import (
    Consultation,
    Information,
    Preparation,
    consultations,
    information,
    preparations,
)

__all__ = [
    "Checklist",
    "Consultation",
    "Consulted",
    "Information",
    "Line",
    "NoReviewToPrepare",
    "Pack",
    "Part",
    "Preparation",
    "Way",
    "add_consultation",
    "add_information",
    "change_consultation",
    "change_information",
    "change_preparation",
    "checklist",
    "checklists",
    "consultations",
    "information",
    "preparation_id",
    "preparations",
    "prepare",
    "withdraw_consultation",
    "withdraw_information",
    "withdraw_preparation",
]
