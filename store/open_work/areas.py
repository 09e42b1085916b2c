"""The areas of the plans as rows name them, kept so that a change reaches only what it moves."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from store.journal import Journal
from store.plans import names


class Area(NamedTuple):
    """An area as the rows below it name it; `newest` when its plan is the newest one."""

    ref: str
    short: str
    standard: str | None
    inspected: str | None
    newest: int


DDL: tuple[str, ...] = (
    "CREATE TABLE open_area (area TEXT PRIMARY KEY, ref TEXT, short TEXT, standard TEXT, "
    "inspected TEXT, newest INTEGER) WITHOUT ROWID",
)
DROP: tuple[str, ...] = ("DROP TABLE IF EXISTS open_area",)


def known_areas(journal: Journal) -> dict[str, Area]:
    """Every area by id, as it was last kept."""
    rows = journal.database.execute_sql("SELECT * FROM open_area").fetchall()
    return {own: Area(*facts) for own, *facts in rows}


def keep_areas(journal: Journal) -> set[str]:
    """Brings the areas up to date with the plans; the ids of those that are not as they were."""
    before, now = known_areas(journal), _areas(journal)
    moved = {own for own in before.keys() | now.keys() if before.get(own) != now.get(own)}
    connection = journal.database.connection()
    connection.executemany("DELETE FROM open_area WHERE area = ?", [(own,) for own in moved])
    connection.executemany(
        "INSERT INTO open_area VALUES (?, ?, ?, ?, ?, ?)",
        [(own, *now[own]) for own in moved if own in now],
    )
    return moved


def _areas(journal: Journal) -> dict[str, Area]:
    database = journal.database
    plans = database.execute_sql(
        "SELECT id, inspected_to, title FROM now_plan WHERE withdrawn IS NULL"
    ).fetchall()
    years = names.plan_years(
        [(own, date.fromisoformat(day) if day else None, title or "") for own, day, title in plans]
    )
    inspected = {own: day for own, day, _ in plans}
    newest = max(((day or "", title or "", own) for own, day, title in plans), default=("",) * 3)
    rows = database.execute_sql(
        "SELECT id, plan, service, number, standard FROM now_area WHERE withdrawn IS NULL"
    ).fetchall()
    services: dict[str, set[str]] = {}
    for _, plan, service, _, _ in rows:
        services.setdefault(plan, set()).add(service or "")
    shorts = {plan: names.service_shorts(own) for plan, own in services.items()}
    found = {}
    for own, plan, service, number, standard in rows:
        if plan in years:
            short = shorts[plan][service or ""]
            found[own] = Area(
                f"{years[plan]}-{short}-{number or 0}",
                f"{short} {number or 0}",
                standard,
                inspected[plan],
                int(plan == newest[2]),
            )
    return found
