"""Records as plain rows, for lists and scripts: the keys of each kind stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from enum import Enum
from typing import Any

from store import (
    asking,
    calendars,
    children,
    drafts,
    evidence,
    open_work,
    people,
    plans,
    references,
    reviews,
)
from store.codes import ActionStatus
from store.errors import NotFound, WrongUse
from store.journal import Journal
from store.wording import plain, say

Row = dict[str, Any]
NO_ACTION = "no_action"
_WORK = {"actions": "action", "decisions": "decision"}

_given: dict[str, Callable[[Journal], list[Row]]] = {}


def list_records(journal: Journal, kind: str, query: str | None = None) -> list[Row]:
    """The records of a kind that a query finds, as rows of plain values; all without one.

    WrongUse names the kinds there are, QueryError says what is wrong with the query. Actions and
    decisions take the fields of the query line, other kinds those of their own columns. Dates
    are ISO text and codes their stored form, so that rows can be written as JSON.
    """
    lists = _lists()
    if kind not in lists:
        raise WrongUse(
            say("listing.no_such_kind", kind=plain(kind), kinds=", ".join(sorted(lists)))
        )
    rows = lists[kind](journal)
    if not query or not query.strip():
        return rows
    if kind in _WORK:
        found = open_work.records(journal, query, _WORK[kind])
        return [row for row in rows if row["id"] in found]
    return [dict(row) for row in asking.filtered(rows, query, open_work.terms(journal))]


def kinds() -> tuple[str, ...]:
    """The kinds that can be listed."""
    return tuple(_lists())


def provide(kind: str, rows: Callable[[Journal], list[Row]]) -> None:
    """Adds a list of a room above this one (devices, refused files)."""
    _given[kind] = rows


def show(journal: Journal, ref: str) -> Row:
    """One record by its reference, with what lies directly below it."""
    found = references.resolve(journal, ref)
    row = next((r for r in _rows_with_id(journal, found.kind) if r["id"] == found.id), None)
    if row is None:
        raise NotFound(say("listing.withdrawn", ref=plain(ref)))
    own: Row = {"kind": found.kind, **row}
    if found.kind == "plan":
        own["areas"] = [_area(journal, one) for one in plans.areas(journal, found.id)]
    elif found.kind == "area":
        below = plans.commitments(journal, found.id)
        own["commitments"] = [_commitment(journal, one) for one in below]
        own["promised_before"] = [
            {"year": p.year, "ref": p.ref, "title": p.title, "said": p.said, "brag": p.brag.value}
            for p in plans.promised_before(journal, found.id)
        ]
    elif found.kind == "commitment":
        own["actions"] = [_action(journal, one) for one in plans.actions(journal, found.id)]
    elif found.kind == "child":
        own["periods"] = _periods(journal, found.id)
        own["reviews"] = [_review(one) for one in reviews.reviews(journal, found.id)]
    elif found.kind == "review":
        own["decisions"] = _decisions(journal, review_id=found.id)
    if found.kind in ("area", "commitment", "action"):
        own["evidence"] = [_evidence(one) for one in evidence.evidence(journal, found.id)]
    return own


def _lists() -> dict[str, Callable[[Journal], list[Row]]]:
    own: dict[str, Callable[[Journal], list[Row]]] = {
        "plans": lambda journal: [_plan(one) for one in plans.plans(journal)],
        "areas": lambda journal: [_area(journal, one) for one in plans.areas(journal)],
        "commitments": lambda journal: [
            _commitment(journal, one) for one in plans.commitments(journal)
        ],
        "actions": lambda journal: [_action(journal, one) for one in plans.actions(journal)],
        "evidence": lambda journal: [_evidence(one) for one in evidence.evidence(journal)],
        "people": lambda journal: [_person(one) for one in people.people(journal)],
        "children": lambda journal: [_child(one) for one in children.children(journal)],
        "reviews": lambda journal: [_review(one) for one in reviews.reviews(journal)],
        "decisions": _decisions,
        "periods": _periods,
        "extra_days": _extra_days,
        "conflicts": _conflicts,
        "drafts": _drafts,
    }
    return own | _given


def _rows_with_id(journal: Journal, kind: str) -> Iterable[Row]:
    every = {
        "plan": "plans",
        "area": "areas",
        "commitment": "commitments",
        "action": "actions",
        "evidence": "evidence",
        "person": "people",
        "child": "children",
        "review": "reviews",
        "decision": "decisions",
        "period": "periods",
    }
    return list_records(journal, every[kind]) if kind in every else []


# One row each -------------------------------------------------------------------------------


def _plan(one: plans.Plan) -> Row:
    return {
        "ref": one.ref,
        "title": one.title,
        "regulator": one.regulator,
        "inspected_from": _text(one.inspected_from),
        "inspected_to": _text(one.inspected_to),
        "areas": one.areas,
        **_standing(one.standing),
        "id": one.id,
    }


def _area(journal: Journal, one: plans.Area) -> Row:
    return {
        "ref": one.ref,
        "plan": one.plan_ref,
        "service": one.service,
        "number": one.number,
        "standard": one.standard,
        "deadline": one.deadline,
        "due": _text(one.due),
        "due_rule": one.due_rule,
        "title": one.title,
        "text": one.text,
        "status": status_of(plans.actions(journal, area_id=one.id)),
        **_standing(one.standing),
        "id": one.id,
    }


def _commitment(journal: Journal, one: plans.Commitment) -> Row:
    standing = _standing(one.standing)
    del standing["commitments"]
    return {
        "ref": one.ref,
        "area": one.ref.rpartition(".")[0],
        "position": one.position,
        "text": one.text,
        "items": list(one.items),
        "status": status_of(plans.actions(journal, one.id)),
        **standing,
        "id": one.id,
    }


def _action(journal: Journal, one: plans.Action) -> Row:
    return {
        "ref": one.ref,
        "title": one.title,
        "area": plans.area(journal, one.area_id).ref,
        "commitment": plans.commitment(journal, one.commitment_id).ref,
        "owner": one.owner,
        "due": _text(one.due),
        "original_due": _text(one.original_due),
        "status": one.status.value,
        "brag": one.brag.value,
        "why": one.why_brag,
        "flags": list(one.flags),
        "evidence": one.evidence,
        "conflict": one.conflict,
        "id": one.id,
    }


def _standing(standing: plans.Standing) -> Row:
    return {
        "commitments": standing.commitments,
        "actions": standing.actions,
        "done": standing.done,
        "overdue": standing.overdue,
        "evidence": standing.evidence,
        "brag": standing.brag.value,
        "why": standing.why,
        "flags": list(standing.flags),
    }


def _evidence(one: evidence.Evidence) -> Row:
    return {
        "ref": one.ref,
        "about": one.about_ref,
        "on": _text(one.on),
        "kind": one.kind.value if one.kind else None,
        "date": _text(one.on),
        "held_at": one.held_at,
        "checked_by": one.checked_by,
        "shows": one.shows,
        "file": one.file_name,
        "file_size": one.file_size,
        "conflict": one.conflict,
        "id": one.id,
    }


def _person(one: people.Person) -> Row:
    return {
        "ref": one.name,
        "name": one.name,
        "role": one.role.value if one.role else None,
        "team": one.team,
        "id": one.id,
    }


def _child(one: children.Child) -> Row:
    return {
        "ref": one.ref,
        "local_id": one.local_id,
        "authority": one.authority,
        "dob": _text(one.dob),
        "age": one.age,
        "became_looked_after": _text(one.became_looked_after),
        "looked_after": one.looked_after,
        "next_review_due": _text(one.next.due) if one.next else None,
        "iro": one.iro,
        "social_worker": one.social_worker,
        "team": one.team,
        "id": one.id,
    }


def _periods(journal: Journal, child_id: str | None = None) -> list[Row]:
    refs = references.refs_of(journal, "period")
    children_refs = references.refs_of(journal, "child")
    return [
        {
            "ref": refs.get(one.id, one.id),
            "child": children_refs.get(child, ""),
            "started": _text(one.started),
            "ended": _text(one.ended),
            "legal_status": _text(one.legal_status),
            "placement": one.placement,
            "rule_set": one.rule_set,
            "id": one.id,
        }
        for child, periods in children.periods_of(journal, child_id).items()
        for one in periods
    ]


def _extra_days(journal: Journal) -> list[Row]:
    return [
        {
            "day": _text(one.day),
            "name": one.name,
            "region": one.region,
            "works": one.works,
            "id": one.id,
        }
        for one in calendars.extra_days(journal)
    ]


def _review(one: reviews.Review) -> Row:
    return {
        "ref": one.ref,
        "child": one.child_ref,
        "ordinal": one.ordinal,
        "cause": _text(one.cause),
        "due": _text(one.due),
        "held": _text(one.held),
        "meetings": [_text(meeting.on) for meeting in one.meetings],
        "participation": _text(one.participation),
        "attended": [_text(who) for who in one.attended],
        "state": _text(one.state),
        "on_time": one.on_time,
        "next_due": _text(one.next_due),
        "views": one.views,
        "findings": one.findings,
        "decisions": one.decisions,
        "conflict": one.conflict,
        "id": one.id,
    }


def _decisions(journal: Journal, review_id: str | None = None) -> list[Row]:
    refs = {one.id: one.ref for one in reviews.reviews(journal)}
    return [
        {
            "ref": one.ref,
            "review": refs.get(one.review_id, ""),
            "child": one.child_ref,
            "position": one.position,
            "text": one.text,
            "owner": one.owner,
            "due": _text(one.due),
            "state": _text(one.state),
            "carried_out": _text(one.carried_out),
            "carried_out_reason": one.carried_out_reason,
            "conflict": one.conflict,
            "id": one.id,
        }
        for one in reviews.decisions(journal, review_id=review_id)
    ]


def _conflicts(journal: Journal) -> list[Row]:
    every = journal.conflicts()
    refs = {kind: references.refs_of(journal, kind) for kind in {one.kind for one in every}}
    return [
        {
            "ref": one.id,
            "record": refs[one.kind].get(one.record, one.record[:6]),
            "kind": one.kind,
            "field": one.field,
            "protected": one.protected,
            "values": [
                {
                    "value": head.value,
                    "shown": head.shown,
                    "person": head.person,
                    "role": head.role,
                    "device": head.device,
                    "at": head.at.isoformat(timespec="seconds"),
                    "reason": head.reason,
                    "holds": head.wins,
                }
                for head in one.heads
            ],
        }
        for one in every
    ]


def _drafts(journal: Journal) -> list[Row]:
    refs = references.refs_of(journal, "child")
    return [
        {
            "ref": one.id,
            "form": one.form,
            "about": refs.get(one.about or "", one.about),
            "begun": one.begun.isoformat(timespec="seconds"),
            "kept": one.kept.isoformat(timespec="seconds"),
        }
        for one in drafts.drafts(journal)
    ]


def status_of(actions: Iterable[plans.Action]) -> str:
    """What happened, in one word for several actions: the least advanced of what is decisive.

    "no_action" without any; blocked as soon as one is; complete only when all are.
    """
    held = [one.status for one in actions if one.status is not ActionStatus.WITHDRAWN]
    if not held:
        return NO_ACTION
    if ActionStatus.BLOCKED in held:
        return ActionStatus.BLOCKED.value
    if all(status.is_done for status in held):
        for status in (
            ActionStatus.DONE_IMPACT_NOT_EVIDENCED,
            ActionStatus.DONE_AWAITING_SIGN_OFF,
        ):
            if status in held:
                return status.value
        return ActionStatus.COMPLETE.value
    if all(status is ActionStatus.NOT_STARTED for status in held):
        return ActionStatus.NOT_STARTED.value
    return ActionStatus.IN_PROGRESS.value


def _text(value: date | Enum | str | None) -> str | None:
    if isinstance(value, date):
        return value.isoformat()
    return str(value.value) if isinstance(value, Enum) else value
