"""Dates as people type them, working days, and the statutory clock over both."""

from __future__ import annotations

from store.clock.date_words import day_list, ordinal_short, ordinal_word, show_date
from store.clock.limits import (
    UNITS,
    Book,
    Limit,
    RuleSet,
    Step,
    UnknownLimit,
    UnknownRuleSet,
    default_book,
    default_limits,
)
from store.clock.months import add_months, age_on, birthday
from store.clock.reading import UnreadableDate, parse_date, still_could_be_date
from store.clock.showing import Urgency, distance, urgency
from store.clock.statutory import DueDate, after_review, clock_chain, next_review_due
from store.clock.working_days import REGIONS, UnknownRegion, WorkingDays, region_code

__all__ = [
    "REGIONS",
    "UNITS",
    "Book",
    "DueDate",
    "Limit",
    "RuleSet",
    "Step",
    "UnknownLimit",
    "UnknownRegion",
    "UnknownRuleSet",
    "UnreadableDate",
    "Urgency",
    "WorkingDays",
    "add_months",
    "after_review",
    "age_on",
    "birthday",
    "clock_chain",
    "day_list",
    "default_book",
    "default_limits",
    "distance",
    "next_review_due",
    "ordinal_short",
    "ordinal_word",
    "parse_date",
    "region_code",
    "show_date",
    "still_could_be_date",
    "urgency",
]
