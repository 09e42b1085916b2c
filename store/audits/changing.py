"""Writing an audit down; on each area of the plan it is linked to it stands as evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from store.audits.codes import Grade
from store.audits.models import AuditRecord, audit_evidence_id
from store.child_file import have_been, in_order, known, known_child, only_fields
from store.codes import EvidenceKind
from store.errors import NotFound, Refused
from store.journal import Journal, UnitOfWork
from store.people import ensure_person
from store.plans.models import AreaRecord, EvidenceRecord
from store.wording import say

_PAST = ("on", "training_done")
_WORDS = ("theme", "gap", "training")


class NoSuchArea(NotFound):
    """An audit linked to what is no area of a plan here."""


def add_audit(
    journal: Journal,
    theme: str,
    on: date | None = None,
    by: str | None = None,
    cases: int | None = None,
    children: Sequence[str] = (),
    grade: Grade | None = None,
    gap: str | None = None,
    training: str | None = None,
    training_for: str | None = None,
    training_due: date | None = None,
    areas: Sequence[str] = (),
) -> str:
    """Writes an audit down, of today and by the person of this device unless told otherwise.

    `cases` counts what was looked at, `children` names some by id, `areas` the areas of the plan
    it speaks for, by id; people by name. One unit of work, the evidence in it.
    """
    values: dict[str, Any] = {
        "on": on or journal.today(),
        "by": by or journal.author.person,
        "theme": theme,
        "cases": cases,
        "children": list(children),
        "grade": grade,
        "gap": gap,
        "training": training,
        "training_for": training_for,
        "training_due": training_due,
        "areas": list(areas),
    }
    _check(journal, values)
    with journal.unit_of_work(say("audits.unit_added")) as unit:
        kept = _kept(unit, values)
        record = unit.create(AuditRecord, **{n: v for n, v in kept.items() if v is not None})
        _as_evidence(journal, unit, record, kept, ())
    return record


def change_audit(journal: Journal, record: str, reason: str | None = None, **fields: Any) -> bool:
    """Changes any field of an audit, its areas among them; False when nothing differs.

    The evidence on the areas says the same from then on.
    """
    only_fields(AuditRecord, fields, fixed=())
    row = known(journal, AuditRecord, record)
    _check(journal, {**row, **fields})
    with journal.unit_of_work(say("audits.unit_changed"), reason) as unit:
        kept = _kept(unit, fields)
        changed = unit.save(AuditRecord, record, **kept)
        if changed:
            _as_evidence(journal, unit, record, {**row, **kept}, row["areas"] or ())
        return changed


def withdraw_audit(journal: Journal, record: str, reason: str) -> None:
    """Takes an audit (entered by mistake) out with its evidence, for a reason."""
    row = known(journal, AuditRecord, record)
    with journal.unit_of_work(say("audits.unit_withdrawn"), reason) as unit:
        unit.withdraw(AuditRecord, record, reason)
        _as_evidence(journal, unit, record, {**row, "areas": ()}, row["areas"] or ())


def _check(journal: Journal, values: Mapping[str, Any]) -> None:
    if not (values["theme"] or "").strip():
        raise Refused(say("audits.theme_missing"), field="theme")
    if values["on"] is None:
        raise Refused(say("audits.day_missing"), field="on")
    have_been(journal, values, _PAST)
    in_order("audit", values, "on", "training_done")
    named = values["children"] or ()
    for child in named:
        known_child(journal, child)
    if values["cases"] is not None and values["cases"] < max(1, len(set(named))):
        few = say("audits.cases_few", named=len(set(named)))
        raise Refused(few if named else say("audits.no_cases"), field="cases")
    for area in values["areas"] or ():
        row = journal.get(AreaRecord, area)
        if row is None or row["withdrawn"]:
            raise NoSuchArea(say("audits.no_such_area"), field="areas")


def _kept(unit: UnitOfWork, values: Mapping[str, Any]) -> dict[str, Any]:
    kept = dict(values)
    for name in ("by", "training_for"):
        if name in kept:
            kept[name] = ensure_person(unit, kept[name])
    for name in _WORDS:
        if isinstance(kept.get(name), str):
            kept[name] = kept[name].strip() or None
    for name in ("children", "areas"):
        if name in kept:
            kept[name] = list(dict.fromkeys(kept[name] or ())) or None
    return kept


def _as_evidence(
    journal: Journal,
    unit: UnitOfWork,
    record: str,
    audit: Mapping[str, Any],
    before: Sequence[str],
) -> None:
    """Keeps one piece of evidence on each area of the audit, and on no other."""
    areas = audit["areas"] or ()
    said = _shows(audit)
    for area in areas:
        values = {
            "about": area,
            "about_kind": AreaRecord.kind,
            "type": EvidenceKind.AUDIT,
            "on": audit["on"],
            "checked_by": audit["by"],
            "shows": said,
        }
        own = audit_evidence_id(record, area)
        here = journal.get(EvidenceRecord, own)
        if here is None:
            unit.create(EvidenceRecord, own, **values)
        else:
            unit.save(EvidenceRecord, own, **values, withdrawn=None)
    for area in before:
        own = audit_evidence_id(record, area)
        if area not in areas and journal.get(EvidenceRecord, own) is not None:
            unit.withdraw(EvidenceRecord, own, unit.reason or say("audits.unlinked"))


def _shows(audit: Mapping[str, Any]) -> str:
    """What the audit shows, in the words it was written down with."""
    grade: Grade | None = audit["grade"]
    parts = [audit["theme"]]
    if audit["cases"]:
        parts.append(
            say("audits.cases_one" if audit["cases"] == 1 else "audits.cases", n=audit["cases"])
        )
    if grade is not None:
        parts.append(grade.wording)
    if audit["gap"]:
        parts.append(say("audits.shows_gap", gap=audit["gap"]))
    return " · ".join(parts)
