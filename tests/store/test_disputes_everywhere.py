"""Disputes wherever records stand: duties, Today, Triage, lists, the child's page, field=value."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from store import adding, children, disputes, listing, opening, reviews, today
from store.calendars import working_days
from store.called import called
from store.disputes import DisputeOutcome, Stage, Theme
from store.duties import Duty, duties
from store.journal import Journal
from store.sections import Tone
from store.sections.disputes import section
from tests.store.caseload import add_child, log_first
from tests.store.rooms import new_store

OPENED = date(2024, 9, 2)


def with_dispute(folder: Path) -> tuple[Journal, str, str]:
    """A store with a child and its informal dispute: (journal, child, dispute)."""
    journal = new_store(folder)
    child = add_child(journal)
    logged = log_first(journal, child)
    record = disputes.open_dispute(
        journal, child, Theme.DRIFT, "No dentist yet", OPENED, decision=logged.decisions[0]
    )
    return journal, child, record


def of_disputes(journal: Journal) -> list[Duty]:
    return [duty for duty in duties(journal) if duty.kind in ("dispute", "answer")]


def test_the_clock_that_runs_out_first_is_the_duty(tmp_path: Path) -> None:
    journal, child, record = with_dispute(tmp_path)
    (duty,) = of_disputes(journal)
    assert (duty.record, duty.record_kind, duty.child_id) == (record, "dispute", child)
    assert (duty.owner, duty.due, duty.status) == ("Alder", date(2024, 9, 9), "informal")
    assert [step.on for step in duty.why[:2]] == [OPENED, date(2024, 9, 9)]
    disputes.next_stage(journal, record, on=date(2024, 9, 9))
    (duty,) = of_disputes(journal)
    assert (duty.due, duty.status) == (date(2024, 9, 16), "team_manager")
    assert "team manager" in duty.what
    disputes.answer_stage(journal, record, date(2024, 9, 12))
    (duty,) = of_disputes(journal)
    assert (duty.due, duty.status) == (date(2024, 10, 7), "answered")
    disputes.close_dispute(journal, record, DisputeOutcome.IN_FAVOUR, date(2024, 9, 16))
    assert of_disputes(journal) == []
    opening.close_store(journal)


def test_a_contested_decision_asks_for_a_dispute_or_an_agreement(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = add_child(journal)
    logged = log_first(journal, child)
    reviews.contest(journal, logged.decisions[0], "No money for it", date(2024, 9, 10))
    (duty,) = of_disputes(journal)
    assert (duty.kind, duty.record_kind, duty.record) == ("dispute", "child", child)
    assert (duty.due, duty.part) == (date(2024, 9, 17), logged.decisions[0])
    given = dict(duty.given)
    done = adding.add(journal, "dispute", {"child": "C-0147", **given})
    found = disputes.dispute(journal, done.id)
    assert found is not None
    assert (found.decision_id, found.theme) == (logged.decisions[0], Theme.DECISIONS)
    assert [duty.record for duty in of_disputes(journal)] == [done.id]
    opening.close_store(journal)


def test_recommendations_wait_for_their_answer_until_they_stand(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    logged = log_first(journal, add_child(journal))
    reviews.change_review(journal, logged.id, decisions_received=date(2024, 9, 12))
    (duty,) = of_disputes(journal)
    assert (duty.kind, duty.record, duty.due) == ("answer", logged.id, date(2024, 9, 19))
    assert duty.counts_on(date(2024, 9, 19))
    assert not duty.counts_on(date(2024, 9, 20))
    for record in logged.decisions:
        reviews.agree(journal, record, date(2024, 9, 13))
    assert of_disputes(journal) == []
    opening.close_store(journal)


def test_what_others_owe_after_a_review(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    logged = log_first(journal, add_child(journal))

    def owed() -> dict[tuple[str, str], date | None]:
        found = [duty for duty in duties(journal) if duty.kind in ("answer", "care_plan")]
        return {(duty.kind, duty.part): duty.due for duty in found}

    assert owed() == {("care_plan", ""): date(2024, 7, 4)}
    reviews.change_review(journal, logged.id, care_plan_updated=date(2024, 7, 3))
    reviews.change_review(journal, logged.id, decisions_sent=date(2024, 9, 9))
    assert owed() == {("answer", "received"): date(2024, 9, 16)}
    reviews.change_review(journal, logged.id, decisions_received=date(2024, 9, 10))
    assert owed() == {("answer", ""): date(2024, 9, 17)}
    opening.close_store(journal)


def test_today_has_it_once(tmp_path: Path) -> None:
    journal, _, record = with_dispute(tmp_path)
    journal.author = type(journal.author)(
        journal.author.device, journal.author.device_name, "Alder", "iro"
    )
    lines = [line for line in today.what_needs_me(journal).lines if line.kind == "dispute"]
    assert [(line.group, line.record_id, line.ref) for line in lines] == [
        ("late", record, "C-0147")
    ]
    opening.close_store(journal)


def test_it_is_added_and_moved_on_by_field_and_value(tmp_path: Path) -> None:
    journal, _, record = with_dispute(tmp_path)
    found = disputes.dispute(journal, record)
    assert found is not None
    ref = found.ref
    assert ref.startswith("DS-")
    done = adding.set_fields(journal, ref, {"stage": "director", "entered": "9/9"})
    assert done.changed
    adding.set_fields(journal, ref, {"outcome": "partly in the child's favour", "closed": "16/9"})
    (row,) = listing.list_records(journal, "disputes")
    names = ("ref", "child", "stage", "opened", "due", "outcome")
    assert [row[name] for name in names] == [
        ref,
        "C-0147",
        "director",
        "2024-09-02",
        None,
        "partly",
    ]
    assert row["working_days"] == 5
    assert listing.show(journal, ref)["stages"][0]["entered"] == "2024-09-09"
    assert listing.show(journal, "C-0147")["disputes"][0]["ref"] == ref
    adding.add(journal, "dispute_rung", {"stage": "outside", "name": "The Commissioner"})
    assert disputes.outside_body(journal) == "The Commissioner"
    opening.close_store(journal)


def test_the_page_of_the_child_shows_its_way(tmp_path: Path) -> None:
    journal, child, record = with_dispute(tmp_path)
    known = children.child(journal, child)
    assert known is not None
    made = section(journal, known, journal.today(), working_days(journal))
    (entry,) = made.entries
    assert (entry.tone, entry.state) == (Tone.LATE, "5 wd over")
    assert entry.what == "Informal: No dentist yet"
    assert made.title == "Disputes"
    disputes.next_stage(journal, record, Stage.DIRECTOR, date(2024, 9, 10), answer="No")
    disputes.close_dispute(journal, record, DisputeOutcome.IN_FAVOUR, date(2024, 9, 13), "Found")
    (entry,) = section(journal, known, journal.today(), working_days(journal)).entries
    assert (entry.what, entry.state) == ("drift and delay: No dentist yet", "in favour")
    assert (entry.closed, entry.tone, entry.second) == (True, Tone.RIGHT, date(2024, 9, 13))
    assert ("It took", "3 wd") in entry.detail
    assert called(journal, [("dispute", record)])[record].whole == "C-0147, dispute of 2 Sep"
    opening.close_store(journal)


def test_the_table_of_open_work_follows_every_step(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = add_child(journal)
    logged = log_first(journal, child)
    first, second, third = logged.decisions
    steps = (
        lambda: reviews.change_review(journal, logged.id, decisions_sent=date(2024, 9, 9)),
        lambda: reviews.change_review(journal, logged.id, decisions_received=date(2024, 9, 10)),
        lambda: reviews.agree(journal, first, date(2024, 9, 11)),
        lambda: reviews.contest(journal, second, "No money", date(2024, 9, 11)),
        lambda: disputes.open_dispute(
            journal, child, Theme.DECISIONS, opened=date(2024, 9, 11), decision=second
        ),
        lambda: disputes.next_stage(
            journal, disputes.disputes(journal)[0].id, on=date(2024, 9, 12)
        ),
        lambda: reviews.change_decision(journal, third, "Said so", text="Other words"),
        lambda: disputes.close_dispute(
            journal,
            disputes.disputes(journal)[0].id,
            DisputeOutcome.PARTLY,
            date(2024, 9, 16),
        ),
        lambda: journal.undo(),
    )
    for step in steps:
        step()
        live = journal.state()["open_work"]
        journal.rebuild()
        assert journal.state()["open_work"] == live
    opening.close_store(journal)
