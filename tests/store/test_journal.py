"""The journal keeps its promises: history, undo, conflicts, erasure, and nothing half written."""

from __future__ import annotations

import hmac
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from store.errors import NotFound, ReasonNeeded, Refused
from store.journal import (
    ChainBroken,
    Change,
    Journal,
    NothingToUndo,
    UnreadableChange,
    history,
    log,
    natural_id,
)
from store.journal.committing import keyed_hash
from store.journal.erasing import Erasure
from tests.store.devices import Clock, Thing, new_device, pass_on


@pytest.fixture
def here(tmp_path: Path) -> Journal:
    return new_device(tmp_path / "here", 1, person="Alder")


@pytest.fixture
def there(tmp_path: Path) -> Journal:
    return new_device(tmp_path / "there", 2, person="Birch")


def add(journal: Journal, **values: object) -> str:
    with journal.unit_of_work("add a thing") as work:
        return work.create(Thing, None, **values)


def save(journal: Journal, record: str, reason: str | None = None, **values: object) -> bool:
    with journal.unit_of_work("change a thing", reason) as work:
        return work.save(Thing, record, **values)


def title(journal: Journal, record: str) -> object:
    row = journal.get(Thing, record)
    assert row is not None
    return row["title"]


def test_what_is_saved_is_read_back_as_it_was_given(here: Journal) -> None:
    record = add(here, title="Passport", due=date(2024, 9, 30))
    row = here.get(Thing, record)
    assert row == {
        "id": record, "withdrawn": None, "title": "Passport", "status": None,
        "due": date(2024, 9, 30),
    }  # fmt: skip


def test_a_save_that_changes_nothing_is_no_change(here: Journal) -> None:
    record = add(here, title="Passport")
    assert not save(here, record, title="Passport", due=None)
    assert len(here.history(record)) == 1


def test_a_unit_that_fails_leaves_nothing(here: Journal) -> None:
    def half() -> None:
        with here.unit_of_work("two things") as work:
            work.create(Thing, title="one")
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="disk"):
        half()
    assert here.rows(Thing.select()) == []
    assert here.ranges() == []
    add(here, title="after")
    assert here.verify() == 1


def test_a_protected_value_changes_only_with_a_reason(here: Journal) -> None:
    record = add(here, title="Passport")
    assert save(here, record, status="done")
    with pytest.raises(ReasonNeeded) as refused:
        save(here, record, status="open")
    assert refused.value.field == "status"
    assert save(here, record, "it was not done", status="open")
    assert [line.reason for line in here.history(record)] == [None, None, "it was not done"]


@pytest.mark.parametrize("text", ["a\x00b", "half \ud800 a character"])
def test_text_that_no_file_could_carry_is_refused(here: Journal, text: str) -> None:
    with pytest.raises(Refused):
        add(here, title=text)
    assert here.rows(Thing.select()) == []


def test_long_and_hostile_text_comes_back_to_the_letter(here: Journal) -> None:
    text = '[b]x[/y] \x1b[31m \u202eabc é "quoted" \' ; DROP TABLE change' + "n" * 100_000
    record = add(here, title=text)
    assert title(here, record) == text
    here.rebuild()
    assert title(here, record) == text


def test_history_names_who_when_and_what_it_was_before(here: Journal) -> None:
    record = add(here, title="Passport")
    save(here, record, title="Passport form sent")
    first, second = here.history(record)
    assert (first.old, first.new, first.person) == (None, "Passport", "Alder")
    assert (second.old, second.new, second.label) == (
        "Passport", "Passport form sent", "change a thing",
    )  # fmt: skip
    assert second.at > first.at


