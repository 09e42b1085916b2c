"""Health, education, missing episodes, incidents, pre-proceedings and families as rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from store import education, family, health, missing, pre_proceedings
from store.education import ChildPlan
from store.journal import Journal
from store.listing.row import Row, text


def _health(journal: Journal, child_id: str | None = None) -> list[Row]:
    return [
        {
            "ref": one.ref,
            "child": one.child_ref,
            "kind": text(one.type),
            "due": text(one.due),
            "appointment": text(one.appointment),
            "held": text(one.held),
            "by": one.by,
            "received": text(one.received),
            "status": text(one.status),
            "on_time": one.on_time,
            "exempt": one.exempt,
            "late_reason": one.late_reason,
            "quality": text(one.quality),
            "quality_note": one.quality_note,
            "checked_by": one.checked_by,
            "checked": text(one.checked),
            "consent": text(one.consent),
            "requested": text(one.requested),
            "assessed_before": text(one.assessed_before),
            "score": one.score,
            "up_to_date": one.up_to_date,
            "note": one.note,
            "conflict": one.conflict,
            "id": one.id,
        }
        for one in health.assessments(journal, child_id)
    ]


def _plan(one: ChildPlan) -> Row:
    return {
        "ref": one.ref,
        "child": one.child_ref,
        "first": one.first,
        "due": text(one.due),
        "held": text(one.held),
        "status": text(one.status),
        "on_time": one.on_time,
        "by": one.by,
        "views": one.views,
        "agreed": one.agreed,
        "late_reason": one.late_reason,
        "conflict": one.conflict,
        "id": one.id,
    }


def _education_plans(journal: Journal, child_id: str | None = None) -> list[Row]:
    found = education.education_plans(journal, child_id)
    return [{**_plan(one), "school": one.school} for one in found]


def _pathway_plans(journal: Journal, child_id: str | None = None) -> list[Row]:
    return [_plan(one) for one in education.pathway_plans(journal, child_id)]


def _terms(journal: Journal) -> list[Row]:
    today = journal.today()
    every = education.terms(journal)
    return [
        {
            "ref": f"{term.season}-{term.started.year}",
            "season": text(term.season),
            "started": text(term.started),
            "ended": text(term.ended),
            "source": term.label,
            "id": term.id,
        }
        for year in (today.year - 1, today.year, today.year + 1)
        for term in every.of_year(year)
    ]


def _missing(journal: Journal, child_id: str | None = None) -> list[Row]:
    return [
        {
            "ref": one.ref,
            "child": one.child_ref,
            "kind": text(one.type),
            "from": text(one.missing_from),
            "started": text(one.started),
            "ended": text(one.ended),
            "interview_due": text(one.interview_due),
            "interview_offered": text(one.offered),
            "interview_refused": one.refused,
            "interview_held": text(one.interviewed),
            "in_time": one.in_time,
            "by": one.by,
            "said": one.said,
            "late_reason": one.late_reason,
            "note": one.note,
            "conflict": one.conflict,
            "id": one.id,
        }
        for one in missing.episodes(journal, child_id)
    ]


def _incidents(journal: Journal, child_id: str | None = None) -> list[Row]:
    episodes = {one.id: one.ref for one in missing.episodes(journal, child_id)}
    return [
        {
            "ref": one.ref,
            "child": one.child_ref,
            "missing": episodes.get(one.episode or ""),
            "on": text(one.on),
            "what": one.what,
            **dict(one.parts),
            "parts_missing": list(one.parts_missing),
            "seen_by": one.seen_by,
            "seen": text(one.seen),
            "conflict": one.conflict,
            "id": one.id,
        }
        for one in missing.incidents(journal, child_id)
    ]


def _pre_proceedings(journal: Journal, child_id: str | None = None) -> list[Row]:
    return [
        {
            "ref": one.ref,
            "child": one.child_ref,
            "started": text(one.started),
            "letter": text(one.letter),
            "meeting": text(one.meeting),
            "lead": one.lead,
            "aim": text(one.aim),
            "ended": text(one.ended),
            "outcome": text(one.outcome),
            "in_aim": one.in_aim,
            "delay_reason": one.delay_reason,
            "meetings": len(one.meetings),
            "note": one.note,
            "conflict": one.conflict,
            "id": one.id,
        }
        for one in pre_proceedings.pre_proceedings(journal, child_id)
    ]


def _planning_meetings(journal: Journal, child_id: str | None = None) -> list[Row]:
    cases = {one.id: one.ref for one in pre_proceedings.pre_proceedings(journal, child_id)}
    return [
        {
            "ref": one.ref,
            "child": one.child_ref,
            "pre_proceedings": cases.get(one.case or ""),
            "on": text(one.on),
            "reviewed": one.reviewed,
            "plan": one.plan,
            "by": one.by,
            "next": text(one.next),
            "note": one.note,
            "conflict": one.conflict,
            "id": one.id,
        }
        for one in pre_proceedings.planning_meetings(journal, child_id)
    ]


def _families(journal: Journal, child_id: str | None = None) -> list[Row]:
    wrong = {one.link: one for one in family.findings(journal, child_id)}
    return [
        {
            "ref": one.ref,
            "child": one.child_ref,
            "relation": text(one.relation),
            "other": one.other_ref,
            "iro_reason": one.iro_reason,
            "finding": wrong[one.id].sentence if one.id in wrong else None,
            "conflict": one.conflict,
            "id": one.id,
        }
        for one in family.links(journal, child_id)
    ]


def below(journal: Journal, kind: str, record: str) -> Row:
    """What lies directly below a child, for showing it alone."""
    if kind != "child":
        return {}
    return {name: rows(journal, record) for name, rows in _OF_CHILD.items()}


_OF_CHILD: Mapping[str, Callable[[Journal, str | None], list[Row]]] = {
    "health": _health,
    "education_plans": _education_plans,
    "pathway_plans": _pathway_plans,
    "missing": _missing,
    "incidents": _incidents,
    "pre_proceedings": _pre_proceedings,
    "planning_meetings": _planning_meetings,
    "families": _families,
}
LISTS: Mapping[str, Callable[[Journal], list[Row]]] = {
    "health": _health,
    "education_plans": _education_plans,
    "pathway_plans": _pathway_plans,
    "terms": _terms,
    "missing": _missing,
    "incidents": _incidents,
    "pre_proceedings": _pre_proceedings,
    "planning_meetings": _planning_meetings,
    "families": _families,
}
LISTED: Mapping[str, str] = {
    "health": "health",
    "education_plan": "education_plans",
    "pathway_plan": "pathway_plans",
    "term": "terms",
    "missing": "missing",
    "incident": "incidents",
    "pre_proceedings": "pre_proceedings",
    "planning_meeting": "planning_meetings",
    "family": "families",
}
