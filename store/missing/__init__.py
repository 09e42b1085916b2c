"""Missing episodes with their return interviews, and serious incidents with their plan in seven
parts; of children who are looked after and of children who are not."""

from __future__ import annotations

from store.missing.changing import (
    EpisodesOverlap,
    add_incident,
    add_missing,
    change_incident,
    change_missing,
    withdraw_incident,
    withdraw_missing,
)
from store.missing.codes import MissingFrom, MissingType
from store.missing.models import IncidentRecord, MissingRecord
from store.missing.reading import (
    PARTS,
    Episode,
    Incident,
    episode,
    episodes,
    incident,
    incidents,
)

__all__ = [
    "PARTS",
    "Episode",
    "EpisodesOverlap",
    "Incident",
    "IncidentRecord",
    "MissingFrom",
    "MissingRecord",
    "MissingType",
    "add_incident",
    "add_missing",
    "change_incident",
    "change_missing",
    "episode",
    "episodes",
    "incident",
    "incidents",
    "withdraw_incident",
    "withdraw_missing",
]