class TestUndo:
    def test_takes_back_the_latest_unit_and_redo_brings_it_again(self, here: Journal) -> None:
        record = add(here, title="one", status="open")
        save(here, record, title="two")
        assert here.undo().restored == 1
        assert title(here, record) == "one"
        here.redo()
        assert title(here, record) == "two"
        here.undo()
        here.undo()
        row = here.get(Thing, record)
        assert row is not None
        assert row["withdrawn"]
        with pytest.raises(NothingToUndo):
            here.undo()

    def test_works_after_a_restart_and_after_an_export(self, here: Journal, there: Journal) -> None:
        record = add(here, title="one")
        save(here, record, title="two")
        here.mark_sent(2)
        pass_on(here, there)
        again = Journal(here.database, here.folder, here.author, now=Clock())
        again.undo()
        pass_on(again, there)
        assert title(there, record) == "one"

    def test_leaves_what_someone_changed_since_and_says_who(
        self, here: Journal, there: Journal
    ) -> None:
        record = add(here, title="one")
        save(here, record, title="two", due=date(2024, 9, 30))
        pass_on(here, there)
        save(there, record, title="three")
        pass_on(there, here)
        undone = here.undo()
        assert undone.restored == 1
        assert [(left.field, left.by) for left in undone.left] == [("title", "Birch")]
        assert title(here, record) == "three"

    def test_of_a_decision_opens_the_conflict_again(self, here: Journal, there: Journal) -> None:
        record = in_conflict(here, there)
        before = [head.value for head in here.conflicts()[0].heads]
        here.decide(record, "title", "there", "agreed by phone")
        assert here.conflicts() == []
        here.undo()
        assert [head.value for head in here.conflicts()[0].heads] == before
        here.redo()
        assert here.conflicts() == []
        assert title(here, record) == "there"

    def test_redo_is_refused_once_something_new_is_saved(self, here: Journal) -> None:
        record = add(here, title="one")
        save(here, record, title="two")
        here.undo()
        save(here, record, title="three")
        with pytest.raises(NothingToUndo):
            here.redo()


def in_conflict(here: Journal, there: Journal) -> str:
    record = add(here, title="start")
    pass_on(here, there)
    save(here, record, title="here")
    save(there, record, title="there")
    pass_on(there, here)
    return record


class TestConflicts:
    def test_both_values_stand_until_a_person_decides(self, here: Journal, there: Journal) -> None:
        record = in_conflict(here, there)
        conflict = here.conflicts(record)[0]
        assert {(h.value, h.person) for h in conflict.heads} == {
            ("here", "Alder"), ("there", "Birch"),
        }  # fmt: skip
        pass_on(here, there)
        assert there.conflicts(record)[0].id == conflict.id
        assert title(here, record) == title(there, record)
        there.decide(record, "title", "both", "met on Friday")
        pass_on(there, here)
        assert here.conflicts() == there.conflicts() == []
        assert title(here, record) == "both"

    def test_two_who_write_the_same_agree(self, here: Journal, there: Journal) -> None:
        record = natural_id("thing", "C-0147")
        for journal in (here, there):
            with journal.unit_of_work("add") as work:
                work.create(Thing, record, title="same")
        pass_on(there, here)
        assert here.conflicts() == []
        assert len(here.rows(Thing.select())) == 1

    def test_a_form_saved_again_does_not_settle_a_conflict_unseen(
        self, here: Journal, there: Journal
    ) -> None:
        record = in_conflict(here, there)
        shown = title(here, record)
        save(here, record, title=shown, due=date(2024, 9, 20))
        assert here.conflicts(record)

    def test_an_edit_after_a_withdrawal_is_shown(self, here: Journal, there: Journal) -> None:
        record = add(here, title="start")
        pass_on(here, there)
        with here.unit_of_work("withdraw") as work:
            work.withdraw(Thing, record, "twice")
        save(there, record, title="still needed")
        pass_on(there, here)
        assert [c.field for c in here.conflicts(record)] == ["withdrawn"]
        here.decide(record, "withdrawn", None, "it is still needed")
        assert here.conflicts(record) == []

    def test_a_decision_about_nothing_is_refused(self, here: Journal) -> None:
        with pytest.raises(NotFound):
            here.decide(add(here, title="one"), "title", "two", "why not")


