"""However three people decide, and in whatever order it travels: one desk, and no value unseen.

Every act of the desk is played on devices that hear of each other in parts; at the end all of
them and a centre show the same conflicts, doubles and notes.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import conflicts, drafts, duplicates
from store.conflicts import Item
from store.duplicates import finding
from store.errors import PlanReviewError
from store.journal import Journal, derived, natural_id
from store.notes import NoteRecord
from store.snapshots import DDL as EXCHANGE
from store.snapshots import law
from tests.store.devices import Clock, device_in_memory, pass_on

RECORDS = tuple(natural_id("note", name) for name in "abc")
TEXTS = ("Rang.", "Wrote.", "Called round.", None)
DAY = date(2024, 9, 16)

Step = tuple[Any, ...]

device = st.integers(0, 2)
which = st.integers(0, 3)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("save"), device, st.sampled_from(RECORDS), st.sampled_from(TEXTS)),
        st.tuples(st.just("withdraw"), device, st.sampled_from(RECORDS)),
        st.tuples(st.just("pass"), device, device, st.booleans()),
        st.tuples(st.just("take"), device, which, st.integers(1, 3)),
        st.tuples(st.just("write"), device, which, st.sampled_from(TEXTS)),
        st.tuples(st.just("both"), device, which),
        st.tuples(st.just("different"), device, which),
        st.tuples(st.just("defer"), device, which, st.integers(1, 5)),
        st.tuples(st.just("ask"), device, which),
        st.tuples(st.just("answer"), device),
        st.tuples(st.just("rule"), device, which, st.integers(0, 2)),
        st.tuples(st.just("undo"), device),
    ),
    min_size=4, max_size=14,
)  # fmt: skip


class Fleet:
    """Three devices and a centre, emptied and played on again and again."""

    def __init__(self) -> None:
        self.clocks = [Clock() for _ in range(4)]
        self.journals = [
            device_in_memory(n + 1, clock=self.clocks[n], also=(*EXCHANGE, *drafts.DDL))
            for n in range(4)
        ]
        for number, journal in enumerate(self.journals):
            author = journal.author
            journal.author = type(author)(author.device, author.device_name, f"P{number}", "iro")
            journal.law_of = partial(law, journal)
        # What was empty in a store just made is what a new one has none of.
        names = self._all("SELECT name FROM sqlite_master WHERE type = 'table'")
        self.emptied = [name for name in names if not self._all(f'SELECT 1 FROM "{name}" LIMIT 1')]

    def _all(self, sql: str) -> list[Any]:
        return [row[0] for row in self.journals[0].database.execute_sql(sql).fetchall()]

    def empty(self) -> None:
        """Makes every store as new, faster than making new ones."""
        for number, (journal, clock) in enumerate(zip(self.journals, self.clocks, strict=True)):
            with journal.database.atomic():
                for table in self.emptied:
                    journal.database.execute_sql(f'DELETE FROM "{table}"')
                derived.make_tables(journal.database)
                journal.database.execute_sql("UPDATE stamp SET hlc = 0")
            clock.at = datetime(2024, 9, 16, 9, tzinfo=UTC) + timedelta(minutes=number)
            journal.entropy = random.Random(number).randbytes
            journal._writes += 1
            finding._known.pop(journal, None)


@pytest.fixture(scope="module")
def fleet() -> Iterator[Fleet]:
    found = Fleet()
    yield found
    for journal in found.journals:
        journal.close()


def act(journals: list[Journal], step: Step) -> None:
    """Plays one step; what the desk refuses with words is left, as its user would leave it."""
    name, journal = step[0], journals[step[1]]
    try:
        if name == "pass":
            own = [r for r in journal.ranges() if r.device == journal.author.device]
            pass_on(journal, journals[step[2]], own if step[3] else None)
        elif name == "save":
            save(journal, step[2], step[3])
        elif name == "withdraw":
            with journal.unit_of_work("withdraw") as work:
                work.withdraw(NoteRecord, step[2], "twice")
        elif name == "undo":
            journal.undo()
        elif name == "answer":
            for note in conflicts.waiting_notes(journal)[:1]:
                conflicts.answer(journal, note.id, "Yes.")
        else:
            queue = conflicts.desk(journal).queue
            if queue:
                ACTS[name](journal, queue[step[2] % len(queue)], *step[3:])
    except PlanReviewError:
        return


def save(journal: Journal, record: str, text: str | None) -> None:
    """Writes a note; the second and third of them may come to say what the first says."""
    row = journal.get(NoteRecord, record)
    if row is not None and row["withdrawn"]:
        return
    with journal.unit_of_work("save") as work:
        work.save(NoteRecord, record, about="x", about_kind="child", on=DAY, text=text)


def rule(journal: Journal, item: Item, number: int) -> None:
    """One rule for every conflict of the field."""
    items = conflicts.alike(conflicts.desk(journal), item)
    ruled = conflicts.preview(items, conflicts.rules(journal)[number])
    conflicts.apply(journal, ruled, "by rule")


ACTS: dict[str, Callable[..., object]] = {
    "take": lambda journal, item, number: conflicts.take(journal, item, number, "so"),
    "write": lambda journal, item, text: conflicts.write(journal, item, text, "so"),
    "both": lambda journal, item: conflicts.keep_both(journal, item, "so"),
    "different": lambda journal, item: conflicts.different(journal, item, "so"),
    "defer": lambda journal, item, days: conflicts.defer(
        journal, item, journal.today() + timedelta(days=days)
    ),
    "ask": lambda journal, item: conflicts.write_to_authors(journal, item, "Why?"),
    "rule": rule,
}


def shown(journal: Journal) -> tuple[Any, ...]:
    """All that a person sees on the desk, in its order."""
    desk = conflicts.desk(journal)
    return (
        [_item(item) for item in desk.queue],
        [_item(item) for item in desk.put_off],
        [
            (note.id, note.text, note.to, note.by, note.answer, note.read)
            for note in conflicts.author_notes(journal)
        ],
        [(one.id, one.kind, one.records) for one in duplicates.duplicates(journal)],
    )


def _item(item: Item) -> tuple[Any, ...]:
    values = [(v.number, v.shown, v.words, v.person, v.at, v.wins) for v in item.values]
    return (item.id, item.sort, item.field, item.until, item.heads, item.hangs, values)


def play(fleet: Fleet, script: list[Step], order: int) -> None:
    """Plays a script on three devices, brings all together in a random order, compares."""
    fleet.empty()
    devices, centre = fleet.journals[:3], fleet.journals[3]
    for step in script:
        act(devices, step)
    chance = random.Random(order)
    pairs = [(one, other) for one in devices for other in fleet.journals if one is not other] * 2
    chance.shuffle(pairs)
    for giver, taker in pairs:
        ranges = giver.ranges()
        chance.shuffle(ranges)
        pass_on(giver, taker, ranges)
    # Whatever one device made has now reached every other, by whatever way.
    for giver, taker in pairs:
        pass_on(giver, taker)
    states = [journal.state() for journal in fleet.journals]
    assert all(state == states[0] for state in states)
    # What a desk shows is worked out from that state, and from what was found there before.
    other = devices[order % 3]
    assert shown(other) == shown(centre)
    seen = {(item.record, item.field) for item in conflicts.conflict_items(other)}
    assert seen == {(one.record, one.field) for one in other.conflicts()}


def _settings(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


@_settings(200)
@given(script=steps, order=st.integers(0, 1000))
def test_every_device_comes_to_one_desk(fleet: Fleet, script: list[Step], order: int) -> None:
    play(fleet, script, order)


@pytest.mark.slow
@_settings(10_000)
@given(script=steps, order=st.integers(0, 1000))
def test_every_device_comes_to_one_desk_at_length(
    fleet: Fleet, script: list[Step], order: int
) -> None:
    play(fleet, script, order)
