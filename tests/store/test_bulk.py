"""Bulk edit: what the preview says is what happens, and one undo takes all of it back."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import bulk, children, open_work, plans, reviews
from store.codes import ActionStatus, Brag, CarriedOut, Participation
from store.errors import ReasonNeeded, Refused
from store.journal import Journal
from store.reviews import Outcome, ProposedDecision
from tests.store.rooms import new_store, with_plan


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return with_actions(tmp_path)


def with_actions(folder: Path) -> Journal:
    """A plan with six actions: owners, dates and statuses of every sort."""
    journal = with_plan(folder)
    first, second, *_ = plans.commitments(journal)
    plans.split_commitment(
        journal,
        first.id,
        [
            ("Write the guide", "Hazel", date(2024, 9, 30)),
            ("Train the team", "Rowan", None),
            ("Ask the children", None, date(2024, 8, 1)),
        ],
    )
    plans.split_commitment(
        journal, second.id, [("Count the visits", "Hazel", None), ("Tell the board", None, None)]
    )
    done = plans.add_action(journal, first.id, "Print the leaflet", "Hazel", date(2024, 6, 1))
    plans.change_action(journal, done, status=ActionStatus.COMPLETE)
    return journal


def numbers(journal: Journal, query: str = "kind:action") -> list[int]:
    return list(open_work.ids(journal, query).rest())


def test_the_preview_counts_what_changes_what_is_so_and_what_is_refused(journal: Journal) -> None:
    marked = numbers(journal) + numbers(journal, "kind:commitment")[:1]
    seen = bulk.preview(journal, marked, "owner", "Hazel")
    assert (seen.changes, seen.same, seen.refused) == (3, 3, 1)
    assert seen.summary.startswith("7 marked · 3 change · 3 already so · 1 refused: ")
    assert not journal.units(1) or journal.units(1)[0].label != "Owner of 3"


def test_one_unit_one_undo(journal: Journal) -> None:
    marked = numbers(journal)
    before, changes = journal.state(), len(journal.units(50))
    done = bulk.apply(journal, bulk.preview(journal, marked, "owner", "Hazel"), "agreed on Monday")
    assert (done.changed, done.skipped) == (3, 0)
    assert len(journal.units(50)) == changes + 1
    assert {row.owner for row in open_work.page(journal, marked) if row} == {"Hazel"}
    undone = journal.undo(done.unit)
    assert undone.restored == 3
    after = journal.state()
    assert after["now_action"] == before["now_action"]
    assert after["conflict"] == before["conflict"]


def test_a_moved_date_keeps_the_first_one_and_asks_why(journal: Journal) -> None:
    marked = numbers(journal, "due:any kind:action is:overdue")
    seen = bulk.preview(journal, marked, "due", "+10wd")
    assert seen.needs_reason
    with pytest.raises(ReasonNeeded):
        bulk.apply(journal, seen)
    assert seen.needs_approver
    with pytest.raises(bulk.ApproverNeeded):
        bulk.apply(journal, seen, "the board moved it")
    bulk.apply(journal, seen, "the board moved it", " Birch ")
    (row,) = open_work.page(journal, marked)
    assert row is not None
    assert (row.due, row.original_due) == (date(2024, 9, 30), date(2024, 8, 1))
    said = {line.reason for line in journal.history(row.id) if line.field == "due"}
    assert "the board moved it (approved by Birch)" in said


def test_a_first_date_asks_for_nobody(journal: Journal) -> None:
    marked = numbers(journal, "due:none kind:action")
    seen = bulk.preview(journal, marked, "due", "+10wd")
    assert not seen.needs_reason
    assert not seen.needs_approver
    assert bulk.apply(journal, seen).changed == len(marked) > 0


def test_a_colour_is_given_and_taken_back_only_with_a_reason(journal: Journal) -> None:
    marked = numbers(journal)
    seen = bulk.preview(journal, marked, "brag", "amber")
    assert seen.needs_reason
    whys = {row.what: row.why for row in seen.rows if row.result == "refused"}
    assert whys == {"Ask the children": "overdue stays red"}
    assert {row.now for row in seen.rows if row.what == "Train the team"} == {"Grey, by the rule"}
    with pytest.raises(ReasonNeeded):
        bulk.apply(journal, seen)
    done = bulk.apply(journal, seen, "the board on Monday")
    assert done.changed == seen.changes == len(marked) - 1
    brags = {row.what: row.brag for row in open_work.page(journal, marked) if row}
    assert {brags.pop("Ask the children")} == {Brag.RED}
    assert set(brags.values()) == {Brag.AMBER}
    assert bulk.preview(journal, marked, "brag", Brag.AMBER).same == done.changed
    none = bulk.preview(journal, marked, "brag", None)
    assert (none.changes, none.same) == (done.changed, 1)
    with pytest.raises(ReasonNeeded):
        bulk.apply(journal, none)
    bulk.apply(journal, none, "it was wrong")
    assert bulk.preview(journal, marked, "brag", None).changes == 0
    blue = bulk.preview(journal, marked, "brag", "blue")
    whys = {row.what: row.why for row in blue.rows if row.result == "refused"}
    assert whys.pop("Ask the children") == "overdue stays red"
    assert set(whys.values()) == {"not done, so not blue"}
    assert blue.changes == 1
    with pytest.raises(Refused):
        bulk.preview(journal, marked, "brag", "purple")


def test_one_colour_asks_its_reason_too(journal: Journal) -> None:
    action = plans.actions(journal)[0]
    with pytest.raises(ReasonNeeded):
        plans.change_action(journal, action.id, brag=Brag.AMBER)
    assert plans.change_action(journal, action.id, "the board", brag=Brag.AMBER)
    assert not plans.change_action(journal, action.id, brag=Brag.AMBER)


def test_closed_rows_and_other_kinds_are_refused_with_the_reason(journal: Journal) -> None:
    (action,) = numbers(journal, "leaflet")
    seen = bulk.preview(journal, [action], "status", "not started")
    assert seen.rows[0].new == ActionStatus.NOT_STARTED.wording
    decision_only = bulk.preview(journal, [action], "status", "contested")
    assert decision_only.refused == 1
    with pytest.raises(Refused):
        bulk.apply(journal, decision_only, "no")


def test_a_row_that_changed_since_the_preview_is_left_alone(journal: Journal) -> None:
    marked = numbers(journal, "no:owner kind:action")
    seen = bulk.preview(journal, marked, "owner", "Birch")
    plans.change_action(journal, seen.rows[0].id, owner="Alder")
    done = bulk.apply(journal, seen)
    assert (done.changed, done.skipped) == (1, 1)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    edits=st.lists(
        st.tuples(
            st.integers(0, 10_000),
            st.sampled_from(
                [
                    ("owner", "Hazel"), ("owner", None), ("owner", "New Name"),
                    ("due", "2024-10-01"), ("due", None), ("status", "blocked"),
                    ("status", "complete"), ("what", "Said anew"), ("brag", "amber"),
                    ("brag", None),
                ]
            ),
        ),
        min_size=1, max_size=4,
    )
)  # fmt: skip
def test_bulk_edits_and_their_undo_leave_the_tables_as_they_were(
    standing: Journal, edits: list[tuple[int, tuple[str, str | None]]]
) -> None:
    journal = standing
    before, length = journal.state(), len(journal.units(10_000))
    rows = {tuple(row) for row in without_stamps(before["open_work"])}
    units = []
    for seed, (field, value) in edits:
        every = numbers(journal, "kind:action or kind:commitment")
        marked = random.Random(seed).sample(every, min(len(every), 4))
        seen = bulk.preview(journal, marked, field, value)
        if seen.changes:
            units.append(bulk.apply(journal, seen, "why", "Birch").unit)
    for unit in reversed(units):
        assert not journal.undo(unit).left
    after = journal.state()
    assert after["now_action"] == before["now_action"]
    assert (after["fork"], after["conflict"]) == (before["fork"], before["conflict"])
    assert {tuple(row) for row in without_stamps(after["open_work"])} == rows
    assert len(journal.units(10_000)) == length + 2 * len(units)
    journal.rebuild()
    assert journal.state()["open_work"] == after["open_work"]


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Journal:
    journal = with_actions(tmp_path_factory.mktemp("bulk"))
    journal.database.execute_sql("PRAGMA synchronous = OFF")
    return journal


def without_stamps(rows: list[tuple[object, ...]]) -> list[list[object]]:
    """Rows of open work without what says when they last changed."""
    stamps = {open_work.table.COLUMNS.index(name) for name in ("changed", "device", "seq")}
    return [[value for at, value in enumerate(row) if at not in stamps] for row in rows]


def test_it_can_be_taken_back_after_a_restart_and_an_export(tmp_path: Path) -> None:
    journal = with_actions(tmp_path)
    done = bulk.apply(journal, bulk.preview(journal, numbers(journal), "owner", "Birch"))
    last = max(own.last for own in journal.ranges())
    journal.mark_sent(last)
    assert {r.delivery for r in open_work.page(journal, numbers(journal)) if r} == {"sent"}
    # The owner was new with it, and goes with it.
    assert journal.undo(done.unit).restored == done.changed + 1
    changed = open_work.page(journal, numbers(journal))
    assert {row.delivery for row in changed if row and row.owner != "Birch"} == {"here"}


def test_new_store_has_no_open_work(tmp_path: Path) -> None:
    assert len(open_work.ids(new_store(tmp_path)).rest()) == 0


def test_decisions_not_carried_out_keep_why(tmp_path: Path) -> None:
    journal = new_store(tmp_path, 3)
    child = children.add_child(journal, "C-0147", started=date(2024, 4, 15))
    reviews.log_review(
        journal,
        Outcome(
            child_id=child,
            held=date(2024, 5, 10),
            meetings=[date(2024, 5, 10)],
            participation=Participation.PN1,
            decisions=[
                ProposedDecision("Find a club", "Hazel", date(2024, 6, 1)),
                ProposedDecision("Ring the school", "Rowan", None),
            ],
        ),
    )
    marked = numbers(journal, "kind:decision")
    seen = bulk.preview(journal, marked, "status", "partly")
    assert seen.changes == 2
    with pytest.raises(ReasonNeeded):
        bulk.apply(journal, seen)
    done = bulk.apply(journal, seen, "the club closed")
    found = reviews.decisions(journal)
    assert {one.carried_out for one in found} == {CarriedOut.PARTLY}
    assert {one.carried_out_reason for one in found} == {"the club closed"}
    journal.undo(done.unit)
    assert {one.carried_out for one in reviews.decisions(journal)} == {None}
