"""Health of children looked after: assessments and checks, in time and good enough, and what is
due next."""

from __future__ import annotations

from store.health.changing import AssessedAlready, add_health, change_health, withdraw_health
from store.health.codes import HealthStatus, HealthType, Quality
from store.health.counting import Upcoming, upcoming
from store.health.initial import Initial, Standing, initial_assessments
from store.health.models import HealthRecord
from store.health.reading import assessment, assessments, by_child
from store.health.records import Assessment

__all__ = [
    "AssessedAlready",
    "Assessment",
    "HealthRecord",
    "HealthStatus",
    "HealthType",
    "Initial",
    "Quality",
    "Standing",
    "Upcoming",
    "add_health",
    "assessment",
    "assessments",
    "by_child",
    "change_health",
    "initial_assessments",
    "upcoming",
    "withdraw_health",
]
