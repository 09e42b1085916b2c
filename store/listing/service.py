"""Placements, legal statuses, care leavers, feedback, posts, caseloads and audits as rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from store import audits, children, feedback, leavers, references, service
from store.journal import Journal
from store.listing.row import Row, text


def _placements(journal: Journal, child_id: str | None = None) -> list[Row]:
    refs, own = children.references(journal), references.refs_of(journal, "placement")
    return [
        {
            "ref": own.get(one.id, ""),
            "child": refs.get(child, ""),
            "started": text(one.started),
            "ended": text(one.ended),
            "kind": text(one.kind),
            "where": one.where,
            "why": text(one.why),
            "id": one.id,
        }
        for child, placed in children.placements_of(journal, child_id).items()
        for one in placed
    ]


def _statuses(journal: Journal, child_id: str | None = None) -> list[Row]:
    refs, own = children.references(journal), references.refs_of(journal, "legal_status")
    return [
        {
            "ref": own.get(one.id, ""),
            "child": refs.get(child, ""),
            "started": text(one.started),
            "ended": text(one.ended),
            "legal_status": text(one.status),
            "id": one.id,
        }
        for child, spells in children.legal_statuses_of(journal, child_id).items()
        for one in spells
    ]


def _leavers(journal: Journal, child_id: str | None = None) -> list[Row]:
    own = references.refs_of(journal, "leaver")
    return [
        {
            "ref": own.get(one.id or "", ""),
            "child": one.child,
            "left": text(one.left),
            "status": one.status.value,
            "why": one.rule.sentence,
            "begins": text(one.rule.begins),
            "until": text(one.rule.until),
            "worker": one.worker,
            "in_touch": text(one.in_touch),
            "next_touch": text(one.next_touch),
            "accommodation": text(one.accommodation),
            "suitable": one.suitable,
            "activity": text(one.activity),
            "closed": text(one.closed),
            "conflict": one.conflict,
            "id": one.id,
        }
        for one in leavers.leavers(journal, child_id)
    ]


def _feedback(journal: Journal, child_id: str | None = None) -> list[Row]:
    own = references.refs_of(journal, "feedback")
    return [
        {
            "ref": own.get(one.id, ""),
            "child": one.child,
            "received": text(one.received),
            "said": one.said,
            "changed": one.changed,
            "due": text(one.due),
            "answered": text(one.answered),
            "in_time": one.in_time,
            "told": text(one.told),
            "owner": one.owner,
            "conflict": one.conflict,
            "id": one.id,
        }
        for one in feedback.feedback(journal, child_id)
    ]


def _posts(journal: Journal) -> list[Row]:
    own = references.refs_of(journal, "post")
    return [
        {
            "ref": own.get(one.id, ""),
            "person": one.person,
            "role": text(one.role),
            "team": one.team,
            "fte": None if one.fte is None else float(one.fte),
            "started": text(one.started),
            "until": text(one.until),
            "id": one.id,
        }
        for one in service.posts(journal)
    ]


def _caseloads(journal: Journal) -> list[Row]:
    refs = children.references(journal)
    return [
        {
            "person": one.person,
            "team": one.team,
            "fte": None if one.fte is None else float(one.fte),
            "children": one.children,
            "per_fte": None if one.per_fte is None else float(one.per_fte),
            "standing": one.standing.value,
            "until": text(one.until),
            "refs": sorted(refs.get(child, "") for child in one.child_ids),
        }
        for one in service.caseload(journal, journal.today())
    ]


def _audits(journal: Journal) -> list[Row]:
    own = references.refs_of(journal, "audit")
    return [
        {
            "ref": own.get(one.id, ""),
            "on": text(one.on),
            "by": one.by,
            "theme": one.theme,
            "cases": one.cases,
            "children": list(one.children),
            "grade": text(one.grade),
            "gap": one.gap,
            "training": one.training,
            "training_for": one.training_for,
            "training_due": text(one.training_due),
            "training_done": text(one.training_done),
            "areas": list(one.areas),
            "conflict": one.conflict,
            "id": one.id,
        }
        for one in audits.audits(journal)
    ]


def below(journal: Journal, kind: str, record: str) -> Row:
    """What lies directly below a record, for showing it alone."""
    if kind != "child":
        return {}
    return {
        "placements": _placements(journal, record),
        "legal_statuses": _statuses(journal, record),
        "leaver": _leavers(journal, record),
        "feedback": _feedback(journal, record),
    }


LISTS: Mapping[str, Callable[[Journal], list[Row]]] = {
    "placements": _placements,
    "legal_statuses": _statuses,
    "leavers": _leavers,
    "feedback": _feedback,
    "posts": _posts,
    "caseloads": _caseloads,
    "audits": _audits,
}
LISTED: Mapping[str, str] = {
    "placement": "placements",
    "legal_status": "legal_statuses",
    "leaver": "leavers",
    "feedback": "feedback",
    "post": "posts",
    "audit": "audits",
}
