"""From changes to what is true now: heads, forks, conflicts and the typed tables.

Everything here is a pure function of the set of changes, so any arrival order gives the same.
It is worked out for many records at once, in temporary tables: `touched` names the records,
`whole` holds every change of them, `single` names those of one change, with which nothing can
compete, `live` has the heads of all others, `several` those of fields with more than one head.
"""

from __future__ import annotations

from collections.abc import Iterable

from store.database import Database
from store.database.dialect import Dialect, dialect_of, write_rows
from store.journal import log
from store.journal.fields import fields_of
from store.journal.kinds import kinds

_TEMPORARY = ("touched", "whole", "single", "live", "several")
_AT_ONCE = 100_000

_WHOLE = """SELECT {c}device, {c}seq, {c}hlc, {c}kind, {c}record, {vals} AS vals,
    {states} AS states, {saw} AS saw FROM {source}"""

_SINGLE = "INSERT INTO single SELECT record FROM whole GROUP BY record HAVING count(*) = 1"

# A head is a field of a change that no other change of the same record replaces.
_LIVE = """CREATE TEMP TABLE live AS
    SELECT c.record, c.kind, j.key AS field, j.value AS value, c.device, c.seq, c.hlc,
        c.states ->> j.key AS state
    FROM whole c {loop} {pairs}(c.vals) j ON true
    WHERE c.record NOT IN (SELECT record FROM single)
        AND NOT EXISTS (SELECT 1 FROM dead d
            WHERE d.device = c.device AND d.seq = c.seq AND d.field = j.key
                AND d.record = c.record AND d.kind = c.kind)"""

# Place 1 is the one shown.
_SEVERAL = """CREATE TEMP TABLE several AS
    SELECT l.*, row_number() OVER (PARTITION BY l.record, l.kind, l.field
        ORDER BY l.hlc DESC, l.device DESC, l.seq DESC) AS place
    FROM live l JOIN (SELECT record, kind, field FROM live GROUP BY record, kind, field
        HAVING count(*) > 1) m ON m.record = l.record AND m.kind = l.kind AND m.field = l.field"""

_FORKS = """INSERT INTO fork (record, field, device, seq, place)
    SELECT record, field, device, seq, place FROM several"""

# A withheld value cannot be compared, so it counts as different from any other head;
# an erased one is gone by law and disagrees with nobody.
_CONFLICTS = """INSERT INTO conflict (record, field, kind)
    SELECT record, field, min(kind) FROM (
        SELECT record, kind, field FROM several WHERE state IS NULL OR state <> 'erased'
        GROUP BY record, kind, field
        HAVING count(DISTINCT CASE WHEN state IS NULL THEN value END)
            + max(CASE WHEN state IS NULL AND value IS NULL THEN 1 ELSE 0 END)
            + sum(CASE WHEN state = 'withheld' THEN 1 ELSE 0 END) > 1) differing
    GROUP BY record, field"""

_ANY_WITHDRAWN = "SELECT 1 FROM live WHERE field = 'withdrawn' AND value IS NOT NULL LIMIT 1"

# A withdrawal names every head it saw; any other head was written by someone who did not know.
_EDITED_AFTER_WITHDRAWAL = """INSERT INTO conflict (record, field, kind)
    SELECT w.record, 'withdrawn', min(w.kind)
    FROM live w
    JOIN whole c ON c.device = w.device AND c.seq = w.seq
    JOIN live l ON l.record = w.record AND l.kind = w.kind AND l.field <> 'withdrawn'
    WHERE w.field = 'withdrawn' AND w.value IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM several p WHERE p.record = w.record AND p.kind = w.kind
            AND p.field = 'withdrawn' AND p.device = w.device AND p.seq = w.seq AND p.place > 1)
        AND NOT (l.device = w.device AND l.seq = w.seq)
        AND NOT EXISTS (SELECT 1 FROM {items}(c.saw) s
            WHERE s.value ->> 0 = l.field AND s.value ->> 1 = l.device
                AND CAST(s.value ->> 2 AS BIGINT) = l.seq)
    GROUP BY w.record
    ON CONFLICT DO NOTHING"""

# From here on only the shown head of each field is live.
_SHOWN = (
    "DELETE FROM live WHERE (record, kind, field) IN (SELECT record, kind, field FROM several)",
    """INSERT INTO live SELECT record, kind, field, value, device, seq, hlc, state
    FROM several WHERE place = 1""",
)


def begin(database: Database) -> None:
    """Makes the temporary tables anew, empty: `touched` and `whole` are then filled."""
    end(database)
    dialect = dialect_of(database)
    rest = "" if dialect.name == "postgres" else " WITHOUT ROWID"
    for name in ("touched", "single"):
        database.execute_sql(f"CREATE TEMP TABLE {name} (record TEXT PRIMARY KEY){rest}")
    database.execute_sql(f"CREATE TEMP TABLE whole AS {whole_of(dialect, 'change')} LIMIT 0")


