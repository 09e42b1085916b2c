"""The weeks before the next review on a child's page: checklist, consultations, packs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from store import preparing, rules
from store.children import Child
from store.clock import WorkingDays, ordinal_word, show_date
from store.journal import Journal
from store.preparing import Checklist, Consultation, Information, Line, Part, Preparation
from store.sections.section import Entry, Section, Tone
from store.wording import field_words, plain, say


def section(journal: Journal, child: Child, today: date, calendar: WorkingDays) -> Section:
    """What is done and missing before the next review, and what was before earlier ones."""
    found = preparing.checklist(journal, child)
    entries = [
        *(_prepared(one, found, today) for one in preparing.preparations(journal, child.id)),
        *(_asked(one, today) for one in preparing.consultations(journal, child.id)),
        *(_pack(one) for one in preparing.information(journal, child.id)),
    ]
    begins = rules.limit(journal, "preparation")
    sentences: tuple[str, ...] = ()
    if found is not None and found.missing and begins.last_day(found.review, calendar) <= today:
        sentences = (_missing(found),)
    return Section(
        "preparing",
        entries,
        first="sent",
        second="answered",
        who=True,
        adds=("consultation", "preparation", "information"),
        findings=sentences,
    )


def _missing(found: Checklist) -> str:
    words = ", ".join(say(f"sections.missing_{part.value}") for part in found.missing)
    return say(
        "sections.checklist",
        missing_count=len(found.missing),
        needed=found.needed,
        missing=words,
    )


def _prepared(one: Preparation, found: Checklist | None, today: date) -> Entry:
    title = say("sections.preparation", ordinal=ordinal_word(one.ordinal).lower())
    current = found if found and found.preparation and found.preparation.id == one.id else None
    if current is None:
        return Entry(
            id=one.id,
            kind="preparation",
            what=title,
            first=one.spoke,
            second=one.report_received,
            closed=True,
            detail=tuple(_held(one, today)),
        )
    count = len(current.missing)
    state = say("sections.missing", count=count) if count else say("sections.ready")
    return Entry(
        id=one.id,
        kind="preparation",
        what=title,
        first=one.spoke,
        second=one.report_received,
        state=state,
        tone=Tone.SOON if count else Tone.RIGHT,
        detail=tuple((line.part.wording, _said(line, today)) for line in current.lines),
    )


def _held(one: Preparation, today: date) -> Iterator[tuple[str, str]]:
    """What was written down before an earlier review, label by label."""
    for name in ("report_asked", "report_received", "reports_shared", "spoke"):
        day: date | None = getattr(one, name)
        if day is not None:
            words = show_date(day, today=today, weekday=False)
            yield field_words("preparation", name), words
    if one.not_spoken:
        yield field_words("preparation", "not_spoken"), plain(one.not_spoken)
    for name in ("advocacy", "complaint", "legal"):
        said: bool | None = getattr(one, name)
        if said is not None:
            yield field_words("preparation", name), say("sections.yes" if said else "sections.no")


def _said(line: Line, today: date) -> str:
    if not line.done:
        return line.note or say("sections.not_yet" if line.needed else "sections.may_be")
    words = show_date(line.on, today=today, weekday=False) if line.on else ""
    if line.late:
        words = say("sections.late", words=words)
    return ", ".join(part for part in (words, line.note) if part) or say("sections.yes")


def _asked(one: Consultation, today: date) -> Entry:
    who = one.who.wording if one.who else ""
    named = plain(one.named)
    what = say("sections.consulted", who=f"{who}, {named}" if named else who)
    waiting = one.received is None
    pairs = [
        (field_words("consultation", "how"), one.how.wording if one.how else ""),
        (field_words("consultation", "said"), plain(one.said)),
    ]
    return Entry(
        id=one.id,
        kind="consultation",
        what=what,
        first=one.sent,
        second=one.received,
        state=say("sections.waiting") if waiting and one.sent else "",
        tone=Tone.PLAIN,
        closed=not waiting,
        detail=tuple((label, words) for label, words in pairs if words),
    )


def _pack(one: Information) -> Entry:
    pack = one.pack.wording if one.pack else ""
    return Entry(
        id=one.id,
        kind="information",
        what=say("sections.pack", pack=pack),
        who=one.by,
        first=one.given,
        closed=True,
        detail=((Part.INFORMATION.wording, pack),),
    )
