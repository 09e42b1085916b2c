"""Measures over the last quarter, as rows; the days of others are chosen in a report."""

from __future__ import annotations

from store.journal import Journal
from store.listing.row import Row
from store.measures import Facts, last_quarter, measured


def _measures(journal: Journal) -> list[Row]:
    facts = Facts(journal)
    span = last_quarter(facts.today)
    return [
        {
            "ref": one.key,
            "title": one.title,
            "counted": len(one.counted),
            "of": len(one.of),
            "percent": one.percent,
            "left_out": sum(len(group.records) for group in one.left_out),
            "from": span.begin.isoformat(),
            "to": span.end.isoformat(),
            "id": one.key,
        }
        for one in measured(facts, span)
    ]


LISTS = {"measures": _measures}
LISTED: dict[str, str] = {}
