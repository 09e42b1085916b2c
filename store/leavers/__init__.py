"""Care leavers: who the law makes one, who works with them, and how they are."""

from __future__ import annotations

from store.leavers.changing import (
    StillLookedAfter,
    add_leaver,
    change_leaver,
    withdraw_leaver,
)
from store.leavers.codes import Accommodation, Activity, LeaverStatus
from store.leavers.models import LeaverRecord, leaver_id
from store.leavers.qualifying import Qualification, days_within, left_care, qualification
from store.leavers.reading import Leaver, leavers, leavers_of

__all__ = [
    "Accommodation",
    "Activity",
    "Leaver",
    "LeaverRecord",
    "LeaverStatus",
    "Qualification",
    "StillLookedAfter",
    "add_leaver",
    "change_leaver",
    "days_within",
    "leaver_id",
    "leavers",
    "leavers_of",
    "left_care",
    "qualification",
    "withdraw_leaver",
]
