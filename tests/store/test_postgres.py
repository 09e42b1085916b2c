"""The same files in either engine give the same state, whatever order they come in."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.database import Migration
from store.database.dialect import later
from store.database.migrations import NewerStore
from store.database.postgres import (
    KEPT,
    NotThisUrl,
    PostgresDatabase,
    migrate_postgres,
    open_postgres,
    shaped_for_postgres,
)
from store.errors import Locked
from store.journal import Journal
from store.opening import MIGRATIONS, init, open_central
from store.simulating.fleet import devices
from store.snapshots import collate
from store.snapshots.dump import TABLES, dump
from tests.postgres_server import new_database
from tests.store.devices import Thing, new_device
from tests.store.parties import enrolled, save, sent
from tests.store.test_journal_convergence import act, empty, fleet, steps

__all__ = ["fleet"]  # the fixture of three devices and a centre

Step = tuple[Any, ...]


def dumped(journal: Journal) -> str:
    """The canonical dump as one text."""
    return "\n".join(dump(journal))


def central_of(journal: Journal, url: str) -> Journal:
    """A journal in PostgreSQL beside this one."""
    return open_central(journal, url)


class TestSameFiles:
    def test_any_order_gives_one_state_in_either_engine(self, tmp_path: Path, url: str) -> None:
        centre, [one, two, three] = enrolled(tmp_path, 3)
        shared = save(one, title="first", status="a")
        for device in (two, three):
            device.receive(list(one.changes(one.ranges()[0])), one.ranges())
        out = tmp_path / "out"
        for number, device in enumerate((one, two, three)):
            save(device, shared, status=f"says {number}")
            for n in range(3):
                save(device, title=f"{device.author.device[:2]} {n}", due="2024-10-01")
                sent(device, out)
        with two.unit_of_work("withdraw") as work:
            work.withdraw(Thing, shared, "made twice")
        sent(two, out)
        central = central_of(centre, url)
        files = sorted(out.iterdir())
        chance = random.Random(5)
        for place, journal in enumerate((centre, central)):
            chance.shuffle(files)
            for at in range(0, len(files), 4 + place):
                collate(centre, files[at : at + 4 + place], into=journal)
        assert dumped(centre) == dumped(central)
        assert centre.conflicts()
        assert [c.id for c in central.conflicts()] == [c.id for c in centre.conflicts()]
        again = collate(centre, [out], into=central)
        assert (again.taken, again.already) == (0, len(files))
        central.rebuild()
        assert dumped(centre) == dumped(central)
        assert central.verify() == centre.verify()

    def test_a_fleet_of_real_kinds(self, tmp_path: Path, url: str) -> None:
        here = init(tmp_path / "store", None, "Birch", role="collator", device="Centre")
        central = central_of(here, url)
        fleet = list(devices(14))
        for journal in (here, central):
            random.Random(journal is here).shuffle(fleet)
            for at in range(0, len(fleet), 7):
                some = fleet[at : at + 7]
                journal.receive([c for s in some for c in s.changes], [s.over for s in some])
        assert dumped(here) == dumped(central)
        assert here.conflicts()

    def test_what_cannot_be_a_number_comes_in_all_the_same(self, tmp_path: Path, url: str) -> None:
        here = init(tmp_path / "store", None, "Birch", role="collator", device="Centre")
        central = central_of(here, url)
        given = next(devices(1, 8))
        for journal in (here, central):
            journal.receive(list(given.changes), [given.over])
        for text in ("05", "5.0", "many", "1e3", "99999999999999999999"):
            for journal in (here, central):
                mark = "?"
                journal.database.execute_sql(f"UPDATE now_decision SET position = {mark}", (text,))
            assert dumped(here) == dumped(central), text


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(script=steps, order=st.integers(0, 1000))
def test_a_sample_of_scripts_converges_in_postgres(
    fleet: Any, central: Journal, script: list[Step], order: int
) -> None:
    journals, clocks = fleet
    for number, (journal, clock) in enumerate(zip(journals, clocks, strict=True)):
        empty(journal, clock, number)
    with central.database.atomic():
        for table in (*TABLES, "now_thing", "now_erasure"):
            central.database.execute_sql(f'DELETE FROM "{table}"')
    devices, beside = journals[:3], journals[3]
    for step in script:
        act(devices, clocks, step)
    chance = random.Random(order)
    for taker in (beside, central):
        arrivals = [(giver, over) for giver in devices for over in giver.ranges()] * 2
        chance.shuffle(arrivals)
        for giver, over in arrivals:
            taker.receive(list(giver.changes(over)), [over])
    assert dumped(beside) == dumped(central)


@pytest.fixture(scope="module")
def central(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    """A journal in PostgreSQL that many examples share."""
    here = new_device(tmp_path_factory.mktemp("beside"), 77)
    journal = central_of(here, new_database(server, "shared"))
    yield journal
    journal.close()


class TestShape:
    def test_every_step_says_whether_it_concerns_a_database_at_a_url(self) -> None:
        kept: set[str] = set()
        for step in MIGRATIONS:
            for statement in step.statements:
                shaped_for_postgres(statement)  # raises where that cannot be told
                words = statement.replace("(", " ").split()
                if words[:2] == ["CREATE", "TABLE"] and shaped_for_postgres(statement):
                    kept.add(words[2])
        assert kept == set(KEPT)

    def test_steps_are_done_once_and_a_newer_shape_is_refused(self, url: str) -> None:
        database = open_postgres(url)
        migrate_postgres(database, MIGRATIONS)
        later = Migration(len(MIGRATIONS) + 1, "later", ("ALTER TABLE held ADD COLUMN x TEXT",))
        migrate_postgres(database, (*MIGRATIONS, later))
        migrate_postgres(database, (*MIGRATIONS, later))
        with pytest.raises(NewerStore, match="newer"):
            migrate_postgres(database, MIGRATIONS)
        database.close()

    def test_a_step_that_fails_leaves_nothing(self, url: str) -> None:
        database = open_postgres(url)
        broken = Migration(
            len(MIGRATIONS) + 1,
            "broken",
            ("ALTER TABLE held ADD COLUMN x TEXT", "ALTER TABLE held ADD COLUMN x TEXT"),
        )
        with pytest.raises(Exception, match="x"):
            migrate_postgres(database, (*MIGRATIONS, broken))
        assert database.get_tables() == []
        database.close()


class TestAddress:
    @pytest.mark.parametrize(
        ("url", "why"),
        [
            ("postgresql://me:secret@/plans?host=/tmp", "password"),
            ("postgresql://me@/plans?host=/tmp&password=secret", "password"),
            ("postgresql://me@/plans", "host"),
            ("postgresql://me@db.example.org/plans?sslmode=require", "verify-full"),
            ("postgresql://me@db.example.org/plans?sslmode=disable", "verify-full"),
            ("postgresql://me@localhost,db.example.org/plans?sslmode=prefer", "verify-full"),
            ("postgresql://me@localhost/plans?hostaddr=10.0.0.1", "host"),
            ("postgresql://me@localhost", "names no database"),
            ("mysql://me@localhost/plans", "not the address"),
        ],
    )
    def test_an_unsafe_one_is_refused_in_words(self, url: str, why: str) -> None:
        with pytest.raises(NotThisUrl, match=why) as refused:
            open_postgres(url)
        assert "secret" not in refused.value.sentence

    def test_another_host_must_prove_itself(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: dict[str, Any] = {}
        monkeypatch.setattr(
            PostgresDatabase, "connect", lambda self: asked.update(self.connect_params)
        )
        monkeypatch.setattr(PostgresDatabase, "execute_sql", lambda *_: None)
        open_postgres("postgresql://me@db.example.org/plans")
        assert (asked["sslmode"], asked["sslrootcert"]) == ("verify-full", "system")

    def test_the_password_comes_from_a_file_that_only_its_owner_reads(
        self, tmp_path: Path, server: str
    ) -> None:
        path = tmp_path / "password"
        path.write_text("secret\n")
        path.chmod(0o644)
        with pytest.raises(Locked, match="chmod 600"):
            open_postgres(server.format("postgres"), path)
        path.chmod(0o600)
        open_postgres(server.format("postgres"), path).close()

    def test_one_that_does_not_answer_is_said_in_words(self, tmp_path: Path) -> None:
        with pytest.raises(Locked, match="does not take part"):
            open_postgres(f"postgresql://me@/plans?host={tmp_path}")


def test_what_waits_is_done_before_anything_is_asked_and_goes_with_its_transaction(
    url: str,
) -> None:
    database = open_postgres(url)
    database.execute_sql("CREATE TABLE said (word TEXT)")

    def words() -> list[str]:
        return [word for (word,) in database.execute_sql("SELECT word FROM said").fetchall()]

    def add(word: str) -> None:
        later(database, "INSERT INTO said VALUES (?)", (word,))

    def add_in_vain(word: str) -> None:
        with database.atomic():
            add(word)
            raise ValueError("back")

    add("alone")
    other = open_postgres(url)
    assert other.execute_sql("SELECT word FROM said").fetchall() == [("alone",)]
    with database.atomic():
        add("first")
        with pytest.raises(ValueError, match="back"):
            add_in_vain("within")
        assert words() == ["alone", "first"]
        add("last")
    assert other.execute_sql("SELECT count(*) FROM said").fetchone() == (3,)
    with pytest.raises(ValueError, match="back"):
        add_in_vain("never")
    assert words() == ["alone", "first", "last"]
    for each in (database, other):
        each.close()