class TestWithheldAndErased:
    def test_what_is_withheld_is_filled_in_later_and_the_chain_holds(
        self, here: Journal, there: Journal
    ) -> None:
        record = add(here, title="a name", status="open")
        ranges = here.ranges()
        lines = [c.to_line(lambda _, field: field == "title") for c in here.changes(ranges[0])]
        assert not any("a name" in line for line in lines)
        there.receive([Change.from_line(line) for line in lines], ranges)
        assert title(there, record) is None
        assert there.history(record)[0].new == "withheld"
        assert there.verify() == 1
        pass_on(here, there)
        assert title(there, record) == "a name"
        assert there.state() == here.state()

    def test_the_other_way_round_nothing_is_lost(self, here: Journal, there: Journal) -> None:
        record = add(here, title="a name")
        pass_on(here, there)
        ranges = here.ranges()
        poorer = [
            Change.from_line(c.to_line(lambda _, field: field == "title"))
            for c in here.changes(ranges[0])
        ]
        there.receive(poorer, ranges)
        assert title(there, record) == "a name"

    def test_a_conflict_over_a_withheld_value_waits_for_a_device_that_holds_it(
        self, here: Journal, there: Journal, tmp_path: Path
    ) -> None:
        in_conflict(here, there)
        centre = new_device(tmp_path / "centre", 3)
        for over in here.ranges():
            lines = [c.to_line(lambda _, field: field == "title") for c in here.changes(over)]
            centre.receive([Change.from_line(line) for line in lines], [over])
        conflict = centre.conflicts()[0]
        with pytest.raises(Refused, match="withheld"):
            centre.decide(conflict.record, "title", "mine", "no")

    def test_what_is_erased_stays_so_whatever_arrives(
        self, here: Journal, there: Journal, tmp_path: Path
    ) -> None:
        record = add(here, title="a name", status="open")
        save(here, record, "he asked for John Doe to go", title="another name")
        pass_on(here, there)
        old = [(r, list(here.changes(r))) for r in here.ranges()]
        here.erase(record, ["title"], "request of 3 Sep, art. 28")
        pass_on(here, there)
        late = new_device(tmp_path / "late", 3)
        pass_on(here, late)
        for over, changes in old:
            there.receive(changes, [over])
            late.receive(changes, [over])
        for journal in (here, there, late):
            assert title(journal, record) is None
            assert journal.verify() == 3
            text = repr(journal.database.execute_sql("SELECT * FROM change").fetchall())
            assert "a name" not in text
            assert "John Doe" not in text
        assert here.state() == there.state() == late.state()

    def test_an_erasure_is_not_undone_and_holds_even_when_it_was_withdrawn(
        self, here: Journal, there: Journal, tmp_path: Path
    ) -> None:
        """Else what is left would depend on whether the entry or its end came first."""
        record = add(here, title="a name", status="open")
        pass_on(here, there)
        old = [(r, list(there.changes(r))) for r in there.ranges()]
        here.erase(record, ["title"], "request of 3 Sep, art. 28")
        [unit] = [one.unit for one in here.units() if one.label.startswith("erase")]
        with pytest.raises(NothingToUndo, match="erased by law"):
            here.undo(unit)
        with here.unit_of_work("withdraw the entry") as work:
            [entry] = [row[0] for row in here.state()["now_erasure"]]
            work.withdraw(Erasure, entry, "by mistake")
        [whole] = here.ranges()
        late = new_device(tmp_path / "late", 3)
        rest = here.own_range_after(1)
        assert rest is not None
        pass_on(here, late, [rest])
        for over, changes in old:
            late.receive(changes, [over])
        pass_on(here, there, [whole])
        assert title(there, record) is None
        assert here.state() == there.state() == late.state()


