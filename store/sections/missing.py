"""Missing episodes and serious incidents on a child's page."""

from __future__ import annotations

from datetime import date

from store import child_file, missing
from store.children import Child
from store.clock import WorkingDays, show_date
from store.journal import Journal
from store.missing import Episode, Incident
from store.sections.section import Entry, Section, Tone
from store.wording import field_words, plain, say


def section(journal: Journal, child: Child, today: date, calendar: WorkingDays) -> Section:
    """Episodes and incidents together, newest first."""
    entries = [
        *(_episode(one, today) for one in missing.episodes(journal, child.id)),
        *(_incident(one, today) for one in missing.incidents(journal, child.id)),
    ]
    entries.sort(key=lambda entry: (entry.first or date.min, entry.id), reverse=True)
    return Section(
        "missing",
        entries,
        first="since",
        second="back",
        who=True,
        adds=("missing", "incident"),
    )


def _episode(one: Episode, today: date) -> Entry:
    state, tone = _interview(one, today)
    where = one.missing_from.wording
    return Entry(
        id=one.id,
        kind="missing",
        what=say("sections.missing_from", type=one.type.wording.capitalize(), where=where),
        who=one.by,
        first=one.started.date(),
        second=one.ended.date() if one.ended else None,
        state=state,
        tone=tone,
        detail=tuple(_of_episode(one)),
    )


def _interview(one: Episode, today: date) -> tuple[str, Tone]:
    """Held in time or late, refused, or by when it is to be held; the hours stand beside it."""
    if one.ended is None:
        return say("sections.still_missing"), Tone.LATE
    if one.in_time is not None:
        words = "in_time" if one.in_time else "held_late"
        return say(f"sections.{words}"), Tone.RIGHT if one.in_time else Tone.LATE
    if one.refused:
        return say("sections.interview_refused"), Tone.PLAIN
    end = one.interview_due
    if end is None:
        return "", Tone.PLAIN
    words = say("sections.interview_by", day=show_date(end.date(), weekday=False, year=False))
    return words, Tone.LATE if end.date() < today else Tone.SOON


def _of_episode(one: Episode) -> list[tuple[str, str]]:
    pairs = [
        (field_words("missing", "started"), child_file.shown(one.started)),
        (field_words("missing", "ended"), child_file.shown(one.ended) if one.ended else ""),
        (
            say("sections.interview_due"),
            child_file.shown(one.interview_due) if one.interview_due else "",
        ),
        (field_words("missing", "offered"), child_file.shown(one.offered) if one.offered else ""),
        (
            field_words("missing", "interviewed"),
            child_file.shown(one.interviewed) if one.interviewed else "",
        ),
        (field_words("missing", "refused"), say("sections.yes") if one.refused else ""),
        (field_words("missing", "said"), plain(one.said)),
        (field_words("missing", "late_reason"), plain(one.late_reason)),
        (field_words("missing", "note"), plain(one.note)),
    ]
    return [(label, words) for label, words in pairs if words]


def _incident(one: Incident, today: date) -> Entry:
    lacking = len(one.parts_missing)
    if not one.is_seen:
        state, tone = say("sections.not_seen"), Tone.SOON
    elif lacking:
        state, tone = say("sections.parts_missing", n=lacking), Tone.SOON
    else:
        state, tone = say("sections.seen_and_planned"), Tone.RIGHT
    pairs = [
        (field_words("incident", "what"), plain(one.what)),
        *((field_words("incident", name), plain(words)) for name, words in one.parts),
        (
            field_words("incident", "seen"),
            show_date(one.seen, today=today, weekday=False) if one.seen else "",
        ),
    ]
    return Entry(
        id=one.id,
        kind="incident",
        what=say("sections.incident"),
        who=one.seen_by,
        first=one.on,
        second=None,
        state=state,
        tone=tone,
        detail=tuple((label, words) for label, words in pairs if words),
    )
