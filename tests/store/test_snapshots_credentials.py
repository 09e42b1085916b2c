"""Credentials are law at the centre: what they do not allow stands aside, and comes back."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from store.journal import Cause, Journal
from store.people import PersonRecord
from store.rules import RuleRecord
from store.snapshots import (
    ALL,
    CASELOAD,
    Card,
    CredentialRefused,
    Wanted,
    aside_lines,
    aside_rows,
    collate,
    credential_of,
    credentials,
    enrol,
    own_card,
    own_credential,
    signed_credential,
    take_credential,
)
from store.snapshots.cards import Keys
from tests.store.parties import enrolled, introduce, new_store, save, sent


def limit(journal: Journal) -> str:
    """Saves what only a manager may: a limit of the service."""
    with journal.unit_of_work("a limit") as work:
        return work.create(RuleRecord, key="distribution", amount=5)


def somebody(journal: Journal) -> str:
    """Saves what any officer may: a person."""
    with journal.unit_of_work("a person") as work:
        return work.create(PersonRecord, name="Rowan")


def limits(journal: Journal) -> int:
    return len(journal.rows(RuleRecord.select()))


def test_a_device_is_given_what_its_card_says(tmp_path: Path) -> None:
    centre, [device] = enrolled(tmp_path)
    given = credential_of(centre, device.author.device)
    assert given is not None
    assert (given.person, given.role, given.slice) == ("Alder", "iro", (CASELOAD,))
    assert (given.since, given.until, given.number) == (None, None, 1)
    assert credentials(device) == []


def test_what_the_role_may_not_save_stands_aside_and_the_rest_counts(tmp_path: Path) -> None:
    centre, [device] = enrolled(tmp_path)
    somebody(device)
    limit(device)
    sent(device, tmp_path / "out")
    done = collate(centre, [tmp_path / "out"])
    assert (done.taken, done.refused) == (1, 0)
    assert limits(centre) == 0
    assert len(centre.rows(PersonRecord.select())) == 1
    [line] = aside_lines(centre)
    assert (line.device, line.cause, line.changes) == ("IRO-01", Cause.LAW, 1)
    assert "iro" in line.reason
    [row] = aside_rows(centre)
    assert (row["kind"], row["person"], row["seq"]) == ("rule", "Alder", 2)


def test_another_role_from_a_day_on_brings_back_what_stood_aside(tmp_path: Path) -> None:
    centre, [device] = enrolled(tmp_path)
    limit(device)
    sent(device, tmp_path / "out")
    collate(centre, [tmp_path / "out"])
    now = enrol(centre, own_card(device), Wanted(role="manager"))
    assert now.judged is not None
    assert now.judged.back == 0, "another role does not judge the past"
    assert limits(centre) == 0
    earlier = datetime(2024, 1, 1, tzinfo=UTC)
    then = enrol(centre, own_card(device), Wanted(since=earlier))
    assert then.judged is not None
    assert then.judged.back == 1
    assert limits(centre) == 1
    assert centre.asides() == []
    assert [each.number for each in credentials(centre)] == [1, 2, 3]


def test_what_is_saved_after_a_credential_ended_waits_for_the_next(tmp_path: Path) -> None:
    centre, [device] = enrolled(tmp_path)
    enrol(centre, own_card(device), Wanted(until=datetime(2024, 9, 1, tzinfo=UTC)))
    somebody(device)
    sent(device, tmp_path / "out")
    collate(centre, [tmp_path / "out"])
    [aside] = centre.asides()
    assert "2024-09-16" in aside.reason
    done = enrol(centre, own_card(device), Wanted(unending=True))
    assert done.judged is not None
    assert done.judged.back == 1
    assert len(centre.rows(PersonRecord.select())) == 1


def test_a_role_that_was_never_given_is_no_claim(tmp_path: Path) -> None:
    centre = new_store(tmp_path / "centre", 200, "collator")
    device = new_store(tmp_path / "device", 1, "manager")
    introduce(centre, device)
    enrol(centre, own_card(device), Wanted(role="iro"))
    other = new_store(tmp_path / "other", 2, "manager")
    enrol(centre, own_card(other), Wanted(role="iro"))
    enrol(other, own_card(centre))
    for each in (device, other):
        somebody(each)
        sent(each, tmp_path / each.author.device_name)
        collate(centre, [tmp_path / each.author.device_name])
    # The first was a manager here once and may not know better yet; the second never was one.
    assert [row["device"] for row in aside_rows(centre)] == ["IRO-02"]
    assert "manager" in aside_rows(centre)[0]["reason"]


def test_an_auditors_device_changes_nothing(tmp_path: Path) -> None:
    centre = new_store(tmp_path / "centre", 200, "collator")
    device = new_store(tmp_path / "device", 1, "auditor")
    introduce(centre, device)
    save(device, title="of a kind no table speaks of")
    somebody(device)
    sent(device, tmp_path / "out")
    collate(centre, [tmp_path / "out"])
    assert len(centre.asides()) == 2
    assert centre.state()["now_person"] == []


def test_a_card_without_a_role_needs_one(tmp_path: Path) -> None:
    centre = new_store(tmp_path / "centre", 200, "collator")
    keys = Keys.fresh(bytes(32))
    card = Card("device", "ab" * 16, "Old", None, None, keys.recipient, keys.signs)
    with pytest.raises(CredentialRefused, match="--role"):
        enrol(centre, card)
    assert enrol(centre, card, Wanted(role="iro", person="Alder")).credential is not None


def test_a_device_takes_the_credential_its_centre_signed_and_acts_by_it(tmp_path: Path) -> None:
    centre, [device] = enrolled(tmp_path)
    today = datetime(2024, 9, 16, tzinfo=UTC)
    wanted = Wanted(role="manager", person="Rowan", since=today, slice=("North",))
    enrol(centre, own_card(device), wanted)
    data = signed_credential(centre, device.author.device)
    assert data is not None
    taken = take_credential(device, data)
    assert (taken.role, taken.slice) == ("manager", ("North",))
    assert (device.author.person, device.author.role) == ("Rowan", "manager")
    assert own_credential(device) == taken
    limit(device)
    sent(device, tmp_path / "out")
    collate(centre, [tmp_path / "out"])
    assert limits(centre) == 1


def test_an_older_credential_that_comes_late_changes_nothing(tmp_path: Path) -> None:
    centre, [device] = enrolled(tmp_path)
    first = signed_credential(centre, device.author.device)
    enrol(centre, own_card(device), Wanted(role="manager", slice=(ALL,)))
    second = signed_credential(centre, device.author.device)
    assert first is not None
    assert second is not None
    take_credential(device, second)
    take_credential(device, first)
    assert device.author.role == "manager"
    newest = own_credential(device)
    assert newest is not None
    assert newest.slice == (ALL,)


def test_only_what_the_centre_signed_for_this_device_is_taken(tmp_path: Path) -> None:
    centre, [one, two] = enrolled(tmp_path, 2)
    data = signed_credential(centre, one.author.device)
    assert data is not None
    with pytest.raises(CredentialRefused):
        take_credential(two, data)
    for changed in (
        data.replace(b'"iro"', b'"manager"'),
        data[:-20],
        json.dumps({**json.loads(data), "more": 1}).encode(),
        b"[]",
        b"x" * 40_000,
    ):
        with pytest.raises(CredentialRefused):
            take_credential(one, changed)
    stranger = new_store(tmp_path / "stranger", 201, "collator")
    enrol(stranger, own_card(one))
    forged = signed_credential(stranger, one.author.device)
    assert forged is not None
    with pytest.raises(CredentialRefused):
        take_credential(one, forged)
    assert one.author.role == "iro"
