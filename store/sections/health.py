"""Health on a child's page: assessments and checks, in time or late, and their quality apart."""

from __future__ import annotations

from datetime import date

from store import health
from store.children import Child
from store.clock import WorkingDays, distance, show_date, urgency
from store.clock.showing import Urgency
from store.health import Assessment, HealthStatus, HealthType
from store.journal import Journal
from store.sections.section import Entry, Section, Tone
from store.wording import field_words, plain, say

_TONES = {Urgency.LATE: Tone.LATE, Urgency.SOON: Tone.SOON, Urgency.LATER: Tone.PLAIN}


def section(journal: Journal, child: Child, today: date, calendar: WorkingDays) -> Section:
    """The assessments and checks of a child, newest first."""
    return Section(
        "health",
        [_entry(one, today, calendar) for one in health.assessments(journal, child.id)],
        first="due",
        second="held",
        who=True,
        adds=("health",),
    )


def _entry(one: Assessment, today: date, calendar: WorkingDays) -> Entry:
    state, tone = _state(one, today, calendar)
    return Entry(
        id=one.id,
        kind="health",
        what=_what(one, today),
        who=one.by,
        first=one.due,
        second=one.held,
        state=state,
        tone=tone,
        closed=one.status in (HealthStatus.REFUSED, HealthStatus.CANCELLED),
        detail=tuple(_detail(one, today)),
    )


def _what(one: Assessment, today: date) -> str:
    """The assessment with its quality once it was held, or its appointment before."""
    name = one.type.wording[:1].upper() + one.type.wording[1:]
    if one.exempt:
        return say("sections.exempt", what=name)
    if one.held is not None and one.type.assesses:
        quality = one.quality.wording if one.quality else say("sections.unchecked")
        return say("sections.both", first=one.type.short, second=quality)
    if one.is_open and one.appointment is not None:
        day = show_date(one.appointment, today=today, weekday=False)
        return say("sections.both", first=name, second=say("sections.booked", day=day))
    return name


def _state(one: Assessment, today: date, calendar: WorkingDays) -> tuple[str, Tone]:
    """In time or late; whether it was good enough is said beside it and never stands for it."""
    if one.held is None:
        if one.exempt:
            return "", Tone.PLAIN
        if one.status is not HealthStatus.PLANNED or one.due is None:
            return one.status.wording, Tone.PLAIN
        return distance(one.due, today, calendar), _TONES[urgency(one.due, today, calendar)]
    if one.type is HealthType.IMMUNISATIONS and one.up_to_date is not None:
        words = "up_to_date" if one.up_to_date else "not_up_to_date"
        return say(f"sections.{words}"), Tone.RIGHT if one.up_to_date else Tone.LATE
    if one.type is HealthType.SDQ and one.score is not None:
        return say("sections.score", score=one.score), Tone.PLAIN
    if one.on_time is None:
        return "", Tone.PLAIN
    if one.on_time:
        return say("sections.in_time"), Tone.RIGHT
    return say("sections.held_late"), Tone.LATE


def _detail(one: Assessment, today: date) -> list[tuple[str, str]]:
    days = (
        *("assessed_before", "consent", "requested", "appointment", "held", "received", "checked"),
    )
    pairs = [
        (field_words("health", "type"), one.type.wording),
        (field_words("health", "status"), one.status.wording),
    ]
    for name in days:
        day: date | None = getattr(one, name)
        if day is not None:
            said = show_date(day, today=today, weekday=False)
            pairs.append((field_words("health", name), said))
    pairs += [
        (field_words("health", "late_reason"), plain(one.late_reason)),
        (field_words("health", "quality"), one.quality.wording if one.quality else ""),
        (field_words("health", "checked_by"), plain(one.checked_by or "")),
        (field_words("health", "quality_note"), plain(one.quality_note)),
        (field_words("health", "note"), plain(one.note)),
    ]
    return [(label, words) for label, words in pairs if words]
