"""Which values shown here are withheld: empty, or a coarser text standing in for them."""

from __future__ import annotations

from store.database import Database
from store.database.dialect import dialect_of


def withheld(database: Database, kind: str, name: str) -> frozenset[str]:
    """The records of a kind of whose field the value shown is withheld from this store."""
    states = dialect_of(database).parsed("c.states")
    rows = database.execute_sql(
        f"""SELECT c.record FROM change c
        WHERE c.kind = ? AND c.states IS NOT NULL AND {states} ->> ? = 'withheld'
            AND NOT EXISTS (SELECT 1 FROM dead d
                WHERE d.device = c.device AND d.seq = c.seq AND d.field = ?
                    AND d.record = c.record AND d.kind = c.kind)
            AND NOT EXISTS (SELECT 1 FROM fork f WHERE f.record = c.record AND f.field = ?
                AND f.device = c.device AND f.seq = c.seq AND f.place > 1)""",
        (kind, name, name, name),
    )
    return frozenset(record for (record,) in rows.fetchall())
