"""Open work: lists hold what a slow filter finds, and follow the records in the same moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import asking, calendars, children, evidence, open_work, people, plans, reviews
from store.asking import And, Compared, Everything, Expression, Not, Or, Words, found_in, searched
from store.asking.fields import area_key, text_key
from store.codes import ActionStatus, Brag, CarriedOut, EvidenceKind
from store.demo.many import fill
from store.errors import WrongUse
from store.journal import Journal
from store.open_work import Row
from store.open_work.table import ORDERED
from store.plans.models import AreaRecord
from store.plans.standing import NO_EVIDENCE, OVERDUE, SOON, STALE, stance
from tests.store.caseload import add_child, log_first
from tests.store.rooms import TODAY, new_store, with_plan


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Journal:
    journal = new_store(tmp_path_factory.mktemp("many"))
    journal.database.execute_sql("PRAGMA synchronous = OFF")
    fill(journal, 400)
    child = add_child(journal)
    log_first(journal, child)
    return journal


def every(journal: Journal) -> list[Row]:
    return [row for row in open_work.page(journal, open_work.ids(journal).rest()) if row]


# --- a slow filter over the same rows: plain Python, one rule a field ---


def finds(expression: Expression, row: Row) -> bool:
    if isinstance(expression, Everything):
        return True
    if isinstance(expression, Words):
        held = searched(row.what, row.ref, row.area, row.area_ref, row.child, row.owner)
        return found_in(expression, held)
    if isinstance(expression, Not):
        return not finds(expression.inner, row)
    if isinstance(expression, And):
        return all(finds(part, row) for part in expression.parts)
    if isinstance(expression, Or):
        return any(finds(part, row) for part in expression.parts)
    return SLOW[expression.field](expression, row)


def named(value: str | None, one: Compared) -> bool:
    if one.value == "none":
        return value is None
    if one.value == "any":
        return value is not None
    return value is not None and value.casefold().startswith(one.value.casefold())


def due(one: Compared, row: Row) -> bool:
    if one.value in ("none", "any"):
        return (row.due is None) is (one.value == "none")
    if row.due is None:
        return False
    first = last = TODAY + timedelta(days=int(one.value[:-1])) if one.value[-1] == "d" else TODAY
    if one.value == "week":
        first = TODAY - timedelta(days=TODAY.weekday())
        last = first + timedelta(days=6)
    return {
        ":": first <= row.due <= last,
        "<": row.due < first,
        "<=": row.due <= last,
        ">": row.due > last,
        ">=": row.due >= first,
    }[one.operator]


def area(one: Compared, row: Row) -> bool:
    if one.value in ("none", "any"):
        return (row.area is None) is (one.value == "none")
    return row.area is not None and row.area.replace(" ", "/").casefold() == one.value


def there(name: str, row: Row) -> bool:
    return {
        "owner": row.owner is not None,
        "date": row.due is not None,
        "evidence": row.evidence > 0,
        "child": row.child is not None,
        "area": row.area is not None,
        "conflict": row.conflict,
        "action": row.kind != "commitment",
    }[name]


SLOW: dict[str, Callable[[Compared, Row], bool]] = {
    "kind": lambda one, row: row.kind == one.value,
    "status": lambda one, row: row.status == one.value,
    "brag": lambda one, row: (row.brag.value if row.brag else "none") == one.value,
    "owner": lambda one, row: named(row.owner, one),
    "due": due,
    "area": area,
    "std": lambda one, row: row.standard == one.value,
    "child": lambda one, row: named(row.child, one),
    "team": lambda one, row: named(row.team, one),
    "conflict": lambda one, row: row.conflict is (one.value == "yes"),
    "has": lambda one, row: there(one.value, row),
    "no": lambda one, row: not there(one.value, row),
    "is": lambda one, row: OVERDUE in row.flags,
    "delivery": lambda one, row: row.delivery == one.value,
}


def last(value: str | None) -> tuple[bool, str]:
    """A text for sorting; what is not there comes last."""
    return value is None, text_key(value or "")


def area_sorted(row: Row) -> tuple[bool, str]:
    return last(row.area and area_key(row.area))


ORDERS: dict[str, Callable[[Row], Any]] = {
    "due": lambda row: row.due or date.max,
    "owner": lambda row: last(row.owner),
    "kind": lambda row: row.kind,
    "status": lambda row: row.status,
    "ref": lambda row: last(row.ref),
    "changed": lambda row: row.changed or date.min,
    "area": area_sorted,
    "child": lambda row: last(row.child),
    "what": lambda row: row.what.casefold(),
    "team": lambda row: last(row.team),
    "standard": lambda row: last(row.standard),
    "evidence": lambda row: row.evidence,
    "brag": lambda row: row.brag.rank if row.brag else len(Brag),
    "delivery": lambda row: ("refused", "here", "sent", "merged", "received").index(row.delivery),
}
HEADINGS: dict[str, Callable[[Row], Any]] = {
    "owner": ORDERS["owner"],
    "area": area_sorted,
    "week": lambda row: row.due - timedelta(days=row.due.weekday()) if row.due else date.max,
}

PARTS = st.sampled_from(
    [
        *(
            "care",
            "pla",
            "visit",
            "ombudsman",
            '"care plan"',
            '"plan care"',
            "hazel",
            "fern",
            "oak plan",
            "sw",
            "M-0000",
        ),
        *("owner:none", "owner:any", "owner:f", "owner:oak", "brag:red", "brag:none", "brag:green"),
        *("status:blocked", "status:in_progress", "kind:decision", "kind:action", "kind:review"),
        *("due:none", "due:any", "due<7d", "due>=30d", "due:week", "due:today", "due<=-10d"),
        *("area:sw/3", "area:none", "std:2", "child:m-0000", "team:n", "team:none"),
        *("conflict:yes", "has:evidence", "no:owner", "no:date", "has:child", "no:action"),
        *("is:overdue", "delivery:here", "delivery:sent"),
    ]
)
QUERIES = st.recursive(
    PARTS,
    lambda inner: st.one_of(
        inner.map(lambda q: f"-({q})"),
        st.tuples(inner, inner).map(lambda q: f"({q[0]}) ({q[1]})"),
        st.tuples(inner, inner).map(lambda q: f"({q[0]}) or ({q[1]})"),
    ),
    max_leaves=5,
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=QUERIES,
    sort=st.sampled_from(open_work.SORTS),
    descending=st.booleans(),
    group=st.sampled_from([None, *open_work.GROUPS]),
)
def test_a_query_finds_what_a_slow_filter_finds(
    many: Journal, text: str, sort: str, descending: bool, group: str | None
) -> None:
    query = asking.parse(text)
    listed = open_work.ids(many, query, sort, descending=descending, group=group, first=5)
    begun = list(listed)
    numbers = list(listed.rest())
    assert numbers[: len(begun)] == begun
    assert set(numbers) == {row.n for row in every(many) if finds(query.expression, row)}
    assert len(numbers) == len(set(numbers)) == open_work.counts(many, query).matching
    rows = [row for row in open_work.page(many, numbers) if row]
    # Python's sort is stable: first by what breaks ties, last by what is asked for.
    turned = descending and sort in ORDERED
    slowly = sorted(rows, key=lambda row: (row.due or date.max, row.n), reverse=turned)
    slowly.sort(key=ORDERS[sort], reverse=descending)
    if group:
        slowly.sort(key=HEADINGS[group])
        headings = open_work.groups(many, query, group)
        assert [len(list(own)) for _, own in groupby(rows, HEADINGS[group])] == [
            one.count for one in headings
        ]
    assert [row.n for row in rows] == [row.n for row in slowly]


def test_it_reads_on_in_steps(many: Journal) -> None:
    listed = open_work.ids(many, "", first=10)
    assert (len(listed), listed.complete) == (10, False)
    while listed.more(97):
        pass
    assert list(listed) == list(open_work.ids(many).rest())


# --- it follows the records ---


FOLLOWED = ("action", "commitment", "decision", "review", "papers")


def kinds(journal: Journal) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in every(journal):
        if row.kind in FOLLOWED:
            found[row.kind] = found.get(row.kind, 0) + 1
    return found


def assert_kept(journal: Journal) -> None:
    """What was kept up to date save by save is what would be made anew."""
    kept = journal.state()["open_work"]
    journal.rebuild()
    assert journal.state()["open_work"] == kept


def test_an_action_takes_the_place_of_its_commitment_and_gives_it_back(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    before = kinds(journal)["commitment"]
    first = plans.commitments(journal)[0]
    action = plans.add_action(journal, first.id, "Write the guide", "Hazel", date(2024, 9, 1))
    assert kinds(journal) == {"commitment": before - 1, "action": 1}
    row = open_work.row_of(journal, action)
    assert row is not None
    assert (row.owner, row.area_id, row.flags) == ("Hazel", first.area_id, (OVERDUE,))
    plans.change_action(journal, action, status=ActionStatus.COMPLETE)
    (row,) = open_work.page(journal, [row.n])
    assert row is not None
    assert row.flags == (NO_EVIDENCE,)
    shown = evidence.add_evidence(journal, action, EvidenceKind.AUDIT, date(2024, 9, 10))
    assert "action" not in kinds(journal)
    (row,) = open_work.page(journal, [row.n])
    assert row is not None
    assert not row.open
    evidence.withdraw_evidence(journal, shown, "wrong file")
    assert kinds(journal)["action"] == 1
    plans.withdraw_action(journal, action, "twice")
    assert kinds(journal) == {"commitment": before}
    assert_kept(journal)


def test_a_review_held_moves_the_clock_and_asks_for_its_papers(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = add_child(journal)
    assert kinds(journal) == {"review": 1}
    logged = log_first(journal, child)
    assert kinds(journal) == {"review": 1, "papers": 1, "decision": 3}
    known = children.child(journal, child)
    row = open_work.row_of(journal, child, "review")
    assert known is not None
    assert known.next is not None
    assert row is not None
    assert (row.due, row.owner) == (known.next.due, "Alder")
    reviews.change_decision(journal, logged.decisions[0], carried_out=CarriedOut.YES)
    reviews.change_review(journal, logged.id, decisions_sent=date(2024, 6, 25))
    (papers,) = (r for r in every(journal) if r.kind == "papers")
    assert papers.status_words == "to write"
    assert kinds(journal)["decision"] == 2
    children.change_child(journal, child, team="North")
    assert {row.team for row in every(journal)} == {"North"}
    children.end_period(journal, known.periods[0].id, date(2024, 9, 10))
    assert "review" not in kinds(journal)
    assert_kept(journal)


def test_brag_is_that_of_the_plans_rule(many: Journal) -> None:
    for row in every(many):
        if row.kind == "action":
            shown = stance(
                ActionStatus(row.status), None, row.owner, row.due, row.evidence, row.changed, TODAY
            )
            assert row.brag is shown.brag, row
            assert set(shown.flags) <= set(row.flags)


def test_the_day_turns_without_a_write(many: Journal) -> None:
    pinned = many.pinned_today
    try:
        many.pinned_today = TODAY + timedelta(days=60)
        assert all(row.due is None or row.due >= many.today() or OVERDUE in row.flags
                   for row in every(many) if row.kind == "decision")  # fmt: skip
        assert any(STALE in row.flags for row in every(many))
        assert open_work.counts(many, "brag:red").matching > 0
        assert SOON.days == 14
    finally:
        many.pinned_today = pinned


def test_findings_name_the_key_that_mends(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    first = plans.commitments(journal)[0]
    action = plans.add_action(journal, first.id, "Ask the children")
    row = open_work.row_of(journal, action)
    assert row is not None
    assert [(one.key, one.mend) for one in open_work.findings(row, TODAY)] == [
        ("no owner", "o"),
        ("no date", "d"),
    ]


@pytest.mark.parametrize("column", open_work.COLUMNS)
def test_rows_like_this_one_hold_the_same(many: Journal, column: str) -> None:
    for row in every(many)[::60]:
        text = open_work.like(row, column)
        if text:
            found = open_work.page(many, open_work.ids(many, text).rest())
            assert row.n in {one.n for one in found if one}


def test_an_order_that_is_none_is_refused(many: Journal) -> None:
    with pytest.raises(WrongUse, match="due"):
        open_work.ids(many, "", "mood")


def test_an_owner_named_later_is_shown_at_once(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    action = plans.add_action(journal, plans.commitments(journal)[0].id, "Ask", "Rowan")
    people.change_person(journal, people.person_id("Rowan"), team="North")
    row = open_work.row_of(journal, action)
    assert row is not None
    assert row.owner == "Rowan"
    assert_kept(journal)


def test_a_plan_that_comes_or_goes_and_an_area_that_changes_move_their_rows_only(
    tmp_path: Path,
) -> None:
    journal = with_plan(tmp_path)
    own = plans.commitments(journal)[0]
    action = plans.add_action(journal, own.id, "Ask", "Rowan")
    with journal.unit_of_work("the standard was a slip") as unit:
        unit.save(AreaRecord, own.area_id, standard="7")
    row = open_work.row_of(journal, action)
    assert row is not None
    assert row.standard == "7"
    newer = plans.ProposedPlan(
        title="A later report",
        regulator="The regulator",
        inspected_from=date(2025, 1, 6),
        inspected_to=date(2025, 1, 9),
        areas=(),
    )
    plans.add_plan(journal, newer)
    assert "commitment" not in kinds(journal)
    assert_kept(journal)
    journal.undo()
    assert kinds(journal)["commitment"] > 0
    assert_kept(journal)


def test_a_new_public_holiday_moves_what_is_due_and_what_silence_turns(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    child = add_child(journal)
    logged = log_first(journal, child)
    reviews.change_review(journal, logged.id, decisions_received=date(2024, 9, 12))
    assert open_work.row_of(journal, logged.id, "papers").due == date(2024, 6, 27)  # type: ignore[union-attr]
    calendars.add_extra_day(journal, date(2024, 6, 24), "Storm")
    calendars.add_extra_day(journal, date(2024, 9, 16), "Storm")
    assert open_work.row_of(journal, logged.id, "papers").due == date(2024, 6, 28)  # type: ignore[union-attr]
    assert_kept(journal)


def test_a_name_is_found_as_soon_as_its_owner_has_the_row(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    action = plans.add_action(journal, plans.commitments(journal)[0].id, "Ask", "Rowan Birch")
    row = open_work.row_of(journal, action)
    assert row is not None
    for text in ("rowan", "bir", '"rowan birch"', "ask rowan", "-alder ask"):
        assert row.n in open_work.ids(journal, text).rest(), text
    for text in ("-rowan", '"birch rowan"', '"ask rowan"'):
        assert row.n not in open_work.ids(journal, text).rest(), text
    plans.change_action(journal, action, owner="Alder")
    assert row.n not in open_work.ids(journal, "rowan").rest()
    assert_kept(journal)
