"""Two stores under one id: whatever they wrote and however it arrives, one state, nothing lost."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.journal import Cause, Change, DeviceForked, Journal, NothingToUndo, Received
from tests.store.devices import (
    Clock,
    File,
    Thing,
    device_in_memory,
    in_pieces,
    new_device,
    pass_on,
)
from tests.store.test_journal_convergence import (
    FIELDS,
    RECORDS,
    VALUES,
    empty,
    examples,
    expected,
    oracle,
    rows_shown,
)

FIRST, COPY, OTHER = 0, 1, 2
Step = tuple[Any, ...]
Name = tuple[str, int, str]

writer = st.integers(0, 2)
steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("save"), writer, st.sampled_from(RECORDS),
            st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(VALUES), min_size=1),
        ),
        st.tuples(st.just("copy")),
        st.tuples(st.just("pass"), st.sampled_from((FIRST, COPY))),
        st.tuples(st.just("back"), st.sampled_from((FIRST, COPY))),
        st.tuples(st.just("undo"), writer),
        st.tuples(st.just("decide"), writer, st.sampled_from(VALUES)),
        st.tuples(st.just("withdraw"), writer, st.sampled_from(RECORDS)),
        st.tuples(st.just("erase"), writer, st.sampled_from(RECORDS)),
    ),
    min_size=3, max_size=25,
)  # fmt: skip


def clone(of: Journal, into: Journal) -> None:
    """Makes `into` what an image of the laptop of `of` is: the same id and the same log."""
    with into.database.atomic():
        for table in ("change", "held", "aside", "forked"):
            rows = of.database.execute_sql(f"SELECT * FROM {table}").fetchall()
            if rows:
                into.database.connection().executemany(
                    f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows
                )
        stamp = of.database.execute_sql("SELECT hlc FROM stamp").fetchone()
        into.database.execute_sql("UPDATE stamp SET hlc = ?", stamp)
    into.author = of.author
    into.rebuild()


def act(stores: list[Journal], step: Step, cloned: bool) -> bool:
    """Plays one step; returns whether there is a copy by now."""
    if step[0] == "copy":
        if not cloned:
            clone(stores[FIRST], stores[COPY])
        return True
    if step[1] == COPY and not cloned:
        return False
    journal, name = stores[step[1]], step[0]
    if name == "save":
        row = journal.get(Thing, step[2])
        if row is None or not row["withdrawn"]:
            with journal.unit_of_work("save", "a reason") as work:
                work.save(Thing, step[2], **step[3])
    elif name == "pass":
        pass_on(journal, stores[OTHER])
    elif name == "back":
        own = [r for r in stores[OTHER].ranges() if r.device == stores[OTHER].author.device]
        # One that is told that its copy goes on takes nothing; here it goes on all the same.
        with contextlib.suppress(DeviceForked):
            pass_on(stores[OTHER], journal, own)
    elif name == "undo":
        with contextlib.suppress(NothingToUndo):
            journal.undo()
    elif name == "decide" and journal.conflicts():
        conflict = journal.conflicts()[0]
        value = "twice" if conflict.field == "withdrawn" and step[2] else step[2]
        journal.decide(conflict.record, conflict.field, value, "decided")
    elif name == "withdraw" and journal.get(Thing, step[2]):
        with journal.unit_of_work("withdraw") as work:
            work.withdraw(Thing, step[2], "twice")
    elif name == "erase" and journal.get(Thing, step[2]):
        journal.erase(step[2], ["title"], "a right")
    return cloned


def named(journal: Journal) -> set[Name]:
    """Every change a store knows, in its log or aside."""
    return {(c.device, c.seq, c.hash) for over in journal.ranges() for c in journal.changes(over)}


def in_log(journal: Journal) -> list[Change]:
    """The changes that count."""
    aside = {(a.device, a.seq, a.hash) for a in journal.asides()}
    every = {
        (c.device, c.seq, c.hash): c for over in journal.ranges() for c in journal.changes(over)
    }
    return [change for name, change in every.items() if name not in aside]


def true_fork(names: set[Name], device: str) -> int | None:
    """The least number of a device under which there are two hashes."""
    seen: dict[int, str] = {}
    several = [
        seq for of, seq, own in sorted(names) if of == device and seen.setdefault(seq, own) != own
    ]
    return min(several, default=None)


def files_of(givers: list[Journal], chance: random.Random) -> list[list[File]]:
    """Everything some stores hold: each in one file, and in files of any cut and order, with
    overlaps and repetitions."""
    held = [[(over, list(giver.changes(over))) for over in giver.ranges()] for giver in givers]
    found = [*held, *([piece] for each in held for piece in in_pieces(each, chance))]
    chance.shuffle(found)
    return found


def take(taker: Journal, file: list[File]) -> Received:
    """One file arrives."""
    return taker.receive([c for _, own in file for c in own], [over for over, _ in file])


def check(journal: Journal) -> None:
    """The store shows what the oracle says of the changes that count, and of no other."""
    changes = in_log(journal)
    shown, conflicts, _ = oracle(changes)
    assert rows_shown(journal) == expected(shown, {c.record for c in changes if c.kind == "thing"})
    # An erased value disagrees with nobody, which the oracle cannot know.
    if not any(change.states for change in changes):
        assert {(c.record, c.field) for c in journal.conflicts()} == conflicts


@pytest.fixture(scope="module")
def stores() -> Iterator[tuple[list[Journal], list[Clock]]]:
    clocks = [Clock() for _ in range(6)]
    found = [device_in_memory(n + 1, clock=clocks[n]) for n in range(6)]
    yield found, clocks
    for journal in found:
        journal.close()


def play(stores: tuple[list[Journal], list[Clock]], script: list[Step], order: int) -> None:
    journals, clocks = stores
    authors = [journal.author for journal in journals]
    try:
        for number, (journal, clock) in enumerate(zip(journals, clocks, strict=True)):
            for table in ("aside", "forked"):
                journal.database.execute_sql(f"DELETE FROM {table}")
            empty(journal, clock, number)
        writers, (one, two, third) = journals[:3], journals[3:]
        cloned = False
        for step in script:
            cloned = act(writers, step, cloned)
            check(writers[OTHER])
        chance = random.Random(order)
        givers = writers if cloned else [writers[FIRST], writers[OTHER]]
        for taker in (one, two):
            for file in files_of(givers, chance):
                # Only what brings something can have made a difference.
                if take(taker, file).new:
                    check(taker)
        for giver in givers:
            assert pass_on(giver, one).new == 0
        # What stands aside is passed on like everything else.
        for file in files_of([one], chance):
            take(third, file)
        everything = set().union(*(named(giver) for giver in givers))
        point = true_fork(everything, authors[FIRST].device)
        for taker in (one, two, third):
            assert named(taker) == everything
            assert taker.forked() == ({} if point is None else {authors[FIRST].device: point})
            assert {(a.device, a.seq, a.hash) for a in taker.asides()} == {
                name
                for name in everything
                if point is not None and name[0] == authors[FIRST].device and name[1] >= point
            }
            assert taker.state() == one.state()
            assert taker.ranges() == one.ranges()
        one.verify()
        if order % 4 == 0:
            before = one.state()
            one.rebuild()
            assert one.state() == before
    finally:
        for journal, author in zip(journals, authors, strict=True):
            journal.author = author


@examples(150)
@given(script=steps, order=st.integers(0, 1000))
def test_two_copies_of_a_device_come_to_one_state_and_nothing_is_lost(
    stores: tuple[list[Journal], list[Clock]], script: list[Step], order: int
) -> None:
    play(stores, script, order)


@pytest.mark.slow
@examples(10_000)
@given(script=steps, order=st.integers(0, 1000))
def test_two_copies_of_a_device_come_to_one_state_ten_thousand_times(
    stores: tuple[list[Journal], list[Clock]], script: list[Step], order: int
) -> None:
    play(stores, script, order)


def add(journal: Journal, **values: str) -> str:
    with journal.unit_of_work("a thing") as work:
        return work.create(Thing, **values)


def test_no_copy_wins_by_coming_first(tmp_path: Path) -> None:
    here, there = new_device(tmp_path / "here", 1), new_device(tmp_path / "there", 9)
    centre = new_device(tmp_path / "centre", 5)
    record = add(here, title="before")
    clone(here, there)
    add(here, title="of the first")
    add(there, title="of the copy")
    assert pass_on(here, centre).aside == 0
    received = pass_on(there, centre)
    assert (received.new, received.already, received.aside) == (1, 1, 2)
    assert [row["id"] for row in centre.rows(Thing.select())] == [record]
    assert [(a.seq, a.cause) for a in centre.asides(here.author.device)] == [
        (2, Cause.FORK),
        (2, Cause.FORK),
    ]
    assert "from change 2" in centre.asides()[0].reason


def test_a_device_that_meets_its_copy_takes_nothing_and_is_told_from_where(tmp_path: Path) -> None:
    here, there = new_device(tmp_path / "here", 1), new_device(tmp_path / "there", 9)
    add(here, title="before")
    clone(here, there)
    add(here, title="of the first")
    add(there, title="of the copy")
    with pytest.raises(DeviceForked) as found:
        pass_on(here, there)
    assert found.value.seq == 2
    assert not there.asides()
    assert not there.forked()


def test_the_word_of_another_store_is_heeded_before_the_copy_is_seen(tmp_path: Path) -> None:
    here, centre = new_device(tmp_path / "here", 1), new_device(tmp_path / "centre", 5)
    add(here, title="one")
    add(here, title="two")
    pass_on(here, centre)
    assert centre.heed_fork(here.author.device, 2).aside == 1
    assert centre.forked() == {here.author.device: 2}
    add(here, title="three")
    assert pass_on(here, centre).aside == 1
    assert [row["title"] for row in centre.rows(Thing.select())] == ["one"]
    assert named(centre) == named(here)
