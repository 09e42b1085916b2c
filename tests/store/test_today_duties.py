"""The duties around the children on Today: on whose desk each stands, by role, and how it reads."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import store.duties
from store import children, opening, people
from store.codes import Role
from store.duty import UNRECORDED, Duty
from store.journal import Journal
from store.snapshots import SUFFIX, collate
from store.today import TodayLine, what_needs_me
from tests.store.parties import introduce

TODAY = date(2024, 9, 16)
LATE, SOON, FAR = date(2024, 9, 12), date(2024, 9, 20), date(2024, 12, 20)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = opening.throwaway(tmp_path / "s", "Alder", role="iro", device="d", today=TODAY)
    for name in ("Alder", "Birch", "Hazel", "Maple"):
        people.add_person(opened, name)
    yield opened
    opening.close_store(opened)


def _child(journal: Journal, ref: str, iro: str | None = "Alder", **also: Any) -> str:
    return children.add_child(journal, ref, dob=date(2013, 5, 2), iro=iro, **also)


def _duty(child: str, due: date | None, owner: str | None, ref: str = "C-1", **also: Any) -> Duty:
    named: dict[str, Any] = {"kind": "health", "part": "dental"} | also
    return Duty(
        record=child,
        record_kind="child",
        child_id=child,
        child=ref,
        what="Dental check",
        due=due,
        owner=owner,
        team=None,
        **named,
    )


def _with(journal: Journal, monkeypatch: pytest.MonkeyPatch, *found: Duty) -> None:
    def source(_: Journal, only: Collection[str] | None) -> Iterator[Duty]:
        return (duty for duty in found if only is None or duty.child_id in only)

    monkeypatch.setattr(store.duties, "SOURCES", (source,))
    journal.rebuild()


def _health(
    journal: Journal, role: Role, person: str = "Alder", kind: str = "health"
) -> list[TodayLine]:
    journal.author = replace(journal.author, role=role, person=person)
    return [line for line in what_needs_me(journal).lines if line.kind == kind]


@pytest.mark.parametrize(
    ("due", "owner", "stands"),
    [
        (SOON, "Alder", True),
        (SOON, None, True),
        (None, None, True),
        (FAR, "Alder", False),
        (LATE, "Hazel", True),  # what others leave late for a child of the caseload
        (SOON, "Hazel", False),
    ],
)
def test_an_officer_sees_the_own_duties_and_what_others_leave_late(
    journal: Journal,
    monkeypatch: pytest.MonkeyPatch,
    due: date | None,
    owner: str | None,
    stands: bool,
) -> None:
    _with(journal, monkeypatch, _duty(_child(journal, "C-1"), due, owner))
    assert bool(_health(journal, Role.IRO)) is stands


def test_another_officers_child_is_not_on_this_desk_but_an_own_duty_for_it_is(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = _child(journal, "C-1", iro="Birch")
    _with(
        journal, monkeypatch, _duty(child, LATE, "Hazel"), _duty(child, SOON, "Alder", part="sdq")
    )
    assert [line.due for line in _health(journal, Role.IRO)] == [SOON]


def test_a_manager_sees_the_own_team_and_what_has_no_team(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.add_person(journal, "Rowan", Role.MANAGER, "North")
    found = [
        _duty(_child(journal, "C-1", team="North"), SOON, "Hazel", ref="C-1"),
        _duty(_child(journal, "C-2", team="South"), SOON, "Hazel", ref="C-2"),
        _duty(_child(journal, "C-3"), SOON, "Hazel", ref="C-3"),
    ]
    _with(journal, monkeypatch, *found)
    assert [line.ref for line in _health(journal, Role.MANAGER, "Rowan")] == ["C-1", "C-3"]


def test_a_social_worker_sees_the_own_children(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [
        _duty(_child(journal, "C-1", social_worker="Hazel"), SOON, None, ref="C-1"),
        _duty(_child(journal, "C-2", social_worker="Maple"), SOON, None, ref="C-2"),
    ]
    _with(journal, monkeypatch, *found)
    assert [line.ref for line in _health(journal, Role.SOCIAL_WORKER, "Hazel")] == ["C-1"]


def test_an_auditor_sees_what_is_late_and_a_collator_none_of_it(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = _child(journal, "C-1")
    _with(journal, monkeypatch, _duty(child, LATE, "Hazel"), _duty(child, SOON, None, part="sdq"))
    assert [line.due for line in _health(journal, Role.AUDITOR)] == [LATE]
    assert _health(journal, Role.COLLATOR) == []


def test_a_duty_begins_and_ends_on_its_days(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = _child(journal, "C-1")
    _with(
        journal,
        monkeypatch,
        _duty(child, SOON, None, part="a", begins=date(2024, 9, 17)),
        _duty(child, SOON, None, part="b", until=TODAY),
        _duty(child, SOON, None, part="c", begins=TODAY, until=date(2024, 9, 17)),
    )
    assert [line.key.rpartition(":")[2] for line in _health(journal, Role.IRO)] == ["c"]


def test_many_children_of_whom_nothing_was_recorded_are_one_line(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = date(2023, 5, 2)
    kids = [_child(journal, f"C-{n}") for n in range(5)]
    found = [_duty(kid, old, None, ref=f"C-{n}", status=UNRECORDED) for n, kid in enumerate(kids)]
    recent = _duty(kids[0], LATE, None, part="sdq", status=UNRECORDED)
    _with(journal, monkeypatch, *found, recent)
    own, summed = _health(journal, Role.IRO)
    assert (own.ref, own.due) == ("C-1", LATE)
    assert "5" in summed.ref
    assert summed.opens == ("triage", "kind:health status:unrecorded")


def test_a_limit_in_hours_is_told_in_days_and_hours(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = datetime(2024, 9, 18, 19, tzinfo=datetime(2024, 9, 18).astimezone().tzinfo)
    over = datetime(2024, 9, 16, 6, tzinfo=end.tzinfo)
    child = _child(journal, "C-1")
    _with(
        journal,
        monkeypatch,
        _duty(child, end.date(), None, kind="missing", part="a", at=end),
        _duty(child, over.date(), None, kind="missing", part="b", at=over),
    )
    assert [line.clock for line in _health(journal, Role.IRO, kind="missing")] == [
        "3 h over",
        "in 2 d 10 h",
    ]


def test_a_collator_is_told_of_a_device_that_sent_nothing_and_of_files_set_aside(
    tmp_path: Path,
) -> None:
    centre = opening.throwaway(tmp_path / "c", "Willow", role="collator", today=TODAY)
    device = opening.throwaway(tmp_path / "d", "Alder", role="iro", device="IRO-01", today=TODAY)
    try:
        introduce(centre, device)
        (line,) = [one for one in what_needs_me(centre).lines if one.kind == "arrival"]
        assert (line.ref, line.opens[0]) == ("IRO-01", "share")
        torn = tmp_path / f"torn{SUFFIX}"
        torn.write_bytes(b"no snapshot")
        collate(centre, [tmp_path])
        lines = [one for one in what_needs_me(centre).lines if one.kind == "arrival"]
        assert [one.group for one in lines] == ["late", "today"]
        assert "torn" in lines[0].why[0].note
    finally:
        opening.close_store(centre)
        opening.close_store(device)
