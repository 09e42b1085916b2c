"""What needs me: every open duty once, by when to act and by role, and gone when done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import store.duties
from store import children, drafts, opening, plans, reviews
from store.clock import Urgency
from store.codes import ActionStatus, CarriedOut, Participation
from store.journal import Journal
from store.plans import ProposedArea, ProposedCommitment, ProposedPlan
from store.reviews import Outcome, ProposedDecision
from store.today import Today, TodayLine, what_needs_me

TODAY = date(2024, 9, 16)
BORN = date(2013, 5, 2)


@pytest.fixture(autouse=True)
def _nothing_around(monkeypatch: pytest.MonkeyPatch) -> None:
    """Duties around the children have tests of their own."""
    monkeypatch.setattr(store.duties, "SOURCES", ())


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = opening.throwaway(tmp_path / "s", "Alder", role="iro", device="d", today=TODAY)
    yield opened
    opening.close_store(opened)


def _child(journal: Journal, ref: str, started: date, iro: str | None = "Alder") -> str:
    return children.add_child(journal, ref, dob=BORN, iro=iro, started=started)


def _held(journal: Journal, child: str, day: date, **parts: object) -> str:
    whole: dict[str, object] = {
        "participation": Participation.PN1,
        "views": "Wants to stay.",
        "findings": "The plan is right.",
    }
    outcome = Outcome(child_id=child, held=day, meetings=[day], **(whole | parts))  # type: ignore[arg-type]
    return reviews.log_review(journal, outcome).id


def _papers_out(journal: Journal, review: str, day: date) -> None:
    names = ("decisions_sent", "record_written", "record_distributed")
    reviews.change_review(journal, review, None, **dict.fromkeys(names, day))


def _of(today: Today, kind: str) -> list[TodayLine]:
    return [line for line in today.lines if line.kind == kind]


def _plan(journal: Journal) -> dict[str, str]:
    def area(service: str, number: int) -> ProposedArea:
        return ProposedArea(
            service=service,
            number=number,
            text="It is to get better.",
            commitments=(ProposedCommitment(1, "We promise one thing."),),
        )

    plans.add_plan(
        journal,
        ProposedPlan(
            title="Report",
            regulator="Commission",
            inspected_from=date(2023, 12, 4),
            inspected_to=date(2023, 12, 8),
            areas=(
                area("Social Work Service", 1),
                area("Independent Reviewing Officer Service", 1),
            ),
        ),
    )
    return {
        area.service_short: plans.commitments(journal, area.id)[0].id
        for area in plans.areas(journal)
    }


def test_an_empty_store_needs_nothing(journal: Journal) -> None:
    today = what_needs_me(journal)
    assert (today.lines, today.groups, today.next_on) == ((), (), None)


def test_reviews_stand_by_when_they_are_due_and_say_why(journal: Journal) -> None:
    _child(journal, "C-1", date(2024, 8, 14))
    _child(journal, "C-2", date(2024, 8, 16))
    _child(journal, "C-3", date(2024, 8, 21))
    _child(journal, "C-4", date(2024, 8, 28))
    _child(journal, "C-5", date(2024, 9, 12))
    today = what_needs_me(journal)
    found = {line.ref: (line.group, line.due, line.clock) for line in _of(today, "review")}
    assert found == {
        "C-1": ("late", date(2024, 9, 12), "2 wd over"),
        "C-2": ("today", date(2024, 9, 16), "today"),
        "C-3": ("week", date(2024, 9, 19), "in 3 wd"),
        "C-4": ("next", date(2024, 9, 25), "in 7 wd"),
    }
    assert today.next_on == date(2024, 9, 19)
    late = _of(today, "review")[0]
    assert late.what == "First review not held"
    assert late.urgency is Urgency.LATE
    assert [step.on for step in late.why[:2]] == [date(2024, 8, 14), date(2024, 9, 12)]
    assert late.why[-1].note == "2 wd over"
    assert "2010/959" in late.rule


def test_nothing_in_sight_names_the_next_day(journal: Journal) -> None:
    child = _child(journal, "C-1", date(2024, 9, 16))
    today = what_needs_me(journal)
    due = children.child(journal, child)
    assert due is not None
    assert due.next is not None
    assert not today.lines
    assert today.next_on == due.next.due


def test_a_review_with_a_draft_is_the_draft_and_not_also_due(journal: Journal) -> None:
    child = _child(journal, "C-1", date(2024, 8, 16))
    drafts.keep(journal, "review", child, {"child_id": child, "held": "2024-09-13"})
    today = what_needs_me(journal)
    assert [line.kind for line in today.lines] == ["draft"]
    line = today.lines[0]
    assert (line.ref, line.group, line.opens) == ("C-1", "today", ("review", child))
    assert "13 Sep" in line.what
    assert today.drafts == 1


def test_a_colleagues_child_is_not_on_an_officers_list_but_on_the_managers(
    journal: Journal,
) -> None:
    _child(journal, "C-1", date(2024, 8, 16), iro="Birch")
    assert _of(what_needs_me(journal), "review") == []
    journal.author = replace(journal.author, role="manager")
    assert [line.ref for line in _of(what_needs_me(journal), "review")] == ["C-1"]


def test_what_a_saved_review_lacks_is_due_with_its_record(journal: Journal) -> None:
    child = _child(journal, "C-1", date(2024, 8, 14))
    review = _held(journal, child, date(2024, 9, 11), findings="", participation=None)
    (line,) = _of(what_needs_me(journal), "gap")
    assert (line.ref, line.opens) == ("C-1", ("reviews", review))
    assert line.due == date(2024, 10, 2)
    assert "participation" in line.what
    assert "findings" in line.what
    assert "views" not in line.what


def test_views_of_a_child_who_conveyed_none_are_no_gap(journal: Journal) -> None:
    child = _child(journal, "C-1", date(2024, 8, 14))
    _held(journal, child, date(2024, 9, 11), participation=Participation.PN7, views="")
    assert _of(what_needs_me(journal), "gap") == []


def test_the_papers_of_a_review_are_asked_for_one_after_the_other(journal: Journal) -> None:
    child = _child(journal, "C-1", date(2024, 8, 14))
    review = _held(
        journal,
        child,
        date(2024, 9, 5),
        decisions=[ProposedDecision("Do one thing", "Hazel", date(2024, 10, 1))],
    )

    def asked() -> list[tuple[str, date | None]]:
        return [
            (line.kind, line.due) for line in what_needs_me(journal).lines if line.kind != "review"
        ]

    assert asked() == [("decisions", date(2024, 9, 12))]
    reviews.change_review(journal, review, None, decisions_sent=date(2024, 9, 12))
    assert asked() == [("record", date(2024, 9, 26))]
    reviews.change_review(journal, review, None, record_written=date(2024, 9, 16))
    assert asked() == []
    journal.pinned_today = date(2024, 9, 20)
    assert asked() == [("distribution", date(2024, 10, 3))]


def test_a_decision_past_its_date_is_asked_about_until_somebody_says(journal: Journal) -> None:
    child = _child(journal, "C-1", date(2024, 8, 14))
    logged = _held(
        journal,
        child,
        date(2024, 9, 5),
        decisions=[
            ProposedDecision("Mend the lock", "Rowan", date(2024, 9, 11)),
            ProposedDecision("Find a club", None, None),
            ProposedDecision("Ask the school", "Hazel", date(2024, 10, 1)),
        ],
    )
    _papers_out(journal, logged, date(2024, 9, 6))
    lines = {line.what: line for line in _of(what_needs_me(journal), "decision")}
    assert set(lines) == {"Carried out? Mend the lock", "Find a club"}
    assert lines["Carried out? Mend the lock"].group == "late"
    assert (lines["Find a club"].group, lines["Find a club"].clock) == ("unowned", "no owner")
    asked = lines["Carried out? Mend the lock"].record_id
    reviews.change_decision(journal, asked, carried_out=CarriedOut.YES)
    left = _of(what_needs_me(journal), "decision")
    assert [line.what for line in left] == ["Find a club"]


def test_an_officer_sees_their_own_actions_and_the_iro_areas_the_manager_all(
    journal: Journal,
) -> None:
    commitments = _plan(journal)
    plans.add_action(journal, commitments["SW"], "Of another", "Rowan", date(2024, 9, 6))
    plans.add_action(journal, commitments["SW"], "My own", "Alder", date(2024, 9, 6))
    plans.add_action(journal, commitments["IRO"], "Nobody's", None, date(2024, 12, 1))
    mine = [line.what for line in _of(what_needs_me(journal), "action")]
    assert mine == ["My own", "Nobody's"]
    journal.author = replace(journal.author, role="manager")
    today = what_needs_me(journal)
    assert {line.what for line in _of(today, "action")} == {"Of another", "My own", "Nobody's"}
    assert [group.key for group in today.groups] == ["late", "unowned"]
    assert [(one.name, one.open, one.late) for one in today.team] == [
        ("Alder", 1, 1),
        ("Rowan", 1, 1),
        (None, 1, 0),
    ]


def test_an_action_that_is_done_is_no_duty(journal: Journal) -> None:
    commitments = _plan(journal)
    made = plans.add_action(journal, commitments["IRO"], "Late", "Alder", date(2024, 9, 6))
    assert len(_of(what_needs_me(journal), "action")) == 1
    plans.change_action(journal, made, status=ActionStatus.DONE_AWAITING_SIGN_OFF)
    assert _of(what_needs_me(journal), "action") == []


def test_commitments_without_an_action_are_one_line_for_their_area(journal: Journal) -> None:
    _plan(journal)
    journal.author = replace(journal.author, role="manager")
    lines = _of(what_needs_me(journal), "commitment")
    assert [line.ref for line in lines] == ["IRO 1", "SW 1"]
    assert {line.group for line in lines} == {"unowned"}


def test_changes_wait_only_where_a_centre_waits_for_them(journal: Journal) -> None:
    _child(journal, "C-1", date(2024, 9, 16))
    assert _of(what_needs_me(journal), "changes") == []
    (line,) = _of(what_needs_me(journal, unsent=23), "changes")
    assert (line.ref, line.group) == ("23", "centre")


def test_a_store_nobody_guards_says_so_until_a_passphrase_is_set(tmp_path: Path) -> None:
    from store.database import keys

    opening.init(tmp_path / "open", None, "Alder", role="iro")
    opened = opening.open_store(tmp_path / "open")
    assert [line.kind for line in what_needs_me(opened).lines] == ["keys"]
    keys.change_passphrase(tmp_path / "open", None, "a long passphrase of words")
    assert what_needs_me(opened).lines == ()
    opening.close_store(opened)


def test_every_line_stands_under_a_group_and_once(journal: Journal) -> None:
    commitments = _plan(journal)
    plans.add_action(journal, commitments["IRO"], "Late and nobody's", None, date(2024, 9, 6))
    child = _child(journal, "C-1", date(2024, 8, 14))
    _held(journal, child, date(2024, 9, 11), findings="")
    today = what_needs_me(journal)
    keys = [line.key for line in today.lines]
    assert len(keys) == len(set(keys))
    assert sum(group.count for group in today.groups) == len(today.lines)
    assert [group.key for group in today.groups] == list(
        dict.fromkeys(line.group for line in today.lines)
    )
    assert len([line for line in today.lines if line.what == "Late and nobody's"]) == 1
