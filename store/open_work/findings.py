"""Rules that point: what is wrong with a row, why that matters, and the key that mends it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from store.duties import KINDS
from store.open_work.rows import BLOCKED, OUTDATED, Row
from store.plans import standing
from store.wording import say


@dataclass(frozen=True)
class Finding:
    """One finding: its flag, a sentence why, and the key that mends it with what it does."""

    key: str
    sentence: str
    mend: str
    mend_label: str


# Keys of the experience's table: owner, due date, status, evidence, enter, add.
_MENDS: dict[str, tuple[str, str]] = {
    standing.OVERDUE: ("overdue", "s"),
    standing.NO_OWNER: ("no_owner", "o"),
    standing.NO_DATE: ("no_date", "d"),
    standing.STALE: ("stale", "s"),
    standing.NO_EVIDENCE: ("no_evidence", "v"),
    OUTDATED: ("outdated", "v"),
    BLOCKED: ("blocked", "s"),
    standing.NO_ACTION: ("no_action", "enter"),
}
_ENTER = ("review", "papers", "conflict", *KINDS)


def findings(row: Row, today: date) -> tuple[Finding, ...]:
    """What is wrong with a row, the gravest first; empty when nothing is."""
    found = []
    for flag in row.flags:
        name, key = _MENDS[flag]
        days = (today - row.due).days if flag == standing.OVERDUE and row.due else 0
        if flag == standing.STALE and row.changed:
            days = (today - row.changed).days
        said = say(f"open_work.finding_{name}", days=days)
        mend = "enter" if row.kind in _ENTER else key
        label = "open" if mend == "enter" else name
        found.append(Finding(flag, said, mend, say(f"open_work.mend_{label}")))
    if row.conflict:
        found.append(
            Finding(
                "conflict", say("open_work.finding_conflict"), "D", say("open_work.mend_conflict")
            )
        )
    return tuple(found)
