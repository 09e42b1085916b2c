"""The time between two reviews on a child's page: visits, midway checks, what the IRO was told."""

from __future__ import annotations

from datetime import date

from store import contact, rules
from store.children import Child
from store.clock import Limit, WorkingDays
from store.contact import Midway, Notification, Visit
from store.journal import Journal
from store.sections.section import Entry, Section, Tone
from store.wording import field_words, plain, say


def section(journal: Journal, child: Child, today: date, calendar: WorkingDays) -> Section:
    """Visits, midway checks and notifications together, the newest first."""
    limit = rules.limit(journal, "notification")
    entries = [
        *(_visit(one) for one in contact.visits(journal, child.id)),
        *(_midway(one) for one in contact.midways(journal, child.id)),
        *(_notice(one, limit, calendar) for one in contact.notifications(journal, child.id)),
    ]
    entries.sort(key=lambda entry: (entry.first or date.min, entry.id), reverse=True)
    return Section(
        "contact",
        entries,
        first="on",
        second="told",
        who=True,
        adds=("visit", "midway", "notification"),
    )


def _visit(one: Visit) -> Entry:
    who = one.visitor.wording if one.visitor else ""
    state = ""
    if one.alone is not None:
        state = say("sections.alone" if one.alone else "sections.not_alone")
    return Entry(
        id=one.id,
        kind="visit",
        what=say("sections.visit", who=who),
        who=one.by,
        first=one.on,
        state=state,
        tone=Tone.RIGHT if one.alone else Tone.PLAIN,
        detail=((field_words("visit", "what"), plain(one.what)),) if one.what else (),
    )


def _midway(one: Midway) -> Entry:
    words = plain(one.findings)
    return Entry(
        id=one.id,
        kind="midway",
        what=say("sections.midway"),
        who=one.by,
        first=one.on,
        detail=((field_words("midway", "findings"), words),) if words else (),
    )


def _notice(one: Notification, limit: Limit, calendar: WorkingDays) -> Entry:
    late = one.told_late(limit, calendar)
    if one.told is None:
        state, tone = say("sections.untold"), Tone.SOON
    elif late:
        state, tone = say("sections.told_late"), Tone.LATE
    else:
        state, tone = (one.follows.wording if one.follows else ""), Tone.PLAIN
    pairs = [
        (field_words("notification", "follows"), one.follows.wording if one.follows else ""),
        (field_words("notification", "what"), plain(one.what)),
    ]
    return Entry(
        id=one.id,
        kind="notification",
        what=one.of.wording.capitalize() if one.of else say("adding.kind_notification"),
        who=one.by,
        first=one.happened,
        second=one.told,
        state=state,
        tone=tone,
        closed=one.follows is not None,
        detail=tuple((label, words) for label, words in pairs if words),
    )
