"""Changing what was logged. A protected value, and all of it once the record went out, needs a
reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from store.children import ReviewRecord
from store.codes import DecisionState, ReviewState
from store.errors import NotFound, ReasonNeeded, Refused
from store.journal import HistoryLine, Journal, UnitOfWork
from store.people import ensure_person
from store.reviews.checking import check
from store.reviews.entering import OutcomeRefused, add_decision_in
from store.reviews.models import DecisionRecord, MeetingRecord, PointRecord
from store.reviews.outcome import FoundPoint, Outcome, ProposedDecision
from store.reviews.points import points, rewrite_points
from store.reviews.reading import Decision, Review, decision, decisions, review
from store.wording import say

# When its papers went out: facts of the days after, not of the review.
PAPERS = frozenset(
    {
        "decisions_sent",
        "decisions_received",
        "care_plan_updated",
        "record_written",
        "record_distributed",
    }
)
_CONTENT = frozenset(
    {
        "cause", "ground", "state", "state_reason", "held", "participation", "attended", "views",
        "what_changed", "findings", "late_reason", "next_due",
    }
)  # fmt: skip
_DECISION = frozenset(
    {
        "text", "owner", "due", "state", "agreed", "contested", "contested_reason",
        "carried_out", "carried_out_reason",
    }
)  # fmt: skip


class NoSuchReview(NotFound):
    """An id that is no review here."""


class NoSuchDecision(NotFound):
    """An id that is no decision here."""


def change_review(journal: Journal, record: str, reason: str | None = None, **fields: Any) -> bool:
    """Changes fields of a review: those of the form, `meetings`, `due`, and the papers' days.

    ReasonNeeded for a protected value, for `due`, and for any content once the record was
    distributed; OutcomeRefused when a check blocks it. False when nothing differs.
    """
    known = review(journal, record)
    if known is None:
        raise NoSuchReview(say("reviews.no_such_review"))
    unknown = set(fields) - PAPERS - _CONTENT - {"due", "meetings"}
    if unknown:
        raise TypeError(f"a review has no {', '.join(sorted(unknown))} to change")
    reason = (reason or "").strip() or None
    if reason is None and known.record_distributed is not None and set(fields) - PAPERS:
        raise ReasonNeeded(say("reviews.amendment_reason"), field=sorted(set(fields) - PAPERS)[0])
    _check_papers(journal, known, fields)
    _check_content(journal, known, fields)
    values = {name: value for name, value in fields.items() if name != "meetings"}
    for name in ("views", "what_changed", "findings", "state_reason"):
        if isinstance(values.get(name), str):
            values[name] = values[name].strip() or None
    if "attended" in values:
        values["attended"] = [str(who) for who in values["attended"] or ()]
    if values.get("held") is not None and "state" not in values:
        values["state"] = ReviewState.HELD
    with journal.unit_of_work(say("reviews.unit_changed"), reason) as unit:
        changed = bool(values) and unit.save(ReviewRecord, record, **values)
        days = _sittings(known, fields)
        return (_save_sittings(unit, known, days) if days is not None else False) or changed


def withdraw_review(journal: Journal, record: str, reason: str) -> None:
    """Takes a review out with its sittings and decisions, for a reason."""
    known = review(journal, record)
    if known is None:
        raise NoSuchReview(say("reviews.no_such_review"))
    with journal.unit_of_work(say("reviews.unit_withdrawn"), reason) as unit:
        unit.withdraw(ReviewRecord, record, reason)
        for meeting in known.meetings:
            unit.withdraw(MeetingRecord, meeting.id, reason)
        for found in decisions(journal, known.child_id, record):
            unit.withdraw(DecisionRecord, found.id, reason)
        for point in points(journal, known.child_id, record):
            unit.withdraw(PointRecord, point.id, reason)


def fill_checklist(
    journal: Journal,
    record: str,
    what_changed: str,
    found: Iterable[FoundPoint],
    reason: str | None = None,
) -> bool:
    """Writes down what a saved review found of every topic, and what changed because of it.

    What is empty here is emptied there. ReasonNeeded for what stood, and for all of it once the
    record was distributed; False when nothing differs.
    """
    known = review(journal, record)
    if known is None:
        raise NoSuchReview(say("reviews.no_such_review"))
    reason = (reason or "").strip() or None
    with journal.unit_of_work(say("reviews.unit_checklist"), reason) as unit:
        changed = rewrite_points(journal, unit, known, found)
        if what_changed.strip() != known.what_changed:
            changed |= change_review(journal, record, reason, what_changed=what_changed)
        if changed and reason is None and known.record_distributed is not None:
            raise ReasonNeeded(say("reviews.amendment_reason"), field="answer")
    return changed


def amendments(journal: Journal, record: str) -> list[HistoryLine]:
    """What changed of a review, its decisions and its checklist once its record went out.

    The latest first; each line says who, when, from what to what and for which reason.
    """
    own = journal.history(record)
    out = [line.at for line in own if line.field == "record_distributed" and line.new]
    if not out:
        return []
    known = review(journal, record)
    child = known.child_id if known else None
    lines = [line for line in own if line.field not in PAPERS]
    parts = [one.id for one in decisions(journal, child, record)]
    parts += [one.id for one in points(journal, child, record)]
    for part in parts:
        lines += journal.history(part)
    return sorted((line for line in lines if line.at > min(out)), key=_when, reverse=True)


def _when(line: HistoryLine) -> datetime:
    return line.at


def add_decision(
    journal: Journal,
    review_id: str,
    text: str,
    owner: str | None = None,
    due: date | None = None,
    reason: str | None = None,
) -> str:
    """Adds a decision to a logged review; without owner or date it shows as such.

    ReasonNeeded once the record was distributed: then it is an amendment.
    """
    known = review(journal, review_id)
    if known is None:
        raise NoSuchReview(say("reviews.no_such_review"))
    if not text.strip():
        raise Refused(say("reviews.decision_needs_text"), field="text")
    reason = (reason or "").strip() or None
    if reason is None and known.record_distributed is not None:
        raise ReasonNeeded(say("reviews.amendment_reason"), field="text")
    earlier = decisions(journal, known.child_id, review_id)
    position = max((found.position for found in earlier), default=0) + 1
    with journal.unit_of_work(say("reviews.unit_decision_added"), reason) as unit:
        row = ProposedDecision(text, owner, due)
        return add_decision_in(unit, known.child_id, review_id, position, row)


def change_decision(
    journal: Journal, record: str, reason: str | None = None, **fields: Any
) -> bool:
    """Changes text, owner (a name), due, state, contested, contested_reason, carried_out or its
    reason; what was there before needs a reason to change. False when nothing differs."""
    known = _known_decision(journal, record)
    unknown = set(fields) - _DECISION
    if unknown:
        raise TypeError(f"a decision has no {', '.join(sorted(unknown))} to change")
    _check_state(known, fields)
    if "text" in fields and not (fields["text"] or "").strip():
        raise Refused(say("reviews.decision_needs_text"), field="text")
    if not fields:
        return False
    reason = (reason or "").strip() or None
    with journal.unit_of_work(say("reviews.unit_decision_changed"), reason) as unit:
        values = dict(fields)
        if "owner" in values:
            values["owner"] = ensure_person(unit, values["owner"])
        for name in ("text", "contested_reason", "carried_out_reason"):
            if isinstance(values.get(name), str):
                values[name] = values[name].strip() or None
        if "state" not in values and values.get("contested") is not None:
            values["state"] = DecisionState.CONTESTED
        return unit.save(DecisionRecord, record, **values)


def _check_state(known: Decision, fields: Mapping[str, Any]) -> None:
    """What a dispute says of a decision changes with the dispute, and with nothing else."""
    wanted = fields.get("state", known.state)
    if {"state", "agreed", "contested"} & set(fields) and known.state.by_dispute:
        if wanted is not known.state or {"agreed", "contested"} & set(fields):
            raise Refused(say("reviews.in_dispute", state=known.state.wording), field="state")
    elif wanted is not None and wanted.by_dispute and "state" in fields:
        raise Refused(say("reviews.state_by_dispute", state=wanted.wording), field="state")


def withdraw_decision(journal: Journal, record: str, reason: str) -> None:
    """Takes a decision out, for a reason."""
    _known_decision(journal, record)
    with journal.unit_of_work(say("reviews.unit_decision_withdrawn"), reason) as unit:
        unit.withdraw(DecisionRecord, record, reason)


def outcome_of(known: Review) -> Outcome:
    """What the form would hold of a saved review, without its decisions."""
    return Outcome(
        child_id=known.child_id,
        period_id=known.period_id,
        cause=known.cause,
        ground=known.ground,
        state=known.state,
        meetings=[meeting.on for meeting in known.meetings],
        held=known.held,
        participation=known.participation,
        attended=list(known.attended),
        views=known.views,
        what_changed=known.what_changed,
        findings=known.findings,
        late_reason=known.late_reason,
        next_due=known.next_due,
    )


def _known_decision(journal: Journal, record: str) -> Decision:
    found = decision(journal, record)
    if found is None:
        raise NoSuchDecision(say("reviews.no_such_decision"))
    return found


def _check_papers(journal: Journal, known: Review, fields: Mapping[str, Any]) -> None:
    for name in sorted(PAPERS & set(fields)):
        day = fields[name]
        if day is None:
            continue
        if day > journal.today():
            raise Refused(say("reviews.paper_in_future"), field=name)
        if known.held is not None and day < known.held:
            raise Refused(say("reviews.paper_before_review"), field=name)


def _check_content(journal: Journal, known: Review, fields: Mapping[str, Any]) -> None:
    """The checks of the form, for the fields that change and what hangs on them."""
    touched = set(fields) - PAPERS
    if not touched:
        return
    if fields.get("state") is ReviewState.CANCELLED and not fields.get("state_reason"):
        raise Refused(say("reviews.cancel_reason"), field="state_reason")
    outcome = outcome_of(known)
    named = {name: value for name, value in fields.items() if hasattr(outcome, name)}
    days = _sittings(known, fields)
    if days is not None:
        named["meetings"] = days
    if named.get("held") is not None and "state" not in named:
        named["state"] = ReviewState.HELD
    outcome = replace(outcome, **named)
    if outcome.state is ReviewState.CANCELLED:
        return
    if touched & {"held", "meetings"}:
        touched |= {"held", "meetings", "participation", "next_due"}
    problems = check(journal, outcome, review_id=known.id)
    blocking = [p for p in problems if p.blocks and p.field in touched]
    if blocking:
        raise OutcomeRefused(blocking)


def _sittings(known: Review, fields: Mapping[str, Any]) -> list[date] | None:
    """The days the review sat after the change; None when they do not change."""
    if "meetings" in fields:
        return sorted(set(fields["meetings"] or ()))
    held = fields.get("held")
    days = [meeting.on for meeting in known.meetings]
    if held is None or held in days:
        return None
    # One sitting that was on another day moves; a series gets one more.
    if known.held is not None and days == [known.held]:
        return [held]
    return sorted([*days, held])


def _save_sittings(unit: UnitOfWork, known: Review, days: list[date]) -> bool:
    going = [meeting for meeting in known.meetings if meeting.on not in days]
    coming = [day for day in days if day not in {meeting.on for meeting in known.meetings}]
    for meeting, day in zip(going, coming, strict=False):
        unit.save(MeetingRecord, meeting.id, on=day)
    moved = min(len(going), len(coming))
    for meeting in going[moved:]:
        unit.withdraw(MeetingRecord, meeting.id, unit.reason or "")
    for day in coming[moved:]:
        unit.create(MeetingRecord, child=known.child_id, review=known.id, on=day)
    return bool(going or coming)
