"""Opening a dispute, taking it up stage by stage, referring it outside, closing it."""

from __future__ import annotations

from datetime import date
from typing import Any

from store import reviews
from store.child_file import after_birth, have_been, known_child
from store.clock import show_date
from store.codes import DecisionState
from store.disputes.codes import FORMAL, DisputeOutcome, Stage, Theme
from store.disputes.models import DisputeRecord, DisputeStageRecord, stage_id
from store.disputes.reading import Dispute, StageEntry, dispute, disputes
from store.disputes.rungs import outside_body, rungs
from store.errors import NotFound, Refused
from store.journal import Journal, UnitOfWork
from store.people import ensure_person
from store.reviews import DecisionRecord
from store.wording import say


class NoSuchDispute(NotFound):
    """An id that is no dispute here."""


def open_dispute(
    journal: Journal,
    child_id: str,
    theme: Theme,
    about: str | None = None,
    opened: date | None = None,
    review: str | None = None,
    decision: str | None = None,
    raised_by: str | None = None,
) -> str:
    """Opens a dispute, informal first; of today and by the child's IRO unless told otherwise.

    A decision it is about is in dispute from then on. Refused on a decision of another child, or
    one that an open dispute is about already.
    """
    child = known_child(journal, child_id)
    day = opened or journal.today()
    have_been(journal, {"opened": day}, ["opened"])
    after_birth(child, {"opened": day}, ["opened"])
    of = reviews.decision(journal, decision) if decision else None
    if decision and (of is None or of.child_id != child_id):
        raise Refused(say("disputes.other_child"), field="decision")
    if of is not None:
        review = review or of.review_id
        for known in disputes(journal, child_id):
            if known.is_open and known.decision_id == decision:
                raise Refused(say("disputes.open_already", ref=known.ref), field="decision")
    with journal.unit_of_work(
        say("disputes.unit_opened"), say("disputes.reason_opened", day=_said(day))
    ) as unit:
        if of is not None:
            unit.save(DecisionRecord, of.id, state=DecisionState.DISPUTE)
        return unit.create(
            DisputeRecord,
            child=child_id,
            review=review,
            decision=decision,
            theme=theme,
            about=(about or "").strip() or None,
            opened=day,
            raised_by=ensure_person(unit, raised_by or child.iro or journal.author.person),
        )


def next_stage(
    journal: Journal,
    record: str,
    stage: Stage | None = None,
    on: date | None = None,
    with_whom: str | None = None,
    answer: str | None = None,
) -> str:
    """Takes a dispute to its next formal stage, or past some to `stage`; the id of the entry.

    `answer` is what the stage it leaves said. Refused downwards, to a stage this service does not
    have, after the end, and on a day before the stage it leaves began.
    """
    known = _open(journal, record)
    to = stage or _following(journal, known)
    if to not in FORMAL:
        raise Refused(say("disputes.not_formal", stage=to.wording), field="stage")
    rung = next(one for one in rungs(journal) if one.stage is to)
    if not rung.used:
        raise Refused(say("disputes.not_used", stage=rung.name), field="stage")
    if to.rank <= known.stage.rank:
        raise Refused(
            say("disputes.not_down", stage=rung.name, now=known.stage_name), field="stage"
        )
    day = _day(journal, known, on)
    with journal.unit_of_work(say("disputes.unit_stage")) as unit:
        if known.stages:
            _leave(unit, known.stages[-1], day, answer)
        own = stage_id(record, to)
        unit.create(
            DisputeStageRecord,
            own,
            dispute=record,
            child=known.child_id,
            stage=to,
            name=rung.name,
            entered=day,
            with_whom=ensure_person(unit, with_whom),
            withdrawn=None,
        )
        return own


def answer_stage(
    journal: Journal, record: str, on: date | None = None, answer: str | None = None
) -> bool:
    """Writes down what the stage a dispute stands at answered; the IRO goes on or closes it."""
    known = _open(journal, record)
    if not known.stages:
        raise Refused(say("disputes.no_stage_yet"), field="answered")
    day = _day(journal, known, on)
    with journal.unit_of_work(say("disputes.unit_answered")) as unit:
        values: dict[str, Any] = {"answered": day}
        if answer and answer.strip():
            values["answer"] = answer.strip()
        return unit.save(DisputeStageRecord, known.stages[-1].id, **values)


