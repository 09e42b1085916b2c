"""Whatever three devices do and in whatever order files arrive: one state, and no value unseen.

After every arrival the store is held against an oracle that knows nothing of SQL: it works out
heads, winners and conflicts from the bare set of changes. Mutants of the rules must be caught,
because a first, weaker form of this test let two real ones through.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from store.journal import (
    Change,
    Journal,
    NothingToUndo,
    derived,
    natural_id,
    receiving,
    settling,
)
from tests.store.devices import (
    Clock,
    Thing,
    device_in_memory,
    forge,
    in_pieces,
    pass_on,
    whole_chains,
)

RECORDS = tuple(natural_id("thing", name) for name in "ab")
FIELDS = ("title", "status")
VALUES = (None, "1", "2", "3")
EMPTIED = ("change", "dead", "fork", "conflict", "held", "ahead", "now_thing", "now_erasure")

Step = tuple[Any, ...]

device = st.integers(0, 2)
steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("save"), device, st.sampled_from(RECORDS),
            st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(VALUES), min_size=1),
        ),
        st.tuples(st.just("pass"), device, device, st.booleans()),
        st.tuples(st.just("tail"), device, device, st.integers(0, 6)),
        st.tuples(st.just("decide"), device, st.sampled_from(VALUES)),
        st.tuples(st.just("withdraw"), device, st.sampled_from(RECORDS)),
        st.tuples(st.just("undo"), device),
        st.tuples(st.just("redo"), device),
        st.tuples(st.just("skew"), device, st.integers(-3, 3)),
        st.tuples(
            st.just("lie"), device, st.sampled_from(RECORDS), device, st.integers(0, 30),
            st.sampled_from(("unwritten", "own later", "of another", "of another")),
        ),
    ),
    min_size=1, max_size=25,
)  # fmt: skip


def oracle(changes: list[Change]) -> tuple[dict[Any, Any], set[Any], set[Any]]:
    """Shown values, fields in conflict, and every head, from the set of changes alone.

    A change replaces what it writes itself, of its own record, and what was there before it.
    """
    replaced = {
        (d, s, f, c.record)
        for c in changes
        for f, d, s in c.replaces
        if f in c.values and (d != c.device or s < c.seq)
    }
    heads: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        for name in change.values:
            if (change.device, change.seq, name, change.record) not in replaced:
                heads.setdefault((change.record, name), []).append(change)
    shown: dict[tuple[str, str], str | None] = {}
    conflicts = set()
    for (record, name), found in heads.items():
        found.sort(key=lambda c: (c.hlc, c.device, c.seq), reverse=True)
        shown[record, name] = found[0].values[name]
        if len({c.values[name] for c in found}) > 1:
            conflicts.add((record, name))
    for (record, name), found in heads.items():
        winner = found[0]
        if name == "withdrawn" and winner.values[name] is not None:
            known = {(f, d, s) for f, d, s in winner.saw}
            for (other, field), standing in heads.items():
                if other == record and field != "withdrawn":
                    for c in standing:
                        if c is not winner and (field, c.device, c.seq) not in known:
                            conflicts.add((record, "withdrawn"))
    every = {(r, f, c.device, c.seq) for (r, f), found in heads.items() for c in found}
    return shown, conflicts, every


def rows_shown(journal: Journal) -> dict[str, tuple[str | None, ...]]:
    """What the store shows of every thing, in the order of `FIELDS` and `withdrawn`."""
    rows = journal.database.execute_sql(
        f"SELECT id, {', '.join(FIELDS)}, withdrawn FROM now_thing"
    ).fetchall()
    return {row[0]: row[1:] for row in rows}


def expected(shown: dict[Any, Any], records: Iterable[str]) -> dict[str, tuple[str | None, ...]]:
    """What the oracle shows of these things, likewise."""
    return {
        record: tuple(shown.get((record, name)) for name in (*FIELDS, "withdrawn"))
        for record in records
    }


def check(journal: Journal) -> None:
    """The store shows what the oracle says, and every head can be seen in it."""
    changes = [c for over in journal.ranges() for c in journal.changes(over)]
    shown, conflicts, heads = oracle(changes)
    assert rows_shown(journal) == expected(shown, {c.record for c in changes})
    forks = set(journal.database.execute_sql("SELECT record, field, device, seq FROM fork"))
    count = Counter(head[:2] for head in heads)
    assert forks == {head for head in heads if count[head[:2]] > 1}
    standing = journal.conflicts()
    assert {(c.record, c.field) for c in standing} == conflicts
    for conflict in standing:
        if conflict.field != "withdrawn":
            seen = {head.value for head in conflict.heads}
            by_name = {(c.device, c.seq): c for c in changes}
            assert seen == {
                by_name[d, s].values[f]
                for r, f, d, s in heads
                if (r, f) == (conflict.record, conflict.field)
            }


def act(journals: list[Journal], clocks: list[Clock], step: Step) -> None:
    """Plays one step; what a device would refuse with words is skipped, as its user would."""
    name, number = step[0], step[1]
    journal = journals[number]
    if name == "save":
        row = journal.get(Thing, step[2])
        if row is not None and row["withdrawn"]:
            return
        with journal.unit_of_work("save", "a reason") as work:
            work.save(Thing, step[2], **step[3])
    elif name == "pass":
        ranges = journal.ranges()
        if step[3]:
            ranges = [r for r in ranges if r.device == journal.author.device]
        if step[2] != number and ranges:
            pass_on(journal, journals[step[2]], ranges)
            check(journals[step[2]])
        return
    elif name == "tail":
        # A later file may come before an earlier one.
        late = journal.own_range_after(step[3])
        if step[2] != number and late is not None:
            pass_on(journal, journals[step[2]], [late])
            check(journals[step[2]])
        return
    elif name == "decide" and journal.conflicts():
        conflict = journal.conflicts()[0]
        value = "twice" if conflict.field == "withdrawn" and step[2] else step[2]
        journal.decide(conflict.record, conflict.field, value, "decided")
    elif name == "withdraw" and journal.get(Thing, step[2]):
        with journal.unit_of_work("withdraw") as work:
            work.withdraw(Thing, step[2], "twice")
    elif name in ("undo", "redo"):
        try:
            journal.undo() if name == "undo" else journal.redo()
        except NothingToUndo:
            return
    elif name == "lie":
        lie(journal, journals[step[3]], step[2], step[4], step[5])
    elif name == "skew":
        clocks[number].at += timedelta(hours=step[2])
        return
    check(journal)


def lie(journal: Journal, whose: Journal, record: str, which: int, what: str) -> None:
    """Saves a change that names a head which it does not replace, or which it cannot have seen.

    What another device is still to write nobody may name: that is refused, and not played here.
    """
    written = [c for over in whose.ranges() for c in whose.changes(over)]
    own = next((r.last for r in journal.ranges() if r.device == journal.author.device), 0)
    name = FIELDS[which % 2]
    named = (name, journal.author.device, own + 1 + which % 3)
    if written and what != "own later":
        of = written[which % len(written)]
        name = next(iter(of.values))
        named = (name, of.device, of.seq)
    saved = FIELDS[name == FIELDS[0]] if what == "unwritten" else name
    forge(journal, record, {saved: "3"}, [named])


def empty(journal: Journal, clock: Clock, number: int) -> None:
    """Makes the store as new, faster than making a new one."""
    with journal.database.atomic():
        for table in EMPTIED:
            journal.database.execute_sql(f"DELETE FROM {table}")
        derived.make_tables(journal.database)
        journal.database.execute_sql("UPDATE stamp SET hlc = 0")
    clock.at = datetime(2024, 9, 16, 9, tzinfo=UTC)
    journal.entropy = random.Random(number).randbytes


@pytest.fixture(scope="module")
def fleet() -> Iterator[tuple[list[Journal], list[Clock]]]:
    clocks = [Clock() for _ in range(4)]
    journals = [device_in_memory(n + 1, person=f"Person {n}", clock=clocks[n]) for n in range(4)]
    yield journals, clocks
    for journal in journals:
        journal.close()


def play(fleet: tuple[list[Journal], list[Clock]], script: list[Step], order: int) -> None:
    """Plays a script on three devices, brings all together in files of any cut, compares."""
    journals, clocks = fleet
    for number, (journal, clock) in enumerate(zip(journals, clocks, strict=True)):
        empty(journal, clock, number)
    devices, centre = journals[:3], journals[3]
    for step in script:
        act(devices, clocks, step)
    chance = random.Random(order)
    chains = whole_chains(devices)
    for over, changes in in_pieces(chains, chance):
        centre.receive(changes, [over])
        check(centre)
    # A device has heard some of it while it worked; one hears the rest in pieces.
    for over, changes in in_pieces(chains, chance):
        devices[order % 3].receive(changes, [over])
    for journal in devices:
        chance.shuffle(chains)
        for over, changes in chains:
            journal.receive(changes, [over])
        check(journal)
    state = centre.state()
    for journal in devices:
        assert pass_on(journal, centre).new == 0
        assert journal.state() == state
    assert centre.state() == state
    if order % 4 == 0:
        centre.rebuild()
        assert centre.state() == state
    assert centre.verify() == sum(len(changes) for _, changes in chains)


def examples(number: int) -> settings:
    """So many scripts, however long one takes."""
    return settings(
        max_examples=number,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


@examples(500)
@given(script=steps, order=st.integers(0, 1000))
def test_three_devices_and_a_centre_come_to_one_state(
    fleet: tuple[list[Journal], list[Clock]], script: list[Step], order: int
) -> None:
    play(fleet, script, order)


@pytest.mark.slow
@examples(10_000)
@given(script=steps, order=st.integers(0, 1000))
def test_three_devices_and_a_centre_come_to_one_state_ten_thousand_times(
    fleet: tuple[list[Journal], list[Clock]], script: list[Step], order: int
) -> None:
    play(fleet, script, order)


def _mutants() -> dict[str, Callable[[pytest.MonkeyPatch], None]]:
    """Wrong versions of the merge, each of which a test that is worth something must catch."""

    def swap(name: str, old: str, new: str) -> Callable[[pytest.MonkeyPatch], None]:
        text: str = getattr(settling, name)
        assert old in text

        def patch(monkeypatch: pytest.MonkeyPatch) -> None:
            monkeypatch.setattr(settling, name, text.replace(old, new))

        return patch

    def no_settling(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(receiving, "settle", lambda *_: 0)

    return {
        "replaced heads still count": swap("_LIVE", "AND NOT EXISTS", "AND 1 OR NOT EXISTS"),
        "a head of another record is replaced": swap("_LIVE", "AND d.record = c.record", ""),
        "the oldest head is shown": swap("_SEVERAL", "l.hlc DESC", "l.hlc ASC"),
        "ties fall as they arrive": swap("_SEVERAL", "l.hlc DESC, l.device DESC, l.seq DESC", "1"),
        "no forks are written": swap("_SEVERAL", "count(*) > 1", "count(*) > 2"),
        "agreement is a conflict": swap("_CONFLICTS", "HAVING", "HAVING 1 OR"),
        "a withdrawal saw everything": swap(
            "_EDITED_AFTER_WITHDRAWAL",
            "NOT EXISTS (SELECT 1 FROM {items}",
            "EXISTS (SELECT 1 FROM {items}",
        ),
        "arrivals settle nothing": no_settling,
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", _mutants())
def test_a_mutant_of_the_merge_is_caught(
    fleet: tuple[list[Journal], list[Clock]], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    _mutants()[name](monkeypatch)

    @settings(
        max_examples=150, deadline=None, derandomize=True, database=None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(script=steps, order=st.integers(0, 1000))
    def attack(script: list[Step], order: int) -> None:
        play(fleet, script, order)

    with pytest.raises((AssertionError, BaseExceptionGroup)):
        attack()