def whole_of(dialect: Dialect, source: str, c: str = "") -> str:
    """The SELECT that gives the rows of `whole` from a table with the columns of the log."""
    parsed = {name: dialect.parsed(f"{c}{name}") for name in ("vals", "states", "saw")}
    return _WHOLE.format(c=c, source=source, **parsed)


def gather(database: Database) -> None:
    """Fills `whole` with the changes of the touched records that stand in the log."""
    dialect = dialect_of(database)
    source = f"touched t {dialect.loop} change c ON c.record = t.record"
    database.execute_sql(f"INSERT INTO whole {whole_of(dialect, source, 'c.')}")


def settle(database: Database, records: Iterable[str]) -> int:
    """Brings forks, conflicts and typed rows of these records up to date; returns new conflicts."""
    begin(database)
    write_rows(database, "touched", ("record",), [(record,) for record in {*records}])
    gather(database)
    return settle_gathered(database)


def settle_gathered(database: Database) -> int:
    """As `settle`, for the records in `touched`, all of whose changes stand in `whole`."""
    before = _open_conflicts(database)
    database.execute_sql("DELETE FROM fork WHERE record IN (SELECT record FROM touched)")
    database.execute_sql("DELETE FROM conflict WHERE record IN (SELECT record FROM touched)")
    _settle_whole(database)
    return max(0, _open_conflicts(database) - before)


def settle_all(database: Database) -> None:
    """Rebuilds everything derived from the log, from nothing."""
    for table in ("dead", "fork", "conflict", *(f'"now_{kind}"' for kind in kinds())):
        database.execute_sql(f"DELETE FROM {table}")
    log.write_dead(database)
    after = ""
    while True:
        begin(database)
        database.execute_sql(
            f"INSERT INTO touched SELECT DISTINCT record FROM change WHERE record > ? "
            f"ORDER BY record LIMIT {_AT_ONCE}",
            (after,),
        )
        row = database.execute_sql("SELECT max(record) FROM touched").fetchone()
        if row[0] is None:
            break
        after = str(row[0])
        gather(database)
        _settle_whole(database)
    end(database)


def end(database: Database) -> None:
    """Drops the temporary tables: left over, they would hold plain values."""
    for name in _TEMPORARY:
        database.execute_sql(f"DROP TABLE IF EXISTS {name}")


def _open_conflicts(database: Database) -> int:
    return int(database.execute_sql("SELECT count(*) FROM conflict").fetchone()[0])


def _settle_whole(database: Database) -> None:
    dialect = dialect_of(database)
    words = {"loop": dialect.loop, "pairs": dialect.pairs, "items": dialect.items}
    dialect.look_at(database, "touched", "whole")
    database.execute_sql(_SINGLE)
    dialect.look_at(database, "single")
    database.execute_sql(_LIVE.format(**words))
    dialect.look_at(database, "live")
    database.execute_sql(_SEVERAL)
    database.execute_sql(_FORKS)
    database.execute_sql(_CONFLICTS)
    if database.execute_sql(_ANY_WITHDRAWN).fetchone():
        database.execute_sql(_EDITED_AFTER_WITHDRAWAL.format(**words))
    for statement in _SHOWN:
        database.execute_sql(statement)
    present = {kind for (kind,) in database.execute_sql("SELECT DISTINCT kind FROM whole")}
    for kind, model in kinds().items():
        if kind in present:
            _write_typed(database, kind, list(fields_of(model)))
    end(database)


def _write_typed(database: Database, kind: str, names: list[str]) -> None:
    columns = ", ".join(f'"{name}"' for name in names)
    update = ", ".join(f'"{name}" = excluded."{name}"' for name in names)
    of_one = ", ".join(f"vals ->> '{name}'" for name in names)
    of_many = ", ".join(f"max(value) FILTER (WHERE field = '{name}')" for name in names)
    for rows in (
        f"""SELECT record, {of_one} FROM whole
        WHERE kind = '{kind}' AND record IN (SELECT record FROM single)""",
        # A record whose changes hold no value has a row nevertheless.
        f"""SELECT record, {of_many} FROM (
            SELECT record, field, value FROM live WHERE kind = '{kind}'
            UNION ALL SELECT record, NULL, NULL FROM whole
                WHERE kind = '{kind}' AND record NOT IN (SELECT record FROM single)) heads
        WHERE true GROUP BY record""",
    ):
        database.execute_sql(
            f'INSERT INTO "now_{kind}" (id, {columns}) {rows} '
            f"ON CONFLICT (id) DO UPDATE SET {update}"
        )
