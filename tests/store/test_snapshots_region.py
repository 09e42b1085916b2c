"""Under the policy region nothing personal leaves, and what stays is marked where it is missed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from store import children, listing, plans, reports
from store.database import set_setting
from store.demo import open_demo
from store.journal import Change, Detail, Journal, TextField, field_of, fields_of, kinds
from store.journal.change import REASON
from store.journal.opened import no_law
from store.snapshots import (
    OWN_SERVICE,
    REGION,
    collate,
    write_snapshot,
)
from store.snapshots.envelope import open_sealed
from store.snapshots.policy import WITHHELD
from store.snapshots.pseudonyms import lines_under, pseudonyms
from store.snapshots.reading import Reader
from store.wording import say
from tests.store.every_kind import every_kind
from tests.store.parties import introduce
from tests.store.rooms import new_store
from tests.store.test_snapshots_main_job import at_work, new_centre


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Journal, Journal, str]]:
    """The demo's store, a region's centre that has read all of it, and the body it was sent."""
    folder = tmp_path_factory.mktemp("region")
    device, centre = open_demo(frozen=True), new_centre(folder)
    introduce(centre, device)
    path = write_snapshot(device, folder / "out", full=True, policy=REGION).path
    reader = Reader.of(centre)
    opened = open_sealed(path.read_bytes(), keys=reader.keys, signer_of=reader.signer_of)
    assert opened.parts == ()
    assert opened.manifest.policy == "region"
    # One store wrote what people of every role did in the demo.
    centre.law_of = no_law
    done = collate(centre, [folder / "out"])
    assert (done.taken, done.refused) == (1, 0)
    yield device, centre, "\n".join(opened.lines())
    device.close()
    centre.close()


def log_of(journal: Journal) -> list[Change]:
    return [change for over in journal.ranges() for change in journal.changes(over)]


def test_every_field_of_every_kind_leaves_as_its_class_says(tmp_path: Path) -> None:
    device = new_store(tmp_path, 1)
    every_kind(device)
    pseudonym = pseudonyms(device)
    for policy in (OWN_SERVICE, REGION):
        for kind, model in kinds().items():
            if not model.__module__.startswith("store."):
                continue
            for name, field in fields_of(model).items():
                stays = policy.withholds(kind, name)
                coarser = policy.stand_in(kind, name, "2012-05-17", pseudonym)
                expected: dict[Detail, tuple[bool, object]] = {
                    Detail.SERVICE_FACT: (False, None),
                    Detail.IDENTIFIER: (True, pseudonym(kind, name, "2012-05-17")),
                    Detail.DATE_OF_BIRTH: (True, "2012-05-01"),
                    Detail.NARRATIVE: (True, WITHHELD),
                    Detail.NAME: (True, WITHHELD),
                    Detail.SECRET: (True, None),
                }
                if policy is REGION:
                    assert (stays, coarser) == expected[field.detail], (kind, name)
                else:
                    assert stays == (field.detail is Detail.NAME), (kind, name)
        line = lines_under(device, policy)
        for change in log_of(device):
            sent = Change.from_line(line(change))
            assert (sent.hash, sent.committed()) == (change.hash, change.committed())
            for name, value in change.values.items():
                if policy.withholds(change.kind, name):
                    assert sent.values[name] is None
                    assert sent.states[name] == "withheld"
                else:
                    assert sent.values[name] == value
            if policy.withholds(change.kind, REASON):
                assert sent.reason is None


def test_words_without_a_class_of_their_own_are_text() -> None:
    """The mark for words would not be a number or a day."""
    for model in kinds().values():
        for name, field in fields_of(model).items():
            if field.detail in (Detail.NARRATIVE, Detail.NAME):
                assert isinstance(field, TextField), (model.kind, name)


def test_nothing_personal_is_in_the_bytes(demo: tuple[Journal, Journal, str]) -> None:
    device, _, body = demo
    # Who saved a change is part of its hash, and stands in every line.
    authors = {change.person for change in log_of(device)}
    public = {
        value
        for change in log_of(device)
        for name, value in change.values.items()
        if value and not REGION.withholds(change.kind, name)
    }
    looked_for = 0
    for change in log_of(device):
        # Of a child born on the first of a month the month says it all.
        gone = {
            value
            for name, value in change.values.items()
            if value is not None
            and REGION.withholds(change.kind, name)
            and not (name == "dob" and value.endswith("-01"))
        }
        for value in gone | {change.reason or ""}:
            if not value or value in public or value in authors:
                continue
            looked_for += 1
            assert value not in body, (change.kind, change.label)
    assert looked_for > 200
    for child in children.children(device):
        assert child.ref not in body


def test_no_evidence_file_and_no_key_leaves(demo: tuple[Journal, Journal, str]) -> None:
    device, centre, body = demo
    secrets = [
        value
        for change in log_of(device)
        for name, value in change.values.items()
        if value is not None
        and (field := field_of(change.kind, name)) is not None
        and field.detail is Detail.SECRET
    ]
    assert len(secrets) > 2
    assert not [value for value in secrets if value in body]
    assert not list((centre.folder / "evidence").glob("*"))


def test_a_child_goes_by_its_pseudonym_and_the_month_of_its_birth(
    demo: tuple[Journal, Journal, str],
) -> None:
    device, centre, _ = demo
    here = {one.id: one for one in children.children(device)}
    there = children.children(centre)
    assert {one.id for one in there} == here.keys()
    assert len({one.ref for one in there}) == len(there)
    pseudonym = pseudonyms(device)
    for one in there:
        assert one.ref == pseudonym("child", "local_id", here[one.id].local_id)
        born = here[one.id].dob
        assert one.dob == (born and born.replace(day=1))
        assert one.next == here[one.id].next


def test_a_coarser_value_is_never_shown_as_the_exact_one(
    demo: tuple[Journal, Journal, str],
) -> None:
    device, centre, _ = demo
    known = {one.id: one for one in children.children(device)}
    assert not any(one.dob_to_month for one in known.values())
    assert all(one.age_shown == str(one.age) for one in known.values() if one.dob is not None)
    for row in listing.list_records(centre, "children"):
        born = known[row["id"]].dob
        assert row["dob"] == (born and f"{born:%Y-%m}")
    for one in children.children(centre):
        assert one.dob_to_month or one.dob is None
        if one.dob is not None:
            assert (one.age_shown, one.age_short) == (f"about {one.age}", f"~{one.age}")
        for line in centre.history(one.id):
            if line.field == "dob" and known[one.id].dob is not None:
                assert str(line.new).startswith("withheld, shown as ")


def test_a_report_says_that_ages_are_right_to_the_month(
    demo: tuple[Journal, Journal, str],
) -> None:
    device, centre, _ = demo
    for journal, noted in ((device, False), (centre, True)):
        made = reports.report(journal, "iro-quarterly", audience=reports.Audience.INSIDE)
        [table] = [one for one in made.tables if one.key == "cohort"]
        assert (say("reports.ages_to_month") in table.notes) == noted


def test_what_was_withdrawn_is_withdrawn_there(demo: tuple[Journal, Journal, str]) -> None:
    device, centre, _ = demo
    for kind, model in kinds().items():
        if kind == "pseudonym_key":  # made for this very file
            continue
        for column in ("withdrawn IS NULL", "withdrawn IS NOT NULL"):
            query = f"""SELECT id FROM "now_{model.kind}" WHERE {column} AND id IN
                (SELECT record FROM change WHERE device = '{device.author.device}') ORDER BY id"""
            assert (
                centre.database.execute_sql(query).fetchall()
                == device.database.execute_sql(query).fetchall()
            ), kind


def test_words_are_marked_and_not_empty(demo: tuple[Journal, Journal, str]) -> None:
    device, centre, _ = demo
    titles = {action.title for action in plans.actions(centre)}
    assert titles == {WITHHELD}
    there = {row["id"]: row for row in listing.list_records(centre, "reviews")}
    for row in listing.list_records(device, "reviews"):
        for name in ("views", "findings"):
            if name in row:
                assert bool(row[name]) == bool(there[row["id"]][name])


def test_the_whole_file_fills_in_what_the_region_lacked(tmp_path: Path) -> None:
    centre, device = new_centre(tmp_path), new_store(tmp_path, 1)
    introduce(centre, device)
    at_work(device, "Hazel")
    write_snapshot(device, tmp_path / "coarse", policy=REGION)
    write_snapshot(device, tmp_path / "whole", full=True)
    for order in (("coarse", "whole"), ("whole", "coarse")):
        other = new_centre(tmp_path / order[0])
        set_setting(other.database, "device", centre.author.device)
        for folder in order:
            collate(centre, [tmp_path / folder])
    assert [one.ref for one in children.children(centre)] == ["C-0001"]
    assert children.children(centre)[0].dob == date(2012, 3, 4)
    assert centre.verify() == len(log_of(device))


def test_two_devices_of_one_service_give_one_pseudonym(tmp_path: Path) -> None:
    one, other, centre = new_store(tmp_path, 1), new_store(tmp_path, 2), new_centre(tmp_path)
    introduce(centre, one)
    introduce(centre, other)
    first = pseudonyms(one)("child", "local_id", "C-0001")
    assert first == pseudonyms(one)("child", "local_id", " c-0001 ")
    assert first != pseudonyms(one)("child", "local_id", "C-0002")
    write_snapshot(one, tmp_path / "out")
    collate(centre, [tmp_path / "out"])
    assert pseudonyms(centre)("child", "local_id", "C-0001") == first
    for over in centre.ranges():
        other.receive(list(centre.changes(over)), [over])
    assert pseudonyms(other)("child", "local_id", "C-0001") == first


def test_a_key_that_the_reader_made_is_not_used(tmp_path: Path) -> None:
    region, device = new_centre(tmp_path), new_store(tmp_path, 1)
    theirs = pseudonyms(region)("child", "local_id", "C-0001")
    for over in region.ranges():
        device.receive(list(region.changes(over)), [over])
    reader = region.author.device
    assert pseudonyms(device, reader)("child", "local_id", "C-0001") != theirs


def test_a_policy_has_words() -> None:
    assert "pseudonyms" in REGION.wording
