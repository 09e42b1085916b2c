"""What a change replaces is a value of its own record that it writes itself: nothing else goes.

A signed file may name any head it likes as replaced. Whatever it names and in whatever order it
comes, no value of another record leaves the state, in either engine.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations
from pathlib import Path

import pytest

from store.journal import Change, DeviceForked, Journal, Range, natural_id
from store.journal.change import CHAIN_START
from store.opening import close_store, init, open_central, open_store
from tests.store.devices import Clock, File, Thing, device_in_memory, forge, pass_on
from tests.store.test_journal_convergence import check, empty, rows_shown

LIES = (
    "a head of another record", "a head of another kind", "what it does not write", "itself",
    "what it will write", "what was never there",
)  # fmt: skip
Said = tuple[str, str, dict[str, str | None], list[tuple[str, str, int]]]


def chain(device: str, says: Iterable[Said]) -> list[File]:
    """What a device signs, one file for each change: kind, record, values and what it replaces."""
    files, previous = [], CHAIN_START
    for seq, (kind, record, values, replaces) in enumerate(says, start=1):
        change = Change(
            device=device, seq=seq, hlc=(1_726_480_000_000 + seq) << 16,
            at="2024-09-16T09:00:00.000+00:00", person="Rowan", role="iro", kind=kind,
            record=record, values=values, replaces=tuple(replaces), unit="0a" * 16, label="save",
            salt=f"{seq:032x}",
        )  # fmt: skip
        before, previous = previous, change.take_place(previous)
        files.append((Range(device, seq, seq, before, previous), [change]))
    return files


class Case:
    """A device that is honest and one that lies about it, with two records of their own."""

    def __init__(self, what: str, number: int = 0) -> None:
        self.mine = natural_id("thing", f"mine {number}")
        theirs = natural_id("thing", f"theirs {number}")
        honest, self.liar = f"01{number:014x}", f"02{number:014x}"
        self.honest = chain(
            honest,
            [
                ("thing", self.mine, {"title": "first", "status": "open"}, []),
                ("thing", self.mine, {"title": "second"}, [("title", honest, 1)]),
            ],
        )
        lies: tuple[Said, ...] = (
            ("thing", theirs, {"title": "lie"}, [("title", honest, 2)]),
            ("note", self.mine, {"title": "lie"}, [("title", honest, 2)]),
            ("thing", self.mine, {"due": "2024-10-01"}, [("title", honest, 2)]),
            ("thing", self.mine, {"status": "lie"}, [("status", self.liar, 1)]),
            ("thing", self.mine, {"status": "lie"}, [("status", self.liar, 2)]),
            ("thing", theirs, {"title": "lie"}, [("due", honest, 2)]),
        )
        said = dict(zip(LIES, lies, strict=True))
        more: Said = ("thing", theirs, {"status": "new"}, [])
        self.lying = chain(self.liar, [said[what], more])


def played(journal: Journal, files: Iterable[File]) -> Journal:
    """The journal, once it took these files in their order."""
    for over, changes in files:
        journal.receive(changes, [over])
    return journal


@pytest.mark.parametrize("what", LIES)
def test_no_value_goes_with_a_lie_in_any_order(what: str) -> None:
    case, states, clock = Case(what), [], Clock()
    centre = device_in_memory(9, clock=clock)
    for files in permutations([*case.honest, *case.lying]):
        empty(centre, clock, 9)
        centre.database.execute_sql("DELETE FROM now_note")
        for over, changes in files:
            centre.receive(changes, [over])
            if what != "a head of another kind":  # the oracle knows one kind
                check(centre)
        states.append(centre.state())
        assert rows_shown(centre)[case.mine][0] == "second"
        assert states[0] == states[-1]
    centre.rebuild()
    assert centre.state() == states[0]
    centre.close()


@pytest.mark.parametrize("what", LIES)
def test_a_lie_that_is_put_aside_leaves_no_trace(what: str) -> None:
    case = Case(what)
    bare = played(device_in_memory(8), case.honest)
    centre = played(device_in_memory(9), [*case.honest, *case.lying])
    # A copy of the device that lied: neither of them counts any more.
    played(centre, chain(case.liar, [("thing", case.mine, {"title": "of a copy"}, [])]))
    assert centre.forked() == {case.liar: 1}
    for table in ("dead", "fork", "conflict", "now_thing"):
        assert centre.state()[table] == bare.state()[table]
    state = centre.state()
    centre.rebuild()
    assert centre.state() == state
    bare.close()
    centre.close()


def test_either_engine_says_the_same(tmp_path: Path, url: str) -> None:
    here = init(tmp_path / "store", None, "Birch", role="collator", device="Centre")
    central = open_central(here, url)
    cases = [Case(what, number) for number, what in enumerate(LIES)]
    for case in cases:
        played(here, [*case.honest, *case.lying])
        played(central, [*case.lying[::-1], *case.honest[::-1]])
    states = []
    for journal in (here, central):
        states.append(_of_things(journal))
        journal.rebuild()
        states.append(_of_things(journal))
        assert all(rows_shown(journal)[case.mine][0] == "second" for case in cases)
    assert all(state == states[0] for state in states)
    central.close()
    close_store(here)


def _of_things(journal: Journal) -> dict[str, list[tuple[object, ...]]]:
    found = {
        table: sorted(journal.database.execute_sql(f"SELECT * FROM {table}").fetchall())
        for table in ("dead", "fork", "conflict")
    }
    return found | {"shown": sorted(rows_shown(journal).items())}


def test_the_history_of_a_record_quotes_no_other() -> None:
    here = device_in_memory(1)
    with here.unit_of_work("two") as work:
        one = work.create(Thing, title="of a child")
        other = work.create(Thing, title="of another")
    forge(here, other, {"title": "lie"}, [("title", here.author.device, 1)])
    assert {line.old for line in here.latest([one, other])} == {None}
    assert {head.value for head in here.conflicts(other)[0].heads} == {"of another", "lie"}
    here.close()


def test_who_names_what_is_still_to_be_written_is_refused() -> None:
    here, liar = device_in_memory(1), device_in_memory(2, person="Rowan")
    with here.unit_of_work("one") as work:
        record = work.create(Thing, title="mine")
    pass_on(here, liar)
    forge(liar, record, {"title": "lie"}, [("title", here.author.device, 2)])
    before = here.state()
    with pytest.raises(DeviceForked) as why:
        pass_on(liar, here, [r for r in liar.ranges() if r.device == liar.author.device])
    assert (why.value.device, why.value.seq) == (here.author.device, 2)
    assert here.state() == before
    # Under another id the number is never written here.
    here.reissue("0f" * 8, 2)
    pass_on(liar, here)
    with here.unit_of_work("again") as work:
        work.save(Thing, record, title="mine again")
    check(here)
    here.close()
    liar.close()


def test_an_older_store_is_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    here = init(folder, None, "Birch", role="collator", device="Centre")
    case = Case("a head of another record")
    played(here, [*case.honest, *case.lying])
    state = here.state()
    for statement in (
        "DROP TABLE dead",
        "CREATE TABLE dead (device TEXT NOT NULL, seq INTEGER NOT NULL, field TEXT NOT NULL, "
        "PRIMARY KEY (device, seq, field)) WITHOUT ROWID",
        "UPDATE now_thing SET title = NULL",
        "DROP INDEX change_lacking",
        "PRAGMA user_version = 8",
        "DELETE FROM migration WHERE number >= 9",
    ):
        here.database.execute_sql(statement)
    close_store(here)
    again = open_store(folder)
    assert again.state() == state
    close_store(again)
