"""Possible duplicates: records that may be one thing written down twice, until somebody says."""

from __future__ import annotations

from store.duplicates.alike import ALIKE, Alike
from store.duplicates.finding import Duplicate, duplicates
from store.duplicates.hanging import hanging
from store.duplicates.keeping import (
    Kept,
    Moved,
    NoLongerAlike,
    keep_one,
    not_the_same,
    what_would_move,
)
from store.duplicates.models import DistinctRecord

__all__ = [
    "ALIKE",
    "Alike",
    "DistinctRecord",
    "Duplicate",
    "Kept",
    "Moved",
    "NoLongerAlike",
    "duplicates",
    "hanging",
    "keep_one",
    "not_the_same",
    "what_would_move",
]