def refer_outside(
    journal: Journal, record: str, on: date | None = None, to: str | None = None
) -> bool:
    """Refers a dispute to the body outside, at any time; Refused until that body has a name."""
    known = _open(journal, record)
    day = on or journal.today()
    have_been(journal, {"referred": day}, ["referred"])
    if day < known.opened:
        raise Refused(say("disputes.before_opened", opened=_said(known.opened)), field="referred")
    body = " ".join((to or outside_body(journal)).split())
    if not body:
        raise Refused(say("disputes.no_body"), field="referred_to")
    with journal.unit_of_work(say("disputes.unit_referred")) as unit:
        return unit.save(DisputeRecord, record, referred=day, referred_to=body)


def close_dispute(
    journal: Journal,
    record: str,
    outcome: DisputeOutcome,
    on: date | None = None,
    note: str | None = None,
) -> None:
    """Closes a dispute with its outcome; a decision it was about stands, or not, from then on."""
    known = _open(journal, record)
    day = _day(journal, known, on, field="closed")
    with journal.unit_of_work(
        say("disputes.unit_closed"), say("disputes.reason_closed", day=_said(day))
    ) as unit:
        if known.stages:
            _leave(unit, known.stages[-1], None, None)
        unit.save(
            DisputeRecord,
            record,
            outcome=outcome,
            closed=day,
            outcome_note=(note or "").strip() or None,
        )
        _decide(journal, unit, known, outcome.decision_state)


def change_dispute(journal: Journal, record: str, reason: str | None = None, **fields: Any) -> bool:
    """Changes what was said of a dispute, and moves it on where the fields say so.

    theme, about, raised_by, opened; `stage` (with `entered`, `with_whom`) takes it up, `answered`
    and `answer` are of the stage it stands at, `referred` (with `referred_to`) refers it outside,
    `outcome` (with `closed`, `outcome_note`) closes it. ReasonNeeded to change an outcome.
    """
    unknown = set(fields) - _CHANGES
    if unknown:
        raise TypeError(f"a dispute has no {', '.join(sorted(unknown))} to change")
    known = _known(journal, record)
    given = {name: value for name, value in fields.items() if value is not None}
    changed = False
    if known.closed is None and "outcome" in given:
        # The decision's state follows, and that is its reason.
        day = given.get("closed") or journal.today()
        reason = reason or say("disputes.reason_closed", day=_said(day))
    with journal.unit_of_work(say("disputes.unit_changed"), reason) as unit:
        if {"answered", "answer"} & set(given) and "stage" not in given:
            changed |= answer_stage(journal, record, given.get("answered"), given.get("answer"))
        if "stage" in given:
            next_stage(
                journal,
                record,
                given["stage"],
                given.get("entered"),
                given.get("with_whom"),
                given.get("answer"),
            )
            changed = True
        elif given.get("with_whom") or given.get("entered"):
            changed |= _mend_stage(journal, known, given, reason)
        if {"referred", "referred_to"} & set(given):
            day = given.get("referred") or known.referred
            changed |= refer_outside(journal, record, day, given.get("referred_to"))
        if {"outcome", "closed", "outcome_note"} & set(given):
            changed |= _end(journal, unit, known, given)
        kept = {"theme", "about", "opened"} & set(fields)
        values: dict[str, Any] = {name: fields[name] for name in kept}
        if "raised_by" in fields:
            values["raised_by"] = ensure_person(unit, fields["raised_by"])
        _check_opened(journal, known, values)
        if isinstance(values.get("about"), str):
            values["about"] = values["about"].strip() or None
        return (bool(values) and unit.save(DisputeRecord, record, **values)) or changed


def change_stage(journal: Journal, record: str, reason: str | None = None, **fields: Any) -> bool:
    """Changes entered, answered, answer or with_whom of a stage a dispute went through."""
    row = journal.get(DisputeStageRecord, record)
    if row is None or row["withdrawn"] is not None:
        raise NoSuchDispute(say("disputes.no_such_dispute"))
    known = _known(journal, row["dispute"])
    unknown = set(fields) - {"entered", "answered", "answer", "with_whom"}
    if unknown:
        raise TypeError(f"a stage has no {', '.join(sorted(unknown))} to change")
    have_been(journal, fields, ["entered", "answered"])
    at = next(place for place, entry in enumerate(known.stages) if entry.id == record)
    before = known.stages[at - 1].entered if at else known.opened
    entered = fields.get("entered") or known.stages[at].entered
    if entered < before:
        raise Refused(say("disputes.before_stage", day=_said(before)), field="entered")
    answered = fields.get("answered")
    if answered is not None and answered < entered:
        raise Refused(say("disputes.before_stage", day=_said(entered)), field="answered")
    with journal.unit_of_work(say("disputes.unit_changed"), reason) as unit:
        values = dict(fields)
        if "with_whom" in values:
            values["with_whom"] = ensure_person(unit, values["with_whom"])
        return unit.save(DisputeStageRecord, record, **values)


