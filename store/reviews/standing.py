"""How a recommendation stands: silence makes it a decision, computed when asked and never kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from store.clock import WorkingDays
from store.codes import DecisionState
from store.journal import Journal


@dataclass(frozen=True, slots=True)
class Standing:
    """`answer_by` is the last day to contest in time; `late_arriving` marks an objection dated in
    time of which this store learned only when the recommendation counted as decided here."""

    state: DecisionState
    silent: bool
    answer_by: date | None
    late_arriving: bool


def answer_by(received: date, calendar: WorkingDays) -> date:
    """The last day on which a recommendation the manager received can be contested in time."""
    return calendar.book.limit("contest").last_day(received, calendar)


def standing(
    row: Mapping[str, Any],
    received: date | None,
    learned: date | None,
    calendar: WorkingDays,
    today: date,
) -> Standing:
    """The standing of a saved decision on a day.

    `received` is when the manager received it, `learned` when this store learned of an objection.
    """
    state = row["state"] or DecisionState.RECOMMENDED
    last = None if received is None else answer_by(received, calendar)
    silent = state is DecisionState.RECOMMENDED and last is not None and last < today
    late = (
        last is not None
        and learned is not None
        and row["contested"] is not None
        and row["contested"] <= last < learned
    )
    return Standing(DecisionState.DECIDED if silent else state, silent, last, late)


def objections_learned(journal: Journal, records: Iterable[str]) -> dict[str, date]:
    """The day on which this store learned that each of these decisions was contested."""
    wanted = json.dumps(list(records))
    if wanted == "[]":
        return {}
    rows = journal.database.execute_sql(
        "SELECT c.record, min(c.arrived) FROM json_each(?) w "
        "CROSS JOIN change c ON c.record = w.value AND c.kind = 'decision' "
        "WHERE json_extract(c.vals, '$.contested') IS NOT NULL GROUP BY c.record",
        (wanted,),
    )
    return {record: _day(arrived) for record, arrived in rows.fetchall()}


def last_heard(journal: Journal) -> date | None:
    """The day on which anything of another device last came in; None where nothing ever did."""
    rows = journal.database.execute_sql(
        "SELECT max(c.arrived) FROM held h JOIN change c ON c.device = h.device AND c.seq = h.last "
        "WHERE h.device <> ?",
        (journal.author.device,),
    ).fetchall()
    return _day(rows[0][0]) if rows and rows[0][0] else None


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).astimezone().date()
