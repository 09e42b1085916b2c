"""Open work around the service: each save leaves the table as making it anew would."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from store import audits, children, feedback, leavers, opening, service
from store.journal import Journal
from tests.store.rooms import new_store


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """A whole store that closes itself."""
    opened = new_store(tmp_path)
    yield opened
    opening.close_store(opened)


def rows(journal: Journal) -> set[tuple[str, str, str]]:
    """Kind, part and child of the open work, and a check that a rebuild finds the same."""
    kept = journal.state()
    journal.rebuild()
    assert journal.state() == kept
    found = journal.database.execute_sql("SELECT kind, part, child FROM open_work").fetchall()
    kinds = ("allocation", "leaver", "feedback", "audit")
    return {(kind, part, child) for kind, part, child in found if kind in kinds}


def test_a_post_that_ends_leaves_its_children_without_an_iro(journal: Journal) -> None:
    post = service.add_post(journal, "Birch")
    children.add_child(journal, "C-1", iro="Birch", started=date(2024, 5, 28))
    assert rows(journal) == set()
    service.change_post(journal, post, until=date(2024, 9, 6))
    assert rows(journal) == {("allocation", "iro", "C-1")}
    service.hand_over(journal, service.propose_handover(journal, "Birch", ["Alder"]))
    assert rows(journal) == set()


def test_leaving_care_begins_the_duties_of_a_leaver(journal: Journal) -> None:
    started = date(2022, 1, 10)
    child = children.add_child(journal, "C-2", dob=date(2007, 3, 1), iro="Alder", started=started)
    assert ("leaver", "worker", "C-2") not in rows(journal)
    children.end_period(journal, children.period_id(child, started), date(2024, 9, 2))
    assert ("leaver", "worker", "C-2") in rows(journal)
    leavers.add_leaver(journal, child, "Hazel")
    assert ("leaver", "touch", "C-2") in rows(journal)
    journal.undo()
    assert ("leaver", "worker", "C-2") in rows(journal)


def test_nameless_feedback_and_audits_stand_in_the_table(journal: Journal) -> None:
    form = feedback.add_feedback(journal, date(2024, 9, 2), "The room is cold.")
    audit = audits.add_audit(journal, "Voice", date(2024, 9, 2), gap="under-fives")
    assert {kind for kind, _, _ in rows(journal)} == {"feedback", "audit"}
    child = children.add_child(journal, "C-3")
    feedback.change_feedback(journal, form, child=child)
    audits.change_audit(journal, audit, training="talking with under-fives")
    assert {part for _, part, _ in rows(journal)} == {"changed", "training"}
    feedback.change_feedback(journal, form, changed="It was heated.")
    assert ("feedback", "told", "C-3") in rows(journal)
    feedback.withdraw_feedback(journal, form, "twice")
    audits.withdraw_audit(journal, audit, "twice")
    assert rows(journal) == set()
