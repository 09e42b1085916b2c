"""From changes to what is true now: heads, forks, conflicts and the typed tables.

Everything here is a pure function of the set of changes, so any arrival order gives the same.
"""

from __future__ import annotations

from collections.abc import Iterable

from store.database import Database
from store.journal.fields import fields_of
from store.journal.kinds import kinds

# A head is a field of a change that no other change replaces; place 1 is the one shown.
_LIVE = """CREATE TEMP TABLE live AS
    SELECT c.record, c.kind, j.key AS field, j.value AS value, c.device, c.seq,
        json_extract(c.states, '$."' || j.key || '"') AS state,
        row_number() OVER heads AS place, count(*) OVER (PARTITION BY c.record, c.kind, j.key) AS n
    FROM touched t CROSS JOIN change c ON c.record = t.record, json_each(c.vals) j
    WHERE NOT EXISTS (SELECT 1 FROM dead d
        WHERE d.device = c.device AND d.seq = c.seq AND d.field = j.key)
    WINDOW heads AS (PARTITION BY c.record, c.kind, j.key
        ORDER BY c.hlc DESC, c.device DESC, c.seq DESC)"""

_FORKS = """INSERT INTO fork (record, field, device, seq, place)
    SELECT record, field, device, seq, place FROM live WHERE n > 1"""

# A withheld value cannot be compared, so it counts as different from any other head;
# an erased one is gone by law and disagrees with nobody.
_CONFLICTS = """INSERT OR IGNORE INTO conflict (record, field, kind)
    SELECT record, field, kind FROM live WHERE n > 1 AND state IS NOT 'erased'
    GROUP BY record, kind, field
    HAVING count(DISTINCT CASE WHEN state IS NULL THEN value END)
        + max(state IS NULL AND value IS NULL) + sum(state IS 'withheld') > 1"""

# A withdrawal names every head it saw; any other head was written by someone who did not know.
_EDITED_AFTER_WITHDRAWAL = """INSERT OR IGNORE INTO conflict (record, field, kind)
    SELECT DISTINCT w.record, 'withdrawn', w.kind
    FROM live w
    JOIN change c ON c.device = w.device AND c.seq = w.seq
    JOIN live l ON l.record = w.record AND l.kind = w.kind AND l.field <> 'withdrawn'
    WHERE w.field = 'withdrawn' AND w.place = 1 AND w.value IS NOT NULL
        AND NOT (l.device = w.device AND l.seq = w.seq)
        AND NOT EXISTS (SELECT 1 FROM json_each(c.saw) s
            WHERE json_extract(s.value, '$[0]') = l.field
                AND json_extract(s.value, '$[1]') = l.device
                AND json_extract(s.value, '$[2]') = l.seq)"""


def touch(database: Database, records: Iterable[str]) -> None:
    """Names the records to settle, in a temporary table."""
    database.execute_sql("DROP TABLE IF EXISTS temp.touched")
    database.execute_sql("CREATE TEMP TABLE touched (record TEXT PRIMARY KEY) WITHOUT ROWID")
    database.connection().executemany(
        "INSERT OR IGNORE INTO temp.touched VALUES (?)", ((record,) for record in records)
    )


def settle(database: Database, records: Iterable[str]) -> int:
    """Brings forks, conflicts and typed rows of these records up to date; returns new conflicts."""
    touch(database, records)
    before = _open_conflicts(database)
    database.execute_sql("DELETE FROM fork WHERE record IN (SELECT record FROM touched)")
    database.execute_sql("DELETE FROM conflict WHERE record IN (SELECT record FROM touched)")
    _settle_touched(database)
    return max(0, _open_conflicts(database) - before)


def settle_all(database: Database) -> None:
    """Rebuilds everything derived from the log, from nothing."""
    for table in ("dead", "fork", "conflict", *(f'"now_{kind}"' for kind in kinds())):
        database.execute_sql(f"DELETE FROM {table}")
    database.execute_sql("""INSERT OR IGNORE INTO dead (device, seq, field)
        SELECT json_extract(r.value, '$[1]'), json_extract(r.value, '$[2]'),
            json_extract(r.value, '$[0]')
        FROM change c, json_each(c.repl) r WHERE c.repl IS NOT NULL""")
    touch(database, ())
    database.execute_sql("INSERT INTO temp.touched SELECT DISTINCT record FROM change")
    _settle_touched(database)


def _open_conflicts(database: Database) -> int:
    return int(database.execute_sql("SELECT count(*) FROM conflict").fetchone()[0])


def _settle_touched(database: Database) -> None:
    database.execute_sql("DROP TABLE IF EXISTS temp.live")
    database.execute_sql(_LIVE)
    database.execute_sql(_FORKS)
    database.execute_sql(_CONFLICTS)
    database.execute_sql(_EDITED_AFTER_WITHDRAWAL)
    present = {
        row[0]
        for row in database.execute_sql(
            "SELECT DISTINCT c.kind FROM touched t CROSS JOIN change c ON c.record = t.record"
        )
    }
    for kind, model in kinds().items():
        if kind in present:
            _write_typed(database, kind, list(fields_of(model)))
    # Left over, these would hold plain values and slow the next small merge.
    database.execute_sql("DROP TABLE temp.live")
    database.execute_sql("DROP TABLE temp.touched")


def _write_typed(database: Database, kind: str, names: list[str]) -> None:
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(f"max(CASE WHEN l.field = '{name}' THEN l.value END)" for name in names)
    database.execute_sql(
        f"""INSERT OR REPLACE INTO "now_{kind}" (id, {columns})
        SELECT r.record, {values}
        FROM (SELECT DISTINCT c.record FROM touched t CROSS JOIN change c ON c.record = t.record
            WHERE c.kind = ?) r
        LEFT JOIN live l ON l.record = r.record AND l.kind = ? AND l.place = 1
        GROUP BY r.record""",
        (kind, kind),
    )
