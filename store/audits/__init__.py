"""Audits by IROs: the theme, the cases, the grade, and the gap that becomes a training need."""

from __future__ import annotations

from store.audits.changing import NoSuchArea, add_audit, change_audit, withdraw_audit
from store.audits.codes import Grade
from store.audits.models import AuditRecord, audit_evidence_id
from store.audits.reading import Audit, audits, unanswered

__all__ = [
    "Audit",
    "AuditRecord",
    "Grade",
    "NoSuchArea",
    "add_audit",
    "audit_evidence_id",
    "audits",
    "change_audit",
    "unanswered",
    "withdraw_audit",
]
