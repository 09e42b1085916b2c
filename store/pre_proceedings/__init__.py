"""Pre-proceedings and permanency planning meetings, of children looked after or not."""

from __future__ import annotations

from store.pre_proceedings.changing import (
    GoingOnAlready,
    add_planning_meeting,
    add_pre_proceedings,
    change_planning_meeting,
    change_pre_proceedings,
    withdraw_planning_meeting,
    withdraw_pre_proceedings,
)
from store.pre_proceedings.codes import PreProceedingsOutcome
from store.pre_proceedings.models import PlanningMeetingRecord, PreProceedingsRecord
from store.pre_proceedings.reading import (
    Case,
    NextMeeting,
    PlanningMeeting,
    next_meeting,
    planning_meetings,
    pre_proceedings,
)

__all__ = [
    "Case",
    "GoingOnAlready",
    "NextMeeting",
    "PlanningMeeting",
    "PlanningMeetingRecord",
    "PreProceedingsOutcome",
    "PreProceedingsRecord",
    "add_planning_meeting",
    "add_pre_proceedings",
    "change_planning_meeting",
    "change_pre_proceedings",
    "next_meeting",
    "planning_meetings",
    "pre_proceedings",
    "withdraw_planning_meeting",
    "withdraw_pre_proceedings",
]
