"""Taking a record that was entered by mistake out of every list, whatever kind it is of."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from store import (
    audits,
    children,
    contact,
    disputes,
    education,
    evidence,
    family,
    feedback,
    health,
    leavers,
    missing,
    notes,
    plans,
    pre_proceedings,
    preparing,
    reviews,
    service,
)
from store.journal import Journal

WITHDRAWS: Mapping[str, Callable[[Journal, str, str], object]] = {
    "action": plans.withdraw_action,
    "evidence": evidence.withdraw_evidence,
    "child": children.withdraw_child,
    "period": children.withdraw_period,
    "placement": children.withdraw_placement,
    "legal_status": children.withdraw_legal_status,
    "review": reviews.withdraw_review,
    "decision": reviews.withdraw_decision,
    "point": reviews.withdraw_point,
    "consultation": preparing.withdraw_consultation,
    "preparation": preparing.withdraw_preparation,
    "information": preparing.withdraw_information,
    "visit": contact.withdraw_visit,
    "midway": contact.withdraw_midway,
    "notification": contact.withdraw_notification,
    "note": notes.withdraw_note,
    "dispute": disputes.withdraw_dispute,
    "health": health.withdraw_health,
    "education_plan": education.withdraw_education_plan,
    "pathway_plan": education.withdraw_pathway_plan,
    "term": education.withdraw_term,
    "missing": missing.withdraw_missing,
    "incident": missing.withdraw_incident,
    "pre_proceedings": pre_proceedings.withdraw_pre_proceedings,
    "planning_meeting": pre_proceedings.withdraw_planning_meeting,
    "family": family.withdraw_family,
    "leaver": leavers.withdraw_leaver,
    "feedback": feedback.withdraw_feedback,
    "audit": audits.withdraw_audit,
    "post": service.withdraw_post,
}
"""By kind, the verb that withdraws a record of it for a reason."""


def can_withdraw(kind: str) -> bool:
    """Whether a record of this kind can be withdrawn."""
    return kind in WITHDRAWS


def withdraw(journal: Journal, kind: str, record: str, reason: str) -> None:
    """Takes a record of a kind out of every list, for a reason; KeyError for another kind."""
    WITHDRAWS[kind](journal, record, reason)
