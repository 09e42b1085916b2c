"""The manager's answer to a recommendation, and in which words it stands."""

from __future__ import annotations

from datetime import date

from store.clock import show_date
from store.codes import DecisionState
from store.errors import NotFound, Refused
from store.journal import Journal
from store.reviews.models import DecisionRecord
from store.reviews.reading import Decision, decision, review
from store.reviews.standing import last_heard
from store.wording import plain, say


def agree(journal: Journal, record: str, on: date | None = None, reason: str | None = None) -> bool:
    """Writes down that the manager agreed; of today unless told otherwise.

    An objection that was withdrawn is agreed too, for a reason. Refused while a dispute runs.
    """
    known = _answerable(journal, record)
    day = _day(journal, known, on)
    with journal.unit_of_work(
        say("reviews.unit_agreed"), reason or say("reviews.agreed_on", day=_said(day))
    ) as unit:
        return unit.save(DecisionRecord, record, state=DecisionState.DECIDED, agreed=day)


def contest(journal: Journal, record: str, why: str, on: date | None = None) -> bool:
    """Writes down that the manager contests a recommendation, and why.

    An objection dated in time reopens what counted as decided; one dated after the last day is
    refused, and so is one without a why.
    """
    known = _answerable(journal, record)
    day = _day(journal, known, on)
    if not why.strip():
        raise Refused(say("reviews.contest_why"), field="contested_reason")
    if known.answer_by is not None and day > known.answer_by:
        raise Refused(
            say("reviews.contest_late", day=_said(day), last=_said(known.answer_by)),
            field="contested",
        )
    with journal.unit_of_work(
        say("reviews.unit_contested"), say("reviews.contested_on", day=_said(day))
    ) as unit:
        return unit.save(
            DecisionRecord,
            record,
            state=DecisionState.CONTESTED,
            contested=day,
            contested_reason=why.strip(),
        )


def standing_words(journal: Journal, known: Decision) -> str:
    """How a decision stands, in one phrase; of silence it says how far this store has heard."""
    today = journal.today()

    def said(day: date) -> str:
        return show_date(day, today=today, weekday=False)

    if known.silent and known.answer_by is not None:
        heard = last_heard(journal)
        if heard is None:
            return say("reviews.stands_silent", day=said(known.answer_by))
        return say("reviews.stands_silent_heard", day=said(known.answer_by), heard=said(heard))
    if known.state is DecisionState.CONTESTED and known.contested is not None:
        key = "reviews.stands_contested_late" if known.late_arriving else "reviews.stands_contested"
        return say(key, day=said(known.contested), why=plain(known.contested_reason))
    if known.state is DecisionState.RECOMMENDED:
        if known.answer_by is None:
            return say("reviews.stands_unreceived")
        return say("reviews.stands_open", day=said(known.answer_by))
    if known.state is DecisionState.DECIDED and known.agreed is not None:
        return say("reviews.stands_agreed", day=said(known.agreed))
    return known.state.wording


def _said(day: date) -> str:
    return show_date(day, weekday=False)


def _answerable(journal: Journal, record: str) -> Decision:
    known = decision(journal, record)
    if known is None:
        raise NotFound(say("reviews.no_such_decision"))
    if known.state.by_dispute:
        raise Refused(say("reviews.in_dispute", state=known.state.wording), field="state")
    return known


def _day(journal: Journal, known: Decision, on: date | None) -> date:
    day = on or journal.today()
    if day > journal.today():
        raise Refused(say("reviews.paper_in_future"), field="on")
    of = review(journal, known.review_id)
    held = None if of is None else (of.held or of.on)
    if held is not None and day < held:
        raise Refused(say("reviews.answer_before_review", held=_said(held)), field="on")
    return day
