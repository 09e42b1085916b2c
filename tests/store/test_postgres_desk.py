"""Everything that waits for a decision in a log elsewhere can be decided by the store here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store import adding, children, conflicts, listing, reviews
from store.journal import Journal
from store.opening import close_store, init
from store.snapshots import Wanted, enrol, own_card, receive, write_snapshot
from tests.store.caseload import add_child, whole_outcome
from tests.store.devices import pass_on
from tests.store.rooms import new_store
from tui.__main__ import main


def at_odds(tmp_path: Path) -> list[Journal]:
    """Two devices that hold each other's work: a review and a visit logged twice, and values,
    people and texts changed apart, and what one withdrew edited by the other."""
    one, other = new_store(tmp_path, 1), new_store(tmp_path, 2)
    for device in (one, other):
        outcome = whole_outcome(add_child(device))
        reviews.log_review(device, outcome)
        adding.add(device, "visit", {"child": "C-0147", "on": "10/9", "alone": "y"})
    for giver, taker in ((one, other), (other, one)):
        pass_on(giver, taker)
    mine = [each.id for each in reviews.decisions(one)][:3]
    review = reviews.reviews(one)[0].id
    child = children.children(one)[0].id
    for device, who in ((one, "Elm"), (other, "Ash")):
        children.change_child(device, child, reason="moved", team=f"of {who}")
        reviews.change_decision(device, mine[0], reason="off sick", owner=who)
        reviews.change_review(device, review, reason="more to say", findings=f"As {who} saw it.")
    reviews.withdraw_decision(one, mine[1], "said twice")
    reviews.change_decision(other, mine[1], reason="clearer", text="Dental check, both parents")
    return [one, other]


class Centre:
    """A centre with its log in a database, a twin of it with its own, and two devices."""

    def __init__(self, tmp_path: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.at, self.url, self.capsys, self.stick = tmp_path, url, capsys, tmp_path / "stick"
        self.devices = at_odds(tmp_path)
        here = init(tmp_path / "centre", None, "Birch", role="collator", device="Centre")
        twin = init(tmp_path / "twin", None, "Birch", role="collator", device="Centre")
        for centre in (here, twin):
            for device in self.devices:
                enrol(centre, own_card(device), Wanted(slice=("@all",)))
        for device in self.devices:
            enrol(device, own_card(here))
            write_snapshot(device, self.stick)
        pass_on(self.devices[0], twin)
        pass_on(self.devices[1], twin)
        self.twin = twin
        close_store(here)
        assert self.run("collate", str(self.stick), "--into", url) == 1

    def run(self, *words: str) -> int:
        """The exit code of a command at the centre; what it printed is in `out` and `err`."""
        code = main([*words, "--store", str(self.at / "centre")])
        self.out, self.err = self.capsys.readouterr()
        return int(code or 0)

    def listed(self, kind: str) -> list[dict[str, object]]:
        """A list of the database."""
        assert self.run("list", kind, "--json", "--from", self.url) == 0
        found: list[dict[str, object]] = json.loads(self.out)
        return found


@pytest.fixture
def centre(tmp_path: Path, url: str, capsys: pytest.CaptureFixture[str]) -> Centre:
    """A centre where everything is at odds."""
    return Centre(tmp_path, url, capsys)


def test_its_lists_are_those_of_the_same_log_here(centre: Centre) -> None:
    for kind in ("conflicts", "duplicates"):
        there, here = centre.listed(kind), listing.list_records(centre.twin, kind, "", None)
        assert [(one["ref"], one["record"], one["kind"]) for one in there] == [
            (one["ref"], one["record"], one["kind"]) for one in here
        ]
    assert len(there) == 2


def decided(centre: Centre, ref: object, *words: str) -> None:
    """Decides at the store here what waits in the database."""
    asked = ("decide", str(ref), *words, "--reason", "asked both", "--from", centre.url)
    assert (centre.run(*asked), centre.err) == (0, ""), ref


def test_every_one_is_decided_and_the_devices_hear_of_it(centre: Centre) -> None:
    by_field = {str(one["field"]): one["ref"] for one in centre.listed("conflicts")}
    assert {"team", "owner", "findings", "withdrawn"} <= set(by_field)
    owner = by_field.pop("owner")
    assert centre.run("decide", str(owner), "--note", "Who is it?", "--from", centre.url) == 0
    assert centre.run("decide", str(owner), "--defer", "+5wd", "--from", centre.url) == 0
    decided(centre, owner, "Rowan", "--other")
    decided(centre, by_field.pop("findings"), "--keep-both")
    decided(centre, by_field["team"], "--for-all", "newest")
    del by_field["team"]
    for ref in by_field.values():
        decided(centre, ref, "2")
    assert centre.listed("conflicts") == []
    doubles = {one["kind"]: one["ref"] for one in centre.listed("duplicates")}
    decided(centre, doubles["review"], "1")
    decided(centre, doubles["visit"], "--not-same")
    assert centre.listed("duplicates") == []
    assert centre.run("collate", str(centre.stick), "--into", centre.url) == 0
    for device in centre.devices:
        receive(device, [centre.stick])
        # What stood in conflict went with its review, or was decided.
        assert conflicts.desk(device).queue == ()
        assert children.children(device)[0].team == "of Ash"
        assert len(reviews.reviews(device)) == 1
    one, other = centre.devices
    assert one.state() == other.state()


def test_what_is_not_there_is_said(centre: Centre) -> None:
    assert centre.run("decide", "A-abcdef", "1", "--from", centre.url) == 3
    assert "A-abcdef" in centre.err
