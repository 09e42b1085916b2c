"""What a person types finds its record, or says what is near."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from store import children, evidence, people, plans, references, reviews
from store.codes import EvidenceKind
from store.errors import NotFound
from store.journal import Journal
from store.plans import ProposedArea, ProposedPlan
from store.references import SeveralMeant, resolve
from tests.store.rooms import first_commitment, with_plan


def filled(folder: Path) -> Journal:
    """A store with one record of each kind."""
    journal = with_plan(folder)
    action = plans.add_action(journal, first_commitment(journal).id, "Write", "Hazel Wood")
    evidence.add_evidence(journal, action, EvidenceKind.AUDIT)
    child = children.add_child(journal, "C-0147", date(2014, 2, 3), started=date(2024, 4, 15))
    reviews.log_review(
        journal,
        reviews.Outcome(
            child_id=child,
            held=date(2024, 5, 14),
            decisions=[reviews.ProposedDecision("Find a school", "Hazel Wood")],
        ),
    )
    return journal


def test_every_reference_that_is_shown_finds_its_record(tmp_path: Path) -> None:
    journal = filled(tmp_path)
    shown = {
        *(("plan", one.ref, one.id) for one in plans.plans(journal)),
        *(("area", one.ref, one.id) for one in plans.areas(journal)),
        *(("commitment", one.ref, one.id) for one in plans.commitments(journal)),
        *(("action", one.ref, one.id) for one in plans.actions(journal)),
        *(("evidence", one.ref, one.id) for one in evidence.evidence(journal)),
        *(("child", one.ref, one.id) for one in children.children(journal)),
        *(("review", one.ref, one.id) for one in reviews.reviews(journal)),
        *(("decision", one.ref, one.id) for one in reviews.decisions(journal)),
        *(("person", one.name, one.id) for one in people.people(journal)),
    }
    assert len({kind for kind, _, _ in shown}) == 9
    for kind, ref, record in shown:
        assert resolve(journal, ref) == references.Found(kind, record)
        assert resolve(journal, f" {ref.swapcase()} ") == references.Found(kind, record)
        assert resolve(journal, record) == references.Found(kind, record)
        assert references.ref_of(journal, kind, record) == ref


def test_an_area_is_found_without_its_year_while_one_plan_has_it(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    area = plans.areas(journal)[3]
    for typed in ("IRO 1", "iro-1", "IRO-1"):
        assert resolve(journal, typed).id == area.id
    assert resolve(journal, "IRO 1.2").id == plans.commitments(journal, area.id)[1].id
    again = ProposedArea("Independent Reviewing Officer Service", 1, "Again.")
    day = date(2025, 3, 3)
    plans.add_plan(journal, ProposedPlan("Next", "Board", day, day, (again,)))
    with pytest.raises(SeveralMeant, match=r"2023-IRO-1.*2025-IRO-1|2025-IRO-1.*2023-IRO-1"):
        resolve(journal, "IRO 1")


def test_what_is_not_there_names_what_is_near(tmp_path: Path) -> None:
    journal = filled(tmp_path)
    with pytest.raises(NotFound, match="2023-HW-3"):
        resolve(journal, "2023-HW-33")
    with pytest.raises(NotFound, match="Hazel Wood"):
        resolve(journal, "Hazle Wood")
    with pytest.raises(NotFound, match="planreview list"):
        resolve(journal, "zzzzzzzzzzzz")
    with pytest.raises(NotFound):
        resolve(journal, "  ")


def test_a_reference_with_control_characters_is_told_harmlessly(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as refused:
        resolve(with_plan(tmp_path), "\x1b[31mred")
    assert "\x1b" not in refused.value.sentence
