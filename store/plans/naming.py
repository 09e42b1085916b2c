"""What plans, areas and commitments are called, read without the actions below them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from store.journal import Journal
from store.plans import names

PlanRow = tuple[str, str | None, str | None]


class AreaName(NamedTuple):
    """An area as those below it name it; `newest` when its plan is the newest one."""

    ref: str
    short: str
    standard: str | None
    inspected: str | None
    newest: int


def area_names(journal: Journal) -> dict[str, AreaName]:
    """Every area of every plan by id."""
    plans = _plans(journal)
    years = _years(plans)
    inspected = {own: day for own, day, _ in plans}
    newest = max(((day or "", title or "", own) for own, day, title in plans), default=("",) * 3)
    rows = journal.database.execute_sql(
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
            found[own] = AreaName(
                f"{years[plan]}-{short}-{number or 0}",
                f"{short} {number or 0}",
                standard,
                inspected[plan],
                int(plan == newest[2]),
            )
    return found


def plan_refs(journal: Journal) -> dict[str, str]:
    """The reference of every plan by id."""
    return {own: f"P-{year}" for own, year in _years(_plans(journal)).items()}


def area_refs(journal: Journal) -> dict[str, str]:
    """The reference of every area by id."""
    return {own: area.ref for own, area in area_names(journal).items()}


def commitment_refs(journal: Journal) -> dict[str, str]:
    """The reference of every commitment by id."""
    areas = area_names(journal)
    rows = journal.database.execute_sql(
        "SELECT id, area, position FROM now_commitment WHERE withdrawn IS NULL"
    ).fetchall()
    return {own: f"{areas[area].ref}.{position}" for own, area, position in rows if area in areas}


def _plans(journal: Journal) -> list[PlanRow]:
    return list(
        journal.database.execute_sql(
            "SELECT id, inspected_to, title FROM now_plan WHERE withdrawn IS NULL"
        ).fetchall()
    )


def _years(plans: list[PlanRow]) -> Mapping[str, str]:
    return names.plan_years(
        [(own, date.fromisoformat(day) if day else None, title or "") for own, day, title in plans]
    )