def withdraw_dispute(journal: Journal, record: str, reason: str) -> None:
    """Takes a dispute that should not be here out, with its stages, for a reason.

    The decision it was about is contested again, or recommended where nobody contested it.
    """
    known = _known(journal, record)
    with journal.unit_of_work(say("disputes.unit_withdrawn"), reason) as unit:
        unit.withdraw(DisputeRecord, record, reason)
        for entry in known.stages:
            unit.withdraw(DisputeStageRecord, entry.id, reason)
        of = reviews.decision(journal, known.decision_id) if known.decision_id else None
        if of is not None:
            before = DecisionState.CONTESTED if of.contested else DecisionState.RECOMMENDED
            unit.save(DecisionRecord, of.id, state=before)


_CHANGES = frozenset(
    {
        "theme", "about", "raised_by", "opened", "stage", "entered", "with_whom", "answered",
        "answer", "referred", "referred_to", "outcome", "closed", "outcome_note",
    }
)  # fmt: skip


def _said(day: date) -> str:
    return show_date(day, weekday=False)


def _known(journal: Journal, record: str) -> Dispute:
    known = dispute(journal, record)
    if known is None:
        raise NoSuchDispute(say("disputes.no_such_dispute"))
    return known


def _open(journal: Journal, record: str) -> Dispute:
    known = _known(journal, record)
    if known.closed is not None:
        raise Refused(say("disputes.closed_already", day=_said(known.closed)), field="closed")
    return known


def _day(journal: Journal, known: Dispute, on: date | None, field: str = "entered") -> date:
    """A day of a dispute's way: not to come, and not before what it follows."""
    day = on or journal.today()
    have_been(journal, {field: day}, [field])
    if known.stages and day < known.stages[-1].entered:
        since = _said(known.stages[-1].entered)
        raise Refused(say("disputes.before_stage", day=since), field=field)
    if day < known.opened:
        raise Refused(say("disputes.before_opened", opened=_said(known.opened)), field=field)
    return day


def _following(journal: Journal, known: Dispute) -> Stage:
    for rung in rungs(journal):
        if rung.used and rung.stage in FORMAL and rung.stage.rank > known.stage.rank:
            return rung.stage
    raise Refused(say("disputes.top", stage=known.stage_name), field="stage")


def _leave(unit: UnitOfWork, entry: StageEntry, day: date | None, answer: str | None) -> None:
    """Ends a stage: its last day stays as it was in force, whatever the rules become."""
    values: dict[str, Any] = {"due": entry.due}
    if answer and answer.strip():
        values["answer"] = answer.strip()
        if entry.answered is None and day is not None:
            values["answered"] = day
    unit.save(DisputeStageRecord, entry.id, **values)


def _decide(journal: Journal, unit: UnitOfWork, known: Dispute, state: DecisionState) -> None:
    of = reviews.decision(journal, known.decision_id) if known.decision_id else None
    if of is not None:
        unit.save(DecisionRecord, of.id, state=state)


def _mend_stage(
    journal: Journal, known: Dispute, given: dict[str, Any], reason: str | None
) -> bool:
    if not known.stages:
        raise Refused(say("disputes.no_stage_yet"), field="stage")
    mended = {name: given[name] for name in ("entered", "with_whom") if name in given}
    return change_stage(journal, known.stages[-1].id, reason, **mended)


def _end(journal: Journal, unit: UnitOfWork, known: Dispute, given: dict[str, Any]) -> bool:
    """Closes a dispute, or mends how it was closed."""
    if known.closed is None:
        if "outcome" not in given:
            raise Refused(say("disputes.needs_outcome"), field="outcome")
        note = given.get("outcome_note")
        close_dispute(journal, known.id, given["outcome"], given.get("closed"), note)
        return True
    values = {name: given[name] for name in ("outcome", "closed", "outcome_note") if name in given}
    if "closed" in values:
        _day(journal, known, values["closed"], field="closed")
    changed = unit.save(DisputeRecord, known.id, **values)
    if changed and "outcome" in values:
        _decide(journal, unit, known, values["outcome"].decision_state)
    return changed


def _check_opened(journal: Journal, known: Dispute, values: dict[str, Any]) -> None:
    day = values.get("opened")
    if "opened" in values and day is None:
        raise Refused(say("disputes.needs_opened"), field="opened")
    if day is None:
        return
    have_been(journal, values, ["opened"])
    if known.formal is not None and day > known.formal:
        raise Refused(say("disputes.after_formal", day=_said(known.formal)), field="opened")
