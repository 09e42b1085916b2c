"""After care, on the child's page: the rule, the worker, being in touch, home and day."""

from __future__ import annotations

from datetime import date

from store.children import Child
from store.clock import WorkingDays, distance, show_date, urgency
from store.clock.showing import Urgency
from store.journal import Journal
from store.leavers import Leaver, LeaverStatus, leavers
from store.sections.section import Entry, Section, Tone
from store.wording import field_words, plain, say

_TONES = {Urgency.LATE: Tone.LATE, Urgency.SOON: Tone.SOON, Urgency.LATER: Tone.PLAIN}


def section(journal: Journal, child: Child, today: date, calendar: WorkingDays) -> Section:
    """The care leaver's record of a child who left care; a finding where the law asks for one."""
    known = leavers(journal, child.id)
    missing = [one for one in known if one.id is None and one.rule.holds_on(today)]
    left = bool(child.periods) and not child.looked_after
    return Section(
        "leavers",
        [_entry(one, one.id, today, calendar) for one in known if one.id is not None],
        first="in_touch",
        second="again_by",
        who=True,
        adds=("leaver",) if left else (),
        findings=tuple(say("leavers.finding", why=one.rule.sentence) for one in missing),
    )


def _entry(one: Leaver, record: str, today: date, calendar: WorkingDays) -> Entry:
    state, tone = "", Tone.PLAIN
    if one.closed is None and one.worker is None:
        state, tone = say("leavers.state_worker"), Tone.SOON
    elif one.closed is None and one.next_touch is not None:
        state = distance(one.next_touch, today, calendar)
        tone = _TONES[urgency(one.next_touch, today, calendar)]
    ended = one.closed is not None or (one.rule.until is not None and one.rule.until <= today)
    if ended:
        state, tone = say("leavers.state_over"), Tone.PLAIN
    how = [code.wording for code in (one.accommodation, one.activity) if code is not None]
    return Entry(
        id=record,
        kind="leaver",
        what=" · ".join(how) or say("leavers.nothing_known"),
        who=one.worker,
        first=one.in_touch,
        second=None if ended else one.next_touch,
        state=state,
        tone=tone,
        closed=ended,
        detail=tuple(_detail(one, today)),
    )


def _detail(one: Leaver, today: date) -> list[tuple[str, str]]:
    def yes_no(value: bool | None) -> str:
        return "" if value is None else say("sections.yes" if value else "sections.no")

    pairs = [
        (say("leavers.step_left"), show_date(one.left, today=today, weekday=False)),
        (say("leavers.step_rule"), one.rule.sentence),
        (
            field_words("leaver", "accommodation"),
            one.accommodation.wording if one.accommodation else "",
        ),
        (field_words("leaver", "suitable"), yes_no(one.suitable)),
        (field_words("leaver", "activity"), one.activity.wording if one.activity else ""),
        (field_words("leaver", "note"), plain(one.note or "")),
    ]
    if one.status is not LeaverStatus.QUALIFIES:
        pairs.insert(1, (say("leavers.by_law"), one.status.wording))
    return [(label, words) for label, words in pairs if words]
