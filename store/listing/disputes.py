"""Disputes as rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from store import disputes, references
from store.journal import Journal
from store.listing.row import Row, text


def _dispute(one: disputes.Dispute, decisions: Mapping[str, str]) -> Row:
    return {
        "ref": one.ref,
        "child": one.child_ref,
        "stage": text(one.stage),
        "stage_name": one.stage_name,
        "theme": text(one.theme),
        "about": one.about,
        "decision": decisions.get(one.decision_id or ""),
        "raised_by": one.raised_by,
        "opened": text(one.opened),
        "formal": text(one.formal),
        "due": text(one.due),
        "total_due": text(one.total_due),
        "referred": text(one.referred),
        "referred_to": one.referred_to,
        "outcome": text(one.outcome),
        "closed": text(one.closed),
        "working_days": one.days,
        "in_time": one.in_time,
        "stages": [
            {
                "stage": text(entry.stage),
                "name": entry.name,
                "entered": text(entry.entered),
                "due": text(entry.due),
                "with_whom": entry.with_whom,
                "answered": text(entry.answered),
                "answer": entry.answer,
                "left": text(entry.left),
            }
            for entry in one.stages
        ],
        "conflict": one.conflict,
        "id": one.id,
    }


def dispute_rows(journal: Journal, child_id: str | None = None) -> list[Row]:
    """Disputes, of one child or of all, with their stages."""
    decisions = references.refs_of(journal, "decision")
    return [_dispute(one, decisions) for one in disputes.disputes(journal, child_id)]


def below(journal: Journal, kind: str, record: str) -> Row:
    """What lies directly below a record, for showing it alone."""
    return {"disputes": dispute_rows(journal, record)} if kind == "child" else {}


LISTS: Mapping[str, Callable[[Journal], list[Row]]] = {"disputes": dispute_rows}
LISTED: Mapping[str, str] = {"dispute": "disputes"}
