"""The checklist before a child's next review: what is done, what is missing, and by when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from store import rules
from store.calendars import working_days
from store.children import Child, occurrence_id
from store.clock import Limit, WorkingDays, age_on, show_date
from store.journal import Journal
from store.preparing.codes import Consulted, Part
from store.preparing.reading import (
    Consultation,
    Information,
    Preparation,
    consultations,
    information,
    preparations,
)
from store.wording import plain, say

ASKED_FROM = 4
"""The age from which a child is asked and spoken with; younger ones are PN0 in their review."""

_LIMITS = {Part.REPORT: "social_worker_report", Part.SHARED: "reports_shared"}
_LIMITS |= dict.fromkeys((Part.CHILD, Part.PARENT, Part.CARER), "consultation")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the checklist.

    `on` is the day it was done, `by` the last day in time (None: the review itself, or no
    matter when), `note` says more: for whom an answer is waited, why it was not done.
    `needed` is False for what may be left out.
    """

    part: Part
    done: bool
    on: date | None = None
    note: str = ""
    by: date | None = None
    limit: Limit | None = None
    needed: bool = True

    @property
    def missing(self) -> bool:
        """Whether it still has to be done."""
        return self.needed and not self.done

    @property
    def late(self) -> bool:
        """Whether it was done, but after its last day."""
        return self.on is not None and self.by is not None and self.on > self.by


@dataclass(frozen=True, slots=True)
class Checklist:
    """The checklist before one child's next review, on the day agreed for it or its last day."""

    child: Child
    ordinal: int
    review: date
    lines: tuple[Line, ...]
    preparation: Preparation | None = None

    @property
    def missing(self) -> tuple[Part, ...]:
        """What still has to be done, in the order of the list."""
        return tuple(line.part for line in self.lines if line.missing)

    @property
    def done(self) -> int:
        """How many of the lines that are needed are done."""
        return sum(line.needed and line.done for line in self.lines)

    @property
    def needed(self) -> int:
        """How many lines are needed."""
        return sum(line.needed for line in self.lines)

    def line(self, part: Part) -> Line:
        """The line of a part."""
        return next(line for line in self.lines if line.part is part)


@dataclass(slots=True)
class _Known:
    """What was written down about one child."""

    consultations: list[Consultation] = field(default_factory=list)
    preparations: list[Preparation] = field(default_factory=list)
    packs: list[Information] = field(default_factory=list)


def checklist(journal: Journal, child: Child) -> Checklist | None:
    """The checklist before the child's next review; None while no clock runs."""
    return next(checklists(journal, [child]), None)


def checklists(journal: Journal, children: Sequence[Child]) -> Iterator[Checklist]:
    """The checklist of each child whose clock runs, read with a fixed number of queries."""
    only = [child.id for child in children]
    known: dict[str, _Known] = {}
    for asked in consultations(journal, only=only):
        known.setdefault(asked.child_id, _Known()).consultations.append(asked)
    for done in preparations(journal, only=only):
        known.setdefault(done.child_id, _Known()).preparations.append(done)
    for pack in information(journal, only=only):
        known.setdefault(pack.child_id, _Known()).packs.append(pack)
    limits = {key: rules.limit(journal, key) for key in dict.fromkeys(_LIMITS.values())}
    calendar = working_days(journal)
    for child in children:
        if child.next is None or child.period is None:
            continue
        place = occurrence_id(child.period.id, child.next.ordinal)
        day = child.planned or child.next.due
        own = known.get(child.id, _Known())
        asked_here = [one for one in own.consultations if one.occurrence == place]
        done_here = next((one for one in own.preparations if one.occurrence == place), None)
        young = child.dob is not None and age_on(child.dob, day) < ASKED_FROM
        lines = (
            *_asked(asked_here, young),
            *_reported(done_here),
            *_spoken(done_here, young),
            _informed(own.packs),
        )
        yield Checklist(
            child,
            child.next.ordinal,
            day,
            tuple(_with_limit(line, day, limits, calendar) for line in lines),
            done_here,
        )


def _with_limit(line: Line, review: date, limits: dict[str, Limit], calendar: WorkingDays) -> Line:
    limit = limits.get(_LIMITS.get(line.part, ""))
    if limit is None:
        return line
    by = limit.last_day(review, calendar)
    return Line(line.part, line.done, line.on, line.note, by, limit, line.needed)


def _asked(asked: Iterable[Consultation], young: bool) -> Iterator[Line]:
    every = list(asked)
    for who in Consulted:
        own = [one for one in every if one.who is who]
        answered = [one for one in own if one.received is not None]
        sent = min((one.sent for one in own if one.sent is not None), default=None)
        first = min((one.received for one in answered if one.received), default=None)
        note = ""
        if answered:
            said = sorted({_how(one) for one in answered} - {""})
            note = ", ".join(said)
        elif sent is not None:
            note = say("preparing.no_answer", sent=show_date(sent, weekday=False))
        elif who is Consulted.CHILD and young:
            note = say("preparing.under_four")
        needed = who is not Consulted.PROFESSIONAL and not (who is Consulted.CHILD and young)
        yield Line(Part(who.value), bool(own), sent or first, note, needed=needed)


def _how(one: Consultation) -> str:
    return plain(one.named) or (one.how.wording if one.how else "")


def _reported(done: Preparation | None) -> Iterator[Line]:
    received = done.report_received if done else None
    asked = done.report_asked if done else None
    note = ""
    if received is None and asked is not None:
        note = say("preparing.report_asked", asked=show_date(asked, weekday=False))
    yield Line(Part.REPORT, received is not None, received, note)
    shared = done.reports_shared if done else None
    yield Line(Part.SHARED, shared is not None, shared)


def _spoken(done: Preparation | None, young: bool) -> Iterator[Line]:
    why_not = plain(done.not_spoken) if done else ""
    spoke = done.spoke if done else None
    small = say("preparing.under_four") if young else ""
    yield Line(
        Part.PRIVATE, spoke is not None or bool(why_not), spoke, why_not or small, needed=not young
    )
    for part in (Part.ADVOCACY, Part.COMPLAINT, Part.LEGAL):
        said = getattr(done, part.value) if done else None
        note = small or (say("preparing.not_explained") if said is False else "")
        yield Line(part, bool(said), spoke if said else None, note, needed=not young)


def _informed(packs: Iterable[Information]) -> Line:
    own = [one for one in packs if one.pack is not None and one.given is not None]
    mine = [one for one in own if one.pack is not None and one.pack.for_the_child]
    others = [one.pack.wording for one in own if one.pack and not one.pack.for_the_child]
    given = max((one.given for one in mine if one.given is not None), default=None)
    note = ", ".join(dict.fromkeys(others))
    return Line(
        Part.INFORMATION, bool(mine), given, say("preparing.also", who=note) if note else ""
    )
