"""A plan is read level by level, split into actions, changed with reasons, linked to its past."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from store import plans
from store.codes import ActionStatus, Brag
from store.errors import NotFound, ReasonNeeded, Refused, WrongUse
from store.journal import Journal
from store.plans import ProposedArea, ProposedCommitment, ProposedPlan
from store.plans.names import plan_years, service_short, service_shorts, short_ids, title_of
from tests.store.rooms import first_commitment, new_store, with_plan


def earlier_plan(year: int = 2018) -> ProposedPlan:
    """A plan of one area and one commitment."""
    line = ProposedCommitment(1, "Fewer changes of worker.")
    area = ProposedArea("Social work", 1, "A steady workforce.", commitments=(line,))
    return ProposedPlan("Plan", "Board", date(year, 7, 18), date(year, 7, 18), (area,))


# Reading ------------------------------------------------------------------------------------


def test_every_level_has_a_reference_people_can_say(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    assert [plan.ref for plan in plans.plans(journal)] == ["P-2023"]
    assert [area.ref for area in plans.areas(journal)] == [
        "2023-HW-1",
        "2023-HW-2",
        "2023-HW-3",
        "2023-IRO-1",
    ]
    assert [line.ref for line in plans.commitments(journal)][:3] == [
        "2023-HW-1.1",
        "2023-HW-1.2",
        "2023-HW-2.1",
    ]
    assert plans.areas(journal)[3].short_ref == "IRO 1"


def test_a_list_stays_with_the_commitment_that_introduces_it(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    assert [len(line.items) for line in plans.commitments(journal)] == [0, 0, 0, 0, 0, 7, 0, 0, 0]


def test_plans_come_newest_first(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    plans.add_plan(journal, earlier_plan())
    assert [plan.ref for plan in plans.plans(journal)] == ["P-2023", "P-2018"]
    assert [area.ref for area in plans.areas(journal)][-1] == "2018-SW-1"


def test_an_unknown_id_is_not_found(tmp_path: Path) -> None:
    journal = new_store(tmp_path)
    for read in (plans.plan, plans.area, plans.commitment, plans.action):
        with pytest.raises(NotFound):
            read(journal, "0" * 32)


def test_reading_all_plans_takes_no_query_per_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def queries(actions: int) -> int:
        journal = with_plan(tmp_path, seed=actions)
        for line in plans.commitments(journal):
            made = [(f"Action {n}", "Hazel", None) for n in range(actions)]
            for action in plans.split_commitment(journal, line.id, made):
                plans.change_action(journal, action, status=ActionStatus.IN_PROGRESS)
        count = 0
        execute = journal.database.execute_sql

        def counted(*args: object, **kwargs: object) -> object:
            nonlocal count
            count += 1
            return execute(*args, **kwargs)

        monkeypatch.setattr(journal.database, "execute_sql", counted)
        plans.plans(journal)
        plans.areas(journal)
        plans.actions(journal)
        return count

    assert queries(1) == queries(5) <= 15


# Splitting and changing ---------------------------------------------------------------------


def split(journal: Journal) -> list[str]:
    """The first commitment, split into two actions."""
    return plans.split_commitment(
        journal,
        first_commitment(journal).id,
        [("Write the page", "Hazel", date(2024, 9, 1)), ("Read it with partners", None, None)],
    )


def test_a_commitment_is_split_in_one_unit_with_owner_and_date(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    before = len(journal.units())
    split(journal)
    one, two = plans.actions(journal, first_commitment(journal).id)
    assert (one.number, one.owner, one.due, one.status) == (
        1,
        "Hazel",
        date(2024, 9, 1),
        ActionStatus.NOT_STARTED,
    )
    assert (one.brag, one.flags) == (Brag.RED, ("overdue",))
    assert (two.number, two.flags) == (2, ("no owner", "no date"))
    assert len(journal.units()) == before + 1
    journal.undo()
    assert plans.actions(journal) == []


def test_the_worst_action_shows_at_every_level(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    split(journal)
    area = plans.areas(journal)[0]
    for found in (
        first_commitment(journal).standing,
        area.standing,
        plans.plans(journal)[0].standing,
    ):
        assert (found.brag, found.actions, found.overdue) == (Brag.RED, 2, 1)
    assert plans.areas(journal)[1].standing.brag is Brag.GREY


def test_a_revised_date_keeps_the_first_one(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    one, two = split(journal)
    plans.change_action(journal, one, due=date(2024, 10, 1))
    plans.change_action(journal, one, due=date(2024, 11, 1))
    plans.change_action(journal, two, due=date(2024, 12, 1))
    first, second = plans.actions(journal)
    assert (first.original_due, first.due) == (date(2024, 9, 1), date(2024, 11, 1))
    assert (second.original_due, second.due) == (date(2024, 12, 1), date(2024, 12, 1))


def test_a_status_once_set_changes_only_with_a_reason(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    one, _ = split(journal)
    assert plans.change_action(journal, one, status=ActionStatus.IN_PROGRESS)
    with pytest.raises(ReasonNeeded):
        plans.change_action(journal, one, status=ActionStatus.COMPLETE)
    assert plans.change_action(journal, one, "Board of May", status=ActionStatus.COMPLETE)
    assert plans.action(journal, one).flags == ("done without evidence",)
    assert journal.history(one)[-1].reason == "Board of May"


def test_an_action_without_status_has_not_started_and_saying_so_changes_nothing(
    tmp_path: Path,
) -> None:
    journal = with_plan(tmp_path)
    one, _ = split(journal)
    assert not plans.change_action(journal, one, status=ActionStatus.NOT_STARTED)


def test_an_owner_changes_by_name_and_can_be_emptied(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    one, _ = split(journal)
    plans.change_action(journal, one, owner="Rowan")
    assert plans.action(journal, one).owner == "Rowan"
    plans.change_action(journal, one, owner=None)
    assert plans.action(journal, one).owner is None


def test_an_action_needs_words_and_known_fields(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    one, _ = split(journal)
    with pytest.raises(Refused):
        plans.add_action(journal, first_commitment(journal).id, " ")
    with pytest.raises(Refused):
        plans.change_action(journal, one, title="")
    with pytest.raises(WrongUse, match="title, owner, due, status, brag"):
        plans.change_action(journal, one, colour="red")


def test_a_withdrawn_action_leaves_every_list_and_its_reason_stays(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    one, two = split(journal)
    plans.withdraw_action(journal, one, "Twice the same")
    assert [action.id for action in plans.actions(journal)] == [two]
    with pytest.raises(Refused, match="Twice the same"):
        plans.change_action(journal, one, title="Again")


def test_a_date_set_by_hand_says_so(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    area = plans.areas(journal)[0]
    plans.change_area(journal, area.id, due=date(2025, 3, 1), title="Plain words")
    found = plans.area(journal, area.id)
    assert (found.due, found.due_rule, found.title) == (
        date(2025, 3, 1),
        "Set by hand",
        "Plain words",
    )
    assert found.deadline == "12 months from the date of inspection."


def test_areas_and_commitments_can_be_added_by_hand(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    plan = plans.plans(journal)[0]
    area = plans.add_area(journal, plan.id, "Harbour health", 1, "Teeth are seen to.", standard="9")
    line = plans.add_commitment(journal, area, "A dentist comes", ["spring", "autumn"])
    assert plans.area(journal, area).ref == "2023-HH-1"
    assert plans.commitment(journal, line).items == ("spring", "autumn")
    with pytest.raises(Refused, match="already"):
        plans.add_area(journal, plan.id, "Harbour Health", 1, "Again.")


# Promised before ----------------------------------------------------------------------------


def test_what_was_promised_before_is_told_with_how_much_was_held(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    plans.add_plan(journal, earlier_plan(2018))
    plans.add_plan(journal, earlier_plan(2012))
    areas = {area.plan_ref: area for area in plans.areas(journal)}
    plans.link_earlier(journal, areas["P-2023"].id, areas["P-2018"].id)
    plans.link_earlier(journal, areas["P-2018"].id, areas["P-2012"].id)
    done = plans.add_action(journal, plans.commitments(journal, areas["P-2018"].id)[0].id, "Do it")
    plans.change_action(journal, done, status=ActionStatus.COMPLETE)
    promises = plans.promised_before(journal, areas["P-2023"].id)
    assert [(p.year, p.ref, p.said) for p in promises] == [
        (2018, "2018-SW-1", "1 of 1 held"),
        (2012, "2012-SW-1", "nothing known"),
    ]


def test_an_earlier_promise_stands_in_an_earlier_plan(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    plans.add_plan(journal, earlier_plan())
    new, same, *_, old = plans.areas(journal)
    with pytest.raises(Refused):
        plans.link_earlier(journal, new.id, same.id)
    with pytest.raises(Refused):
        plans.link_earlier(journal, old.id, new.id)


def test_the_latest_of_an_area_takes_in_what_lies_below_it(tmp_path: Path) -> None:
    journal = with_plan(tmp_path)
    one, _ = split(journal)
    plans.change_action(journal, one, title="Write the whole page")
    latest = plans.latest(journal, plans.areas(journal)[0].id, limit=1)
    assert [(line.field, line.new) for line in latest] == [("title", "Write the whole page")]


# Names --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("service", "short"),
    [
        ("Children’s Social Work Service", "SW"),
        ("Social work", "SW"),
        ("Independent Reviewing Officer Service", "IRO"),
        ("Independent Reviewing Officer (IRO) Service", "IRO"),
        ("Fostering service", "FOST"),
        ("Children's Services", "CS"),
        ("", "AFI"),
    ],
)
def test_a_service_has_a_short_name(service: str, short: str) -> None:
    assert service_short(service) == short


def test_services_that_shorten_alike_are_told_apart() -> None:
    assert service_shorts(["Social work", "Street work"]) == {
        "Social work": "SW",
        "Street work": "SW2",
    }


def test_two_plans_of_one_year_are_told_apart() -> None:
    march, june = date(2023, 3, 1), date(2023, 6, 1)
    assert plan_years([("b", june, "B"), ("a", march, "A")]) == {"a": "2023", "b": "2023b"}


def test_short_ids_grow_only_where_two_begin_alike() -> None:
    found = short_ids("A", ["abcdef0000", "abcdef1111", "0123456789"])
    assert found == {
        "abcdef0000": "A-abcdef0",
        "abcdef1111": "A-abcdef1",
        "0123456789": "A-012345",
    }


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("To improve the records.", "Improve the records"),
        ("A fair picture: islanders judge by evidence.", "A fair picture"),
        ("One. Two.", "One"),
        ("word " * 40, "word word word word word word word word word word word…"),
    ],
)
def test_an_area_goes_by_its_first_words(text: str, title: str) -> None:
    assert title_of(text) == title
