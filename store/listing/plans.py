"""Plans, areas, commitments, actions and evidence as rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from store import evidence, plans
from store.codes import ActionStatus
from store.journal import Journal
from store.listing.row import Row, text

NO_ACTION = "no_action"


def plan_row(one: plans.Plan) -> Row:
    """A plan."""
    return {
        "ref": one.ref,
        "title": one.title,
        "regulator": one.regulator,
        "inspected_from": text(one.inspected_from),
        "inspected_to": text(one.inspected_to),
        "areas": one.areas,
        **_standing(one.standing),
        "id": one.id,
    }


def area_row(journal: Journal, one: plans.Area) -> Row:
    """An area for improvement with how it stands."""
    return {
        "ref": one.ref,
        "plan": one.plan_ref,
        "service": one.service,
        "number": one.number,
        "standard": one.standard,
        "deadline": one.deadline,
        "due": text(one.due),
        "due_rule": one.due_rule,
        "title": one.title,
        "text": one.text,
        "status": status_of(plans.actions(journal, area_id=one.id)),
        **_standing(one.standing),
        "id": one.id,
    }


def commitment_row(journal: Journal, one: plans.Commitment) -> Row:
    """A commitment with how its actions stand."""
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


def action_row(journal: Journal, one: plans.Action) -> Row:
    """An action with its owner, dates and evidence."""
    return {
        "ref": one.ref,
        "title": one.title,
        "area": plans.area(journal, one.area_id).ref,
        "commitment": plans.commitment(journal, one.commitment_id).ref,
        "owner": one.owner,
        "due": text(one.due),
        "original_due": text(one.original_due),
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


def evidence_row(one: evidence.Evidence) -> Row:
    """A piece of evidence."""
    return {
        "ref": one.ref,
        "about": one.about_ref,
        "on": text(one.on),
        "kind": one.kind.value if one.kind else None,
        "date": text(one.on),
        "held_at": one.held_at,
        "checked_by": one.checked_by,
        "shows": one.shows,
        "file": one.file_name,
        "file_size": one.file_size,
        "conflict": one.conflict,
        "id": one.id,
    }


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


def below(journal: Journal, kind: str, record: str) -> Row:
    """What lies directly below a record, for showing it alone."""
    own: Row = {}
    if kind == "plan":
        own["areas"] = [area_row(journal, one) for one in plans.areas(journal, record)]
    elif kind == "area":
        lines = plans.commitments(journal, record)
        own["commitments"] = [commitment_row(journal, one) for one in lines]
        own["promised_before"] = [
            {"year": p.year, "ref": p.ref, "title": p.title, "said": p.said, "brag": p.brag.value}
            for p in plans.promised_before(journal, record)
        ]
    elif kind == "commitment":
        own["actions"] = [action_row(journal, one) for one in plans.actions(journal, record)]
    if kind in ("area", "commitment", "action"):
        own["evidence"] = [evidence_row(one) for one in evidence.evidence(journal, record)]
    return own


LISTS: Mapping[str, Callable[[Journal], list[Row]]] = {
    "plans": lambda journal: [plan_row(one) for one in plans.plans(journal)],
    "areas": lambda journal: [area_row(journal, one) for one in plans.areas(journal)],
    "commitments": lambda journal: [
        commitment_row(journal, one) for one in plans.commitments(journal)
    ],
    "actions": lambda journal: [action_row(journal, one) for one in plans.actions(journal)],
    "evidence": lambda journal: [evidence_row(one) for one in evidence.evidence(journal)],
}
LISTED: Mapping[str, str] = {
    "plan": "plans",
    "area": "areas",
    "commitment": "commitments",
    "action": "actions",
    "evidence": "evidence",
}