class TestReceiving:
    def test_a_later_part_may_come_first_and_what_is_missing_is_known(
        self, here: Journal, there: Journal
    ) -> None:
        record = add(here, title="0")
        for number in range(1, 6):
            save(here, record, title=str(number))
        whole = here.ranges()[0]
        late = here.own_range_after(3)
        assert late is not None
        pass_on(here, there, [late])
        assert title(there, record) == "5"
        assert [(r.first, r.last) for r in there.ranges()] == [(4, 6)]
        first = replace(whole, last=3, head=late.prev)
        pass_on(here, there, [first])
        assert [(r.first, r.last) for r in there.ranges()] == [(1, 6)]
        assert there.state() == here.state()

    @pytest.mark.parametrize(
        "altered",
        [
            {"person": "Someone else"},
            {"at": "2020-01-01T00:00:00.000+00:00"},
            {"values": {"title": "forged", "status": "open"}},
            {"reason": "because"},
            {"kind": "other"},
            {"hlc": 5},
        ],
    )
    def test_an_altered_change_is_refused_whole(
        self, here: Journal, there: Journal, altered: dict[str, object]
    ) -> None:
        add(here, title="one", status="open")
        over = here.ranges()[0]
        changes = [replace(change, **altered) for change in here.changes(over)]  # type: ignore[arg-type]
        with pytest.raises(ChainBroken):
            there.receive(changes, [over])
        assert there.ranges() == []

    def test_a_missing_change_is_refused(self, here: Journal, there: Journal) -> None:
        record = add(here, title="one")
        save(here, record, title="two")
        over = here.ranges()[0]
        with pytest.raises(ChainBroken):
            there.receive(list(here.changes(over))[:1], [over])

    def test_a_clone_that_went_on_writing_is_told_apart(
        self, here: Journal, there: Journal, tmp_path: Path
    ) -> None:
        clone = new_device(tmp_path / "clone", 1)
        add(here, title="one")
        add(clone, title="other")
        pass_on(here, there)
        assert pass_on(clone, there).aside == 2
        assert there.rows(Thing.select()) == []

    def test_a_clock_years_ahead_is_flagged_and_not_adopted(
        self, here: Journal, tmp_path: Path
    ) -> None:
        wrong = new_device(tmp_path / "w", 9, clock=Clock(datetime(2034, 1, 1, tzinfo=UTC)))
        add(wrong, title="from the future")
        pass_on(wrong, here)
        flagged = here.database.execute_sql("SELECT device FROM ahead").fetchall()
        assert flagged == [(wrong.author.device,)]
        record = add(here, title="now")
        newest = next(c for c in here.changes(here.ranges()[0]) if c.record == record)
        assert newest.hlc < next(iter(wrong.changes(wrong.ranges()[0]))).hlc

    def test_a_kind_of_a_newer_version_is_kept_and_passed_on(
        self, here: Journal, there: Journal
    ) -> None:
        add(here, title="one")
        here.database.execute_sql("UPDATE change SET kind = 'newer'")
        change = next(here.changes(here.ranges()[0]))
        head = change.chained("0" * 64)
        over = replace(here.ranges()[0], head=head)
        there.receive([replace(change, hash=head)], [over])
        assert [c.kind for c in there.changes(there.ranges()[0])] == ["newer"]


@pytest.mark.parametrize(
    "line",
    [
        "", "[]", "not json", '{"device": 1}', '{"a": 1, "a": 2}', "[" * 100_000,
        '{"device":"aa","seq":true}', '{"device":"aa","seq":-1}',
    ],
)  # fmt: skip
def test_a_line_that_is_no_change_is_refused_with_words(line: str) -> None:
    with pytest.raises(UnreadableChange):
        Change.from_line(line)


@pytest.mark.parametrize("length", [0, 1, 16, 32, 64, 65, 200])
def test_a_commitment_is_the_hmac_every_other_program_computes(length: int) -> None:
    key, said = bytes(range(length)), "Größe\x1f".encode()
    assert keyed_hash(key, said) == hmac.digest(key, said, "sha256")


def test_a_line_reads_back_as_the_same_change(here: Journal) -> None:
    record = add(here, title='é "x" \u202e', status="open")
    save(here, record, "a reason", status="done")
    for change in here.changes(here.ranges()[0]):
        assert Change.from_line(change.to_line()) == change


def test_the_tables_rebuilt_from_the_journal_are_identical(here: Journal, there: Journal) -> None:
    in_conflict(here, there)
    record = add(here, title="withdrawn later", status="open")
    with here.unit_of_work("withdraw") as work:
        work.withdraw(Thing, record, "twice")
    here.undo()
    before = here.state()
    here.rebuild()
    assert here.state() == before


def test_the_latest_of_some_records_are_the_newest_lines_of_all_their_history(
    here: Journal,
) -> None:
    things = [add(here, title=f"thing {number}") for number in range(4)]
    for turn in range(12):
        save(here, things[turn % 3], "why", title=f"said {turn}", status=f"state {turn // 2}")
    of = things[:3]
    changes = sorted(
        (change for record in of for change in log.of_record(here.database, record)),
        key=lambda change: (change.hlc, change.device, change.seq),
    )
    every = history.lines_of(here.database, changes)[::-1]
    assert len(every) > 20
    for limit in (1, 2, 7, len(every), 100):
        assert here.latest(of, limit) == every[:limit]
    assert here.latest([]) == []


def test_changes_without_a_value_do_not_shorten_the_latest(here: Journal) -> None:
    thing = add(here, title="one")
    for turn in range(3):
        save(here, thing, title=f"said {turn}")
    here.database.execute_sql("UPDATE change SET vals = '{}' WHERE seq > 2")
    assert [line.new for line in here.latest([thing], 2)] == ["said 0", "one"]
