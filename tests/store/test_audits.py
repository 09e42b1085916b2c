"""Audits: theme, cases, grade; the gap that becomes a training need; evidence on the plan."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from store import audits, children, evidence, plans
from store.audits import Grade
from store.codes import EvidenceKind
from store.duties.audits import duties
from store.errors import NotFound, ReasonNeeded, Refused
from store.shown import told
from tests.store.devices import new_device
from tests.store.rooms import with_plan

DAY = date(2024, 9, 2)


def test_an_audit_stands_as_evidence_on_its_areas(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    one, two = (area.id for area in plans.areas(journal)[:2])
    units = len(journal.units())
    audit = audits.add_audit(
        journal,
        "Voice of the child",
        DAY,
        "Alder",
        cases=12,
        grade=Grade.GOOD,
        gap="views of under-fives",
        areas=[one],
    )
    assert len(journal.units()) == units + 1
    (shown,) = evidence.evidence(journal, one)
    assert (shown.kind, shown.on, shown.checked_by) == (EvidenceKind.AUDIT, DAY, "Alder")
    assert shown.shows == "Voice of the child · 12 cases · good · gap: views of under-fives"
    assert plans.area(journal, one).standing.evidence == 1
    assert [found.id for found in audits.audits(journal, one)] == [audit]
    audits.change_audit(journal, audit, areas=[two])
    assert evidence.evidence(journal, one) == []
    assert len(evidence.evidence(journal, two)) == 1
    audits.change_audit(journal, audit, areas=[one, two])
    assert len(evidence.evidence(journal)) == 2, "the same evidence again, not another one"
    audits.withdraw_audit(journal, audit, "typed twice")
    assert evidence.evidence(journal) == []
    assert audits.audits(journal) == []


def test_evidence_says_what_the_audit_says(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    area = plans.areas(journal)[0].id
    audit = audits.add_audit(journal, "Timeliness", DAY, cases=1, areas=[area])
    with pytest.raises(ReasonNeeded):
        audits.change_audit(journal, audit, cases=6)
    assert audits.audits(journal)[0].cases == 1, "one unit: nothing of it was saved"
    assert audits.change_audit(journal, audit, "five more were read", cases=6)
    assert evidence.evidence(journal, area)[0].shows == "Timeliness · 6 cases"
    assert not audits.change_audit(journal, audit, cases=6)


def test_a_gap_asks_for_training_until_it_was_given(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    audit = audits.add_audit(journal, "Permanence", DAY, gap="plans made late")
    (duty,) = duties(journal)
    assert (duty.part, duty.owner, duty.due, duty.child) == ("need", "Alder", None, "Permanence")
    audits.change_audit(
        journal,
        audit,
        training="permanence planning",
        training_for="Rowan",
        training_due=date(2024, 10, 31),
    )
    (duty,) = duties(journal)
    assert (duty.part, duty.owner, duty.due) == ("training", "Rowan", date(2024, 10, 31))
    assert duty.what == "training after an audit: permanence planning"
    audits.change_audit(journal, audit, training_done=date(2024, 9, 16))
    assert list(duties(journal)) == []
    audits.add_audit(journal, "Health", DAY, grade=Grade.OUTSTANDING)
    assert list(duties(journal)) == [], "no gap, nothing to do"
    assert list(duties(journal, {"a child"})) == []


def test_cases_may_be_named(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    ids = [children.add_child(journal, ref) for ref in ("C-1", "C-2")]
    audits.add_audit(journal, "Visits", DAY, cases=5, children=ids)
    assert audits.audits(journal)[0].children == ("C-1", "C-2")
    told_of = {
        line.field: told(line, DAY)[1] for line in journal.history(audits.audits(journal)[0].id)
    }
    assert told_of["children"] == "C-1; C-2"
    with pytest.raises(Refused, match="2 children are named"):
        audits.add_audit(journal, "Visits", DAY, cases=1, children=ids)


def test_what_cannot_be_is_refused(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    tries: list[tuple[dict[str, object], str]] = [
        ({"theme": " "}, "theme"),
        ({"theme": "x", "on": date(2024, 9, 17)}, "on"),
        ({"theme": "x", "cases": 0}, "cases"),
    ]
    for values, field in tries:
        with pytest.raises(Refused) as refusal:
            audits.add_audit(journal, **values)  # type: ignore[arg-type]
        assert refusal.value.field == field
    with pytest.raises(NotFound):
        audits.add_audit(journal, "x", areas=["00"])
    with pytest.raises(NotFound):
        audits.add_audit(journal, "x", children=["00"])
    assert audits.audits(journal) == []
