"""The days as an iCalendar file (RFC 5545) that names nobody: how many of what on which day.

No reference of a child and no name of staff goes into it, nor anything made from the record of
one child: a calendar lies on phones and servers that this product does not guard.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from store import children
from store.diary.days import DUE, PAPER, PLANNED, Day, Diary, Event
from store.journal import Journal
from store.wording import say

_LONGEST = 75  # octets of a line before it is folded, without its end


def as_icalendar(journal: Journal, diary: Diary) -> str:
    """One all-day entry for each day and sort of thing; the same changes give the same bytes."""
    stamp = _last_change(journal).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//planreview//diary//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(say('diary.calendar'))}",
    ]
    place = f"{children.own_authority(journal)}\n{diary.whose.iro or ''}\n{diary.whose.team or ''}"
    for day in diary.days:
        for sort, events in _sorts(day):
            lines += _entry(day.on, sort, events, place, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _sorts(day: Day) -> Iterator[tuple[str, list[Event]]]:
    """What is still to be done on a day, by sort."""
    open_ones = [event for event in day.events if not event.done]
    for sort in (PLANNED, DUE, PAPER):
        found = [event for event in open_ones if event.kind == sort]
        if found:
            yield sort, found
    others = [event for event in open_ones if event.kind not in (PLANNED, DUE, PAPER)]
    if others:
        yield "duty", others


def _entry(on: date, sort: str, events: list[Event], place: str, stamp: str) -> Iterator[str]:
    count = len(events)
    summary = say(f"diary.ics_{sort}_one") if count == 1 else say(f"diary.ics_{sort}", count=count)
    # Made from the day and whose days they are, never from a record: it says nothing of a child.
    uid = hashlib.sha256(f"planreview diary\n{place}\n{on}\n{sort}".encode()).hexdigest()[:32]
    yield from (
        "BEGIN:VEVENT",
        f"UID:{uid}@planreview",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(summary)}",
    )
    if sort == "duty":
        kinds: dict[str, int] = {}
        for event in events:
            kinds[event.kind] = kinds.get(event.kind, 0) + 1
        said = ", ".join(
            say("diary.ics_kind", kind=say(f"open_work.kind_{kind}"), count=number)
            for kind, number in sorted(kinds.items())
        )
        yield f"DESCRIPTION:{_escaped(said)}"
    yield from ("TRANSP:TRANSPARENT", "CLASS:PRIVATE", "END:VEVENT")


def _last_change(journal: Journal) -> datetime:
    """The moment of the newest change known here; the beginning of time without any."""
    row = journal.database.execute_sql("SELECT max(at) FROM change").fetchone()
    at = datetime.fromisoformat(row[0]) if row and row[0] else datetime(2000, 1, 1, tzinfo=UTC)
    return at.astimezone(UTC)


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, no letter cut in two; later ones begin blank."""
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _LONGEST:
            yield piece
            piece, size = " ", 1
        piece += letter
        size += octets
    yield piece
