"""The people as rows show them, kept so that one more, or a name, reaches only what shows it.

A row holds its owner's name but not its words: these are looked up here, so that giving a
thousand actions to another person leaves the full-text index alone.
"""

from __future__ import annotations

import json
from collections.abc import Collection

from store import people
from store.asking import searched, text_key
from store.journal import Journal

DDL: tuple[str, ...] = (
    "CREATE TABLE open_owner (id TEXT PRIMARY KEY, name TEXT, key TEXT, words TEXT) WITHOUT ROWID",
)
NAMELESS = "owner_id IS NOT NULL AND owner IS NULL"
"""Of a row whose owner's name is not known here yet."""

DROP: tuple[str, ...] = ("DROP TABLE IF EXISTS open_owner",)


def keep_owners(journal: Journal) -> set[str]:
    """Brings the people up to date; the ids of those who stood here under another name."""
    before = known_owners(journal)
    now = people.names(journal)
    renamed = {own for own, name in before.items() if now.get(own) != name}
    connection = journal.database.connection()
    connection.executemany("DELETE FROM open_owner WHERE id = ?", [(own,) for own in renamed])
    connection.executemany(
        "INSERT INTO open_owner VALUES (?, ?, ?, ?)",
        [
            (own, name, text_key(name), searched(name))
            for own, name in now.items()
            if before.get(own) != name
        ],
    )
    return renamed


def known_owners(journal: Journal) -> dict[str, str]:
    """Every person's name by id, as it was last kept."""
    return dict(journal.database.execute_sql("SELECT id, name FROM open_owner").fetchall())


def owner_words(journal: Journal) -> tuple[tuple[str, str], ...]:
    """The key under which each person's rows stand, and the words of the name."""
    rows = journal.database.execute_sql("SELECT key, words FROM open_owner").fetchall()
    return tuple((key, words) for key, words in rows)


def shown_otherwise(
    journal: Journal, kinds: Collection[str], column: str, renamed: Collection[str]
) -> set[str]:
    """A column of the rows whose owner has come to be known, or by another name."""
    named = ", ".join(f"'{kind}'" for kind in kinds)
    rows = journal.database.execute_sql(
        f"SELECT {column} FROM open_work WHERE {NAMELESS} AND kind IN ({named}) "
        "AND owner_id IN (SELECT id FROM open_owner)"
    ).fetchall()
    if renamed:
        # The name is what a person is known by, so this is rare enough to read every row.
        rows += journal.database.execute_sql(
            f"SELECT {column} FROM open_work WHERE kind IN ({named}) "
            "AND owner_id IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(renamed)),),
        ).fetchall()
    return {own for (own,) in rows if own}
