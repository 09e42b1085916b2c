"""The checklist of a child's last review, topic by topic, against the Standards."""

from __future__ import annotations

from datetime import date

from store import reviews
from store.children import Child
from store.clock import WorkingDays
from store.journal import Journal
from store.reviews import Met, Point
from store.sections.section import Entry, Section, Tone
from store.wording import field_words, plain, say

_TONES = {Met.YES: Tone.RIGHT, Met.PARTLY: Tone.SOON, Met.NO: Tone.LATE}


def section(journal: Journal, child: Child, today: date, calendar: WorkingDays) -> Section:
    """What the last review held found of each topic; those of earlier ones stand with them."""
    held = [one for one in reviews.reviews(journal, child.id) if one.held is not None]
    found = reviews.points(journal, child.id, held[0].id) if held else []
    day = held[0].held if held else None
    return Section(
        "checklist",
        [_entry(one, day) for one in found],
        first="on",
        second="agreed",
        adds=("point", "occurrence", "cancellation"),
    )


def _entry(one: Point, held: date | None) -> Entry:
    what = one.topic.wording.capitalize()
    if one.standard:
        what = say("sections.point", topic=what, standard=plain(one.standard))
    return Entry(
        id=one.id,
        kind="point",
        what=what,
        first=held,
        second=one.agreed,
        state=one.answer.wording if one.answer else "",
        tone=_TONES.get(one.answer, Tone.PLAIN) if one.answer else Tone.PLAIN,
        closed=one.answer in (Met.YES, Met.NOT_NEEDED),
        detail=((field_words("point", "note"), plain(one.note)),) if one.note else (),
    )
