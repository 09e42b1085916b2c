"""Health on a child's page: assessments and checks, in time or late, and their quality apart."""

from __future__ import annotations

from datetime import date

from store import health
from store.children import Child
from store.clock import WorkingDays, distance, show_date, urgency
from store.clock.showing import Urgency
from store.health import Assessment, HealthStatus, HealthType, Quality
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
        what=one.type.wording.capitalize(),
        who=one.by,
        first=one.due,
        second=one.held or one.appointment,
        state=state,
        tone=tone,
        closed=one.status in (HealthStatus.REFUSED, HealthStatus.CANCELLED),
        detail=tuple(_detail(one, today)),
    )


def _state(one: Assessment, today: date, calendar: WorkingDays) -> tuple[str, Tone]:
    """In time or not and, beside it, whether it was good enough: neither stands for the other."""
    if one.exempt:
        return say("sections.exempt"), Tone.RIGHT
    if one.held is None:
        if one.status is not HealthStatus.PLANNED or one.due is None:
            return one.status.wording, Tone.PLAIN
        return distance(one.due, today, calendar), _TONES[urgency(one.due, today, calendar)]
    if one.type is HealthType.IMMUNISATIONS and one.up_to_date is not None:
        words = "up_to_date" if one.up_to_date else "not_up_to_date"
        return say(f"sections.{words}"), Tone.RIGHT if one.up_to_date else Tone.LATE
    if one.type is HealthType.SDQ and one.score is not None:
        return say("sections.score", score=one.score), Tone.PLAIN
    late = one.on_time is False
    words = say("sections.held_late" if late else "sections.in_time")
    if one.type.assesses:
        checked = one.quality.wording if one.quality else say("sections.unchecked")
        words = say("sections.both", first=words, second=checked)
    if late or one.quality is Quality.NOT_GOOD_ENOUGH:
        return words, Tone.LATE
    return words, Tone.SOON if one.unchecked else Tone.RIGHT


def _detail(one: Assessment, today: date) -> list[tuple[str, str]]:
    days = (
        *("assessed_before", "consent", "requested", "appointment", "held", "received", "checked"),
    )
    pairs = [(field_words("health", "status"), one.status.wording)]
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
