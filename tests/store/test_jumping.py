"""Any record is found by what it is called, closed ones too and said so, each from an index."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from store import children, contact, evidence, health, open_work, plans, reviews
from store.codes import ActionStatus, CarriedOut, EvidenceKind, Participation
from store.health import HealthType
from store.journal import Journal
from store.listing.jumping import Known, known, known_evidence
from store.reviews import Outcome, ProposedDecision
from tests.store.rooms import with_plan


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Journal:
    """A plan, a child in care with a review, and one who left; nothing here writes to it."""
    journal = with_plan(tmp_path_factory.mktemp("jumping"))
    here = children.add_child(journal, "C-0147", started=date(2024, 4, 15))
    done = reviews.log_review(
        journal,
        Outcome(
            child_id=here,
            held=date(2024, 5, 10),
            meetings=[date(2024, 5, 10)],
            participation=Participation.PN1,
            decisions=[ProposedDecision("Find a swimming club", "Hazel", date(2024, 6, 1))],
        ),
    )
    reviews.change_decision(journal, done.decisions[0], carried_out=CarriedOut.YES)
    contact.add_visit(journal, here, date(2024, 8, 1))
    health.add_health(journal, here, HealthType.DENTAL, held=date(2024, 7, 2))
    children.add_child(journal, "C-0148")
    left = children.add_child(journal, "JSY/0201", started=date(2023, 1, 9))
    period = children.periods_of(journal, left)[left][0]
    children.end_period(journal, period.id, date(2024, 2, 1))
    commitment = plans.commitments(journal)[0]
    old = plans.add_action(journal, commitment.id, "Print the leaflet", "Hazel", date(2024, 6, 1))
    evidence.add_evidence(journal, commitment.id, EvidenceKind.AUDIT, shows="Café leaflets read")
    shown = evidence.add_evidence(journal, old, EvidenceKind.POLICY, on=date(2024, 6, 2))
    assert shown
    plans.change_action(journal, old, status=ActionStatus.COMPLETE)
    plans.add_action(journal, commitment.id, "Print the poster", "Hazel", date(2024, 12, 1))
    return journal


def found(journal: Journal, text: str) -> list[tuple[str, str, str]]:
    return [(one.kind, one.ref, one.ended) for one in known(journal, text, 20)]


@pytest.mark.parametrize("text", ["C-0147", "c-0147", "c-01", "0147", "147", "014"])
def test_a_child_is_found_by_its_reference_however_it_is_typed(journal: Journal, text: str) -> None:
    assert ("child", "C-0147", "") in found(journal, text)


def test_who_left_care_is_found_and_said_to_have_left(journal: Journal) -> None:
    for text in ("jsy/02", "0201", "201"):
        assert ("child", "JSY/0201", "left care") in found(journal, text)
    # Never looked after is not the same as having left.
    assert ("child", "C-0148", "") in found(journal, "148")


def test_reviews_and_what_is_on_a_file_stand_behind_the_child(journal: Journal) -> None:
    everything = found(journal, "0147")
    assert ("review", "C-0147", "held 10 May") in everything
    assert {kind for kind, _, _ in everything} == {"child", "review"}
    words = {one.words for one in known(journal, "0147 visit", 20)}
    assert words == {"visit of 1 Aug"}
    assert [one.kind for one in known(journal, "health c-0147", 20)] == ["health"]
    assert [one.kind for one in known(journal, "first 147", 20)] == ["review"]


def test_letter_references_find_their_record(journal: Journal) -> None:
    (review,) = reviews.reviews(journal)
    assert [one.id for one in known(journal, f"R-{review.id[:4]}", 20)] == [review.id]
    (decision,) = reviews.decisions(journal)
    one: Known = known(journal, f"d-{decision.id[:6]}", 20)[0]
    assert (one.words, one.ended) == ("C-0147 Find a swimming club", "closed")
    piece = evidence.evidence(journal)[0]
    assert [one.kind for one in known(journal, f"E-{piece.id[:5]}", 20)] == ["evidence"]
    assert known(journal, "Z-12", 20) == []


def test_closed_work_is_found_by_its_words(journal: Journal) -> None:
    def closed(*words: str) -> list[str]:
        rows = open_work.page(journal, open_work.closed(journal, list(words), 20))
        return [row.what for row in rows if row is not None and not row.open]

    assert closed("leaf") == ["Print the leaflet"]
    assert closed("print") == ["Print the leaflet"]
    assert closed("swimming", "club") == ["Find a swimming club"]
    assert closed("poster") == []
    assert closed("…") == []


def test_no_question_reads_every_record(journal: Journal) -> None:
    asked: list[str] = []
    connection = journal.database.connection()
    connection.set_trace_callback(asked.append)
    try:
        for text in ("0147", "c-0147 visit", "jsy", "d-12", "r-a"):
            known(journal, text, 20)
        open_work.closed(journal, ["print"], 20)
        known_evidence(journal, ["audit"], 20)
    finally:
        connection.set_trace_callback(None)
    whole = []
    for sql in asked:
        if not sql.lstrip().upper().startswith("SELECT"):
            continue
        for step in connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall():
            # The open conflicts are few; what a word finds is read by the index of words.
            if re.match(r"SCAN (?!conflict|w$|\w+_words VIRTUAL TABLE INDEX \d+:M)", step[-1]):
                whole.append((step[-1], sql))
    assert asked
    assert not whole


def test_evidence_is_found_by_its_words_as_they_are_now(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    commitment = plans.commitments(journal)[0].id
    own = evidence.add_evidence(journal, commitment, EvidenceKind.AUDIT, shows="Café leaflets read")
    evidence.add_evidence(journal, commitment, EvidenceKind.POLICY)

    def called(*words: str) -> list[str]:
        return [one.words for one in known_evidence(journal, words, 20)]

    assert called("cafe", "leaf") == called("audit") == ["Café leaflets read"]
    assert called("polic") == ["policy"]
    assert called("…") == called("zebra") == called('"') == []
    before = journal.state()
    evidence.change_evidence(journal, own, "misread", shows="Poster seen")
    assert (called("leaf"), called("poster")) == ([], ["Poster seen"])
    journal.rebuild()
    assert (called("leaf"), called("poster")) == ([], ["Poster seen"])
    journal.undo()
    assert journal.state()["evidence_words"] == before["evidence_words"]
    evidence.withdraw_evidence(journal, own, "entered twice")
    assert called("audit") == []
