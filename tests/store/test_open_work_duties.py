"""Duties in the table of open work: a save leaves it as making it anew would."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from store import children, opening, reviews
from store.journal import Journal
from store.reviews import Outcome, ProposedDecision
from tests.store.rooms import new_store

HELD = date(2024, 9, 2)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """A whole store that closes itself."""
    opened = new_store(tmp_path)
    yield opened
    opening.close_store(opened)


def duties(journal: Journal, kind: str) -> list[tuple[str, str]]:
    """What and due of the rows of a kind, and a check that a rebuild finds the same."""
    kept = journal.state()
    journal.rebuild()
    assert journal.state() == kept
    found = journal.database.execute_sql(
        "SELECT what, due FROM open_work WHERE kind = ? AND live = 1 ORDER BY what", (kind,)
    ).fetchall()
    return [tuple(row) for row in found]


def test_a_decision_contested_is_a_duty_until_it_is_not(journal: Journal) -> None:
    child = children.add_child(journal, "C-1", iro="Alder", started=date(2024, 8, 6))
    decided = [ProposedDecision("School place found", "Hazel", date(2024, 9, 30))]
    reviews.log_review(journal, Outcome(child, held=HELD, decisions=decided))
    (decision,) = reviews.decisions(journal, child)
    assert duties(journal, "dispute") == []
    reviews.change_decision(journal, decision.id, "No places", contested=date(2024, 9, 5))
    (before,) = duties(journal, "dispute")
    assert "School place found" in before[0]
    reviews.change_decision(journal, decision.id, "Moved", owner="Cedar", due=date(2024, 10, 7))
    assert duties(journal, "dispute") == [before]
    reviews.change_decision(journal, decision.id, "Clearer", text="Place at the new school")
    assert "Place at the new school" in duties(journal, "dispute")[0][0]


def test_what_comes_and_goes_around_a_child_leaves_the_table_as_made_anew(
    journal: Journal,
) -> None:
    child = children.add_child(journal, "C-2", iro="Alder", started=date(2024, 9, 2))
    (initial,) = [row for row in duties(journal, "health") if "nitial" in row[0]]
    assert initial[1] == "2024-09-30"
    children.change_period(
        journal, children.period_id(child, date(2024, 9, 2)), "Typed wrong", ended=date(2024, 9, 12)
    )
    duties(journal, "health")
    children.withdraw_child(journal, child, "Added twice")
    assert duties(journal, "health") == []
