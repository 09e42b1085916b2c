"""What the law does not let a device write stands aside, whatever order anything comes in."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.journal import Cause, Change, Journal
from tests.store.devices import Thing, new_device, pass_on


def no_status(change: Change) -> str | None:
    return "field status" if "status" in change.values else None


def all_counts(_: Change) -> str | None:
    return None


@pytest.fixture
def device(tmp_path: Path) -> Journal:
    found = new_device(tmp_path / "device", 1)
    with found.unit_of_work("a thing") as work:
        record = work.create(Thing, title="one")
    with found.unit_of_work("its state", "a reason") as work:
        work.save(Thing, record, status="closed")
    with found.unit_of_work("its title") as work:
        work.save(Thing, record, title="two")
    return found


@pytest.fixture
def centre(tmp_path: Path) -> Journal:
    return new_device(tmp_path / "centre", 9)


def shown(journal: Journal) -> list[tuple[str | None, str | None]]:
    return [(row["title"], row["status"]) for row in journal.rows(Thing.select())]


def test_what_may_not_be_written_is_counted_and_kept_but_shows_nowhere(
    device: Journal, centre: Journal
) -> None:
    centre.law_of = lambda _: no_status
    received = pass_on(device, centre)
    assert (received.new, received.aside) == (3, 1)
    assert shown(centre) == [("two", None)]
    [aside] = centre.asides()
    assert (aside.seq, aside.cause, aside.change.values) == (2, Cause.LAW, {"status": "closed"})
    assert "status" in aside.reason
    assert centre.ranges() == device.ranges()
    assert list(centre.changes(centre.ranges()[0])) == list(device.changes(device.ranges()[0]))
    assert centre.verify() == 3
    assert pass_on(device, centre).already == 3


def test_judging_anew_comes_to_what_arriving_under_that_law_comes_to(
    device: Journal, centre: Journal, tmp_path: Path
) -> None:
    other = new_device(tmp_path / "other", 8)
    centre.law_of = lambda _: no_status
    pass_on(device, other)
    pass_on(device, centre)
    other.law_of = lambda _: no_status
    assert other.judge([device.author.device]).aside == 1
    assert other.state() == centre.state()
    for journal in (other, centre):
        journal.law_of = lambda _: all_counts
        judged = journal.judge([device.author.device])
        assert (judged.aside, judged.back) == (0, 1)
        assert shown(journal) == [("two", "closed")]
    assert other.state() == centre.state() == device.state()
    centre.rebuild()
    assert centre.state() == device.state()


def test_a_record_of_which_nothing_may_count_is_not_there(device: Journal, centre: Journal) -> None:
    pass_on(device, centre)
    centre.law_of = lambda _: lambda change: "kind auditor"
    centre.judge([device.author.device])
    assert centre.rows(Thing.select()) == []
    assert len(centre.asides()) == 3


def test_what_is_erased_is_erased_in_what_stands_aside(
    device: Journal, centre: Journal, tmp_path: Path
) -> None:
    centre.law_of = lambda _: lambda change: "kind auditor" if change.kind == "thing" else None
    pass_on(device, centre)
    record = centre.asides()[0].record
    other = new_device(tmp_path / "other", 8)
    pass_on(device, other)
    other.erase(record, ["title"], "a right")
    own = [r for r in other.ranges() if r.device == other.author.device]
    pass_on(other, centre, own)
    assert {a.change.values.get("title") for a in centre.asides()} == {None}
    assert centre.verify() == 4
    late = new_device(tmp_path / "late", 7)
    late.law_of = centre.law_of
    pass_on(other, late, own)
    pass_on(device, late)
    assert late.state() == centre.state()
