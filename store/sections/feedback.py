"""A child's feedback forms on the child's page: the words, what changed, whether they were told."""

from __future__ import annotations

from datetime import date

from store.children import Child
from store.clock import WorkingDays, distance, show_date, urgency
from store.clock.showing import Urgency
from store.feedback import Feedback, feedback
from store.journal import Journal
from store.sections.section import Entry, Section, Tone
from store.wording import field_words, plain, say

_TONES = {Urgency.LATE: Tone.LATE, Urgency.SOON: Tone.SOON, Urgency.LATER: Tone.PLAIN}
_LONGEST = 60


def section(journal: Journal, child: Child, today: date, calendar: WorkingDays) -> Section:
    """The forms of a child, the newest first."""
    return Section(
        "feedback",
        [_entry(one, today, calendar) for one in feedback(journal, child.id)],
        first="received",
        second="answer_by",
        who=True,
        adds=("feedback",),
    )


def _entry(one: Feedback, today: date, calendar: WorkingDays) -> Entry:
    said = " ".join(plain(one.said).split())
    state, tone = say("feedback.state_told"), Tone.RIGHT
    if one.is_open and one.due is not None:
        state = distance(one.due, today, calendar)
        tone = _TONES[urgency(one.due, today, calendar)]
    elif not one.told:
        state, tone = say("feedback.state_changed"), Tone.PLAIN
    return Entry(
        id=one.id,
        kind="feedback",
        what=f"“{said if len(said) <= _LONGEST else said[:_LONGEST] + '…'}”",
        who=one.owner,
        first=one.received,
        second=one.due if one.is_open else one.told or one.answered,
        state=state,
        tone=tone,
        closed=not one.is_open,
        detail=tuple(_detail(one, today)),
    )


def _detail(one: Feedback, today: date) -> list[tuple[str, str]]:
    told = show_date(one.told, today=today, weekday=False) if one.told else ""
    pairs = [
        (field_words("feedback", "said"), plain(one.said)),
        (field_words("feedback", "changed"), plain(one.changed or say("feedback.nothing_yet"))),
        (field_words("feedback", "told"), told or say("feedback.not_told")),
    ]
    return [(label, words) for label, words in pairs if words]
