"""Education and pathway plans on a child's page."""

from __future__ import annotations

from datetime import date

from store import education
from store.children import Child
from store.clock import WorkingDays, distance, urgency
from store.clock.showing import Urgency
from store.education import ChildPlan, PlanStatus
from store.journal import Journal
from store.sections.section import Entry, Section, Tone
from store.wording import field_words, plain, say

_TONES = {Urgency.LATE: Tone.LATE, Urgency.SOON: Tone.SOON, Urgency.LATER: Tone.PLAIN}


def section(journal: Journal, child: Child, today: date, calendar: WorkingDays) -> Section:
    """The education plans and the pathway plans of a child, newest first."""
    found = [
        *education.education_plans(journal, child.id),
        *education.pathway_plans(journal, child.id),
    ]
    found.sort(key=lambda one: (one.on or date.max, one.id), reverse=True)
    return Section(
        "education",
        [_entry(one, today, calendar) for one in found],
        first="due",
        second="held",
        who=True,
        adds=("education_plan", "pathway_plan"),
    )


def _entry(one: ChildPlan, today: date, calendar: WorkingDays) -> Entry:
    state, tone = _state(one, today, calendar)
    part = "first" if one.first else "review"
    return Entry(
        id=one.id,
        kind=one.kind,
        what=say(f"sections.{one.kind}_{part}"),
        who=one.by,
        first=one.due,
        second=one.held,
        state=state,
        tone=tone,
        closed=one.status in (PlanStatus.REFUSED, PlanStatus.CANCELLED),
        detail=tuple(_detail(one)),
    )


def _state(one: ChildPlan, today: date, calendar: WorkingDays) -> tuple[str, Tone]:
    if one.held is None:
        if one.status is not PlanStatus.PLANNED or one.due is None:
            return one.status.wording, Tone.PLAIN
        return distance(one.due, today, calendar), _TONES[urgency(one.due, today, calendar)]
    if one.on_time is None:
        return "", Tone.PLAIN
    if one.on_time:
        return say("sections.in_time"), Tone.RIGHT
    return say("sections.held_late"), Tone.LATE


def _detail(one: ChildPlan) -> list[tuple[str, str]]:
    pairs = [
        (field_words(one.kind, "status"), one.status.wording),
        (field_words(one.kind, "school"), plain(one.school)),
        (field_words(one.kind, "views"), plain(one.views)),
        (field_words(one.kind, "agreed"), plain(one.agreed)),
        (field_words(one.kind, "late_reason"), plain(one.late_reason)),
    ]
    return [(label, words) for label, words in pairs if words]
