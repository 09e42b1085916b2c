"""A change of what dates are counted by, and the due dates it moved: one unit of work, one undo.

Only open duties move. A review that was logged keeps the due date that was in force then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from store import calendars, rules
from store.journal import Journal
from store.wording import say


@dataclass(frozen=True, slots=True)
class Moved:
    """One due date that moved: whose, of what, from when to when, with the record it is of."""

    child: str
    what: str
    old: date
    new: date
    kind: str
    record: str


Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class Recounted(Generic[Given]):
    """What a change of the clock did: what its verb gave (the record's id) and what it moved, child
    by child."""

    given: Given
    moved: tuple[Moved, ...]


def add_day(
    journal: Journal,
    day: date,
    name: str,
    region: str | None = None,
    *,
    works: bool = False,
    reason: str | None = None,
) -> Recounted[str]:
    """Adds a public holiday, or with `works` takes a known one out."""
    return recounted(
        journal,
        lambda: calendars.add_extra_day(journal, day, name, region, works=works, reason=reason),
    )


def remove_day(
    journal: Journal, day: date, reason: str, region: str | None = None
) -> Recounted[str]:
    """Takes a day out of the local list, for a reason; NoSuchDay."""
    return recounted(journal, lambda: calendars.remove_extra_day(journal, day, reason, region))


def set_rule(
    journal: Journal,
    key: str,
    amount: int,
    valid_from: date | None = None,
    *,
    unit: str | None = None,
    label: str | None = None,
    source: str | None = None,
    reason: str | None = None,
) -> Recounted[str]:
    """Sets a limit for all that is counted from `valid_from` on."""
    return recounted(
        journal,
        lambda: rules.set_rule(
            journal,
            key,
            amount,
            valid_from,
            unit=unit,
            label=label,
            source=source,
            reason=reason,
        ),
    )


def withdraw_rule(journal: Journal, record: str, reason: str) -> Recounted[str]:
    """Takes a limit that this service set out again, for a reason; NoSuchRule."""
    return recounted(journal, lambda: rules.withdraw_rule(journal, record, reason))


def set_region(journal: Journal, region: str, reason: str | None = None) -> Recounted[str]:
    """Counts by the public holidays of another region from now on; UnknownRegion."""
    return recounted(journal, lambda: calendars.set_region(journal, region, reason))


def recounted(journal: Journal, change: Callable[[], Given]) -> Recounted[Given]:
    """Makes a change of the clock, and says what it moved."""
    before = _dates(journal)
    given = change()
    after = _dates(journal)
    moved = [
        Moved(child, what, date.fromisoformat(before[key][2]), date.fromisoformat(new), *key[:2])
        for key, (child, what, new) in after.items()
        if key in before and before[key][2] != new
    ]
    return Recounted(given, tuple(sorted(moved, key=lambda one: (one.child, one.new, one.what))))


def how_many_moved(moved: Sequence[Moved]) -> str:
    """ "9 due dates changed." """
    if not moved:
        return say("rules.none_moved")
    return say("rules.moved_one" if len(moved) == 1 else "rules.moved", count=len(moved))


_Key = tuple[str, str, str]


def _dates(journal: Journal) -> dict[_Key, tuple[str, str, str]]:
    """Child, words and due date of every open duty that a limit gave its date."""
    cursor = journal.database.execute_sql(
        "SELECT kind, record, part, ifnull(child, ''), what, due FROM open_work "
        "WHERE live = 1 AND due IS NOT NULL AND (until IS NULL OR until > ?) "
        "AND kind NOT IN ('action', 'commitment', 'decision', 'conflict')",
        (journal.today().isoformat(),),
    )
    return {(row[0], row[1], row[2]): (row[3], row[4], row[5]) for row in cursor.fetchall()}
