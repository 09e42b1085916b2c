"""A coarser value stands in for a withheld one until the value itself comes, in any order."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import Refused
from store.journal import Change, Journal, Range
from store.journal.change import REASON, nothing_instead
from tests.store.devices import Clock, Thing, device_in_memory, pass_on
from tests.store.test_journal_convergence import empty, examples


def due_alone(_: str, name: str) -> bool:
    return name == "due"


def due_and_title(_: str, name: str) -> bool:
    return name in ("due", "title", REASON)


def to_the_month(_: str, name: str, value: str) -> str | None:
    return f"{value[:7]}-01" if name == "due" else None


def to_the_year(_: str, name: str, value: str) -> str | None:
    return f"{value[:4]}-01-01" if name == "due" else None


GRADES = (
    None,
    (due_alone, nothing_instead),
    (due_alone, to_the_month),
    (due_and_title, to_the_month),
    (due_alone, to_the_year),
)
"""Ways one change may leave a device: whole, or short of some values, with or without stand-ins."""


@pytest.fixture(scope="module")
def fleet() -> Iterator[list[Journal]]:
    journals = [device_in_memory(n + 1, clock=Clock()) for n in range(4)]
    yield journals
    for journal in journals:
        journal.close()


def copies(giver: Journal, grade: int) -> list[tuple[Range, list[Change]]]:
    """Everything a device holds as it leaves under one grade, through its lines."""
    wanted = GRADES[grade]
    return [
        (
            over,
            [Change.from_line(c.to_line(*wanted) if wanted else c.to_line()) for c in own],
        )
        for over in giver.ranges()
        for own in [list(giver.changes(over))]
    ]


def shown_due(journal: Journal, record: str) -> str | None:
    row = journal.database.execute_sql("SELECT due FROM now_thing WHERE id = ?", (record,))
    text: str | None = row.fetchone()[0]
    return text


def made(device: Journal, record: str | None = None, **values: str | None) -> str:
    with device.unit_of_work("a thing", "a reason") as work:
        if record is None:
            return work.create(Thing, **values)
        work.save(Thing, record, **values)
        return record


def start(fleet: list[Journal]) -> tuple[Journal, Journal, Journal]:
    for number, journal in enumerate(fleet):
        clock = Clock()
        empty(journal, clock, number)
        journal._now = clock
    return fleet[0], fleet[1], fleet[2]


class TestOneChange:
    def test_a_stand_in_is_shown_and_the_value_replaces_it(self, fleet: list[Journal]) -> None:
        device, centre, _ = start(fleet)
        record = made(device, title="words", due="2012-05-17")
        (over, coarse), *_ = copies(device, 2)
        assert "2012-05-17" not in coarse[0].to_line()
        centre.receive(coarse, [over])
        assert shown_due(centre, record) == "2012-05-01"
        assert centre.history(record)[1].new == "withheld, shown as 2012-05-01"
        assert centre.verify() == 1
        before = centre.state()
        centre.rebuild()
        assert centre.state() == before
        pass_on(device, centre)
        assert shown_due(centre, record) == "2012-05-17"
        assert centre.state() == device.state()

    def test_what_came_coarser_goes_on_coarser_or_not_at_all(self, fleet: list[Journal]) -> None:
        device, centre, other = start(fleet)
        record = made(device, due="2012-05-17")
        (over, coarse), *_ = copies(device, 2)
        centre.receive(coarse, [over])
        for grade, expected in ((0, "2012-05-01"), (2, "2012-05-01"), (1, None)):
            empty(other, Clock(), 2)
            for span, changes in copies(centre, grade):
                other.receive(changes, [span])
            assert shown_due(other, record) == expected

    def test_a_withheld_value_is_not_written_over_where_it_is_not_held(
        self, fleet: list[Journal]
    ) -> None:
        device, centre, _ = start(fleet)
        record = made(device, title="words", due="2012-05-17")
        (over, coarse), *_ = copies(device, 2)
        centre.receive(coarse, [over])
        with pytest.raises(Refused, match="withheld from this store"):
            made(centre, record, due="2013-01-01")
        made(centre, record, due="2012-05-01", title="other words")  # as shown: not a change
        assert shown_due(centre, record) == "2012-05-01"
        pass_on(device, centre)
        assert shown_due(centre, record) == "2012-05-17"

    def test_what_is_erased_has_no_stand_in(self, fleet: list[Journal]) -> None:
        device, centre, _ = start(fleet)
        record = made(device, title="words", due="2012-05-17")
        coarse = copies(device, 2)
        device.erase(record, ["due"], "art. 28")
        for span, changes in [*coarse, *copies(device, 0), *coarse]:
            centre.receive(changes, [span])
        assert shown_due(centre, record) is None
        assert "2012-05" not in repr(centre.database.execute_sql("SELECT * FROM change").fetchall())
        assert centre.state() == device.state()

    @pytest.mark.parametrize(
        "stand_ins",
        [{"due": 3}, {"due": None}, ["due"], {"title": "x"}, {"@reason": "x"}, {"due": "a\0b"}],
    )
    def test_it_stands_in_for_withheld_fields_alone(
        self, fleet: list[Journal], stand_ins: object
    ) -> None:
        device, _, _ = start(fleet)
        made(device, title="words", due="2012-05-17")
        [change] = next(iter(device.changes(over) for over in device.ranges()))
        facts = json.loads(change.to_line(lambda _, name: name in ("due", REASON), to_the_month))
        facts["stand_ins"] = stand_ins
        with pytest.raises(Refused, match=r"due|stand_ins"):
            Change.from_line(json.dumps(facts))


saves = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from("ab"),
        st.one_of(
            st.dictionaries(
                st.sampled_from(("due", "title")),
                st.sampled_from((None, "2012-05-17", "2012-05-03", "2013-01-09")),
                min_size=1,
            ),
            st.sampled_from(("due", "title")),  # by right erased
        ),
    ),
    min_size=1,
    max_size=8,
)
graded = st.lists(st.integers(0, len(GRADES) - 1), min_size=1, max_size=4)


def play(
    fleet: list[Journal],
    script: list[tuple[int, str, dict[str, str | None] | str]],
    grades: list[int],
    order: int,
) -> None:
    """Two devices write; what they hold leaves at some grades and comes in any order."""
    devices, centres = fleet[:2], fleet[2:]
    start(fleet)
    records: dict[str, str] = {}
    coarse: list[tuple[Range, list[Change]]] = []
    for number, name, values in script:
        if name not in records:
            records[name] = made(devices[number], title=name)
            pass_on(devices[number], devices[1 - number])
        if isinstance(values, dict):
            made(devices[number], records[name], **values)
        else:
            # A file that left before still holds what is erased now, or stands in for it.
            coarse += copies(devices[number], grades[0])
            devices[number].erase(records[name], [values], "a right")
    files = [
        each for number in (0, 1) for grade in grades for each in copies(devices[number], grade)
    ] + coarse
    chance = random.Random(order)
    for centre in centres:
        chance.shuffle(files)
        for over, changes in [*files, *files[:2]]:
            centre.receive(changes, [over])
    state = centres[0].state()
    assert centres[1].state() == state
    kept = [[c.to_line() for over in one.ranges() for c in one.changes(over)] for one in centres]
    assert kept[0] == kept[1]
    if order % 4 == 0:
        centres[0].rebuild()
        assert centres[0].state() == state
    assert centres[0].verify() == len(kept[0])
    if 0 in grades and not coarse:
        assert not any("stand_ins" in line or "states" in line for line in kept[0])


@examples(150)
@given(script=saves, grades=graded, order=st.integers(0, 1000))
def test_fuller_and_coarser_files_in_any_order_give_one_state(
    fleet: list[Journal], script: list[tuple[int, str, dict[str, str | None] | str]],
    grades: list[int], order: int,
) -> None:  # fmt: skip
    play(fleet, script, grades, order)


@pytest.mark.slow
@examples(10_000)
@given(script=saves, grades=graded, order=st.integers(0, 1000))
def test_fuller_and_coarser_files_give_one_state_ten_thousand_times(
    fleet: list[Journal], script: list[tuple[int, str, dict[str, str | None] | str]],
    grades: list[int], order: int,
) -> None:  # fmt: skip
    play(fleet, script, grades, order)
