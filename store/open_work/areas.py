"""The areas of the plans as rows name them, kept so that a change reaches only what it moves."""

from __future__ import annotations

from store.journal import Journal
from store.plans.naming import AreaName, area_names

DDL: tuple[str, ...] = (
    "CREATE TABLE open_area (area TEXT PRIMARY KEY, ref TEXT, short TEXT, standard TEXT, "
    "inspected TEXT, newest INTEGER) WITHOUT ROWID",
)
DROP: tuple[str, ...] = ("DROP TABLE IF EXISTS open_area",)


def known_areas(journal: Journal) -> dict[str, AreaName]:
    """Every area by id, as it was last kept."""
    rows = journal.database.execute_sql("SELECT * FROM open_area").fetchall()
    return {own: AreaName(*facts) for own, *facts in rows}


def keep_areas(journal: Journal) -> set[str]:
    """Brings the areas up to date with the plans; the ids of those that are not as they were."""
    before, now = known_areas(journal), area_names(journal)
    moved = {own for own in before.keys() | now.keys() if before.get(own) != now.get(own)}
    connection = journal.database.connection()
    connection.executemany("DELETE FROM open_area WHERE area = ?", [(own,) for own in moved])
    connection.executemany(
        "INSERT INTO open_area VALUES (?, ?, ?, ?, ?, ?)",
        [(own, *now[own]) for own in moved if own in now],
    )
    return moved
