"""Disputes on a child's page: the theme, the stage, both clocks, the outcome."""

from __future__ import annotations

from datetime import date

from store import disputes
from store.children import Child
from store.clock import WorkingDays, distance, show_date, urgency
from store.clock.showing import Urgency
from store.disputes import Dispute, DisputeOutcome
from store.journal import Journal
from store.sections.section import Entry, Section, Tone
from store.wording import field_words, plain, say

_TONES = {Urgency.LATE: Tone.LATE, Urgency.SOON: Tone.SOON, Urgency.LATER: Tone.PLAIN}


def section(journal: Journal, child: Child, today: date, calendar: WorkingDays) -> Section:
    """The disputes of a child, the open ones first."""
    found = disputes.disputes(journal, child.id)
    return Section(
        "disputes",
        [_entry(one, today, calendar) for one in found],
        first="opened",
        second="due",
        who=True,
        adds=("dispute",),
    )


def _entry(one: Dispute, today: date, calendar: WorkingDays) -> Entry:
    about = " ".join(plain(one.about).split())
    theme = one.theme.wording if one.theme else ""
    if one.is_open:
        stage = plain(one.stage_name)
        what = say("disputes.with", stage=stage[:1].upper() + stage[1:], about=about or theme)
    else:
        what = say("disputes.with", stage=theme, about=about) if about else theme
    state, tone = "", Tone.PLAIN
    if one.outcome is not None:
        state, tone = one.outcome.short, _ended(one)
    elif one.due is not None:
        state = distance(one.due, today, calendar)
        tone = _TONES[urgency(one.due, today, calendar)]
    return Entry(
        id=one.id,
        kind="dispute",
        what=what,
        who=one.raised_by,
        first=one.opened,
        second=one.closed or one.due,
        state=state,
        tone=tone,
        closed=not one.is_open,
        detail=tuple(_detail(one, today)),
    )


def _ended(one: Dispute) -> Tone:
    if one.in_time is False:
        return Tone.LATE
    return Tone.RIGHT if one.outcome is DisputeOutcome.IN_FAVOUR else Tone.PLAIN


def _detail(one: Dispute, today: date) -> list[tuple[str, str]]:
    def said(day: date | None) -> str:
        return "" if day is None else show_date(day, today=today, weekday=False)

    pairs = [
        (field_words("dispute", "theme"), one.theme.wording if one.theme else ""),
        (field_words("dispute", "about"), plain(one.about)),
        (field_words("dispute", "opened"), said(one.opened)),
    ]
    for entry in one.stages:
        ended = entry.answered or entry.left
        days = say("disputes.stage_days", entered=said(entry.entered), due=said(entry.due))
        if ended is not None:
            key = "disputes.stage_answered" if entry.answered else "disputes.stage_left"
            days = say(key, entered=said(entry.entered), ended=said(ended), due=said(entry.due))
        pairs.append((plain(entry.name).capitalize(), days))
        pairs.append((field_words("dispute", "answer"), plain(entry.answer)))
    pairs += [
        (say("disputes.all_stages"), said(one.total_due)),
        (field_words("dispute", "referred"), f"{said(one.referred)} {one.referred_to}".strip()),
        (field_words("dispute", "outcome"), one.outcome.wording if one.outcome else ""),
        (field_words("dispute", "closed"), said(one.closed)),
        (field_words("dispute", "outcome_note"), plain(one.outcome_note)),
    ]
    if one.days is not None:
        pairs.append((say("disputes.took"), say("disputes.working_days", n=one.days)))
    return [(label, words) for label, words in pairs if words]
