"""Children who are missing, interviews after their return, and incidents nobody has seen yet.

They stand for every child, looked after or not, and end with what they ask for, not with care.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from store import child_file, missing
from store.calendars import working_days
from store.children import Child
from store.clock import WorkingDays
from store.duties.caseload import caseload
from store.duty import Duty
from store.journal import Journal
from store.missing import Episode, Incident
from store.wording import field_words, say


def duties(journal: Journal, only: Collection[str] | None) -> Iterator[Duty]:
    """Returns to write down, interviews within hours, plans to write, incidents to be seen."""
    calendar = working_days(journal)
    episodes = missing.episodes(journal, only=only)
    incidents = missing.incidents(journal, only=only)
    told_of = {one.child_id for one in episodes} | {one.child_id for one in incidents}
    if not told_of:
        return
    known = {child.id: child for child in caseload(journal, told_of)}
    for episode in episodes:
        child = known.get(episode.child_id)
        if child is None:
            continue
        if episode.ended is None:
            yield _missing(child, episode)
        elif episode.interview_open:
            yield _interview(child, episode, calendar)
    for incident in incidents:
        child = known.get(incident.child_id)
        if child is not None:
            yield from _incident(child, incident, calendar)


def _missing(child: Child, episode: Episode) -> Duty:
    """A child who is missing is overdue from the first day."""
    return Duty(
        kind="missing",
        record=episode.id,
        record_kind="missing",
        part="away",
        child_id=child.id,
        child=child.ref,
        what=say(f"duties.{episode.type.value}_since", start=child_file.shown(episode.started)),
        due=child_file.day_of(episode.started),
        owner=child.social_worker,
        team=child.team,
        status="away",
    )


def _interview(child: Child, episode: Episode, calendar: WorkingDays) -> Duty:
    limit, ended, end = (
        calendar.book.limit("return_interview"),
        episode.ended,
        episode.interview_due,
    )
    offered = episode.offered is not None
    return Duty(
        kind="missing",
        record=episode.id,
        record_kind="missing",
        part="interview",
        child_id=child.id,
        child=child.ref,
        what=say("duties.interview_offered" if offered else "duties.interview"),
        due=None if end is None else end.date(),
        owner=episode.by or child.social_worker,
        team=child.team,
        rule=limit.source,
        why=() if ended is None else limit.steps(ended, calendar),
        status="offered" if offered else "due",
        at=end,
    )


def _incident(child: Child, incident: Incident, calendar: WorkingDays) -> Iterator[Duty]:
    lacking = incident.parts_missing
    waiting = []
    if lacking:
        first = field_words("incident", lacking[0]).lower()
        key = "duties.incident_part" if len(lacking) == 1 else "duties.incident_parts"
        words = {"first": first} if len(lacking) == 1 else {"n": len(lacking)}
        waiting.append(("plan", say(key, **words), child.social_worker))
    if not incident.is_seen:
        waiting.append(("seen", say("duties.incident_seen"), None))
    for part, what, owner in waiting:
        limit = calendar.book.limit(f"incident_{part}")
        yield Duty(
            kind="incident",
            record=incident.id,
            record_kind="incident",
            part=part,
            child_id=child.id,
            child=child.ref,
            what=what,
            due=limit.last_day(incident.on, calendar),
            owner=owner,
            team=child.team,
            rule=limit.source,
            why=limit.steps(incident.on, calendar),
            status="unseen" if part == "seen" else "due",
        )
