"""field=value adds and changes every kind; what is wrong is named by its field."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from store import adding, calendars, children, evidence, plans, reviews
from store.adding import FieldMissing, NoSuchField
from store.codes import ActionStatus, Brag, CarriedOut, EvidenceKind, Participation
from store.errors import ReasonNeeded, Refused, WrongUse
from tests.store.rooms import new_store, with_plan


def test_an_action_is_added_by_the_reference_of_its_commitment(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    done = adding.add(
        journal,
        "action",
        {"commitment": "2023-HW-1.1", "title": "Write it", "owner": "Hazel", "due": "+10wd"},
    )
    (action,) = plans.actions(journal)
    assert (done.kind, done.ref) == ("action", action.ref)
    assert (action.owner, action.due) == ("Hazel", date(2024, 9, 30))


def test_evidence_is_added_with_a_code_by_its_wording(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    file = tmp_path / "audit.txt"
    file.write_text("nine of ten")
    done = adding.add(
        journal,
        "evidence",
        {
            "about": "2023-IRO-1",
            "kind": "Audit",
            "on": "13/9",
            "shows": "9 of 10",
            "file": str(file),
        },
    )
    found = evidence.one_evidence(journal, done.id)
    assert (found.kind, found.on, found.file_name) == (
        EvidenceKind.AUDIT,
        date(2024, 9, 13),
        "audit.txt",
    )


def test_a_child_a_period_a_review_and_a_decision_are_added(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = adding.add(journal, "child", {"local_id": "C-0147", "dob": "3/2/2014", "iro": "Willow"})
    assert child.ref == "C-0147"
    period = adding.add(
        journal, "period", {"child": "C-0147", "started": "2024-04-15", "legal_status": "C2"}
    )
    assert period.ref.startswith("S-")
    review = adding.add(
        journal,
        "review",
        {"child": "c-0147", "held": "14 may", "participation": "1", "attended": "child, carer"},
    )
    (found,) = reviews.reviews(journal)
    assert found.participation is Participation.PN1
    assert [who.value for who in found.attended] == ["child", "carer"]
    decision = adding.add(
        journal, "decision", {"review": review.ref, "text": "Find a school", "owner": "Hazel"}
    )
    assert adding.set_fields(journal, decision.ref, {"carried_out": "partly"}).changed
    assert reviews.decisions(journal)[0].carried_out is CarriedOut.PARTLY
    with pytest.raises(ReasonNeeded):
        adding.set_fields(journal, review.ref, {"participation": "PN2"})
    assert adding.set_fields(journal, review.ref, {"participation": "PN2"}, "Heard wrong").changed
    assert adding.set_fields(journal, "C-0147", {"team": "North"}).changed
    assert children.children(journal)[0].team == "North"


def test_a_plan_can_be_written_by_hand(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    words = {"title": "Early help", "regulator": "Board", "inspected_from": "2018-07-18"}
    plan = adding.add(journal, "plan", words)
    area = adding.add(
        journal, "area", {"plan": plan.ref, "service": "Early help", "number": "1", "text": "Soon."}
    )
    line = adding.add(
        journal, "commitment", {"area": area.ref, "text": "A team:", "items": "north; south"}
    )
    assert (plan.ref, area.ref, line.ref) == ("P-2018", "2018-EH-1", "2018-EH-1.1")
    assert plans.commitments(journal)[0].items == ("north", "south")


def test_an_extra_day_counts_at_once(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    adding.add(journal, "extra_day", {"day": "20/9/2024", "name": "Harbour day"})
    assert not calendars.working_days(journal).is_working(date(2024, 9, 20))


def test_an_action_changes_by_text_and_an_empty_text_empties(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    ref = adding.add(
        journal, "action", {"commitment": "HW 1.1", "title": "Write", "owner": "Hazel"}
    ).ref
    fields = {"status": "done, awaiting sign-off", "brag": "amber", "owner": "", "due": "31/12"}
    assert adding.set_fields(journal, ref, fields, "seen by people").changed
    assert not adding.set_fields(journal, ref, fields, "seen by people").changed
    (action,) = plans.actions(journal)
    assert (action.status, action.brag) == (ActionStatus.DONE_AWAITING_SIGN_OFF, Brag.AMBER)
    assert (action.owner, action.due) == (None, date(2024, 12, 31))
    with pytest.raises(ReasonNeeded):
        adding.set_fields(journal, ref, {"status": "complete"}, "  ")


def test_a_file_goes_on_evidence_or_becomes_evidence(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    file = tmp_path / "minutes.txt"
    file.write_text("minutes")
    made = adding.attach(journal, "2023-HW-1", file)
    found = evidence.one_evidence(journal, made.id)
    assert (found.kind, found.on) == (EvidenceKind.DOCUMENT, date(2024, 9, 16))
    bare = adding.add(journal, "evidence", {"about": "HW 1", "kind": "data"})
    adding.attach(journal, bare.ref, file)
    assert evidence.read_file(journal, bare.id) == b"minutes"


def test_evidence_does_not_go_on_a_decision(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    adding.add(journal, "child", {"local_id": "C-1", "started": "2024-04-15"})
    review = adding.add(journal, "review", {"child": "C-1", "held": "2024-05-14"})
    decision = adding.add(journal, "decision", {"review": review.ref, "text": "Find a school"})
    with pytest.raises(Refused, match="is a decision; it takes: area for improvement"):
        adding.add(journal, "evidence", {"about": decision.ref, "kind": "audit"})
    file = tmp_path / "x.txt"
    file.write_text("x")
    with pytest.raises(Refused, match="Evidence goes on"):
        adding.attach(journal, decision.ref, file)
    assert evidence.evidence(journal) == []


# Refusals -----------------------------------------------------------------------------------


def test_an_unknown_field_names_those_there_are(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    with pytest.raises(NoSuchField, match=r"colour.*commitment, title, owner, due"):
        adding.add(journal, "action", {"colour": "red"})
    with pytest.raises(NoSuchField, match="nmuber"):
        adding.set_fields(journal, "2023-HW-1", {"nmuber": "2"})


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    with pytest.raises(FieldMissing) as refused:
        adding.add(with_plan(tmp_path), "action", {"commitment": "HW 1.1", "title": " "})
    assert refused.value.field == "title"


@pytest.mark.parametrize(
    ("kind", "fields", "field"),
    [
        ("action", {"commitment": "HW 1.1", "title": "x", "due": "31/2"}, "due"),
        ("action", {"commitment": "HW 1.1", "title": "x", "due": "1/1/0001"}, "due"),
        ("action", {"commitment": "HW 1", "title": "x"}, "commitment"),
        ("evidence", {"about": "HW 1", "kind": "rumour"}, "kind"),
        ("area", {"plan": "P-2023", "service": "x", "number": "one", "text": "x"}, "number"),
        ("person", {"name": "Hazel", "role": "king"}, "role"),
        ("extra_day", {"day": "20/9/2024", "name": "x", "works": "perhaps"}, "works"),
    ],
)
def test_a_value_that_cannot_be_is_refused_at_its_field(
    tmp_path: Path, kind: str, fields: dict[str, str], field: str
) -> None:
    journal = with_plan(tmp_path)
    before = len(journal.units())
    with pytest.raises(Refused) as refused:
        adding.add(journal, kind, fields)
    assert refused.value.field == field
    assert len(journal.units()) == before


def test_kinds_that_cannot_be_added_or_set_name_those_that_can(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    with pytest.raises(WrongUse, match="action, evidence"):
        adding.add(journal, "poem", {})
    with pytest.raises(WrongUse, match="What can be changed"):
        adding.set_fields(journal, "P-2023", {"title": "x"})
    done = adding.add(journal, "action", {"commitment": "HW 1.1", "title": "x"})
    with pytest.raises(WrongUse, match="The action has"):
        adding.set_fields(journal, done.ref, {})


def test_every_kind_and_field_is_known_by_name() -> None:
    for kind in adding.kinds_to_add():
        assert adding.fields_of_kind(kind)
        assert adding._called(kind)
