"""Pre-proceedings and permanency planning meetings on a child's page."""

from __future__ import annotations

from datetime import date

from store import pre_proceedings
from store.children import Child
from store.clock import WorkingDays, distance, show_date
from store.journal import Journal
from store.pre_proceedings import Case, PlanningMeeting
from store.sections.section import Entry, Section, Tone
from store.wording import field_words, plain, say


def section(journal: Journal, child: Child, today: date, calendar: WorkingDays) -> Section:
    """Pre-proceedings with their aim and outcome, and the planning meetings, newest first."""
    entries = [
        *(
            _case(one, today, calendar)
            for one in pre_proceedings.pre_proceedings(journal, child.id)
        ),
        *(_meeting(one, today) for one in pre_proceedings.planning_meetings(journal, child.id)),
    ]
    entries.sort(key=lambda entry: (entry.first or date.min, entry.id), reverse=True)
    return Section(
        "pre_proceedings",
        entries,
        first="from",
        second="to",
        who=True,
        adds=("pre_proceedings", "planning_meeting"),
    )


def _case(one: Case, today: date, calendar: WorkingDays) -> Entry:
    if one.outcome is None:
        state = distance(one.aim, today, calendar)
        tone = Tone.LATE if one.aim < today else Tone.PLAIN
    elif one.in_aim:
        state, tone = say("sections.in_time"), Tone.RIGHT
    else:
        state, tone = say("sections.held_late"), Tone.LATE
    pairs = [
        (field_words("pre_proceedings", "outcome"), one.outcome.wording if one.outcome else ""),
        (field_words("pre_proceedings", "letter"), _said(one.letter, today)),
        (field_words("pre_proceedings", "meeting"), _said(one.meeting, today)),
        (say("sections.aim_label"), _said(one.aim, today)),
        (say("sections.reviewed_at"), str(len(one.meetings)) if one.meetings else ""),
        (field_words("pre_proceedings", "delay_reason"), plain(one.delay_reason)),
        (field_words("pre_proceedings", "note"), plain(one.note)),
    ]
    return Entry(
        id=one.id,
        kind="pre_proceedings",
        what=say("sections.pre_proceedings"),
        who=one.lead,
        first=one.started,
        second=one.ended,
        state=state,
        tone=tone,
        detail=tuple((label, words) for label, words in pairs if words),
    )


def _meeting(one: PlanningMeeting, today: date) -> Entry:
    pairs = [
        (field_words("planning_meeting", "plan"), plain(one.plan)),
        (field_words("planning_meeting", "next"), _said(one.next, today)),
        (field_words("planning_meeting", "note"), plain(one.note)),
    ]
    return Entry(
        id=one.id,
        kind="planning_meeting",
        what=say("sections.planning_meeting"),
        who=one.by,
        first=one.on,
        state=say("sections.reviewed") if one.case and one.reviewed else "",
        detail=tuple((label, words) for label, words in pairs if words),
    )


def _said(day: date | None, today: date) -> str:
    return "" if day is None else show_date(day, today=today, weekday=False)
