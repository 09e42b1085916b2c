"""Posts, caseloads against 50 to 70 for a full-time IRO, and the children who have no IRO."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from store import children, people, rules, service
from store.codes import Role
from store.duties.service import duties
from store.errors import Refused
from store.journal import Journal
from store.service import Standing, Worker
from tests.store.devices import Clock, new_device, pass_on

TODAY = date(2024, 9, 16)
STARTED = date(2024, 5, 28)


def give(journal: Journal, iro: str | None, count: int, first: int = 0) -> list[str]:
    """So many children looked after, of one IRO."""
    return [
        children.add_child(journal, f"C-{number:03}", iro=iro, started=STARTED)
        for number in range(first, first + count)
    ]


def standing_of(journal: Journal, on: date = TODAY) -> dict[str | None, tuple[int, str, Standing]]:
    """By name: how many children, how many for full time, and how that stands."""
    return {
        one.person: (one.children, str(one.per_fte), one.standing)
        for one in service.caseload(journal, on)
    }


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1", "1"), ("0.6", "0.6"), ("0,6", "0.6"), ("60%", "0.6"), ("60 %", "0.6"), (".5", "0.5")],
)
def test_a_share_of_full_time_is_read(typed: str, value: str) -> None:
    assert service.share(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["", "half", "0", "-1", "1.2", "120%", "nan", "inf", "1e9"])
def test_what_is_no_share_is_refused(typed: str) -> None:
    with pytest.raises(service.NoShare, match="no share of full time") as refusal:
        service.share(typed)
    assert refusal.value.field == "fte"


@pytest.mark.parametrize(
    ("children_", "fte", "per_fte", "standing"),
    [
        (3, "0.05", "60.0", Standing.WITHIN),
        (5, "0.1", "50.0", Standing.WITHIN),
        (7, "0.1", "70.0", Standing.WITHIN),
        (8, "0.1", "80.0", Standing.OVER),
        (4, "0.1", "40.0", Standing.UNDER),
        (0, "1", "0.0", Standing.UNDER),
    ],
)
def test_a_caseload_is_counted_for_full_time(
    tmp_path: Path, children_: int, fte: str, per_fte: str, standing: Standing
) -> None:
    journal = new_device(tmp_path)
    service.add_post(journal, "Alder", Decimal(fte))
    give(journal, "Alder", children_)
    assert standing_of(journal) == {"Alder": (children_, per_fte, standing)}


def test_everybody_who_holds_children_or_the_role_is_listed(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    give(journal, None, 2)
    give(journal, "Birch", 1, first=10)
    people.add_person(journal, "Cedar", Role.IRO)
    people.add_person(journal, "Hazel", Role.SOCIAL_WORKER)
    assert standing_of(journal) == {
        None: (2, "None", Standing.UNALLOCATED),
        "Birch": (1, "None", Standing.UNKNOWN),
        "Cedar": (0, "None", Standing.UNKNOWN),
    }


def test_who_left_is_listed_while_children_wait(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    service.add_post(journal, "Birch", Decimal(1), until=date(2024, 9, 13))
    (child,) = give(journal, "Birch", 1)
    assert standing_of(journal, date(2024, 9, 13))["Birch"][2] is Standing.UNDER, "the last day"
    assert standing_of(journal)["Birch"] == (1, "None", Standing.LEFT)
    children.change_child(journal, child, iro="Alder")
    assert "Birch" not in standing_of(journal)


def test_the_limits_are_the_services_own(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    service.add_post(journal, "Alder", Decimal("0.05"))
    give(journal, "Alder", 3)
    rules.set_rule(journal, "caseload_high", 55, date(2024, 9, 1))
    limits = service.caseload_limits(journal, TODAY)
    assert (limits.low, limits.high) == (50, 55)
    assert standing_of(journal)["Alder"][2] is Standing.OVER
    assert standing_of(journal, date(2024, 8, 31))["Alder"][2] is Standing.WITHIN


def test_the_service_as_one_caseload(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    limits = service.caseload_limits(journal, TODAY)
    service.add_post(journal, "Alder", Decimal("0.1"))
    service.add_post(journal, "Birch", Decimal("0.05"))
    give(journal, "Alder", 6)
    give(journal, None, 3, first=10)
    whole = service.together(service.caseload(journal, TODAY), limits)
    assert (whole.children, whole.fte, whole.per_fte) == (9, Decimal("0.15"), Decimal("60.0"))
    give(journal, "Cedar", 1, first=20)
    whole = service.together(service.caseload(journal, TODAY), limits)
    assert (whole.fte, whole.standing) == (None, Standing.UNKNOWN)


def test_a_caseload_of_an_earlier_day(tmp_path: Path) -> None:
    clock = Clock()
    journal = new_device(tmp_path, clock=clock)
    clock.at = datetime.fromisoformat("2024-08-01T09:00+00:00")
    one, two, three = give(journal, "Alder", 3)
    clock.at += timedelta(days=10)
    children.change_child(journal, one, iro="Birch")
    clock.at += timedelta(days=10)
    children.change_child(journal, one, iro="Cedar")
    children.change_child(journal, two, iro=None)
    children.end_period(journal, children.period_id(three, STARTED), date(2024, 8, 15))

    def counts(on: date) -> dict[str | None, int]:
        return {load.person: load.children for load in service.caseload(journal, on)}

    assert counts(date(2024, 8, 10)) == {"Alder": 3}
    assert counts(date(2024, 8, 14)) == {"Alder": 2, "Birch": 1}
    assert counts(date(2024, 8, 15)) == {"Alder": 1, "Birch": 1}, "the day of leaving"
    assert counts(TODAY) == {None: 1, "Cedar": 1}
    assert counts(date(2024, 6, 1)) == {"Alder": 3}, "before anything was written down"


def test_a_share_that_changes_on_a_day_ends_one_post_and_begins_another(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    service.set_fte(journal, "Alder", Decimal(1))
    service.set_fte(journal, "Alder", Decimal("0.6"), since=date(2024, 7, 1))
    assert [(p.fte, p.started, p.until) for p in service.posts(journal)] == [
        (Decimal(1), None, date(2024, 6, 30)),
        (Decimal("0.6"), date(2024, 7, 1), None),
    ]
    assert [p.fte for p in service.posts(journal, date(2024, 6, 30))] == [Decimal(1)]
    service.set_fte(journal, "Alder", Decimal("0.7"))
    assert [p.fte for p in service.posts(journal)] == [Decimal(1), Decimal("0.7")]
    assert len(journal.units()) == 3, "each one step"


def test_a_post_ends_after_it_began(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    with pytest.raises(Refused) as refusal:
        service.add_post(journal, "Alder", started=date(2024, 7, 1), until=date(2024, 6, 30))
    assert refusal.value.field == "until"
    post = service.add_post(journal, "Alder", started=date(2024, 7, 1))
    with pytest.raises(Refused):
        service.change_post(journal, post, until=date(2024, 6, 30))
    service.withdraw_post(journal, post, "typed by mistake")
    assert service.posts(journal) == []
    assert service.add_post(journal, "Alder", Decimal(1), started=date(2024, 7, 1)) == post
    assert len(service.posts(journal)) == 1


def test_two_devices_that_write_down_one_post_make_one(tmp_path: Path) -> None:
    one, two = new_device(tmp_path / "1", 1), new_device(tmp_path / "2", 2)
    for journal, fte in ((one, "1"), (two, "0.6")):
        service.add_post(journal, "Alder", Decimal(fte), started=date(2024, 7, 1))
    pass_on(one, two)
    assert len(service.posts(two)) == 1
    assert [conflict.field for conflict in two.conflicts()] == ["fte"]


def test_social_workers_have_caseloads_without_a_limit(tmp_path: Path) -> None:
    journal = new_device(tmp_path)
    children.add_child(journal, "C-1", social_worker="Hazel", started=STARTED)
    (load,) = service.caseload(journal, TODAY, Worker.SOCIAL_WORKER)
    assert (load.person, load.children, load.standing) == ("Hazel", 1, Standing.UNKNOWN)


# Duties ------------------------------------------------------------------------------------------


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """A store of its own."""
    return new_device(tmp_path)


def test_an_iro_is_due_within_five_working_days(journal: Journal) -> None:
    child = children.add_child(journal, "C-1", started=date(2024, 4, 30))
    (duty,) = duties(journal)
    assert (duty.kind, duty.part, duty.record, duty.due) == (
        "allocation",
        "iro",
        child,
        date(2024, 5, 8),
    )
    assert duty.why[0].on == date(2024, 4, 30)
    children.change_child(journal, child, iro="Alder")
    assert list(duties(journal)) == []


def test_who_has_not_been_or_is_no_longer_looked_after_needs_no_iro(journal: Journal) -> None:
    children.add_child(journal, "C-1")
    left = children.add_child(journal, "C-2", started=STARTED)
    children.end_period(journal, children.period_id(left, STARTED), date(2024, 7, 1))
    (duty,) = duties(journal)
    assert not duty.counts_on(TODAY)
    assert duty.counts_on(date(2024, 6, 30))


def test_a_child_whose_iro_left_needs_another(journal: Journal) -> None:
    post = service.add_post(journal, "Birch", until=date(2024, 9, 6))
    (child,) = give(journal, "Birch", 1)
    give(journal, "Alder", 1, first=5)
    (duty,) = duties(journal, {child})
    assert duty.what == "Birch left the post: needs another IRO"
    assert (duty.due, duty.begins) == (date(2024, 9, 13), date(2024, 9, 7))
    service.change_post(journal, post, until=None)
    assert list(duties(journal)) == [], "stayed after all"
